"""What is done: the acts that a sentence names, each with who, whom, where and whether."""

from msgspec import Struct

from parley.model import EventType
from parley.read.rules.clause import Hit, Range, Sentence
from parley.read.rules.modality import Verdict, find_conditions, judge_act, refuses_own
from parley.read.rules.roles import Roles, find_roles
from parley.read.rules.statements import Saying, find_enclosing

_BARE_MENTIONS = frozenset({"despite", "during", "under", "since", "violating", "violated", "after", "before", "amid", "enforce", "by"})
_AGREEING = frozenset({
    "reach", "reaches", "reached", "agree", "agrees", "agreed", "announce", "announces", "announced", "broker", "brokered", "extend",
    "extends", "extended", "sign", "signs", "signed", "declare", "declares", "declared", "accept", "accepts", "accepted",
})  # fmt: skip
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
        if act := _read_act(sentence, hit, about, sayings, conditions):
            acts.append(act)
    return _attach_conditions(acts, conditions)


def _read_act(
    sentence: Sentence, hit: Hit, about: Saying | None, sayings: list[Saying], conditions: list[Range]
) -> Act | None:
    kind = _find_kind(sentence, hit, about)
    if kind is None:
        return None
    within = find_enclosing(hit.at, sayings, about)
    verdict = judge_act(sentence, hit, within, conditions)
    roles = find_roles(sentence, hit)
    if about:
        roles = Roles(_lone(about.source) or roles.actor, _lone(about.addressee) or roles.recipient, ())
    return Act((hit.at, hit.end), *kind, roles, verdict, None, within, about)


def _find_kind(sentence: Sentence, hit: Hit, about: Saying | None) -> tuple[EventType, str | None] | None:
    """Say which PLOVER type and mode the word has here; None when it is no act of its own."""
    sense = hit.sense
    if sense.type is None:
        return ("REJECT", None) if about and any(refuses_own(sentence, span) for span in about.content) else None
    if sense.frame and about is None and sense.type != "THREATEN":
        return None
    if sentence.low[hit.end - 1] in _TRUCES:
        return _find_truce(sentence, hit)
    return sense.type, sense.mode


def _find_truce(sentence: Sentence, hit: Hit) -> tuple[EventType, str | None] | None:
    """Tell a truce that is agreed from one that is kept, sought or merely mentioned."""
    before = sentence.low[max(0, hit.at - 5) : hit.at]
    if _BARE_MENTIONS.intersection(before) or sentence.word(hit.end) in ("stipulated", "stipulates", "requires", "required"):
        return None
    return ("AGREE", None) if _AGREEING.intersection(before) else ("RETREAT", "ceasefire")


def _find_merged(sentence: Sentence) -> set[int]:
    """Return the words that name again an attack already named in the clause ("airstrikes kill", "killed in a raid")."""
    assaults = [hit for hit in sentence.hits if hit.sense.type == "ASSAULT"]
    merged = set()
    for first, second in zip(assaults, assaults[1:], strict=False):
        between = sentence.low[first.end : second.at]
        if len(between) > 12 or any(word in ("after", "while", ";", "but") for word in between):
            continue
        if not first.is_verb and second.is_verb and (second.sense.form != "base" or first.at == 0 or "to" not in between):
            merged.add(second.at)
        elif first.is_verb and not second.is_verb and {"in", "by", "during", "from"}.intersection(between):
            merged.add(second.at)
        elif first.is_verb and second.is_verb and second.sense.form == "participle":
            merged.add(second.at)
    return merged


def _attach_conditions(acts: list[Act], conditions: list[Range]) -> list[Act]:
    """Give each condition to the nearest act outside it: the one before, or, when it opens the sentence, the one after."""
    for start, end in conditions:
        before = [i for i, act in enumerate(acts) if act.trigger[1] <= start and act.about is None]
        after = [i for i, act in enumerate(acts) if act.trigger[0] >= end and act.about is None]
        chosen = before[-1:] or after[:1]
        for i in chosen:
            act = acts[i]
            verdict = Verdict("hypothetical", act.verdict.negated) if act.verdict.modality == "future" else act.verdict
            acts[i] = Act(act.trigger, act.type, act.mode, act.roles, verdict, (start, end), act.within, act.about)
    return acts


def _lone(span: Range | None) -> tuple[Range, ...]:
    return (span,) if span else ()
