"""Reading times that hang on another day: this week, last Friday, tomorrow, the morning, the 20th, feasts, "now"."""

import datetime as dt
import re
from functools import cache

from parley.ontology.times import WEEKDAYS, time_words
from parley.resolve.numbers import read_ordinal
from parley.resolve.times.dates import narrow
from parley.resolve.times.feasts import list_feasts
from parley.resolve.times.periods import DAY, Period, make_day, make_month, make_unit, make_weekend, make_year
from parley.resolve.times.scene import FROM_THE_TEXT, SHIFTS, Parts, Scene


def read_unit(parts: Parts, scene: Scene) -> Period | None:
    """Read this week, last year, the coming month, that day, later this year, year's end, the quarter."""
    unit, which = parts["unit"].lower().split()[-1], parts.get("which", "").lower()
    if unit in ("quarter", "period"):
        return _read_business_quarter(which, scene)
    base = scene.said_day if which in FROM_THE_TEXT or (scene.narrates and which != "this") else scene.published
    base = base or scene.published
    if base is None:
        return None
    if which in ("past", "this past") and unit == "year" and scene.published:
        return make_unit(unit, scene.published, -1)
    if unit == "weekend" and not which:
        return make_weekend(base if scene.ahead or base.weekday() > 4 else base - 7 * DAY)
    if unit == "year" and which == "" and "edge" not in parts:
        return make_year(base.year)
    return narrow(make_unit(unit, base, SHIFTS.get(which, 0)), parts, scene)


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
    ahead = scene.ahead or (which == "this" and scene.ahead is not False)
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
    day = base + ({"yesterday": -1, "tomorrow": 1}.get(near, 0) + SHIFTS.get(which, 0)) * DAY
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
    """Read a feast: the nearest in the direction that the text looks; "by" a long one means its first day."""
    words = parts["feast"]
    feast = next(one for one in time_words().feasts if re.fullmatch(one.name, words))
    eastern = "eastern" in parts
    if "year" in parts:
        return next(list_feasts(feast, int(parts["year"]), eastern=eastern), None)
    base = scene.published
    if base is None:
        return None
    around = [
        one for year in (base.year - 1, base.year, base.year + 1) for one in list_feasts(feast, year, eastern=eastern)
    ]
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


def read_event(_parts: Parts, _scene: Scene) -> Period | None:
    """Read a time that is named by an event alone: it has no value."""
    return Period(None)
