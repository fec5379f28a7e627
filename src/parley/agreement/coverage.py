"""How much was read, week by week: by what documents name, and by the outlets in which they appeared."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise

GAP = dt.timedelta(weeks=4)
"""So long an outlet of the panel may be without a document that was read."""
WeekCounts = Mapping[str, Mapping[dt.date, int]]
"""Documents read, by the id of a clause that they can report on (docs/STATUS.md, 27) or by outlet, then by Monday."""


def count_weeks(read: Iterable[tuple[dt.date, Iterable[str]]]) -> WeekCounts:
    """Count documents by name and week, the name with the most first.

    Args:
        read: day of each document that was read, and the names under which it counts.
    """
    counted: dict[str, dict[dt.date, int]] = {}
    for day, names in read:
        monday = day - dt.timedelta(days=day.weekday())
        for name in names:
            weeks = counted.setdefault(name, {})
            weeks[monday] = weeks.get(monday, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])))


def find_panel(by_outlet: WeekCounts) -> frozenset[str]:
    """Name the outlets that were read throughout, so that what changes is not the choice of papers (docs/BOARDS.md).

    From the first week in which anything was read to the last, no more than `GAP` lies between the weeks in which
    something of theirs was read.
    """
    read_in = {week for weeks in by_outlet.values() for week in weeks}
    if not read_in:
        return frozenset()
    first, last = min(read_in), max(read_in)
    return frozenset(
        outlet
        for outlet, weeks in by_outlet.items()
        if all(later - earlier <= GAP for earlier, later in pairwise((first, *sorted(weeks), last)))
    )
