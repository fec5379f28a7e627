"""Whose people, governments, forces and bodies are, on a day."""

import datetime as dt

from parley.ontology.registry.entries import Actor
from parley.ontology.registry.index import Registry


def list_affiliations(registry: Registry, day: dt.date | None = None) -> dict[str, str]:
    """Map every name of a person in office, government, force or body to the plain name of whose it is.

    That is the state or group at the top of what it is part of. A person is somebody's only by an office that may be
    held on the day; where somebody lives or was born makes nobody's spokesman.

    Args:
        registry: the actors.
        day: the day that offices are looked at; null for those held still.
    """
    found: dict[str, str] = {}
    for actor in registry.actors.values():
        whose = _find_top(registry, actor, day)
        if whose is not None and whose is not actor:
            for name in actor.names:
                found.setdefault(name, whose.name)
    return found


def _find_top(registry: Registry, actor: Actor, day: dt.date | None) -> Actor | None:
    """Climb to what an actor is part of in the end; null for a person without an office on the day."""
    above: str | None = actor.parent
    if actor.kind == "person":
        above = next((role.of for role in actor.roles if role.may_hold(day)), None)
        if above is None:
            return None
    seen = {actor.id}
    while (parent := registry.get(above)) and parent.id not in seen:
        seen.add(parent.id)
        actor, above = parent, parent.parent
    return actor
