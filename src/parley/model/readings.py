"""What one document contains, as a reader proposes it: reading format 1 (docs/FORMAT.md)."""

import hashlib
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from parley.errors import SpanError
from parley.model.documents import Document
from parley.model.spans import Count, Mention, Named, Place, Span, Time, TimeMention

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE",
    "COOPERATE", "AID", "RETREAT",
    "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal["actual", "future", "hypothetical", "requested", "refused", "obliged"]


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


class Reading(Struct, frozen=True):
    """What Parley says one document contains.

    Raises:
        SpanError: a span's words are not the document's words at its offsets.
        SpanError: an id is used twice, or `within` or `about` name a statement that is not there.
    """

    document: Document
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    mentions: tuple[Named, ...] = ()
    counts: tuple[Count, ...] = ()

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
        for layer in (self.times, self.places, self.mentions, self.counts):
            yield from layer

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


def bare_reading(reading: Reading) -> Reading:
    """Return what a reader alone proposes: statements and events with their spans, no names, days or other layers."""
    statements = tuple(
        msgspec.structs.replace(
            statement,
            source=statement.source and _bare(statement.source),
            addressee=statement.addressee and _bare(statement.addressee),
        )
        for statement in reading.statements
    )
    return Reading(reading.document, statements, tuple(map(_bare_event, reading.events)))


def _bare_event(event: Event) -> Event:
    return msgspec.structs.replace(
        event,
        actor=tuple(map(_bare, event.actor)),
        recipient=tuple(map(_bare, event.recipient)),
        place=tuple(map(_bare, event.place)),
        time=tuple(msgspec.structs.replace(time, value=None) for time in event.time),
        deadline=event.deadline and msgspec.structs.replace(event.deadline, value=None),
    )


def _bare(mention: Mention) -> Mention:
    return Mention(mention.start, mention.end, mention.text)


def proposal_id(document_id: str, reader_version: str, item: Statement | Event) -> str:
    """Name a proposal by what it says: hash of document, reader version and item, ids left out."""
    bare: Statement | Event
    if isinstance(item, Event):
        bare = msgspec.structs.replace(item, id="", within=None, about=None)
    else:
        bare = msgspec.structs.replace(item, id="", within=None)
    payload = msgspec.json.encode([document_id, reader_version, type(item).__name__, bare])
    return hashlib.sha256(payload).hexdigest()
