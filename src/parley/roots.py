"""Which reports go back to one root, wherever origins are counted (docs/STATUS.md, 12).

Copies of one text are one root; so is what one speaker says at about the same time in the same words, or of the same
incident, however many outlets quote it.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

STATEMENT_DAYS = 2
"""Days within which one speaker's like words are one statement."""
SAME_WORDS = 0.6
"""Share of the shorter statement's longer words that the other holds too, from which on they say the same."""
RUN = 5
"""Words in a row that two statements share from which on they say the same."""
_LEAST_LETTERS = 4
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Voice(Struct, frozen=True, gc=False):
    """What is told in a report, and whose words it is.

    `report` is the document that the report goes back to; `speaker` the folded name of who says it, null for the
    narrator, "" for a source that the text does not name; `day` when it can have been known; `words` what is said;
    `incident` the id that reports of one event share.
    """

    report: str
    speaker: str | None
    day: dt.date
    words: str
    incident: str | None = None


def find_roots(voices: Sequence[Voice]) -> list[int]:
    """Give for each voice the number of one that stands for its root; voices of one root have the same number."""
    parents = list(range(len(voices)))
    for one, other in _find_ties(voices):
        _join(parents, one, other)
    for one, other in _find_near(voices):
        if _find(parents, one) != _find(parents, other) and _say_the_same(voices[one].words, voices[other].words):
            _join(parents, one, other)
    return [_find(parents, number) for number in range(len(voices))]


def _find_ties(voices: Sequence[Voice]) -> Iterator[tuple[int, int]]:
    """Yield voices that have a report or, of one speaker, an incident in common, each with the first of them."""
    first: dict[Hashable, int] = {}
    for number, voice in enumerate(voices):
        yield number, first.setdefault((voice.speaker, "report", voice.report), number)
        if voice.speaker and voice.incident is not None:
            yield number, first.setdefault((voice.speaker, "incident", voice.incident), number)


def _find_near(voices: Sequence[Voice]) -> Iterator[tuple[int, int]]:
    """Yield pairs of voices of one named speaker that lie few days apart."""
    by_speaker: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(voices)), key=lambda each: voices[each].day):
        if speaker := voices[number].speaker:
            by_speaker[speaker].append(number)
    for said in by_speaker.values():
        for place, one in enumerate(said):
            for other in said[place + 1 :]:
                if (voices[other].day - voices[one].day).days > STATEMENT_DAYS:
                    break
                yield one, other


@lru_cache(maxsize=1 << 16)
def _take_apart(words: str) -> tuple[tuple[str, ...], frozenset[tuple[str, ...]], frozenset[str]]:
    """Take words apart into all of them, runs of them, and the longer ones."""
    told = tuple(_WORD.findall(words.casefold().replace("’", "'")))
    runs = frozenset(told[start : start + RUN] for start in range(len(told) - RUN + 1))
    return told, runs, frozenset(word for word in told if len(word) >= _LEAST_LETTERS)


def _say_the_same(one: str, other: str) -> bool:
    """Tell whether the words are equal, share a run, or most of the longer words of the shorter ones."""
    (told, runs, longer), (again, other_runs, other_longer) = _take_apart(one), _take_apart(other)
    if told == again or not runs.isdisjoint(other_runs):
        return True
    shorter = min(len(longer), len(other_longer))
    return shorter >= RUN - 1 and len(longer & other_longer) >= SAME_WORDS * shorter


def _join(parents: list[int], one: int, other: int) -> None:
    parents[_find(parents, one)] = _find(parents, other)


def _find(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def fold_words(words: str) -> str:
    """Fold case, spaces and punctuation, so that the same words look the same."""
    return " ".join(_WORD.findall(words.casefold()))
