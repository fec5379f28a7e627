"""What the reading of one time may lean on: the day of publication, what the text named before, where it looks."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from parley.resolve.times.periods import Period

Parts = Mapping[str, str]
"""The named parts of a rule's match that hold words."""

SHIFTS = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "this past": -1, "next": 1, "coming": 1, "upcoming": 1,
    "following": 1, "this coming": 1,
}  # fmt: skip
"""How many units a word points ahead or back."""

FROM_THE_TEXT = frozenset({"that", "same", "that same", "previous", "preceding", "following"})
"""Words that count from the day that the text named last, not from publication."""


class Scene(Struct):
    """The surroundings of one time expression.

    `said` is the last date that the text named; `narrates` says that the text tells of years long past, so that days
    without a year belong to the year last named; `ahead` where the governing words look, null when they show nothing;
    `sentence` the words around it, for readings that need them.
    """

    published: dt.date | None
    said: Period | None = None
    narrates: bool = False
    ahead: bool | None = None
    modifier: str | None = None
    sentence: str = ""

    @property
    def said_day(self) -> dt.date | None:
        """The first day of what the text named last; publication where it named nothing."""
        return (self.said and self.said.first) or self.published

    @property
    def base(self) -> dt.date | None:
        """The day from which times without a year are counted."""
        return self.said_day if self.narrates else self.published
