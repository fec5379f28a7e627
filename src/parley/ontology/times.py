"""The words by which English text names times, as one pattern that reading and resolving share."""

import datetime as dt
import re
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:19|20)\d\d"
_UNIT = r"(?:minute|hour|day|week|month|year)s?"
_COUNT = rf"(?:\d{{1,3}}|an?|{'|'.join(NUMBERS[1:])})"
_RELATIVE = r"(?:last|next|this|past|previous|coming)"


def _after(*words: str) -> str:
    return "|".join(rf"(?<=\b{word}\s)" for word in words)


_SHAPES = (
    rf"{_YEAR}-\d\d-\d\d",
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+{_YEAR})?",
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+{_YEAR})?",
    rf"{_MONTH}(?:\s+of)?\s+(?:{_YEAR}|last\s+year|this\s+year|next\s+year)",
    rf"(?i:(?:the\s+)?(?:year['’]s\s+end|end\s+of\s+(?:(?:the|this|next)\s+(?:week|month|year)|{_YEAR})))",
    rf"(?i:(?:the\s+)?{_RELATIVE}\s+(?:{_COUNT}\s+)?(?:{_UNIT}|weekend|{_DAY}|night))",
    rf"(?i:last|next|this)\s+{_MONTH}",
    r"(?i:(?:(?:earlier|later)\s+)?(?:this\s+(?:morning|afternoon|evening)|today|yesterday|tomorrow|tonight|overnight))",
    r"(?i:(?:earlier|later)\s+this\s+(?:week|month|year))",
    rf"(?i:(?:in|within)\s+(?:the\s+)?(?:next\s+)?{_COUNT}\s+{_UNIT})",
    rf"(?i:{_COUNT}\s+{_UNIT}\s+ago)",
    rf"{_DAY}(?:\s+(?:morning|afternoon|evening|night))?",
    rf"(?:{_after('in', 'since', 'by', 'until', 'the', 'The', 'of', 'from', 'early', 'late')}){_MONTH}\b(?!\s+\d)",
    rf"(?:{_after('in', 'since', 'by', 'until', 'the', 'of', 'from', 'during')}){_YEAR}\b(?![-\w%]|\s+\w+s\b)",
)

TIME = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?:{shape})" for shape in _SHAPES) + r")(?!\w)")
"""Matches one time expression, without the preposition that leads to it (except "in/within N days")."""


class Feast(Struct, frozen=True):
    """A feast: the calendar that sets it, and where in that calendar it lies (see times.toml)."""

    name: str
    calendar: Literal["hijri", "hebrew", "easter", "civil"]
    day: int
    month: int = 0
    days: int = 1
    whole_month: bool = False


class NamedDay(Struct, frozen=True):
    """A day that has become a name: with `near` (a pattern) in its sentence, `words` mean that one `day`."""

    words: str
    day: dt.date
    near: str
    source: str


class TimeWords(Struct, frozen=True):
    """The tables of times.toml."""

    vague: dict[str, str]
    leads: dict[str, str]
    happenings: dict[str, tuple[str, ...]]
    directions: dict[str, tuple[str, ...]]
    terms: dict[str, tuple[str, ...]]
    seasons: dict[str, tuple[str, int, int]]
    parts: dict[str, str]
    feasts: tuple[Feast, ...]
    named_days: tuple[NamedDay, ...]


@cache
def time_words() -> TimeWords:
    """Load the tables."""
    return msgspec.convert(load_vocabulary("times.toml"), TimeWords)
