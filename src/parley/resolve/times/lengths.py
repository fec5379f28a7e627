"""Lengths of time, and days that lie a length away: "six weeks", "the past 24 hours", "two days later", "daily"."""

import datetime as dt
import re

from parley.ontology.times import MONTHS, WEEKDAYS
from parley.resolve.numbers import read_number, read_ordinal
from parley.resolve.times.periods import DAY, Period, make_day, make_unit, shift_day
from parley.resolve.times.scene import Parts, Scene

_LETTERS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "month": "M", "quarter": "Q",
    "year": "Y", "decade": "DE", "century": "CE", "centur": "CE", "centurie": "CE", "fortnight": "W", "weekend": "D",
}  # fmt: skip
_CLOCK_UNITS = frozenset({"second", "minute", "hour"})
_BACK = frozenset({"ago", "earlier", "before", "previously", "prior", "beforehand"})
_FROM_PUBLICATION = frozenset({"ago", "from now", "from today", "hence", "in"})
_STRETCHES_BACK = frozenset({"last", "past", "previous", "recent", "preceding", "latest"})
_WITHIN_ANOTHER = frozenset({"first", "final", "intervening", "year-earlier"})
"""Stretches of another time than that before or after publication."""
_VAGUE_COUNT = re.compile(r"few|several|many|some|handful|matter")
_FOLDED_YEARS = 6
"""Weeks at most that are still told by the day; a longer time ago is told by week, as TIMEX3 does."""


def write_length(count: float | None, unit: str) -> str:
    """Write a length as TIMEX3 does: P2W, PT48H, PXD for an unknown number."""
    number = "X" if count is None else f"{count:g}"
    if unit == "fortnight" and count is not None:
        number = f"{2 * count:g}"
    if unit == "decade" and count is not None:
        return f"P{10 * count:g}Y"
    if unit == "quarter" and count is not None:
        return f"P{3 * count:g}M"
    if count is not None and count % 1 == 0.5 and unit in ("year", "hour", "minute"):
        half = {"year": "6M", "hour": "30M", "minute": "30S"}[unit]
        whole = f"{int(count)}{_LETTERS[unit]}" if count >= 1 else ""
        return f"P{'T' if unit in _CLOCK_UNITS else ''}{whole}{half}"
    return f"P{'T' if unit in _CLOCK_UNITS else ''}{number}{_LETTERS[unit]}"


def add_length(day: dt.date, value: str) -> dt.date | None:
    """Add a length in TIMEX3 to a day; null where its number is not told."""
    units = {
        "S": "second",
        "H": "hour",
        "D": "day",
        "W": "week",
        "M": "minute" if "T" in value else "month",
        "Y": "year",
    }
    told = re.fullmatch(r"PT?(\d+(?:\.\d+)?)([SHDWMY])", value)
    return shift_day(day, float(told[1]), units[told[2]]) if told else None


def _read_count(parts: Parts) -> float | None:
    words = parts.get("count", "").lower()
    if _VAGUE_COUNT.search(words):
        return None
    count = read_number(words) if words else None
    return count + 0.5 if count is not None and "half" in parts else count


def measure(parts: Parts) -> tuple[float | None, float | None, str]:
    """Give the lower and upper number of a length, null where the words name none, and its unit."""
    if "plural" in parts:
        plural = parts["plural"].lower()
        return None, None, "century" if plural == "centuries" else plural.removesuffix("s")
    count = _read_count(parts) if "count" in parts else 1.0
    return count, (read_number(parts["upto"]) if "upto" in parts else count), _unit(parts)


def _unit(parts: Parts) -> str:
    unit = parts["unit"].lower()
    return "century" if unit.startswith("centur") else unit


def read_duration(parts: Parts, _scene: Scene) -> Period | None:
    """Read a length without a place in the calendar: six weeks, 48-hour, decades, week-long."""
    count, _, unit = measure(parts)
    return Period(write_length(count, unit), type="DURATION")


def read_stretch_of_one(parts: Parts, scene: Scene) -> Period | None:
    """Read the past week, the next decade: a stretch of one unit."""
    return read_stretch({**parts, "count": "one"}, scene)


