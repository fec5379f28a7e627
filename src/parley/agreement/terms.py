"""The nouns of an agreement: parties, anchors, clauses and what they hang on, as its file states them.

Every fact that became public at some time has `known`: a view of an earlier day must not know it.
"""

import calendar
import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.model import EventType

Name = Annotated[str, Meta(min_length=1)]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="an id of letters, digits, . _ and -")]
Duration = Annotated[
    str,
    Meta(
        pattern=r"^P(?=.)(\d{1,2}Y)?(\d{1,3}M)?(\d{1,4}W)?(\d{1,4}D)?(T(?=.)(\d{1,4}H)?(\d{1,4}M)?(\d{1,4}S)?)?$",
        description="an ISO 8601 duration such as P60D",
    ),
]
Instant = Annotated[
    dt.datetime, Meta(tz=True, description='an instant in quotes, with its zone: "2025-02-18T23:59:59+02:00"')
]
Grade = Literal["official", "press-copy", "reported", "reported-unpublished"]
"""How well the wording is attested: by the text itself, a copy of it in the press, or reports about it only."""
Check = Literal["excerpt", "news", "recollection"]
"""What a statement of the file was held against: the text, news items, or nothing (somebody's memory)."""
Modal = Literal["must", "must_not", "may", "intends", "requests", "calls-on"]
ClauseKind = Literal["achieve", "maintain", "whenever", "progress", "reservation"]
Role = Literal[
    "party",
    "party-contested",
    "signatory-capacity-contested",
    "bound-through",
    "guarantor",
    "facilitator",
    "monitor",
    "body",
]
ACCEPTING: frozenset[Role] = frozenset({"party", "party-contested", "signatory-capacity-contested"})
"""The roles whose acceptance a change of the agreement needs."""
PRINCIPALS: frozenset[Role] = ACCEPTING | {"bound-through"}
"""The roles of those whose conduct the agreement is about."""
Precision = Literal["instant", "day", "month"]
TRIGGER = "trigger"
"""The anchor of a `whenever` clause: each moment at which its trigger comes about."""
LAPSED = "lapsed"
"""The anchor whose coming about ends every clause."""
IN_FORCE = "in_force"
"""The anchor with which clauses begin that name no other beginning."""
Basis = Literal["inferred", "reported"]
"""What a statement rests on where the text does not say it: a reading of the text, or reports."""


class Known(Struct, frozen=True):
    """The first day on which something can have been public; `precision` says how exactly that is known."""

    date: dt.date
    precision: Precision = "day"

    def held_by(self, day: dt.date) -> bool:
        """Tell whether it was public by a day; of a month that is certain on its last day only."""
        if self.precision != "month":
            return self.date <= day
        return day >= self.date + dt.timedelta(days=calendar.monthrange(self.date.year, self.date.month)[1] - 1)


class Party(Struct, frozen=True):
    """Somebody whom the agreement names.

    `part_of` is the party it belongs to (an army of its state), `through` the party through which a group is bound.
    """

    id: str
    name: str
    role: Role | None = None
    also: tuple[str, ...] = ()
    part_of: str | None = None
    through: str | None = None
    members: tuple[str, ...] = ()
    chair: str | None = None
    host: str | None = None
    until: dt.date | None = None


class Site(Struct, frozen=True):
    """A place that the agreement names."""

    id: str
    name: str
    kind: str | None = None
    also: tuple[str, ...] = ()
    part_of: str | None = None
    defined_by: str | None = None
    grade_of_names: Grade | None = None


class Fix(Struct, frozen=True):
    """One report of when an anchor came about: `at` with a zone, or only `date`, and the day it became known.

    Of a `date` that is known to the month only (`precision`), the day is the month's first. `by_text` marks the moment
    that the agreement itself names; every other fix is a report.
    """

    known: Known | None
    date: dt.date | None = None
    at: dt.datetime | None = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    precision: Precision = "day"
    by_text: bool = False


class Anchor(Struct, frozen=True):
    """A named moment that dates count from. Without `fixes` it floats; several fixes are rival reports of it."""

    id: str
    event: str | None = None
    fixes: tuple[Fix, ...] = ()
    grade: Grade | None = None
    checked: Check | None = None
    note: str | None = None


