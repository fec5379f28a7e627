"""What a report says about a clause, from modality, negation, aspect and who says it."""

import re

from parley.match.cases import Case
from parley.match.lexicon import cue_pattern, find_concepts, has_cue
from parley.match.terms import Provision, Terms, read_numbers
from parley.model import Bearing, Modality

_SAID: dict[Modality, Bearing] = {"obliged": "reads", "requested": "calls", "future": "planned"}


_OF_NOUN = re.compile(r"\bthat (?:had |has |have |was |were )?(?:\w+ly )?$", re.IGNORECASE)
"""What stands before a word of breach that speaks of the noun before it."""
_DIRECTED = re.compile(r"\s+(?!that\b|on\b|against\b|in\b|at\b|near\b|of\b|by\b)\w", re.IGNORECASE)
"""What follows a verb that is directed at something: no preposition, as after "a strike on"."""


def judge_bearing(case: Case, provision: Provision, terms: Terms) -> Bearing | None:
    """Say how an event that fits an act of a clause bears on the clause; null for a bare mention of it."""
    if provision.side == "wanted":
        return _judge_wanted(case, provision)
    if provision.side == "excluded":
        return _judge_excluded(case, terms)
    return _judge_thwarted(case, terms)


def _judge_wanted(case: Case, provision: Provision) -> Bearing | None:
    """Judge an act that carries the clause out."""
    occasion, event = case.occasion, case.occasion.event
    if event.modality == "actual":
        return _judge_done(case, provision)
    if occasion.withheld or event.modality == "refused" or (event.modality == "future" and event.negated):
        return "not_done"
    if event.modality == "hypothetical":
        return _judge_possible(case)
    by_text = event.modality == "requested" and not occasion.chain and _is_termed(case)
    return "reads" if by_text else _SAID[event.modality]


def _judge_done(case: Case, provision: Provision) -> Bearing | None:
    clause = provision.clause
    if case.occasion.event.negated or case.occasion.withheld:
        return "contrary" if clause.kind == "maintain" else "not_done"
    if clause.kind == "maintain":
        return _judge_maintained(case)
    some = clause.partial and not _is_complete(case, provision)
    return "partly" if some or clause.kind == "progress" else "done"


def _judge_maintained(case: Case) -> Bearing | None:
    """Judge an act that keeps up a state: a ceasefire is done when it begins and kept where it is said to hold."""
    occasion = case.occasion
    if occasion.event.type in {"CONSULT", "AGREE"}:
        return "relates"
    if occasion.event.mode == "ceasefire" or "ceasefire" in find_concepts(occasion.event.trigger.text):
        around = occasion.words_around
        return "done" if has_cue("begins", around) else "kept" if has_cue("holds", around) else None
    return "partly"


def _judge_possible(case: Case) -> Bearing:
    """Judge what is only supposed: an ultimatum demands it, a struck deal plans it, a text reads so."""
    if has_cue("ultimatum", case.occasion.sentence.text):
        return "calls"
    if _is_struck(case):
        return "planned"
    return "reads" if _is_termed(case) else "relates"


def _judge_excluded(case: Case, terms: Terms) -> Bearing:
    event = case.occasion.event
    if event.modality == "actual":
        if event.negated:
            return "denied" if case.occasion.chain else "kept"
        return "contrary"
    return _judge_opposed_talk(case, terms)


def _judge_thwarted(case: Case, terms: Terms) -> Bearing:
    event = case.occasion.event
    if event.modality == "actual":
        return "kept" if event.negated else "not_done"
    return _judge_opposed_talk(case, terms)


def _judge_opposed_talk(case: Case, terms: Terms) -> Bearing:
    """Judge talk of an act against the clause: its bearer declares it, a text forbids it, others speak of it."""
    event = case.occasion.event
    if event.modality == "obliged" or (event.modality == "hypothetical" and _is_termed(case)):
        return "reads"
    if event.modality in {"future", "requested"} and not event.negated and _speaks_for_itself(case, terms):
        return "not_done"
    return "calls" if event.modality == "requested" and event.negated else "relates"


def _is_struck(case: Case) -> bool:
    """Tell whether the same sentence says that the deal is struck or approved."""
    occasion = case.occasion
    agreed = (e for e in occasion.reading.events if e.type == "AGREE" and e.modality == "actual" and not e.negated)
    return any(event.actor and occasion.sentence.holds(event.trigger) for event in agreed)


def _is_complete(case: Case, provision: Provision) -> bool:
    """Tell whether all of it is done: "all", "the last", or no less than the largest number that the clause names."""
    if has_cue("complete", case.occasion.amount_text):
        return True
    wanted = max(map(float, provision.numbers), default=None)
    told = max(map(float, read_numbers(case.occasion.object_text)), default=0.0)
    return wanted is not None and told >= wanted


def _is_termed(case: Case) -> bool:
    """Tell whether an agreement, a plan or a text is what says it."""
    occasion = case.occasion
    source = occasion.chain[-1].source if occasion.chain else None
    if source is not None:
        return has_cue("termed", source.text)
    return has_cue("termed", occasion.words_up_to)


def _speaks_for_itself(case: Case, terms: Terms) -> bool:
    """Tell whether the innermost speaker belongs to whoever acts; the narrator and unnamed actors pass."""
    source = case.occasion.chain[-1].source if case.occasion.chain else None
    speakers = terms.directory.identify(source).parties if source else frozenset[str]()
    acting = case.actors.parties
    return not case.occasion.chain or not acting or any(terms.directory.answers(s) & acting for s in speakers)


def calls_breach(case: Case, terms: Terms) -> bool:
    """Tell whether the words that carry an act call it a breach.

    What a speaker tells of an act of its own side, it does not call so; nor is that act meant where the words speak of
    what it was directed at: "hit a convoy that violated the truce".
    """
    occasion = case.occasion
    if occasion.chain and case.actors.parties and _speaks_for_itself(case, terms):
        return False
    words, done_at = occasion.clause.text, occasion.event.trigger.end - occasion.clause.start
    cues = [cue.start() for cue in cue_pattern("breach").finditer(words)]
    return any(not (_OF_NOUN.search(words[:at]) and _DIRECTED.match(words[done_at:at])) for at in cues)
