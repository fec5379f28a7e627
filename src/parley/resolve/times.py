"""Which days the time expressions of a text mean, against its publication date."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from parley.model import Event, Modality, Reading, Span, Time, TimeMention
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
        text, published = reading.document.text, reading.document.date
        taken = _index(reading.times)
        outlooks = {
            at: event.modality for event in reading.events for time in _list_times(event) for at in _reach(time)
        }
        found = [
            _read_time(match, text, published, outlooks.get(match.end() - 1))
            for match in TIME.finditer(text)
            if not any(at in taken for at in range(*match.span()))
        ]
        times = sorted((*reading.times, *found), key=lambda time: time.start)
        resolved = _index(time for time in times if time.value)
        events = tuple(_fill_event(event, resolved, published) for event in reading.events)
        return replace(reading, events=events, times=tuple(times))


def _list_times(event: Event) -> tuple[TimeMention, ...]:
    return (*event.time, event.deadline) if event.deadline else event.time


def _reach(span: Span) -> range:
    return range(span.start, span.end)


def _index(times: Iterable[Time]) -> dict[int, Time]:
    """Map each offset that a time covers to it."""
    return {at: time for time in times for at in _reach(time)}


def _read_time(match: re.Match[str], text: str, published: dt.date | None, outlook: Modality | None) -> Time:
    """Read one time expression; `outlook` is the modality of the event whose time it is."""
    lead = _LEAD.search(text, max(0, match.start() - 30), match.start())
    modifier = lead[1].lower() if lead else None
    if match[0].lower().startswith("within"):
        modifier = "within"
    modifier = _MODIFIERS.get(modifier or "", modifier)
    ahead = modifier in ("by", "until", "within") or _looks_ahead(match, text, outlook)
    period = find_period(match[0], published, ahead=ahead)
    if period is None:
        return Time(match.start(), match.end(), match[0], type="DATE", modifier=modifier)
    return Time(
        match.start(), match.end(), match[0], type=period.type, value=period.timex,
        earliest=period.first, latest=period.last, modifier=modifier,
    )  # fmt: skip


def _looks_ahead(match: re.Match[str], text: str, outlook: Modality | None) -> bool | None:
    """Tell whether what governs a time points to what lies ahead; None when it points nowhere."""
    if outlook:
        return outlook in _LOOKING_AHEAD or None
    before = _SENTENCE.split(text[max(0, match.start() - 80) : match.start()])[-1]
    ahead, behind = (max((m.end() for m in marks.finditer(before)), default=-1) for marks in (_AHEAD, _BEHIND))
    return None if ahead == behind else ahead > behind


def _fill_event(event: Event, times: dict[int, Time], published: dt.date | None) -> Event:
    deadline = event.deadline and _fill_deadline(event.deadline, times)
    return replace(event, time=tuple(_fill_time(time, times, published) for time in event.time), deadline=deadline)


def _fill_time(mention: TimeMention, times: dict[int, Time], published: dt.date | None) -> TimeMention:
    time = _find_resolved(mention, times)
    if mention.value or time is None or time.earliest is None or time.latest is None:
        return mention
    first, last = time.earliest, time.latest
    if published and time.modifier == "since" and last < published:
        return replace(mention, value=f"{_short(first, last)}/{published}")
    if published and time.modifier == "until" and published < first:
        return replace(mention, value=f"{published}/{_short(first, last)}")
    return replace(mention, value=_short(first, last))


def _fill_deadline(mention: TimeMention, times: dict[int, Time]) -> TimeMention:
    time = _find_resolved(mention, times)
    if mention.value or time is None or time.earliest is None or time.latest is None:
        return mention
    return replace(mention, value=_short(time.earliest, time.latest))


def _find_resolved(mention: TimeMention, times: dict[int, Time]) -> Time | None:
    return next((times[at] for at in _reach(mention) if at in times), None)


def _short(first: dt.date, last: dt.date) -> str:
    return Period(first, last, "").iso
