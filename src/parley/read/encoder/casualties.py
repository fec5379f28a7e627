"""The dead and the injured: one event for an attack and those it befell, and nobody who died is told as helped."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parley.read.encoder.statements import Done, Said, innermost
from parley.read.encoder.windows import Words

_CASUALTY = re.compile(r"(?:dead|kill(?:s|ed|ing)?|injur(?:es?|ed|ing)|wound(?:s|ed|ing)?)\Z", re.IGNORECASE)
_DIED = re.compile(r"\s+(?:is|are|was|were|remains?|have been)(?: \w+ly)? (?:dead|found dead|killed|missing)\b")
_NEAR = 5
"""Words between the dead and their attack, where the two share nobody: "were wounded in a rebel attack"."""


def settle_casualties(words: Words, done: Sequence[Done], said: Sequence[Said]) -> list[Done]:
    """Join the dead with the attack that killed them, as the annotation rules have it. Events keep their order."""
    kept: list[Done] = []
    for event in (_without_dead(words, event) for event in done):
        told = next((i for i, other in enumerate(kept) if _is_told(words, other, event, said)), None)
        if told is None:
            kept.append(event)
        else:
            kept[told] = _join(kept[told], event)
    return sorted(kept, key=lambda event: (event.trigger.start, event.trigger.end))


def _without_dead(words: Words, event: Done) -> Done:
    """Leave who died out of those who were helped: "four are killed and ten are rescued"."""
    if event.type != "AID":
        return event
    helped = (p for p in event.roles["recipient"] if not _DIED.match(words.text, int(words.end[p.end - 1])))
    return replace(event, roles={**event.roles, "recipient": tuple(helped)})


def _is_told(words: Words, casualty: Done, attack: Done, said: Sequence[Said]) -> bool:
    """Tell whether an attack's dead stand before it in its sentence: "are killed in a raid"."""
    if not casualty.type == attack.type == "ASSAULT" or casualty.modality != attack.modality or attack.mode == "abduct":
        return False
    if not _names_casualty(words, casualty) or _names_casualty(words, attack):
        return False
    sentences = words.sentences.searchsorted([casualty.trigger.start, attack.trigger.start], "right")
    if sentences[0] != sentences[1] or innermost(said, casualty.trigger) != innermost(said, attack.trigger):
        return False
    shared = any(ours.overlaps(theirs) for ours in casualty.roles["recipient"] for theirs in attack.roles["recipient"])
    return shared or attack.trigger.start - casualty.trigger.end <= _NEAR


def _names_casualty(words: Words, event: Done) -> bool:
    return _CASUALTY.match(words.word(event.trigger.start)) is not None


def _join(casualty: Done, attack: Done) -> Done:
    """Keep the attack where it says whose it is, else the dead, with the roles of both."""
    first, second = (attack, casualty) if attack.roles["actor"] else (casualty, attack)
    roles = {
        role: (*pieces, *(p for p in second.roles[role] if not any(p.overlaps(own) for own in pieces)))
        for role, pieces in first.roles.items()
    }
    return replace(first, roles=roles)
