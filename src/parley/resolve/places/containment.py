"""What the words around a name say it lies in: "X, Y", "X in Y", "Y's X", "the Y city of X"."""

import re
from collections.abc import Iterator

from parley.resolve.places.candidates import find_exactly, find_sites
from parley.resolve.places.gazetteer import Site

_NAME = r"(?:[A-Z][\w.'’-]*|al-\w+|el-\w+)"
_RUN = rf"{_NAME}(?:\s+(?:of\s+the\s+|of\s+|the\s+|and\s+)?{_NAME}){{0,4}}"
_AFTER = re.compile(rf"(?:,\s+|\s*\(|,?\s+in\s+|,?\s+near\s+)(?:[\w-]+\s+)?(?:the\s+)?(?P<run>{_RUN})")
_POSSESSOR = re.compile(rf"(?P<run>{_NAME}(?:\s+{_NAME}){{0,2}})['’]s?\s+(?:[\w-]+\s+){{0,4}}$")
_PEOPLE = re.compile(
    r"(?P<run>[A-Z][\w-]+)\s+(?:\w+\s+)?"
    r"(?:city|town|village|capital|port|province|region|district|state|county)\s+(?:of\s+)?$"
)
_PARTED = re.compile(
    r"(?P<head>[^,(]*?(?:\b[A-Z]|\b(?:al|el|ash)-)[^,(]*?)(?:,\s+|\s+in\s+|\s*\()(?P<rest>(?:the\s+)?[A-Z].*)$"
)
_CONTAINERS = 3
_REACH = 60


def list_containers(text: str, start: int, end: int) -> tuple[Site, ...]:
    """Return the places that the words beside the name at these offsets say contain it; none when they say nothing."""
    found: list[Site] = []
    for run in _list_runs(text, start, end):
        found += _find_whole(run)
        if found:
            break
    return tuple(found)


def split_place(words: str) -> tuple[str, tuple[Site, ...]]:
    """Part the words of a mention into the place itself and what they say contains it.

    "Dingolfing, Bavaria, Germany" gives "Dingolfing" within Bavaria; "a town in Syria" gives the words as they are.
    """
    if find_exactly(words):
        return words, ()
    first, comma, rest = words.rpartition(", ")
    if comma and ", " in first and find_exactly(first):
        return first, _find_whole(rest)
    match = _PARTED.match(words)
    if not match:
        return words, ()
    parts = re.split(r",\s+|\s+in\s+", match["rest"].rstrip(")"))
    containers = [site for part in parts for site in _find_whole(part) or find_exactly(part)]
    return (match["head"], tuple(containers[:_CONTAINERS])) if containers else (words, ())


def _list_runs(text: str, start: int, end: int) -> Iterator[str]:
    if after := _AFTER.match(text, end, end + _REACH):
        yield after["run"]
    before = text[max(0, start - _REACH) : start]
    for pattern in (_POSSESSOR, _PEOPLE):
        if match := pattern.search(before):
            yield match["run"]


def _find_whole(run: str) -> tuple[Site, ...]:
    """Find the longest beginning of a run of names that is a country, a division or another whole."""
    words = run.split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        sites = find_sites(name) or find_sites(name.rstrip(".,"))
        if wholes := tuple(site for site in sites if site.whole or site.feature == "county"):
            return wholes
    return ()
