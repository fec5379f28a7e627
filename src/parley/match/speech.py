"""What is said about an agreement as a whole: accusations of a breach, undertakings, talks about carrying it out."""

import re
from collections.abc import Iterator

from msgspec import Struct

from parley.match.lexicon import cue_pattern, find_concepts, has_cue
from parley.match.occasions import Occasion
from parley.match.scoring import Case, Features
from parley.match.terms import Terms
from parley.match.voices import name_source
from parley.model import Bearing, Reading, Span, Statement

_EACH_OTHER = re.compile(r"\b(?:each other|one another|mutual(?:ly)?|traded? accusations|both sides)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:ceasefire|cease-fire|truce) $", re.IGNORECASE)
_WHOLE = frozenset({"ceasefire", "pact"})
_NEAR = 30
"""Code points after "violating" in which the ceasefire or agreement is named."""


class Word(Struct, frozen=True):
    """Something said about the agreement as a whole."""

    bearing: Bearing
    by: str | None
    against: str | None
    quote: Span
    features: Features
    about: str
    entry: str | None
    called_breach: bool = False


def find_breaches(reading: Reading, cases: list[Case], terms: Terms) -> Iterator[Word]:
    """Yield accusations that the agreement is breached which name no act: one for each speaker and each accused."""
    by_statement = {case.occasion.event.about: case for case in cases if case.occasion.event.about}
    acts = {case.occasion.event.within for case in cases if case.occasion.event.type == "ASSAULT"}
    for statement in reading.statements:
        if statement.id in acts or not _says_breach(statement.said):
            continue
        for speaker, accused in _list_accusations(statement, by_statement.get(statement.id), cases, terms):
            yield Word(
                bearing="contrary",
                by=speaker,
                against=accused,
                quote=statement.content[0],
                features={"breach": 1.0, "bearer": 1.0, "general": 1.0},
                about=f"“{statement.cue.text}” a breach of the whole",
                entry=statement.id,
                called_breach=True,
            )


def _says_breach(words: str) -> bool:
    """Tell whether the words speak of a breach of the whole: "violating the ceasefire", "a breach of the agreement"."""
    return any(
        find_concepts(words[match.end() : match.end() + _NEAR]) & _WHOLE or _BEFORE.search(words[: match.start()])
        for match in cue_pattern("breach").finditer(words)
    )


def _list_accusations(
    statement: Statement, case: Case | None, cases: list[Case], terms: Terms
) -> Iterator[tuple[str | None, str]]:
    directory = terms.directory
    source = directory.identify(statement.source).parties if statement.source else frozenset()
    words = next((c.occasion.sentence.text for c in cases if c.occasion.sentence.holds(statement.cue)), statement.said)
    bound = frozenset(terms.whole.bearer) if terms.whole else frozenset()
    if not source or (len((source | directory.find_parties(words)) & terms.principals) < 2 and not directory.find_sites(words)):
        return
    if len(source) > 1 and _EACH_OTHER.search(words):
        for speaker in sorted(source):
            for accused in sorted(_to_bearers(source - {speaker}, terms) & bound):
                yield directory.parties[speaker].name, accused
        return
    own = frozenset().union(*(directory.answers(party) for party in source)) if source else source
    accuses = directory.find_parties(words) if statement.cue.text.casefold().startswith("accus") else frozenset()
    for named in (case.recipients.parties if case else frozenset(), directory.find_parties(statement.said), accuses):
        if accused := _to_bearers(named - own, terms) & bound:
            speaker = name_source((statement,))
            yield from ((speaker, party) for party in sorted(accused))
            return


def _to_bearers(parties: frozenset[str], terms: Terms) -> frozenset[str]:
    nouns = [terms.directory.parties[party] for party in parties]
    return frozenset(name for noun in nouns for name in (noun.id, noun.part_of, noun.through) if name)


def find_undertakings(cases: list[Case], terms: Terms) -> Iterator[Word]:
    """Yield undertakings, approvals and extensions of the agreement, and talks about carrying it out."""
    for case in cases:
        occasion, event = case.occasion, case.occasion.event
        if event.type not in {"AGREE", "CONSULT"} or case.actors.foreign or not _has_ground(case, terms):
            continue
        if event.type == "CONSULT":
            if has_cue("follow_up", occasion.object_text + occasion.words_after) and _speaks_of_whole(occasion):
                yield _make_word(case, "relates", {"follow_up": 1.0})
        elif _undertakes(occasion):
            yield _make_word(case, "relates" if event.negated else "planned", {"undertaking": 1.0})


def _undertakes(occasion: Occasion) -> bool:
    """Tell whether an AGREE is an undertaking, rather than a bare mention of the deal that stands."""
    event = occasion.event
    if event.modality not in {"actual", "future"} or find_concepts(event.trigger.text) & _WHOLE:
        return False
    return "ceasefire" in _list_whole_concepts(occasion)


def _speaks_of_whole(occasion: Occasion) -> bool:
    return bool(_list_whole_concepts(occasion) & _WHOLE)


def _list_whole_concepts(occasion: Occasion) -> frozenset[str]:
    said = [s.said for s in occasion.reading.statements if s.id == occasion.event.about]
    return find_concepts(" ".join([occasion.extent.text, occasion.words_after, *said]))


def _has_ground(case: Case, terms: Terms) -> bool:
    return bool(case.scene.sites) or len(case.scene.parties & terms.principals) > 1


def _make_word(case: Case, bearing: Bearing, features: Features) -> Word:
    occasion = case.occasion
    bearer = {"bearer": 1.0} if case.actors.parties else {"no_actor": 1.0}
    ground = {"sentence_site": 1.0} if case.scene.sites else {"sentence_parties": 1.0}
    return Word(
        bearing=bearing,
        by=name_source(occasion.chain),
        against=None,
        quote=occasion.extent,
        features=features | bearer | ground | {"general": 1.0},
        about=f"“{occasion.event.trigger.text}” about the whole",
        entry=occasion.event.id,
    )
