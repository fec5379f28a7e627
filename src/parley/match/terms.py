"""An agreement laid out for matching: the acts that its clauses want, exclude or are thwarted by, by their type."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from parley.agreement import PRINCIPALS, Act, Agreement, Clause, find_period, schedule_agreement
from parley.match.lexicon import (
    Kind,
    find_concepts,
    find_freed,
    find_stems,
    load_lexicon,
    near_kinds,
    opposed_kinds,
)
from parley.match.parties import Directory, PartyIds
from parley.match.places import Locate
from parley.model import EventType
from parley.ontology.registry import Registry

Side = Literal["wanted", "excluded", "thwarted"]
"""An act that carries a clause out, one that it excludes, and one that withholds what it wants."""

_ALL_KNOWN = dt.date.max
"""Matching looks back: what the file knows of the agreement's dates counts for reports of every day."""
_EXCHANGE = re.compile(r"\bfor each\b|\bin exchange\b")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*")


class Provision(Struct, frozen=True):
    """One act of a clause with what is compared: its side, who may do it, what it is about and where.

    `order` is the clause's place in the file; `mode` is the mode looked up, `exact` tells whether type and mode are the
    act's own; `particular` are the concepts of its object that few clauses share, `freed` those that are let go,
    `counterpart` those of what is given for it; `owners` are the parties whose people, forces or country the object
    names; `sites` are where it applies; `detail` marks a particular of another clause, known from reports; `concrete`
    a clause about operations rather than the ceasefire as a whole.
    """

    clause: Clause
    order: int
    act: Act
    side: Side
    mode: str | None
    exact: bool
    done_by: PartyIds
    concepts: frozenset[str]
    particular: frozenset[str]
    freed: frozenset[str]
    counterpart: frozenset[str]
    stems: frozenset[str]
    sites: frozenset[str]
    owners: PartyIds
    numbers: frozenset[str]
    detail: bool
    concrete: bool


class Terms:
    """An agreement, its directory of names, its provisions by type, and its clause for the ceasefire as a whole.

    Args:
        agreement: laid out.
        hindsight: whether what the file knows of the agreement's end counts for reports of every day, or only for
            those of the days on which it was known.
        locate: finds the agreement's sites on the map; null where places count by their names alone.
        registry: who is who; the shipped one by default.
    """

    def __init__(
        self,
        agreement: Agreement,
        *,
        hindsight: bool = True,
        locate: Locate | None = None,
        registry: Registry | None = None,
    ) -> None:
        self.agreement = agreement
        self.directory = Directory(agreement, locate, registry)
        self.provisions: dict[EventType, list[Provision]] = {}
        for order, clause in enumerate(agreement.clauses):
            for kind, provision in self._lay_out(order, clause):
                self.provisions.setdefault(kind, []).append(provision)
        self.whole = _find_whole(agreement)
        self.principals = frozenset(p.id for p in agreement.parties if p.role in PRINCIPALS or p.part_of)
        self.widest = frozenset(site.id for site in agreement.sites if site.part_of is None)
        self._hindsight = hindsight
        self._period = find_period(agreement, _ALL_KNOWN)
        schedules = schedule_agreement(agreement, agreement.talk_from, _ALL_KNOWN)
        self._begins = {
            schedule.clause: min(begins.window.as_beginning[0] for begins in schedule.begins)
            for schedule in schedules
            if schedule.begins
        }

    @property
    def acts_from(self) -> dt.date:
        """The first day on which an act can be one under the agreement; never, while nobody has dated its beginning."""
        return self._period.force or dt.date.max

    def is_open(self, day: dt.date | None, *, talk: bool) -> bool:
        """Tell whether talk about the agreement, or an act under it, counts on a day; without a day it does."""
        if day is None:
            return True
        begins = self._period.talk_from if talk else self.acts_from
        return begins <= day and not self._has_lapsed(day)

    def _has_lapsed(self, day: dt.date) -> bool:
        if self._period.lapse is None or day <= self._period.lapse:
            return False
        return self._hindsight or (find_period(self.agreement, day).lapse or dt.date.max) < day

    def has_begun(self, clause: Clause, day: dt.date | None) -> bool:
        """Tell whether a clause applies to acts on a day: not while what it begins from is undated."""
        return day is None or self._begins.get(clause.id, dt.date.max) <= day

    def _lay_out(self, order: int, clause: Clause) -> Iterator[tuple[EventType, Provision]]:
        sides: tuple[tuple[Side, tuple[Act, ...]], ...] = (("wanted", clause.acts), ("excluded", clause.contrary_acts))
        for side, acts in sides:
            for act in acts:
                own: Kind = (act.type, act.mode or "")
                yield act.type, self._make(order, clause, act, side, own)
                if side == "wanted":
                    for kind in near_kinds(own):
                        yield kind[0], self._make(order, clause, act, side, kind)
                    for kind in opposed_kinds(own) if act.done_by and clause.modal != "may" else ():
                        yield kind[0], self._make(order, clause, act, "thwarted", kind)

    def _make(self, order: int, clause: Clause, act: Act, side: Side, kind: Kind) -> Provision:
        own, *given_for = _EXCHANGE.split(act.object, maxsplit=1)
        about = find_concepts(own)
        particular = about - load_lexicon().general
        vague = not particular and act.type in {"ASSAULT", "RETREAT"}
        owners = self.directory.find_parties(act.object) - frozenset(act.done_by)
        sites = self.directory.find_sites(act.object)
        around = frozenset(filter(None, (clause.where.at, clause.where.start))) if clause.where else frozenset[str]()
        return Provision(
            clause=clause,
            order=order,
            act=act,
            side=side,
            mode=kind[1] or None,
            exact=kind == (act.type, act.mode or ""),
            done_by=frozenset[str]().union(*(self.directory.answers(party) for party in act.done_by)),
            concepts=about | find_concepts(clause.gist) if vague else about,
            particular=particular,
            freed=find_freed(about),
            counterpart=find_concepts(" ".join(given_for)) - about,
            stems=find_stems(f"{act.object} {clause.gist}"),
            sites=sites | (frozenset[str]() if owners and not sites else around),
            owners=owners,
            numbers=frozenset(f"{quantity.amount:g}" for quantity in (*clause.target, *clause.measure)),
            detail=bool(clause.details) or clause.grade == "reported",
            concrete="operation" in find_concepts(clause.gist),
        )


def read_numbers(text: str) -> frozenset[str]:
    """List the numbers in figures that a text holds, without separators."""
    return frozenset(match[0].replace(",", "") for match in _NUMBER.finditer(text))


def _find_whole(agreement: Agreement) -> Clause | None:
    """Find the clause for the ceasefire as a whole: the first that keeps one and says so, else the first of them."""
    wanting = [
        clause
        for clause in agreement.clauses
        if clause.kind == "maintain" and any((act.type, act.mode) == ("RETREAT", "ceasefire") for act in clause.acts)
    ]
    named = [clause for clause in wanting if "ceasefire" in find_concepts(clause.gist)]
    return next(iter(named or wanting), None)
