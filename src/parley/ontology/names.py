"""Exact names of countries, governments, forces, bodies and groups, as the shipped registry has them.

Nothing is guessed: a name is found when the whole of it is listed, or is one of a few regular shapes over a listed
country ("the Israeli government", "Government of Israel", "Israeli forces").
"""

from parley.ontology.registry import Name, NameKind, load_registry

__all__ = ["Name", "NameKind", "find_name"]


def find_name(words: str) -> Name | None:
    """Return what the words denote when the whole of them is a known name; what is meant first of several."""
    return next(iter(load_registry().find(words)), None)
