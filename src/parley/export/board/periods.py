"""The columns of a board: weeks, or what is longer where weeks would be too many."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator

from msgspec import Struct

_WEEK = dt.timedelta(days=7)


class Period(Struct, frozen=True):
    """A column, both days inclusive."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


class Axis(Struct, frozen=True):
    """The columns and what each of them is: "week", "month", "quarter" or "year"."""

    unit: str
    periods: tuple[Period, ...]

    def find(self, day: dt.date) -> int:
        """Give the column of a day; days outside belong to the first or the last one."""
        return min(bisect_left(self.periods, day, key=lambda period: period.last), len(self.periods) - 1)


def divide_days(first: dt.date, last: dt.date, limit: int) -> Axis:
    """Divide the days into the shortest periods of which at most `limit` are needed.

    Weeks begin on Monday. Years are taken however many there are.
    """
    last = max(first, last)
    for unit, begin, step in _UNITS:
        periods = tuple(_divide(first, last, begin, step))
        if len(periods) <= limit or unit == "year":
            return Axis(unit, periods)
    raise AssertionError


def _divide(
    first: dt.date, last: dt.date, begin: Callable[[dt.date], dt.date], step: Callable[[dt.date], dt.date]
) -> Iterator[Period]:
    start = begin(first)
    while start <= last:
        following = step(start)
        yield Period(start, following - dt.timedelta(days=1))
        start = following


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _add_months(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


_UNITS: tuple[tuple[str, Callable[[dt.date], dt.date], Callable[[dt.date], dt.date]], ...] = (
    ("week", _monday, lambda day: day + _WEEK),
    ("month", lambda day: day.replace(day=1), lambda day: _add_months(day, 1)),
    ("quarter", lambda day: dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1), lambda day: _add_months(day, 3)),
    ("year", lambda day: dt.date(day.year, 1, 1), lambda day: _add_months(day, 12)),
)


def list_spans(axis: Axis) -> list[tuple[str, int]]:
    """Name the months (of longer periods: the years) over the columns, each with how many columns it spans."""
    spans: list[tuple[str, int]] = []
    for period in axis.periods:
        name = f"{period.first:%Y-%m}" if axis.unit == "week" else f"{period.first:%Y}"
        if spans and spans[-1][0] == name:
            spans[-1] = (name, spans[-1][1] + 1)
        else:
            spans.append((name, 1))
    return spans
