"""The reader that ships: one pass of a small encoder over each window, then structured decoding."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from parley.model import Document, Reading
from parley.ontology.furniture import blank_bylines
from parley.read.encoder import decode, statements
from parley.read.encoder.disasters import is_disaster
from parley.read.encoder.governing import govern_events
from parley.read.encoder.labels import CONVENTIONS, EVENT_ROLES, STATEMENT_ROLES
from parley.read.encoder.session import WEIGHTS, Session
from parley.read.encoder.tags import Floats, Piece, anchors, best_tags, log_softmax, spans
from parley.read.encoder.turns import add_turns
from parley.read.encoder.windows import Window, Words, split, windows
from parley.version import hash_code

Roles = dict[str, list[Piece]]

CUE_RESERVE, TRIGGER_RESERVE = 0.5, -0.5
"""Nats by which a cue must outweigh outside, and by which a trigger may fall short of it."""


@dataclass(frozen=True)
class _Found:
    """What the heads found in one window: anchors, scores of their tags [anchors, words, tags], traits of triggers."""

    window: Window
    cues: list[Piece]
    cue_tags: Floats
    triggers: list[Piece]
    trigger_tags: Floats
    traits: Floats


class EncoderReader:
    """Reads statements and events. A reading is a function of the document and the weights alone.

    Args:
        weights: folder with the ONNX files and the tokenizer; the shipped one by default.
        threads: how many windows to read at once. It changes the speed and nothing else.
        convention: whose borders cues and sources get, one of CONVENTIONS.
    """

    name = "encoder"

    def __init__(self, weights: Path = WEIGHTS, threads: int = 2, convention: str = CONVENTIONS[0]) -> None:
        self._session = Session(weights, convention)
        self._convention = convention
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="parley-encoder")

    @cached_property
    def version(self) -> str:
        """Names code and weights by their hashes, and the convention where it is not our own."""
        own = "" if self._convention == CONVENTIONS[0] else f"+{self._convention}"
        return f"{hash_code('read.encoder', 'ontology')}+{self._session.version}{own}"

    def read(self, document: Document) -> Reading:
        """Read one document; entities and values of times stay open."""
        words = split(blank_bylines(document.text), self._session.tokenizer)
        cut = list(windows(words))
        scan = self._pool.map if len(cut) > 1 else map
        found = list(scan(lambda window: self._scan(words, window), cut))
        said = (
            statements.statement(words, cue, roles, loose=self._convention == "polnear")
            for cue, roles in _roles([(f.window, f.cues, f.cue_tags) for f in found], STATEMENT_ROLES)
        )
        triggers = _roles([(f.window, f.triggers, f.trigger_tags) for f in found], EVENT_ROLES)
        traits = (scores for f in found for scores in f.traits)
        done = (
            statements.event(words, trigger, roles, scores)
            for (trigger, roles), scores in zip(triggers, traits, strict=True)
        )
        kept = [event for event in done if not is_disaster(words, event)]
        return govern_events(add_turns(decode.reading(document, words, [s for s in said if s], kept)))

    def _scan(self, words: Words, window: Window) -> _Found:
        """Run the network over one window."""
        encoded = self._session.encode(words, window)
        cues = _core(anchors(encoded.scores[:, :3], CUE_RESERVE), window)
        triggers = _core(anchors(encoded.scores[:, 3:], TRIGGER_RESERVE), window)
        cue_tags = self._session.statement_tags(encoded, cues)
        trigger_tags, traits = self._session.event_tags(encoded, triggers)
        return _Found(window, cues, cue_tags, triggers, trigger_tags, traits)


def _roles(found: list[tuple[Window, list[Piece], Floats]], names: tuple[str, ...]) -> Iterator[tuple[Piece, Roles]]:
    """Yield each anchor and the spans of its roles, in words of the document; all are decoded together."""
    count = sum(len(scores) for _, _, scores in found)
    length = max((scores.shape[1] for _, _, scores in found), default=0)
    if not count:
        return
    logs = np.full((count, length, 2 * len(names) + 1), -30, dtype=np.float32)
    logs[..., 0] = 0
    row = 0
    for _, _, scores in found:
        logs[row : row + len(scores), : scores.shape[1]] = log_softmax(scores)
        row += len(scores)
    owners = ((window, anchor) for window, pieces, _ in found for anchor in pieces)
    for (window, anchor), tags, scores in zip(owners, best_tags(logs), logs, strict=True):
        roles = spans(tags, scores, names)
        yield _shift(anchor, window), {role: [_shift(p, window) for p in pieces] for role, pieces in roles.items()}


def _core(found: list[Piece], window: Window) -> list[Piece]:
    """Keep the anchors that begin in the window's core: each word lies in one core."""
    core = range(window.core_start - window.start, window.core_end - window.start)
    return [piece for piece in found if piece.start in core]


def _shift(piece: Piece, window: Window) -> Piece:
    return Piece(piece.start + window.start, piece.end + window.start, piece.probability)
