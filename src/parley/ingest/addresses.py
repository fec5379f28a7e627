"""Addresses that the user names: a page, a file or a feed, fetched and loaded like a file of its kind."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Generator, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from parley.errors import InputError, NotFetched
from parley.ingest.feeds import FeedEntry, find_entries, list_feed_entries
from parley.ingest.inputs import SUFFIX_OF_MEDIA, FileLoader, sniff_media
from parley.ingest.intake import Intake, Served, Stated
from parley.ingest.refusing import refusal
from parley.ingest.web import Answer, Fetcher
from parley.model import Arrival, Failure, Fetch

_SPREADSHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX_OF_TYPE = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "text/csv": ".csv", "text/tab-separated-values": ".tsv", "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl", "application/pdf": ".pdf", "application/zip": ".zip", "application/warc": ".warc",
    "application/rss+xml": ".rss", "application/atom+xml": ".atom", "application/xml": ".xml", "text/xml": ".xml",
    f"application/{_WORD}": ".docx", "application/vnd.oasis.opendocument.text": ".odt", "message/rfc822": ".eml",
    f"application/{_SPREADSHEET}": ".xlsx", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}  # fmt: skip
_STARTS = ((b"%PDF-", ".pdf"), (b"\x1f\x8b", ".warc.gz"))
_LOOKS_LIKE_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_PAGES = frozenset({".html", ".txt", ".md", ".pdf", ".docx", ".odt"})
"""What is one report, so that the address is the report's own."""
_IN_ZIPS = frozenset({".docx", ".odt", ".xlsx", ".ods"})
_TOLD = frozenset({".html", ".htm", ".xml", ".rss", ".atom", ".csv", ".tsv", ".jsonl", ".md", ".eml"})
"""What first bytes do not show, so that the server or the ending is believed."""


class Addresses:
    """Fetches addresses and loads what they give.

    Args:
        fetcher: fetches.
        stated: what the user states about all that comes.
        today: the last day that is not the future.
        recall: gives what a server said of an address before; asked with it, it can say that nothing changed.

    Attributes:
        answered: what servers said of the addresses that are done with; to be kept once everything is added.
        unchanged: the addresses of which the server says that nothing changed.
    """

    def __init__(
        self, fetcher: Fetcher, stated: Stated, today: dt.date, recall: Callable[[str], Fetch | None] = lambda _: None
    ) -> None:
        self.answered: list[Fetch] = []
        self.unchanged: list[str] = []
        self._fetcher = fetcher
        self._stated = stated
        self._today = today
        self._recall = recall

    def load(self, address: str) -> Iterator[Arrival | Failure]:
        """Yield what an address gives: an arrival for each document, a failure where there is none.

        Where something failed, what would let the server say "not changed" is not kept, so that all is tried again.
        """
        answer = yield from self._ask(address, address, self._recall(address))
        if answer is None or answer.data is None:
            return
        came, whole = False, True
        for result in self._load_answer(answer, Served(answer.fetch.url, answer.charset), answer.fetch.url):
            came = came or isinstance(result, Arrival)
            whole = whole and isinstance(result, Arrival)
            yield result
        if came:
            self.answered.append(answer.fetch if whole else Fetch(answer.fetch.url))

    def load_pages(
        self, feed: str, hosts: Collection[str], is_known: Callable[[str], bool]
    ) -> Iterator[Arrival | Failure]:
        """Yield the pages that the entries of a feed link, where they are not known yet.

        An entry that links another host, or whose page cannot be had, is taken as the feed gives it.

        Args:
            feed: its address.
            hosts: whose pages may be fetched, as far as their robots.txt lets us.
            is_known: whether the page of this address was taken before.
        """
        answer = yield from self._ask(feed, feed, self._recall(feed))
        if answer is None or answer.data is None:
            return
        try:
            entries = list_feed_entries(answer.data, answer.charset)
        except InputError as error:
            yield refusal(error, feed)
            return
        whole = True
        for entry in entries:
            if entry.link is None or _find_host(entry.link) not in hosts:
                yield from self._take_entry(entry, feed)
            elif not is_known(entry.link):
                done = yield from self._load_page(entry, entry.link, feed, hosts)
                whole = whole and done
        if whole:
            self.answered.append(answer.fetch)

    def _load_page(
        self, entry: FeedEntry, link: str, feed: str, hosts: Collection[str]
    ) -> Generator[Arrival | Failure, None, bool]:
        """Yield the report of an entry; return whether its page need not be asked for again."""
        where = f"{feed} › {link}"
        try:
            answer = self._fetcher.fetch_linked(link, hosts)
        except InputError as error:
            if isinstance(error, NotFetched) and (error.status is None or error.status >= 500):
                yield refusal(error, where)
                return False
            results: list[Arrival | Failure] = [refusal(error, where)]
        else:
            served = Served(link, answer.charset, entry.clues, entry.title, entry.outlet)
            results = list(self._load_answer(answer, served, where))
        failed = next((result for result in results if isinstance(result, Failure)), None)
        if failed and entry.text:
            results = list(self._take_entry(entry, feed, (f"page not taken: {failed.what}",)))
        yield from results
        self.answered.append(Fetch(link))
        return True

    def _take_entry(self, entry: FeedEntry, feed: str, flags: tuple[str, ...] = ()) -> Iterator[Arrival | Failure]:
        return Intake(self._stated, self._today).take(find_entries([entry], feed, flags), feed)

    def _ask(self, address: str, where: str, known: Fetch | None) -> Generator[Failure, None, Answer | None]:
        try:
            answer = self._fetcher.fetch(address, known)
        except InputError as error:
            yield refusal(error, where)
            return None
        if answer.data is None:
            self.unchanged.append(address)
            self.answered.append(answer.fetch)
        return answer

    def _load_answer(self, answer: Answer, served: Served, where: str) -> Iterator[Arrival | Failure]:
        data = answer.data or b""
        suffix = find_suffix(urlsplit(answer.fetch.url).path, answer.media_type, data)
        loader = FileLoader(self._stated, self._today)
        said = served if suffix in _PAGES else Served(charset=served.charset)
        return loader.load_bytes(f"page{suffix}", data, where, served=said)


def _find_host(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None


def find_suffix(path: str, media_type: str | None, data: bytes) -> str:
    """Say as what kind of file an answer is to be loaded: by its first bytes, what the server says, its own ending.

    Servers often call a feed a page, and a file of any kind a stream of bytes.
    """
    for start, suffix in _STARTS:
        if data.startswith(start):
            return suffix
    if _LOOKS_LIKE_FEED.match(data[:4096]):
        return ".xml"
    named = [SUFFIX_OF_TYPE.get(media_type or ""), PurePosixPath(path.lower()).suffix]
    if data.startswith(b"PK"):
        return next((suffix for suffix in named if suffix in _IN_ZIPS), ".zip")
    sniffed = SUFFIX_OF_MEDIA[sniff_media(data)]
    return sniffed if sniffed == ".html" else next((suffix for suffix in named if suffix in _TOLD), sniffed)
