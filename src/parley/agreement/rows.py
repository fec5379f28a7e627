"""Rows of a clause: tallies, words, timing and silence of one side, or of all together (docs/STATUS.md, 17-27)."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import get_args

from parley.agreement.counting import Order, Window, begin_day, end_day, find_order
from parley.agreement.evidence import Evidence
from parley.agreement.reports import TALK, Parties, Report
from parley.agreement.results import EvidenceWord, SideEvidence, Silence, Tally, Timing, Word
from parley.agreement.terms import ClauseKind
from parley.model import Bearing

Cell = dict[Bearing, list[Report]]
"""Reports that count, of one clause and bearer, by bearing in order of day."""
_BEARINGS: tuple[Bearing, ...] = get_args(Bearing)
_ORDER: tuple[EvidenceWord, ...] = get_args(EvidenceWord)
_WORDS: dict[Bearing, EvidenceWord] = {
    "done": "done",
    "partly": "partly done",
    "not_done": "not done",
    "contrary": "contrary acts",
    "kept": "kept",
    "denied": "denied",
    "excused": "ground given",
    "planned": "spoken of",
    "reads": "spoken of",
    "calls": "spoken of",
    "relates": "spoken of",
}
_WORDS_OF_KIND: dict[ClauseKind, dict[Bearing, EvidenceWord]] = {
    "achieve": _WORDS,
    "maintain": {**_WORDS, "done": "begun"},
    "whenever": {**_WORDS, "done": "instances done", "not_done": "instances not done"},
    "progress": {**_WORDS, "done": "steps done"},
    "reservation": {**_WORDS, "done": "invoked"},
}
_TIMINGS: dict[Order, Timing] = {
    "before": "by the due date",
    "after": "after the due date",
    "same day, order unknown": "same day, order unknown",
    "depends on the count": "depends on the count",
}
_WEEK = dt.timedelta(days=7)
_evidence_of, _incident_of = attrgetter("evidence"), attrgetter("incident")
_first_of, _last_of, _known_on_of = attrgetter("first"), attrgetter("last"), attrgetter("known_on")


class ReadWeeks:
    """How many documents were read that name a clause's bearer or place.

    Args:
        weeks: by the Monday of a week; null where nobody counted.
        start: the day from which the clause could be reported on.
        end: the earlier of world and known date.
    """

    def __init__(self, weeks: Mapping[dt.date, int] | None, start: dt.date, end: dt.date) -> None:
        self._counted = weeks is not None
        self._end = end
        self._mondays = sorted(monday for monday in weeks or () if monday <= end)
        self._sums = [0]
        for monday in self._mondays:
            self._sums.append(self._sums[-1] + (weeks or {})[monday])
        self._from_start = self._sum_from(bisect_right(self._mondays, start - _WEEK)) if start <= end else None

    def find_silence(self, since: dt.date | None) -> Silence:
        """Say what was read since a day; null for since the clause could be reported on."""
        if since is None:
            return Silence(None, self._from_start)
        next_monday = since + dt.timedelta(days=7 - since.weekday())
        read = self._sum_from(bisect_left(self._mondays, next_monday)) if next_monday <= self._end else None
        return Silence(since, read)

    def _sum_from(self, place: int) -> int | None:
        return self._sums[-1] - self._sums[place] if self._counted else None


class RowMaker:
    """Makes the rows of one clause.

    Args:
        kind: of the clause.
        dues: every way to count its due date, as known.
        read: what was read about it.
        parties: who belongs to whom.
    """

    def __init__(self, kind: ClauseKind, dues: Sequence[Window], read: ReadWeeks, parties: Parties) -> None:
        self._kind = kind
        self._dues = dues
        self._read = read
        self._parties = parties

    def make_row(self, bearer: str | None, side: str | None, cell: Cell) -> SideEvidence:
        """Make the row of one side, or of all together when `side` is null."""
        tallies = tuple(
            [self._make_tally(bearing, bearer, side, cell[bearing]) for bearing in _BEARINGS if bearing in cell]
        )
        newest = [max(map(_known_on_of, reports)) for bearing, reports in cell.items() if bearing not in TALK]
        silence = self._read.find_silence(max(newest, default=None))
        return SideEvidence(bearer, side, self._find_words(tallies, cell), tallies, silence)

    def _make_tally(self, bearing: Bearing, bearer: str | None, side: str | None, told: Sequence[Report]) -> Tally:
        reports = tuple(map(_evidence_of, told))
        incidents = dict.fromkeys(map(_incident_of, told))
        incidents.pop(None, None)
        against: tuple[Evidence, ...] = ()
        sides = self._parties.find_sides_against_interest(bearer, bearing)
        if sides and side is not None:
            against = reports if side in sides else ()
        elif sides:
            against = tuple([report for report in reports if report.side in sides])
        return Tally(bearing, reports, tuple(incidents), against)

    def _find_words(self, tallies: Iterable[Tally], cell: Cell) -> tuple[Word, ...]:
        words: dict[EvidenceWord, Word] = {}
        for tally in tallies:
            word = _WORDS_OF_KIND[self._kind][tally.bearing]
            reports = (*words[word].reports, *tally.reports) if word in words else tally.reports
            timing = self._find_timing(cell["done"]) if word == "done" and self._dues else None
            words[word] = Word(word, reports, timing)
        ordered = [words[word] for word in _ORDER if word in words]
        conflict = self._find_conflict(cell)
        return (Word("conflicting", conflict), *ordered) if conflict else tuple(ordered)

    def _find_conflict(self, cell: Cell) -> tuple[Evidence, ...]:
        """List the reports that cannot be brought together; empty where there are none."""
        if self._kind == "achieve":
            found = _conflict_in_time(cell.get("done", ()), cell.get("not_done", ()))
        elif self._kind == "maintain":
            against = [*cell.get("contrary", ()), *cell.get("not_done", ())]
            found = _conflict_in_days(cell.get("kept", ()), against)
        else:
            found = _conflict_in_incident(cell.get("done", ()), cell.get("not_done", ()))
        return tuple(report.evidence for report in found)

    def _find_timing(self, done: Sequence[Report]) -> Timing:
        """Say how the earliest day of carrying out lies to the due date, in all ways to count both."""
        report = min(done, key=lambda report: (not report.evidence.happened, report.last))
        happened = Window(begin_day(report.first, None), end_day(report.last, None), whole_days=True)
        orders = {find_order(happened, due) for due in self._dues}
        timing = _TIMINGS[orders.pop()] if len(orders) == 1 else "depends on the count"
        return timing if report.evidence.happened or timing == "by the due date" else "not said"


def _conflict_in_time(done: Sequence[Report], not_done: Sequence[Report]) -> list[Report]:
    """Pick what says not done on or after the day by which something else says done, and what says so."""
    if not done or not not_done:
        return []
    first = min(report.last for report in done)
    later = [report for report in not_done if report.last >= first]
    newest = max((report.last for report in later), default=None)
    return [*(report for report in done if newest is not None and report.last <= newest), *later]


def _conflict_in_days(kept: Sequence[Report], against: Sequence[Report]) -> list[Report]:
    """Pick reports of keeping and of the opposite whose days overlap."""
    return [*_pick_overlapping(kept, against), *_pick_overlapping(against, kept)] if kept and against else []


def _pick_overlapping(some: Iterable[Report], others: Sequence[Report]) -> list[Report]:
    """Pick those whose days overlap those of any other."""
    ordered = sorted(others, key=_first_of)
    firsts = list(map(_first_of, ordered))
    latest = list(accumulate(map(_last_of, ordered), max))
    before = [(report, bisect_right(firsts, report.last)) for report in some]
    return [report for report, place in before if place and latest[place - 1] >= report.first]


def _conflict_in_incident(done: Sequence[Report], not_done: Sequence[Report]) -> list[Report]:
    """Pick reports of doing and of not doing that speak of one incident."""
    shared = {report.incident for report in done if report.incident} & {report.incident for report in not_done}
    return [report for report in (*done, *not_done) if report.incident in shared]
