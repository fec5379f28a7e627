"""Counting from a moment: ISO 8601 durations, days that begin and end in a zone, and what a text leaves open.

A moment that is known to the day, or a period of which the text does not say whether its first day counts, is a window
of instants; nothing here picks one of them. Days without a zone are naive: the wall time of wherever it applies.
"""

import calendar
import datetime as dt
import re
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from parley.agreement.terms import IN_FORCE, Agreement, Fix

Order = Literal["before", "after", "same day, order unknown", "depends on the count"]
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_DAY = dt.timedelta(days=1)
_INSTANT = dt.timedelta(microseconds=1)


class Duration(Struct, frozen=True):
    """A duration: its calendar part in months and days, its elapsed part beside it."""

    months: int
    days: int
    elapsed: dt.timedelta

    def after(self, day: dt.date) -> dt.date:
        """Return the day that lies the calendar part later; a month without that day ends with its last."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return day.replace(year=year, month=month + 1, day=min(day.day, last)) + dt.timedelta(days=self.days)


class Window(Struct, frozen=True):
    """The instants among which a moment lies; `earliest` equals `latest` where it is exact.

    `whole_days` marks a window because something happened at some time of a day or month; else `latest` is itself one
    of the moments.
    """

    earliest: dt.datetime
    latest: dt.datetime
    whole_days: bool = False

    @property
    def as_beginning(self) -> tuple[dt.date, dt.date]:
        """The first and last day on which what begins then can begin."""
        return self.earliest.date(), (self.latest - _INSTANT * self.whole_days).date()

    @property
    def as_deadline(self) -> tuple[dt.date, dt.date]:
        """The first and last day that can be the last one in time; midnight ends the day before it."""
        return (self.earliest - _INSTANT * (not self.whole_days)).date(), (self.latest - _INSTANT).date()


def parse_duration(text: str) -> Duration:
    """Take apart an ISO 8601 duration such as P60D, P2M or PT72H, which `terms.Duration` has let in."""
    match = _DURATION.fullmatch(text)
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in (match.groups() if match else ()))
    elapsed = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Duration(years * 12 + months, weeks * 7 + days, elapsed)


def find_zone(agreement: Agreement) -> dt.tzinfo | None:
    """Return the zone in which the agreement's days begin: its own, else that of the instants that its text names."""
    if agreement.zone:
        return parse_zone(agreement.zone)
    named = [(anchor.id != IN_FORCE, fix.at) for anchor in agreement.anchors for fix in anchor.fixes if fix.by_text]
    instants = sorted((later, at) for later, at in named if at)
    return instants[0][1].tzinfo if instants else None


def parse_zone(name: str) -> dt.tzinfo | None:
    """Return a zone by its IANA name or offset, null where there is none of that name."""
    if re.fullmatch(r"[+-]\d\d:\d\d", name):
        return dt.datetime.fromisoformat(f"2000-01-01T00:00:00{name}").tzinfo
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def begin_day(day: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """Return the first instant of a day."""
    return dt.datetime.combine(day, dt.time.min, zone)


def end_day(day: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """Return the instant at which a day is over."""
    return begin_day(day + _DAY, zone)


def place_fix(fix: Fix, zone: dt.tzinfo | None) -> Window | None:
    """Return when something came about according to one report, null where the report gives no day.

    Without a zone an instant counts by the clock of UTC; the loader refuses files in which that could happen.
    """
    if fix.at:
        at = fix.at.astimezone(zone) if zone else fix.at.astimezone(dt.UTC).replace(tzinfo=None)
        return Window(at, at)
    if not fix.date:
        return None
    last = fix.date
    if fix.precision == "month":
        last = fix.date.replace(day=calendar.monthrange(fix.date.year, fix.date.month)[1])
    return Window(begin_day(fix.date, zone), end_day(last, zone), whole_days=True)


def count_from(start: Window, within: Duration, *, first_day_counts: bool | None) -> Window:
    """Return when a period is over.

    A period of days ends with its last day: of 42 days from the 1st that is the 42nd where the first day counts, else
    the 43rd, and null leaves both open. A period with hours runs from the instant, by the clock.
    """
    if within.elapsed or not (within.months or within.days):
        return Window(_shift(start.earliest, within), _shift(start.latest, within), start.whole_days)
    zone = start.earliest.tzinfo
    first, last = (within.after(day) for day in start.as_beginning)
    least = _DAY * (first_day_counts is False)
    most = _DAY * (first_day_counts is not True)
    return Window(begin_day(first + least, zone), begin_day(last + most, zone))


def _shift(moment: dt.datetime, by: Duration) -> dt.datetime:
    """Move by the calendar at the same time of day, then by the clock."""
    moved = dt.datetime.combine(by.after(moment.date()), moment.timetz())
    if moved.tzinfo is None:
        return moved + by.elapsed
    return (moved.astimezone(dt.UTC) + by.elapsed).astimezone(moved.tzinfo)


def find_order(happened: Window, deadline: Window) -> Order:
    """Say whether something happened before a deadline, as far as the precision of both allows; wall times count."""
    first, last = (moment.replace(tzinfo=None) for moment in (happened.earliest, happened.latest))
    least, most = (_round_up(moment.replace(tzinfo=None)) for moment in (deadline.earliest, deadline.latest))
    if last <= least:
        return "before"
    if first >= most:
        return "after"
    alone = deadline.as_deadline[0] == deadline.as_deadline[1]
    return "same day, order unknown" if alone else "depends on the count"


def _round_up(moment: dt.datetime) -> dt.datetime:
    """Take the last minute of a day as its end: that is what 23:59 is written for."""
    return end_day(moment.date(), None) if (moment.hour, moment.minute) == (23, 59) else moment
