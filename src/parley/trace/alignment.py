"""Which words of two texts are the same words in the same order, passage by passage, whatever the passages' order.

Seeds are runs of `SEED` words that both texts hold. Neighbouring seeds on one diagonal grow into exact stretches;
stretches that lie close behind one another in both texts, a few words changed between them, are chained to passages.
"""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.trace.fingerprints import SEED, Hashes, hash_runs

GAP = 12
"""Words that may be changed, left out or put in between two stretches of one passage."""
LEAST_WORDS = 8
"""Same words that a passage must hold; fewer are a turn of phrase."""
DENSITY = 0.3
"""Share of a passage's words that must be the same."""
OFTEN = 6
"""A seed that stands more often than this in one text is a refrain and starts nothing."""


class Passage(Struct, frozen=True):
    """A passage of both texts, in words: half-open places in each, and how many of the words are the same."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    same: int


def align(a: Hashes, b: Hashes) -> list[Passage]:
    """Find the passages that two texts share, none overlapping another in either text, in the order of `a`."""
    chains = _chain(_find_stretches(a, b))
    kept: list[Passage] = []
    for chain in sorted(chains, key=lambda found: (-found.same, found.a_start, found.b_start)):
        longest = max(chain.a_end - chain.a_start, chain.b_end - chain.b_start)
        if chain.same < LEAST_WORDS or chain.same < DENSITY * longest:
            continue
        if not any(_overlap(chain, other) for other in kept):
            kept.append(chain)
    return sorted(kept, key=lambda passage: passage.a_start)


def _find_stretches(a: Hashes, b: Hashes) -> list[tuple[int, int, int]]:
    """List the longest exact stretches as (place in a, place in b, words), in the order of `a`."""
    places_a, places_b = _find_seeds(hash_runs(a, SEED), hash_runs(b, SEED))
    diagonals = places_b - places_a
    order = np.lexsort((places_a, diagonals))
    places_a, diagonals = places_a[order], diagonals[order]
    if not len(places_a):
        return []
    breaks = (np.diff(diagonals) != 0) | (np.diff(places_a) != 1)
    first = np.flatnonzero(np.r_[True, breaks])
    lengths = np.diff(np.r_[first, len(places_a)]) + SEED - 1
    starts = places_a[first]
    return sorted(zip(starts.tolist(), (starts + diagonals[first]).tolist(), lengths.tolist(), strict=True))


def _find_seeds(a: Hashes, b: Hashes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give the places in both texts of every seed that they share."""
    order = np.argsort(b, kind="stable")
    ordered = b[order]
    low, high = np.searchsorted(ordered, a, "left"), np.searchsorted(ordered, a, "right")
    times = high - low
    times[times > OFTEN] = 0
    places_a = np.repeat(np.arange(len(a)), times)
    within = np.arange(len(places_a)) - np.repeat(np.cumsum(times) - times, times)
    return places_a, order[np.repeat(low, times) + within]


def _chain(stretches: list[tuple[int, int, int]]) -> list[Passage]:
    """Join stretches that follow each other closely in both texts."""
    chains: list[Passage] = []
    open_chains: list[int] = []
    for start_a, start_b, words in stretches:
        open_chains = [place for place in open_chains if start_a - chains[place].a_end <= GAP]
        best, nearest = None, GAP + 1
        for place in open_chains:
            ahead_a, ahead_b = start_a - chains[place].a_end, start_b - chains[place].b_end
            if max(abs(ahead_a), abs(ahead_b)) < nearest and min(ahead_a, ahead_b) > -SEED:
                best, nearest = place, max(abs(ahead_a), abs(ahead_b))
        if best is None:
            open_chains.append(len(chains))
            chains.append(Passage(start_a, start_a + words, start_b, start_b + words, words))
        else:
            chains[best] = _extend(chains[best], start_a, start_b, words)
    return chains


def _extend(chain: Passage, start_a: int, start_b: int, words: int) -> Passage:
    repeated = max(0, chain.a_end - start_a, chain.b_end - start_b)
    return Passage(
        chain.a_start,
        max(chain.a_end, start_a + words),
        chain.b_start,
        max(chain.b_end, start_b + words),
        chain.same + max(0, words - repeated),
    )


def _overlap(one: Passage, other: Passage) -> bool:
    in_a = one.a_start < other.a_end and other.a_start < one.a_end
    in_b = one.b_start < other.b_end and other.b_start < one.b_end
    return in_a or in_b
