"""The corpora by name. Whatever stands in a held-out file is dropped here, so that no part can train on it."""

import random
from pathlib import Path

from tokenizers import Tokenizer

from training.examples import Example, fingerprint, from_polnear, from_reading, held_out, rows

HELD_OUT = ("gold/dev.jsonl", "attribution/polnear_dev.jsonl")


def tokenizer(base: Path) -> Tokenizer:
    """Load a checkpoint's tokenizer without truncation and padding."""
    loaded = Tokenizer.from_file(str(base / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def load(name: str, data: Path) -> list[Example]:
    """Load a corpus that is the same in each epoch: `gold` or `polnear`.

    Raises:
        KeyError: there is no such corpus.
    """
    path, read = {
        "gold": ("gold/train.jsonl", from_reading),
        "polnear": ("attribution/polnear_train.jsonl", from_polnear),
    }[name]
    barred = held_out(data / held for held in HELD_OUT)
    return [example for example in map(read, rows(data / path)) if fingerprint(example.text) not in barred]


def varies(name: str) -> bool:
    """Tell whether a corpus is made anew for each epoch."""
    return name in {"swapped", "templates"}


def vary(name: str, data: Path, rng: random.Random) -> list[Example]:
    """Make a corpus that varies."""
    raise KeyError(name)
