"""Which reports count, and about whom: the clocks, the period of the agreement, bearers (docs/STATUS.md, 1-11, 18)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from parley.agreement.counting import find_zone, place_fix
from parley.agreement.evidence import Evidence
from parley.agreement.results import Reason, SetAside
from parley.agreement.terms import IN_FORCE, LAPSED, PRINCIPALS, Agreement, Clause, Party
from parley.model import GONE, Bearing

TALK: frozenset[Bearing] = frozenset({"planned", "reads", "calls", "relates"})
"""Bearings that tell of words about a clause; the others tell of conduct."""
AGAINST: frozenset[Bearing] = frozenset({"contrary", "denied", "excused"})
"""Bearings that speak of an act against a clause, and need one that says must or must not."""
BREACHABLE: frozenset[Bearing] = frozenset({"contrary", "not_done", "partly"})
"""Bearings on which the words of a breach can stand (CLAUSE_LINKS: on these only)."""
_DUTIES = frozenset({"must", "must_not"})


class Report(Struct, gc=False, eq=False):
    """One piece of evidence that the clocks let through, with what is looked at again and again.

    `first` and `last` are the days that it speaks of: those that it gives, else that of its publication. `number` is
    its place in order of day,
    `incident` the id of the incident that it speaks of: the given one, until it was weighed.
    """

    evidence: Evidence
    clause: str
    bearing: Bearing
    bearer: str | None
    side: str
    first: dt.date
    last: dt.date
    known_on: dt.date
    document: str
    breach: bool
    incident: str | None
    number: int = 0


class Bounds(Struct, frozen=True):
    """The clocks of a status: world and known date, both inclusive, and the moment of recording (null = now)."""

    world: dt.date
    known: dt.date
    recorded_by: dt.datetime | None = None


class Period(Struct, frozen=True):
    """From when and until when reports count, as known at some date; null = not known, or not at all.

    `force_has_hour` is true where the entry into force has an hour, so that acts of that day have no order to it.
    """

    talk_from: dt.date
    force: dt.date | None
    force_has_hour: bool
    lapse: dt.date | None

    def outside(self, bearing: Bearing, first: dt.date, last: dt.date) -> Reason | None:
        """Say why what happened between two days does not count; null when it does."""
        if bearing in TALK:
            if last < self.talk_from:
                return "before the agreement was spoken of"
        elif self.force is None or last < self.force:
            return "before entry into force"
        return "after it lapsed" if self.lapse is not None and first > self.lapse else None


class Parties:
    """Who belongs to whom, by the agreement's own words.

    Args:
        agreement: its parties and clauses.
    """

    def __init__(self, agreement: Agreement) -> None:
        self._parties = {party.id: party for party in agreement.parties}
        self._clauses = {clause.id: clause for clause in agreement.clauses}
        self._bearers: dict[tuple[str, str | None], str | None] = {}
        self._rivals: dict[str, frozenset[str]] = {}

    def find_root(self, party_id: str) -> str:
        """Return the party that a body belongs to, the party itself where it belongs to none."""
        seen: set[str] = set()
        while party_id not in seen and (party := self._parties.get(party_id)) and party.part_of:
            seen.add(party_id)
            party_id = party.part_of
        return party_id

    def find_bearer(self, clause_id: str, against: str | None) -> str | None:
        """Return the bearer of a clause whom a report concerns; null for all jointly."""
        key = (clause_id, against)
        if key not in self._bearers:
            self._bearers[key] = self._find_bearer(self._clauses[clause_id], against)
        return self._bearers[key]

    def _find_bearer(self, clause: Clause, against: str | None) -> str | None:
        if against is None:
            return clause.bearer[0] if len(clause.bearer) == 1 else None
        if against in clause.bearer:
            return against
        roots = {self.find_root(bearer): bearer for bearer in clause.bearer}
        root = self.find_root(against)
        through = self._find_state(root)
        return roots.get(root) or roots.get(through or "") or root

    def _find_state(self, party_id: str) -> str | None:
        """Return the party that a group is bound through, null for others."""
        party: Party | None = self._parties.get(party_id)
        return self.find_root(party.through) if party and party.through else None

    def find_rivals(self, bearer: str) -> frozenset[str]:
        """List the principal parties other than a bearer's own side and the groups bound through it."""
        if bearer not in self._rivals:
            own = self.find_root(bearer)
            others = {self.find_root(party.id) for party in self._parties.values() if party.role in PRINCIPALS}
            self._rivals[bearer] = frozenset(other for other in others if own not in (other, self._find_state(other)))
        return self._rivals[bearer]

    def find_sides_against_interest(self, bearer: str | None, bearing: Bearing) -> frozenset[str]:
        """List the sides that speak against their own interest when they report a bearing of a bearer."""
        if bearer is None:
            return frozenset()
        if bearing in {"contrary", "not_done"}:
            return frozenset({self.find_root(bearer)})
        return self.find_rivals(bearer) if bearing in {"done", "kept"} else frozenset()


