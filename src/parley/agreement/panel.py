"""Which outlets were read throughout, so that what changes over time is not the choice of papers (docs/BOARDS.md)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise

from parley.agreement.coverage import find_monday

GAP = dt.timedelta(weeks=4)
"""So long an outlet of the panel may be without a document that was read."""

ReadByOutlet = Mapping[str, Mapping[dt.date, int]]
"""Documents read, by outlet and by the Monday of a week."""


def count_by_outlet(read: Iterable[tuple[dt.date, Iterable[str]]]) -> dict[str, dict[dt.date, int]]:
    """Count documents by outlet and week, the outlet with the most first.

    Args:
        read: day of each document that was read, and the outlets in which it appeared.
    """
    counted: dict[str, dict[dt.date, int]] = {}
    for day, outlets in read:
        monday = find_monday(day)
        for outlet in outlets:
            weeks = counted.setdefault(outlet, {})
            weeks[monday] = weeks.get(monday, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])))


def find_panel(counted: ReadByOutlet) -> frozenset[str]:
    """Name the outlets that report throughout: from the first week in which anything was read to the last, no more
    than `GAP` lies between the weeks in which something of theirs was read.
    """  # noqa: D205 (one sentence)
    weeks = {week for of_outlet in counted.values() for week in of_outlet}
    if not weeks:
        return frozenset()
    first, last = min(weeks), max(weeks)
    return frozenset(
        outlet
        for outlet, of_outlet in counted.items()
        if all(later - earlier <= GAP for earlier, later in pairwise((first, *sorted(of_outlet), last)))
    )
