"""What is done: the acts that a sentence names, each with who, whom, where and whether."""

import re
from itertools import pairwise

from msgspec import Struct

from parley.model import EventType
from parley.read.rules.clause import Hit, Range, Sentence
from parley.read.rules.modality import Verdict, find_conditions, find_refusals, judge_act
from parley.read.rules.roles import Roles, find_owner, find_roles
from parley.read.rules.statements import Saying, find_enclosing

_BARE_MENTIONS = frozenset(
    {"despite", "during", "under", "since", "violating", "violated", "after", "before", "amid", "enforce", "by"}
)
_AGREEING = re.compile(r"(?:reach|agree|announce|broker|extend|sign|declare|accept)(?:s|es|d|ed)?")
_IN = frozenset({"in", "by", "during", "from"})
_NEW_CLAUSE = frozenset({"after", "while", ";", "but"})
_SAME_CLAUSE = 14
_TRUCES = frozenset({"ceasefire", "truce", "cease-fire"})


class Act(Struct, frozen=True):
    """An event in token positions of its sentence."""

    trigger: Range
    type: EventType
    mode: str | None
    roles: Roles
    verdict: Verdict
    condition: Range | None = None
    within: Saying | None = None
    about: Saying | None = None


def find_acts(sentence: Sentence, sayings: list[Saying]) -> list[Act]:
    """Return the acts of a sentence in the order of their triggers."""
    conditions = find_conditions(sentence)
    cues = {saying.cue: saying for saying in sayings}
    merged = _find_merged(sentence)
    acts = []
    for hit in sentence.hits:
        about = cues.get((hit.at, hit.end))
        if hit.at in merged or (hit.sense.type is None and about is None):
            continue
        verbs = [other for other in sentence.hits if other.is_verb and merged.get(other.at) == hit]
        if act := _read_act(sentence, hit, verbs, about, sayings, conditions):
            acts.append(act)
    return _attach_conditions(acts, conditions)


def _read_act(
    sentence: Sentence,
    hit: Hit,
    verbs: list[Hit],
    about: Saying | None,
    sayings: list[Saying],
    conditions: list[Range],
) -> Act | None:
    """Read the act that a hit names; `verbs` name the same act again and tell who suffered it."""
    refusals = (find_enclosing(at, sayings) for at in find_refusals(sentence))
    kind = _find_kind(sentence, hit, about, refuses=about is not None and about in refusals)
    if kind is None:
        return None
    within = find_enclosing(hit.at, sayings, about)
    verdict = judge_act(sentence, hit, within, conditions)
    roles = find_roles(sentence, hit, verbs)
    if asked := _find_asked(sentence, hit, within):
        roles = Roles((asked,), roles.recipient, roles.place)
    if about:
        source = tuple(sentence.split(about.source)) if about.source else roles.actor
        target = about.addressee or about.charged
        roles = Roles(source, (target,) if target else roles.recipient, ())
    return Act((hit.at, hit.end), *kind, roles, verdict, None, within, about)


def _find_asked(sentence: Sentence, hit: Hit, within: Saying | None) -> Range | None:
    """Return of whom a bare verb is demanded: "urged X to withdraw", "demanded X withdraw"."""
    asks = within is not None and within.hit is not None and within.hit.sense.type == "REQUEST"
    if within is None or not asks or hit.sense.form != "base":
        return None
    start = within.content[0][0]
    return within.addressee or sentence.phrase_at(start + (sentence.low[start] == "that"))


def _find_kind(
    sentence: Sentence, hit: Hit, about: Saying | None, *, refuses: bool
) -> tuple[EventType, str | None] | None:
    """Say which PLOVER type and mode the word has here; None when it is no act of its own."""
    sense = hit.sense
    if sense.type is None:
        return ("REJECT", None) if refuses else None
    if sense.frame and about is None and sense.type == "REQUEST":
        return None
    if sense.type == "ASSAULT" and hit.is_verb and sentence.lexicon.small.accidents.intersection(sentence.low):
        return None
    agreed = sense.type == "AGREE" and not sense.frame
    if agreed or sentence.low[hit.end - 1] in _TRUCES:
        return _find_truce(sentence, hit)
    return sense.type, sense.mode


def _find_truce(sentence: Sentence, hit: Hit) -> tuple[EventType, str | None] | None:
    """Tell a truce that is agreed from one that is kept, sought or merely mentioned."""
    before = sentence.low[max(0, hit.at - 5) : hit.at]
    if _BARE_MENTIONS.intersection(before) or sentence.word(hit.end) in (
        "stipulated",
        "stipulates",
        "requires",
        "required",
    ):
        return None
    if hit.sense.type == "AGREE" or any(map(_AGREEING.fullmatch, before)):
        return "AGREE", None
    return "RETREAT", "ceasefire"


def _find_merged(sentence: Sentence) -> dict[int, Hit]:
    """Return the words that name again an attack already named in the clause, with the word that names it.

    "Airstrikes kill six": the attack word, where it says whose it is; "six are killed in a raid": the verb.
    """
    assaults = [hit for hit in sentence.hits if hit.sense.type == "ASSAULT"]
    merged: dict[int, Hit] = {}
    for first, second in pairwise(assaults):
        between = sentence.low[first.end : second.at]
        cued = any(first.end <= hit.at < second.at and hit.sense.frame for hit in sentence.hits)
        if cued or len(between) > _SAME_CLAUSE or _NEW_CLAUSE.intersection(between):
            continue
        if first.is_verb == second.is_verb:
            if second.sense.form == "participle":
                merged[second.at] = merged.get(first.at, first)
        elif second.is_verb:
            merged[second.at] = first
        elif _IN.intersection(between):
            owned = bool(find_owner(sentence, second))
            merged[first.at if owned else second.at] = second if owned else first
    return merged


def _attach_conditions(acts: list[Act], conditions: list[Range]) -> list[Act]:
    """Give each condition to the nearest act outside it: the one before it, else the one after."""
    for start, end in conditions:
        before = [i for i, act in enumerate(acts) if act.trigger[1] <= start and act.about is None]
        after = [i for i, act in enumerate(acts) if act.trigger[0] >= end and act.about is None]
        chosen = before[-1:] or after[:1]
        for i in chosen:
            act = acts[i]
            verdict = Verdict("hypothetical", act.verdict.negated) if act.verdict.modality == "future" else act.verdict
            acts[i] = Act(act.trigger, act.type, act.mode, act.roles, verdict, (start, end), act.within, act.about)
    return acts
