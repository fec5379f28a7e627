"""Feasts: the days on which calendars put them.

The Islamic calendar is that of Umm al-Qura (hijridate); where the moon is sighted, the day may differ by one either
way, and the period says so. The Hebrew calendar (pyluach) is fixed; its feasts begin on the eve. Easter by dateutil.
"""

import datetime as dt
from collections.abc import Iterator

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from hijridate import Hijri
from pyluach.dates import HebrewDate

from parley.ontology.times import Feast
from parley.resolve.times.periods import DAY, Period


def list_feasts(feast: Feast, year: int, *, eastern: bool = False) -> Iterator[Period]:
    """Yield each time that a feast begins in a civil year; none where its calendar gives no day."""
    for first, last in _list_days(feast, year, eastern=eastern):
        if first.year != year:
            continue
        value = first.isoformat() if first == last else f"{first}/{last}"
        before, after = {"hijri": (DAY, DAY), "hebrew": (DAY, 0 * DAY)}.get(feast.calendar, (0 * DAY, 0 * DAY))
        yield Period(value, first - before, last + after, grain="day" if first == last else None)


def _list_days(feast: Feast, year: int, *, eastern: bool) -> Iterator[tuple[dt.date, dt.date]]:
    long = (feast.days - 1) * DAY
    match feast.calendar:
        case "hijri":
            around = (year - 622) * 33 // 32
            for hijri in (around, around + 1, around + 2):
                try:
                    day = Hijri(hijri, feast.month, feast.day)
                    length = day.month_length() if feast.whole_month else feast.days
                except OverflowError:
                    continue
                first = dt.date(*day.to_gregorian().datetuple())
                yield first, first + (length - 1) * DAY
        case "hebrew":
            for hebrew in (year + 3760, year + 3761):
                first = HebrewDate(hebrew, feast.month, feast.day).to_pydate()
                yield first, first + long
        case "easter":
            sunday = easter(year, EASTER_ORTHODOX if eastern else EASTER_WESTERN)
            yield sunday + feast.day * DAY, sunday + feast.day * DAY + long
        case "civil":
            first = dt.date(year, feast.month, feast.day)
            yield first, first + long
