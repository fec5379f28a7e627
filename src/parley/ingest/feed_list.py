"""FEEDS.toml: the feeds that `parley watch` looks after, with what the user states about each."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parley.errors import FormatError, InputError
from parley.ingest.intake import Stated
from parley.ingest.web import check_address, is_address
from parley.model import DocumentKind

_KEYS = "name, url, outlet, language, kind, pages"
_REMEDIES = {
    "name": 'Call the feed something in messages: name = "Ternwire".',
    "url": 'Give the address of the feed, url = "https://…", or its file, seen from this one: url = "feeds/wire.xml".',
    "outlet": 'Say who publishes it: outlet = "Ternwire"; without it, the feed and its pages say so themselves.',
    "language": 'Write a code of ISO 639-1: language = "en".',
    "kind": "Write report, communique, interview, call, meeting, patrol, letter or note.",
    "pages": 'List the hosts whose pages may be fetched: pages = ["www.ternwire.example"].',
    "agreements": 'List names or files of agreements: agreements = ["isr-lbn-2024"].',
}
_PLACE = re.compile(r"\$(?:\.feed\[(?P<number>\d+)\])?(?:\.(?P<key>\w+))?")
_SYNTAX_LINE = re.compile(r"line (\d+)")


class Feed(Struct, frozen=True, forbid_unknown_fields=True):
    """One feed, by its address or a file's path; `pages` are the hosts whose pages are fetched where entries link."""

    name: str
    url: str
    outlet: str | None = None
    language: str | None = None
    kind: DocumentKind | None = None
    pages: tuple[str, ...] = ()

    @property
    def stated(self) -> Stated:
        """What the user states about all that comes from it."""
        return Stated(outlet=self.outlet, lang=self.language, kind=self.kind)


class FeedList(Struct, frozen=True, forbid_unknown_fields=True):
    """All feeds, and the agreements whose boards are watched: names or paths."""

    feed: tuple[Feed, ...]
    agreements: tuple[str, ...] = ()


def load_feeds(path: Path) -> FeedList:
    """Load a list of feeds.

    Raises:
        FormatError: with the line of the first fault and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        given = tomllib.loads(text)
    except OSError as error:
        raise FormatError(f"it cannot be read ({error.strerror})", where=str(path), remedy="Check the name.") from error
    except UnicodeDecodeError as error:
        raise FormatError("it is not UTF-8", where=str(path), remedy="Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        line = match[1] if (match := _SYNTAX_LINE.search(str(error))) else "1"
        raise FormatError(f"this is not TOML: {error}", where=f"{path}:{line}", remedy=_SHAPE) from error
    lines = _Lines(path, text)
    try:
        feeds = msgspec.convert(given, FeedList)
    except msgspec.ValidationError as error:
        raise lines.explain(str(error)) from error
    feeds = replace(feeds, feed=tuple(_find_file(feed, path.parent) for feed in feeds.feed))
    _check(feeds, lines)
    return feeds


def _find_file(feed: Feed, folder: Path) -> Feed:
    """Let a feed that is a file be named from the folder of the list."""
    return feed if is_address(feed.url) else replace(feed, url=str(folder / feed.url))


def _check_url(feed: Feed) -> None:
    if is_address(feed.url):
        check_address(feed.url)
    elif not Path(feed.url).is_file():
        raise InputError(f"there is no such file: {feed.url}", remedy=_REMEDIES["url"])


_SHAPE = 'Begin each feed with a line [[feed]], then name = "…" and url = "https://…".'


class _Lines:
    """Says on which line of the file a key stands."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def explain(self, error: str) -> FormatError:
        """Word an error of msgspec, which ends with a path such as `$.feed[1].kind`."""
        what, _, place = error.partition(" - at `")
        match = _PLACE.match(place or "$")
        number = int(match["number"]) if match and match["number"] else None
        key = match["key"] if match else None
        if unknown := re.search(r"unknown field `(.*?)`", what):
            keys = "agreements, [[feed]]" if number is None else _KEYS
            return self.complain(f"no key is called {unknown[1]!r}", number, unknown[1], f"The keys are {keys}.")
        if missing := re.search(r"missing required field `(.*?)`", what):
            remedy = _REMEDIES.get(missing[1], _SHAPE)
            what = "there is no feed" if number is None else f"the feed has no {missing[1]}"
            return self.complain(what, number, None, remedy)
        return self.complain(
            f"{key or 'it'} is not what it should be: {what}", number, key, _REMEDIES.get(key or "", _SHAPE)
        )

    def complain(self, what: str, number: int | None, key: str | None, remedy: str) -> FormatError:
        """Make the error of a key of the feed with this number (null: outside the feeds)."""
        return FormatError(what, where=f"{self._path}:{self._find(number, key)}", remedy=remedy)

    def _find(self, number: int | None, key: str | None) -> int:
        heads = [at for at, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*feed\s*\]\]", line)]
        first = heads[number] if number is not None and number < len(heads) else 0
        pattern = re.compile(rf"""\s*["']?{re.escape(key or "")}["']?\s*=""")
        found = (at for at in range(first, len(self._lines)) if key and pattern.match(self._lines[at]))
        return next(found, first) + 1


def _check(feeds: FeedList, lines: _Lines) -> None:
    if not feeds.feed:
        raise lines.complain("there is no feed", None, "feed", _SHAPE)
    for key in ("name", "url"):
        ((value, times),) = Counter(getattr(feed, key) for feed in feeds.feed).most_common(1)
        if times > 1:
            last = max(number for number, feed in enumerate(feeds.feed) if getattr(feed, key) == value)
            raise lines.complain(f"two feeds have the {key} {value!r}", last, key, "Leave one of them out.")
    for number, feed in enumerate(feeds.feed):
        for key, check in (("url", _check_url), ("language", lambda feed: feed.stated)):
            try:
                check(feed)
            except InputError as error:
                raise lines.complain(error.what, number, key, error.remedy) from error
        if feed.pages and not is_address(feed.url):
            remedy = "Leave the pages out, or give the feed's own address."
            raise lines.complain("pages are fetched for feeds with an address only", number, "pages", remedy)
        for host in feed.pages:
            if not re.fullmatch(r"[\w.-]+", host):
                raise lines.complain(f"{host!r} is no host", number, "pages", _REMEDIES["pages"])
