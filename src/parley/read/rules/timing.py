"""When an act takes place or is due: time expressions go to the nearest act of their sentence."""

import re

from msgspec import Struct

from parley.ontology.times import TIME
from parley.read.rules.acts import Act
from parley.read.rules.clause import Sentence
from parley.read.rules.statements import Saying, find_enclosing

_DUE = re.compile(r"\b(?:by|before|no later than)\s+(?:(?:the|early|late)\s+)*$", re.IGNORECASE)
_WITHIN = re.compile(r"within\b", re.IGNORECASE)
_LEAD = 20


class Timing(Struct):
    """Offsets of the times and the deadline of one act."""

    times: list[tuple[int, int]]
    deadline: tuple[int, int] | None = None


def find_timings(text: str, sentence: Sentence, acts: list[Act], sayings: list[Saying]) -> list[Timing]:
    """Return the timing of each act, in their order."""
    timings = [Timing([]) for _ in acts]
    for match in TIME.finditer(text, sentence.start, sentence.end):
        nearest = _find_nearest(match.start(), sentence, acts, sayings)
        if nearest is None:
            continue
        timing = timings[nearest]
        lead = _DUE.search(text, max(sentence.start, match.start() - _LEAD), match.start())
        if lead and timing.deadline is None:
            timing.deadline = (lead.start(), match.end())
        elif _WITHIN.match(match[0]) and timing.deadline is None:
            timing.deadline = match.span()
        else:
            timing.times.append(match.span())
    return timings


def _find_nearest(offset: int, sentence: Sentence, acts: list[Act], sayings: list[Saying]) -> int | None:
    """Return the index of the nearest act that the same words hold, deeds before speech acts."""
    at = next((i for i, token in enumerate(sentence.tokens) if token.end > offset), len(sentence.tokens))
    within = find_enclosing(at, sayings)

    def distance(index: int) -> tuple[bool, int]:
        start, end = sentence.offsets(acts[index].trigger)
        return acts[index].about is not None, min(abs(start - offset), abs(end - offset))

    return min((i for i, act in enumerate(acts) if act.within == within), key=distance, default=None)
