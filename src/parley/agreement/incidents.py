"""Incidents: which reports speak of the same act or omission, and what is said of it (docs/STATUS.md, 13-16)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from parley.agreement.origins import count_origins
from parley.agreement.reports import AGAINST, TALK, Bounds, Period, Report
from parley.agreement.results import Account, Breach, Happened, Incident, SetAside
from parley.agreement.terms import Agreement
from parley.model import Bearing

Key = str | tuple[str, str, str | None]
"""What holds a group together: the incident's id that was given, else document, clause and bearer."""
_GROUPED: frozenset[Bearing] = frozenset({"contrary", "denied", "excused", "partly", "not_done"})
_ANSWERS: frozenset[Bearing] = frozenset({"denied", "excused"})


class Outcome(Struct, frozen=True):
    """What became of a group: its incidents, the reports that count, each with its incident's id, and the others."""

    incidents: tuple[Incident, ...]
    counted: tuple[tuple[Report, str | None], ...]
    set_aside: tuple[SetAside, ...]


def find_key(report: Report) -> Key | None:
    """Say which reports a report may belong together with; null where it stands alone in any case."""
    if report.incident is not None:
        return report.incident
    if report.bearing in _GROUPED:
        return report.evidence.assessment.document_id, report.clause, report.bearer
    return None


class IncidentFinder:
    """Makes incidents of groups of reports, for one agreement, its period and its clocks.

    Args:
        agreement: its clauses and parties give the order in which an incident names them.
        period: of the agreement as known.
        bounds: world date and known date.
    """

    def __init__(self, agreement: Agreement, period: Period, bounds: Bounds) -> None:
        self._period = period
        self._bounds = bounds
        self._clauses = {clause.id: place for place, clause in enumerate(agreement.clauses)}
        self._parties = {party.id: place for place, party in enumerate(agreement.parties)}
        self._reservations = frozenset(clause.id for clause in agreement.clauses if clause.kind == "reservation")

    def weigh_one(self, report: Report) -> Outcome:
        """Say what becomes of a report that belongs to no incident."""
        if (report.known_on if report.bearing in TALK else report.first) > self._bounds.world:
            return Outcome((), (), ())
        if reason := self._period.outside(report.bearing, report.first, report.last):
            return Outcome((), (), (SetAside(report.evidence, reason),))
        return Outcome((), ((report, report.incident),), ())

    def weigh_group(self, key: Key, reports: Sequence[Report]) -> Outcome:
        """Say what becomes of the reports of one group, given in order of day."""
        if isinstance(key, str):
            return self._weigh_incident(key, reports, formed=_is_incident(reports))
        parts = [(members, formed, suffix) for members, formed, suffix in _split_group(reports) if members]
        outcomes = [
            self._weigh_incident(f"{key[0]}:{key[1]}:{key[2] or ''}{suffix}", members, formed=True)
            if formed
            else join_outcomes(map(self.weigh_one, members))
            for members, formed, suffix in parts
        ]
        return outcomes[0] if len(outcomes) == 1 else join_outcomes(outcomes)

    def _weigh_incident(self, incident_id: str, reports: Sequence[Report], *, formed: bool) -> Outcome:
        first, last = _find_days(reports)
        if first > self._bounds.world:
            return Outcome((), (), ())
        if reason := self._period.outside(reports[0].bearing, first, last):
            return Outcome((), (), tuple(SetAside(report.evidence, reason) for report in reports))
        made = (self._make_incident(incident_id, reports, first, last),) if formed else ()
        return Outcome(made, tuple((report, incident_id) for report in reports), ())

    def _make_incident(self, incident_id: str, reports: Sequence[Report], first: dt.date, last: dt.date) -> Incident:
        invoked = [report for report in reports if report.clause in self._reservations]
        asserted = [
            report for report in reports if report.bearing not in _ANSWERS and report.clause not in self._reservations
        ]
        denied = [report for report in reports if report.bearing == "denied"]
        grounds = [report for report in reports if report.bearing == "excused"]
        breach = [report for report in asserted if report.breach]
        lawful = [report for report in (*grounds, *invoked) if report.speaker is not None]
        bearers = {report.bearer for report in reports if report.bearer is not None}
        return Incident(
            id=incident_id,
            clauses=tuple(sorted({report.clause for report in reports}, key=self._clauses.__getitem__)),
            bearers=tuple(sorted(bearers, key=lambda bearer: (self._parties.get(bearer, len(self._parties)), bearer))),
            first=first,
            last=last,
            happened=_word_happened(asserted, denied),
            breach=_word_breach(breach, lawful),
            asserted=make_accounts(asserted),
            denied=make_accounts(denied),
            called_breach=make_accounts(breach),
            called_lawful=make_accounts(lawful),
            grounds=tuple(report.evidence for report in grounds),
            origins=count_origins(asserted) if asserted else 0,
            reports=tuple(report.evidence for report in reports),
            same_day_as_force=self._period.force_has_hour and last == self._period.force,
        )


def join_outcomes(outcomes: Iterable[Outcome]) -> Outcome:
    """Put several outcomes together."""
    listed = list(outcomes)
    return Outcome(
        tuple(incident for outcome in listed for incident in outcome.incidents),
        tuple(pair for outcome in listed for pair in outcome.counted),
        tuple(aside for outcome in listed for aside in outcome.set_aside),
    )


def _is_incident(reports: Iterable[Report]) -> bool:
    """Tell whether something was done against a clause, answered, or called a breach."""
    return any(report.bearing in AGAINST or report.breach for report in reports)


def _split_group(reports: Sequence[Report]) -> Iterator[tuple[list[Report], bool, str]]:
    """Split the reports of one document, clause and bearer: members, whether they form an incident, its id's ending."""
    if len(reports) == 1:
        yield list(reports), _is_incident(reports), ""
        return
    told = {report.bearing for report in reports}
    belonging: set[Bearing] = {"contrary", *_ANSWERS}
    if "contrary" not in told and told & _ANSWERS:
        belonging = {*_ANSWERS, "not_done" if "not_done" in told else "partly"}
    rest = [report for report in reports if report.bearing not in belonging]
    yield [report for report in reports if report.bearing in belonging], True, ""
    yield [report for report in rest if report.breach], True, ":omission"
    yield [report for report in rest if not report.breach], False, ""


def _find_days(reports: Sequence[Report]) -> tuple[dt.date, dt.date]:
    dated = [report for report in reports if report.dated]
    if dated:
        return min(report.first for report in dated), max(report.last for report in dated)
    day = min(report.known_on for report in reports)
    return day, day


def make_accounts(reports: Sequence[Report]) -> tuple[Account, ...]:
    """Lay out reports by side, the sides in alphabetical order."""
    if not reports:
        return ()
    by_side: dict[str, list[Report]] = {}
    for report in reports:
        by_side.setdefault(report.side, []).append(report)
    return tuple(
        Account(side, tuple(report.evidence for report in told), count_origins(told))
        for side, told in sorted(by_side.items())
    )


def _word_happened(asserted: Sequence[Report], denied: Sequence[Report]) -> Happened:
    if asserted and denied:
        return "both"
    return "asserted" if asserted else "denied" if denied else "not said"


def _word_breach(breach: Sequence[Report], lawful: Sequence[Report]) -> Breach:
    if breach and lawful:
        return "both"
    return "called a breach" if breach else "called lawful" if lawful else "not said"
