"""Proposes which clauses a reading bears on, and how; what fits no clause well enough stays unassigned."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from parley.agreement import BREACHABLE, TALK, Agreement, Clause
from parley.derive import find_happened
from parley.match.bearing import calls_breach, judge_bearing
from parley.match.cases import Case, Scene, look_at, survey
from parley.match.grounds import find_grounds
from parley.match.occasions import Occasion, list_occasions
from parley.match.places import Locate
from parley.match.remarks import Charge, Remark, find_breaches, find_undertakings
from parley.match.scoring import Features, find_named, score_features, weigh
from parley.match.terms import Provision, Terms
from parley.match.voices import name_source
from parley.model import Assessment, Bearing, Reading, Span
from parley.ontology import name_kind
from parley.ontology.registry import Registry
from parley.version import hash_code

MOST = 3
"""Clauses of one agreement that one entry may bear on."""
THRESHOLD = 0.5
"""Score from which a match is proposed."""


class Match(Struct, frozen=True):
    """One proposal: that an item of a reading bears on a clause.

    `item` is the id of the event or statement in its reading; `why` says in one line what speaks for it; the other
    fields are those of an assessment.
    """

    agreement: str
    clause: str
    bearing: Bearing
    by: str | None
    against: str | None
    quote: Span
    score: float
    why: str
    item: str
    called_breach: bool = False

    def propose(self, reading: Reading, coder: str) -> Assessment:
        """Make the assessment that a person decides on; `coder` is the version of the matcher."""
        quote = (self.quote.start, self.quote.end)
        stated = (reading.document.id, self.agreement, self.clause, self.bearing, self.by, self.against, quote)
        return Assessment(
            id=hashlib.sha256(msgspec.json.encode(stated)).hexdigest(),
            document_id=reading.document.id,
            agreement=self.agreement,
            clause=self.clause,
            bearing=self.bearing,
            quote=self.quote,
            by=self.by,
            against=self.against,
            called_breach=self.called_breach,
            state="proposed",
            coder=coder,
            score=self.score,
            why=self.why,
        )


class _Candidate(Struct, frozen=True):
    provision: Provision
    bearing: Bearing
    features: Features
    score: float


class Matcher:
    """Matches readings against agreements.

    Args:
        agreements: whose clauses are looked at, all in one pass.
        threshold: score from which a match is proposed.
        hindsight: whether an end of the agreement that became known later counts for earlier reports, too; in a record
            the status of clauses minds what was known when.
        locate: finds the agreements' sites on the map, so that a resolved place in them counts as one; null where
            places count by their names alone.
        gazetteer: names the state of what `locate` looks in, for the version.
        registry: who is who; the shipped one by default.
    """

    def __init__(
        self,
        agreements: Sequence[Agreement],
        threshold: float = THRESHOLD,
        *,
        hindsight: bool = True,
        locate: Locate | None = None,
        gazetteer: str | None = None,
        registry: Registry | None = None,
    ) -> None:
        self._terms = [
            Terms(agreement, hindsight=hindsight, locate=locate, registry=registry) for agreement in agreements
        ]
        self._threshold = threshold
        self._gazetteer, self._registry = gazetteer, registry

    @property
    def version(self) -> str:
        """Changes whenever what is proposed may change: names code, vocabularies, entries and gazetteer."""
        parts = ("match", hash_code("match", "agreement", "derive", "ontology"))
        given = (self._registry.fingerprint if self._registry else None, self._gazetteer)
        return ".".join((*parts, *filter(None, given)))

    def match(self, reading: Reading) -> list[Match]:
        """List the proposals for a reading, the best score first."""
        day = reading.document.date
        named = [
            (terms, scene)
            for terms in self._terms
            if terms.is_open(day, talk=True)
            and ((scene := survey(reading.document.text, terms)).parties & terms.principals or scene.sites)
        ]
        occasions = list_occasions(reading) if named else []
        found = [match for terms, scene in named for match in self._match_agreement(reading, occasions, terms, scene)]
        return sorted(found, key=lambda match: -match.score)

    def _match_agreement(
        self, reading: Reading, occasions: list[Occasion], terms: Terms, scene: Scene
    ) -> Iterable[Match]:
        cases = [look_at(occasion, terms, scene) for occasion in occasions]
        found: list[Match] = []
        charged: set[Charge] = set()
        for case in cases:
            for candidate in _choose(self._list_candidates(case, terms), case):
                match = _make_match(case, candidate, terms)
                found.append(match)
                if match.bearing in BREACHABLE and case.occasion.event.within:
                    charged.add((case.occasion.event.within, match.against))
                if match.bearing in {"contrary", "not_done"}:
                    found += [_excuse(match, *ground) for ground in find_grounds(case, terms, match.against)]
        if terms.whole:
            for remark in (*find_breaches(reading, cases, charged, terms), *find_undertakings(cases, terms)):
                found += self._match_whole(remark, terms.whole, terms, reading.document.date)
        best = {(m.clause, m.bearing, m.by, m.against): m for m in sorted(found, key=lambda match: match.score)}
        return limit_clauses(best.values())

    def _list_candidates(self, case: Case, terms: Terms) -> Iterator[_Candidate]:
        day = case.occasion.reading.document.date
        if _is_before(case, terms):
            return
        for provision in terms.provisions.get(case.occasion.event.type, ()):
            features = weigh(case, provision, terms)
            bearing = features and judge_bearing(case, provision, terms)
            if not features or not bearing:
                continue
            talk = bearing in TALK
            if not terms.is_open(day, talk=talk) or not (talk or terms.has_begun(provision.clause, day)):
                continue
            if bearing == "relates":
                features["possible"] = 1.0
            if (score := score_features(features)) >= self._threshold:
                yield _Candidate(provision, bearing, features, score)

    def _match_whole(self, remark: Remark, whole: Clause, terms: Terms, day: dt.date | None) -> Iterator[Match]:
        score = score_features(remark.features)
        if score >= self._threshold and terms.is_open(day, talk=remark.bearing in TALK):
            yield Match(
                agreement=terms.agreement.id,
                clause=whole.id,
                bearing=remark.bearing,
                by=remark.by,
                against=remark.against,
                quote=remark.quote,
                score=score,
                why=f"{remark.about}: {', '.join(remark.features)}",
                item=remark.item,
                called_breach=remark.called_breach,
            )


def limit_clauses(found: Iterable[Match]) -> Iterator[Match]:
    """Yield the matches on the `MOST` clauses that fit each item best, the best score first."""
    held: dict[str, set[str]] = {}
    for match in sorted(found, key=lambda match: -match.score):
        clauses = held.setdefault(match.item, set())
        if match.clause in clauses or len(clauses) < MOST:
            clauses.add(match.clause)
            yield match


def _choose(candidates: Iterable[_Candidate], case: Case) -> list[_Candidate]:
    """Choose the best clause for an event, and others only where each says something that the chosen do not.

    What nobody is said to have left undone bears on the best clause alone: whose duty it is on others is not said.
    """
    best: dict[str, _Candidate] = {}
    for candidate in sorted(candidates, key=lambda found: (-found.score, found.provision.order)):
        best.setdefault(candidate.provision.clause.id, candidate)
    chosen: list[_Candidate] = []
    for candidate in best.values():
        if chosen and candidate.bearing == "not_done" and not case.occasion.event.actor:
            continue
        if _adds(candidate.provision, [other.provision for other in chosen], case):
            chosen.append(candidate)
    return chosen[:MOST]


def _adds(provision: Provision, chosen: list[Provision], case: Case) -> bool:
    """Tell whether a clause says more than those chosen: a particular of one, another's duty, another thing named."""
    clause, mine = provision.clause, find_named(case.occasion, provision)
    if any(clause.id in other.clause.details or other.clause.id in clause.details for other in chosen):
        return True
    wholly_named = bool(mine) and mine == provision.particular
    return all(
        case.actors.parties & provision.done_by - other.done_by
        or (wholly_named and mine != find_named(case.occasion, other))
        for other in chosen
    )


