"""What a report says about a clause: from modality, negation, aspect and who says it (CLAUSE_LINKS: bearing)."""

from parley.match.lexicon import find_concepts, has_cue
from parley.match.scoring import Case
from parley.match.terms import Provision, Terms, read_numbers
from parley.model import Bearing

TALK: frozenset[Bearing] = frozenset({"planned", "reads", "calls", "relates"})
"""Bearings that speak of a clause; all others tell of acts and count from entry into force."""


def judge_bearing(case: Case, provision: Provision, terms: Terms) -> Bearing | None:
    """Say how an event that fits an act of a clause bears on the clause; null for a bare mention of it."""
    modality = case.occasion.event.modality
    if provision.side == "wanted" and modality != "actual" and case.occasion.withheld:
        return "not_done"
    if modality == "actual":
        return _judge_actual(case, provision)
    if provision.side == "wanted":
        return _judge_wanted(case, modality, terms)
    if modality == "obliged" or (modality == "hypothetical" and _is_termed(case)):
        return "reads"
    if modality in {"future", "requested"} and not case.occasion.event.negated and _speaks_for_bearer(case, terms):
        return "not_done"
    return "calls" if modality == "requested" and case.occasion.event.negated else "relates"


def _judge_actual(case: Case, provision: Provision) -> Bearing | None:
    occasion = case.occasion
    if provision.side == "excluded":
        if not occasion.event.negated:
            return "contrary"
        return "denied" if occasion.chain else "kept"
    if provision.side == "thwarted":
        return "kept" if occasion.event.negated else "not_done"
    if occasion.event.negated or occasion.withheld:
        return "contrary" if provision.clause.kind == "maintain" else "not_done"
    if provision.clause.kind == "maintain":
        return _judge_maintained(case)
    if provision.clause.kind == "progress" or provision.clause.partial and not _is_complete(case, provision):
        return "partly"
    return "done"


def _judge_maintained(case: Case) -> Bearing | None:
    occasion = case.occasion
    if occasion.event.type in {"CONSULT", "AGREE"}:
        return "relates"
    if find_concepts(occasion.event.trigger.text) & {"ceasefire"} or occasion.event.mode == "ceasefire":
        around = occasion.words_around
        return "done" if has_cue("begins", around) else "kept" if has_cue("holds", around) else None
    return "partly" if case.occasion.event.type in {"AID", "RETREAT"} else "done"


def _judge_wanted(case: Case, modality: str, terms: Terms) -> Bearing:
    occasion = case.occasion
    if modality == "refused":
        return "not_done"
    if modality == "obliged":
        return "reads"
    if modality == "requested":
        return "reads" if not occasion.chain and _is_termed(case) else "calls"
    if modality == "future":
        return "not_done" if occasion.event.negated else "planned"
    if has_cue("ultimatum", occasion.sentence.text):
        return "calls"
    if _is_agreed(case):
        return "planned"
    return "reads" if _is_termed(case) else "relates"


def _is_agreed(case: Case) -> bool:
    """Tell whether the same sentence says that the deal is struck or approved."""
    occasion = case.occasion
    return any(
        event.type == "AGREE" and event.modality == "actual" and not event.negated and event.actor
        and occasion.sentence.holds(event.trigger)
        for event in occasion.reading.events
    )  # fmt: skip


def _is_complete(case: Case, provision: Provision) -> bool:
    """Tell whether the words say that all of it is done: "all", "the last", or no less than the clause's largest number."""
    words = case.occasion.object_text
    if has_cue("complete", case.occasion.amount_text):
        return True
    wanted = max(map(float, provision.numbers), default=None)
    told = max(map(float, read_numbers(words)), default=0.0)
    return wanted is not None and told >= wanted


def _is_termed(case: Case) -> bool:
    """Tell whether an agreement, a plan or a text is what says it."""
    occasion = case.occasion
    source = occasion.chain[-1].source if occasion.chain else None
    if source is not None:
        return has_cue("termed", source.text) and not case.actors.people
    before = occasion.reading.document.text[occasion.sentence.start : occasion.event.trigger.start]
    return has_cue("termed", before)


def _speaks_for_bearer(case: Case, terms: Terms) -> bool:
    """Tell whether the innermost speaker belongs to whoever acts."""
    source = case.occasion.chain[-1].source if case.occasion.chain else None
    speaker = terms.directory.identify(source).parties if source else frozenset[str]()
    acting = case.actors.parties
    return not case.occasion.chain or not acting or any(terms.directory.answers(party) & acting for party in speaker)
