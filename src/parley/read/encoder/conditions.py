"""What is too rare in the annotated news to be learned: conditions and deadlines, by rule over what was read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parley.read.encoder.spans import quoted
from parley.read.encoder.statements import Done, Said, innermost
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words

_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MARKER = re.compile(
    rf"\b(?:(?:only )?if|unless|until(?! (?:now|then|further|at least|early|late|next|\d|(?i:{_MONTHS})))"
    r"|provided that|as long as|so long as|in exchange for|in return for"
    r"|on (?:the )?condition (?:that|of)|in the event (?:of|that)|only (?:after|when|once)"
    r"|(?<!not )(?:contingent|conditional) (?:up)?on|subject to|pending"
    r"|should (?=\w+ (?:\w+ ){0,3}(?:be|not|fail|refuse|attack|continue)\b))\b",
    re.IGNORECASE,
)
_BARTER = re.compile(r"in (?:exchange|return) for", re.IGNORECASE)
_NO_CONDITION = re.compile(r"\b(?:as|even|what|asked|ask|know|see|determine|whether|wonder\w*)\s+\Z", re.IGNORECASE)
_BEFORE_DEADLINE = re.compile(
    r"\b(?:by|before|within|no later than|not later than|deadline of)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_DEADLINE = re.compile(r"(?:by|before|within|no later than)\b", re.IGNORECASE)
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|ten|thirty|sixty|ninety)[ -](?:hour|day|week|month|year)s?"
_TERM = re.compile(
    rf"\b(?:within (?:\w+ ){{0,2}}?{_COUNT}|by (?:the end of (?:the )?\w+|year's end|\d{{1,2}} [A-Z][a-z]+|(?:next )?"
    rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|tomorrow|midnight|noon|{_MONTHS}(?: \d{{1,2}})?(?:,? \d{{4}})?))\b"
)
_GIVEN = re.compile(
    rf"(?:\b(?:give[ns]?|gave|giving|has|have|had)\b[^.]{{1,60}} )(?P<term>{_COUNT}) to \Z", re.IGNORECASE
)
_TURNS = frozenset(",;:—–")


def complete(words: Words, done: Sequence[Done], said: Sequence[Said]) -> list[Done]:
    """Give events their conditions and deadlines. Events keep their order."""
    events = [_with_deadline(words, event) for event in done]
    for clause in _clauses(words):
        if (at := _governed(words, clause, events, said)) is not None:
            events[at] = replace(events[at], condition=clause)
    return events


def _with_deadline(words: Words, event: Done) -> Done:
    """Move the time by which an unfulfilled act is due from `time` to `deadline`."""
    if event.modality == "actual":
        return event
    for piece in event.roles["time"]:
        start = int(words.start[piece.start])
        if _BEFORE_DEADLINE.search(words.text, max(0, start - 24), start) or _DEADLINE.match(words.text, start):
            rest = tuple(p for p in event.roles["time"] if p is not piece)
            return replace(event, deadline=piece, roles={**event.roles, "time": rest})
    if event.roles["time"]:
        return event
    first, after = _sentence(words, event.trigger.start)
    begin, finish = int(words.start[first]), int(words.end[after - 1])
    start, end = int(words.start[event.trigger.start]), int(words.end[event.trigger.end - 1])
    if given := _GIVEN.search(words.text, begin, start):
        return replace(event, deadline=Piece(*words.range(*given.span("term")), 1.0))
    marker = _MARKER.search(words.text, end, finish)
    term = _TERM.search(words.text, end, marker.start() if marker else finish)
    return replace(event, deadline=Piece(*words.range(*term.span()), 1.0)) if term else event


def _clauses(words: Words) -> Iterator[Piece]:
    """Find the clauses that state a condition: from the marker to where the clause ends."""
    past = 0
    for match in _MARKER.finditer(words.text):
        if match.start() < past or _NO_CONDITION.search(words.text, max(0, match.start() - 12), match.start()):
            continue
        start = words.range(*match.span())[0]
        begin, finish = _sentence(words, start)
        leads = start - begin <= 2
        end = words.range(*match.span())[1]
        while end < finish and words.word(end) != "then":
            if words.word(end) in _TURNS and (leads or _breaks_off(words, end)):
                break
            if words.word(end) in '"”' and not _opens_within(words, start, end):
                break
            end += 1
        while end > start and words.word(end - 1) in ".!?,;:":
            end -= 1
        past = int(words.end[end - 1])
        yield Piece(start, end, 1.0)


def _governed(words: Words, clause: Piece, events: Sequence[Done], said: Sequence[Said]) -> int | None:
    """Index of the event that a condition governs: in its sentence and statement, the nearest before, else after."""
    begin, finish = _sentence(words, clause.start)
    scope = innermost(said, Piece(clause.start, clause.start + 1, 1.0))
    barter = _BARTER.match(words.text, int(words.start[clause.start])) is not None
    found = [
        i for i, e in enumerate(events)
        if begin <= e.trigger.start < finish and not clause.overlaps(e.trigger) and e.condition is None
        and innermost(said, e.trigger) == scope and (barter or e.modality != "actual")
    ]  # fmt: skip
    before = [i for i in found if events[i].trigger.start < clause.start]
    return before[-1] if before else found[0] if found else None


def _sentence(words: Words, word: int) -> tuple[int, int]:
    """Half-open range of the sentence of a word."""
    begins = words.sentences
    at = int(begins.searchsorted(word, "right")) - 1
    return int(begins[at]), int(begins[at + 1]) if at + 1 < len(begins) else len(words)


def _breaks_off(words: Words, at: int) -> bool:
    """Tell whether the mark at a word ends the clause: no list or number goes on after it."""
    after = words.word(at + 1).lower() if at + 1 < len(words) else ""
    return after not in {"or", "and"} and not after.isdigit()


def _opens_within(words: Words, start: int, end: int) -> bool:
    """Tell whether the mark at `end` opens a quotation or closes one opened since `start`."""
    return not quoted(words, end - 1) or any(words.word(i) in '"“' for i in range(start, end))
