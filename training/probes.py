"""Scores weights on the own probes (`tests/gate/probe`), line by line: `python -m training.probes --help`.

A statement is right when its content, cue and the whole chain of its sources are found, an event when trigger, type,
modality, negation and enclosing statement are. Every annotated line counts; what is read beyond them is told apart.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from parley.model import Document
from parley.read.encoder.reader import EncoderReader
from training.confidence import scorer_module
from training.examples import rows
from training.score import Row, as_row

PROBES = Path(__file__).parents[1] / "tests" / "gate" / "probe"


def judge_statements(scorer: ModuleType, gold: Row, read: Row) -> Iterator[bool]:
    """Tell for each annotated statement whether it is read right in every part."""
    known, found = ({s["id"]: s for s in row["statements"]} for row in (gold, read))
    pairs = _pairs(scorer, gold, read)
    for statement in gold["statements"]:
        other = pairs.get(statement["id"])
        if not other:
            yield False
            continue
        ours, theirs = scorer.chain(statement, known), scorer.chain(other, found)
        sources = len(ours) == len(theirs) and all(
            scorer.inside(scorer.head(a), b) for a, b in zip(ours, theirs, strict=True)
        )
        yield sources and scorer.overlap([statement["cue"]], [other["cue"]]) > 0


def judge_events(scorer: ModuleType, gold: Row, read: Row) -> Iterator[bool]:
    """Tell for each annotated event whether it is read right in every part."""
    enclosing = {name: other["id"] for name, other in _pairs(scorer, gold, read).items()}
    met = scorer.align(gold["events"], read["events"], lambda event: [event["trigger"]])
    for i, event in enumerate(gold["events"]):
        if i not in met:
            yield False
            continue
        other = read["events"][met[i]]
        traits = all(event[name] == other[name] for name in ("type", "modality"))
        negated = bool(event.get("negated")) == bool(other["negated"])
        within = enclosing.get(event["within"]) == other["within"] if event.get("within") else not other["within"]
        yield traits and negated and within


def _pairs(scorer: ModuleType, gold: Row, read: Row) -> dict[str, Any]:
    """Return the statement read for each annotated one, by the annotated one's id."""
    met = scorer.align(gold["statements"], read["statements"], lambda statement: list(statement["content"]))
    return {gold["statements"][i]["id"]: read["statements"][j] for i, j in met.items()}


def main() -> None:
    """Read the command line, read the probes and print the shares by half and by class."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="folder of exported weights")
    p.add_argument("--scorers", type=Path, required=True, help="the folder of the scorers (../shared/score)")
    args = p.parse_args()
    scorer, reader = scorer_module(args.scorers), EncoderReader(args.weights)
    for kind, judge in (("statements", judge_statements), ("events", judge_events)):
        right: Counter[str] = Counter()
        all_: Counter[str] = Counter()
        for gold in rows(PROBES / f"{kind}.jsonl"):
            for fine in judge(scorer, gold, as_row(gold["id"], reader.read(Document(gold["text"])))):
                for group in (f"{gold['half']} half", gold["class"]):
                    right[group] += fine
                    all_[group] += 1
        for group, count in all_.items():
            print(f"{kind:10} {group:22} {right[group]:3} of {count:3}  {100 * right[group] / count:5.1f} %")


if __name__ == "__main__":
    main()
