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

    A bearer is named by its names, by those of what belongs to it (an army) and of the groups bound through it, and by
    single words that the lists of names know for the same ("Israeli"); a place by its names and by those of the places
    within it. Names are matched as whole words, case and all.

    Args:
        agreement: gives the names.
        read: day of publication and text of each document that was read.
    """
    clauses_of = _index_names(agreement)
    names = "|".join(re.escape(name) for name in sorted(clauses_of, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None
    counted: dict[str, dict[dt.date, int]] = {clause.id: {} for clause in agreement.clauses}
    for day, text in read:
        monday = day - dt.timedelta(days=day.weekday())
        named = {*(pattern.findall(text) if pattern else ()), *_find_entities(text)} & clauses_of.keys()
        for clause in {clause for name in named for clause in clauses_of[name]}:
            counted[clause][monday] = counted[clause].get(monday, 0) + 1
    return counted


def _find_entities(text: str) -> Iterator[str]:
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
