"""The shape of a person's name: titles come before it, particles inside it, and no word of it marks a body."""

import re
from functools import cache
from itertools import pairwise

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary
from parley.ontology.names import find_name
from parley.ontology.references import load_references

_SHORTEST, _LONGEST = 2, 5
"""Words of a full name."""
_OF = frozenset({"of", "for", "from", "to", "at"})
_TAIL = re.compile(r",\s|\s(?:of|from|for|at)\s")
_EARLIER = re.compile(r"^(?:then|ex)-(?=\w)")
_SIDED = re.compile(r"(?:pan|anti|pro|non|self|ex|then|co|vice)-[a-z]+", re.IGNORECASE)
"""What only looks like part of a name at the beginning of a sentence: "Pan-democrat"."""
_BEFORE_POSSESSIVE = re.compile(r"^.*(?:'s|’s)\s(?=\S+\s\S)")


class _Titles(Struct, frozen=True):
    titles: frozenset[str]
    bodies: frozenset[str]
    particles: frozenset[str]


def find_person(words: str) -> str | None:
    """Return the full personal name that the words end with, as written, without titles; None when there is none.

    "Israeli Prime Minister Benjamin Netanyahu" gives "Benjamin Netanyahu"; "Prime Minister Netanyahu" gives None.
    What follows the name ("of Utah", ", director of ...") is left out.
    """
    head = _TAIL.split(words)[0]
    for part in (head, words) if is_title(head.split()[-1] if head.split() else "") else (head,):
        tokens = [token for token in _BEFORE_POSSESSIVE.sub("", part).split() if token[0] not in "\"“'‘(["]
        name = _find_after_title(tokens) or _find_last_name(tokens)
        if name:
            return " ".join(name)
    return None


def _find_after_title(tokens: list[str]) -> list[str]:
    """Find the name that follows a title: every word of it is capitalised, be it a country's or a rank's ("Major")."""
    vocabulary = _titles()
    for first in range(1, len(tokens) - 1):
        name = tokens[first:]
        if not is_title(tokens[first - 1]) or is_title(name[0]) or len(name) > _LONGEST:
            continue
        if is_title(name[-1]) and not _is_first_name(name[0]):
            continue
        bodies = {_plain(token) for token in name} & vocabulary.bodies
        if not bodies and _is_name_start(name[0]) and all(map(_may_stand_in_name, name)):
            return name
    return []


def _find_last_name(tokens: list[str]) -> list[str]:
    """Find the name at the end; whatever stands after a first name belongs to it, be it a country's or a rank's."""
    vocabulary = _titles()
    first = len(tokens)
    if first > 1 and _is_first_name(tokens[-2]) and _is_name_start(tokens[-1]):
        first -= _SHORTEST
    while first > 0 and _is_part(tokens[first - 1], vocabulary):
        first -= 1
    name = tokens[first:]
    if first and tokens[first - 1][0].isupper() and not any(is_title(token) for token in tokens[:first]):
        return []
    if len(name) > _SHORTEST and any(is_title(title) and after in _OF for title, after in pairwise(tokens[:first])):
        name = _drop_place(name)
    if not _SHORTEST <= len(name) <= _LONGEST or not _is_name_start(name[0]) or not _is_name_start(name[-1]):
        return []
    return name


def _drop_place(name: list[str]) -> list[str]:
    """Keep the last two words, and an initial or particle between them: "Minnesota Tim Walz" is Tim Walz."""
    first = len(name) - _SHORTEST
    while first > 0 and (len(name[first].rstrip(".")) == 1 or is_particle(name[first])):
        first -= 1
    return name[first:]


def is_title(token: str) -> bool:
    """Tell whether a word is a title or part of one, such as "minister"."""
    return _EARLIER.sub("", _plain(token)) in _titles().titles


def is_particle(token: str) -> bool:
    """Tell whether a word may stand inside a name in small letters, such as "bin"."""
    return _plain(token) in _titles().particles


def _is_first_name(token: str) -> bool:
    known = load_references()
    return _plain(token) in known.women | known.men


def _plain(token: str) -> str:
    return token.strip(".,").casefold()


def _may_stand_in_name(token: str) -> bool:
    return _is_name_start(token) or is_particle(token)


def find_surname(words: str) -> str | None:
    """Return the single name that the words consist of after their titles ("President Trump" gives "Trump")."""
    vocabulary = _titles()
    name = [token for token in words.split() if token.casefold() not in vocabulary.titles | {"the"}]
    if len(name) > 1 and find_name(name[0]):
        name = name[1:]
    return name[0] if len(name) == 1 and _is_part(name[0], vocabulary) else None


def _is_part(token: str, vocabulary: _Titles) -> bool:
    plain = _plain(token)
    if plain in vocabulary.particles or plain.split("-")[0] in ("al", "el"):
        return True
    return _is_name_start(token) and plain not in vocabulary.titles | vocabulary.bodies and find_name(token) is None


def _is_name_start(word: str) -> bool:
    if _SIDED.fullmatch(word):
        return False
    letters = word.replace("-", "").replace("'", "").replace("’", "").removesuffix(".")
    return letters.isalpha() and (word[0].isupper() or word.startswith(("al-", "el-"))) and word != "The"


@cache
def _titles() -> _Titles:
    return msgspec.convert(load_vocabulary("titles.toml"), _Titles)
