"""Reading dates: days, months, seasons, quarters, years and longer, with the year that the words or the text give."""

import datetime as dt
import re

from parley.ontology.times import MONTHS, WEEKDAYS, time_words
from parley.resolve.numbers import read_number, read_ordinal
from parley.resolve.times.periods import (
    Period,
    cut_part,
    make_day,
    make_month,
    make_months,
    make_quarter,
    make_year,
    make_years,
)
from parley.resolve.times.scene import FROM_THE_TEXT, SHIFTS, Parts, Scene

_AGAINST, _FIRM = 12, 1000
"""How much heavier a date weighs in the wrong direction: against a verb, and against "last", "by" and the like. Tuned
on the training parts of TempEval-3."""
_THIRDS = {"early": "early", "first": "early", "mid": "middle", "middle": "middle", "late": "late", "latter": "late"}


def read_iso(parts: Parts, _scene: Scene) -> Period | None:
    """Read 2025-07-07, with or without a time of day."""
    day = dt.date.fromisoformat(parts["iso"])
    return Period(f"{day}T{parts['clock']}", day, day, "TIME") if "clock" in parts else make_day(day)


def read_numeric(parts: Parts, _scene: Scene) -> Period | None:
    """Read 27/03/2025 and 03/27/2025; the month first where both can be, unless dots part them."""
    left, middle, right = int(parts["left"]), int(parts["middle"]), int(parts["right"])
    year = right if right > 99 else right + (1900 if right > 50 else 2000)
    if len(parts["right"]) == 2 and parts["sign"] == ".":
        return None
    month, day = (middle, left) if left > 12 or parts["sign"] == "." else (left, middle)
    return make_day(dt.date(year, month, day))


def read_date(parts: Parts, scene: Scene) -> Period | None:
    """Read a month with or without day and year; without a year, the one that direction and text give."""
    month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(parts["month"].lower().rstrip(".")[:3]))
    day = read_ordinal(parts["day"]) if "day" in parts else None
    year = _find_year(parts, scene) or _choose_year(month, day, parts, scene)
    if year is None:
        return None
    if day is None:
        return narrow(make_month(year, month), parts, scene)
    first = dt.date(year, month, day)
    if "day_to" not in parts:
        return make_day(first)
    last = dt.date(year, month, read_ordinal(parts["day_to"]) or day)
    return Period(f"{first}/{last}", first, last)


def _find_year(parts: Parts, scene: Scene) -> int | None:
    """Find the year that the words name: in figures, or as last, this, next, that year."""
    if "year" in parts:
        return int(parts["year"])
    whose = parts.get("whose", "").lower().removeprefix("the ")
    base = scene.said_day if whose in FROM_THE_TEXT or whose == "the" else scene.published
    return base.year + SHIFTS.get(whose, 0) if whose and base else None


def _choose_year(month: int, day: int | None, parts: Parts, scene: Scene) -> int | None:
    """Choose the year of a month or day that names none: the nearest in the direction that the text looks."""
    if scene.narrates and scene.said_day:
        turned = month <= scene.said_day.month - 9 and scene.said is not None and scene.said.grain in ("day", "month")
        return scene.said_day.year + (turned or SHIFTS.get(parts.get("which", "").lower(), 0))
    if scene.published is None:
        return None
    published, which = scene.published, parts.get("which", "").lower()
    ahead = {"last": False, "past": False, "previous": False, "next": True, "coming": True}.get(which, scene.ahead)
    if which == "this":
        return published.year
    made = [_make_date(year, month, day, parts) for year in range(published.year - 8, published.year + 9)]
    fits = [(one.first, one.last) for one in made if one and one.first and one.last]
    if which == "last":
        fits = [(first, last) for first, last in fits if last < published]
    firm = which != "" or scene.modifier in ("by", "until", "since")
    return min(fits, key=lambda days: _weigh(days, published, ahead=ahead, firm=firm))[0].year if fits else None


def _weigh(days: tuple[dt.date, dt.date], published: dt.date, *, ahead: bool | None, firm: bool) -> int:
    """Weigh how far a day or month lies from publication; the wrong direction weighs more, for `firm` words much more.

    A day just past that a future verb governs is still that day.
    """
    first, last = days
    distance = (first - published).days if first > published else (published - last).days if last < published else 0
    wrong = last < published if ahead else first > published
    return distance * (_FIRM if firm else _AGAINST) if wrong and ahead is not None else distance


def _make_date(year: int, month: int, day: int | None, parts: Parts) -> Period | None:
    """Make a day or month; null where it does not exist, or falls on another weekday than the words say."""
    try:
        period = make_day(dt.date(year, month, day)) if day else make_month(year, month)
    except ValueError:
        return None
    weekday = WEEKDAYS.index(parts["weekday"].lower()) if "weekday" in parts else None
    wrong = weekday is not None and period.first is not None and period.first.weekday() != weekday
    return None if wrong else period


