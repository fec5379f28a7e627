"""Scores weights with the project's scorers: `python -m training.score --help`."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from parley.model import Document, Reading
from parley.read.encoder.reader import EncoderReader
from training.examples import rows

Row = dict[str, Any]
SHOWN = (
    "statement.content", "statement.linked", "statement.chain", "statement.nested_recall", "statement.addressee",
    "event.trigger", "event.type", "event.mode", "event.modality", "event.modality_macro", "event.negated",
    "event.actor", "event.recipient", "event.place", "event.time", "event.condition", "event.deadline",
    "event.within", "event.about",
    "event.fact", "event.fact_false",
)  # fmt: skip


def as_row(row_id: str, reading: Reading) -> Row:
    """Turn a reading into a row of reading format 1."""
    layers = {"statements": reading.statements, "events": reading.events}
    return {"id": row_id, "text": reading.document.text, **msgspec.to_builtins(layers)}


def predict(reader: EncoderReader, source: Iterable[Row], out: Path) -> float:
    """Read each row's text, write the readings, and return the seconds that reading took."""
    spent = 0.0
    with out.open("w", encoding="utf-8") as lines:
        for row in source:
            begun = time.perf_counter()
            reading = reader.read(Document(row["text"]))
            spent += time.perf_counter() - begun
            lines.write(json.dumps(as_row(row["id"], reading), ensure_ascii=False) + "\n")
    return spent


def scorer(folder: Path, name: str, *args: str | Path) -> str:
    """Run one of the project's scorers and return what it prints."""
    command = [sys.executable, str(folder / name), *map(str, args)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def score(weights: Path, data: Path, scorers: Path, out: Path) -> dict[str, Any]:
    """Score weights on gold dev by genre and on PolNeAR dev, each under its own convention."""
    reader, theirs = EncoderReader(weights), EncoderReader(weights, convention="polnear")
    out.mkdir(parents=True, exist_ok=True)
    gold, polnear = data / "gold/dev.jsonl", data / "attribution/polnear_dev.jsonl"
    predict(reader, rows(gold), out / "gold.jsonl")
    result: dict[str, Any] = {}
    for genre in ("digest", "article"):
        said = json.loads(scorer(scorers, "score_reading.py", gold, out / "gold.jsonl", "--json", "--genre", genre))
        result[genre] = {name: said[name].get("f1", said[name].get("value")) for name in SHOWN}
    spent = predict(theirs, rows(polnear), out / "polnear.readings.jsonl")
    words = sum(len(row["text"].split()) for row in rows(polnear))
    (out / "polnear.jsonl").write_text(scorer(scorers, "convert.py", "attributions", out / "polnear.readings.jsonl"))
    said = json.loads(scorer(scorers, "score_attribution.py", polnear, out / "polnear.jsonl", "--json"))
    result["polnear"] = {
        "content_ov+src_head": [round(v, 1) for v in said["attr"]["content_ov+src_head"]],
        "content_ov": [round(v, 1) for v in said["attr"]["content_ov"]],
        **{role: round(said[role]["exact"][2], 1) for role in ("source", "cue", "content")},
        "articles_of_700_words_per_second": round(words / 700 / spent, 1),
    }
    return result


def main() -> None:
    """Read the command line and score."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--scorers", type=Path, required=True, help="the folder of the scorers (../shared/score)")
    p.add_argument("--weights", type=Path, required=True, help="folder of exported weights")
    p.add_argument("--out", type=Path, required=True, help="folder for predictions")
    args = p.parse_args()
    result = score(args.weights, args.data, args.scorers, args.out)
    (args.out / "scores.json").write_text(json.dumps(result, indent=1) + "\n")
    for name in SHOWN:
        print(f"{name:26} {result['digest'][name]!s:>8} {result['article'][name]!s:>8}")
    print(json.dumps(result["polnear"]))


if __name__ == "__main__":
    main()
