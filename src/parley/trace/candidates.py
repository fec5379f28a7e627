"""Which pairs of texts are worth aligning: those that share fingerprints, found in one sorted array."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from parley.trace.fingerprints import Hashes

Pairs = npt.NDArray[np.int64]
"""Rows of two places in the sequence of texts, the lesser first."""

COMMON = 1000
"""A fingerprint that more texts than this share finds no pairs: it is a phrase of the trade, and the pairs that it
alone would bring grow with the square of the texts. Copies share other fingerprints."""
LEAST = 3
"""Fingerprints that two texts must share, unless they are a good part of the shorter text's."""
LEAST_SHARE = 0.08


def find_candidates(fingerprints: Sequence[Hashes]) -> Pairs:
    """Find the pairs of texts that share enough fingerprints.

    Args:
        fingerprints: of each text, each once. They are packed as 64 bits each (hash, then text), sorted in place.

    Returns:
        The pairs in order, at least `LEAST` fingerprints or `LEAST_SHARE` of the shorter text's fingerprints in common.
    """
    sizes = np.fromiter((len(prints) for prints in fingerprints), np.int64, len(fingerprints))
    packed = np.concatenate([np.empty(0, np.uint32), *fingerprints]).astype(np.uint64) << np.uint64(32)
    packed |= np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    packed.sort()
    codes, shared = np.unique(np.concatenate(_meet(packed, len(sizes))), return_counts=True)
    pairs: Pairs = np.stack(np.divmod(codes, max(1, len(sizes))), axis=1)
    enough = (shared >= LEAST) | (shared >= LEAST_SHARE * sizes[pairs].min(axis=1))
    chosen: Pairs = pairs[enough]
    return chosen


def _meet(packed: npt.NDArray[np.uint64], texts: int) -> list[npt.NDArray[np.int64]]:
    """List the pairs that meet at each fingerprint, as numbers `first * texts + second`."""
    hashes = (packed >> np.uint64(32)).astype(np.uint32)
    owners = (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    first = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.empty(0, np.int64)
    lengths = np.diff(np.r_[first, len(hashes)])
    rare = np.repeat((lengths > 1) & (lengths <= COMMON), lengths)
    hashes, owners = hashes[rare], owners[rare]
    met = [np.empty(0, np.int64)]
    left = np.arange(len(hashes))
    for distance in range(1, COMMON):
        left = left[left + distance < len(hashes)]
        left = left[hashes[left] == hashes[left + distance]]
        if not len(left):
            break
        met.append(owners[left] * texts + owners[left + distance])
    return met
