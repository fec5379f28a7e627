"""When an act takes place or is due: time expressions go to the nearest act of their sentence."""

import re

from msgspec import Struct

from parley.ontology.times import TIME
from parley.read.rules.acts import Act
from parley.read.rules.clause import Sentence

_DUE = re.compile(r"\b(?:by|before|no later than)\s+(?:(?:the|early|late)\s+)*$", re.IGNORECASE)
_WITHIN = re.compile(r"within\b", re.IGNORECASE)
_LEAD = 20


class Timing(Struct):
    """Offsets of the times and the deadline of one act."""

    times: list[tuple[int, int]]
    deadline: tuple[int, int] | None = None


def find_timings(text: str, sentence: Sentence, acts: list[Act]) -> list[Timing]:
    """Return the timing of each act, in their order."""
    timings = [Timing([]) for _ in acts]
    if not acts:
        return timings
    for match in TIME.finditer(text, sentence.start, sentence.end):
        timing = timings[_find_nearest(match.start(), sentence, acts)]
        lead = _DUE.search(text, max(sentence.start, match.start() - _LEAD), match.start())
        if lead and timing.deadline is None:
            timing.deadline = (lead.start(), match.end())
        elif _WITHIN.match(match[0]) and timing.deadline is None:
            timing.deadline = match.span()
        else:
            timing.times.append(match.span())
    return timings


def _find_nearest(offset: int, sentence: Sentence, acts: list[Act]) -> int:
    """Return the index of the act nearest to an offset, deeds before speech acts."""

    def distance(index: int) -> tuple[bool, int]:
        start, end = sentence.offsets(acts[index].trigger)
        return acts[index].about is not None, min(abs(start - offset), abs(end - offset))

    return min(range(len(acts)), key=distance)
