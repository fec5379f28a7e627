"""The reader that ships: one pass of a small encoder over each window, then structured decoding."""

from pathlib import Path

import numpy as np

from parley.model import Document, Reading
from parley.read.encoder import decode, statements
from parley.read.encoder.labels import EVENT_ROLES, EVENT_TAGS, STATEMENT_ROLES, STATEMENT_TAGS
from parley.read.encoder.session import WEIGHTS, Session
from parley.read.encoder.tags import Floats, Piece, anchors, best_tags, log_softmax, spans
from parley.read.encoder.windows import Window, split, windows


class EncoderReader:
    """Reads statements and events. A reading is a function of the document and the weights alone.

    Args:
        weights: folder with the ONNX files and the tokenizer; the shipped one by default.
        threads: CPU threads to use. It changes the speed and nothing else.
    """

    name = "encoder"

    def __init__(self, weights: Path = WEIGHTS, threads: int = 2) -> None:
        self._session = Session(weights, threads)

    @property
    def version(self) -> str:
        """Names code and weights."""
        return f"1+{self._session.version}"

    def read(self, document: Document) -> Reading:
        """Read one document; entities and values of times stay open."""
        words = split(document.text, self._session.tokenizer)
        said, done = _Found(len(STATEMENT_TAGS)), _Found(len(EVENT_TAGS))
        traits: list[Floats] = []
        for window in windows(words):
            encoded = self._session.encode(words, window)
            if cues := _core(anchors(encoded.scores[:, :3]), window):
                said.add(window, cues, self._session.statement_tags(encoded, cues))
            if triggers := _core(anchors(encoded.scores[:, 3:]), window):
                tags, found = self._session.event_tags(encoded, triggers)
                done.add(window, triggers, tags)
                traits.extend(found)
        found_said = [statements.statement(words, cue, roles) for cue, roles in said.roles(STATEMENT_ROLES)]
        events = [
            statements.event(words, trigger, roles, scores)
            for (trigger, roles), scores in zip(done.roles(EVENT_ROLES), traits, strict=True)
        ]
        return decode.reading(document, words, [s for s in found_said if s], events)


class _Found:
    """Anchors of one kind over all windows, with the scores of their tags, decoded together."""

    def __init__(self, tags: int) -> None:
        self._tags = tags
        self._anchors: list[tuple[Window, Piece]] = []
        self._scores: list[Floats] = []

    def add(self, window: Window, found: list[Piece], scores: Floats) -> None:
        """Add a window's anchors and their scores [anchors, words, tags]."""
        self._anchors.extend((window, piece) for piece in found)
        self._scores.append(scores)

    def roles(self, names: tuple[str, ...]) -> list[tuple[Piece, dict[str, list[Piece]]]]:
        """Return each anchor and the spans of its roles, in words of the document."""
        if not self._anchors:
            return []
        length = max(scores.shape[1] for scores in self._scores)
        outside = np.full(self._tags, -30, dtype=np.float32)
        outside[0] = 0
        logs = np.broadcast_to(outside, (len(self._anchors), length, self._tags)).copy()
        row = 0
        for scores in self._scores:
            logs[row : row + len(scores), : scores.shape[1]] = log_softmax(scores)
            row += len(scores)
        tags = best_tags(logs)
        return [
            (_shift(piece, window), {role: [_shift(p, window) for p in pieces] for role, pieces in found.items()})
            for (window, piece), found in zip(
                self._anchors, (spans(t, s, names) for t, s in zip(tags, logs, strict=True)), strict=True
            )
        ]


def _core(found: list[Piece], window: Window) -> list[Piece]:
    """Keep the anchors that begin in the window's core: each word lies in one core."""
    core = range(window.core_start - window.start, window.core_end - window.start)
    return [piece for piece in found if piece.start in core]


def _shift(piece: Piece, window: Window) -> Piece:
    return Piece(piece.start + window.start, piece.end + window.start, piece.probability)
