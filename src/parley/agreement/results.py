"""What status says: incidents, then clauses, each word with the reports behind it. The rules: docs/STATUS.md.

Nothing here is stored: it is derived for a view, a world date and a known date. Parley says who reports what; the
words "breach" and "lawful" only ever stand for what a named side called it.
"""

import datetime as dt
from typing import Literal

from msgspec import Struct

from parley.agreement.evidence import Evidence, View
from parley.model import Bearing

Happened = Literal["asserted", "denied", "both", "not said"]
"""Whether an incident took place, as reported; "not said" where only a ground for it was given."""
Breach = Literal["called a breach", "called lawful", "both", "not said"]
"""What the sides call an incident."""
Timing = Literal["by the due date", "same day, order unknown", "after the due date", "depends on the count", "not said"]
"""How the reported day of carrying out lies to the due date, or to the several ways to count it."""
Reach = Literal["coverage unknown", "nothing read", "read, nothing said"]
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


class Account(Struct, frozen=True):
    """What one side says in one respect: its reports in order of day, and from how many origins they come."""

    side: str
    reports: tuple[Evidence, ...]
    origins: int


class Incident(Struct, frozen=True):
    """Reports that speak of the same event.

    An incident is an act that a clause excludes, or an omission that is denied, excused or called a breach. `id` is the
    one that the assessments share; without one, it is made of document, clause and bearer. `clauses` and `bearers` are
    what the reports bear on. `first` and `last` are the earliest and latest day on which it can have happened, by the
    days that its reports give, else by the earliest publication.

    `asserted`, `denied`, `called_breach` and `called_lawful` hold one account for each side; `grounds` every report
    that gives a ground for it, the narrator's included, which calls nothing lawful. `origins` counts the roots of
    the assertions of all sides together. `same_day_as_force` marks one on the day of entry into force, whose order to
    its hour nobody gives. `reports` is all of it, in order of day.
    """

    id: str
    clauses: tuple[str, ...]
    bearers: tuple[str, ...]
    first: dt.date
    last: dt.date
    happened: Happened
    breach: Breach
    asserted: tuple[Account, ...]
    denied: tuple[Account, ...]
    called_breach: tuple[Account, ...]
    called_lawful: tuple[Account, ...]
    grounds: tuple[Evidence, ...]
    origins: int
    reports: tuple[Evidence, ...]
    same_day_as_force: bool = False


class Tally(Struct, frozen=True):
    """The reports of one bearing, in order of day: `reports` from `origins` roots, of `incidents` (ids).

    `against_interest` are those that speak against their own side's interest. `unsure` and `unreviewed` are true when
    every one of the reports is marked unsure, or was only proposed by a machine. `last` is the newest publication.
    """

    bearing: Bearing
    reports: tuple[Evidence, ...]
    origins: int
    last: dt.date
    incidents: tuple[str, ...] = ()
    against_interest: tuple[Evidence, ...] = ()
    unsure: bool = False
    unreviewed: bool = False


class Word(Struct, frozen=True):
    """One word for what is reported, and every report that it rests on; `timing` stands with "done" alone."""

    word: EvidenceWord
    reports: tuple[Evidence, ...]
    timing: Timing | None = None


class Silence(Struct, frozen=True):
    """That there is no report since a day (null = none at all), and what was read in that time.

    `read` counts the documents of the weeks since then that name the bearer or the place; null where nobody counted.
    Silence is unknown; it never means that a clause was kept.
    """

    since: dt.date | None
    read: int | None

    @property
    def reach(self) -> Reach:
        """Tell "nothing read" from "read, nothing said"."""
        if self.read is None:
            return "coverage unknown"
        return "read, nothing said" if self.read else "nothing read"


class SideEvidence(Struct, frozen=True):
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


class ClauseStatus(Struct, frozen=True):
    """The evidence half of a clause's status; the other half, the schedule, follows from the text alone.

    `together` holds a row for each bearer that anybody in the view reports on, `by_side` a row for each bearer and
    side. A side without a row has reported nothing: `silence` says so with what was read since the clause could be
    reported on. `incidents` are ids.
    """

    clause: str
    together: tuple[SideEvidence, ...]
    by_side: tuple[SideEvidence, ...]
    incidents: tuple[str, ...]
    silence: Silence


class SetAside(Struct, frozen=True):
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
