"""An agreement laid out for matching: every act that a clause wants, excludes or is thwarted by, looked up by its type."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from parley.agreement import Act, Agreement, Clause
from parley.match.lexicon import (
    Kind,
    find_concepts,
    find_freed,
    find_stems,
    load_lexicon,
    near_kinds,
    opposed_kinds,
)
from parley.match.parties import Directory, Parties

Side = Literal["wanted", "excluded", "thwarted"]
"""An act that carries a clause out, one that it excludes, and one that withholds what it wants."""

_EXCHANGE = re.compile(r"\bfor each\b|\bin exchange\b")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*")


class Provision(Struct, frozen=True):
    """One act of a clause with what is needed to compare it: who may do it, what it is about, where.

    `fit` says how near the looked-up type lies to the act's own: 1 for the same type and mode.
    """

    agreement: str
    clause: Clause
    place: int
    act: Act
    side: Side
    fit: float
    mode: str | None
    done_by: Parties
    concepts: frozenset[str]
    particular: frozenset[str]
    freed: frozenset[str]
    stems: frozenset[str]
    sites: frozenset[str]
    owners: Parties
    numbers: frozenset[str]
    detail: bool
    concrete: bool


class Terms:
    """An agreement, its directory of names, and its provisions by type of act."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.directory = Directory(agreement)
        self.provisions: dict[str, list[Provision]] = {}
        for place, clause in enumerate(agreement.clauses):
            for provision in self._lay_out(place, clause):
                self.provisions.setdefault(provision[0], []).append(provision[1])
        self.whole = _find_whole(agreement)
        self.principals = frozenset(
            party.id
            for party in agreement.parties
            if party.role in {"party", "party-contested", "signatory-capacity-contested", "bound-through"}
            or party.part_of
        )
        self.widest = frozenset(site.id for site in agreement.sites if site.part_of is None)
        self._opening = {anchor.id: _first_day(agreement, anchor.id) for anchor in agreement.anchors}
        self.in_force = self._opening.get("in_force") or agreement.talk_from
        self.lapsed = self._opening.get("lapsed")

    def is_open(self, day: dt.date | None, *, talk: bool) -> bool:
        """Tell whether talk about the agreement, or an act under it, counts on a day; without a day it does."""
        if day is None:
            return True
        begins = self.agreement.talk_from if talk else self.in_force
        return begins <= day and (self.lapsed is None or day <= self.lapsed)

    def has_begun(self, clause: Clause, day: dt.date | None) -> bool:
        """Tell whether a clause applies to acts on a day: not while the anchor that it begins from is undated."""
        if clause.begins is None or day is None:
            return True
        term = clause.begins
        start = term.date or (term.at.date() if term.at else self._opening.get(term.after or ""))
        return start is not None and start + _read_duration(term.within) <= day

    def _lay_out(self, place: int, clause: Clause) -> Iterator[tuple[str, Provision]]:
        for side, acts in (("wanted", clause.acts), ("excluded", clause.contrary_acts)):
            for act in acts:
                own: Kind = (act.type, act.mode or "")
                yield act.type, self._make(place, clause, act, side, own, 1.0)
                for kind in near_kinds(own) if side == "wanted" else ():
                    yield kind[0], self._make(place, clause, act, side, kind, 0.6)
                if side == "wanted" and clause.modal != "may" and act.done_by:
                    for kind in opposed_kinds(own):
                        yield kind[0], self._make(place, clause, act, "thwarted", kind, 0.7)

    def _make(self, place: int, clause: Clause, act: Act, side: str, kind: Kind, fit: float) -> Provision:
        about = find_concepts(_EXCHANGE.split(act.object)[0])
        vague = not about - load_lexicon().general and act.type in {"ASSAULT", "RETREAT"}
        concepts = about | (find_concepts(clause.gist) if vague else frozenset())
        allowed = frozenset().union(*(self.directory.answers(party) for party in act.done_by)) if act.done_by else frozenset()
        owners = self.directory.find_parties(act.object) - frozenset(act.done_by)
        where = clause.where
        named = frozenset(filter(None, (where.at, where.start) if where else ()))
        quantities = (*clause.target, *clause.measure)
        return Provision(
            agreement=self.agreement.id,
            clause=clause,
            place=place,
            act=act,
            side=side,  # type: ignore[arg-type]
            fit=fit,
            mode=kind[1] or None,
            done_by=allowed,
            concepts=concepts,
            particular=about - load_lexicon().general,
            freed=find_freed(about),
            stems=find_stems(f"{act.object} {clause.gist}"),
            sites=self.directory.find_sites(act.object) or (frozenset() if owners else named),
            owners=owners,
            numbers=frozenset(f"{quantity.amount:g}" for quantity in quantities),
            detail=bool(clause.details) or clause.grade == "reported",
            concrete="operation" in find_concepts(clause.gist),
        )


def read_numbers(text: str) -> frozenset[str]:
    """List the numbers in figures that a text holds, without separators."""
    return frozenset(match[0].replace(",", "").rstrip(".") for match in _NUMBER.finditer(text))


def _find_whole(agreement: Agreement) -> Clause | None:
    """Find the clause for the ceasefire as a whole: the first whose own gist speaks of it, else the first that wants it."""
    wanting = [
        clause
        for clause in agreement.clauses
        if clause.kind == "maintain" and any((act.type, act.mode) == ("RETREAT", "ceasefire") for act in clause.acts)
    ]
    named = [clause for clause in wanting if "ceasefire" in find_concepts(clause.gist)]
    return next(iter(named or wanting), None)


def _first_day(agreement: Agreement, anchor_id: str) -> dt.date | None:
    fixes = agreement.get_anchor(anchor_id).fixes
    days = [fix.date or (fix.at.date() if fix.at else None) for fix in fixes]
    return min((day for day in days if day), default=None)


def _read_duration(within: str | None) -> dt.timedelta:
    """Read the days of an ISO 8601 duration; hours and less begin on the same day."""
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?", within or "P")
    return dt.timedelta(days=int(match[2] or 0) + 7 * int(match[1] or 0)) if match else dt.timedelta()
