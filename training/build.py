"""From the data to weights that ship, in one command: `python -m training.build --help`.

The stages are those that made the shipped weights, which are the mean of the last two; what each gave stands in LOG.md.
`core` goes through the same stages with licensed data alone.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from training.export import to_onnx
from training.score import score
from training.train import Settings, run

STAGES = {
    "a": Settings(
        {"polnear": 1, "gold": 3, "swapped": 2, "frames": 1, "written": 3, "background": 4},
        epochs=3,
        dropout=0.12,
        hidden=0.03,
        decay=0.998,
        seed=32,
    ),
    "b": Settings(
        {
            "polnear": 0.4, "gold": 2, "swapped": 1, "swapped news": 1, "frames": 0.5, "written": 2, "background": 2,
            "news": 2,
        },
        epochs=2,
        rate=1.5e-4,
        head_rate=8e-4,
        dropout=0.15,
        hidden=0.05,
        decay=0.998,
        seed=33,
    ),
    "c": Settings(
        {
            "polnear": 0.3, "gold": 2.5, "swapped": 0.8, "swapped news": 0.5, "frames": 0.5, "written": 1.2,
            "background": 1, "news": 1.5, "politics": 2,
        },
        epochs=2,
        rate=1.2e-4,
        head_rate=6e-4,
        dropout=0.15,
        hidden=0.05,
        decay=0.998,
        seed=34,
    ),
}  # fmt: skip
"""Each goes on from the one before, the first from the checkpoint."""

UNLICENSED = frozenset({"polnear", "politics"})
"""Corpora that `core` does without."""


def build(
    data: Path, base: Path, scorers: Path, work: Path, out: Path, without: Sequence[Path] = (), *, core: bool = False
) -> None:
    """Train in `work`, write ONNX weights and tokenizer to `out` and the scores to `work`.

    `without`: JSON Lines files whose texts no stage sees; with those of a part the weights can read that part blind.
    """
    work.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for name, settings in STAGES.items():
        mix = {corpus: times for corpus, times in settings.mix.items() if not (core and corpus in UNLICENSED)}
        before = made[-1] if made else None
        made.append(work / f"{name}.pt")
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
