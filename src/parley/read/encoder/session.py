"""Runs the network. The only module that knows onnxruntime and the files of the weights."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from parley.read.encoder.labels import CONVENTIONS, EVENT_TAGS, STATEMENT_TAGS
from parley.read.encoder.tags import Floats, Piece
from parley.read.encoder.windows import Ints, Window, Words
from parley.version import hash_files

Feed = dict[str, Floats | Ints]

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
        self._started: dict[str, ort.InferenceSession] = {}
        self._lock = Lock()
        self._convention = np.array([CONVENTIONS.index(convention)], dtype=np.int64)

    @cached_property
    def version(self) -> str:
        """Name the weights by the first digits of their SHA-256."""
        names = ("encoder.onnx", "statement.onnx", "event.onnx", "tokenizer.json")
        return hash_files(self.weights / name for name in names)

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
        feed: Feed = {
            "pieces": pieces[None],
            "features": features[None],
            "first": first[None],
            "convention": self._convention,
        }
        vectors, scores = self._run("encoder", feed)
        return Encoded(vectors, scores[0])

    def statement_tags(self, encoded: Encoded, cues: list[Piece]) -> Floats:
        """Score the roles of words towards each cue: [cues, words, tags]."""
        if not cues:
            return _nothing(encoded, STATEMENT_TAGS)
        return self._run("statement", _feed(encoded, cues))[0]

    def event_tags(self, encoded: Encoded, triggers: list[Piece]) -> tuple[Floats, Floats]:
        """Score the roles of words towards each trigger, and the triggers' traits [triggers, traits]."""
        if not triggers:
            return _nothing(encoded, EVENT_TAGS), np.empty((0, 0), dtype=np.float32)
        tags, traits = self._run("event", _feed(encoded, triggers))
        return tags, traits

    def _run(self, name: str, feed: Feed) -> list[Floats]:
        """Run one of the networks; the first thread that needs it starts it."""
        with self._lock:
            if name not in self._started:
                self._started[name] = self._start(name)
        outputs: list[Floats] = self._started[name].run(None, feed)
        return outputs

    def _start(self, name: str) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return ort.InferenceSession(
            str(self.weights / f"{name}.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # the fused operator takes a tenth longer than its two parts
        )


def _nothing(encoded: Encoded, tags: tuple[str, ...]) -> Floats:
    """Scores of no anchors: [0, words, tags]."""
    return np.empty((0, encoded.words.shape[1], len(tags)), dtype=np.float32)


def _feed(encoded: Encoded, found: list[Piece]) -> Feed:
    return {
        "words": encoded.words,
        "start": np.array([p.start for p in found], dtype=np.int64),
        "end": np.array([p.end for p in found], dtype=np.int64),
    }
