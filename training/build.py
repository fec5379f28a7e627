"""From the data to weights that ship, in one command: `python -m training.build --help`.

Stages: the research corpora and gold together; the result reads the unlabelled news; training goes on with these
readings as well; last, gold at a low rate. `core` does the same without PolNeAR.
"""

import argparse
import json
import logging
from dataclasses import replace
from pathlib import Path

from parley.read.encoder.reader import EncoderReader
from training import label
from training.export import to_onnx
from training.score import score
from training.train import Settings, run

FIRST = Settings(mix={"polnear": 1, "gold": 1, "swapped": 2, "frames": 1}, epochs=3, seed=13)
AGAIN = Settings(mix={"polnear": 1, "gold": 1, "swapped": 1, "frames": 1}, epochs=1, rate=1.5e-4, seed=15)
LAST = Settings(
    mix={"polnear": 0.5, "gold": 1, "swapped": 1, "frames": 0.5}, epochs=1, rate=6e-5, head_rate=3e-4, seed=16
)


def stage(settings: Settings, *, core: bool) -> Settings:
    """Return the settings of a stage; for `core`, without PolNeAR and with more rounds of the little that is left."""
    if not core:
        return settings
    mix = {name: times for name, times in settings.mix.items() if name != "polnear"}
    return replace(settings, mix=mix, epochs=settings.epochs * 2)


def build(data: Path, base: Path, scorers: Path, work: Path, out: Path, *, core: bool = False) -> None:
    """Train in `work`, write ONNX weights and tokenizer to `out` and the scores to `work`."""
    work.mkdir(parents=True, exist_ok=True)
    run(stage(FIRST, core=core), data, base, None, work / "first.pt")
    to_onnx(data, base, work / "first.pt", work / "first")
    label.read_stream(data, work / "first", work / "labelled")
    own = {str(work / "labelled" / f"{name}.jsonl"): 1.0 for name in ("articles", "digests", "coded")}
    again = stage(AGAIN, core=core)
    run(replace(again, mix={**again.mix, **own}), data, base, work / "first.pt", work / "again.pt")
    run(stage(LAST, core=core), data, base, work / "again.pt", work / "last.pt")
    to_onnx(data, base, work / "last.pt", out)
    scores = score(EncoderReader(out), data, scorers, work / "scored")
    (work / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--scorers", type=Path, required=True, help="the folder of the scorers (../shared/score)")
    p.add_argument("--base", type=Path, required=True, help="folder of a BERT checkpoint")
    p.add_argument("--work", type=Path, required=True, help="folder for checkpoints and predictions")
    p.add_argument("--out", type=Path, required=True, help="folder for the weights")
    p.add_argument("--core", action="store_true", help="licensed data only")
    args = vars(p.parse_args())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    build(**args)


if __name__ == "__main__":
    main()
