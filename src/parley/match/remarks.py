"""What is said about an agreement as a whole: accusations of a breach, undertakings, talks about carrying it out."""

import re
from collections.abc import Container, Iterator

from msgspec import Struct

from parley.derive import find_sentence
from parley.match.cases import Case
from parley.match.lexicon import cue_pattern, find_concepts, has_cue
from parley.match.occasions import Occasion
from parley.match.parties import NOBODY, PartyIds
from parley.match.scoring import WHOLE, Features
from parley.match.terms import Terms
from parley.match.voices import name_source, quote_statement
from parley.model import Bearing, Reading, Span, Statement

_EACH_OTHER = re.compile(r"\b(?:each other|one another|mutual(?:ly)?|trad(?:ed?|ing) accusations)\b", re.IGNORECASE)
_CEASEFIRE_BEFORE = re.compile(r"\b(?:cease-?fire|truce) $", re.IGNORECASE)
_NEAR = 30
"""Code points after "violating" in which the ceasefire or agreement is named."""


Charge = tuple[str, str | None]
"""The id of a statement, and the bearer whose act or omission it tells of."""


class Remark(Struct, frozen=True):
    """Something said about an agreement or an act under it; `item` is the id of its event or statement."""

    bearing: Bearing
    by: str | None
    against: str | None
    quote: Span
    features: Features
    about: str
    item: str
    called_breach: bool = False


def find_breaches(reading: Reading, cases: list[Case], charged: Container[Charge], terms: Terms) -> Iterator[Remark]:
    """Yield accusations that the agreement is breached which name no act: one for each speaker and each accused.

    Args:
        reading: of the report.
        cases: its events, seen from the agreement.
        charged: accusations that name an act or omission which bears on a clause of its own.
        terms: of the agreement.
    """
    accusing = {case.occasion.event.about: case for case in cases if case.occasion.event.about}
    acts = {case.occasion.event.within for case in cases if case.occasion.event.type == "ASSAULT"}
    for statement in reading.statements:
        if statement.id in acts or not _says_breach(statement.said):
            continue
        sentence = find_sentence(reading.document.text, statement.cue)
        for speaker, accused in _list_accusations(statement, accusing.get(statement.id), sentence, terms):
            if (statement.id, accused) in charged:
                continue
            yield Remark(
                bearing="contrary",
                by=speaker,
                against=accused,
                quote=quote_statement(reading.document, statement),
                features={"breach": 1.0, "bearer": 1.0, "general": 1.0},
                about=f"“{statement.cue.text}” a breach of the whole",
                item=statement.id,
                called_breach=True,
            )


def _says_breach(words: str) -> bool:
    """Tell whether the words speak of a breach of the whole: "violating the ceasefire", "a breach of the agreement"."""
    return any(
        find_concepts(words[match.end() : match.end() + _NEAR]) & WHOLE
        or _CEASEFIRE_BEFORE.search(words[: match.start()])
        for match in cue_pattern("breach").finditer(words)
    )


def _list_accusations(
    statement: Statement, case: Case | None, sentence: str, terms: Terms
) -> Iterator[tuple[str | None, str]]:
    """Yield speakers and accused bearers of the whole; mutual accusations go both ways."""
    directory = terms.directory
    speakers = directory.identify(statement.source).parties if statement.source else NOBODY
    named = directory.find_parties(sentence)
    if not speakers or (len((speakers | named) & terms.principals) < 2 and not directory.find_sites(sentence)):
        return
    if len(speakers) > 1 and _EACH_OTHER.search(sentence):
        for speaker in sorted(speakers):
            for accused in sorted(_list_bearers(speakers - {speaker}, terms)):
                yield directory.parties[speaker].name, accused
        return
    own = NOBODY.union(*(directory.answers(party) for party in speakers))
    accused_by_cue = named if statement.cue.text.casefold().startswith("accus") else NOBODY
    for found in (case.recipients.parties if case else NOBODY, directory.find_parties(statement.said), accused_by_cue):
        if bearers := _list_bearers(found - own, terms):
            yield from ((name_source((statement,)), bearer) for bearer in sorted(bearers))
            return


def _list_bearers(parties: PartyIds, terms: Terms) -> PartyIds:
    """List the bearers of the whole who answer for parties: themselves, what they are part of or bound through."""
    nouns = [terms.directory.parties[party] for party in parties]
    answering = {name for noun in nouns for name in (noun.id, noun.part_of, noun.through) if name}
    return frozenset(answering & set(terms.whole.bearer)) if terms.whole else NOBODY


def find_undertakings(cases: list[Case], terms: Terms) -> Iterator[Remark]:
    """Yield undertakings, approvals and extensions of the agreement, and talks about carrying it out."""
    for case in cases:
        event, occasion = case.occasion.event, case.occasion
        tie = _find_tie(case, terms)
        if case.actors.foreign or tie is None:
            continue
        if event.type == "CONSULT" and _is_about_carrying_out(occasion):
            yield _make_remark(case, "relates", {"follow_up": 1.0}, tie)
        elif event.type == "AGREE" and _undertakes(occasion):
            yield _make_remark(case, "relates" if event.negated else "planned", {"undertaking": 1.0}, tie)


def _find_tie(case: Case, terms: Terms) -> Features | None:
    """Say what ties a remark to the agreement; null for nothing.

    Its sentence names a site or two parties, or a party undertakes it in a report that does.
    """
    if case.sentence.sites:
        return {"sentence_site": 1.0}
    if len(case.sentence.parties & terms.principals) > 1:
        return {"sentence_parties": 1.0}
    undertakes = case.occasion.event.type == "AGREE" and case.actors.parties & terms.principals
    near = case.document.sites or len(case.document.parties & terms.principals) > 1
    return {"document_ground": 1.0} if undertakes and near else None


def _is_about_carrying_out(occasion: Occasion) -> bool:
    around = occasion.object_text + occasion.words_after
    return has_cue("follow_up", around) and bool(_find_subject(occasion) & WHOLE)


def _undertakes(occasion: Occasion) -> bool:
    """Tell whether an AGREE is an undertaking, rather than a bare mention of the deal that stands."""
    event = occasion.event
    if event.modality not in {"actual", "future"} or find_concepts(event.trigger.text) & WHOLE:
        return False
    return "ceasefire" in _find_subject(occasion)


def _find_subject(occasion: Occasion) -> frozenset[str]:
    """Name the concepts of what is agreed or talked about: the words around, and the content of the statement it is."""
    said = [statement.said for statement in occasion.reading.statements if statement.id == occasion.event.about]
    return find_concepts(" ".join([occasion.extent.text, occasion.words_after, *said]))


def _make_remark(case: Case, bearing: Bearing, features: Features, tie: Features) -> Remark:
    bearer = {"bearer": 1.0} if case.actors.parties else {"no_actor": 1.0}
    return Remark(
        bearing=bearing,
        by=name_source(case.occasion.chain),
        against=None,
        quote=case.occasion.clause,
        features=features | bearer | tie | {"general": 1.0},
        about=f"“{case.occasion.event.trigger.text}” about the whole",
        item=case.occasion.event.id,
    )
