"""What stands on a page or in a report besides the news: cookie notices, share lines, staff lines, bylines."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from parley.ontology.folding import load_vocabulary

Group = Literal["page", "report"]
LONGEST = 2_000
"""Characters; a longer line is never furniture alone."""
_END_LINES = 3
"""Lines that are not blank, at either end of a text, among which a byline stands."""
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


def blank_bylines(text: str) -> str:
    """Put spaces for the bylines and staff lines at either end of a text, so that all else keeps its offsets."""
    lines = list(re.finditer(r"\S[^\n]*", text))
    for line in lines[:_END_LINES] + lines[_END_LINES:][-_END_LINES:]:
        if len(line[0]) <= LONGEST and _byline().fullmatch(line[0].rstrip()):
            text = text[: line.start()] + " " * len(line[0]) + text[line.end() :]
    return text


@cache
def _byline() -> re.Pattern[str]:
    vocabulary: Mapping[str, Any] = load_vocabulary("furniture.toml")
    words = vocabulary["byline"]
    joined = "|".join(words["patterns"])
    for part in ("DATELINE", "WORK", "DONE", "PEOPLE", "SMALL", "NAMED"):
        joined = joined.replace(part, words[part])
    return re.compile(joined)


@cache
def _patterns(groups: tuple[Group, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    vocabulary: Mapping[str, Any] = load_vocabulary("furniture.toml")
    compiled = []
    for group in groups:
        for kind, patterns in vocabulary[group].items():
            joined = "|".join(patterns).replace("SHARE_WORDS", vocabulary["SHARE_WORDS"])
            compiled.append((kind, re.compile(joined.replace("NETWORKS", vocabulary["NETWORKS"]), re.IGNORECASE)))
    return tuple(compiled)
