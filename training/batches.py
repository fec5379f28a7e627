"""Cuts encoded examples into training windows and packs them into batches of like length."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from parley.read.encoder.windows import PIECES, Window
from training.examples import Encoded, Labelled

CLS, SEP, MASK = 101, 102, 103
SHORTEST = 112


@dataclass
class Anchors:
    """Anchors of a batch: window [A], word range [A], allowed tags [A, W, tags], traits [A, 4]."""

    at: Tensor
    start: Tensor
    end: Tensor
    allowed: Tensor
    traits: Tensor


@dataclass
class Batch:
    """Tensors of B windows; `convention` [B]; `valid` [B, W] marks real words."""

    pieces: Tensor
    features: Tensor
    convention: Tensor
    lengths: Tensor
    first: Tensor
    valid: Tensor
    cues: Tensor
    triggers: Tensor
    statements: Anchors
    events: Anchors


Item = tuple[Encoded, Window]


def cut(example: Encoded, rng: random.Random) -> Iterator[Window]:
    """Cut an example at sentence borders into windows of varying length, so that borders differ between epochs."""
    words = example.words
    borders = [*words.sentences.tolist(), len(words)]
    limit = rng.randint(SHORTEST, PIECES)
    start = 0
    for here, after in pairwise(borders):
        if here > start and words.first[after] - words.first[start] > limit:
            yield Window(start, here, start, here)
            start, limit = here, rng.randint(SHORTEST, PIECES)
        while words.first[after] - words.first[start] > PIECES:
            end = int(np.searchsorted(words.first, words.first[start] + PIECES, "right")) - 1
            yield Window(start, end, start, end)
            start = end
    if start < len(words):
        yield Window(start, len(words), start, len(words))


def pack(items: list[Item], budget: int, rng: random.Random) -> list[list[Item]]:
    """Group windows of like length into batches of at most `budget` padded pieces, in random order."""
    rng.shuffle(items)
    size = {id(item): _pieces(item) for item in items}
    batches: list[list[Item]] = []
    for at in range(0, len(items), 400):
        pool = sorted(items[at : at + 400], key=lambda item: size[id(item)])
        group: list[Item] = []
        for item in pool:
            if group and (len(group) + 1) * size[id(item)] > budget:
                batches.append(group)
                group = []
            group.append(item)
        batches.append(group)
    rng.shuffle(batches)
    return batches


def collate(items: list[Item]) -> Batch:
    """Turn windows into tensors."""
    lengths = [_pieces(item) for item in items]
    counts = [w.end - w.start for _, w in items]
    b, t, n = len(items), max(lengths), max(counts)
    pieces, features = np.zeros((b, t), np.int64), np.zeros((b, t), np.int64)
    first, valid = np.zeros((b, n), np.int64), np.zeros((b, n), bool)
    cues, triggers = np.ones((b, n, 3), bool), np.ones((b, n, 3), bool)
    for i, (example, w) in enumerate(items):
        words, k = example.words, w.end - w.start
        a, z = words.first[w.start], words.first[w.end]
        pieces[i, : lengths[i]] = [CLS, *words.pieces[a:z], SEP]
        widths = np.diff(words.first[w.start : w.end + 1])
        features[i, 1 : 1 + z - a] = np.repeat(words.features[w.start : w.end], widths)
        first[i, :k] = words.first[w.start : w.end] - a + 1
        valid[i, :k] = True
        cues[i, :k], triggers[i, :k] = example.cues[w.start : w.end], example.triggers[w.start : w.end]
    as_tensor = torch.from_numpy
    return Batch(
        as_tensor(pieces), as_tensor(features), torch.tensor([e.convention for e, _ in items]), torch.tensor(lengths),
        as_tensor(first), as_tensor(valid),
        as_tensor(cues), as_tensor(triggers),
        _anchors([(i, e.statements, w) for i, (e, w) in enumerate(items)], n, 7),
        _anchors([(i, e.events, w) for i, (e, w) in enumerate(items)], n, 9),
    )  # fmt: skip


def _pieces(item: Item) -> int:
    example, window = item
    return int(example.words.first[window.end] - example.words.first[window.start]) + 2


def _anchors(found: list[tuple[int, list[Labelled], Window]], words: int, tags: int) -> Anchors:
    inside = [(i, a, w) for i, anchors, w in found for a in anchors if w.start <= a.start < a.end <= w.end]
    allowed = np.ones((len(inside), words, tags), bool)
    for row, (_, a, w) in enumerate(inside):
        allowed[row, : w.end - w.start] = a.allowed[w.start : w.end]
    return Anchors(
        at=torch.tensor([i for i, _, _ in inside], dtype=torch.long),
        start=torch.tensor([a.start - w.start for _, a, w in inside], dtype=torch.long),
        end=torch.tensor([a.end - w.start for _, a, w in inside], dtype=torch.long),
        allowed=torch.from_numpy(allowed),
        traits=torch.tensor([a.traits or (-1, -1, -1, -1) for _, a, _ in inside], dtype=torch.long).view(-1, 4),
    )
