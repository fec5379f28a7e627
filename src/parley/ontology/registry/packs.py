"""Reading packs: TOML files of entries, and the imported list of UCDP's actors."""

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

import msgspec
from msgspec import Struct

from parley.errors import FormatError, InputError
from parley.ontology.folding import load_vocabulary
from parley.ontology.registry.entries import RECOLLECTION, Actor, ActorKind, Alias, Role, parse_role

UCDP = "UCDP Actor Dataset 22.1"
SHIPPED = (
    "bodies", "israel_lebanon_gaza_iran", "ukraine_russia", "africa", "syria_turkey_yemen", "americas", "asia",
    "own_names", "armed_groups", "earlier", "regions", "leaders", "united_states", "parties", "bodies_of_states",
    "international", "companies",
)  # fmt: skip
"""The packs in the package; of two entries with one name, that of the earlier pack is meant first."""


class _Alias(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    lang: str = "en"
    source: str | None = None


class _Role(Struct, frozen=True, forbid_unknown_fields=True):
    role: str
    source: str | None = None


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    kind: ActorKind
    aliases: tuple[str | _Alias, ...] = ()
    parent: str | None = None
    country: str | None = None
    sector: str | None = None
    ucdp: int | None = None
    roles: tuple[str | _Role, ...] = ()
    nouns: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    source: str | None = None


class _Pack(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    actor: dict[str, _Entry]
    source: str = RECOLLECTION


class Country(Struct, frozen=True):
    """A state as `countries.toml` has it."""

    iso2: str
    iso3: str
    adjectives: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    forces: str | None = None
    others: tuple[str, ...] = ()


def load_countries() -> dict[str, Country]:
    """Return the states by their plain names."""
    return msgspec.convert(load_vocabulary("countries.toml")["country"], dict[str, Country])


def load_shipped() -> Iterator[Actor]:
    """Yield the entries of the packs in the package."""
    folder = files(__package__).joinpath("packs")
    for name in SHIPPED:
        yield from parse_pack(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"), name)


def load_pack(path: Path) -> list[Actor]:
    """Read a user's pack.

    Raises:
        InputError: the file cannot be read.
        FormatError: see `parse_pack`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the pack cannot be read ({error})", where=str(path)) from error
    return list(parse_pack(text, path.stem))


def parse_pack(text: str, name: str) -> Iterator[Actor]:
    """Yield the entries of a pack.

    Raises:
        FormatError: it is no TOML, an entry has an unknown or missing field, or a role another shape.
    """
    remedy = "docs/REGISTRY.md shows the shape of a pack."
    try:
        pack = msgspec.convert(tomllib.loads(text), _Pack)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise FormatError(f"this is no pack ({error})", where=name, remedy=remedy) from error
    for actor_id, entry in pack.actor.items():
        try:
            yield _make_actor(actor_id, entry, pack.source, name)
        except ValueError as error:
            raise FormatError(str(error), where=f"{name}, {actor_id}", remedy=remedy) from error


def _make_actor(actor_id: str, entry: _Entry, source: str, pack: str) -> Actor:
    aliases = (Alias(one) if isinstance(one, str) else Alias(one.name, one.lang, one.source) for one in entry.aliases)
    roles = (parse_role(one) if isinstance(one, str) else parse_role(one.role, one.source) for one in entry.roles)
    return Actor(
        id=actor_id,
        name=entry.name,
        kind=entry.kind,
        aliases=tuple(aliases),
        parent=entry.parent,
        country=entry.country,
        sector=entry.sector,
        roles=tuple(_check_office(role) for role in roles),
        ids={"ucdp": str(entry.ucdp)} if entry.ucdp else {},
        nouns=entry.nouns,
        bare=entry.bare,
        source=entry.source or source,
        pack=pack,
    )


def _check_office(role: Role) -> Role:
    if role.office not in load_offices():
        message = f"there is no office {role.office!r} in offices.toml"
        raise ValueError(message)
    return role


class Office(Struct, frozen=True):
    """An office: the words that name it and the PLOVER sector of who holds it."""

    words: tuple[str, ...]
    sector: str | None = None


@cache
def load_offices() -> dict[str, Office]:
    """Return the offices by name."""
    return msgspec.convert(load_vocabulary("registry/offices.toml")["office"], dict[str, Office])


def load_ucdp(countries: dict[str, Country]) -> Iterator[Actor]:
    """Yield UCDP's actors, under ids of their own."""
    text = files(__package__).joinpath("ucdp.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(StringIO(text)):
        kind = msgspec.convert(row["kind"], ActorKind)
        yield Actor(
            id=f"ucdp-{row['id']}",
            name=row["name"],
            kind=kind,
            aliases=tuple(Alias(name) for name in row["others"].split("|") if name),
            country=countries[row["country"]].iso3 if row["country"] else None,
            sector={"armed group": "REB", "government": "GOV"}.get(kind, "UAF"),
            ids={"ucdp": row["id"]},
            source=UCDP,
            pack="ucdp",
        )
