"""The dated registry of actors: entries as data, the ways to them, a user's changes, and what is doubtful."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from parley.model import ActorChange
from parley.ontology.registry.affiliations import Affiliations
from parley.ontology.registry.changes import apply_changes, find_free_id, introduce_actor, introduce_person
from parley.ontology.registry.coding import ActorCode, code_actor
from parley.ontology.registry.entries import KINDS, RECOLLECTION, Actor, ActorKind, Alias, Role, parse_role
from parley.ontology.registry.index import Name, NameKind, Registry, list_states, with_article
from parley.ontology.registry.lint import Doubt, lint_registry
from parley.ontology.registry.packs import load_countries, load_pack, load_shipped, load_ucdp, parse_pack

__all__ = [
    "KINDS", "RECOLLECTION", "Actor", "ActorCode", "ActorKind", "Affiliations", "Alias", "Doubt", "Name", "NameKind",
    "Registry", "Role", "code_actor", "find_free_id", "introduce_actor", "introduce_person", "lint_registry",
    "load_pack", "load_registry", "parse_pack", "parse_role", "with_article",
]  # fmt: skip


def load_registry(packs: Sequence[Path] = (), changes: Iterable[ActorChange] = ()) -> Registry:
    """Load the shipped entries and a user's packs, whose entries come first and replace those of the same id.

    Args:
        packs: files.
        changes: what the record has changed, in order.

    Raises:
        InputError, FormatError: a pack cannot be read, a change cannot be made.
    """
    return _load_registry(tuple(packs), tuple(changes))


@cache
def _load_registry(packs: tuple[Path, ...], changes: tuple[ActorChange, ...]) -> Registry:
    own = [actor for path in packs for actor in load_pack(path)]
    ids = {actor.id for actor in own}
    shipped = [actor for actor in (*list_states(), *load_shipped()) if actor.id not in ids]
    held = apply_changes([*own, *shipped], changes)
    return Registry(held.values(), load_ucdp(load_countries()))
