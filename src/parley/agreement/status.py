"""The status of an agreement: incidents, then clauses, for a view, a world date and a known date (docs/STATUS.md).

Several views of the same reports share one pass: what one side says is worked out once, and only what hangs on more
than one side (an assertion and its denial, a correction by another) is weighed anew for each view.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter

from msgspec import Struct

from parley.agreement.evidence import Evidence, View
from parley.agreement.incidents import IncidentFinder, Key, Outcome, find_key, join_outcomes
from parley.agreement.reports import Bounds, Parties, Report, find_corrections, find_period, take_reports
from parley.agreement.results import AgreementStatus, ClauseStatus, Incident, SetAside, SideEvidence
from parley.agreement.rows import Counted, Coverage, ReadWeeks, RowMaker
from parley.agreement.schedule import schedule_agreement
from parley.agreement.terms import Agreement, Clause

Place = tuple[str, str | None]
"""A clause and a bearer."""
_Rows = dict[str, dict[str | None, dict[str, list[Counted]]]]


def find_status(
    agreement: Agreement,
    evidence: Iterable[Evidence],
    view: View,
    world: dt.date,
    known: dt.date,
    *,
    recorded_by: dt.datetime | None = None,
    coverage: Coverage | None = None,
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
    coverage: Coverage | None = None,
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

    def __init__(self, agreement: Agreement, bounds: Bounds, coverage: Coverage | None) -> None:
        self.agreement = agreement
        self.bounds = bounds
        self.parties = Parties(agreement)
        period = find_period(agreement, bounds.known)
        self.finder = IncidentFinder(agreement, period, bounds)
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


class _Group(Struct, frozen=True):
    """Reports that hang on more than one side; `sides` are those whose presence in a view can make a difference."""

    key: Key | None
    reports: tuple[Report, ...]
    sides: frozenset[str]


class _Own(Struct, frozen=True):
    """What hangs on one side alone."""

    incidents: list[Incident]
    set_aside: list[SetAside]
    rows: dict[Place, list[Counted]]


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
        self._own: dict[str, _Own] = {}
        for aside in set_aside:
            self._get_own(aside.report.side).set_aside.append(aside)
        self._shared: list[_Group] = []
        self._outcomes: dict[tuple[int, frozenset[str]], Outcome] = {}
        self._rows: dict[tuple[str, str | None, str, tuple[Counted, ...]], SideEvidence] = {}
        self._divide(reports)

    def _get_own(self, side: str) -> _Own:
        return self._own.setdefault(side, _Own([], [], {}))

    def _divide(self, reports: Iterable[Report]) -> None:
        groups: dict[Key, list[Report]] = {}
        for report in reports:
            key = find_key(report)
            if key is not None:
                groups.setdefault(key, []).append(report)
            elif report.number in self._corrections:
                self._place_group(None, [report])
            else:
                self._take_own(report.side, self._terms.finder.weigh_one(report))
        for key, members in groups.items():
            self._place_group(key, members)

    def _place_group(self, key: Key | None, reports: Sequence[Report]) -> None:
        sides = {report.side for report in reports}
        for report in reports:
            sides.update(by.side for by in self._corrections.get(report.number, ()))
        group = _Group(key, tuple(reports), frozenset(sides))
        if len(sides) == 1:
            self._take_own(reports[0].side, self._weigh(group, group.sides))
        else:
            for report in reports:
                self._get_own(report.side)
            self._shared.append(group)

    def _take_own(self, side: str, outcome: Outcome) -> None:
        own = self._get_own(side)
        own.incidents.extend(outcome.incidents)
        own.set_aside.extend(outcome.set_aside)
        for pair in outcome.counted:
            own.rows.setdefault((pair[0].clause, pair[0].bearer), []).append(pair)

    def _weigh(self, group: _Group, sides: frozenset[str]) -> Outcome:
        """Weigh the reports of a group that some sides make, without those that are corrected among these sides."""
        finder, outcomes, standing = self._terms.finder, [], []
        for report in group.reports:
            by = {
                other.evidence.assessment.document_id
                for other in self._corrections.get(report.number, ())
                if other.side in sides
            }
            if report.side in sides and by:
                alone = finder.weigh_one(report)
                aside = (SetAside(report.evidence, "corrected", tuple(sorted(by))),) if alone.counted else ()
                outcomes.append(Outcome((), (), aside or alone.set_aside))
            elif report.side in sides:
                standing.append(report)
        if standing:
            weighed = finder.weigh_one(standing[0]) if group.key is None else finder.weigh_group(group.key, standing)
            outcomes.append(weighed)
        return outcomes[0] if len(outcomes) == 1 else join_outcomes(outcomes)

    def find_status(self, view: View) -> AgreementStatus:
        """Find the status for one view."""
        sides = frozenset(view.sides & self._own.keys() if view.sides else self._own)
        shared = [self._find_outcome(number, sides) for number in range(len(self._shared))]
        incidents = [incident for side in sides for incident in self._own[side].incidents]
        incidents += [incident for outcome in shared for incident in outcome.incidents]
        aside = [aside for side in sides for aside in self._own[side].set_aside]
        aside += [aside for outcome in shared for aside in outcome.set_aside]
        bounds = self._terms.bounds
        return AgreementStatus(
            self._terms.agreement.id,
            view,
            bounds.world,
            bounds.known,
            bounds.recorded_by,
            tuple(sorted(incidents, key=attrgetter("first", "id"))),
            tuple(self._list_clauses(sides, shared, incidents)),
            tuple(sorted(aside, key=_aside_order)),
        )

    def _find_outcome(self, number: int, sides: frozenset[str]) -> Outcome:
        group = self._shared[number]
        present = group.sides & sides
        key = (number, present)
        if key not in self._outcomes:
            self._outcomes[key] = self._weigh(group, present)
        return self._outcomes[key]

    def _list_clauses(
        self, sides: frozenset[str], shared: Iterable[Outcome], incidents: Iterable[Incident]
    ) -> Iterator[ClauseStatus]:
        named: dict[str, list[str]] = {}
        for incident in incidents:
            for clause_id in incident.clauses:
                named.setdefault(clause_id, []).append(incident.id)
        told = self._gather_rows(sides, shared)
        for clause in self._terms.agreement.clauses:
            together, by_side = [], []
            for bearer, rows in sorted(
                told.get(clause.id, {}).items(), key=lambda item: _bearer_order(clause, item[0])
            ):
                made = [
                    self._make_row(clause.id, bearer, side, added)
                    for side, added in sorted(rows.items(), key=itemgetter(0))
                ]
                by_side += made
                together.append(self._join_rows(clause.id, bearer, made, rows))
            silence = self._terms.read[clause.id].find_silence(None)
            yield ClauseStatus(clause.id, tuple(together), tuple(by_side), tuple(named.get(clause.id, ())), silence)

    def _gather_rows(self, sides: frozenset[str], shared: Iterable[Outcome]) -> _Rows:
        """Lay out by clause, bearer and side what shared groups add to what hangs on the side alone."""
        told: _Rows = {}
        for side in sides:
            for clause_id, bearer in self._own[side].rows:
                told.setdefault(clause_id, {}).setdefault(bearer, {})[side] = []
        for outcome in shared:
            for pair in outcome.counted:
                rows = told.setdefault(pair[0].clause, {}).setdefault(pair[0].bearer, {})
                rows.setdefault(pair[0].side, []).append(pair)
        return told

    def _list_pairs(self, place: Place, side: str, added: Sequence[Counted]) -> list[Counted]:
        own = self._own[side].rows.get(place, [])
        return sorted([*own, *added], key=_number_of) if added else own

    def _make_row(self, clause_id: str, bearer: str | None, side: str, added: Sequence[Counted]) -> SideEvidence:
        key = (clause_id, bearer, side, tuple(added))
        if key not in self._rows:
            pairs = self._list_pairs((clause_id, bearer), side, added)
            self._rows[key] = self._terms.rows[clause_id].make_row(bearer, side, pairs)
        return self._rows[key]

    def _join_rows(
        self, clause_id: str, bearer: str | None, made: Sequence[SideEvidence], rows: Mapping[str, Sequence[Counted]]
    ) -> SideEvidence:
        """Make the row of all sides together; with one side, it says what that side's says."""
        if len(made) == 1:
            return SideEvidence(bearer, None, made[0].words, made[0].tallies, made[0].silence)
        place = (clause_id, bearer)
        pairs = [pair for side, added in rows.items() for pair in self._list_pairs(place, side, added)]
        return self._terms.rows[clause_id].make_row(bearer, None, sorted(pairs, key=_number_of))


def _number_of(pair: Counted) -> int:
    return pair[0].number


def _bearer_order(clause: Clause, bearer: str | None) -> tuple[int, str]:
    """Order the bearers of a clause as it names them, then others, then none."""
    place = clause.bearer.index(bearer) if bearer in clause.bearer else len(clause.bearer) + (bearer is None)
    return place, bearer or ""


def _aside_order(aside: SetAside) -> tuple[dt.date, str]:
    return aside.report.known_on, aside.report.assessment.id
