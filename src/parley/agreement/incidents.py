"""Incidents: which reports speak of the same act or omission, and which of them count (docs/STATUS.md, 2, 5, 13-16)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from parley.agreement.reports import AGAINST, TALK, Bounds, Period, Report
from parley.agreement.results import ANSWERS, Incident, SetAside
from parley.agreement.terms import Agreement
from parley.model import Bearing

Key = str | tuple[str, str, str | None]
"""What holds a group together: the incident's id that was given, else the report's origin, clause and bearer."""
Scope = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The clauses of an incident, the bearers, and those of the clauses that reserve a right."""
GROUPED: frozenset[Bearing] = frozenset({"contrary", "denied", "excused", "partly", "not_done"})
"""Bearings of which several in one document, or in copies of it, can speak of one incident."""


class Weighed(Struct, gc=False):
    """What became of some reports: their incidents, those that count, and those set aside.

    Each incident stands under the number of its first report.
    """

    incidents: dict[int, Incident]
    counted: list[Report]
    set_aside: list[SetAside]


def find_key(report: Report) -> Key | None:
    """Say which reports a report may belong together with; null where it stands alone in any case."""
    if report.incident is not None:
        return report.incident
    return (report.evidence.origin, report.clause, report.bearer) if report.bearing in GROUPED else None


class Scale:
    """Weighs reports for one agreement, its period and its clocks.

    Args:
        agreement: its clauses and parties give the order in which an incident names them.
        period: of the agreement as known.
        bounds: world date and known date.
    """

    def __init__(self, agreement: Agreement, period: Period, bounds: Bounds) -> None:
        self._period = period
        self._world = bounds.world
        self._talk_from = period.talk_from
        self._acts_from = period.force or dt.date.max
        self._until = period.lapse or dt.date.max
        self._clauses = {clause.id: place for place, clause in enumerate(agreement.clauses)}
        self._parties = {party.id: place for place, party in enumerate(agreement.parties)}
        self._scopes: dict[frozenset[tuple[str, str | None]], Scope] = {}
        self._reservations = frozenset(clause.id for clause in agreement.clauses if clause.kind == "reservation")

    def weigh_one(self, report: Report, into: Weighed, *, alone: bool = False) -> None:
        """Add what becomes of one report; `alone` when nothing else can belong to its incident, if it speaks of one."""
        bearing = report.bearing
        if report.first > self._world:
            return
        if report.last < (self._talk_from if bearing in TALK else self._acts_from) or report.first > self._until:
            self._set_aside([report], report.first, report.last, into)
            return
        into.counted.append(report)
        if alone and (report.breach or bearing in AGAINST):
            report.incident = _name_incident(report)
            into.incidents[report.number] = self._make_incident(report.incident, [report], report.first, report.last)

    def _set_aside(self, reports: Iterable[Report], first: dt.date, last: dt.date, into: Weighed) -> None:
        for report in reports:
            if reason := self._period.outside(report.bearing, first, last):
                into.set_aside.append(SetAside(report.evidence, reason))

    def weigh_group(self, key: Key, reports: Sequence[Report], into: Weighed) -> None:
        """Add what becomes of the reports of one group, given in order of day."""
        if isinstance(key, str):
            self._weigh_incident(key, reports, into, formed=_is_incident(reports))
        elif len(reports) == 1:
            self.weigh_one(reports[0], into, alone=True)
        else:
            for members, formed, suffix in _split_group(reports):
                if formed and members:
                    self._weigh_incident(_name_incident(members[0]) + suffix, members, into, formed=True)
                else:
                    for report in members:
                        self.weigh_one(report, into)

    def _weigh_incident(self, incident_id: str, reports: Sequence[Report], into: Weighed, *, formed: bool) -> None:
        first, last = _find_days(reports)
        if first > self._world:
            return
        if last < self._acts_from or first > self._until:
            self._set_aside(reports, first, last, into)
            return
        for report in reports:
            report.incident = incident_id
        into.counted.extend(reports)
        if formed:
            into.incidents[reports[0].number] = self._make_incident(incident_id, reports, first, last)

    def _make_incident(self, incident_id: str, reports: Sequence[Report], first: dt.date, last: dt.date) -> Incident:
        same_day = self._period.force_has_hour and last == self._period.force
        told = tuple([report.evidence for report in reports])
        clauses, bearers, reservations = self._find_scope(reports)
        return Incident(incident_id, clauses, bearers, first, last, told, reservations, same_day)

    def _find_scope(self, reports: Sequence[Report]) -> Scope:
        """List the clauses and bearers that some reports bear on, in the agreement's order; the same lists once."""
        places = frozenset([(report.clause, report.bearer) for report in reports])
        if places not in self._scopes:
            clauses = tuple(sorted({clause for clause, _ in places}, key=self._clauses.__getitem__))
            bearers = {bearer for _, bearer in places if bearer is not None}
            reservations = tuple([clause for clause in clauses if clause in self._reservations])
            self._scopes[places] = clauses, tuple(sorted(bearers, key=self._party_order)), reservations
        return self._scopes[places]

    def _party_order(self, party: str) -> tuple[int, str]:
        return self._parties.get(party, len(self._parties)), party


def _name_incident(report: Report) -> str:
    return f"{report.evidence.origin}:{report.clause}:{report.bearer or ''}"


def _is_incident(reports: Iterable[Report]) -> bool:
    """Tell whether something was done against a clause, answered, or called a breach."""
    return any(report.bearing in AGAINST or report.breach for report in reports)


def _split_group(reports: Sequence[Report]) -> Iterator[tuple[Sequence[Report], bool, str]]:
    """Split the reports of one origin, clause and bearer: members, whether they form an incident, its id's ending."""
    told = {report.bearing for report in reports}
    belonging = AGAINST
    if "contrary" not in told and told & ANSWERS:
        belonging = ANSWERS | {"not_done" if "not_done" in told else "partly"}
    if told <= belonging:
        yield reports, True, ""
        return
    rest = [report for report in reports if report.bearing not in belonging]
    yield [report for report in reports if report.bearing in belonging], True, ""
    yield [report for report in rest if report.breach], True, ":omission"
    yield [report for report in rest if not report.breach], False, ""


def _find_days(reports: Sequence[Report]) -> tuple[dt.date, dt.date]:
    first = min([report.first for report in reports])
    return first, max([report.last for report in reports if report.evidence.happened], default=first)
