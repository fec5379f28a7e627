"""The nouns: small frozen objects that every stage shares.

Field names are those of reading format 1 (docs/FORMAT.md). Offsets are half-open and count Unicode code points.
Nothing here reads files, resolves names or knows where objects are stored.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from parley.errors import NotADocument, SpanError

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE",
    "COOPERATE", "AID", "RETREAT",
    "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal["actual", "future", "hypothetical", "requested", "refused", "obliged"]
EntryKind = Literal["statement", "event"]
EntryState = Literal["proposed", "accepted", "amended", "rejected", "superseded"]
Action = Literal["accept", "amend", "reject"]
DateSource = Literal["option", "field", "front matter", "metadata", "url", "page", "file name"]
DocumentKind = Literal["report", "communique", "interview", "call", "meeting", "patrol", "letter", "note"]


class Span(Struct, frozen=True):
    """Code points `start` to `end` of a text, and the words they cover.

    Raises:
        SpanError: the offsets are negative, empty or do not measure `text`.
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start or len(self.text) != self.end - self.start:
            message = f"span {self.start}-{self.end} does not measure {self.text!r}"
            raise SpanError(message, remedy="Offsets are half-open and count Unicode code points.")

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


class Mention(Span, frozen=True):
    """A span that denotes someone, something or somewhere.

    `entity` is the plain canonical name, or null when the text leaves it open; `entities` are the parts of a joint
    mention ("the United States and France"), when known.
    """

    entity: str | None = None
    entities: tuple[str, ...] = ()


class TimeMention(Span, frozen=True):
    """A time span of an event; `value` is an ISO day, month, year, interval or null."""

    value: str | None = None


class Statement(Struct, frozen=True):
    """Who said what. `within` is the id of the statement whose content encloses this one."""

    id: str
    cue: Span
    content: tuple[Span, ...]
    source: Mention | None = None
    addressee: Mention | None = None
    within: str | None = None
    confidence: float | UnsetType = UNSET

    @property
    def anchor(self) -> Span:
        """The span that the entry hangs on: the cue."""
        return self.cue

    @property
    def said(self) -> str:
        """The words of the content, with an ellipsis where the cue interrupts them."""
        return " … ".join(span.text for span in self.content)

    def spans(self) -> Iterator[Span]:
        """Yield every span of the statement, the cue first."""
        yield self.cue
        if self.source:
            yield self.source
        yield from self.content
        if self.addressee:
            yield self.addressee


class Event(Struct, frozen=True):
    """Who did what to whom, and whether the text says that it happened.

    `within` is the innermost statement whose content holds the trigger (null = the narrator's words); `about` is the
    id of the statement whose cue the trigger is, when the event is a speech act.
    """

    id: str
    trigger: Span
    type: EventType
    mode: str | None = None
    actor: tuple[Mention, ...] = ()
    recipient: tuple[Mention, ...] = ()
    place: tuple[Mention, ...] = ()
    time: tuple[TimeMention, ...] = ()
    modality: Modality = "actual"
    negated: bool = False
    condition: Span | None = None
    deadline: TimeMention | None = None
    within: str | None = None
    about: str | None = None
    confidence: float | UnsetType = UNSET

    @property
    def anchor(self) -> Span:
        """The span that the entry hangs on: the trigger."""
        return self.trigger

    def spans(self) -> Iterator[Span]:
        """Yield every span of the event, the trigger first."""
        yield self.trigger
        for role in (self.actor, self.recipient, self.place, self.time):
            yield from role
        if self.condition:
            yield self.condition
        if self.deadline:
            yield self.deadline


class Time(Span, frozen=True):
    """An element of the layer `times`: a TIMEX3 type and value with the earliest and latest day it can mean."""

    type: str
    value: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    modifier: str | None = None
    anchor: str | None = None


class Named(Span, frozen=True):
    """An element of the layer `mentions`: a name in the text, what it denotes, and the evidence for it."""

    entity: str | None = None
    entity_id: str | None = None
    evidence: str | None = None
    alternatives: tuple[str, ...] = ()


class Document(Struct, frozen=True, dict=True):
    """An immutable text with its publication date.

    Relative times make a reading a function of text and date, so the two together are the identity. A `report` is told
    by an outlet or agency; every other kind is in somebody's own mouth (a party's communiqué, an interview, a person's
    note of a call), so nothing in it counts as fact.

    Raises:
        NotADocument: the text is blank, or holds NUL or lone surrogates.
    """

    text: str
    date: dt.date | None = None
    lang: str | None = None
    kind: DocumentKind = "report"

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
        """SHA-256 of publication date and text, in hexadecimal."""
        stamp = self.date.isoformat() if self.date else ""
        return hashlib.sha256(f"{stamp}\n{self.text}".encode()).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """Cut a span out of the text."""
        return Span(start, end, self.text[start:end])


class Carrier(Struct, frozen=True):
    """An agency or outlet that a publisher credits. "X via Y" stays as printed: the route reads Y › X."""

    outlet: str | None = None
    url: str | None = None