def find_period(agreement: Agreement, known: dt.date) -> Period:
    """Find from when and until when reports count, as known at a date.

    Of rival dates the earliest entry into force and the latest lapse count. An agreement without an anchor `in_force`
    is in force from the day it is spoken of.
    """
    zone = find_zone(agreement)
    found: dict[str, list[tuple[dt.date, dt.date, bool]]] = {anchor.id: [] for anchor in agreement.anchors}
    for anchor in agreement.anchors:
        for fix in anchor.fixes:
            window = place_fix(fix, zone) if fix.known and fix.known.held_by(known) else None
            if window:
                has_hour = not window.whole_days and window.earliest.time() != dt.time.min
                found[anchor.id].append((*window.as_beginning, has_hour))
    starts = found.get(IN_FORCE, [(agreement.talk_from, agreement.talk_from, False)])
    force, _, has_hour = min(starts, default=(None, None, False))
    return Period(agreement.talk_from, force, has_hour, max((end for _, end, _ in found.get(LAPSED, ())), default=None))


def take_reports(
    agreement: Agreement, evidence: Iterable[Evidence], bounds: Bounds, parties: Parties
) -> tuple[list[Report], list[SetAside]]:
    """Take what was known and recorded, in order of day, and set aside what no clause can use.

    The order is the same in whatever order the evidence comes.
    """
    barred = {clause.id: _list_barred(clause) for clause in agreement.clauses}
    find_bearer, agreement_id = parties.find_bearer, agreement.id
    world, known, recorded_by = bounds.world, bounds.known, bounds.recorded_by
    reports: list[Report] = []
    aside: list[SetAside] = []
    for piece in evidence:
        told = piece.assessment
        known_on = piece.published_on or piece.recorded_at.date()
        if known_on > known or told.agreement != agreement_id or told.state in GONE:
            continue
        if recorded_by is not None and piece.recorded_at > recorded_by:
            continue
        clause, bearing = told.clause, told.bearing
        first, last = (None if bearing in TALK else piece.happened) or (known_on, known_on)
        if clause in barred and bearing not in barred[clause]:
            bearer = find_bearer(clause, told.against)
            named, incident = told.document_id, None if bearing in TALK else told.incident
            breach = told.called_breach and bearing in BREACHABLE
            reports.append(
                Report(piece, clause, bearing, bearer, piece.side, first, last, known_on, named, breach, incident)
            )
        elif first <= world:
            reason: Reason = "the clause cannot be acted against" if clause in barred else "no such clause"
            aside.append(SetAside(piece, reason))
    reports.sort(key=attrgetter("evidence.assessment.id"))
    reports.sort(key=attrgetter("first"))
    for number, report in enumerate(reports):
        report.number = number
    return reports, aside


def _list_barred(clause: Clause) -> frozenset[Bearing]:
    """List the bearings that nothing can have on a clause: what is no duty cannot be acted against."""
    if clause.modal in _DUTIES:
        return frozenset()
    return AGAINST | {"not_done"} if clause.modal == "may" else AGAINST


def find_corrections(reports: Sequence[Report]) -> Mapping[int, tuple[Report, ...]]:
    """Find which reports take the place of others: by the number of the corrected one.

    A correction reaches what its own side, or the narrator where it is in the narrator's voice, reports in the document
    that it names and in those whose origin that document is, on the same clause and bearer; it is another document and
    not older.
    """
    correcting: dict[str, list[Report]] = {}
    for report in reports:
        if (corrected := report.evidence.corrects) is not None:
            correcting.setdefault(corrected, []).append(report)
    if not correcting:
        return {}
    found: dict[int, tuple[Report, ...]] = {}
    reached = [one for one in reports if one.document in correcting or one.evidence.origin in correcting]
    for report in reached:
        own, origin = report.document, report.evidence.origin
        by = tuple(
            other
            for document in dict.fromkeys((own, origin))
            for other in correcting.get(document, ())
            if (other.clause, other.bearer) == (report.clause, report.bearer)
            and _share_voice(other, report)
            and other.document != own
            and other.known_on >= report.known_on
        )
        if by:
            found[report.number] = by
    return found


def _share_voice(one: Report, other: Report) -> bool:
    """Tell whether two reports are of one side, or both in the narrator's voice."""
    narrated = one.evidence.assessment.by is None and other.evidence.assessment.by is None
    return narrated or one.side == other.side
