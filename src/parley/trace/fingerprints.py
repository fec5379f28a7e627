"""A text as numbers: its words, and a few fingerprints by which copies find each other.

Winnowing after Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003
(recollection): of every `WINDOW` runs of `RUN` words in a row the one with the least hash is kept, so that any passage
of `WINDOW + RUN - 1` words that two texts share gives them a fingerprint in common.
"""

import hashlib
import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Hashes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int32]

RUN = 5
"""Words in a run. Tuned on half of the synthetic wire stories (docs/TRACING.md): runs of 6 lose heavy edits, runs of 4
bring ten times as many pairs to align."""
WINDOW = 4
SEED = 3
"""Words in the shorter runs from which an alignment grows."""
_WORD = re.compile(r"(\w+(?:['’]\w+)*)")
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint64)
"""Odd constants, one for each place in a run."""


class Tokens(Struct, frozen=True):
    """The words of a text: a hash of each, and where each starts and ends in code points."""

    words: Hashes
    starts: Offsets
    ends: Offsets


class Fingerprints(Struct, frozen=True):
    """The fingerprints of a text, each once: their hashes, sorted; the word at which each first begins; all words."""

    hashes: Hashes
    places: Offsets
    words: int


@lru_cache(maxsize=1 << 20)
def _hash_word(word: str) -> int:
    folded = word.casefold().replace("’", "'")
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=4).digest(), "little")


def split_words(text: str) -> Tokens:
    """Split a text into words, whatever their case and apostrophes."""
    pieces = _WORD.split(text)
    words = pieces[1::2]
    lengths = np.fromiter(map(len, pieces), np.int32, len(pieces))
    ends = np.cumsum(lengths, dtype=np.int32)[1::2]
    return Tokens(np.fromiter(map(_hash_word, words), np.uint32, len(words)), ends - lengths[1::2], ends)


def hash_runs(words: Hashes, length: int) -> Hashes:
    """Hash every run of `length` words; empty when the text is shorter."""
    count = len(words) - length + 1
    if count <= 0:
        return np.empty(0, np.uint32)
    mixed = np.zeros(count, np.uint64)
    for place in range(length):
        mixed += words[place : place + count].astype(np.uint64) * _FACTORS[place]
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(32)).astype(np.uint32)


def winnow(words: Hashes) -> Fingerprints:
    """Choose the fingerprints of a text."""
    runs = hash_runs(words, RUN)
    if len(runs) > WINDOW:
        windows = np.lib.stride_tricks.sliding_window_view(runs, WINDOW)
        chosen = np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
    else:
        chosen = np.arange(len(runs))
    hashes, first = np.unique(runs[chosen], return_index=True)
    return Fingerprints(hashes, chosen[first].astype(np.int32), len(words))
