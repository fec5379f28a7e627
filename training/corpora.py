"""The corpora by name. Whatever stands in a held-out file is dropped here, so that no part can train on it."""

import random
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from parley.read.encoder.labels import MODALITIES
from training import articles, standoff
from training.examples import (
    Example,
    fingerprint,
    from_polnear,
    from_reading,
    held_out,
    rows,
)
from training.frames import examples
from training.swap import swapped

FRAMES = 700
"""How many examples are made from our own frames for an epoch."""

ANNOTATED = {
    "news": (
        "news/wikipedia_current_events_all.jsonl", "news/wikinews_conflict.jsonl", "news/wikinews_politics.jsonl",
        "news/gum_wikinews.jsonl",
    ),
    "politics": ("attribution/polnear_train.jsonl",),
}  # fmt: skip
"""Files with the texts that we annotated where they are, by corpus."""

BACKGROUND = "background"
"""Our items without an event: the name of their file, with which theirs begin, and of the corpus."""

HELD_OUT = ("gold/dev.jsonl", "attribution/polnear_dev.jsonl")


def tokenizer(base: Path) -> Tokenizer:
    """Load a checkpoint's tokenizer without truncation and padding."""
    loaded = Tokenizer.from_file(str(base / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def load(name: str, data: Path, without: Sequence[Path] = ()) -> list[Example]:
    """Load a corpus that is the same in each epoch: `gold`, `polnear`, or one of our own.

    Our own are `written` (annotated articles), `background` (items without an event), apart to be weighed, and `news`
    and `politics` (texts of others, annotated by us).

    `without`: further JSON Lines files whose texts are left out, so that weights can be tried on them.

    Raises:
        KeyError: there is no such corpus.
    """
    barred = held_out((*(data / held for held in HELD_OUT), *without))
    if name in {"written", BACKGROUND}:
        own = (d for d in articles.documents() if d["id"].startswith(f"written-{BACKGROUND}") == (name == BACKGROUND))
        return [example for example in map(from_reading, own) if fingerprint(example.text) not in barred]
    if name in ANNOTATED:
        texts = standoff.index(row for file in ANNOTATED[name] for row in rows(data / file))
        found = standoff.documents(texts, standoff.kept())
        return [example for example in map(from_reading, found) if fingerprint(example.text) not in barred]
    path, read = {
        "gold": (data / "gold/train.jsonl", from_reading),
        "polnear": (data / "attribution/polnear_train.jsonl", from_polnear),
    }[name]
    return [example for example in map(read, rows(path)) if fingerprint(example.text) not in barred]


def varies(name: str) -> bool:
    """Tell whether a corpus is made anew for each epoch."""
    return name in {"swapped", "swapped news", "frames"}


def vary(name: str, data: Path, rng: random.Random, without: Sequence[Path] = ()) -> list[Example]:
    """Make a corpus that varies: `frames`, or gold or news with other parties (`swapped`, `swapped news`).

    Of gold, articles and what is rare come twice.

    Raises:
        KeyError: there is no such corpus.
    """
    makers = {
        "swapped": lambda: [
            swapped(e, rng) for e in load("gold", data, without) for _ in range(1 + (is_rare(e) or "\n\n" in e.text))
        ],
        "swapped news": lambda: [swapped(e, rng) for e in load("news", data, without)],
        "frames": lambda: examples(FRAMES, rng),
    }
    return makers[name]()


def is_rare(example: Example) -> bool:
    """Tell whether an example nests statements or holds an event that is negated, refused, obliged or requested."""
    nested = any(
        start <= inner.span[0] and inner.span[1] <= end
        for outer in example.statements for start, end in outer.roles["content"]
        for inner in example.statements
    )  # fmt: skip
    rare = {MODALITIES.index(modality) for modality in ("refused", "obliged", "requested")}
    return nested or any(e.traits and (e.traits[2] in rare or e.traits[3]) for e in example.events)
