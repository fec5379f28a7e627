"""What a registry holds: actors with their names, and the offices that persons held from when to when.

A day may be known as a year or a month only; it is kept as exactly as it is known.
"""

import calendar
import datetime as dt
import re
from typing import Literal, get_args

from msgspec import Struct

ActorKind = Literal[
    "state", "government", "person", "armed group", "communal group", "supporters", "force", "party", "body",
    "mission", "agency", "outlet", "people", "region", "company",
]  # fmt: skip
KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
RECOLLECTION = "recollection"
"""The source of a fact that nobody looked up."""

_ROLE = re.compile(r"(?P<office>.+?) of (?P<of>[\w.]+)(?: from (?P<since>[\d-]+))?(?: to (?P<until>[\d-]+))?")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Alias(Struct, frozen=True):
    """Another name of an actor: its language (BCP 47) and where it comes from (null = the entry's source)."""

    name: str
    lang: str = "en"
    source: str | None = None


class Role(Struct, frozen=True):
    """An office that a person held: in which state or body (its id), from and to which day, as exactly as known."""

    office: str
    of: str
    since: str | None = None
    until: str | None = None
    source: str | None = None

    def may_hold(self, day: dt.date | None) -> bool:
        """Tell whether the office may have been held on a day; without a day, whether it is held still."""
        if day is None:
            return self.until is None
        return not (self.since and day < first_day(self.since)) and not (self.until and day > last_day(self.until))

    def __str__(self) -> str:
        since = f" from {self.since}" if self.since else ""
        return f"{self.office} of {self.of}{since}" + (f" to {self.until}" if self.until else "")


class Actor(Struct, frozen=True, kw_only=True):
    """One entry: who or what it is, by which names it goes, and where that is known from.

    `country` is an ISO 3166-1 alpha-3 code, `sector` a PLOVER code, `parent` and `Role.of` are ids of other entries,
    `ids` are ids in other registries (ucdp), `nouns` are common nouns by which texts refer back to it, `bare` are names
    that other states' have too ("Labour Party"): they count only where a text speaks of its state.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[Alias, ...] = ()
    parent: str | None = None
    country: str | None = None
    sector: str | None = None
    roles: tuple[Role, ...] = ()
    ids: dict[str, str] = {}
    nouns: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    source: str = RECOLLECTION
    pack: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The plain name, then the others."""
        return tuple(dict.fromkeys((self.name, *(alias.name for alias in self.aliases), *self.bare)))


def parse_role(words: str, source: str | None = None) -> Role:
    """Read "OFFICE of ID from DAY to DAY".

    Raises:
        ValueError: the words have another shape, or a day is none.
    """
    match = _ROLE.fullmatch(words)
    if not match:
        message = f"{words!r} is not of the shape: OFFICE of ID from DAY to DAY"
        raise ValueError(message)
    role = Role(match["office"], match["of"], match["since"], match["until"], source)
    for day in filter(None, (role.since, role.until)):
        first_day(day)
    return role


def first_day(known: str) -> dt.date:
    """Return the first day that a day, month or year can mean."""
    year, month, day = _split_day(known)
    return dt.date(year, month or 1, day or 1)


def last_day(known: str) -> dt.date:
    """Return the last day that a day, month or year can mean."""
    year, month, day = _split_day(known)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _split_day(known: str) -> tuple[int, int | None, int | None]:
    if not _DAY.fullmatch(known):
        message = f"{known!r} is no day, month or year"
        raise ValueError(message)
    parts: list[int | None] = [int(part) for part in known.split("-")]
    year, month, day = (*parts, None, None)[:3]
    return year or 0, month, day
