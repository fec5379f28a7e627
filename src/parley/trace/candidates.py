"""Which pairs of texts are worth aligning: those that share fingerprints in a row, found in one sorted array."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from parley.trace.fingerprints import Fingerprints

Pairs = npt.NDArray[np.int64]
"""Rows of two places in the sequence of texts, the lesser first."""

COMMON = 1000
"""A fingerprint that more texts than this share finds no pairs: it is a phrase of the trade, and the pairs that it
alone would bring grow with the square of the texts. Copies share other fingerprints."""
LEAST = 3
"""Fingerprints in a row that two texts must share; all of them, where the shorter text has fewer."""
BLOCK = 2000
"""Texts whose meetings with later ones are looked at together."""
SHIFT = 12
"""Words by which these may have moved against each other."""
_SHIFT_BITS = 22
"""Bits for the shift between two places: texts may have two million words."""


def find_candidates(fingerprints: Sequence[Fingerprints]) -> Pairs:
    """Find the pairs of texts that share enough fingerprints in a row.

    Args:
        fingerprints: of each text. They are packed in 64 bits each, the hash before the place in all texts together.

    Returns:
        The pairs in order.
    """
    sizes = np.fromiter((len(prints.hashes) for prints in fingerprints), np.int64, len(fingerprints))
    found = [np.empty(0, np.int64), *(_find_rows(meetings, sizes) for meetings in _meet(fingerprints, sizes))]
    return np.stack(np.divmod(np.concatenate(found), max(1, len(sizes))), axis=1)


def _find_rows(meetings: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Find the pairs that meet at enough fingerprints in a row, each as one number, in order."""
    meetings.sort()
    pairs = meetings >> _SHIFT_BITS
    shorter = sizes[np.stack(np.divmod(pairs, len(sizes)))].min(axis=0)
    found = [pairs[:0]]
    for least in range(1, LEAST + 1):
        last = least - 1
        first, other = meetings[: len(meetings) - last], meetings[last:]
        in_a_row = (first >> _SHIFT_BITS == other >> _SHIFT_BITS) & (other - first <= SHIFT)
        enough = shorter[: len(first)] <= least if least < LEAST else True
        found.append(pairs[: len(first)][in_a_row & enough])
    return np.unique(np.concatenate(found))


def _meet(fingerprints: Sequence[Fingerprints], sizes: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.int64]]:
    """Yield where two texts meet at a fingerprint, as numbers: the first text, the second, the shift between them.

    Each array holds all meetings of some thousand texts with later ones: those of all texts would not fit in memory.
    """
    texts = len(sizes)
    lengths = np.fromiter((prints.words for prints in fingerprints), np.int64, texts)
    begins = np.cumsum(lengths) - lengths
    packed = np.concatenate([np.empty(0, np.uint32), *(prints.hashes for prints in fingerprints)]).astype(np.uint64)
    packed <<= np.uint64(32)
    places = np.concatenate([np.empty(0, np.int64), *(prints.places for prints in fingerprints)])
    packed |= (places + np.repeat(begins, sizes)).astype(np.uint64)
    packed.sort()
    hashes, places = (packed >> np.uint64(32)).astype(np.uint32), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    runs = np.diff(np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1], True])) if len(hashes) else sizes[:0]
    rare = np.repeat((runs > 1) & (runs <= COMMON), runs)
    hashes, places = hashes[rare], places[rare]
    owners = np.searchsorted(begins, places, "right") - 1
    places -= begins[owners]
    for begin in range(0, texts, BLOCK):
        met = [np.empty(0, np.int64)]
        left = np.flatnonzero((owners >= begin) & (owners < begin + BLOCK))
        for distance in range(1, COMMON):
            left = left[left + distance < len(hashes)]
            left = left[hashes[left] == hashes[left + distance]]
            if not len(left):
                break
            right = left + distance
            shift = places[right] - places[left] + (1 << (_SHIFT_BITS - 1))
            met.append(((owners[left] * texts + owners[right]) << _SHIFT_BITS) + shift)
        yield np.concatenate(met)
