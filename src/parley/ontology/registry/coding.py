"""PLOVER's code of an actor: the country (ISO 3166-1 alpha-3) and the sector of a mention."""

import csv
import datetime as dt
from functools import cache
from importlib.resources import files
from io import StringIO

from msgspec import Struct

from parley.ontology.folding import fold_name, strip_possessive
from parley.ontology.registry.entries import Actor
from parley.ontology.registry.index import Registry
from parley.ontology.registry.packs import load_offices

_KIND_SECTORS = {"government": "GOV", "force": "MIL", "armed group": "REB", "party": "PTY", "outlet": "JRN",
                 "people": "CVL", "state": "GOV"}  # fmt: skip


class ActorCode(Struct, frozen=True):
    """Country and sector; null where they cannot be told."""

    country: str | None = None
    sector: str | None = None


def code_actor(registry: Registry, words: str, entity: str | None, day: dt.date | None = None) -> ActorCode:
    """Code a mention by the entry that it denotes, else by its words ("Lebanese soldiers": LBN, MIL).

    Words that judge ("terrorists") give no sector.

    Args:
        registry: the entries.
        words: of the mention.
        entity: the plain name that it was resolved to.
        day: on which a person's office counts.
    """
    actor = registry.find_entry(entity) if entity else None
    if actor is not None:
        return ActorCode(actor.country, actor.sector or _sector_of(registry, actor, day))
    tokens = words.split()
    return ActorCode(_find_country(registry, tokens), _find_sector(tokens))


def _sector_of(registry: Registry, actor: Actor, day: dt.date | None) -> str | None:
    if actor.kind != "person":
        return _KIND_SECTORS.get(actor.kind)
    offices = load_offices()
    serving = [role for role in actor.roles if role.may_hold(day)]
    bodies = [registry.get(role.of) for role in serving]
    sectors = [offices[role.office].sector for role in serving] + [body.sector for body in bodies if body]
    former = "ELI" if actor.roles and not sectors else None
    return next(filter(None, sectors), former)


def _find_country(registry: Registry, tokens: list[str]) -> str | None:
    found = [
        state
        for first in range(len(tokens))
        for last in range(len(tokens), first, -1)
        if (state := registry.find_state(strip_possessive(" ".join(tokens[first:last]))))
    ]
    return found[0] if found else None


def _find_sector(tokens: list[str]) -> str | None:
    """Return the sector of the longest listed agent that the words hold, the last of several."""
    agents = load_agents()
    plain = [fold_name(token).removesuffix("'s") for token in tokens]
    for length in range(len(plain), 0, -1):
        for first in range(len(plain) - length, -1, -1):
            words = " ".join(plain[first : first + length])
            for form in (words, words.removesuffix("s"), words.removesuffix("es"), words.removesuffix("men") + "man"):
                if form in agents:
                    return agents[form]
    return None


@cache
def load_agents() -> dict[str, str]:
    """Return the generic agents' words, in lower case, with their sectors (agents.csv)."""
    text = files(__package__).joinpath("agents.csv").read_text(encoding="utf-8")
    return {row["words"]: row["sector"] for row in csv.DictReader(StringIO(text))}
