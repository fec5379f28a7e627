"""The resolver of times: the layer `times`, and the values of the times and deadlines of events."""

from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from parley.derive import find_interval
from parley.model import Event, Reading, Span, Time, TimeMention
from parley.ontology.folding import fingerprint_vocabulary
from parley.resolve.times.periods import describe_days
from parley.resolve.times.tagger import tag_times
from parley.steps import Layer


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
        return "2." + fingerprint_vocabulary("times.toml")

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
        events = tuple(_fill_event(event, resolved, reading) for event in reading.events)
        return replace(reading, events=events, times=times)


def _list_times(event: Event) -> tuple[TimeMention, ...]:
    return (*event.time, event.deadline) if event.deadline else event.time


def _reach(span: Span) -> range:
    return range(span.start, span.end)


def _index(times: Iterable[Time]) -> dict[int, Time]:
    """Map each offset that a time covers to it."""
    return {at: time for time in times for at in _reach(time)}


def _fill_event(event: Event, times: dict[int, Time], reading: Reading) -> Event:
    deadline = event.deadline and _fill_deadline(event.deadline, times)
    return replace(event, time=tuple(_fill_time(time, times, reading) for time in event.time), deadline=deadline)


def _fill_time(mention: TimeMention, times: dict[int, Time], reading: Reading) -> TimeMention:
    """Give an event's time the days of the first time in its words; "since" and "until" reach to publication."""
    time, published = _find_resolved(mention, times), reading.document.date
    value = _describe(time) if time else None
    if mention.value or time is None or value is None or time.earliest is None or time.latest is None:
        return mention
    if published and time.modifier == "since" and time.type != "DURATION" and time.latest < published:
        return replace(mention, value=f"{value.partition('/')[0]}/{published}")
    if published and time.modifier == "until" and time.type != "DURATION" and published < time.earliest:
        return replace(mention, value=f"{published}/{value.rpartition('/')[2]}")
    return replace(mention, value=value)


def _fill_deadline(mention: TimeMention, times: dict[int, Time]) -> TimeMention:
    """Give a deadline the days of the first time in its words; a term is due on its last day."""
    time = _find_resolved(mention, times)
    if mention.value or time is None:
        return mention
    if time.type == "DURATION":
        return replace(mention, value=time.latest.isoformat() if time.latest else None)
    return replace(mention, value=_describe(time))


def _describe(time: Time) -> str | None:
    """Write a time as events do: its value where that is a plain day, month, year or interval, else its days."""
    if time.type == "DATE" and time.value and find_interval(time.value):
        return time.value
    return describe_days(time.earliest, time.latest)


def _find_resolved(mention: TimeMention, times: dict[int, Time]) -> Time | None:
    """Find the time in the words of a mention: the first that has days, else the first."""
    inside = [times[at] for at in _reach(mention) if at in times]
    return next((time for time in inside if time.earliest), inside[0] if inside else None)
