"""Events of two reports that may be one: what speaks for it, and what people decided."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from parley.model.spans import Count

Sameness = Literal["same", "different"]


class ToldEvent(Struct, frozen=True):
    """An event of one report as the comparison sees it.

    `entry` is its id; `first` and `last` are the days on which it can have happened, as the text or else the day of
    publication gives them, `is_dated` when the text gives one day. Actors and recipients are names of what was
    resolved, `places` those of towns, `around` those of cities and districts beside them.
    """

    entry: str
    document: str
    type: str
    mode: str | None
    first: dt.date
    last: dt.date
    is_dated: bool = False
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    counts: tuple[Count, ...] = ()


class Likeness(Struct, frozen=True):
    """Two entries that may tell of one event, `a` being the lesser id, and what they agree on.

    `first` and `last` bound the days on which both can have happened; where their days differ, `first` is that of the
    later event and `last`, the day before, that of the earlier. `counts` holds the words of the figures of one unit
    side by side, those of `a` first, whether they differ or not.
    """

    a: str
    b: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    first: dt.date
    last: dt.date
    counts: tuple[tuple[str, str], ...] = ()


class SameEventDecision(Struct, frozen=True):
    """A person's word on whether two entries tell of one event; append-only, the newest on a pair holds."""

    id: str
    a: str
    b: str
    action: Sameness
    by: str
    at: dt.datetime
    reason: str | None = None
