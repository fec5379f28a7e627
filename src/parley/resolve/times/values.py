"""Reading: from the words that a rule found to the period that they mean."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache

from parley.ontology.times import MONTHS, WEEKDAYS, time_words
from parley.resolve.numbers import read_number, read_ordinal
from parley.resolve.times import lengths
from parley.resolve.times.feasts import list_feasts
from parley.resolve.times.periods import (
    DAY,
    Period,
    cut_part,
    make_day,
    make_month,
    make_months,
    make_quarter,
    make_unit,
    make_weekend,
    make_year,
)
from parley.resolve.times.scene import Scene

Parts = Mapping[str, str]
Read = Callable[[Parts, Scene], Period | None]
_AGAINST, _FIRM, _UNSAID = 12, 1000, 4
_SHIFTS = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "this past": -1, "next": 1, "coming": 1, "upcoming": 1,
    "following": 1, "this coming": 1,
}  # fmt: skip
_FROM_THE_TEXT = frozenset({"that", "same", "that same", "previous", "preceding", "following"})


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
    base = scene.said_day if whose in _FROM_THE_TEXT or whose == "the" else scene.published
    return base.year + _SHIFTS.get(whose, 0) if whose and base else None


def _choose_year(month: int, day: int | None, parts: Parts, scene: Scene) -> int | None:
    """Choose the year of a month or day that names none: the nearest in the direction that the text looks."""
    if scene.narrates and scene.said_day:
        turned = month <= scene.said_day.month - 9 and scene.said is not None and scene.said.grain in ("day", "month")
        return scene.said_day.year + (turned or _SHIFTS.get(parts.get("which", "").lower(), 0))
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
    return min(fits, key=lambda days: _weigh(*days, published, ahead, firm=firm))[0].year if fits else None


def _weigh(first: dt.date, last: dt.date, published: dt.date, ahead: bool | None, *, firm: bool) -> int:
    """Weigh how far a day or month lies from publication; the wrong direction weighs more, for `firm` words much more.

    Tuned on the training parts of TempEval-3: a day just past that a future verb governs is still that day.
    """
    distance = (first - published).days if first > published else (published - last).days if last < published else 0
    wrong = (ahead is True and last < published) or (ahead is not True and first > published)
    if ahead is None:
        return distance * (_UNSAID if wrong and first.month != last.month else 1)
    return distance * (_FIRM if firm else _AGAINST) if wrong else distance


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
        if scene.modifier in ("by", "until", "since") and published and day >= published:
            return make_day(day)
        return cut_part(period, "late" if closing else "early")
    if edge in ("later", "earlier", "rest") and published and first <= published <= last:
        first, last = (first, published) if edge == "earlier" else (published, last)
        return Period(period.value, first, last, period.type, period.grain)
    parts_of = {"early": "early", "first": "early", "mid": "middle", "middle": "middle", "late": "late", "latter": "late"}
    return cut_part(period, parts_of.get(edge, ""))


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
    return narrow(make_months(10 * decade, 1, 120, str(decade)), parts, scene)


def read_century(parts: Parts, scene: Scene) -> Period | None:
    """Read the 20th century: TIMEX3 writes the first two figures."""
    number = (read_ordinal(parts["century"]) or 0) - 1
    if "era" in parts:
        return Period(f"BC{number:02}")
    return narrow(make_months(100 * number, 1, 1200, f"{number:02}"), parts, scene) if number > 0 else None


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
        year = base.year + (1 if scene.ahead and number < current and not ended else -1 if not scene.ahead and number > current else 0)
    return narrow(make_quarter(year or 1, number), parts, scene)


def read_half(parts: Parts, scene: Scene) -> Period | None:
    """Read the first or second half of a year."""
    year = _find_year(parts, scene) or (scene.base.year if scene.base else None)
    if year is None:
        return None
    half = 1 if parts["part_of"].lower() == "first" else 2
    return make_months(year, 6 * half - 5, 6, f"{year:04}-H{half}")


def read_unit(parts: Parts, scene: Scene) -> Period | None:
    """Read this week, last year, the coming month, that day, later this year, year's end, the quarter."""
    unit, which = parts["unit"].lower().split()[-1], parts.get("which", "").lower()
    if unit in ("quarter", "period"):
        return _read_business_quarter(which, scene)
    base = scene.said_day if which in _FROM_THE_TEXT or (scene.narrates and which != "this") else scene.published
    base = base or scene.published
    if base is None:
        return None
    if which in ("past", "this past") and unit == "year" and scene.published:
        return make_unit(unit, scene.published, -1)
    if unit == "weekend" and not which:
        return make_weekend(base if scene.ahead or base.weekday() > 4 else base - 7 * DAY)
    if unit == "year" and which == "" and "edge" not in parts:
        return make_year(base.year)
    return narrow(make_unit(unit, base, _SHIFTS.get(which, 0)), parts, scene)


def _read_business_quarter(which: str, scene: Scene) -> Period | None:
    """Read "the quarter", which in reports of results is the last one that is over, and the one a year before it."""
    said = scene.said if scene.said and scene.said.grain == "quarter" else None
    if which in ("year-earlier", "year-ago") and said and said.first:
        return make_unit("quarter", said.first, -4)
    if scene.published is None:
        return None
    shift = {"current": 0, "this": 0, "next": 1, "coming": 1, "year-earlier": -5, "year-ago": -5}.get(which, -1)
    return make_unit("quarter", scene.published, shift)


