"""What a person says that an entry should read: fields by name and words of the report, without any JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from parley.derive import attach_events, find_interval
from parley.errors import FormatError
from parley.model import Document, EntryKind, Event, EventType, Mention, Modality, Span, Statement, TimeMention
from parley.ontology import event_kinds

_MOST = 50
"""Spans that one role takes; more are a slip."""


class Role(Struct, frozen=True):
    """A role that words of the report can play in an entry: what such a span denotes, and how many there are."""

    kind: type[Span]
    fewest: int = 0
    most: int = 1


ROLES: Mapping[EntryKind, Mapping[str, Role]] = {
    "event": {
        "trigger": Role(Span, fewest=1),
        "actor": Role(Mention, most=_MOST),
        "recipient": Role(Mention, most=_MOST),
        "place": Role(Mention, most=_MOST),
        "time": Role(TimeMention, most=_MOST),
        "deadline": Role(TimeMention),
        "condition": Role(Span),
    },
    "statement": {
        "source": Role(Mention),
        "cue": Role(Span, fewest=1),
        "content": Role(Span, most=_MOST),
        "addressee": Role(Mention),
    },
}
"""The roles of each kind of entry, in the order of a form."""
ANCHORS: Mapping[EntryKind, str] = {"event": "trigger", "statement": "cue"}
LISTED_AS: Mapping[str, Modality] = {
    "planned": "future",
    "possible": "hypothetical",
    "demanded": "requested",
    "required": "obliged",
}
"""The modality behind the words that lists have for how an event stands, where these are others."""
FIELDS: Mapping[EntryKind, tuple[str, ...]] = {
    "event": ("type", "mode", "modality", "negated", "within", "about"),
    "statement": ("within",),
}
"""The other fields of each kind; `within` and `about` hold the id of a statement or nothing."""


class Words(Struct, frozen=True):
    """Words of the report: as they stand there, or their code points as `12-20`.

    `meaning` is what they denote: a name, an ISO day; empty for not known, null for whatever was understood so far.
    `near` are the code points next to which the words are looked for, as `12-20` too.
    """

    words: str
    meaning: str | None = None
    near: str = ""


class Wording(Struct, frozen=True):
    """What an entry should read: only the fields and the roles that are named change."""

    fields: Mapping[str, str] = {}
    roles: Mapping[str, Sequence[Words]] = {}


def parse_settings(settings: Iterable[str]) -> Wording:
    """Read settings as a command line takes them.

    `FIELD=VALUE` or `ROLE=WORDS`; several words of one role stand between semicolons, and what they denote behind
    another equals sign: `actor=its army=army of Dessovia; the envoy`. Words that hold such a sign are given by their
    code points: `actor=12-20`.

    Raises:
        FormatError: a setting names no field.
    """
    fields, roles = {}, {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        name = name.strip()
        if sign and any(name in known for known in FIELDS.values()):
            fields[name] = value.strip()
        elif sign and any(name in known for known in ROLES.values()):
            roles[name] = [_parse_words(part) for part in value.split(";") if part.strip()]
        else:
            names = dict.fromkeys(name for each in (*FIELDS.values(), *ROLES.values()) for name in each)
            raise FormatError("this sets no field", where=setting, remedy=f"FIELD=VALUE, one of {', '.join(names)}.")
    return Wording(fields, roles)


def _parse_words(part: str) -> Words:
    words, sign, meaning = part.partition("=")
    return Words(words.strip(), meaning.strip() if sign else None)


def amend_item(item: Statement | Event, document: Document, wanted: Wording) -> Statement | Event:
    """Make what an entry should read.

    Args:
        item: as it stands.
        document: that it was read from.
        wanted: what changes.

    Raises:
        FormatError: a field or a role does not belong to this kind of entry, a value is not of its kind, words are not
            in the report, or nothing changes.
    """
    amended = _word(item, document, wanted)
    if amended == item:
        raise FormatError("nothing is changed", where="amendment", remedy="Accept the entry if it is right as it is.")
    return amended


def make_item(
    kind: EntryKind, document: Document, wanted: Wording, statements: Sequence[Statement]
) -> Statement | Event:
    """Make an item that no reader proposed; it lies in the innermost statement that holds it unless `within` says else.

    Args:
        kind: statement or event.
        document: that it is about.
        wanted: what it reads; the words that it hangs on, and the type of an event, must be among it.
        statements: of the document, in force.

    Raises:
        FormatError: as for `amend_item`.
    """
    given = wanted.roles.get(ANCHORS[kind], ())
    if len(given) != 1:
        remedy = f"Select the {ANCHORS[kind]} in the text."
        raise FormatError("an entry hangs on words of the report", where=ANCHORS[kind], remedy=remedy)
    anchor = _cut(given[0], document, Span(0, 1, document.text[:1]))
    start = Event("", anchor, "AGREE") if kind == "event" else Statement("", anchor, ())
    item = _word(start, document, wanted)
    if "within" in wanted.fields:
        return item
    (probe,) = attach_events([Event("", anchor, "AGREE")], statements)
    return replace(item, within=probe.within)


def _word(item: Statement | Event, document: Document, wanted: Wording) -> Statement | Event:
    kind: EntryKind = "statement" if isinstance(item, Statement) else "event"
    known = {*FIELDS[kind], *ROLES[kind]}
    if strange := (wanted.fields.keys() | wanted.roles.keys()) - known:
        raise FormatError(f"this is no field of a {kind}", where=min(strange), remedy=f"It has {', '.join(known)}.")
    spans = {name: _place(item, name, words, document) for name, words in wanted.roles.items()}
    if isinstance(item, Event):
        return _check_event(replace(item, **spans, **_read_fields(item, wanted.fields)))
    return replace(item, **spans, **_read_references(wanted.fields))


def _check_event(event: Event) -> Event:
    modes = event_kinds()[event.type].modes
    if event.mode and event.mode not in modes:
        remedy = f"It has {', '.join(modes)}." if modes else "It has none: leave the mode empty."
        raise FormatError(f"{event.mode!r} is no mode of {event.type}", where="mode", remedy=remedy)
    return event


def _read_fields(item: Event, fields: Mapping[str, str]) -> dict[str, object]:
    """Read the fields of an event; a new type has no mode unless it is named."""
    read = _read_references(fields)
    if (listed_as := fields.get("modality", "")) in LISTED_AS:
        fields = {**fields, "modality": LISTED_AS[listed_as]}
    for name, choices in (("type", get_args(EventType)), ("modality", get_args(Modality))):
        if name in fields:
            if fields[name] not in choices:
                what = f"{fields[name]!r} is no {'type of event' if name == 'type' else name}"
                raise FormatError(what, where=name, remedy=_tell_choices(name, choices))
            read[name] = fields[name]
    if "mode" in fields:
        read["mode"] = fields["mode"] or None
    elif read.get("type", item.type) != item.type:
        read["mode"] = None
    if "negated" in fields:
        if fields["negated"] not in {"yes", "no"}:
            raise FormatError(f"{fields['negated']!r} is neither yes nor no", where="negated", remedy="Say yes or no.")
        read["negated"] = fields["negated"] == "yes"
    return read


def _tell_choices(name: str, choices: Iterable[str]) -> str:
    """Say which values a field takes, of a modality with the words of lists that mean the same."""
    listed_as = {modality: word for word, modality in LISTED_AS.items()} if name == "modality" else {}
    told = (f"{choice} ({listed_as[choice]})" if choice in listed_as else choice for choice in choices)
    return f"Choose one of {', '.join(told)}."


def _read_references(fields: Mapping[str, str]) -> dict[str, object]:
    return {name: fields[name] or None for name in ("within", "about") if name in fields}


def list_spans(item: Statement | Event, role: str) -> tuple[Span, ...]:
    """List the spans that play a role in an item."""
    held: Span | tuple[Span, ...] | None = getattr(item, role)
    return held if isinstance(held, tuple) else (held,) if held else ()


def _place(
    item: Statement | Event, name: str, given: Sequence[Words], document: Document
) -> Span | tuple[Span, ...] | None:
    """Make the spans of one role."""
    role = ROLES["statement" if isinstance(item, Statement) else "event"][name]
    if not role.fewest <= len(given) <= role.most:
        what = f"there is {'one' if role.fewest else 'at most one'} {name}" if role.most == 1 else f"too many {name}s"
        raise FormatError(what, where=name, remedy="Leave out what is too much, or select what is missing.")
    held = {(span.start, span.end): span for span in list_spans(item, name)}
    spans = []
    for words in given:
        span = _cut(words, document, item.anchor)
        spans.append(_denote(role.kind, span, held.get((span.start, span.end)), words.meaning))
    if isinstance(getattr(item, name), tuple):
        return tuple(sorted(spans, key=lambda span: span.start)) if name == "content" else tuple(spans)
    return spans[0] if spans else None


def _denote(kind: type[Span], span: Span, held: Span | None, meaning: str | None) -> Span:
    """Say what a span denotes: what was understood so far unless a meaning is given."""
    if kind is Span:
        return span
    if kind is Mention:
        before = held if isinstance(held, Mention) else Mention(span.start, span.end, span.text)
        same = meaning is None or (meaning or None) == before.entity
        return before if same else replace(before, entity=meaning or None, entities=())
    so_far = held.value if isinstance(held, TimeMention) else None
    value = so_far if meaning is None else meaning or None
    if value and value != so_far and find_interval(value) is None:
        remedy = "Write 2025-04-07, 2025-04, 2025, or two of them with a slash between."
        raise FormatError(f"{value!r} is no day", where=span.text, remedy=remedy)
    return TimeMention(span.start, span.end, span.text, value)


def _cut(given: Words, document: Document, near: Span) -> Span:
    """Find words in the report; where they stand several times, those next to a place."""
    text = document.text
    if offsets := _parse_offsets(given.words):
        start, end = offsets
        if not start < end <= len(text):
            remedy = "Select the words in the text."
            raise FormatError(f"{given.words!r} are no words of this text", where=given.words, remedy=remedy)
        return Span(start, end, text[start:end])
    middle = (_parse_offsets(given.near) or (near.start, near.end))[0]
    pattern = r"\s+".join(map(re.escape, given.words.split()))
    found = list(re.finditer(pattern, text)) if pattern else []
    if not found:
        remedy = "Write them as they stand there, or select them in the text."
        raise FormatError("these words do not stand in the report", where=given.words, remedy=remedy)
    best = min(found, key=lambda match: abs(match.start() - middle))
    return Span(best.start(), best.end(), best.group())


def _parse_offsets(text: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", text)
    return (int(match[1]), int(match[2])) if match else None
