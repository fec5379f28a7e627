"""The guard against furniture: what an outlet prints on page after page is no news and ties no reports together.

Lines at either end of a text that are furniture by their wording ("Sign up to our newsletter") are left out of every
text. The rest is learned:

A passage is furniture of an outlet from the day on which it stands on the `PAGES`-th of its pages. It is left out of
pages of that day and later ones, before they are compared. So a page's furniture depends on nothing that was published
after it, and a source whose every page has the same body relates to nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.model import Report
from parley.ontology.furniture import is_furniture
from parley.trace.credits import name_outlet
from parley.trace.fingerprints import RUN, WINDOW, Hashes, Tokens, hash_runs, winnow

PAGES = 5
"""Pages with addresses of their own and titles of their own: a dispatch under several addresses has one title, and the
versions of a living story have one address."""
LONGEST_LINE = 300
"""Characters of the longest line that can be furniture by its wording."""
LAST_LINES = 3
_LATEST = dt.date.max


class _Furniture(Struct, frozen=True):
    """Fingerprints of an outlet's furniture, sorted, and since which day (an ordinal) each is."""

    hashes: Hashes
    since: npt.NDArray[np.int64]


def strip_furniture(reports: Sequence[Report], tokens: Sequence[Tokens]) -> list[Tokens]:
    """Leave out of every text the words that its outlet prints on page after page; undated pages count as the last."""
    tokens = [_leave_out_lines(report.text, words) for report, words in zip(reports, tokens, strict=True)]
    stripped = list(tokens)
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        if outlet := name_outlet(report):
            by_outlet[outlet].append(place)
    for places in by_outlet.values():
        if len(places) >= PAGES:
            places.sort(key=lambda place: (reports[place].published_on or _LATEST, reports[place].id))
            furniture = _date_furniture([reports[place] for place in places], [tokens[place].words for place in places])
            for place in places if len(furniture.hashes) else ():
                stripped[place] = _leave_out(tokens[place], furniture, reports[place].published_on or _LATEST)
    return stripped


def _leave_out_lines(text: str, tokens: Tokens) -> Tokens:
    """Leave out the lines at either end of a text that are furniture by their wording; a text of nothing else stays."""
    kept = np.ones(len(tokens.words), bool)
    for start, end in _find_edges(text):
        if end - start <= LONGEST_LINE and is_furniture(text[start:end], "page", "report"):
            first, last = np.searchsorted(tokens.starts, [start, end])
            kept[first:last] = False
    if kept.all() or not kept.any():
        return tokens
    return Tokens(tokens.words[kept], tokens.starts[kept], tokens.ends[kept])


def _find_edges(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the first and the last lines of a text begin and end."""
    end = len(text)
    for _ in range(LAST_LINES):
        start = text.rfind("\n", 0, max(end, 0)) + 1
        yield start, end
        if start == 0:
            return
        end = start - 1
    yield 0, min(text.find("\n"), end)


def _date_furniture(reports: Sequence[Report], words: Sequence[Hashes]) -> _Furniture:
    """Find what is furniture since which day. Reports stand in the order of days."""
    prints = [winnow(each).hashes for each in words]
    owners = np.repeat(np.arange(len(prints)), [len(each) for each in prints])
    hashes = np.concatenate(prints)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    first = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.empty(0, np.int64)
    lengths = np.diff(np.r_[first, len(hashes)])
    found: list[tuple[int, int]] = []
    for start, length in zip(first[lengths >= PAGES].tolist(), lengths[lengths >= PAGES].tolist(), strict=True):
        pages = [reports[owner] for owner in owners[start : start + length].tolist()]
        if (day := _find_day(pages)) is not None:
            found.append((int(hashes[start]), day.toordinal()))
    chosen = np.array(found, np.int64).reshape(-1, 2)
    return _Furniture(chosen[:, 0].astype(np.uint32), chosen[:, 1])


def _find_day(pages: Sequence[Report]) -> dt.date | None:
    """Find the day of the page with which a passage stands under `PAGES` addresses and as many titles."""
    addresses: set[str] = set()
    titles: set[str] = set()
    for page in pages:
        addresses.add(page.url or page.id)
        titles.add(page.title or page.id)
        if min(len(addresses), len(titles)) >= PAGES:
            return page.published_on or _LATEST
    return None


def _leave_out(tokens: Tokens, furniture: _Furniture, day: dt.date) -> Tokens:
    """Leave out the words of a page of some day that were furniture by then."""
    runs = hash_runs(tokens.words, RUN)
    nearest = np.searchsorted(furniture.hashes, runs).clip(max=len(furniture.hashes) - 1)
    is_furniture = (furniture.hashes[nearest] == runs) & (furniture.since[nearest] <= day.toordinal())
    marked = np.flatnonzero(is_furniture)
    if not len(marked):
        return tokens
    out = np.zeros(len(tokens.words), bool)
    for start, end in zip(marked.tolist(), _find_ends(marked).tolist(), strict=True):
        out[start:end] = True
    return Tokens(tokens.words[~out], tokens.starts[~out], tokens.ends[~out])


def _find_ends(marked: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Let a run reach to the next one where winnowing leaves a gap between two of one passage."""
    following = np.r_[marked[1:], marked[-1:]]
    return np.where(following - marked <= RUN + WINDOW, np.maximum(following, marked + RUN), marked + RUN)
