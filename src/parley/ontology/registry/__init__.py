"""The dated registry of actors: entries as data, the ways to them, and what is doubtful about them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from parley.ontology.registry.entries import KINDS, RECOLLECTION, Actor, ActorKind, Alias, Role, parse_role
from parley.ontology.registry.index import Name, NameKind, Registry, with_article
from parley.ontology.registry.packs import load_countries, load_pack, load_shipped, load_ucdp

__all__ = [
    "KINDS", "RECOLLECTION", "Actor", "ActorKind", "Alias", "Name", "NameKind", "Registry", "Role", "load_pack",
    "load_registry", "parse_role", "with_article",
]  # fmt: skip


def load_registry(packs: Sequence[Path] = ()) -> Registry:
    """Load the shipped entries and a user's packs, whose entries come first and replace those of the same id.

    Raises:
        InputError, FormatError: a pack cannot be read.
    """
    return _load_registry(tuple(packs))


@cache
def _load_registry(packs: tuple[Path, ...]) -> Registry:
    own = [actor for path in packs for actor in load_pack(path)]
    ids = {actor.id for actor in own}
    shipped = [actor for actor in load_shipped() if actor.id not in ids]
    return Registry([*own, *shipped], load_ucdp(load_countries()))
