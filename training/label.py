"""Lets trained weights read the unlabelled news, for self-training: `python -m training.label --help`."""

import argparse
from pathlib import Path

from parley.read.encoder.reader import EncoderReader
from training import corpora
from training.score import predict


def main() -> None:
    """Read the command line and write readings: short items to one file, articles to another."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--weights", type=Path, required=True, help="folder of exported weights")
    p.add_argument("--out", type=Path, required=True, help="folder for digests.jsonl and articles.jsonl")
    args = p.parse_args()
    read_stream(args.data, args.weights, args.out)


def read_stream(data: Path, weights: Path, out: Path) -> None:
    """Read all unlabelled news with the weights of a folder."""
    out.mkdir(parents=True, exist_ok=True)
    texts, reader = corpora.unlabelled(data), EncoderReader(weights)
    for name, long in (("articles", True), ("digests", False)):
        chosen = [{"id": e.id, "text": e.text} for e in texts if ("\n\n" in e.text) == long]
        spent = predict(reader, chosen, out / f"{name}.jsonl")
        print(f"{len(chosen)} {name} in {spent:.0f} s")


if __name__ == "__main__":
    main()