def narrow(period: Period | None, parts: Parts, scene: Scene) -> Period | None:
    """Narrow a period to the edge that the words name: early, mid, late, the end of, later ..."""
    if period is None or period.first is None or period.last is None or "edge" not in parts:
        return period
    first, last, published = period.first, period.last, scene.published
    words = parts["edge"].lower().replace("very ", "").removeprefix("the ").strip()
    edge = words.split()[0].split("-")[0]
    if edge in ("end", "close", "beginning", "start", "outset"):
        closing = edge in ("end", "close")
        day = last if closing else first
        if scene.modifier in {"by", "until", "since"} and ("year" in parts or (published and day >= published)):
            return make_day(day)
        return cut_part(period, "late" if closing else "early")
    if edge in ("later", "earlier", "rest") and "year" not in parts and published and first <= published <= last:
        first, last = (first, published) if edge == "earlier" else (published, last)
        return Period(period.value, first, last, period.type, period.grain)
    return cut_part(period, _THIRDS.get(edge, ""))


def read_era(parts: Parts, _scene: Scene) -> Period | None:
    """Read a year before our era; it has no days in this calendar."""
    year = f"BC{int(parts['year']):04}"
    return Period(year[:-1] if "tens" in parts else year)


def read_year(parts: Parts, scene: Scene) -> Period | None:
    """Read a year."""
    return narrow(make_year(int(parts["year"])), parts, scene)


def read_year_in_words(parts: Parts, _scene: Scene) -> Period | None:
    """Read "nineteen ninety-six" and "the year two thousand"."""
    words = parts["words"].lower()
    number = read_number(words.removeprefix("nineteen ")) if words.startswith("nineteen") else read_number(words)
    return make_year(int(number or 0) + (1900 if words.startswith("nineteen") else 0))


def read_decade(parts: Parts, scene: Scene) -> Period | None:
    """Read the 1980s, the '80s, the eighties: TIMEX3 writes the first three figures."""
    named = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
    if "tens" in parts:
        decade = int(parts["tens"])
    else:
        decade = 190 + (int(parts["short"]) if "short" in parts else named.index(parts["named"].lower()) + 2)
    return narrow(make_years(decade, 10), parts, scene)


def read_century(parts: Parts, scene: Scene) -> Period | None:
    """Read the 20th century: TIMEX3 writes the first two figures."""
    number = (read_ordinal(parts["century"]) or 0) - 1
    if "era" in parts:
        return Period(f"BC{number:02}")
    return narrow(make_years(number, 100), parts, scene) if number > 0 else None


def read_season(parts: Parts, scene: Scene) -> Period | None:
    """Read a season of a year; without a year, the nearest in the direction that the text looks."""
    code, first, last = time_words().seasons[parts["season"].lower()]
    length = (last - first) % 12 + 1

    def make(year: int) -> Period:
        return make_months(year, first, length, f"{year}-{code}")

    if year := _find_year(parts, scene):
        return make(year)
    base = scene.base
    if base is None:
        return None
    if parts.get("which") in ("last", "this", "next", "past"):
        ahead: bool | None = {"last": False, "past": False, "next": True}.get(parts["which"])
        if ahead is None:
            return make(base.year)
    else:
        ahead = scene.ahead
    if scene.narrates:
        return make(base.year)
    years = range(base.year - 1, base.year + 2)
    made = [make(year) for year in years]
    if ahead:
        return next((one for one in made if one.first and one.first >= base), None)
    return next((one for one in reversed(made) if one.first and one.first <= base), None)


def read_quarter(parts: Parts, scene: Scene) -> Period | None:
    """Read a quarter by its number; without a year, the last that has begun, or the next when the text looks ahead."""
    numbers = ("first", "second", "third", "fourth")
    number = int(parts["number"]) if "number" in parts else (read_ordinal(parts["quarter"]) or 1)
    number = numbers.index(parts["quarter"].lower()) + 1 if parts.get("quarter", "").lower() in numbers else number
    year = _find_year(parts, scene)
    base = scene.base
    if year is None and base is None:
        return None
    if year is None and base is not None:
        current = (base.month + 2) // 3
        ended = number == (current + 2) % 4 + 1
        year = base.year + (
            1 if scene.ahead and number < current and not ended else -1 if not scene.ahead and number > current else 0
        )
    return narrow(make_quarter(year or 1, number), parts, scene)


def read_half(parts: Parts, scene: Scene) -> Period | None:
    """Read the first or second half of a year."""
    year = _find_year(parts, scene) or (scene.base.year if scene.base else None)
    if year is None:
        return None
    half = 1 if parts["part_of"].lower() == "first" else 2
    return make_months(year, 6 * half - 5, 6, f"{year:04}-H{half}")


def read_named(parts: Parts, scene: Scene) -> Period | None:
    """Read a day that has become a name, where its sentence speaks of what it is known for; else as any day."""
    words = parts["named"]
    named = next(one for one in time_words().named_days if re.fullmatch(one.words, words))
    known = scene.published is None or scene.published > named.day
    if known and re.search(rf"\b(?:{named.near})\b", scene.sentence):
        return make_day(named.day)
    plain = re.search(r"(?P<day>\d+)", words)
    month = re.search(r"[A-Z][a-z]+", words)
    return read_date({"month": month[0], "day": plain["day"]}, scene) if plain and month else None
