"""The shape of a person's name: titles come before it, particles inside it, and no word of it marks a body."""

from functools import cache

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary
from parley.ontology.names import find_name

_LONGEST = 5


class _Titles(Struct, frozen=True):
    titles: frozenset[str]
    bodies: frozenset[str]
    particles: frozenset[str]


def find_person(words: str) -> str | None:
    """Return the full personal name at the end of the words, as written, without titles; None when there is none.

    "Israeli Prime Minister Benjamin Netanyahu" gives "Benjamin Netanyahu"; "Prime Minister Netanyahu" gives None.
    """
    vocabulary = _titles()
    tokens = words.split()
    first = len(tokens)
    while first > 0 and _is_part(tokens[first - 1], vocabulary):
        first -= 1
    name = tokens[first:]
    if not 2 <= len(name) <= _LONGEST or not _is_name_start(name[0]) or not _is_name_start(name[-1]):
        return None
    return " ".join(name)


def find_surname(words: str) -> str | None:
    """Return the single name that the words consist of after their titles ("President Trump" gives "Trump")."""
    vocabulary = _titles()
    name = [token for token in words.split() if token.casefold() not in vocabulary.titles | {"the"}]
    if len(name) > 1 and find_name(name[0]):
        name = name[1:]
    return name[0] if len(name) == 1 and _is_part(name[0], vocabulary) else None


def _is_part(token: str, vocabulary: _Titles) -> bool:
    plain = token.strip(".,").casefold()
    if plain in vocabulary.particles or plain.split("-")[0] in ("al", "el"):
        return True
    return _is_name_start(token) and plain not in vocabulary.titles | vocabulary.bodies and find_name(token) is None


def _is_name_start(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "").removesuffix(".")
    return letters.isalpha() and (word[0].isupper() or word.startswith(("al-", "el-"))) and word != "The"


@cache
def _titles() -> _Titles:
    vocabulary = load_vocabulary("titles.toml")
    return msgspec.convert({key: vocabulary[key] for key in _Titles.__struct_fields__}, _Titles)
