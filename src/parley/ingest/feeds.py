"""Feeds: RSS and Atom, one document an entry, as full as the feed gives it."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from parley.errors import NotADocument
from parley.ingest.intake import BuiltInLoader, Found
from parley.ingest.refusing import refusal
from parley.ingest.webpage import strip_markup
from parley.model import DateClue, Failure, Raw

logging.getLogger("feedparser").addHandler(logging.NullHandler())


class FeedEntry(Struct, frozen=True):
    """What a feed says of one report; `name` tells it from the others: its address, its id, or its place."""

    name: str
    text: str
    outlet: str | None
    given_id: str | None
    link: str | None
    title: str | None
    date: str | None

    @property
    def clues(self) -> tuple[DateClue, ...]:
        """The date, as a clue."""
        return (DateClue("field", self.date),) if self.date else ()


class FeedLoader(BuiltInLoader):
    """Loads a document from each entry of a feed; an entry without text is a failure of its own."""

    suffixes = frozenset({".rss", ".atom", ".xml"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found | Failure]:
        yield from find_entries(list_feed_entries(data, self._intake.served.charset), ref)


def find_entries(entries: Iterable[FeedEntry], ref: str, flags: tuple[str, ...] = ()) -> Iterator[Found | Failure]:
    """Yield the text that the feed itself gives for each entry, or that it gives none.

    Args:
        entries: of the feed.
        ref: the feed, for messages.
        flags: what is doubtful about all of them.
    """
    import feedparser  # noqa: PLC0415 (for feeds only)

    for entry in entries:
        where = f"{ref} › {entry.name}"
        if not entry.text:
            remedy = "Add the page that it links by its address; under parley watch, list its host in `pages`."
            yield refusal(NotADocument("the entry has no text of its own", remedy=remedy), where)
            continue
        yield Found(
            text=entry.text,
            raw=Raw(entry.text.encode(), "text/plain; charset=utf-8", "feedparser", feedparser.__version__),
            where=where,
            given_id=entry.given_id,
            outlet=entry.outlet,
            url=entry.link,
            title=entry.title,
            clues=entry.clues,
            flags=flags,
        )


def list_feed_entries(data: bytes, charset: str | None = None) -> list[FeedEntry]:
    """List the entries of a feed in its order.

    Args:
        data: the feed.
        charset: the encoding that its server states.

    Raises:
        NotADocument: it is no feed, or has no entries.
    """
    import feedparser  # noqa: PLC0415

    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    feed = feedparser.parse(data, response_headers=headers, resolve_relative_uris=False)
    if not feed.get("version"):
        raise NotADocument(
            "the file is no RSS or Atom feed", remedy="Save the feed itself, not the page that links it."
        )
    if not feed.entries:
        raise NotADocument("the feed has no entries", remedy="Fetch it again later.")
    outlet = feed.feed.get("title")
    return [_take_entry(entry, number, outlet) for number, entry in enumerate(feed.entries, start=1)]


def _take_entry(entry: Mapping[str, Any], number: int, outlet: str | None) -> FeedEntry:
    bodies = [content["value"] for content in entry.get("content", [])] or [entry.get("summary", "")]
    given_id, link = entry.get("id") or None, entry.get("link") or None
    return FeedEntry(
        name=link or given_id or f"entry {number}",
        text=strip_markup(max(bodies, key=len)),
        outlet=outlet,
        given_id=given_id,
        link=link,
        title=strip_markup(entry.get("title", "")) or None,
        date=entry.get("published") or entry.get("updated"),
    )
