"""Reads held-out texts with their two main parties exchanged, and compares: `python -m training.symmetry --help`.

A reading is symmetric where what was read in the original, its spans moved along, is read in the exchanged text too.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from parley.model import Document
from parley.read.encoder.reader import EncoderReader
from training.examples import Anchor, Example, Offsets, from_reading, rows
from training.score import as_row
from training.swap import exchange, parties

Line = tuple[Any, ...]
Enclosing = tuple[list[int | None], list[int | None]]


def example_of(reader: EncoderReader, text: str) -> tuple[Example, Enclosing]:
    """Read a text; return the reading as an example, and the place of the statement that encloses each line or None."""
    row = as_row("", reader.read(Document(text)))
    place = {statement["id"]: i for i, statement in enumerate(row["statements"])}
    said, done = ([place.get(item.get("within")) for item in row[layer]] for layer in ("statements", "events"))
    return from_reading(row), (said, done)


def lines(example: Example, enclosing: Enclosing) -> tuple[list[Line], list[Line]]:
    """What must stay the same: cue, source and nesting; trigger, type, modality, negation and nesting."""
    cue: dict[int | None, Offsets | None] = {i: a.span for i, a in enumerate(example.statements)} | {None: None}
    said, done = zip(example.statements, enclosing[0], strict=True), zip(example.events, enclosing[1], strict=True)
    statements = [(a.span, _starts(a, "source"), cue[i]) for a, i in said]
    events = [(a.span, a.traits[:1] + a.traits[2:], cue[i]) for a, i in done if a.traits]
    return statements, events


def _starts(anchor: Anchor, role: str) -> tuple[int, ...]:
    return tuple(start for start, _ in anchor.roles[role])


def main() -> None:
    """Read the command line, print shares and the lines that differ."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="folder of exported weights")
    p.add_argument("texts", type=Path, help="a JSON Lines file with `text` (../shared/data/gold/dev.jsonl)")
    args = p.parse_args()
    reader, counts = EncoderReader(args.weights), Counter[str]()
    for row in rows(args.texts):
        named = parties(row["text"])[:2]
        if len(named) < 2:
            continue
        found, around = example_of(reader, row["text"])
        expected = exchange(found, {named[0]: named[1], named[1]: named[0]})
        again, around_again = example_of(reader, expected.text)
        for kind, before, after in zip(
            ("statements", "events"), lines(expected, around), lines(again, around_again), strict=True
        ):
            same = sum((Counter(before) & Counter(after)).values())
            counts[f"{kind} same"] += same
            counts[f"{kind} all"] += max(len(before), len(after))
            for line in set(before) ^ set(after):
                where = expected.text[max(0, line[0][0] - 40) : line[0][1] + 30].replace("\n", " ")
                print(f"{kind}: {'lost' if line in before else 'new'}: {where!r} {line[1:]}")
    for kind in ("statements", "events"):
        print(f"{kind}: {counts[f'{kind} same']} of {counts[f'{kind} all']} the same")


if __name__ == "__main__":
    main()
