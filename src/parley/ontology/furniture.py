"""What stands on a page or in a report besides the news: cookie notices, share lines, staff lines."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from parley.ontology.folding import load_vocabulary

Group = Literal["page", "report"]
LONGEST = 2_000
"""Characters; a longer line is never furniture alone."""
_EDGES = " \t.!?…:>»"
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\s*[\n\r|•·]+\s*")


def find_furniture(text: str, *groups: Group) -> Iterator[str | None]:
    """Yield for each sentence of a text the kind of furniture that it is, null for anything else.

    Args:
        text: of any length.
        groups: `page` for what a page shows besides its report, `report` for what a newsroom writes beside its own.
    """
    for part in _SENTENCE_END.split(text):
        if sentence := part.strip(_EDGES):
            yield next((kind for kind, pattern in _patterns(groups) if pattern.fullmatch(sentence)), None)


def is_furniture(line: str, *groups: Group) -> bool:
    """Tell whether every sentence of a line is furniture of some groups, by default a page's."""
    kinds = list(find_furniture(line, *(groups or ("page",)))) if len(line) <= LONGEST else []
    return bool(kinds) and None not in kinds


@cache
def _patterns(groups: tuple[Group, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    vocabulary: Mapping[str, Any] = load_vocabulary("furniture.toml")
    compiled = []
    for group in groups:
        for kind, patterns in vocabulary[group].items():
            joined = "|".join(patterns).replace("SHARE_WORDS", vocabulary["SHARE_WORDS"])
            compiled.append((kind, re.compile(joined.replace("NETWORKS", vocabulary["NETWORKS"]), re.IGNORECASE)))
    return tuple(compiled)
