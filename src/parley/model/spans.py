"""Spans of a text, and what each kind of span denotes. Offsets are half-open and count Unicode code points."""

import datetime as dt
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from parley.errors import SpanError

PlaceKind = Literal["literal", "metonymic", "modifier", "demonym", "other"]
Comparator = Literal["exactly", "at least", "more than", "at most", "less than", "about", "up to"]


class Span(Struct, frozen=True, gc=False):
    """Code points `start` to `end` of a text, and the words they cover.

    Raises:
        SpanError: the offsets are negative, empty or do not measure `text`.
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start or len(self.text) != self.end - self.start:
            message = f"span {self.start}-{self.end} does not measure {self.text!r}"
            raise SpanError(message, remedy="Offsets are half-open and count Unicode code points.")

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


class Mention(Span, frozen=True):
    """A span that denotes someone, something or somewhere.

    `entity` is the plain canonical name, or null when the text leaves it open; `entities` are the parts of a joint
    mention ("the United States and France"), when known. `confidence` (0 to 1) is the reader's, that it has this role.
    """

    entity: str | None = None
    entities: tuple[str, ...] = ()
    confidence: float | UnsetType = UNSET


class TimeMention(Span, frozen=True):
    """A time span of an event; `value` is an ISO day, month, year, interval or null; `confidence` as of a mention."""

    value: str | None = None
    confidence: float | UnsetType = UNSET


class Time(Span, frozen=True):
    """An element of the layer `times`: a TIMEX3 type and value with the earliest and latest day it can mean.

    `modifier` says how the words bound it (by, until, since, within, after, around); `anchor` what it is counted from:
    "publication", the value of a date that the text named before, or the words for an event; `rule` names the rule
    that found it.
    """

    type: str
    value: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    modifier: str | None = None
    anchor: str | None = None
    rule: str | None = None


class Named(Span, frozen=True):
    """An element of the layer `mentions`: a name in the text, what it denotes, and the evidence for it."""

    entity: str | None = None
    entity_id: str | None = None
    evidence: str | None = None
    alternatives: tuple[str, ...] = ()


class Place(Span, frozen=True):
    """An element of the layer `places`: a name of a place, what it stands for, and where that lies.

    `kind` says in what capacity the name stands; `geonameid` and `id` name the place in GeoNames or in the supplement,
    both null where it was refused; degrees are WGS 84, `radius_km` says how far around the point the place reaches,
    `country` is its ISO 3166-1 code; `candidates` are the ids that were weighed.
    """

    kind: PlaceKind = "literal"
    geonameid: int | None = None
    id: str | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    country: str | None = None
    candidates: tuple[str, ...] = ()


class Count(Span, frozen=True):
    """An element of the layer `counts`: a number, what it counts as worded, and how exact it is said to be.

    `of` is the unit, for those whom an act befell what befell them ("killed"); `whom` then says who they are. A bound
    that the words leave open is null. `since` and `until` are values of times, or the words of an event. `event` is the
    id of the event that it belongs to.
    """

    of: str
    whom: str | None = None
    low: float | None = None
    high: float | None = None
    comparator: Comparator = "exactly"
    since: str | None = None
    until: str | None = None
    event: str | None = None
