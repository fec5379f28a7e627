"""From the words of one time expression to the days it covers."""

import calendar
import datetime as dt
import re

from msgspec import Struct

from parley.ontology.times import MONTHS, NUMBERS, WEEKDAYS

_SOON = dt.timedelta(days=31)
_DAY = dt.timedelta(days=1)
_STEPS = {"hour": 1, "minute": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_NEAR_DAYS = {"yesterday": -1, "tomorrow": 1, "today": 0, "tonight": 0, "morning": 0, "afternoon": 0, "evening": 0}


class Period(Struct, frozen=True):
    """The days from `first` to `last`, with a TIMEX3 value."""

    first: dt.date
    last: dt.date
    timex: str
    type: str = "DATE"

    @property
    def iso(self) -> str:
        """The shortest ISO form: day, month, year, or interval."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if first.day == 1 and last == _month(first.year, first.month).last:
            return f"{first:%Y-%m}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first:%Y}"
        return f"{first}/{last}"


def find_period(words: str, published: dt.date | None, *, ahead: bool | None = None) -> Period | None:
    """Return the days that a time expression means, or None when they cannot be told.

    `ahead` says whether the text looks forward (true), back (false) or does not show it (None).
    """
    folded = " ".join(words.lower().replace("’", "'").split())
    try:
        absolute = _find_absolute(folded)
        if absolute or published is None:
            return absolute
        return _find_relative(folded, published, ahead=ahead)
    except (ValueError, OverflowError):
        return None


def _find_absolute(words: str) -> Period | None:
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", words):
        return _day(dt.date(int(match[1]), int(match[2]), int(match[3])))
    year, month, day = _split_date(words)
    if year and month and day:
        return _day(dt.date(year, month, day))
    if year and "end of" in words:
        return _day(dt.date(year, 12, 31))
    if year and month:
        return _month(year, month)
    return _year(year) if year else None


def _split_date(words: str) -> tuple[int | None, int | None, int | None]:
    year = re.search(r"\b((?:19|20)\d\d)\b", words)
    month = next((MONTHS.index(word) + 1 for word in re.findall(r"[a-z]+", words) if word in MONTHS), None)
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", words) if month else None
    return int(year[1]) if year else None, month, int(day[1]) if day else None


def _find_relative(words: str, published: dt.date, *, ahead: bool | None) -> Period | None:
    _, month, day = _split_date(words)
    if month:
        return _find_month(words, month, day, published, ahead=ahead)
    if weekday := re.search("|".join(WEEKDAYS), words):
        return _find_weekday(words, WEEKDAYS.index(weekday[0]), published, ahead=ahead)
    if words in ("overnight", "last night"):
        return Period(published - _DAY, published, (published - _DAY).isoformat() + "TNI", "TIME")
    if "end" in words.split():
        return _day(_find_unit(words, 0, published).last)
    if match := re.search(r"(\w+) (minute|hour|day|week|month|year)s?\b", words):
        return _find_distance(words, match[1], match[2], published)
    near = next((shift for word, shift in _NEAR_DAYS.items() if word in words.split()), None)
    return None if near is None else _day(published + near * _DAY)


def _find_distance(words: str, count: str, unit: str, published: dt.date) -> Period | None:
    """Read "five days ago", "within 24 hours", "last month", "the past two weeks"."""
    number = int(count) if count.isdigit() else NUMBERS.index(count) if count in NUMBERS else int(count in ("a", "an"))
    if not number:
        return _find_unit(words, {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(count, 0), published)
    days = -(-number // 24) if unit == "hour" else number * _STEPS[unit]
    span = days * _DAY
    if words.endswith("ago"):
        return _day(published - span) if unit in ("day", "week") else _find_unit(unit, -number, published)
    if words.startswith(("in ", "within ")):
        return _day(published + span)
    duration = f"PT{number}{unit[0].upper()}" if unit in ("hour", "minute") else f"P{number}{unit[0].upper()}"
    if re.search(r"\b(?:last|past|previous)\b", words):
        return Period(published - span, published, duration, "DURATION")
    return Period(published, published + span, duration, "DURATION")


def _find_unit(words: str, shift: int, published: dt.date) -> Period:
    if "end of next" in words:
        shift = 1
    if "year" in words:
        return _year(published.year + shift)
    if "month" in words:
        months = published.year * 12 + published.month - 1 + shift
        return _month(months // 12, months % 12 + 1)
    if "week" in words:
        monday = published - published.weekday() * _DAY + 7 * shift * _DAY
        year, week, _ = monday.isocalendar()
        return Period(monday, monday + 6 * _DAY, f"{year}-W{week:02}")
    return _day(published + shift * _DAY)


def _find_weekday(words: str, weekday: int, published: dt.date, *, ahead: bool | None) -> Period:
    back = (published.weekday() - weekday) % 7
    if "last" in words.split():
        return _day(published - (back or 7) * _DAY)
    if "next" in words.split():
        return _day(published + (7 - back) * _DAY)
    return _day(published + (-back % 7) * _DAY) if ahead else _day(published - back * _DAY)


def _find_month(words: str, month: int, day: int | None, published: dt.date, *, ahead: bool | None) -> Period | None:
    """Choose the year of a month or day that names none: the nearest one in the direction the text looks."""
    first = words.partition(" ")[0]
    if match := re.search(r"\b(last|this|next) year", words):
        return _date(published.year + {"last": -1, "this": 0, "next": 1}[match[1]], month, day)
    if first in ("last", "next"):
        ahead = first == "next"
    years = (published.year + shift for shift in range(-1, 2))
    candidates = [
        _date(year, month, day) for year in years if day is None or day <= calendar.monthrange(year, month)[1]
    ]
    if ahead:
        return next((period for period in candidates if period.last >= published), None)
    limit = published + _SOON if ahead is None and day else published
    return next((period for period in reversed(candidates) if period.first <= limit), None)


def _date(year: int, month: int, day: int | None) -> Period:
    if day is None:
        return _month(year, month)
    return _day(dt.date(year, month, day))


def _day(day: dt.date) -> Period:
    return Period(day, day, day.isoformat())


def _month(year: int, month: int) -> Period:
    last = calendar.monthrange(year, month)[1]
    return Period(dt.date(year, month, 1), dt.date(year, month, last), f"{year}-{month:02}")


def _year(year: int) -> Period:
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), str(year))
