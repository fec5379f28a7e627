"""A user's changes laid over the shipped entries: packs added, entries renamed, merged, split, given names."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from parley.errors import FormatError
from parley.model import ActorChange
from parley.ontology.folding import fold_name
from parley.ontology.registry.entries import Actor, ActorKind, Alias, Role
from parley.ontology.registry.index import Registry
from parley.ontology.registry.packs import parse_pack


def list_effective(changes: Iterable[ActorChange]) -> list[ActorChange]:
    """Leave out what was undone, in the order of the changes."""
    changes = list(changes)
    undone: set[str] = set()
    for change in reversed(changes):
        if change.action == "undo" and change.id not in undone:
            undone.add(change.subject)
    return [change for change in changes if change.action != "undo" and change.id not in undone]


def apply_changes(actors: Iterable[Actor], changes: Iterable[ActorChange]) -> dict[str, Actor]:
    """Return the entries as the changes leave them, by id; the entries of added packs first.

    Raises:
        FormatError: a change names an entry that is not there, or a name that it does not bear.
    """
    held = {actor.id: actor for actor in actors}
    for change in list_effective(changes):
        held = _APPLY[change.action](held, change)
    return held


def _add(held: dict[str, Actor], change: ActorChange) -> dict[str, Actor]:
    added = {actor.id: actor for actor in parse_pack(change.pack or "", change.subject)}
    return added | {actor_id: actor for actor_id, actor in held.items() if actor_id not in added}


def _rename(held: dict[str, Actor], change: ActorChange) -> dict[str, Actor]:
    actor = _get(held, change.subject)
    name = _first(change)
    kept = (Alias(actor.name), *(alias for alias in actor.aliases if alias.name != name))
    return held | {actor.id: replace(actor, name=name, aliases=kept)}


def _alias(held: dict[str, Actor], change: ActorChange) -> dict[str, Actor]:
    actor = _get(held, change.subject)
    _first(change)
    new = tuple(Alias(name, source=_source(change)) for name in change.names if name not in actor.names)
    return held | {actor.id: replace(actor, aliases=(*actor.aliases, *new))}


def _merge(held: dict[str, Actor], change: ActorChange) -> dict[str, Actor]:
    """Put one entry into another: its names, roles and ids go over, and whatever names it names the other."""
    gone, kept = _get(held, change.subject), _get(held, change.into)
    if gone.id == kept.id:
        raise FormatError("an entry cannot be merged into itself", where=gone.id)
    names = tuple(alias for alias in (Alias(gone.name), *gone.aliases) if alias.name not in kept.names)
    merged = replace(
        kept, aliases=(*kept.aliases, *names), roles=(*kept.roles, *gone.roles), ids={**gone.ids, **kept.ids},
        bare=(*kept.bare, *gone.bare),
    )  # fmt: skip
    rest = {actor_id: _repoint(actor, gone.id, kept.id) for actor_id, actor in held.items() if actor_id != gone.id}
    return rest | {kept.id: replace(merged, parent=None if merged.parent == gone.id else merged.parent)}


def _repoint(actor: Actor, gone: str, kept: str) -> Actor:
    if actor.parent != gone and all(role.of != gone for role in actor.roles):
        return actor
    roles: tuple[Role, ...] = tuple(replace(role, of=kept) if role.of == gone else role for role in actor.roles)
    return replace(actor, parent=kept if actor.parent == gone else actor.parent, roles=roles)


def _split(held: dict[str, Actor], change: ActorChange) -> dict[str, Actor]:
    """Take names out of an entry into one of its own, of the same kind, country and sector."""
    actor, into = _get(held, change.subject), change.into
    _first(change)
    missing = set(change.names) - {alias.name for alias in actor.aliases}
    if missing or not into or into in held:
        what = f"{actor.name} has no other name {min(missing)!r}" if missing else f"the new id {into!r} cannot be taken"
        raise FormatError(what, where=actor.id, remedy="Split off other names of the entry, into an id that is free.")
    aliases = [alias for alias in actor.aliases if alias.name in change.names]
    rest = tuple(alias for alias in actor.aliases if alias.name not in change.names)
    new = replace(
        actor, id=into, name=change.names[0], roles=(), ids={}, source=_source(change),
        aliases=tuple(alias for alias in aliases if alias.name != change.names[0]),
    )  # fmt: skip
    return held | {actor.id: replace(actor, aliases=rest), into: new}


def introduce_person(registry: Registry, names: Sequence[str], by: str) -> ActorChange:
    """Make the change that gives a person whom nobody lists an entry: a pack of one.

    Args:
        registry: as it stands.
        names: the plain name first, then the others by which reports call this person.
        by: whose word it is.

    Raises:
        FormatError: there is no name, or an entry goes by one of them.
    """
    if not names or not all(name.strip() for name in names):
        raise FormatError("a person needs a name", where="SUBJECT", remedy='Give it in quotes: "Orsolya Kettering".')
    listed = ((name, found[0]) for name in names if (found := registry.find_listed(name)))
    for name, one in listed:
        held = one if isinstance(one, Actor) else registry.actors[one.id]
        remedy = f"Give that one further names: parley actors RECORD alias {held.id} NAME ..."
        raise FormatError(f"{name!r} is a name of {held.name}", where=held.id, remedy=remedy)
    return introduce_actor(registry, names[0], "person", by, others=names[1:])


def introduce_actor(
    registry: Registry, name: str, kind: ActorKind, by: str, *, others: Iterable[str] = (), country: str | None = None
) -> ActorChange:
    """Make the change that adds an entry under an id of its own: a pack of one, as a user's file would hold it.

    Args:
        registry: as it stands.
        name: the plain one.
        kind: of the entry.
        by: whose word it is.
        others: names that mean it too.
        country: code of its state, if any.
    """
    actor_id, aliases = find_free_id(registry, name), [other for other in others if other != name]
    fields = {"name": name, "kind": kind} | ({"country": country} if country else {})
    told = [f"{key} = {_quote(value)}" for key, value in fields.items()] + [f"aliases = {_quote(aliases)}"]
    pack = f"title = {_quote(name)}\nsource = {_quote(by)}\n\n[actor]\n{_quote(actor_id)} = {{ {', '.join(told)} }}\n"
    return ActorChange(action="add", subject=actor_id, pack=pack, by=by)


def find_free_id(registry: Registry, name: str) -> str:
    """Make an id out of a name that no entry has."""
    plain = re.sub(r"\W+", "_", fold_name(name)).strip("_") or "entry"
    number, free = 1, plain
    while registry.get(free):
        number += 1
        free = f"{plain}_{number}"
    return free


def _quote(words: str | list[str]) -> str:
    """Write strings of TOML, which takes JSON's, but for the one control character that JSON leaves as it is."""
    return msgspec.json.encode(words).decode().replace("\x7f", "\\u007f")


_APPLY = {"add": _add, "rename": _rename, "alias": _alias, "merge": _merge, "split": _split}


def _get(held: Mapping[str, Actor], actor_id: str | None) -> Actor:
    actor = held.get(actor_id or "")
    if actor is None:
        remedy = "See: parley actors RECORD find NAME"
        raise FormatError("the registry has no entry of this id", where=actor_id or "(none)", remedy=remedy)
    return actor


def _first(change: ActorChange) -> str:
    if not change.names or not change.names[0].strip():
        raise FormatError(f"{change.action} needs a name", where=change.subject)
    return change.names[0]


def _source(change: ActorChange) -> str:
    return f"{change.by or 'a user'}" + (f", {change.at:%Y-%m-%d}" if change.at else "")
