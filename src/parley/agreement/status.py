"""The status of an agreement: incidents, then clauses, for a view, a world date and a known date (docs/STATUS.md).

Several views of the same reports share one pass: what one side says is worked out once, and only what hangs on more
than one side (an assertion and its denial, a correction by another) is weighed anew for each view.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from operator import attrgetter

from msgspec import Struct

from parley.agreement.coverage import WeekCounts
from parley.agreement.evidence import Evidence, View
from parley.agreement.incidents import Key, Scale, Weighed, find_key
from parley.agreement.reports import Bounds, Parties, Report, find_corrections, find_period, take_reports
from parley.agreement.results import AgreementStatus, ClauseStatus, Incident, SetAside, SideEvidence
from parley.agreement.rows import Cell, ReadWeeks, RowMaker
from parley.agreement.schedule import schedule_agreement
from parley.agreement.terms import Agreement, Clause

Place = tuple[str, str | None]
"""A clause and a bearer."""
_number_of = attrgetter("number")


def find_status(
    agreement: Agreement,
    evidence: Iterable[Evidence],
    view: View,
    world: dt.date,
    known: dt.date,
    *,
    recorded_by: dt.datetime | None = None,
    coverage: WeekCounts | None = None,
) -> AgreementStatus:
    """Find the status of every clause for one view; arguments as for `find_statuses`."""
    bounds = Bounds(world, known, recorded_by)
    return find_statuses(agreement, evidence, [view], bounds, coverage=coverage)[0]


def find_statuses(
    agreement: Agreement,
    evidence: Iterable[Evidence],
    views: Sequence[View],
    bounds: Bounds,
    *,
    coverage: WeekCounts | None = None,
) -> list[AgreementStatus]:
    """Find the status of every clause for several views, in their order.

    Args:
        agreement: the agreement.
        evidence: in any order; what belongs to other agreements is passed over.
        views: whose reports to look at.
        bounds: world date and known date, both inclusive, and the moment of recording.
        coverage: by clause and Monday of a week, how many documents were read that name its bearer or its place;
            null where nobody counted.
    """
    held = list(evidence)
    terms = _Terms(agreement, bounds, coverage)
    tables: dict[bool, _Table] = {}
    for view in views:
        if view.reviewed not in tables:
            looked_at = filter(View(reviewed=True).takes, held) if view.reviewed else held
            tables[view.reviewed] = _Table(terms, looked_at)
    return [tables[view.reviewed].find_status(view) for view in views]


class _Terms:
    """What the agreement, the clocks and the coverage give, whoever reports."""

    def __init__(self, agreement: Agreement, bounds: Bounds, coverage: WeekCounts | None) -> None:
        self.agreement = agreement
        self.bounds = bounds
        self.parties = Parties(agreement)
        period = find_period(agreement, bounds.known)
        self.scale = Scale(agreement, period, bounds)
        end = min(bounds.world, bounds.known)
        schedules = schedule_agreement(agreement, bounds.world, bounds.known)
        self.read: dict[str, ReadWeeks] = {}
        self.rows: dict[str, RowMaker] = {}
        for clause, schedule in zip(agreement.clauses, schedules, strict=True):
            weeks = None if coverage is None else coverage.get(clause.id, {})
            read = ReadWeeks(weeks, period.force or period.talk_from, end)
            self.read[clause.id] = read
            dues = [reckoning.window for reckoning in schedule.dues]
            self.rows[clause.id] = RowMaker(clause.kind, dues, read, self.parties)


class _Group(Struct, frozen=True, gc=False):
    """Reports of the given `sides` that hang together, or that another report corrects."""

    key: Key | None
    reports: Sequence[Report]
    sides: frozenset[str]


class _Own:
    """What hangs on one side alone: what was weighed, and by clause and bearer the reports that count."""

    def __init__(self) -> None:
        self.weighed = Weighed({}, [], [])

    @cached_property
    def cells(self) -> dict[Place, Cell]:
        """The reports that count by clause and bearer, then by bearing."""
        cells: dict[Place, Cell] = {}
        for report in sorted(self.weighed.counted, key=_number_of):
            place = (report.clause, report.bearer)
            if place not in cells:
                cells[place] = defaultdict(list)
            cells[place][report.bearing].append(report)
        return cells


class _Table:
    """The reports of all sides, taken apart into what hangs on one side and what hangs on several.

    Args:
        terms: of the agreement.
        evidence: in any order.
    """

    def __init__(self, terms: _Terms, evidence: Iterable[Evidence]) -> None:
        self._terms = terms
        reports, set_aside = take_reports(terms.agreement, evidence, terms.bounds, terms.parties)
        self._corrections = find_corrections(reports)
        sides = {report.side for report in reports} | {aside.report.side for aside in set_aside}
        self._own = {side: _Own() for side in sides}
        for aside in set_aside:
            self._own[aside.report.side].weighed.set_aside.append(aside)
        self._shared: list[_Group] = []
        self._rows: dict[tuple[object, ...], tuple[SideEvidence, Cell]] = {}
        self._divide(reports)

    def _divide(self, reports: Sequence[Report]) -> None:
        of_origin = Counter([report.evidence.origin for report in reports])
        weigh_one, corrections = self._terms.scale.weigh_one, self._corrections
        groups: defaultdict[Key, list[Report]] = defaultdict(list)
        for report in reports:
            lonely = report.incident is None and of_origin[report.evidence.origin] == 1
            key = None if lonely else find_key(report)
            if key is not None:
                groups[key].append(report)
            elif report.number in corrections:
                self._place_group(find_key(report), [report])
            else:
                weigh_one(report, self._own[report.side].weighed, alone=lonely)
        for key, members in groups.items():
            self._place_group(key, members)

    def _place_group(self, key: Key | None, reports: Sequence[Report]) -> None:
        """Weigh a group that one side alone makes; keep the others for the views."""
        sides = frozenset([report.side for report in reports])
        corrected = [report.number for report in reports if report.number in self._corrections]
        if len(sides) > 1 or corrected or key is None:
            self._shared.append(_Group(key, reports, sides))
        else:
            self._terms.scale.weigh_group(key, reports, self._own[reports[0].side].weighed)

    def _weigh(self, group: _Group, sides: frozenset[str], into: Weighed) -> None:
        """Add what becomes of the reports of a group that some sides make, but for those corrected among these sides.

        Each view names the incident of a shared report anew.
        """
        scale, standing = self._terms.scale, []
        for report in group.reports:
            if report.side in sides:
                report.incident = None
                if report.number not in self._corrections or not (by := self._find_correcting(report, sides)):
                    standing.append(report)
                    continue
                alone = Weighed({}, [], into.set_aside)
                scale.weigh_one(report, alone)
                if alone.counted:
                    into.set_aside.append(SetAside(report.evidence, "corrected", by))
        if standing and group.key is None:
            scale.weigh_one(standing[0], into)
        elif standing and group.key is not None:
            scale.weigh_group(group.key, standing, into)

    def _find_correcting(self, report: Report, sides: frozenset[str]) -> tuple[str, ...]:
        """List the documents of some sides that correct a report which has corrections."""
        return tuple(sorted({by.document for by in self._corrections[report.number] if by.side in sides}))

    def find_status(self, view: View) -> AgreementStatus:
        """Find the status for one view."""
        sides = frozenset(view.sides & self._own.keys() if view.sides else self._own)
        shared = Weighed({}, [], [])
        for group in self._shared:
            if not group.sides.isdisjoint(sides):
                self._weigh(group, sides, shared)
        weighed = [*(self._own[side].weighed for side in sides), shared]
        numbered: dict[int, Incident] = {}
        for each in weighed:
            numbered |= each.incidents
        incidents = [numbered[number] for number in sorted(numbered)]
        aside = [aside for each in weighed for aside in each.set_aside]
        bounds = self._terms.bounds
        return AgreementStatus(
            self._terms.agreement.id,
            view,
            bounds.world,
            bounds.known,
            bounds.recorded_by,
            tuple(incidents),
            tuple(self._list_clauses(sides, shared.counted)),
            tuple(sorted(aside, key=_aside_order)),
        )

    def _list_clauses(self, sides: frozenset[str], shared: Sequence[Report]) -> Iterator[ClauseStatus]:
        added: defaultdict[tuple[str, str | None, str], Cell] = defaultdict(lambda: defaultdict(list))
        for report in shared:
            added[report.clause, report.bearer, report.side][report.bearing].append(report)
        told: defaultdict[str, defaultdict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
        for clause_id, bearer, side in added:
            told[clause_id][bearer].add(side)
        for side in sides:
            for clause_id, bearer in self._own[side].cells:
                told[clause_id][bearer].add(side)
        for clause in self._terms.agreement.clauses:
            together, by_side = [], []
            for bearer in sorted(told[clause.id], key=partial(_bearer_order, clause)):
                made = [
                    self._make_row(clause.id, bearer, side, added.get((clause.id, bearer, side), {}))
                    for side in sorted(told[clause.id][bearer])
                ]
                by_side += [row for row, _ in made]
                together.append(self._join_rows(clause.id, bearer, made))
            silence = self._terms.read[clause.id].find_silence(None)
            yield ClauseStatus(clause.id, tuple(together), tuple(by_side), silence)

    def _make_row(self, clause_id: str, bearer: str | None, side: str, added: Cell) -> tuple[SideEvidence, Cell]:
        """Make the row of one side from its own reports and those that the view adds; the same row once."""
        extra = [part for reports in added.values() for report in reports for part in (report.number, report.incident)]
        key = (clause_id, bearer, side, *extra)
        if key not in self._rows:
            cell = self._own[side].cells.get((clause_id, bearer), {})
            if added:
                cell = _join_cells([cell, added])
            self._rows[key] = self._terms.rows[clause_id].make_row(bearer, side, cell), cell
        return self._rows[key]

    def _join_rows(self, clause_id: str, bearer: str | None, made: Sequence[tuple[SideEvidence, Cell]]) -> SideEvidence:
        """Make the row of all sides together; with one side, it says what that side's says."""
        if len(made) == 1:
            row = made[0][0]
            return SideEvidence(bearer, None, row.words, row.tallies, row.silence)
        return self._terms.rows[clause_id].make_row(bearer, None, _join_cells(cell for _, cell in made))


def _join_cells(cells: Iterable[Cell]) -> Cell:
    """Put the reports of several cells together, again in order of day."""
    joined: Cell = defaultdict(list)
    for cell in cells:
        for bearing, reports in cell.items():
            joined[bearing] += reports
    for reports in joined.values():
        reports.sort(key=_number_of)
    return joined


def _bearer_order(clause: Clause, bearer: str | None) -> tuple[int, str]:
    """Order the bearers of a clause as it names them, then others, then none."""
    place = clause.bearer.index(bearer) if bearer in clause.bearer else len(clause.bearer) + (bearer is None)
    return place, bearer or ""


def _aside_order(aside: SetAside) -> tuple[dt.date, str]:
    return aside.report.known_on, aside.report.assessment.id
