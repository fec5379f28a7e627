"""The resolver of counts: the layer `counts`."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from msgspec.structs import replace

from parley.model import Count, Event, Reading, Time
from parley.resolve.counts.figures import Figure, find_figures
from parley.resolve.counts.units import Unit, find_unit, measures
from parley.steps import Layer
from parley.version import hash_code

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“A-Z])|\n")


class CountResolver:
    """Gives the layer `counts`: figures as the text gives them, never added and never made exact."""

    name: ClassVar[str] = "counts"
    needs: ClassVar[frozenset[Layer]] = frozenset({"events", "times"})
    gives: ClassVar[frozenset[Layer]] = frozenset({"counts"})

    @property
    def version(self) -> str:
        """Names code and vocabulary."""
        return hash_code("resolve.counts", "resolve.numbers", "ontology")

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with its counts; those that it held already are kept as they are."""
        given = reading.counts
        found = [count for count in _find_counts(reading) if not any(count.overlaps(other) for other in given)]
        return replace(reading, counts=tuple(sorted((*given, *found), key=lambda count: count.start)))


def _find_counts(reading: Reading) -> Iterator[Count]:
    text, times = reading.document.text, reading.times
    starts = [time.start for time in times]
    before: Unit | None = None
    sentence = (0, 0)
    period: tuple[str | None, str | None] = (None, None)
    for figure in find_figures(text, times):
        if figure.start >= sentence[1]:
            sentence, before = _sentence_around(text, figure.start), None
            period = _find_period(times[slice(*(bisect_left(starts, offset) for offset in sentence))], text)
        unit = None if measures().match(text, figure.end) else find_unit(text, figure, before)
        if unit is None:
            continue
        before = unit
        yield Count(
            figure.start, figure.end, text[figure.start : figure.end],
            of=unit.of, whom=unit.whom, low=figure.low, high=figure.high, comparator=figure.comparator,
            since=period[0], until=period[1], event=_find_event(figure, unit, reading.events),
        )  # fmt: skip


def _sentence_around(text: str, offset: int) -> tuple[int, int]:
    start = max(
        (match.end() for match in _SENTENCE_END.finditer(text, max(0, offset - 1000), offset)),
        default=max(0, offset - 1000),
    )
    end = _SENTENCE_END.search(text, offset)
    return start, end.start() + 1 if end else len(text)


def _find_period(times: Sequence[Time], text: str) -> tuple[str | None, str | None]:
    """Find since and until when a sentence counts: a start, a stretch before publication, or both ends."""
    for one, other in pairwise(times):
        between = text[one.end : other.start].strip().lower()
        before = text[max(0, one.start - 10) : one.start].lower()
        if (between, before.split()[-1:]) in ((("and"), ["between"]), ("to", ["from"]), ("until", ["from"])):
            return one.value, other.value
    for time in times:
        if (
            time.modifier == "since"
            and (time.value or time.anchor)
            and text[max(0, time.start - 6) : time.start].lower() == "since "
        ):
            return time.value or time.anchor, None
        if (
            time.type == "DURATION"
            and time.rule in ("stretch", "stretch of one")
            and time.earliest
            and time.latest
            and time.anchor == "publication"
        ):
            return time.earliest.isoformat(), time.latest.isoformat()
    return None, None


def _find_event(figure: Figure, unit: Unit, events: Sequence[Event]) -> str | None:
    """Find the event of a count: the one whose party or trigger holds it, else the one whose trigger tells the unit."""
    for event in events:
        parties = (*event.actor, *event.recipient, event.trigger)
        if any(span.start < figure.end and figure.start < span.end for span in parties):
            return event.id
    if unit.verb is None:
        return None
    start, end = unit.verb
    return next((event.id for event in events if event.trigger.start < end and start < event.trigger.end), None)