class Act(Struct, frozen=True):
    """What would carry a clause out or is excluded by it, in PLOVER terms; a null mode is any mode or none.

    `done_by` holds ids of parties; empty where the text does not say whose act it is.
    """

    type: EventType
    object: str
    mode: str | None = None
    done_by: tuple[str, ...] = ()


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A moment that a clause names: a date, or an anchor and how long from it (`within`, an ISO 8601 duration)."""

    after: Name | None = None
    within: Duration | None = None
    date: dt.date | None = None
    at: Instant | None = None
    wording: Name | None = None
    first_day_counts: bool | None = None


class Where(Struct, frozen=True):
    """Where a clause applies: inside `at`, or away from `start` to `end` (ids of sites)."""

    at: str | None = None
    start: str | None = None
    end: str | None = None
    end_side: str | None = None


class Interpretation(Struct, frozen=True):
    """What a clause requires according to `by` (a party's id, null when nobody is named)."""

    by: str | None
    reading: str
    known: Known | None
    sources: tuple[str, ...] = ()
    checked: Check | None = None


class Quantity(Struct, frozen=True):
    """A number that a clause names: 48 detainees, at least; `comparator` is null where the file states none."""

    of: str
    amount: float
    comparator: Literal["at least", "at most"] | None = None


class Signs(Struct, frozen=True, forbid_unknown_fields=True):
    """What would speak for or against the carrying out of a clause, in plain words; for people, not for matching."""

    counts_against: tuple[Name, ...] = ()
    done_if: Name | None = None
    not_done_if: Name | None = None
    silent_is: Literal["unknown"] = "unknown"


class Clause(Struct, frozen=True):
    """One duty, permission or intention, gist in neutral words. Field meanings: docs/AGREEMENT.md."""

    id: str
    gist: str
    modal: Modal
    kind: ClauseKind
    bearer: tuple[str, ...]
    acts: tuple[Act, ...]
    contrary_acts: tuple[Act, ...] = ()
    toward: tuple[str, ...] = ()
    where: Where | None = None
    begins: Term | None = None
    due: Term | None = None
    trigger: str | None = None
    excepts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    parallel_with: tuple[str, ...] = ()
    verified_by: tuple[str, ...] = ()
    partial: bool = False
    bearer_inferred: bool = False
    bearer_contested: bool = False
    readings: tuple[Interpretation, ...] = ()
    paragraph: str | None = None
    grade: Grade | None = None
    checked: Check | None = None
    sources: tuple[str, ...] = ()
    known: Known | None = None
    action: str | None = None
    target: tuple[Quantity, ...] = ()
    measure: tuple[Quantity, ...] = ()
    details: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    order: str | None = None
    target_date: dt.date | None = None
    modal_basis: Basis | None = None
    signs: Signs | None = None
    note: str | None = None


class Amendment(Struct, frozen=True):
    """A change of due dates, who made it and who accepted it; acceptance is never assumed."""

    id: str
    clauses: tuple[str, ...]
    due: Term
    known: Known
    by: str
    accepted_by: tuple[str, ...] = ()
    wording: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    grade: Grade | None = None
    announced: dt.date | None = None
    checked: Check | None = None


class Attestation(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the words of the agreement stand, and how well that attests them; `file` is a copy at hand."""

    ref: Name
    grade: Grade
    note: Name | None = None
    file: Name | None = None


class SideTerm(Struct, frozen=True, forbid_unknown_fields=True):
    """Something arranged beside the text, as reported; kept apart from the clauses."""

    id: Id
    gist: Name
    grade: Grade


class Related(Struct, frozen=True):
    """A text or report beside the agreement that bears on it; `verb` is its operative word where it has one."""

    ref: str
    gist: str
    known: Known
    modal: Modal | None = None
    verb: str | None = None
    paragraph: str | None = None
    grade: Grade | None = None
    note: str | None = None


class Agreement(Struct, frozen=True):
    """An agreement as its file states it. Statements about it count from `talk_from`, acts from `in_force`.

    `zone` is where its days begin and end: an IANA name such as Europe/Kyiv, or an offset such as +02:00.
    """

    id: str
    title: str
    talk_from: dt.date
    parties: tuple[Party, ...]
    sites: tuple[Site, ...]
    anchors: tuple[Anchor, ...]
    clauses: tuple[Clause, ...]
    amendments: tuple[Amendment, ...] = ()
    announced: dt.date | None = None
    signed: dt.date | None = None
    texts: tuple[Attestation, ...] = ()
    not_in_text: tuple[SideTerm, ...] = ()
    zone: str | None = None
    related: tuple[Related, ...] = ()

    @property
    def public_from(self) -> dt.date:
        """The day from which its text can have been known: announced, signed or spoken of, whichever is first."""
        return min(day for day in (self.announced, self.signed, self.talk_from) if day)

    def get_clause(self, clause_id: str) -> Clause:
        """Return a clause by its id.

        Raises:
            KeyError: the agreement has no such clause.
        """
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    def get_anchor(self, anchor_id: str) -> Anchor:
        """Return an anchor by its id.

        Raises:
            KeyError: the agreement has no such anchor.
        """
        for anchor in self.anchors:
            if anchor.id == anchor_id:
                return anchor
        raise KeyError(anchor_id)
