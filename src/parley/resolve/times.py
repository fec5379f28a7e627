"""Which days the time expressions of a text mean, against its publication date."""

import datetime as dt
import re
from typing import ClassVar

from msgspec.structs import replace

from parley.model import Event, Reading, Span, Time, TimeMention
from parley.ontology.times import PREPOSITIONS, TIME
from parley.resolve.periods import Period, find_period
from parley.steps import Layer

_LEAD = re.compile(rf"\b({'|'.join(PREPOSITIONS)})\s+(?:(?:early|late|the|end of)\s+)*$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|by|until|till|plan(?:s|ned|ning)?|schedul\w+|expect(?:s|ed)|set\s+(?:to|for)|due|"
    r"upcoming|deadline|(?:no\s+later|sooner)\s+than|agree[sd]?\s+to|to\s+(?:be|begin|start|hold|meet|resume|take))\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:was|were|had|has|have|since|said|says|after|following|did|ago)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s|\n")
_LOOKING_AHEAD = frozenset({"future", "requested", "obliged", "hypothetical", "refused"})
_MODIFIERS = {"no later than": "by", "till": "until", "from": "since"}


class TimeResolver:
    """Fills `value` of times and deadlines and gives the layer `times`.

    Without a publication date relative times stay open.
    """

    name: ClassVar[str] = "times"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[Layer]] = frozenset({"statements", "events"})
    gives: ClassVar[frozenset[Layer]] = frozenset({"times"})

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with its times resolved."""
        given = [time for time in reading.times if time.value]
        found = [_read_time(match, reading) for match in TIME.finditer(reading.document.text)]
        new = [time for time in found if not any(time.overlaps(old) for old in given)]
        times = tuple(sorted((*given, *new), key=lambda time: time.start))
        events = tuple(_fill_event(event, times, reading.document.date) for event in reading.events)
        return replace(reading, events=events, times=times)


def _read_time(match: re.Match[str], reading: Reading) -> Time:
    text, published = reading.document.text, reading.document.date
    lead = _LEAD.search(text, max(0, match.start() - 30), match.start())
    modifier = lead[1].lower() if lead else None
    if match[0].lower().startswith("within"):
        modifier = "within"
    modifier = _MODIFIERS.get(modifier or "", modifier)
    ahead = modifier in ("by", "until", "within") or _looks_ahead(match, reading)
    period = find_period(match[0], published, ahead=ahead)
    if period is None:
        return Time(match.start(), match.end(), match[0], type="DATE", modifier=modifier)
    return Time(
        match.start(), match.end(), match[0], type=period.type, value=period.timex,
        earliest=period.first, latest=period.last, modifier=modifier,
    )  # fmt: skip


def _looks_ahead(match: re.Match[str], reading: Reading) -> bool | None:
    """Tell whether the words that govern a time point to what lies ahead; None when they point nowhere."""
    span = Span(match.start(), match.end(), match[0])
    for event in reading.events:
        spans = (*event.time, event.deadline) if event.deadline else event.time
        if any(time.overlaps(span) for time in spans):
            return event.modality in _LOOKING_AHEAD or None
    text = reading.document.text
    before = _SENTENCE.split(text[max(0, match.start() - 80) : match.start()])[-1]
    ahead, behind = (max((m.end() for m in marks.finditer(before)), default=-1) for marks in (_AHEAD, _BEHIND))
    return None if ahead == behind else ahead > behind


def _fill_event(event: Event, times: tuple[Time, ...], published: dt.date | None) -> Event:
    deadline = event.deadline and _fill_deadline(event.deadline, times)
    return replace(event, time=tuple(_fill_time(time, times, published) for time in event.time), deadline=deadline)


def _fill_time(mention: TimeMention, times: tuple[Time, ...], published: dt.date | None) -> TimeMention:
    time = _find_resolved(mention, times)
    if mention.value or time is None or time.earliest is None or time.latest is None:
        return mention
    first, last = time.earliest, time.latest
    if published and time.modifier == "since" and last < published:
        return replace(mention, value=f"{_short(first, last)}/{published}")
    if published and time.modifier == "until" and published < first:
        return replace(mention, value=f"{published}/{_short(first, last)}")
    return replace(mention, value=_short(first, last))


def _fill_deadline(mention: TimeMention, times: tuple[Time, ...]) -> TimeMention:
    time = _find_resolved(mention, times)
    if mention.value or time is None or time.earliest is None or time.latest is None:
        return mention
    return replace(mention, value=_short(time.earliest, time.latest))


def _find_resolved(mention: TimeMention, times: tuple[Time, ...]) -> Time | None:
    return next((time for time in times if time.value and mention.overlaps(time)), None)


def _short(first: dt.date, last: dt.date) -> str:
    return Period(first, last, "").iso
