"""What is doubtful about a registry: names that two entries share, parents in a circle, days that cannot be."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from parley.ontology.folding import fold_name
from parley.ontology.registry.entries import Actor, Role, first_day, last_day
from parley.ontology.registry.index import Registry

_SHARED = frozenset({"spokesperson", "envoy", "ambassador", "deputy leader", "deputy prime minister"})
"""Offices that several persons hold at a time."""
_FOR_LIFE = 75 * 365


class Doubt(Struct, frozen=True):
    """Something that the author of an entry should look at."""

    actor: str
    what: str


def lint_registry(registry: Registry) -> Iterator[Doubt]:
    """Yield every doubt, entry by entry; UCDP's rows are taken as they come."""
    actors = {actor_id: actor for actor_id, actor in registry.actors.items() if actor.pack != "ucdp"}
    yield from _find_shared_names(actors)
    for actor in actors.values():
        yield from _find_loose_ends(actor, registry)
        yield from _find_cycle(actor, registry)
        for role in actor.roles:
            yield from _find_doubtful_days(actor, role)
    yield from _find_overlaps(actors)


def _find_shared_names(actors: Mapping[str, Actor]) -> Iterator[Doubt]:
    """Yield names of two entries, those left out that both bear as bare ones; states' institutions count too."""
    bearers: dict[str, list[Actor]] = {}
    for actor in actors.values():
        for name in {_as_compared(name) for name in actor.names}:
            bearers.setdefault(name, []).append(actor)
    for name, named in bearers.items():
        if len(named) > 1 and not all(name in map(_as_compared, actor.bare) for actor in named):
            yield Doubt(named[1].id, f"the name {name!r} is also that of {named[0].id}, which is meant first")


def _as_compared(name: str) -> str:
    return name if name.isupper() or len(name) < 5 else fold_name(name)


def _find_loose_ends(actor: Actor, registry: Registry) -> Iterator[Doubt]:
    named = [actor.parent, actor.country, *(role.of for role in actor.roles)]
    for missing in sorted({one for one in named if one and registry.get(one) is None}):
        yield Doubt(actor.id, f"it names {missing!r}, which is no entry")
    if not actor.name.strip() or any(not name.strip() for name in actor.names):
        yield Doubt(actor.id, "a name is empty")


def _find_cycle(actor: Actor, registry: Registry) -> Iterator[Doubt]:
    seen, current = {actor.id}, registry.get(actor.parent)
    while current is not None:
        if current.id in seen:
            yield Doubt(actor.id, f"its parents lead in a circle through {current.id}")
            return
        seen.add(current.id)
        current = registry.get(current.parent)


def _find_doubtful_days(actor: Actor, role: Role) -> Iterator[Doubt]:
    since = first_day(role.since) if role.since else None
    until = last_day(role.until) if role.until else None
    if since and until and until < since:
        yield Doubt(actor.id, f"{role}: it ends before it begins")
    if since and (until or dt.date(since.year, 12, 31)) > since + dt.timedelta(days=_FOR_LIFE):
        yield Doubt(actor.id, f"{role}: more than seventy-five years")


def _find_overlaps(actors: Mapping[str, Actor]) -> Iterator[Doubt]:
    """Yield offices of one holder that two persons held for more than a month at the same time."""
    held: dict[tuple[str, str], list[tuple[str, Role]]] = {}
    for actor in actors.values():
        for role in actor.roles:
            if role.office not in _SHARED and role.since:
                held.setdefault((role.office, role.of), []).append((actor.id, role))
    for (office, of), holders in held.items():
        for (one, left), (other, right) in combinations(holders, 2):
            begin = max(first_day(left.since or ""), first_day(right.since or ""))
            ends = [last_day(role.until) if role.until else dt.date.max for role in (left, right)]
            if one != other and min(ends) > begin + dt.timedelta(days=366):
                yield Doubt(other, f"{office} of {of}: {one} holds it at the same time")
