"""What a name denotes by itself: countries, governments, bodies, forces and groups, through a registry.

The registry is the shipped one unless a caller has one at hand: a record's own, with what its users changed.

Nothing is guessed: a name is found when the whole mention is listed, or is put together from a listed
country ("the Israeli government", "Government of Israel", "Israeli forces").
"""

from parley.ontology.registry import Name, NameKind, Registry, load_registry
from parley.ontology.registry.packs import load_countries

__all__ = ["Name", "NameKind", "find_country", "find_name", "is_people", "list_adjectives", "name_plainly"]

_OWN: frozenset[NameKind] = frozenset({"seat", "government", "forces"})
"""Kinds of names that stand for a state: its seat, its government, its forces."""


def find_name(words: str, registry: Registry | None = None) -> Name | None:
    """Return what the words denote when the whole of them is a known name; what is meant first of several."""
    return next(iter((registry or load_registry()).find(words)), None)


def is_people(name: Name, registry: Registry | None = None) -> bool:
    """Tell whether a name denotes a people or its members at large, who are nobody's spokesmen."""
    actor = (registry or load_registry()).get(name.id)
    return actor is not None and actor.kind == "people"


def find_country(words: str, registry: Registry | None = None) -> str | None:
    """Return the country that the words name or stand for: by its name, adjective, seat, government or forces."""
    registry = registry or load_registry()
    name = find_name(words, registry)
    if name is None or name.kind in {"country", "adjective"}:
        return name.entity if name else None
    actor = registry.get(name.id)
    state = registry.get(actor.country) if actor and name.kind in _OWN else None
    return state.name if state else None


def name_plainly(words: str) -> str:
    """Name who speaks in plain words: a government by its country, anybody else as they are named."""
    found = find_name(words)
    indirect = found is not None and found.kind in {"government", "seat", "adjective"}
    return (find_country(words) if indirect else None) or words


def list_adjectives(country: str) -> tuple[str, ...]:
    """List the adjectives and peoples of a country by its plain English name; none where it is not listed."""
    facts = load_countries().get(country)
    return facts.adjectives if facts else ()
