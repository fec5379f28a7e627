"""How many origins some reports come from: echoes of one root count once (docs/STATUS.md, 12)."""

from collections.abc import Sequence
from string import punctuation

from parley.agreement.evidence import Evidence

_EDGES = punctuation + "“”‘’«»…–—"


def count_origins(reports: Sequence[Evidence]) -> int:
    """Count the origins of reports of one bearing.

    The narrator's reports fold by the origin of their documents; those of one speaker also by the incident that they
    name and by the words that they quote.
    """
    if len(reports) <= 1:
        return len(reports)
    narrated: set[str] = set()
    spoken: dict[str, list[Evidence]] = {}
    for report in reports:
        speaker = report.assessment.by
        if speaker is None:
            narrated.add(report.origin)
        else:
            spoken.setdefault(speaker.casefold(), []).append(report)
    return len(narrated) + sum(_count_groups(said) for said in spoken.values())


def _count_groups(reports: Sequence[Evidence]) -> int:
    """Count the groups of one speaker's reports that hang together by origin, incident or words."""
    if len(reports) == 1:
        return 1
    parents = list(range(len(reports)))
    origins: dict[str, int] = {}
    incidents: dict[str, int] = {}
    words: dict[str, int] = {}
    for number, report in enumerate(reports):
        told = report.assessment
        _join(parents, number, origins.setdefault(report.origin, number))
        _join(parents, number, words.setdefault(fold_words(told.quote.text), number))
        if told.incident is not None:
            _join(parents, number, incidents.setdefault(told.incident, number))
    return sum(parent == number for number, parent in enumerate(parents))


def _join(parents: list[int], number: int, other: int) -> None:
    """Put two groups together; nothing to do for the first of a kind."""
    if number != other:
        parents[_find_root(parents, number)] = _find_root(parents, other)


def _find_root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def fold_words(words: str) -> str:
    """Fold case, spaces and the punctuation around words, so that the same words look the same."""
    return " ".join(words.casefold().split()).strip(_EDGES)
