"""Lets trained weights read the unlabelled news, for self-training: `python -m training.label --help`."""

import argparse
import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from parley.model import Document
from parley.read.encoder.reader import EncoderReader
from training import corpora
from training.examples import rows
from training.score import as_row, predict

CODED = ("plv_train.jsonl", "plover_gsr.jsonl")
"""Sentences with the PLOVER type of their main event."""


def main() -> None:
    """Read the command line and write readings: short items, articles and coded sentences, a file each."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--weights", type=Path, required=True, help="folder of exported weights")
    p.add_argument("--out", type=Path, required=True, help="folder for digests.jsonl and articles.jsonl")
    p.add_argument("--without", type=Path, nargs="*", default=[], help="JSON Lines files whose texts are left out")
    args = p.parse_args()
    read_stream(args.data, args.weights, args.out, args.without)


def read_stream(data: Path, weights: Path, out: Path, without: Sequence[Path] = ()) -> None:
    """Read all unlabelled news with the weights of a folder, but for the texts of the files `without`."""
    out.mkdir(parents=True, exist_ok=True)
    texts, reader = corpora.unlabelled(data, without), EncoderReader(weights)
    _write_coded(reader, data, out / "coded.jsonl")
    for name, long in (("articles", True), ("digests", False)):
        chosen = [{"id": e.id, "text": e.text} for e in texts if ("\n\n" in e.text) == long]
        spent = predict(reader, chosen, out / f"{name}.jsonl")
        print(f"{len(chosen)} {name} in {spent:.0f} s")


def _write_coded(reader: EncoderReader, data: Path, out: Path) -> None:
    """Read sentences whose PLOVER type is known; be sure of the events of that type and of no others."""
    with out.open("w", encoding="utf-8") as lines:
        for row in chain.from_iterable(rows(data / "events" / name) for name in CODED):
            kinds = {"YIELD": {"CONCEDE", "RETREAT"}}.get(row["plover_root"], {row["plover_root"]})
            reading = as_row(row["id"], reader.read(Document(row["text"])))
            for event in reading["events"]:
                event["confidence"] = float(event["type"] in kinds)
            if any(event["confidence"] for event in reading["events"]):
                lines.write(json.dumps(reading, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
