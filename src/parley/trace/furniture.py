"""The guard against furniture: what an outlet prints on page after page is no news and ties no reports together.

A passage is furniture of an outlet from the day on which it stands on the `PAGES`-th of its pages. It is left out of
pages of that day and later ones, before they are compared. So a page's furniture depends on nothing that was published
after it, and a source whose every page has the same body relates to nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from parley.model import Report
from parley.trace.fingerprints import RUN, WINDOW, Hashes, Tokens, hash_runs, winnow

PAGES = 5
"""Pages with addresses of their own and titles of their own: a dispatch under several addresses has one title, and the
versions of a living story have one address."""
_LATEST = dt.date.max


def strip_furniture(reports: Sequence[Report], tokens: Sequence[Tokens]) -> list[Tokens]:
    """Leave out of every text the words that its outlet prints on page after page; undated pages count as the last."""
    stripped = list(tokens)
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        if outlet := name_outlet(report):
            by_outlet[outlet].append(place)
    for places in by_outlet.values():
        if len(places) >= PAGES:
            places.sort(key=lambda place: (reports[place].published_on or _LATEST, reports[place].id))
            since = _date_furniture([reports[place] for place in places], [tokens[place].words for place in places])
            for place in places if since else ():
                day = (reports[place].published_on or _LATEST).toordinal()
                runs = np.array([run for run, first in since.items() if first <= day], np.uint32)
                stripped[place] = _leave_out(tokens[place], runs)
    return stripped


def name_outlet(report: Report) -> str | None:
    """Name who published a report: its outlet, else the host of its address."""
    return report.outlet or (urlsplit(report.url).hostname if report.url else None)


def _date_furniture(reports: Sequence[Report], words: Sequence[Hashes]) -> dict[int, int]:
    """Give the day (an ordinal) since which each fingerprint is furniture. Reports stand in the order of days."""
    prints = [winnow(each).hashes for each in words]
    owners = np.repeat(np.arange(len(prints)), [len(each) for each in prints])
    hashes = np.concatenate(prints)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    first = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.empty(0, np.int64)
    lengths = np.diff(np.r_[first, len(hashes)])
    since: dict[int, int] = {}
    for start, length in zip(first[lengths >= PAGES].tolist(), lengths[lengths >= PAGES].tolist(), strict=True):
        pages = [reports[owner] for owner in owners[start : start + length].tolist()]
        if (day := _find_day(pages)) is not None:
            since[int(hashes[start])] = day.toordinal()
    return since


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


def _leave_out(tokens: Tokens, furniture: Hashes) -> Tokens:
    marked = np.flatnonzero(np.isin(hash_runs(tokens.words, RUN), furniture))
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
