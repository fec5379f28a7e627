"""How many origins some reports come from: echoes of one root count once (docs/STATUS.md, 12)."""

import re
from collections.abc import Sequence

from parley.agreement.reports import Report

_NO_WORD = re.compile(r"[\W_]+")


def count_origins(reports: Sequence[Report]) -> int:
    """Count the origins of reports of one bearing.

    The narrator's reports fold by the origin of their documents; those of one speaker also by the incident that they
    name and by the words that they quote.
    """
    if len(reports) == 1:
        return 1
    narrated: set[str] = set()
    spoken: dict[str, list[Report]] = {}
    for report in reports:
        if report.speaker is None:
            narrated.add(report.evidence.origin)
        else:
            spoken.setdefault(report.speaker.casefold(), []).append(report)
    return len(narrated) + sum(len(said) if len(said) == 1 else _count_groups(said) for said in spoken.values())


def _count_groups(reports: Sequence[Report]) -> int:
    """Count the groups of one speaker's reports that hang together by origin, incident or words."""
    parents = list(range(len(reports)))
    first_with: dict[tuple[str, str | None], int] = {}
    for number, report in enumerate(reports):
        words = fold_words(report.evidence.assessment.quote.text)
        for key in (("origin", report.evidence.origin), ("words", words), ("incident", report.incident)):
            if key[1] is not None:
                parents[_find_root(parents, number)] = _find_root(parents, first_with.setdefault(key, number))
    return sum(parent == number for number, parent in enumerate(parents))


def _find_root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def fold_words(words: str) -> str:
    """Fold case, spaces and punctuation, so that the same words look the same."""
    return _NO_WORD.sub(" ", words.casefold()).strip()
