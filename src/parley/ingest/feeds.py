"""Feeds: RSS and Atom files, one document an entry, as full as the feed gives it."""

import logging
from collections.abc import Iterator

from parley.errors import NotADocument
from parley.ingest.dates import DateClue
from parley.ingest.intake import Found, Intake, refusal
from parley.ingest.webpage import strip_markup
from parley.model import Arrival, Failure, Raw

logging.getLogger("feedparser").addHandler(logging.NullHandler())


class FeedLoader:
    """Loads a document from each entry of a feed; an entry without text is a failure of its own."""

    suffixes = frozenset({".rss", ".atom", ".xml"})

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def load(self, data: bytes, ref: str) -> Iterator[Arrival | Failure]:
        """Yield the document of each entry, or the reason why it is none."""
        return self._intake.take(_find(data, ref), ref)


def _find(data: bytes, ref: str) -> Iterator[Found | Failure]:
    import feedparser  # noqa: PLC0415 (for feeds only)

    feed = feedparser.parse(data, resolve_relative_uris=False)
    if not feed.get("version"):
        raise NotADocument(
            "the file is no RSS or Atom feed", remedy="Save the feed itself, not the page that links it."
        )
    if not feed.entries:
        raise NotADocument("the feed has no entries", remedy="Fetch it again later.")
    outlet = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{ref} entry {number}"
        bodies = [content.value for content in entry.get("content", [])] or [entry.get("summary", "")]
        text = strip_markup(max(bodies, key=len))
        if not text:
            empty = NotADocument("the entry has no text of its own", remedy="Save the page that it links and add that.")
            yield refusal(empty, where)
            continue
        date = entry.get("published") or entry.get("updated")
        yield Found(
            text=text,
            raw=Raw(text.encode(), "text/plain; charset=utf-8", "feedparser", feedparser.__version__),
            where=where,
            given_id=entry.get("id") or None,
            outlet=outlet,
            url=entry.get("link"),
            title=strip_markup(entry.get("title", "")) or None,
            clues=(DateClue("field", date),) if date else (),
        )
