"""What status says: incidents, then clauses, each word with the reports behind it. The rules: docs/STATUS.md.

Nothing here is stored: it is derived for a view, a world date and a known date. Parley says who reports what; the
words "breach" and "lawful" only ever stand for what a named side called it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from parley.agreement.evidence import Evidence, View, count_origins
from parley.model import Bearing

ANSWERS: frozenset[Bearing] = frozenset({"denied", "excused"})
"""Bearings that answer for an act or omission that somebody else may have reported."""

Happened = Literal["asserted", "denied", "both", "not said"]
"""Whether an incident took place, as reported; "not said" where only a ground for it was given."""
Breach = Literal["called a breach", "called lawful", "both", "not said"]
"""What the sides call an incident."""
Timing = Literal["by the due date", "same day, order unknown", "after the due date", "depends on the count", "not said"]
"""How the reported day of carrying out lies to the due date, or to the several ways to count it."""
Reach = Literal["coverage unknown", "nothing read", "read, nothing found"]
"""What a silence rests on: whether documents of that time that name the bearer or the place were read."""
EvidenceWord = Literal[
    "conflicting",
    "contrary acts",
    "done",
    "instances done",
    "instances not done",
    "steps done",
    "partly done",
    "not done",
    "kept",
    "begun",
    "invoked",
    "denied",
    "ground given",
    "spoken of",
]
"""What a side reports of a clause, in the order of the words of a row. Each is to be read with "reported" before it,
none is Parley's own."""
Reason = Literal[
    "corrected",
    "no such clause",
    "the clause cannot be acted against",
    "before entry into force",
    "before the agreement was spoken of",
    "after it lapsed",
]
"""Why a report that the view takes counts for nothing."""


class Account(Struct, frozen=True, gc=False):
    """What one side says in one respect: its reports in order of day."""

    side: str
    reports: tuple[Evidence, ...]

    @property
    def origins(self) -> int:
        """From how many origins the reports come."""
        return count_origins(self.reports)


class Incident(Struct, frozen=True, gc=False):
    """Reports that speak of the same event, in order of day; everything said of it follows from them.

    An incident is an act that a clause excludes, or an omission that is denied, excused or called a breach. `id` is the
    one that the assessments share; without one, it is made of the origin that its reports go back to, of clause and
    bearer, so that a copy which comes later changes nothing in it.
    `clauses` and `bearers` are what the reports bear on, `reservations` those of the clauses that reserve a right.
    `first` is the earliest of the days that its reports give and of their publications, `last` the latest day that they
    give, else `first`. `same_day_as_force` marks one on the day of entry into force, whose order to its hour nobody
    gives.
    """

    id: str
    clauses: tuple[str, ...]
    bearers: tuple[str, ...]
    first: dt.date
    last: dt.date
    reports: tuple[Evidence, ...]
    reservations: tuple[str, ...] = ()
    same_day_as_force: bool = False

    @property
    def assertions(self) -> tuple[Evidence, ...]:
        """The reports that tell of the act or omission."""
        return tuple(
            report
            for report in self.reports
            if report.assessment.bearing not in ANSWERS and report.assessment.clause not in self.reservations
        )

    @property
    def grounds(self) -> tuple[Evidence, ...]:
        """Every report that gives a ground for it, the narrator's included."""
        return self._pick("excused")

    @property
    def asserted(self) -> tuple[Account, ...]:
        """Who reports that it happened."""
        return _list_accounts(self.assertions)

    @property
    def denied(self) -> tuple[Account, ...]:
        """Who denies it."""
        return _list_accounts(self._pick("denied"))

    @property
    def called_breach(self) -> tuple[Account, ...]:
        """Whose words speak of a breach."""
        return _list_accounts(report for report in self.assertions if report.assessment.called_breach)

    @property
    def called_lawful(self) -> tuple[Account, ...]:
        """Who gives a ground for it or invokes a reservation; the narrator calls nothing lawful."""
        return _list_accounts(
            report
            for report in self.reports
            if report.assessment.by is not None
            and (report.assessment.bearing == "excused" or report.assessment.clause in self.reservations)
        )

    @property
    def origins(self) -> int:
        """The roots of the assertions of all sides together."""
        return count_origins(self.assertions)

    @property
    def happened(self) -> Happened:
        """Whether it happened, as reported."""
        asserted, denied = bool(self.assertions), bool(self._pick("denied"))
        return "both" if asserted and denied else "asserted" if asserted else "denied" if denied else "not said"

    @property
    def breach(self) -> Breach:
        """What it is called."""
        breach, lawful = bool(self.called_breach), bool(self.called_lawful)
        return (
            "both" if breach and lawful else "called a breach" if breach else "called lawful" if lawful else "not said"
        )

    def _pick(self, bearing: Bearing) -> tuple[Evidence, ...]:
        return tuple(report for report in self.reports if report.assessment.bearing == bearing)