def _make_match(case: Case, candidate: _Candidate, terms: Terms) -> Match:
    occasion, provision, event = case.occasion, candidate.provision, case.occasion.event
    kind = name_kind(event.type, event.mode)
    how = f"{'not ' if event.negated else ''}{event.modality}"
    return Match(
        agreement=terms.agreement.id,
        clause=provision.clause.id,
        bearing=candidate.bearing,
        by=name_source(occasion.chain),
        against=_find_bearer(case, provision, terms),
        quote=occasion.clause,
        score=candidate.score,
        why=f"{kind} “{event.trigger.text}” ({how}) ~ {provision.side} “{provision.act.object}”: "
        + ", ".join(candidate.features),
        item=event.id,
        called_breach=candidate.bearing in BREACHABLE and calls_breach(case, terms),
    )


def _excuse(match: Match, ground: Span, by: str | None) -> Match:
    why = f"ground “{ground.text}” given for {match.why}"
    return msgspec.structs.replace(match, bearing="excused", by=by, quote=ground, why=why, called_breach=False)


def _find_bearer(case: Case, provision: Provision, terms: Terms) -> str | None:
    """Name the bearer whose duty the act is evidence on: who acts, what it is part of, or through whom it is bound.

    What several bearers do together is evidence on the duty of none of them alone.
    """
    bearers, acting = provision.clause.bearer, set[str]()
    if len(bearers) == 1:
        return bearers[0]
    for party in case.actors.parties & provision.done_by:
        noun = terms.directory.parties[party]
        acting.update([name for name in (noun.id, noun.part_of, noun.through) if name in bearers][:1])
    return acting.pop() if len(acting) == 1 else None


def _is_before(case: Case, terms: Terms) -> bool:
    """Tell whether the text dates an act before the agreement was in force."""
    happened = find_happened(case.occasion.event)
    return happened is not None and happened[1] < terms.acts_from and case.occasion.event.modality == "actual"
