"""Runs the network. The only module that knows onnxruntime and the files of the weights."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from parley.read.encoder.labels import CONVENTIONS, EVENT_TAGS, STATEMENT_TAGS
from parley.read.encoder.tags import Floats, Piece
from parley.read.encoder.windows import Window, Words

CLS, SEP = 101, 102
"""Word pieces that begin and end each window."""

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class Encoded:
    """A window's word vectors [1, words, width] and scores [words, 6]: three for cues, three for triggers."""

    words: Floats
    scores: Floats


class Session:
    """The encoder and its heads, started when first used.

    Each window runs alone and on one thread, so that what is said of it depends on nothing else.
    """

    def __init__(self, weights: Path = WEIGHTS, convention: str = CONVENTIONS[0]) -> None:
        self.weights = weights
        self._convention = np.array([CONVENTIONS.index(convention)], dtype=np.int64)

    @cached_property
    def version(self) -> str:
        """Name the weights by the first digits of their SHA-256."""
        digest = hashlib.sha256()
        for name in ("encoder.onnx", "statement.onnx", "event.onnx", "tokenizer.json"):
            digest.update((self.weights / name).read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer that the weights were trained with."""
        return Tokenizer.from_file(str(self.weights / "tokenizer.json"))

    def encode(self, words: Words, window: Window) -> Encoded:
        """Encode one window."""
        a, z = words.first[window.start], words.first[window.end]
        widths = np.diff(words.first[window.start : window.end + 1])
        pieces = np.concatenate(([CLS], words.pieces[a:z], [SEP]))
        features = np.concatenate(([0], np.repeat(words.features[window.start : window.end], widths), [0]))
        first = words.first[window.start : window.end] - a + 1
        feed = {
            "pieces": pieces[None],
            "features": features[None],
            "first": first[None],
            "convention": self._convention,
        }
        vectors, scores = self._encoder.run(None, feed)
        return Encoded(vectors, scores[0])

    def statement_tags(self, encoded: Encoded, cues: list[Piece]) -> Floats:
        """Score the roles of words towards each cue: [cues, words, tags]."""
        if not cues:
            return _nothing(encoded, STATEMENT_TAGS)
        scores: Floats = self._statement.run(None, _feed(encoded, cues))[0]
        return scores

    def event_tags(self, encoded: Encoded, triggers: list[Piece]) -> tuple[Floats, Floats]:
        """Score the roles of words towards each trigger, and the triggers' traits [triggers, traits]."""
        if not triggers:
            return _nothing(encoded, EVENT_TAGS), np.empty((0, 0), dtype=np.float32)
        tags, traits = self._event.run(None, _feed(encoded, triggers))
        return tags, traits

    @cached_property
    def _encoder(self) -> ort.InferenceSession:
        return self._start("encoder.onnx")

    @cached_property
    def _statement(self) -> ort.InferenceSession:
        return self._start("statement.onnx")

    @cached_property
    def _event(self) -> ort.InferenceSession:
        return self._start("event.onnx")

    def _start(self, name: str) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return ort.InferenceSession(str(self.weights / name), options, providers=["CPUExecutionProvider"])


def _nothing(encoded: Encoded, tags: tuple[str, ...]) -> Floats:
    """Scores of no anchors: [0, words, tags]."""
    return np.empty((0, encoded.words.shape[1], len(tags)), dtype=np.float32)


def _feed(encoded: Encoded, found: list[Piece]) -> dict[str, Floats | npt.NDArray[np.int64]]:
    return {
        "words": encoded.words,
        "start": np.array([p.start for p in found], dtype=np.int64),
        "end": np.array([p.end for p in found], dtype=np.int64),
    }
