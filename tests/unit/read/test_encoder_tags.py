"""Scores of tags become spans of words: lawful, most probable, nothing lost."""

from itertools import product

import numpy as np
import pytest

from parley.read.encoder.labels import EVENT_TAGS, MODES, MODES_OF, STATEMENT_ROLES, STATEMENT_TAGS, TYPES
from parley.read.encoder.tags import Piece, anchors, best_tags, log_softmax, spans


def lawful(tags: tuple[int, ...]) -> bool:
    pairs = zip((0, *tags), tags, strict=False)
    return all(tag % 2 or not tag or before in {tag, tag - 1} for before, tag in pairs)


@pytest.mark.parametrize("seed", range(20))
def test_best_tags_are_the_most_probable_lawful_ones(seed: int) -> None:
    rng = np.random.default_rng(seed)
    logs = log_softmax(rng.normal(size=(3, 4, 5)).astype(np.float32))
    chosen = best_tags(logs)
    for row in range(3):
        every = (tags for tags in product(range(5), repeat=4) if lawful(tags))
        best = max(every, key=lambda tags: sum(logs[row, i, tag] for i, tag in enumerate(tags)))
        assert tuple(chosen[row].tolist()) == best


def test_log_softmax_sums_to_one() -> None:
    logs = log_softmax(np.array([[1.0, 2.0, 300.0], [0.0, 0.0, 0.0]], dtype=np.float32))
    assert np.allclose(np.exp(logs).sum(-1), 1)


def test_an_inside_without_a_begin_begins() -> None:
    scores = np.eye(3, dtype=np.float32)[[0, 2, 2, 0, 1, 1, 2]] * 9
    assert [(p.start, p.end) for p in anchors(scores)] == [(1, 3), (4, 5), (5, 7)]


def test_a_begin_joins_the_anchor_before_it_where_an_inside_is_likely() -> None:
    scores = np.array([[0, 9, 0], [0, 9, 8.5], [0, 9, 0]], dtype=np.float32)
    assert [(p.start, p.end) for p in anchors(scores)] == [(0, 2), (2, 3)]


def test_reserve_makes_anchors_rarer() -> None:
    scores = np.array([[0, 1, 0]], dtype=np.float32)
    assert anchors(scores, 0.5)
    assert not anchors(scores, 1.5)


def test_spans_by_role() -> None:
    tags = np.array([1, 2, 0, 3, 4, 3, 0, 5])
    logs = log_softmax(np.eye(7, dtype=np.float32)[tags] * 9)
    found = spans(tags, logs, STATEMENT_ROLES)
    assert {role: [(p.start, p.end) for p in pieces] for role, pieces in found.items()} == {
        "source": [(0, 2)],
        "content": [(3, 5), (5, 6)],
        "addressee": [(7, 8)],
    }
    assert all(0.9 < p.probability <= 1 for pieces in found.values() for p in pieces)


def test_pieces_hold_and_overlap() -> None:
    assert Piece(0, 4, 1).holds(Piece(1, 4, 1))
    assert not Piece(1, 4, 1).holds(Piece(0, 4, 1))
    assert not Piece(0, 2, 1).overlaps(Piece(2, 3, 1))


def test_label_sets() -> None:
    assert STATEMENT_TAGS[0] == EVENT_TAGS[0] == "O"
    assert set(MODES_OF) <= set(TYPES)
    assert MODES[0] is None
    assert len(set(MODES)) == len(MODES)