def read_stretch(parts: Parts, scene: Scene) -> Period | None:
    """Read the last, next, first N units: a length that ends or begins with publication."""
    which, base = parts["which"].lower(), scene.published
    count, upto, unit = measure({"count": "some", **parts})
    if "count" not in parts and (which == "future" or (which, unit) == ("recent", "year")):
        return Period("FUTURE_REF" if which == "future" else "PAST_REF")
    value = write_length(count, unit)
    if base is None or which in _WITHIN_ANOTHER:
        return Period(value, type="DURATION")
    back = which in _STRETCHES_BACK
    other = None if upto is None else shift_day(base, -upto if back else upto, unit)
    first, last = (other, base) if back else (base, other)
    return Period(value, first, last, "DURATION")


def read_straight(parts: Parts, scene: Scene) -> Period | None:
    """Read "the third straight day": as many days, which end with the day that the text speaks of."""
    count, unit = read_ordinal(parts["ordinal"]), _unit(parts)
    base = scene.published
    if count is None or (parts["ordinal"].lower() == "first") or ("kind" not in parts and unit not in ("day", "night")):
        return None
    value = write_length(count, unit)
    if unit != "day" or base is None:
        return Period(value, type="DURATION")
    return Period(value, base - (count - 1) * DAY, base, "DURATION")


def read_distance(parts: Parts, scene: Scene) -> Period | None:
    """Read "two weeks ago", "a month from now", "three days later", "the next day", "year-earlier"."""
    unit, to = _unit(parts), " ".join(parts["to"].lower().split())
    count = _read_count({**parts, "count": "one"} if parts.get("count", "the") == "the" else parts)
    if "count" not in parts and to in ("ago", "earlier", "later") and "joint" not in parts:
        count = None
    if to == "same":
        count = 0
    back = to in _BACK
    if count is None:
        return Period("PAST_REF" if back else "FUTURE_REF")
    if scene.said and scene.said.grain == "quarter" and scene.said.first and unit == "year" and back:
        return make_unit("quarter", scene.said.first, -4 * round(count))
    base = scene.published if to in _FROM_PUBLICATION else scene.said_day
    if base is None:
        return None
    return _step(base, -count if back else count, unit, parts)


def _step(base: dt.date, count: float, unit: str, parts: Parts) -> Period | None:
    """Go so many units from a day, to a period as exact as the unit is: a year ago is a year."""
    if unit in _CLOCK_UNITS:
        day = shift_day(base, count, unit)
        return Period(day.isoformat(), day, day) if day and abs(count) >= 24 else Period(base.isoformat(), base, base)
    if unit in ("day", "night", "fortnight") or (
        unit == "week" and abs(count) < _FOLDED_YEARS and parts.get("count") != "the"
    ):
        day = shift_day(base, count, unit)
        return make_day(day) if day else None
    if unit in ("decade", "century"):
        day = shift_day(base, count, unit)
        return make_unit("decade", day) if day else None
    return make_unit(unit, base, round(count))


def find_day_ahead(parts: Parts, published: dt.date) -> Period | None:
    """Read "in two weeks": the day or month that lies so far ahead; null for hours and vague numbers."""
    count, upto, unit = measure(parts)
    return _step(published, count, unit, parts) if count and count == upto and unit not in _CLOCK_UNITS else None


def read_every(parts: Parts, _scene: Scene) -> Period | None:
    """Read what comes again: every Tuesday, daily, every two weeks."""
    if "weekday" in parts:
        number = WEEKDAYS.index(parts["weekday"].lower()) + 1
        return Period(f"XXXX-WXX-{number}{'TNI' if 'nights' in parts else ''}", type="SET")
    if "month" in parts:
        return Period(f"XXXX-{MONTHS.index(parts['month'].lower()) + 1:02}", type="SET")
    adverbs = {
        "hourly": "PT1H", "daily": "P1D", "everyday": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M",
        "quarterly": "P3M", "annually": "P1Y", "annual": "P1Y", "yearly": "P1Y",
    }  # fmt: skip
    if "adverb" in parts:
        return Period(adverbs[parts["adverb"].lower()], type="SET")
    count = 2 if "other" in parts else _read_count(parts) or 1
    if parts["unit"].lower() == "morning":
        return Period("XXXX-XX-XXTMO", type="SET")
    return Period(write_length(count, _unit(parts)), type="SET")


def read_rate(parts: Parts, _scene: Scene) -> Period | None:
    """Read "a day" after a number of things: as often as that."""
    return Period(write_length(1, _unit(parts)), type="SET")