def _list_accounts(reports: Iterable[Evidence]) -> tuple[Account, ...]:
    """Lay out reports by side, the sides in alphabetical order."""
    by_side: dict[str, list[Evidence]] = {}
    for report in reports:
        by_side.setdefault(report.side, []).append(report)
    return tuple(Account(side, tuple(told)) for side, told in sorted(by_side.items()))


class Tally(Struct, frozen=True, gc=False):
    """The reports of one bearing, in order of day, and the ids of the incidents that they speak of.

    `against_interest` are those that speak against their own side's interest.
    """

    bearing: Bearing
    reports: tuple[Evidence, ...]
    incidents: tuple[str, ...] = ()
    against_interest: tuple[Evidence, ...] = ()

    @property
    def origins(self) -> int:
        """From how many origins the reports come."""
        return count_origins(self.reports)

    @property
    def last(self) -> dt.date:
        """The day of the newest publication."""
        return max(report.known_on for report in self.reports)

    @property
    def unsure(self) -> bool:
        """Whether every one of the reports is marked unsure."""
        return all(report.assessment.unsure for report in self.reports)

    @property
    def unreviewed(self) -> bool:
        """Whether every one of the reports was only proposed by a machine."""
        return all(report.assessment.state == "proposed" for report in self.reports)


class Word(Struct, frozen=True, gc=False):
    """One word for what is reported, and every report that it rests on; `timing` stands with "done" alone."""

    word: EvidenceWord
    reports: tuple[Evidence, ...]
    timing: Timing | None = None


class Silence(Struct, frozen=True, gc=False):
    """That there is no report since a day (null = none at all), and what was read in that time.

    `read` counts the documents of the weeks since then that name the bearer or the place; null where nobody counted.
    Silence is unknown; it never means that a clause was kept.
    """

    since: dt.date | None
    read: int | None

    @property
    def reach(self) -> Reach:
        """Tell "nothing read" from "read, nothing found"."""
        if self.read is None:
            return "coverage unknown"
        return "read, nothing found" if self.read else "nothing read"


class SideEvidence(Struct, frozen=True, gc=False):
    """What one side reports of one bearer under one clause.

    `side` is null for everybody in the view together: `origins` of that row are folded anew, never summed. `bearer` is
    the id of a party, null for all bearers jointly or a clause without one. `words` are ordered, the first one is the
    headline. `tallies` stand in the order of `Bearing`, bearings without a report left out.
    """

    bearer: str | None
    side: str | None
    words: tuple[Word, ...]
    tallies: tuple[Tally, ...]
    silence: Silence

    def tally(self, bearing: Bearing) -> Tally | None:
        """Return the reports of one bearing, null where there are none."""
        return next((tally for tally in self.tallies if tally.bearing == bearing), None)


class ClauseStatus(Struct, frozen=True, gc=False):
    """The evidence half of a clause's status; the other half, the schedule, follows from the text alone.

    `together` holds a row for each bearer that anybody in the view reports on, `by_side` a row for each bearer and
    side. A side without a row has reported nothing: `silence` says so with what was read since the clause could be
    reported on.
    """

    clause: str
    together: tuple[SideEvidence, ...]
    by_side: tuple[SideEvidence, ...]
    silence: Silence


class SetAside(Struct, frozen=True, gc=False):
    """A report that the view takes and that counts for nothing, and why; `by` names the documents that correct it."""

    report: Evidence
    reason: Reason
    by: tuple[str, ...] = ()


class AgreementStatus(Struct, frozen=True):
    """Incidents first, then clauses, in the agreement's order; as of a world date and a known date, for a view.

    `recorded_by` is the third clock: what the record held at that moment, null for now. Every report that the view
    takes stands either under `clauses` or under `set_aside`.
    """

    agreement: str
    view: View
    world: dt.date
    known: dt.date
    recorded_by: dt.datetime | None
    incidents: tuple[Incident, ...]
    clauses: tuple[ClauseStatus, ...]
    set_aside: tuple[SetAside, ...]

    def clause(self, clause_id: str) -> ClauseStatus:
        """Return the status of one clause.

        Raises:
            KeyError: the agreement has no such clause.
        """
        for status in self.clauses:
            if status.clause == clause_id:
                return status
        raise KeyError(clause_id)
