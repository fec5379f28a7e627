"""The resolver of times: the layer `times`, and the values of the times and deadlines of events."""

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from typing import ClassVar

from msgspec.structs import replace

from parley.derive import find_interval
from parley.model import Event, Modality, Reading, Span, Time, TimeMention
from parley.resolve.times.lengths import add_length
from parley.resolve.times.periods import describe_days
from parley.resolve.times.tagger import tag_times
from parley.steps import Layer
from parley.version import hash_code

_BOUNDS = frozenset({"and", "to", "until", "till", "through", "–", "-"})


class TimeResolver:
    """Fills `value` of times and deadlines and gives the layer `times`.

    Without a publication date relative times stay open.
    """

    name: ClassVar[str] = "times"
    needs: ClassVar[frozenset[Layer]] = frozenset({"statements", "events"})
    gives: ClassVar[frozenset[Layer]] = frozenset({"times"})

    @property
    def version(self) -> str:
        """Names code and vocabulary."""
        return hash_code("resolve.times", "resolve.numbers", "ontology")

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with its times resolved; times that it held already are kept as they are."""
        document = reading.document
        given = _index(reading.times)
        outlooks = {
            at: event.modality for event in reading.events for time in _list_times(event) for at in _reach(time)
        }
        found = [
            time
            for time in tag_times(document.text, document.date, outlooks)
            if not any(at in given for at in _reach(time))
        ]
        times = tuple(sorted((*reading.times, *found), key=lambda time: time.start))
        resolved = _index(time for time in times if time.value)
        events = tuple(_fill_event(event, resolved, document.date) for event in reading.events)
        return replace(reading, events=events, times=times)


def _list_times(event: Event) -> tuple[TimeMention, ...]:
    return (*event.time, event.deadline) if event.deadline else event.time


def _reach(span: Span) -> range:
    return range(span.start, span.end)


def _index(times: Iterable[Time]) -> dict[int, Time]:
    """Map each offset that a time covers to it."""
    return {at: time for time in times for at in _reach(time)}


def _fill_event(event: Event, times: dict[int, Time], published: dt.date | None) -> Event:
    deadline = event.deadline and _fill_deadline(event.deadline, event.modality, times, published)
    return replace(event, time=tuple(_fill_time(time, times, published) for time in event.time), deadline=deadline)


def _fill_time(mention: TimeMention, times: dict[int, Time], published: dt.date | None) -> TimeMention:
    """Give an event's time the days that its words name; "since" and "until" among them reach to publication."""
    inside = _list_resolved(mention, times)
    if mention.value or not inside:
        return mention
    if len(inside) > 1 and (whole := _span_times(mention, inside)):
        return replace(mention, value=whole)
    time = min(inside, key=_width)
    value, lead = _describe(time), mention.text.partition(" ")[0].lower()
    if value and published and time.type != "DURATION":
        if lead == "since" and time.latest and time.latest < published:
            value = f"{value.partition('/')[0]}/{published}"
        elif lead in ("until", "till", "through") and time.earliest and published < time.earliest:
            value = f"{published}/{value.rpartition('/')[2]}"
    return replace(mention, value=value)


def _span_times(mention: TimeMention, inside: Sequence[Time]) -> str | None:
    """Write "between 2009 and 2012" as one interval; null where the times in the words are no two ends."""
    one, other = inside[0], inside[-1]
    between = mention.text[one.end - mention.start : other.start - mention.start].strip(" ,").lower()
    first, last = _describe(one), _describe(other)
    if len(inside) != 2 or between not in _BOUNDS or not (first and last and one.earliest and other.latest):
        return None
    return f"{first}/{last}" if "/" not in first + last and one.earliest < other.latest else None


def _fill_deadline(
    mention: TimeMention, modality: Modality, times: dict[int, Time], published: dt.date | None
) -> TimeMention:
    """Give a deadline the days that its words name; a term is due on its last day.

    A term that hangs on nothing else runs from publication when the act is still to come.
    """
    inside = _list_resolved(mention, times)
    if mention.value or not inside:
        return mention
    time = min(inside, key=_width)
    if time.type != "DURATION":
        return replace(mention, value=_describe(time))
    if time.latest is None and time.anchor is None and published and time.value and modality != "actual":
        due = add_length(published, time.value)
        return replace(mention, value=due and due.isoformat())
    return replace(mention, value=time.latest.isoformat() if time.latest else None)


def _describe(time: Time) -> str | None:
    """Write a time as events do: its value where that is a plain day, month, year or interval, else its days."""
    if time.type == "DATE" and time.value and find_interval(time.value):
        return time.value
    if time.type == "DURATION" and time.value and time.value.endswith("Y") and time.earliest and time.latest:
        return f"{time.earliest:%Y-%m}/{time.latest:%Y-%m}"
    return describe_days(time.earliest, time.latest)


def _list_resolved(mention: TimeMention, times: dict[int, Time]) -> list[Time]:
    """List the times in the words of a mention, in their order."""
    return list({times[at].start: times[at] for at in _reach(mention) if at in times}.values())


def _width(time: Time) -> int:
    """How many days a time leaves open; the most for one without days."""
    return (time.latest - time.earliest).days if time.earliest and time.latest else sys.maxsize
