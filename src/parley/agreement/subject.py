"""What texts name of an agreement: the clauses on which they can report, and whether they are about it at all."""

import re
from collections.abc import Iterable, Iterator

from parley.agreement.naming import find_denoted, list_party_names
from parley.agreement.terms import Agreement, Clause
from parley.ontology.registry import Registry

_WORD = re.compile(r"\b[A-Z][\w’'-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
_LEAST_PARTIES = 2


class _Finder:
    """Finds things by their names: whole words, case and all, and words that the lists of names know ("Israeli").

    Args:
        names: each name with one thing that it stands for; a name may stand for several.
        registry: who is who; the shipped one by default.
    """

    def __init__(self, names: Iterable[tuple[str, str]], registry: Registry | None = None) -> None:
        self._registry = registry
        self._things: dict[str, set[str]] = {}
        for name, thing in names:
            for form in filter(None, (name, find_denoted(name, registry))):
                self._things.setdefault(form, set()).add(thing)
        longest_first = sorted(self._things, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def find(self, text: str) -> frozenset[str]:
        """Find what a text names."""
        if not self._things:
            return frozenset()
        denoted = (find_denoted(_POSSESSIVE.sub("", word), self._registry) for word in set(_WORD.findall(text)))
        named = {*self._pattern.findall(text), *denoted} & self._things.keys()
        return frozenset(thing for name in named for thing in self._things[name or ""])


def find_clauses_named(
    agreement: Agreement, texts: Iterable[str], registry: Registry | None = None
) -> Iterator[frozenset[str]]:
    """Yield for each text the ids of the clauses of which it names a bearer or the place.

    A bearer is named by its names, by those of what belongs to it (an army) and of the groups bound through it; a place
    by its names and by those of the places within it. What else they are called says `registry`, the shipped one by
    default.
    """
    named = ((name, clause.id) for clause in agreement.clauses for name in _name_clause(agreement, clause))
    finder = _Finder(named, registry)
    yield from map(finder.find, texts)


def _name_clause(agreement: Agreement, clause: Clause) -> Iterator[str]:
    for party in agreement.parties:
        if {party.id, party.part_of, party.through} & set(clause.bearer):
            yield from list_party_names(party)
    where = clause.where
    named = {where.at, where.start, where.end} - {None} if where else set()
    for site in agreement.sites:
        if {site.id, site.part_of} & named:
            yield from (site.name, *site.also)


class Subject:
    """Tells which texts are about an agreement's subject: they name two of its parties, or one of its places.

    What belongs to a party, and a group bound through it, counts as that party.

    Args:
        agreement: gives the names.
        registry: what else its parties are called; the shipped one by default.
    """

    def __init__(self, agreement: Agreement, registry: Registry | None = None) -> None:
        roots = {party.id: party.part_of or party.through or party.id for party in agreement.parties}
        parties = ((name, roots[party.id]) for party in agreement.parties for name in list_party_names(party))
        sites = ((name, site.id) for site in agreement.sites for name in (site.name, *site.also))
        self._parties, self._sites = _Finder(parties, registry), _Finder(sites, registry)

    def holds(self, text: str) -> bool:
        """Tell whether a text is about the subject."""
        return bool(self._sites.find(text)) or len(self._parties.find(text)) >= _LEAST_PARTIES
