"""How much was read: documents that name a clause's bearer or its place, week by week (docs/STATUS.md, 27)."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from parley.agreement.naming import find_denoted, list_party_names
from parley.agreement.rows import Coverage
from parley.agreement.terms import Agreement, Clause

_WORD = re.compile(r"\b[A-Z][\w’'-]*")


def count_coverage(agreement: Agreement, read: Iterable[tuple[dt.date, str]]) -> Coverage:
    """Count, by clause and by the Monday of a week, the documents that name a bearer of the clause or its place.

    Args:
        agreement: gives the names.
        read: day of publication and text of each document that was read.
    """
    named = _Names(agreement)
    return count_weeks(agreement, ((day, named.find_clauses(text)) for day, text in read))


def count_weeks(agreement: Agreement, named: Iterable[tuple[dt.date, frozenset[str]]]) -> Coverage:
    """Count as `count_coverage` does, from day and clauses (`find_clauses_named`) of each document that was read."""
    counted: dict[str, dict[dt.date, int]] = {clause.id: {} for clause in agreement.clauses}
    for day, clauses in named:
        monday = find_monday(day)
        for clause in clauses:
            counted[clause][monday] = counted[clause].get(monday, 0) + 1
    return counted


def find_clauses_named(agreement: Agreement, texts: Iterable[str]) -> Iterator[frozenset[str]]:
    """Yield for each text the ids of the clauses of which it names a bearer or the place."""
    yield from map(_Names(agreement).find_clauses, texts)


def find_monday(day: dt.date) -> dt.date:
    """Give the first day of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


class _Names:
    """The names on which a document counts as one that can report on a clause.

    A bearer is named by its names, by those of what belongs to it (an army) and of the groups bound through it, and by
    single words that the lists of names know for the same ("Israeli"); a place by its names and by those of the places
    within it. Names are matched as whole words, case and all.
    """

    def __init__(self, agreement: Agreement) -> None:
        self._clauses_of = _index_names(agreement)
        names = "|".join(re.escape(name) for name in sorted(self._clauses_of, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None

    def find_clauses(self, text: str) -> frozenset[str]:
        found = {*(self._pattern.findall(text) if self._pattern else ()), *find_entities(text)}
        return frozenset(clause for name in found & self._clauses_of.keys() for clause in self._clauses_of[name])


def find_entities(text: str) -> Iterator[str]:
    """Yield what the capitalised words of a text denote."""
    for word in set(_WORD.findall(text)):
        if entity := find_denoted(re.sub(r"[’']s?$", "", word)):
            yield entity


def _index_names(agreement: Agreement) -> dict[str, set[str]]:
    """Map each name, and what it denotes, to the clauses on which a document that holds it can report."""
    found: dict[str, set[str]] = {}
    for clause in agreement.clauses:
        for name in (*_name_bearers(agreement, clause), *_name_places(agreement, clause)):
            for form in filter(None, (name, find_denoted(name))):
                found.setdefault(form, set()).add(clause.id)
    return found


def _name_bearers(agreement: Agreement, clause: Clause) -> Iterator[str]:
    for party in agreement.parties:
        if {party.id, party.part_of, party.through} & set(clause.bearer):
            yield from list_party_names(party)


def _name_places(agreement: Agreement, clause: Clause) -> Iterator[str]:
    where = clause.where
    named = {where.at, where.start, where.end} - {None} if where else set()
    for site in agreement.sites:
        if {site.id, site.part_of} & named:
            yield from (site.name, *site.also)
