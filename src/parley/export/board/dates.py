"""What the text alone says of a clause's days, in words."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from parley.agreement import Agreement, Amendment, Clause
from parley.agreement.schedule import Phase, Reckoning, Schedule, schedule_agreement, schedule_days
from parley.agreement.terms import ACCEPTING
from parley.derive import count
from parley.export.board.periods import Axis
from parley.export.board.words import join


class Deadline(Struct, frozen=True):
    """One due day of a clause, as counted in one way. `days` lie between it and the world date, below zero ahead.

    `basis` says how it is counted and, of an extension, who accepted it and who, of those bound, is not said to have.
    `counted` names that way of counting, whatever day it comes to: the anchor, the amendment, or the text itself; with
    several reports of one anchor each later one has its number, in the order in which they became known.
    """

    first: dt.date
    last: dt.date
    basis: str
    days: int
    counted: str

    @property
    def when(self) -> str:
        """The day, or the days that the count leaves open."""
        return f"{self.first}" if self.first == self.last else f"{self.first} or {self.last}"

    @property
    def distance(self) -> str:
        """How far away it is."""
        if self.days == 0:
            return "that day"
        return f"{count(abs(self.days), 'day')} {'ago' if self.days > 0 else 'ahead'}"


class ClauseDeadline(Struct, frozen=True):
    """A due day by the text of an agreement, or with `begins` one on which a clause begins a period after an anchor.

    `by` names whose duty it is, `phase` says where the clause stands.
    """

    agreement: str
    clause: str
    gist: str
    by: str
    phase: Phase
    deadline: Deadline
    begins: bool = False


def list_clause_deadlines(agreement: Agreement, world: dt.date, known: dt.date) -> Iterator[ClauseDeadline]:
    """Yield the days that the text of an agreement fixes, as of a world date and a known date, clause by clause."""
    names = {party.id: party.name for party in agreement.parties}
    schedules = schedule_agreement(agreement, world, known)
    for clause, schedule in zip(agreement.clauses, schedules, strict=True):
        by = join(names.get(bearer, bearer) for bearer in clause.bearer)
        due = [(deadline, False) for deadline in list_deadlines(agreement, schedule, world)]
        if clause.begins and (clause.begins.within or not clause.begins.after):
            begun = [
                (_tell_deadline(agreement, each, each.window.as_beginning, world, counted), True)
                for each, counted in _name_counts(schedule.begins)
            ]
            due = [*begun, *due]
        for deadline, begins in due:
            yield ClauseDeadline(agreement.id, clause.id, clause.gist, by, schedule.word, deadline, begins)


def list_deadlines(agreement: Agreement, schedule: Schedule, world: dt.date) -> tuple[Deadline, ...]:
    """List the due days of a clause in every way that they are counted, the earliest first."""
    found = (
        _tell_deadline(agreement, each, each.window.as_deadline, world, counted)
        for each, counted in _name_counts(schedule.dues)
    )
    return tuple(sorted(found, key=lambda deadline: (deadline.first, deadline.last, deadline.basis)))


def _name_counts(reckonings: Iterable[Reckoning]) -> Iterator[tuple[Reckoning, str]]:
    """Yield each way to count a moment with a name that no change of its day, sources or acceptance touches."""
    named: Counter[str] = Counter()
    for each in sorted(reckonings, key=lambda each: (each.known.date, each.sources)):
        way = f"amendment {each.amendment}" if each.amendment else f"anchor {each.anchor}" if each.anchor else "text"
        named[way] += 1
        yield each, way if named[way] == 1 else f"{way} {named[way]}"


def _tell_deadline(
    agreement: Agreement, reckoning: Reckoning, days: tuple[dt.date, dt.date], world: dt.date, counted: str
) -> Deadline:
    first, last = days
    return Deadline(first, last, _tell_basis(agreement, reckoning), (world - last).days, counted)


def _tell_basis(agreement: Agreement, reckoning: Reckoning) -> str:
    names = {party.id: party.name for party in agreement.parties}
    if reckoning.accepted_by is None:
        source = f" ({', '.join(reckoning.sources)})" if reckoning.sources else ""
        return (
            f"counted from {reckoning.anchor.replace('_', ' ')}{source}" if reckoning.anchor else "the text's own day"
        )
    amendment = next(each for each in agreement.amendments if each.id == reckoning.amendment)
    accepted = [names.get(party, party) for party in amendment.accepted_by]
    open_ = list_silent_parties(agreement, amendment)
    parts = [f"extension announced by {names.get(amendment.by, amendment.by)}"]
    parts.append(f"accepted by {join(accepted)}" if accepted else "accepted by nobody as reported")
    if open_:
        parts.append(f"no acceptance reported by {join(open_)}")
    return "; ".join(parts)


def list_silent_parties(agreement: Agreement, amendment: Amendment) -> list[str]:
    """Name the parties that are not said to have accepted an amendment."""
    bound = [party for party in agreement.parties if party.role in ACCEPTING]
    return [party.name for party in bound if party.id not in amendment.accepted_by]


def tell_schedule(schedule: Schedule, world: dt.date) -> str:
    """Say where a clause stands by its text: the word and the day that it hangs on."""
    days = sorted({reckoning.window.as_deadline[1] for reckoning in schedule.dues})
    dues = " or ".join(map(str, days))
    match schedule.word:
        case "past due":
            late = count((world - days[0]).days, "day") if len(days) == 1 else "by every count"
            return f"past due since {dues} ({late})"
        case "due":
            return f"due by one count, not by another: {dues}" if schedule.split and len(days) > 1 else f"due {dues}"
        case "dormant":
            return f"dormant, {_tell_dormant(schedule)}"
        case "pending" if not days and schedule.begins:
            return f"pending, begins {min(reckoning.window.as_beginning[0] for reckoning in schedule.begins)}"
        case "in force" | "pending" if days:
            return f"{schedule.word}, due {dues}"
    return schedule.word


def tell_duty(clause: Clause, schedule: Schedule, world: dt.date) -> str:
    """Say what kind of duty a clause is and where it stands by its text."""
    return f"{clause.modal.replace('_', ' ')}; {tell_schedule(schedule, world)}"


def _tell_dormant(schedule: Schedule) -> str:
    if schedule.waiting_on:
        return f"waiting on {', '.join(schedule.waiting_on).replace('_', ' ')}"
    return schedule.reasons[0] if schedule.reasons else "no day known"


def list_waiting(agreement: Agreement, schedule: Schedule) -> tuple[str, ...]:
    """Say what a clause waits for that nobody has dated."""
    return tuple(agreement.get_anchor(name).event or name.replace("_", " ") for name in schedule.waiting_on)


def list_bands(
    agreement: Agreement, clause: Clause, axis: Axis, world: dt.date, known: dt.date
) -> tuple[tuple[Phase, int], ...]:
    """Say where a clause stood by its text, as known on the same day throughout: words, and for how many periods.

    A period counts by its last day, or by `world` where that comes first.
    """
    days = (min(period.last, world) for period in axis.periods)
    schedules = schedule_days(agreement, clause, days, known)
    return tuple((word, len(list(found))) for word, found in groupby(schedule.word for schedule in schedules))
