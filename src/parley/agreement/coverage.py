"""How much was read: documents that name a clause's bearer or its place, week by week (docs/STATUS.md, 27)."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from parley.agreement.rows import Coverage
from parley.agreement.terms import Agreement, Clause


def count_coverage(agreement: Agreement, read: Iterable[tuple[dt.date, str]]) -> Coverage:
    """Count, by clause and by the Monday of a week, the documents that name a bearer of the clause or its place.

    A bearer is named by its names, by those of what belongs to it (an army) and of the groups bound through it; a
    place by its names and by those of the places within it. Names are matched as whole words, case and all.

    Args:
        agreement: gives the names.
        read: day of publication and text of each document that was read.
    """
    clauses_of = _index_names(agreement)
    counted: dict[str, dict[dt.date, int]] = {clause.id: {} for clause in agreement.clauses}
    if not clauses_of:
        return counted
    names = "|".join(re.escape(name) for name in sorted(clauses_of, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    for day, text in read:
        monday = day - dt.timedelta(days=day.weekday())
        for clause in {clause for name in set(pattern.findall(text)) for clause in clauses_of[name]}:
            counted[clause][monday] = counted[clause].get(monday, 0) + 1
    return counted


def _index_names(agreement: Agreement) -> dict[str, list[str]]:
    """Map each name to the clauses on which a document that holds it can report."""
    found: dict[str, list[str]] = {}
    for clause in agreement.clauses:
        for name in dict.fromkeys((*_name_bearers(agreement, clause), *_name_places(agreement, clause))):
            found.setdefault(name, []).append(clause.id)
    return found


def _name_bearers(agreement: Agreement, clause: Clause) -> Iterator[str]:
    for party in agreement.parties:
        if {party.id, party.part_of, party.through} & set(clause.bearer):
            yield from (party.name, *party.also)


def _name_places(agreement: Agreement, clause: Clause) -> Iterator[str]:
    where = clause.where
    named = {where.at, where.start, where.end} - {None} if where else set()
    for site in agreement.sites:
        if {site.id, site.part_of} & named:
            yield from (site.name, *site.also)
