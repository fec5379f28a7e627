"""Exact names of countries, governments, forces, bodies and groups.

Nothing is guessed: a name is found when the whole of it is listed, or is one of a few regular shapes over a listed
country ("the Israeli government", "Government of Israel", "Israeli forces").
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from parley.ontology.folding import fold_name, load_vocabulary

NameKind = Literal["country", "adjective", "seat", "government", "body", "forces", "group", "place"]

_SHORT = re.compile(r"[A-Z0-9.&-]{2,6}")
_GOVERNMENT = re.compile(
    r"(?:federal )?government of (?:the )?(.+)|(.+?)(?:'s?)? (?:government|authorities|administration)"
)
_FORCES = re.compile(r"(.+?)(?:'s?)? (?:military|army|armed forces|forces|troops|soldiers)")


class Name(Struct, frozen=True):
    """What a name denotes, and in which capacity it stands for it.

    `adjective` and `seat` are indirect: "Israeli" stands for Israel, "Beirut" for its government where it speaks.
    """

    entity: str
    kind: NameKind


class _Country(Struct, frozen=True):
    adjectives: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    forces: str | None = None
    others: tuple[str, ...] = ()


class _Body(Struct, frozen=True):
    name: str
    kind: NameKind
    others: tuple[str, ...] = ()


@lru_cache(maxsize=65_536)
def find_name(words: str) -> Name | None:
    """Return what the words denote when the whole of them is a known name."""
    short, long = _names()
    plain = words.strip().removeprefix("the ").removeprefix("The ").replace(".", "")
    return short.get(plain) or long.get(fold_name(words)) or _find_derived(fold_name(words))


def _find_derived(folded: str) -> Name | None:
    """Find "the X government", "Government of X" and "X forces" where X is a country or its adjective."""
    if match := _GOVERNMENT.fullmatch(folded):
        country = _find_country(match[1] or match[2])
        return Name(f"Government of {_with_article(country)}", "government") if country else None
    if match := _FORCES.fullmatch(folded):
        country = _find_country(match[1])
        forces = _countries()[country].forces if country else None
        return Name(forces, "forces") if forces else None
    return None


def _find_country(folded: str) -> str | None:
    short, long = _names()
    found = long.get(folded) or short.get(folded.upper())
    return found.entity if found and found.kind in ("country", "adjective") else None


def _with_article(country: str) -> str:
    plural = country.startswith(("United ", "Democratic ", "Central African", "Republic of")) or country.endswith("s")
    return f"the {country}" if plural and country not in ("Cyprus", "Honduras", "Belarus", "Laos") else country


@cache
def _countries() -> dict[str, _Country]:
    return msgspec.convert(load_vocabulary("countries.toml")["country"], dict[str, _Country])


@cache
def _names() -> tuple[dict[str, Name], dict[str, Name]]:
    """Return the names in capitals, matched as written, and all others, matched folded."""
    short: dict[str, Name] = {}
    long: dict[str, Name] = {}
    for words, name in _list_names():
        if _SHORT.fullmatch(words):
            short.setdefault(unicodedata.normalize("NFC", words).replace(".", ""), name)
        else:
            long.setdefault(fold_name(words), name)
    return short, long


def _list_names() -> Iterator[tuple[str, Name]]:
    for country, facts in _countries().items():
        for words in (country.removesuffix(" (country)"), *facts.others):
            yield words, Name(country, "country")
        yield from ((words, Name(country, "adjective")) for words in facts.adjectives)
        if facts.forces:
            yield facts.forces, Name(facts.forces, "forces")
    for body in msgspec.convert(load_vocabulary("bodies.toml")["bodies"], list[_Body]):
        yield from ((words, Name(body.name, body.kind)) for words in (body.name, *body.others))
    for country, facts in _countries().items():
        yield from ((seat, Name(f"Government of {_with_article(country)}", "seat")) for seat in facts.seats)


def find_country(words: str) -> str | None:
    """Return the country that the words name or stand for: by its name, adjective, seat, government or forces."""
    name = find_name(words)
    if name is None:
        return None
    return name.entity if name.kind in {"country", "adjective"} else _stand_ins().get(fold_name(name.entity))


def list_adjectives(country: str) -> tuple[str, ...]:
    """List the adjectives and peoples of a country by its plain English name; none where it is not listed."""
    facts = _countries().get(country)
    return facts.adjectives if facts else ()


@cache
def _stand_ins() -> dict[str, str]:
    """Map the folded names of governments and forces to their countries."""
    governments = {fold_name(f"Government of {_with_article(country)}"): country for country in _countries()}
    forces = {fold_name(facts.forces): country for country, facts in _countries().items() if facts.forces}
    return governments | forces
