"""The persons of a document: their full names, the titles they are given, and who is meant by a surname alone."""

from collections.abc import Callable

from msgspec.structs import replace

from parley.ontology.folding import fold_name
from parley.ontology.persons import is_particle
from parley.resolve.actors.links import Link

_BORN_LATER = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What stands behind a surname."""


class Cast:
    """The persons that one document names.

    `persons` maps full names as written to whom they mean, `offices` entities to their titles.

    Args:
        text: the document's.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.persons: dict[str, Link] = {}
        self.offices: dict[str, set[str]] = {}
        self._bearers: dict[str, list[str]] = {}
        self._first: dict[str, int] = {}

    def add(self, name: str, link: Link) -> None:
        """Add somebody by a full name; a fuller form of a name that is known already is the same person's."""
        fuller = (known for known in self.persons if _is_fuller(name, known) or _is_fuller(known, name))
        same = next(fuller, link.entity if link.entity in self.persons else None)
        entity = self.persons[same].entity if same else link.entity
        first = self._text.find(name) if name in self._text else len(self._text)
        self._first[entity] = min(first, self._first.get(entity, first))
        if same:
            self.persons.setdefault(name, self.persons[same])
            return
        self.persons[entity] = link
        parts = [part for part in name.split() if not is_particle(part)]
        if len(parts[-1].rstrip(".")) == 1:
            return
        keys = {*parts, *entity.split()[-1:], " ".join(name.split()[-2:])} if len(parts) > 1 else {name}
        for key in {fold_name(key) for key in keys} | {fold_name(key).removeprefix("al-") for key in keys}:
            self._bearers.setdefault(key, []).append(entity)

    def add_titles(self, link: Link, titles: list[str]) -> None:
        """Add the titles that lead to somebody's name, in lower case: all of them, and the last."""
        if titles:
            self.offices.setdefault(link.entity, set()).update({" ".join(titles), titles[-1]})

    def find_bearer(self, name: str) -> Link | None:
        """Return whose full name holds this name: of several the one who is named first.

        A report calls by the surname alone whom it is about; their kin have their first names.
        """
        known = self._bearers.get(fold_name(name), [])
        if not known:
            return None
        meant = min(known, key=self._first.__getitem__)
        found = self.persons[meant].seen_as(f"surname “{name}” of “{meant}”", 0.85 if len(known) == 1 else 0.6)
        return replace(found, alternatives=tuple(one for one in known if one != meant))

    def revise(self, doubt: Callable[[Link], Link]) -> None:
        """Let every link be doubted, now that all is known that the text names."""
        self.persons = {name: doubt(link) for name, link in self.persons.items()}


def _is_fuller(name: str, known: str) -> bool:
    """Tell a fuller form of a name: "Ana Maria Exemplar Jr." is Ana Exemplar; "Ana B. Exemplar" is not Ana C."""
    words, short = _list_words(name), _list_words(known)
    if not (2 <= len(short) < len(words)) or words[-1] != short[-1] or any(len(word) == 1 for word in short):
        return False
    rest = iter(words)
    return all(word in rest for word in short)


def _list_words(name: str) -> list[str]:
    return [word for word in fold_name(name).split() if word not in _BORN_LATER]
