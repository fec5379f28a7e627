"""Times of day, and the days beside them: "4 a.m. local time on Wednesday", "midnight", "10:00 GMT"."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from functools import cache

from parley.resolve.times.periods import Period

_OFFSETS = {"gmt": "Z", "utc": "Z"}
_PLACE = re.compile(r"\b(?:in|near|at|outside|over) ([A-Z][\w-]+(?: [A-Z][\w-]+)?)")


def read_clock(parts: Mapping[str, str], day: dt.date, sentence: str) -> Period | None:
    """Read a time of day on a day; a midnight is the one that ends the day.

    Greenwich time is written with Z, the time of a city after which a zone is named with that zone's offset on the day;
    "local time" takes the city that the sentence names. Any other zone is left out of the value.
    """
    if "named" in parts:
        hour, minute = {"noon": (12, 0), "midday": (12, 0), "midnight": (24, 0)}[parts["named"].lower()]
    else:
        hour, minute = int(parts["hour"]), int(parts.get("minute", 0))
        half = parts.get("half_day", "").lower()[:1]
        if half and not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 if half == "p" else hour % 12 if half == "a" else hour
    offset = _find_offset(parts.get("zone"), day, hour, sentence)
    return Period(f"{day}T{hour:02}:{minute:02}{offset}", day, day, "TIME")


def _find_offset(zone: str | None, day: dt.date, hour: int, sentence: str) -> str:
    if zone is None:
        return ""
    if zone.lower() in _OFFSETS:
        return _OFFSETS[zone.lower()]
    local = zone.lower().startswith("local")
    named = _PLACE.findall(sentence) if local else [zone.removesuffix(" time")]
    keys = [key for name in named if (key := _zones_by_city().get(name.casefold()))]
    if len(set(keys)) != 1:
        return ""
    try:
        at = dt.datetime(day.year, day.month, day.day, hour % 24, tzinfo=zoneinfo.ZoneInfo(keys[0]))
    except (ValueError, OverflowError, zoneinfo.ZoneInfoNotFoundError):
        return ""
    return f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:5]


@cache
def _zones_by_city() -> dict[str, str]:
    """Map cities after which the time zone database names a zone to its key."""
    keys = sorted(key for key in zoneinfo.available_timezones() if "/" in key and not key.startswith("Etc/"))
    return {key.rpartition("/")[2].replace("_", " ").casefold(): key for key in keys}