class Publication(Struct, frozen=True):
    """One appearance of a document.

    `ref` is the file (and line) it was added from, `given_id` the id that its sender gave it, `date_from` where the
    publication date was stated; `flags` says what about its date or page is doubtful.
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


class Failure(Struct, frozen=True):
    """One document or line that could not be taken or read; the batch goes on."""

    where: str
    stage: str
    what: str
    remedy: str = ""


class Reading(Struct, frozen=True):
    """What Parley says one document contains. `places` and `counts` are not yet read.

    Raises:
        SpanError: a span's words are not the document's words at its offsets.
        SpanError: an id is used twice, or `within` or `about` name a statement that is not there.
    """

    document: Document
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    times: tuple[Time, ...] = ()
    mentions: tuple[Named, ...] = ()

    def __post_init__(self) -> None:
        text = self.document.text
        for span in self.spans():
            if text[span.start : span.end] != span.text:
                where = f"document {self.document.id[:12]}, offsets {span.start}-{span.end}"
                what = f"the span says {span.text!r}, the text says {text[span.start : span.end]!r}"
                raise SpanError(what, where=where, remedy="A reader may only quote what the text holds.")
        self._check_references()

    def spans(self) -> Iterator[Span]:
        """Yield every span of every layer."""
        for item in self.items():
            yield from item.spans()
        yield from self.times
        yield from self.mentions

    def layers(self) -> dict[str, tuple[Struct, ...]]:
        """Return the layers by name: all but the document."""
        return {name: getattr(self, name) for name in self.__struct_fields__ if name != "document"}

    def items(self) -> "tuple[Statement | Event, ...]":
        """Return the statements, then the events."""
        return (*self.statements, *self.events)

    def _check_references(self) -> None:
        ids = [item.id for item in self.items()]
        if len(ids) != len(set(ids)):
            raise SpanError("two entries of the reading share one id", where=f"document {self.document.id[:12]}")
        known = {statement.id for statement in self.statements}
        named = {item.within for item in self.items()} | {event.about for event in self.events}
        missing = named - known - {None}
        if missing:
            what = f"no statement has the id {min(filter(None, missing))!r} that another entry names"
            raise SpanError(what, where=f"document {self.document.id[:12]}")
        around = {statement.id: statement.within for statement in self.statements}
        for start, enclosing in around.items():
            steps, current = 0, enclosing
            while current is not None:
                steps, current = steps + 1, around[current]
                if steps > len(around):
                    what = f"the statement {start!r} lies within itself"
                    raise SpanError(what, where=f"document {self.document.id[:12]}")


class Entry(Struct, frozen=True):
    """A line of the record as it stood at one revision.

    `item` carries entry ids, not the reading's local ones, in `id`, `within` and `about`. `chain` is the sourcing
    chain inside the document, outermost first, null for an unnamed source; `speaker` is who says it, for a speech act
    whose it is, null for the narrator; `fact` and `act` are as READING defines
    them, null for a statement; `commitment` is its kind or null, `standing` the word of `derive.find_standing`.
    """

    id: str
    revision: int
    state: EntryState
    document_id: str
    item: Statement | Event
    chain: tuple[str | None, ...]
    speaker: str | None
    fact: bool | None
    act: bool | None
    commitment: str | None
    standing: str | None
    reader: str
    proposal_id: str | None
    recorded_at: dt.datetime
    decided_by: str | None = None
    stale: bool = False

    @property
    def kind(self) -> EntryKind:
        """Say whether the entry is a statement or an event."""
        return "statement" if isinstance(self.item, Statement) else "event"


class ListedEntry(Struct, frozen=True):
    """An entry as lists and files show it.

    `context` is the sentence of the text that holds the entry's anchor, word for word; `said` is the content of the
    statement that a speech act is about, null for other entries; `publications` are the appearances of its document,
    the earliest first.
    """

    entry: Entry
    published_on: dt.date | None
    publications: tuple[Publication, ...]
    document_kind: DocumentKind
    context: str
    said: str | None = None

    @property
    def publication(self) -> Publication:
        """The earliest appearance; an empty one where none is known."""
        return self.publications[0] if self.publications else Publication()


class Decision(Struct, frozen=True):
    """A person's word on an entry; append-only."""

    id: str
    entry_id: str
    action: Action
    by: str
    at: dt.datetime
    revision: int
    reason: str | None = None


def proposal_id(document_id: str, reader_version: str, item: Statement | Event) -> str:
    """Name a proposal by what it says: hash of document, reader version and item, ids left out."""
    bare: Statement | Event
    if isinstance(item, Event):
        bare = msgspec.structs.replace(item, id="", within=None, about=None)
    else:
        bare = msgspec.structs.replace(item, id="", within=None)
    payload = msgspec.json.encode([document_id, reader_version, type(item).__name__, bare])
    return hashlib.sha256(payload).hexdigest()
