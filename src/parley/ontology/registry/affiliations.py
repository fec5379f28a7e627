"""Whose people, governments, forces and bodies are, on a day."""

import datetime as dt
from functools import lru_cache

from parley.ontology.registry.entries import Actor
from parley.ontology.registry.index import Registry

_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""Sectors (PLOVER) whose bodies are their state's even where the entry names nothing above them."""


class Affiliations:
    """Says whose a person in office, a government, a force or a state's body is: a state or group, by its plain name.

    A person is somebody's only by an office that may be held on the day; where somebody lives or was born makes nobody
    a spokesman.

    Args:
        registry: the actors.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, name: str, day: dt.date | None = None) -> str | None:
        """Return the state or group that a name belongs to on a day; null for its own master, or nobody's."""
        registry = self._registry
        named = (registry.get(found.id) for found in registry.find(name)[:1])
        known = registry.find_persons(name) or tuple(actor for actor in named if actor)
        tops = {top.name for actor in known if (top := self._find_top(actor, day)) and top is not actor}
        return tops.pop() if len(tops) == 1 else None

    def _find_top(self, actor: Actor, day: dt.date | None) -> Actor | None:
        """Climb to what an actor is part of in the end; null for a person without an office on the day."""
        above: str | None = actor.parent
        if actor.kind == "person":
            above = next((role.of for role in actor.roles if role.may_hold(day)), None)
            if above is None:
                return None
        seen = {actor.id}
        while parent := self._registry.get(above or _find_state(actor)):
            if parent.id in seen:
                break
            seen.add(parent.id)
            actor, above = parent, parent.parent
        return actor


def _find_state(actor: Actor) -> str | None:
    """Return the state of an official body that names nothing above itself."""
    return actor.country if actor.sector in _OFFICIAL and actor.kind not in {"state", "person"} else None
