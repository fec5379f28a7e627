"""`parley annotate` and `parley match`: documents in, readings or links to clauses out, without a record.

Layers that an input line already holds are given: their spans are kept, absent keys are filled in, a null stays open.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from parley.ahead import run_ahead
from parley.derive import attach_events
from parley.errors import FormatError, ParleyError
from parley.export import encode_layers
from parley.ingest import decode_line, detect_language, language_name, number_lines, read_language
from parley.match import Match, Matcher
from parley.model import Document, Event, Reading, Span, Statement
from parley.pipeline import LANGUAGES, READ_LAYERS, Pipeline
from parley.steps import Layer

Fields = dict[str, object]
"""One line of reading format 1, as plain objects."""
_REMEDY = 'Each line holds one object: {"id": …, "text": …}.'


class LineRead(Struct, frozen=True):
    """A line as it was given and its reading, or the error that stands in its place."""

    given: Fields
    reading: Reading | None = None
    error: str | None = None


def read_lines(lines: Iterable[bytes], pipeline: Pipeline) -> Iterator[LineRead]:
    """Read each document of a stream of JSON Lines; blank lines are passed over, a failed one has its error."""
    yield from run_ahead(lambda numbered: _read_line(*numbered, pipeline), number_lines(lines))


def match_lines(
    lines: Iterable[bytes], pipeline: Pipeline, matcher: Matcher, *, explain: bool = False
) -> Iterator[Fields]:
    """Match each document of a stream of JSON Lines against agreements.

    Args:
        lines: as for `annotate_lines`; statements and events that a line holds are matched as they are.
        pipeline: reads and resolves what a line does not hold.
        matcher: holds the agreements.
        explain: whether each link says what speaks for it, in `why`.

    Yields:
        `{id, links}` with the best link first; `{id, error, links: []}` for a line that fails.
    """
    for read in read_lines(lines, pipeline):
        failed = {"error": read.error} if read.error else {}
        matches = matcher.match(read.reading) if read.reading else []
        yield (
            {"id": read.given.get("id")} | failed | {"links": [_describe(match, explain=explain) for match in matches]}
        )


def _describe(match: Match, *, explain: bool) -> Fields:
    link = {name: getattr(match, name) for name in ("agreement", "clause", "bearing", "by", "against")}
    quote, breach = msgspec.to_builtins(match.quote), {"called_breach": True} if match.called_breach else {}
    return link | {"quote": quote, "score": round(match.score, 3)} | breach | ({"why": match.why} if explain else {})


def annotate_lines(
    lines: Iterable[bytes], pipeline: Pipeline, layers: frozenset[Layer] | None = None
) -> Iterator[Fields]:
    """Read each document of a stream of JSON Lines and yield its line with the layers filled in.

    Args:
        lines: JSON objects with at least `id` and `text`; blank lines are passed over.
        pipeline: reads and resolves.
        layers: the layers wanted; all that the pipeline gives by default. Statements and events always stand there.

    Yields:
        The input line, unknown keys included, with its layers; `{id, error}` and empty layers for one that fails.
    """
    wanted = READ_LAYERS | (pipeline.gives if layers is None else layers)
    if unknown := wanted - pipeline.gives:
        what = f"there is no layer called {', '.join(sorted(unknown))}"
        raise FormatError(what, where="--layers", remedy=f"Choose from {', '.join(sorted(pipeline.gives))}.")
    for read in read_lines(lines, pipeline):
        yield _annotate(read, wanted)


def _read_line(number: int, line: bytes, pipeline: Pipeline) -> LineRead:
    given: Fields = {}
    try:
        given = decode_line(line, Fields, "a document", _REMEDY)
        for ours in ("format", "error"):
            given.pop(ours, None)
        document = _make_document(given)
        _refuse_other_languages(document, given)
        return LineRead(given, pipeline.resolve(_read_given(given, document, pipeline)))
    except (ParleyError, msgspec.MsgspecError) as error:
        return LineRead(given, error=f"line {number}: {error}")
    except Exception as error:  # noqa: BLE001 (a reader may fail in any way, and the batch goes on)
        reason = f"line {number}: the reader failed: {type(error).__name__}: {error}"
        return LineRead(given, error=reason)


def _annotate(read: LineRead, wanted: frozenset[Layer]) -> Fields:
    if read.reading is None:
        return {"id": read.given.get("id"), "error": read.error} | {layer: [] for layer in sorted(wanted)}
    made = {name: layer for name, layer in encode_layers(read.reading).items() if name in wanted}
    absent = {name: layer for name, layer in made.items() if read.given.get(name) is None}
    return {"format": "reading/1"} | {key: _fill(value, made.get(key)) for key, value in read.given.items()} | absent


def _make_document(given: Fields) -> Document:
    text, date, lang = given.get("text"), given.get("date"), given.get("lang")
    if not isinstance(text, str):
        raise FormatError("there is no text", remedy='Put the report into the field "text".')
    if date is not None and not isinstance(date, str):
        raise FormatError(f"the date {date!r} is not a string", remedy="Write it as 2025-07-07, or leave it out.")
    try:
        day = dt.date.fromisoformat(date[:10]) if date else None
    except ValueError as error:
        raise FormatError(f"the date {date!r} is no day", remedy="Write it as 2025-07-07, or leave it out.") from error
    return Document(text, day, read_language(lang) if isinstance(lang, str) else None)


def _refuse_other_languages(document: Document, given: Fields) -> None:
    if given.keys() >= READ_LAYERS:
        return
    lang = document.lang or detect_language(document.text)
    if lang and lang not in LANGUAGES:
        remedy = 'State "lang": "en" if it is English.'
        raise FormatError(f"not read: {language_name(lang)}", remedy=remedy)


def _read_given(given: Fields, document: Document, pipeline: Pipeline) -> Reading:
    """Take the layers that the line holds, read what it leaves out, and tie events to statements."""
    held = {name: given[name] for name in Reading.__struct_fields__ if given.get(name) is not None}
    absent = READ_LAYERS - held.keys()
    events = _list(held.get("events", []))
    vague = [fields for fields in events if "modality" not in fields]
    read = pipeline.reader.read(document) if absent or vague else Reading(document)
    known = "statements" in held
    if known:
        statements = msgspec.convert(held["statements"], tuple[Statement, ...])
        read = msgspec.structs.replace(read, statements=statements, events=attach_events(read.events, statements))
    held |= {name: msgspec.to_builtins(getattr(read, name)) for name in absent}
    if events:
        held["events"] = [_complete_event(fields, read.events, known=known) for fields in events]
    reading = msgspec.convert(held | {"document": document}, Reading)
    if "events" in absent:
        return reading
    tied = attach_events(reading.events, reading.statements)
    chosen = tuple(
        event if known and "within" in fields else tying
        for fields, event, tying in zip(events, reading.events, tied, strict=True)
    )
    return msgspec.structs.replace(reading, events=chosen)


def _complete_event(fields: Fields, read: Sequence[Event], *, known: bool) -> Fields:
    """Fill in whether a given event happened, from what was read of the same words; nobody assumes that it did.

    Args:
        fields: the event as given.
        read: the events that the reader finds in the document.
        known: whether the statements that its ids name were given too; if not, the ids mean nothing and are dropped.
    """
    trigger = msgspec.convert(fields.get("trigger"), Span)
    twin = next((event for event in read if event.trigger.overlaps(trigger)), None)
    standing = {"modality": twin.modality, "negated": twin.negated} if twin else {"modality": "hypothetical"}
    kept = {key: value for key, value in fields.items() if known or key not in {"within", "about"}}
    return kept if "modality" in fields else standing | kept


def _list(value: object) -> list[Fields]:
    return msgspec.convert(value, list[Fields])


def _fill(given: object, made: object) -> object:
    """Complete what was given by what was made of the same words: keys that are there stay, null included."""
    if isinstance(given, dict) and isinstance(made, dict):
        if any(key in given and given[key] != made.get(key) for key in ("id", "start", "end")):
            return given
        absent = {key: value for key, value in made.items() if key not in given}
        return {key: _fill(value, made.get(key)) for key, value in given.items()} | absent
    if isinstance(given, list) and isinstance(made, list | tuple) and len(given) == len(made):
        return [_fill(ours, theirs) for ours, theirs in zip(given, made, strict=True)]
    return given
