"""How many origins some reports come from: echoes of one root count once (docs/STATUS.md, 12)."""

import re
from collections.abc import Iterable, Sequence

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


def _count_groups(reports: Iterable[Report]) -> int:
    """Count the groups of one speaker's reports that hang together by origin, incident or words."""
    groups: list[set[tuple[str, str]]] = []
    for report in reports:
        keys = {("origin", report.evidence.origin), ("words", fold_words(report.evidence.assessment.quote.text))}
        if report.incident is not None:
            keys.add(("incident", report.incident))
        apart = []
        for group in groups:
            if group & keys:
                keys |= group
            else:
                apart.append(group)
        groups = [*apart, keys]
    return len(groups)


def fold_words(words: str) -> str:
    """Fold case, spaces and punctuation, so that the same words look the same."""
    return _NO_WORD.sub(" ", words.casefold()).strip()
