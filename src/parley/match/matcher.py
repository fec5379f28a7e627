"""Proposes which clauses a reading bears on, and how; what fits no clause well enough stays unassigned."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec import Struct

from parley.agreement import Agreement, Clause
from parley.derive import find_happened
from parley.match.bearing import TALK, judge_bearing
from parley.match.lexicon import fingerprint_lexicon, has_cue
from parley.match.occasions import Occasion, list_occasions
from parley.match.scoring import Case, Features, Scene, find_named, look_at, score_features, weigh
from parley.match.speech import Word, find_breaches, find_undertakings
from parley.match.terms import Provision, Terms
from parley.match.voices import name_speaker
from parley.model import Assessment, Bearing, Reading, Span

MOST = 3
"""Clauses of one agreement that one entry may bear on."""
THRESHOLD = 0.5
"""Score from which a match is proposed."""


class Match(Struct, frozen=True):
    """One proposal with what speaks for it, before it is named and dated."""

    clause: Clause
    agreement: str
    bearing: Bearing
    by: str | None
    against: str | None
    quote: Span
    features: Features
    score: float
    why: str
    called_breach: bool = False
    entry: str | None = None


class Matcher:
    """Matches readings against agreements."""

    def __init__(self, agreements: Sequence[Agreement], threshold: float = THRESHOLD) -> None:
        self._terms = [Terms(agreement) for agreement in agreements]
        self._threshold = threshold

    @cached_property
    def version(self) -> str:
        """Changes whenever what it proposes may change."""
        return f"match1.{fingerprint_lexicon()}"

    def match(self, reading: Reading) -> list[Match]:
        """List the proposals for a reading, the best score first."""
        occasions: list[Occasion] | None = None
        found: list[Match] = []
        for terms in self._terms:
            if not terms.is_open(reading.document.date, talk=True):
                continue
            text = reading.document.text
            scene = Scene(terms.directory.find_parties(text), terms.directory.find_sites(text))
            if not (scene.parties & terms.principals or scene.sites):
                continue
            occasions = list_occasions(reading) if occasions is None else occasions
            found += self._match_one(reading, occasions, terms, scene)
        return sorted(found, key=lambda match: -match.score)

    def _match_one(
        self, reading: Reading, occasions: list[Occasion], terms: Terms, scene: Scene
    ) -> list[Match]:
        cases = [look_at(occasion, terms, scene) for occasion in occasions]
        found = [match for case in cases for match in self._match_case(case, terms)]
        if terms.whole:
            words = (*find_breaches(reading, cases, terms), *find_undertakings(cases, terms))
            found += [match for word in words if (match := self._match_word(word, terms, reading))]
        return _merge(found)

    def _match_word(self, word: Word, terms: Terms, reading: Reading) -> Match | None:
        score = score_features(word.features)
        if score < self._threshold or not terms.is_open(reading.document.date, talk=word.bearing in TALK):
            return None
        return Match(
            clause=terms.whole, agreement=terms.agreement.id, bearing=word.bearing, by=word.by, against=word.against,
            quote=word.quote, features=word.features, score=score, called_breach=word.called_breach, entry=word.entry,
            why=word.about + ": " + ", ".join(word.features),
        )

    def _match_case(self, case: Case, terms: Terms) -> Iterator[Match]:
        day = case.occasion.reading.document.date
        candidates: list[tuple[float, Match, Provision]] = []
        if _is_past(case, terms):
            return
        for provision in terms.provisions.get(case.occasion.event.type, ()):
            features = weigh(case, provision, terms)
            if features is None:
                continue
            bearing = judge_bearing(case, provision, terms)
            if bearing is None:
                continue
            talk = bearing in TALK
            if not terms.is_open(day, talk=talk) or not (talk or terms.has_begun(provision.clause, day)):
                continue
            score = score_features(features)
            candidates.append((score, _make_match(case, provision, terms, bearing, features, score), provision))
        yield from _choose(candidates, self._threshold, case.occasion)


def _choose(candidates, threshold, occasion):
    best: dict[str, tuple] = {}
    for candidate in sorted(candidates, key=lambda c: (-c[0], c[2].place)):
        best.setdefault(candidate[2].clause.id, candidate)
    chosen: list[tuple] = []
    for candidate in best.values():
        score, match, provision = candidate
        if score < threshold or len(chosen) == MOST:
            break
        if not chosen or any(_adds(provision, other[2], match, other[1], occasion) for other in chosen):
            chosen.append(candidate)
    return [match for _, match, _ in chosen]


def _adds(provision, other, match, chosen, occasion) -> bool:
    """Tell whether a further clause says something that the chosen one does not."""
    if provision.clause.id in other.clause.details or other.clause.id in provision.clause.details:
        return True
    mine, theirs = find_named(occasion, provision), find_named(occasion, other)
    return bool(mine) and mine != theirs and mine == provision.particular


def _make_match(case, provision, terms, bearing, features, score) -> Match:
    occasion = case.occasion
    bearer = _find_bearer(case, provision, terms)
    return Match(
        clause=provision.clause, agreement=terms.agreement.id, bearing=bearing,
        by=name_speaker(occasion, bearing), against=bearer, quote=occasion.extent, features=features, score=score,
        why=_explain(case, provision, features),
        called_breach=bearing in {"contrary", "not_done", "partly"} and has_cue("breach", occasion.extent.text),
        entry=occasion.event.id,
    )


def _find_bearer(case, provision, terms) -> str | None:
    parties = case.actors.parties & provision.done_by or frozenset()
    for party in sorted(parties):
        if party in provision.clause.bearer:
            return party
        noun = terms.directory.parties[party]
        for other in (noun.part_of, noun.through):
            if other in provision.clause.bearer:
                return other
    bearer = provision.clause.bearer
    return bearer[0] if len(bearer) == 1 else None


def _explain(case, provision, features) -> str:
    event = case.occasion.event
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    return f"{kind} “{event.trigger.text}” {event.modality} ~ {provision.side} “{provision.act.object}”: " + ", ".join(features)


def _merge(found: list[Match]) -> list[Match]:
    best: dict[tuple, Match] = {}
    for match in sorted(found, key=lambda m: -m.score):
        best.setdefault((match.clause.id, match.bearing, match.by, match.against), match)
    return list(best.values())


def _is_past(case: Case, terms: Terms) -> bool:
    """Tell whether the text dates an act before the agreement was in force."""
    happened = find_happened(case.occasion.event)
    return happened is not None and happened[1] < terms.in_force and case.occasion.event.modality == "actual"
