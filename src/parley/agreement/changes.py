"""What moved between two statuses of an agreement, and because of which reports (docs/STATUS.md, 28)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from parley.agreement.evidence import Evidence
from parley.agreement.results import AgreementStatus, Incident, SetAside, SideEvidence

CauseKind = Literal["new", "late", "correction", "corrected", "set aside", "amended", "dropped"]
"""Why a report made a difference: it came; it came and tells of a day that was already covered; it corrects another; it
was corrected; it no longer counts for another reason; its assessment says something else by now; it is gone."""


class Cause(Struct, frozen=True):
    """A report that came, went or reads differently, and how."""

    kind: CauseKind
    report: Evidence


class Change(Struct, frozen=True):
    """A row that differs; null where it stood in one of the two only. `side` is null for everybody together."""

    clause: str
    bearer: str | None
    side: str | None
    before: SideEvidence | None
    after: SideEvidence | None
    because: tuple[Cause, ...]


class IncidentChange(Struct, frozen=True):
    """An incident that differs; null where it stood in one of the two only."""

    incident: str
    before: Incident | None
    after: Incident | None
    because: tuple[Cause, ...]


class Changes(Struct, frozen=True):
    """All that differs between two statuses, incidents first; `world` and `known` are the days of the earlier one."""

    world: dt.date
    known: dt.date
    incidents: tuple[IncidentChange, ...]
    rows: tuple[Change, ...]


def find_changes(before: AgreementStatus, after: AgreementStatus) -> Changes:
    """Compare two statuses of one agreement and view, the earlier known date first.

    Changes of the schedule follow from the text: compare the schedules of the two days.
    """
    causes = _Causes(before, after)
    old_incidents = {incident.id: incident for incident in before.incidents}
    new_incidents = {incident.id: incident for incident in after.incidents}
    incidents = tuple(
        IncidentChange(key, old_incidents.get(key), new_incidents.get(key), causes.find(old, new))
        for key in {**new_incidents, **old_incidents}
        if (old := _list_incident(old_incidents.get(key))) != (new := _list_incident(new_incidents.get(key)))
    )
    old_rows, new_rows = _index_rows(before), _index_rows(after)
    rows = tuple(
        Change(*key, old_rows.get(key), new_rows.get(key), causes.find(old, new))
        for key in {**new_rows, **old_rows}
        if (old := _list_row(old_rows.get(key))) != (new := _list_row(new_rows.get(key)))
    )
    return Changes(before.world, before.known, incidents, rows)


class _Causes:
    """Says of a report that came or went, why."""

    def __init__(self, before: AgreementStatus, after: AgreementStatus) -> None:
        self._covered = min(before.world, before.known)
        self._aside = _index_aside(after.set_aside)
        self._now = {report.assessment.id for incident_or_row in _list_all(after) for report in incident_or_row}
        self._then = {report.assessment.id for incident_or_row in _list_all(before) for report in incident_or_row}

    def find(self, old: Iterable[Evidence], new: Iterable[Evidence]) -> tuple[Cause, ...]:
        """List the causes of one difference in order of day: what came, then what went."""
        held, found = {report.assessment.id: report for report in old}, {report.assessment.id: report for report in new}
        came = [Cause(self._why_came(report), report) for key, report in found.items() if held.get(key) != report]
        went = [Cause(self._why_went(report), report) for key, report in held.items() if key not in found]
        return (*came, *went)

    def _why_came(self, report: Evidence) -> CauseKind:
        if report.assessment.id in self._then:
            return "amended"
        if report.corrects is not None:
            return "correction"
        told_of = report.happened[1] if report.happened else report.known_on
        return "late" if told_of <= self._covered else "new"

    def _why_went(self, report: Evidence) -> CauseKind:
        aside = self._aside.get(report.assessment.id)
        if aside is not None:
            return "corrected" if aside.reason == "corrected" else "set aside"
        return "amended" if report.assessment.id in self._now else "dropped"


def _list_all(status: AgreementStatus) -> Iterator[Iterable[Evidence]]:
    for clause in status.clauses:
        yield from (_list_row(row) for row in clause.together)


def _index_aside(set_aside: Iterable[SetAside]) -> Mapping[str, SetAside]:
    return {aside.report.assessment.id: aside for aside in set_aside}


def _index_rows(status: AgreementStatus) -> Mapping[tuple[str, str | None, str | None], SideEvidence]:
    return {
        (clause.clause, row.bearer, row.side): row
        for clause in status.clauses
        for row in (*clause.together, *clause.by_side)
    }


def _list_row(row: SideEvidence | None) -> tuple[Evidence, ...]:
    return tuple(report for tally in row.tallies for report in tally.reports) if row else ()


def _list_incident(incident: Incident | None) -> tuple[Evidence, ...]:
    return incident.reports if incident else ()