def read_weekday(parts: Parts, scene: Scene) -> Period | None:
    """Read a weekday: the one before publication, that day included, or the one after it when the text looks ahead."""
    base, which = scene.published, parts.get("which", "").lower()
    if base is None:
        return None
    back = (base.weekday() - WEEKDAYS.index(parts["weekday"].lower())) % 7
    if which in ("last", "past", "previous", "this past", "preceding"):
        start = scene.said_day if which == "previous" and scene.said_day else base
        back = (start.weekday() - WEEKDAYS.index(parts["weekday"].lower())) % 7
        return make_day(start - (back or 7) * DAY)
    if which in ("next", "coming", "following", "this coming"):
        return make_day(base + (7 - back) * DAY)
    ahead = scene.ahead or which == "this" and scene.ahead is not False
    return make_day(base + (-back % 7) * DAY) if ahead else make_day(base - back * DAY)


def read_near(parts: Parts, scene: Scene) -> Period | None:
    """Read today, yesterday, tomorrow, tonight, last night, overnight."""
    base = scene.published
    if base is None:
        return None
    words = " ".join(parts["near"].lower().split())
    if words == "overnight":
        return Period(f"{base - DAY}TNI", base - DAY, base, "TIME")
    shifts = {"day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "day after tomorrow": 2}
    day = base + (shifts.get(words) or {"yesterday night": -1, "tomorrow night": 1}.get(words, 0)) * DAY
    if words.endswith("night"):
        return Period(f"{day}TNI", day, day, "TIME")
    return make_day(day)


def read_part(parts: Parts, scene: Scene) -> Period | None:
    """Read a part of a day: this morning, yesterday evening, the morning."""
    words = parts["part"].lower().replace("-", " ").split()[-1].rstrip("s")
    code = time_words().parts[words]
    near = parts.get("when", "").lower()
    which = parts.get("which", "").lower().removeprefix("the ")
    base = scene.said_day if which or (scene.narrates and not near) else scene.published
    if base is None:
        return None
    day = base + ({"yesterday": -1, "tomorrow": 1}.get(near, 0) + _SHIFTS.get(which, 0)) * DAY
    return Period(f"{day}T{code}", day, day, "TIME")


def read_ordinal_day(parts: Parts, scene: Scene) -> Period | None:
    """Read "the 20th": the nearest in the direction that the text looks."""
    day, base = read_ordinal(parts["day"]), scene.base
    if day is None or base is None:
        return None
    months = range(-2, 3) if scene.ahead else range(0, -4, -1)
    for shift in months:
        month = make_month(base.year, base.month + shift)
        if month.first is None or month.last is None or day > month.last.day:
            continue
        found = month.first.replace(day=day)
        if (found >= base) if scene.ahead else (found <= base):
            return make_day(found)
    return None


def read_vague(parts: Parts, scene: Scene) -> Period | None:
    """Read words that name no day; what is so now is so on the day of publication."""
    value = _vague_values()[" ".join(parts["vague"].lower().split())]
    day = scene.published if value == "PRESENT_REF" else None
    return Period(value, day, day)


@cache
def _vague_values() -> dict[str, str]:
    """Map vague words to their values; what the table says of their neighbours is for finding them."""
    return {re.sub(r"\(\?[^)]*\)", "", words): value for words, value in time_words().vague.items()}


def read_feast(parts: Parts, scene: Scene) -> Period | None:
    """Read a feast: the nearest in the direction that the text looks; of a long one before which something is, its first day."""
    words = parts["feast"]
    feast = next(one for one in time_words().feasts if lengths.matches(one.name, words))
    eastern = "eastern" in parts
    if "year" in parts:
        return next(list_feasts(feast, int(parts["year"]), eastern=eastern), None)
    base = scene.published
    if base is None:
        return None
    around = [one for year in (base.year - 1, base.year, base.year + 1) for one in list_feasts(feast, year, eastern=eastern)]
    dated = [(one.first, one.last, one) for one in around if one.first and one.last]
    if scene.ahead:
        found = next((one for _, last, one in dated if last >= base), None)
    elif scene.ahead is False:
        found = next((one for first, _, one in reversed(dated) if first <= base), None)
    else:
        found = min(dated, key=lambda each: min(abs(each[0] - base), abs(each[1] - base)))[2] if dated else None
    if found and found.first and found.grain is None and scene.modifier in ("by", "since"):
        start = dt.date.fromisoformat((found.value or "")[:10])
        return Period(start.isoformat(), found.first, start, grain="day")
    return found


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


def read_event(_parts: Parts, _scene: Scene) -> Period | None:
    """Read a time that is named by an event alone: it has no value."""
    return Period(None)


READS: dict[str, Read] = {
    "iso": read_iso,
    "numeric": read_numeric,
    "date": read_date,
    "era": read_era,
    "year": read_year,
    "words": read_year_in_words,
    "decade": read_decade,
    "century": read_century,
    "season": read_season,
    "quarter": read_quarter,
    "half": read_half,
    "unit": read_unit,
    "weekday": read_weekday,
    "near": read_near,
    "part": read_part,
    "ordinal": read_ordinal_day,
    "vague": read_vague,
    "feast": read_feast,
    "named": read_named,
    "event": read_event,
    "distance": lengths.read_distance,
    "stretch": lengths.read_stretch,
    "straight": lengths.read_straight,
    "duration": lengths.read_duration,
    "every": lengths.read_every,
    "rate": lengths.read_rate,
}
"""How the matches of each rule are read; clocks are read with the day beside them (clock.py)."""
