"""How the matches of each rule are read: a name in time_rules.toml, and the function that reads it."""

from collections.abc import Callable

from parley.resolve.times import dates, lengths, nearby
from parley.resolve.times.periods import Period
from parley.resolve.times.scene import Parts, Scene

Read = Callable[[Parts, Scene], Period | None]

READS: dict[str, Read] = {
    "iso": dates.read_iso,
    "numeric": dates.read_numeric,
    "date": dates.read_date,
    "era": dates.read_era,
    "year": dates.read_year,
    "words": dates.read_year_in_words,
    "decade": dates.read_decade,
    "century": dates.read_century,
    "season": dates.read_season,
    "quarter": dates.read_quarter,
    "half": dates.read_half,
    "unit": nearby.read_unit,
    "weekday": nearby.read_weekday,
    "near": nearby.read_near,
    "part": nearby.read_part,
    "ordinal": nearby.read_ordinal_day,
    "vague": nearby.read_vague,
    "feast": nearby.read_feast,
    "named": dates.read_named,
    "event": nearby.read_event,
    "distance": lengths.read_distance,
    "stretch": lengths.read_stretch,
    "stretch of one": lengths.read_stretch_of_one,
    "straight": lengths.read_straight,
    "duration": lengths.read_duration,
    "every": lengths.read_every,
    "rate": lengths.read_rate,
}
"""How the matches of each rule are read; clocks are read with the day beside them (clock.py)."""
