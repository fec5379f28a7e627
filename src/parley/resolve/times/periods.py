"""Periods of the calendar: days, weeks, months, quarters, years, and parts of them."""

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

DAY = dt.timedelta(days=1)
Grain = Literal["day", "week", "month", "quarter", "year"]
Type = Literal["DATE", "TIME", "DURATION", "SET"]
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_OF = {"second": 0, "minute": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14}


class Period(Struct, frozen=True):
    """The days from `first` to `last` that words can mean, null where they leave that open, and the TIMEX3 value."""

    value: str | None
    first: dt.date | None = None
    last: dt.date | None = None
    type: Type = "DATE"
    grain: Grain | None = None

    @property
    def iso(self) -> str | None:
        """The shortest ISO form of its days: day, month, year, or interval; null when an end is open."""
        return describe_days(self.first, self.last)


def describe_days(first: dt.date | None, last: dt.date | None) -> str | None:
    """Write days in the shortest ISO form: day, month, year, or interval; null when an end is open."""
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == make_month(first.year, first.month).last:
        return f"{first:%Y-%m}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first:%Y}"
    if first.day == 1 and (last + DAY).day == 1:
        return f"{first:%Y-%m}/{last:%Y-%m}"
    return f"{first}/{last}"


def make_day(day: dt.date) -> Period:
    """Make a period of one day."""
    return Period(day.isoformat(), day, day, grain="day")


def make_week(day: dt.date) -> Period:
    """Make the ISO week that holds a day."""
    year, week, weekday = day.isocalendar()
    monday = day - (weekday - 1) * DAY
    return Period(f"{year}-W{week:02}", monday, monday + 6 * DAY, grain="week")


def make_weekend(day: dt.date) -> Period:
    """Make Saturday and Sunday of the ISO week that holds a day."""
    week = make_week(day)
    if week.last is None:
        return week
    return Period(f"{week.value}-WE", week.last - DAY, week.last, grain="week")


def make_month(year: int, month: int) -> Period:
    """Make a month; months before 1 and after 12 lie in the years before and after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return Period(f"{year:04}-{month:02}", dt.date(year, month, 1), dt.date(year, month, last), grain="month")


def make_months(year: int, month: int, count: int, value: str, grain: Grain | None = None) -> Period:
    """Make a period of whole months under a TIMEX3 value."""
    first, last = make_month(year, month), make_month(year, month + count - 1)
    return Period(value, first.first, last.last, grain=grain)


def make_quarter(year: int, quarter: int) -> Period:
    """Make a quarter; quarters below 1 lie in the years before."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return make_months(year, 3 * quarter - 2, 3, f"{year:04}-Q{quarter}", "quarter")


def make_year(year: int) -> Period:
    """Make a year."""
    return Period(f"{year:04}", dt.date(year, 1, 1), dt.date(year, 12, 31), grain="year")


def make_years(number: int, length: int) -> Period:
    """Make a decade or century by its number: 198 are the 1980s, 19 the 1900s."""
    return make_months(length * number, 1, 12 * length, f"{number:02}")


def make_unit(unit: str, day: dt.date, shift: int = 0) -> Period | None:
    """Make the unit that lies `shift` units after the one that holds a day; null for units that are none of these."""
    makers: dict[str, Callable[[], Period]] = {
        "day": lambda: make_day(day + shift * DAY),
        "week": lambda: make_week(day + 7 * shift * DAY),
        "weekend": lambda: make_weekend(day + 7 * shift * DAY),
        "month": lambda: make_month(day.year, day.month + shift),
        "quarter": lambda: make_quarter(day.year, (day.month + 2) // 3 + shift),
        "year": lambda: make_year(day.year + shift),
        "decade": lambda: make_years(day.year // 10 + shift, 10),
        "century": lambda: make_years(day.year // 100 + shift, 100),
    }
    return makers[unit]() if unit in makers else None


def shift_day(day: dt.date, count: float, unit: str) -> dt.date | None:
    """Count units from a day: months by the calendar, the day clamped to the month; hours in begun days.

    Null for a unit that is none, and beyond the ends of the calendar.
    """
    if unit == "hour":
        days: float | None = -(-count // 24) if count > 0 else count // 24
    else:
        days = round(count * _DAYS_OF[unit]) if unit in _DAYS_OF else None
    try:
        if days is not None:
            return day + int(days) * DAY
        months = round(count * _MONTHS_OF[unit])
        year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
        return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (KeyError, ValueError, OverflowError):
        return None


def cut_part(period: Period, edge: str) -> Period:
    """Narrow the days of a month or longer period to its early, middle or late third; the value stays.

    Of a week or day the whole is kept: its edges are not told apart.
    """
    first, last = period.first, period.last
    if first is None or last is None or period.grain in ("day", "week"):
        return period
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        tenth, twentieth = first.replace(day=10), first.replace(day=20)
    elif months % 3 == 0:
        tenth = make_month(first.year, first.month + months // 3).first or first
        twentieth = make_month(first.year, first.month + 2 * months // 3).first or last
        tenth, twentieth = tenth - DAY, twentieth - DAY
    else:
        return period
    match edge:
        case "early":
            return replace(period, last=tenth)
        case "middle":
            return replace(period, first=tenth + DAY, last=twentieth)
        case "late":
            return replace(period, first=twentieth + DAY)
    return period
