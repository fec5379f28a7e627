"""Reads all of gold train by weights that never saw the text they read: `python -m training.crossfit --help`.

One stage learns everything but gold; then, once for each half of gold train, a second goes on with the other half and
reads this one. With gold dev, read by the weights that ship, this gives figures on what is too rare in gold dev alone.
The weights are a little weaker than those that ship, which have seen twice the gold.
"""

import argparse
import hashlib
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parley.read.encoder.reader import EncoderReader
from parley.read.encoder.session import WEIGHTS
from training.examples import rows
from training.export import to_onnx
from training.score import predict, scorer
from training.train import Settings, run

Row = dict[str, Any]

GROUND = Settings(
    {"polnear": 0.7, "written": 2, "background": 2, "frames": 0.7, "news": 2, "swapped news": 1, "politics": 1.5},
    epochs=2,
    dropout=0.12,
    hidden=0.04,
    decay=0.998,
    seed=41,
)
"""Everything but gold, from the checkpoint."""

HALF = Settings(
    {
        "polnear": 0.3, "gold": 2.5, "swapped": 1, "swapped news": 0.5, "frames": 0.5, "written": 1.2, "background": 1,
        "news": 1.2, "politics": 1.5,
    },
    epochs=2,
    rate=1.5e-4,
    head_rate=8e-4,
    dropout=0.15,
    hidden=0.05,
    decay=0.998,
    seed=43,
)  # fmt: skip
"""What goes on from there, with half of gold."""


def halves(documents: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Split documents in two by the hash of their text."""
    parts: tuple[list[Row], list[Row]] = ([], [])
    for row in documents:
        parts[hashlib.sha256(row["text"].encode()).digest()[-1] % 2].append(row)
    return parts


def read_blind(data: Path, base: Path, work: Path) -> Path:
    """Read each half of gold train by weights that saw the other; return the file of readings."""
    gold, ground, blind = data / "gold/train.jsonl", work / "ground.pt", work / "blind.jsonl"
    run(GROUND, data, base, None, ground, [gold])
    found: list[Row] = []
    for number, part in enumerate(halves(rows(gold))):
        left_out = write(work / f"half{number}.jsonl", part)
        checkpoint, weights = work / f"without{number}.pt", work / f"without{number}"
        run(HALF, data, base, ground, checkpoint, [left_out])
        to_onnx(data, base, checkpoint, weights, [left_out])
        predict(EncoderReader(weights), part, blind)
        found.extend(rows(blind))
    return write(blind, found)


def write(path: Path, documents: Iterable[Row]) -> Path:
    """Write documents as JSON Lines and return the path."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in documents), encoding="utf-8")
    return path


def main() -> None:
    """Read the command line, read gold blind, and print its scores together with gold dev."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--scorers", type=Path, required=True, help="the folder of the scorers (../shared/score)")
    p.add_argument("--base", type=Path, required=True, help="folder of a BERT checkpoint")
    p.add_argument("--work", type=Path, required=True, help="folder for checkpoints and readings")
    args = p.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    args.work.mkdir(parents=True, exist_ok=True)
    blind, dev = read_blind(args.data, args.base, args.work), args.data / "gold/dev.jsonl"
    predict(EncoderReader(WEIGHTS), rows(dev), args.work / "dev.jsonl")
    gold = write(args.work / "gold.jsonl", [*rows(args.data / "gold/train.jsonl"), *rows(dev)])
    read = write(args.work / "read.jsonl", [*rows(blind), *rows(args.work / "dev.jsonl")])
    print(scorer(args.scorers, "score_reading.py", gold, read))


if __name__ == "__main__":
    main()
