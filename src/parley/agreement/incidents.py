"""Incidents: which reports speak of the same act or omission, and which of them count (docs/STATUS.md, 2, 5, 13-16)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from parley.agreement.reports import AGAINST, TALK, Bounds, Period, Report
from parley.agreement.results import ANSWERS, Incident, SetAside
from parley.agreement.terms import Agreement
from parley.model import Bearing

Key = str | tuple[str, str, str | None]
"""What holds a group together: the incident's id that was given, else document, clause and bearer."""
Counted = tuple[Report, str | None]
"""A report that counts, and the id of the incident that it speaks of."""
_GROUPED: frozenset[Bearing] = frozenset({"contrary", "denied", "excused", "partly", "not_done"})


class Outcome(Struct, gc=False):
    """What became of some reports: their incidents, those that count, and those set aside.

    Each incident stands with the number of its first report.
    """

    incidents: list[tuple[int, Incident]]
    counted: list[Counted]
    set_aside: list[SetAside]


def find_key(report: Report) -> Key | None:
    """Say which reports a report may belong together with; null where it stands alone in any case."""
    bearing, told = report.bearing, report.evidence.assessment
    if bearing in TALK:
        return None
    if told.incident is not None:
        return told.incident
    return (told.document_id, report.clause, report.bearer) if bearing in _GROUPED else None


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
        self._clauses = {clause.id: place for place, clause in enumerate(agreement.clauses)}
        self._parties = {party.id: place for place, party in enumerate(agreement.parties)}
        self._reservations = frozenset(clause.id for clause in agreement.clauses if clause.kind == "reservation")

    def weigh_one(self, report: Report, into: Outcome) -> None:
        """Add what becomes of a report that belongs to no incident."""
        if report.first > self._world:
            return
        if reason := self._period.outside(report.bearing, report.first, report.last):
            into.set_aside.append(SetAside(report.evidence, reason))
        else:
            into.counted.append((report, report.evidence.assessment.incident if report.bearing not in TALK else None))

    def weigh_group(self, key: Key, reports: Sequence[Report], into: Outcome) -> None:
        """Add what becomes of the reports of one group, given in order of day."""
        if isinstance(key, str):
            self._weigh_incident(key, reports, into, formed=_is_incident(reports))
        elif len(reports) > 1:
            for members, formed, suffix in _split_group(reports):
                if formed and members:
                    self._weigh_incident(_name_incident(key) + suffix, members, into, formed=True)
                else:
                    for report in members:
                        self.weigh_one(report, into)
        elif reports[0].bearing in AGAINST or reports[0].evidence.assessment.called_breach:
            self._weigh_incident(_name_incident(key), reports, into, formed=True)
        else:
            self.weigh_one(reports[0], into)

    def _weigh_incident(self, incident_id: str, reports: Sequence[Report], into: Outcome, *, formed: bool) -> None:
        first, last = (reports[0].first, reports[0].last) if len(reports) == 1 else _find_days(reports)
        if first > self._world:
            return
        if reason := self._period.outside(reports[0].bearing, first, last):
            into.set_aside.extend([SetAside(report.evidence, reason) for report in reports])
            return
        into.counted.extend([(report, incident_id) for report in reports])
        if formed:
            into.incidents.append((reports[0].number, self._make_incident(incident_id, reports, first, last)))

    def _make_incident(self, incident_id: str, reports: Sequence[Report], first: dt.date, last: dt.date) -> Incident:
        same_day = self._period.force_has_hour and last == self._period.force
        clauses: tuple[str, ...] = (reports[0].clause,)
        bearers: tuple[str | None, ...] = (reports[0].bearer,)
        reservations: tuple[str, ...] = ()
        if len(reports) > 1:
            clauses = tuple(sorted({report.clause for report in reports}, key=self._clauses.__getitem__))
            bearers = tuple(sorted({report.bearer for report in reports}, key=self._party_order))
            reservations = tuple([clause for clause in clauses if clause in self._reservations])
        told = tuple([report.evidence for report in reports])
        named = tuple([bearer for bearer in bearers if bearer is not None])
        return Incident(incident_id, clauses, named, first, last, told, reservations, same_day)

    def _party_order(self, party: str | None) -> tuple[int, str]:
        return self._parties.get(party or "", len(self._parties)), party or ""


def _name_incident(key: tuple[str, str, str | None]) -> str:
    return f"{key[0]}:{key[1]}:{key[2] or ''}"


def _is_incident(reports: Iterable[Report]) -> bool:
    """Tell whether something was done against a clause, answered, or called a breach."""
    return any(report.bearing in AGAINST or report.evidence.assessment.called_breach for report in reports)


def _split_group(reports: Sequence[Report]) -> Iterator[tuple[Sequence[Report], bool, str]]:
    """Split the reports of one document, clause and bearer: members, whether they form an incident, its id's ending."""
    told = {report.bearing for report in reports}
    belonging: set[Bearing] = {"contrary", *ANSWERS}
    if "contrary" not in told and told & ANSWERS:
        belonging = {*ANSWERS, "not_done" if "not_done" in told else "partly"}
    rest = [report for report in reports if report.bearing not in belonging]
    yield [report for report in reports if report.bearing in belonging], True, ""
    yield [report for report in rest if report.evidence.assessment.called_breach], True, ":omission"
    yield [report for report in rest if not report.evidence.assessment.called_breach], False, ""


def _find_days(reports: Sequence[Report]) -> tuple[dt.date, dt.date]:
    first = min([report.first for report in reports])
    return first, max([report.last for report in reports if report.evidence.happened], default=first)
