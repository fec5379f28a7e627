"""Which entries of two reports may tell of one event: a proposal for people, who alone say so.

Conservative: two events that are alike in all that their reports say, and of which these say enough. What is not said
speaks neither for nor against.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from parley.derive import find_happened
from parley.model import Count, Event, Likeness, ListedEntry, Mention, Place, Reading, ToldEvent

NARROW = 15.0
"""Kilometres around its point that a narrow place reaches at most: a town, not a district."""
WIDE = 60.0
"""Kilometres up to which two places without a common name are two: a city and the town beside it."""
DAYS = 7
"""Days from which on a time that the text gives is that of a course of events, not of one."""
STANDINGS = frozenset({"fact", "claimed"})
"""Only what is said to have happened can be one event."""
DIFFER = 2
"""How many times as large one figure may be as another of the same unit: tolls rise from report to report."""
ENOUGH = 3
"""Of actors, recipients, narrow place, figures that are near, one that is equal, and mode: how many must be the same;
one more without a place. The mode counts only beside a day or an equal figure, and for reports of one day
unless it is an assault: wars are alike from hour to hour."""
SAME_DAY = 2
"""What one day that both texts give counts for."""
APART = 1
"""How many more must be the same where neither text gives a day and they appeared on different days."""


TOLERANCE = dt.timedelta(days=1)
"""Days between two events that may be one though their days differ: two sides report one incident, the second a day
later. Type, actors, recipients and narrow place must then all be given and agree, and neither be like another event."""


Whose = Callable[[str, dt.date | None], str | None]
"""Gives the state or group that a name belongs to on a day; null for its own master."""


def tell_event(listed: ListedEntry, reading: Reading | None, find_whose: Whose) -> ToldEvent | None:
    """Take from an entry what is compared; null for what is no dated act that is said to have happened.

    Args:
        listed: an entry.
        reading: in force of its document, whose layers say where places lie and what is counted.
        find_whose: a state's forces, government and officials count as the state.
    """
    entry, event = listed.entry, listed.entry.item
    if not isinstance(event, Event) or not entry.act or entry.standing not in STANDINGS or not listed.published_on:
        return None
    days = find_happened(event)
    if days is None or (days[1] - days[0]).days >= DAYS:
        days = listed.published_on - dt.timedelta(days=1), listed.published_on
    named = [place for place in reading.places if any(map(place.overlaps, event.place))] if reading else []
    return ToldEvent(
        entry=entry.id,
        document=entry.document_id,
        type=event.type,
        mode=event.mode,
        first=days[0],
        last=days[1],
        is_dated=find_happened(event) == (days[0], days[0]),
        actors=_list_parties(event.actor, listed.published_on, find_whose),
        recipients=_list_parties(event.recipient, listed.published_on, find_whose),
        places=_list_places(named, NARROW),
        around=_list_places(named, WIDE),
        counts=tuple(_find_counts(event, reading)) if reading else (),
    )


def _list_parties(mentions: Iterable[Mention], day: dt.date, find_whose: Whose) -> frozenset[str]:
    names = (name for each in mentions for name in each.entities or (each.entity,) if name)
    return frozenset(find_whose(name, day) or name for name in names)


def _list_places(places: Iterable[Place], reach: float) -> frozenset[str]:
    return frozenset(place.name for place in places if place.name and (place.radius_km or reach + 1) <= reach)


def _find_counts(event: Event, reading: Reading) -> Iterator[Count]:
    """Find the counts of an event; its words stand for it, since the reading has ids of its own."""
    own = {each.id for each in reading.events if each.type == event.type and each.trigger.overlaps(event.trigger)}
    return (count for count in reading.counts if count.event in own)


def find_same_events(told: Iterable[ToldEvent]) -> list[Likeness]:
    """Find pairs of entries of different documents that may tell of one event, by their ids.

    Both are of one type and not of two modes, can have happened on one day, and neither parties nor places differ, nor
    figures by much; and enough of it is the same (`ENOUGH`). Of events a day apart all must be (`TOLERANCE`). An entry
    that is like several of one document is paired with none of these: who knows which.
    """
    events = sorted(told, key=lambda each: (each.first, each.entry))
    found = [likeness for one, other in _find_near(events) if (likeness := compare(one, other))]
    paired = {entry for each in found if each.first <= each.last for entry in (each.a, each.b)}
    found = [each for each in found if each.first <= each.last or paired.isdisjoint((each.a, each.b))]
    documents = {event.entry: event.document for event in events}
    partners: dict[tuple[str, str], list[Likeness]] = defaultdict(list)
    for likeness in found:
        partners[likeness.a, documents[likeness.b]].append(likeness)
        partners[likeness.b, documents[likeness.a]].append(likeness)
    doubtful = {id(likeness) for several in partners.values() if len(several) > 1 for likeness in several}
    return sorted(
        (likeness for likeness in found if id(likeness) not in doubtful), key=lambda each: (each.first, each.a, each.b)
    )


def _find_near(told: Iterable[ToldEvent]) -> Iterator[tuple[ToldEvent, ToldEvent]]:
    """Yield pairs of one type from different documents whose days are near; events come in the order of days."""
    by_type: dict[str, list[ToldEvent]] = defaultdict(list)
    for event in told:
        by_type[event.type].append(event)
    for events in by_type.values():
        open_events: list[ToldEvent] = []
        for event in events:
            open_events = [other for other in open_events if other.last + TOLERANCE >= event.first]
            for other in open_events:
                if other.document != event.document:
                    yield (other, event) if other.entry < event.entry else (event, other)
            open_events.append(event)


def compare(a: ToldEvent, b: ToldEvent) -> Likeness | None:
    """Say what two events agree on; null where they differ, or where too little is said of them."""
    if a.mode and b.mode and a.mode != b.mode:
        return None
    actors, recipients, places = a.actors & b.actors, a.recipients & b.recipients, a.places & b.places
    if any(_differ(getattr(a, name), getattr(b, name)) for name in ("actors", "recipients", "around")):
        return None
    figures = _pair_figures(a.counts, b.counts)
    if any(not _is_near(one, other) for one, other in figures):
        return None
    equal = any(_name_figure(one) == _name_figure(other) for one, other in figures)
    is_dated = a.is_dated or b.is_dated
    is_sudden = a.last == b.last and a.type != "ASSAULT"
    same_mode = a.mode is not None and a.mode == b.mode and (is_dated or equal or is_sudden)
    agreed = sum(map(bool, (actors, recipients, places, figures, equal, same_mode)))
    agreed += SAME_DAY * (a.is_dated and b.is_dated)
    is_near = is_dated or a.last == b.last
    is_enough = agreed >= ENOUGH + (not places) + APART * (not is_near)
    first, last = max(a.first, b.first), min(a.last, b.last)
    if not (is_enough if first <= last else actors and recipients and places):
        return None
    return Likeness(
        a=a.entry,
        b=b.entry,
        actors=tuple(sorted(actors)),
        recipients=tuple(sorted(recipients)),
        places=tuple(sorted(places)),
        first=first,
        last=last,
        counts=tuple((_describe(one), _describe(other)) for one, other in figures),
    )


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)


def _pair_figures(a: Sequence[Count], b: Sequence[Count]) -> list[tuple[Count, Count]]:
    """Lay figures of one unit side by side; a unit that one of the reports counts twice is left out."""
    of_a, of_b = _find_units(a), _find_units(b)
    return [(of_a[unit], of_b[unit]) for unit in sorted(of_a.keys() & of_b.keys())]


def _find_units(counts: Sequence[Count]) -> dict[str, Count]:
    units: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        units[count.of.casefold()].append(count)
    return {unit: several[0] for unit, several in units.items() if len(several) == 1}


def _name_figure(count: Count) -> float:
    """Give the bound that the words name."""
    return next((bound for bound in (count.low, count.high) if bound is not None), 0)


def _is_near(one: Count, other: Count) -> bool:
    less, more = sorted((_name_figure(one), _name_figure(other)))
    return more <= DIFFER * less


def _describe(count: Count) -> str:
    comparator = "" if count.comparator == "exactly" else f"{count.comparator} "
    return f"{comparator}{count.text} {count.of}"
