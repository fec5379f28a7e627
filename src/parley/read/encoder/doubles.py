"""One act, one event: two triggers that name the same act within a few words are settled into one.

The annotation rules mark an act once in a clause: "imposes sanctions", "a ceasefire deal", "voiced their support" are
each one event. The network tags word by word and may take the verb and its noun for two. Of 107 neighbours of one type
with at most two words between them, read in annotated news, both were right once.
"""

from collections.abc import Sequence
from dataclasses import replace

from parley.read.encoder.statements import Done, Said, innermost
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words

_BESIDE, _NEAR = 2, 6
"""Words between two triggers of one act: any two, and two of which one is unsure."""
_UNSURE = 0.5
"""The confidence under which an event may be the shadow of its neighbour."""
_APART = frozenset(
    {"after", "and", "as", "before", "but", "following", "if", "or", "that", "which", "while", "who", "whose"}
)
"""Words that begin another clause or join two acts."""


def settle_doubles(words: Words, done: Sequence[Done], said: Sequence[Said]) -> list[Done]:
    """Settle neighbours that name one act into one event. Events come and go in the order of their triggers."""
    kept: list[Done] = []
    for event in done:
        if kept and _is_double(words, kept[-1], event, said):
            kept[-1] = _settle(kept[-1], event)
        else:
            kept.append(event)
    return kept


def _is_double(words: Words, first: Done, second: Done, said: Sequence[Said]) -> bool:
    gap = second.trigger.start - first.trigger.end
    if gap < 0:
        return True
    if gap > _NEAR or innermost(said, first.trigger) != innermost(said, second.trigger):
        return False
    if any(_parts(words, i) for i in range(first.trigger.end, second.trigger.start)):
        return False
    unsure = min(first.confidence, second.confidence) < _UNSURE
    if first.type == second.type:
        return unsure or gap <= _BESIDE
    speaks = any(s.cue.overlaps(event.trigger) for s in said for event in (first, second))
    return gap == 0 and unsure and not speaks


def _parts(words: Words, i: int) -> bool:
    """Tell whether a word between two triggers parts them."""
    word = words.word(i)
    return word.lower() in _APART or not (word[0].isalnum() or word in "'’-")


def _settle(first: Done, second: Done) -> Done:
    """Keep the surer of two, with the other's roles where it has none; triggers that touch become one."""
    surer, other = (first, second) if first.confidence >= second.confidence else (second, first)
    roles = {role: pieces or other.roles[role] for role, pieces in surer.roles.items()}
    trigger = surer.trigger
    if second.trigger.start <= first.trigger.end:
        end = max(first.trigger.end, second.trigger.end)
        trigger = Piece(first.trigger.start, end, surer.trigger.probability)
    roles = {role: tuple(p for p in pieces if not p.overlaps(trigger)) for role, pieces in roles.items()}
    return replace(surer, trigger=trigger, roles=roles)
