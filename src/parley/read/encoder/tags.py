"""Turns scores of tags into spans of words."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from parley.read.encoder.labels import BEGIN, INSIDE, OUTSIDE

Floats = npt.NDArray[np.float32]
Tags = npt.NDArray[np.int64]

JOIN = 0.2
"""How probable inside must be for a begin to join the anchor before it."""


@dataclass(frozen=True)
class Piece:
    """A half-open range of words with the mean probability of its tags."""

    start: int
    end: int
    probability: float

    def holds(self, other: "Piece") -> bool:
        """Tell whether the other range lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Piece") -> bool:
        """Tell whether the two ranges share a word."""
        return self.start < other.end and other.start < self.end


def log_softmax(scores: Floats) -> Floats:
    """Turn scores into log probabilities over the last axis."""
    top = scores.max(-1, keepdims=True)
    shifted: Floats = scores - top
    normal: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return normal


def anchors(scores: Floats, reserve: float = 0.0) -> list[Piece]:
    """Find cues or triggers in scores [words, 3] of outside, begin, inside; an inside without a begin begins.

    `reserve` is added to the score of outside: the higher, the fewer anchors.

    A begin next to an anchor joins it where an inside is likely enough: corpora differ on whether an auxiliary belongs
    to a cue, so that the best tags of "has said" may be two begins.
    """
    logs = log_softmax(scores + np.array([reserve, 0, 0], dtype=np.float32))
    tags = logs.argmax(-1)
    joins = (tags == INSIDE) | ((tags == BEGIN) & (logs[:, INSIDE] > np.log(JOIN)))
    best = logs[:, [BEGIN, INSIDE]].max(-1)
    found: list[Piece] = []
    at = 0
    while at < len(tags):
        end = at + 1
        if tags[at] != OUTSIDE:
            while end < len(tags) and joins[end]:
                end += 1
            found.append(Piece(at, end, float(np.exp(best[at:end].mean()))))
        at = end
    return found


def best_tags(logs: Floats) -> Tags:
    """Most probable lawful tags [anchors, words] for log probabilities [anchors, words, tags].

    Tag 0 is outside; then begin and inside alternate by role; an inside follows a begin or inside of its role. Where
    the best tag of each word makes a lawful row there is nothing to search for.
    """
    chosen: Tags = logs.argmax(-1)
    before = np.pad(chosen, ((0, 0), (1, 0)))[:, :-1]
    inside = (chosen > 0) & (chosen % 2 == 0)
    broken = (inside & (before != chosen) & (before != chosen - 1)).any(-1)
    if broken.any():
        chosen[broken] = _viterbi(logs[broken])
    return chosen


def _viterbi(logs: Floats) -> Tags:
    """Search the best lawful tags (Viterbi 1967)."""
    count, length, tags = logs.shape
    begins, insides = slice(1, tags, 2), slice(2, tags, 2)
    best = logs.swapaxes(0, 1).copy()
    best[0, :, insides] = -np.inf
    for before, now in pairwise(best):
        own = np.maximum(before[:, begins], before[:, insides])
        own += now[:, insides]
        np.add(now, before.max(-1, keepdims=True), out=now)
        now[:, insides] = own
    top = best.argmax(-1).T.tolist()
    went_on = (best[..., insides] >= best[..., begins]).swapaxes(0, 1).tolist()
    chosen = np.empty((count, length), dtype=np.int64)
    for row in range(count):
        tag = top[row][-1]
        for i in range(length - 1, -1, -1):
            chosen[row, i] = tag
            if tag == 0 or tag % 2:
                tag = top[row][i - 1]
            elif not went_on[row][i - 1][tag // 2 - 1]:
                tag -= 1
    return chosen


def spans(tags: Tags, logs: Floats, roles: tuple[str, ...]) -> dict[str, list[Piece]]:
    """Collect the spans of each role from one anchor's tags [words] and their log probabilities [words, tags]."""
    found: dict[str, list[Piece]] = {role: [] for role in roles}
    edges = np.flatnonzero(tags % 2 == 1)
    for start in edges.tolist():
        role = int(tags[start]) // 2
        end = start + 1
        while end < len(tags) and tags[end] == 2 * role + 2:
            end += 1
        both = np.logaddexp(logs[start:end, 2 * role + 1], logs[start:end, 2 * role + 2])
        found[roles[role]].append(Piece(start, end, float(np.exp(both.mean()))))
    return found
