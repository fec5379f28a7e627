"""From the data to weights that ship, in one command: `python -m training.build --help`.

The stages are those that made the shipped weights; what each gave stands in LOG.md. Between them the reader labels the
unlabelled news for itself. `core` goes through the same stages without PolNeAR and without the coded sentences.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training import label
from training.export import to_onnx
from training.score import score
from training.train import Settings, run

STAGES = {
    "a": Settings({"polnear": 1, "gold": 3}, epochs=3, stop=1, budget=2304, seed=13),
    "b": Settings({"polnear": 1, "gold": 1, "swapped": 2, "frames": 1}, epochs=2, stop=1, budget=2304, seed=14),
    "c": Settings({"polnear": 0.5, "gold": 3, "swapped": 3, "frames": 1}, budget=1792, seed=15),
    "d": Settings({"polnear": 1, "gold": 2, "swapped": 1.5, "frames": 0.7, "articles": 1, "digests": 0.5}, seed=16),
    "e": Settings(
        {"polnear": 1, "gold": 1.5, "swapped": 1.5, "frames": 0.5, "articles": 1, "coded": 1},
        rate=1.5e-4,
        head_rate=8e-4,
        seed=17,
    ),
    "f": Settings(
        {"polnear": 0.3, "gold": 1.5, "swapped": 1, "frames": 2, "coded": 0.5}, rate=1.2e-4, head_rate=6e-4, seed=19
    ),
    "g": Settings(
        {"polnear": 0.6, "gold": 1.5, "swapped": 1.2, "frames": 1, "coded": 0.4}, rate=1.5e-4, head_rate=8e-4, seed=23
    ),
    "h": Settings(
        {"polnear": 0.3, "gold": 1.5, "swapped": 1.2, "frames": 0.7, "written": 4},
        rate=1.5e-4,
        head_rate=8e-4,
        dropout=0.15,
        hidden=0.05,
        seed=24,
    ),
}
OWN = ("articles", "digests", "coded")
"""Corpora that the reader labels for itself, each time with the weights of the stage before."""

UNLICENSED = ("polnear", "coded")


def build(
    data: Path, base: Path, scorers: Path, work: Path, out: Path, without: Sequence[Path] = (), *, core: bool = False
) -> None:
    """Train in `work`, write ONNX weights and tokenizer to `out` and the scores to `work`.

    `without`: JSON Lines files whose texts no stage sees; with those of a part the weights can read that part blind.
    """
    work.mkdir(parents=True, exist_ok=True)
    before: Path | None = None
    for name, settings in STAGES.items():
        mix = {corpus: times for corpus, times in settings.mix.items() if not (core and corpus in UNLICENSED)}
        if before and any(corpus in OWN for corpus in mix):
            to_onnx(data, base, before, work / f"before-{name}", without)
            label.read_stream(data, work / f"before-{name}", work / f"own-{name}", without)
        files = {c: str(work / f"own-{name}" / f"{c}.jsonl") if c in OWN else c for c in mix}
        run(
            replace(settings, mix={files[c]: times for c, times in mix.items()}),
            data,
            base,
            before,
            work / f"{name}.pt",
            without,
        )
        before = work / f"{name}.pt"
    if before:
        to_onnx(data, base, before, out, without)
    scores = score(out, data, scorers, work / "scored")
    (work / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--scorers", type=Path, required=True, help="the folder of the scorers (../shared/score)")
    p.add_argument("--base", type=Path, required=True, help="folder of a BERT checkpoint")
    p.add_argument("--work", type=Path, required=True, help="folder for checkpoints and predictions")
    p.add_argument("--out", type=Path, required=True, help="folder for the weights")
    p.add_argument("--without", type=Path, nargs="*", default=[], help="JSON Lines files whose texts are left out")
    p.add_argument("--core", action="store_true", help="licensed data only")
    args = vars(p.parse_args())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    build(**args)


if __name__ == "__main__":
    main()
