"""Documents, where they appeared, the bytes they came from, and what could not be taken."""

import datetime as dt
import hashlib
from functools import cached_property
from typing import Literal

from msgspec import Struct

from parley.errors import NotADocument
from parley.model.spans import Span

DateSource = Literal["option", "field", "front matter", "metadata", "url", "page", "file name", "restated"]
Notice = Literal["retracted", "corrected"]
"""What a later document says of a whole one."""
DocumentKind = Literal["report", "communique", "interview", "call", "meeting", "patrol", "letter", "note"]
MARK = "█"
"""What stands for each code point of words that were taken out."""


class Document(Struct, frozen=True, dict=True):
    """An immutable text with its publication date.

    Relative times make a reading a function of text and date, so the two together are the identity. A `report` is told
    by an outlet or agency; every other kind is in somebody's own mouth (a party's communiqué, an interview, a person's
    note of a call), so nothing in it counts as fact. `original_id` is null unless words were taken out of the text:
    then it is the id that the document had before, and keeps.

    Raises:
        NotADocument: the text is blank, or holds NUL or lone surrogates.
    """

    text: str
    date: dt.date | None = None
    lang: str | None = None
    kind: DocumentKind = "report"
    original_id: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise NotADocument("the text is empty", remedy="Check that the file is what you meant to add.")
        if "\0" in self.text:
            raise NotADocument("the text holds NUL characters, so it is binary", remedy="Add a text, not a program.")
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            what = f"the text holds a lone surrogate at offset {error.start}"
            raise NotADocument(what, remedy="Save the file as UTF-8.") from error

    @cached_property
    def id(self) -> str:
        """SHA-256 of publication date and text, in hexadecimal, as they were before any words were taken out."""
        return self.original_id or self.digest

    @cached_property
    def digest(self) -> str:
        """SHA-256 of publication date and text as they are, in hexadecimal."""
        stamp = self.date.isoformat() if self.date else ""
        return hashlib.sha256(f"{stamp}\n{self.text}".encode()).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """Cut a span out of the text."""
        return Span(start, end, self.text[start:end])


class Carrier(Struct, frozen=True):
    """An agency or outlet that a publisher credits. "X via Y" stays as printed: the route reads Y › X."""

    outlet: str | None = None
    url: str | None = None


class DateClue(Struct, frozen=True):
    """A publication date in the words of one source."""

    source: DateSource
    words: str


class Publication(Struct, frozen=True):
    """One appearance of a document.

    `ref` is the file (and line) it was added from, `given_id` the id that its sender gave it, `date_from` where the
    publication date was stated; `flags` says what about its date or page is doubtful. `retracts` and `corrects` name
    the document that this one takes back or puts right: its id, its address, or the id that its sender gave it.
    `claimed` are all days of publication that were found, the strongest source first.
    """

    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published_at: dt.datetime | None = None
    published_on: dt.date | None = None
    first_seen: dt.datetime | None = None
    cited: tuple[Carrier, ...] = ()
    ref: str | None = None
    given_id: str | None = None
    date_from: DateSource | None = None
    flags: tuple[str, ...] = ()
    retracts: str | None = None
    corrects: str | None = None
    claimed: tuple[DateClue, ...] = ()

    @property
    def date_is_from_outside(self) -> bool:
        """Tell whether the date was stated beside the bytes (option, file name), not in them."""
        return self.date_from in {"option", "file name"}


class Raw(Struct, frozen=True):
    """The bytes a document came from, and what turned them into text."""

    data: bytes
    media_type: str
    extractor: str
    extractor_version: str

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


class Arrival(Struct, frozen=True):
    """What a loader hands over for one document: the text, its appearance, and the bytes behind both."""

    document: Document
    publication: Publication
    raw: Raw


class Fetch(Struct, frozen=True):
    """What a server said of an address when something was taken from it; asked with it, it can say "not changed"."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class Failure(Struct, frozen=True):
    """One document or line that could not be taken or read; the batch goes on."""

    where: str
    stage: str
    what: str
    remedy: str = ""
