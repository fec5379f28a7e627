"""From the data to weights that ship, in one command: `python -m training.build --help`.

The stages are those that made the shipped weights, which are the mean of the last two; what each gave stands in LOG.md.
Between them the reader labels the unlabelled news for itself. `core` is made in one stage, of licensed data alone.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

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
    "i": Settings(
        {"polnear": 0.5, "gold": 2, "swapped": 1.2, "frames": 0.7, "written": 4, "background": 8},
        epochs=2,
        rate=1.5e-4,
        head_rate=8e-4,
        dropout=0.15,
        hidden=0.05,
        decay=0.998,
        seed=26,
    ),
    "j": Settings(
        {"polnear": 0.4, "gold": 2, "swapped": 1.2, "frames": 0.5, "written": 2.5, "background": 4},
        epochs=2,
        rate=1.3e-4,
        head_rate=7e-4,
        dropout=0.15,
        hidden=0.05,
        decay=0.998,
        seed=27,
    ),
}
CORE = {
    "core": Settings(
        {"gold": 3, "swapped": 2, "frames": 1, "written": 3, "background": 4},
        epochs=3,
        dropout=0.12,
        hidden=0.03,
        decay=0.998,
        seed=31,
    )
}
"""The one stage of `core`: what is licensed, from the checkpoint on."""

OWN = ("articles", "digests", "coded")
"""Corpora that the reader labels for itself, each time with the weights of the stage before."""


def build(
    data: Path, base: Path, scorers: Path, work: Path, out: Path, without: Sequence[Path] = (), *, core: bool = False
) -> None:
    """Train in `work`, write ONNX weights and tokenizer to `out` and the scores to `work`.

    `without`: JSON Lines files whose texts no stage sees; with those of a part the weights can read that part blind.
    """
    work.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for name, settings in (CORE if core else STAGES).items():
        before = made[-1] if made else None
        if before and any(corpus in OWN for corpus in settings.mix):
            to_onnx(data, base, before, work / f"before-{name}", without)
            label.read_stream(data, work / f"before-{name}", work / f"own-{name}", without)
        files = {c: str(work / f"own-{name}" / f"{c}.jsonl") if c in OWN else c for c in settings.mix}
        made.append(work / f"{name}.pt")
        mix = {files[corpus]: times for corpus, times in settings.mix.items()}
        run(replace(settings, mix=mix), data, base, before, made[-1], without)
    mean(made[-2:], work / "mean.pt")
    to_onnx(data, base, work / "mean.pt", out, without)
    scores = score(out, data, scorers, work / "scored")
    (work / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def mean(checkpoints: Sequence[Path], out: Path) -> None:
    """Write the mean of some checkpoints of one line of training (Wortsman et al. 2022, "model soups")."""
    states = [torch.load(path) for path in checkpoints]
    torch.save({name: sum(state[name] for state in states) / len(states) for name in states[0]}, out)


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
