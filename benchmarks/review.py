"""Compares what the reader proposes with a person's verdicts on ten days of news: `python benchmarks/review.py --help`.

Prints how many proposals are right by kind, by section of the news and by the reader's confidence, and how many of the
entries that were once judged right are still proposed. A proposal is one that was judged when item, kind, offsets of
its anchor, type and standing are the same; those that nobody has judged are counted apart (`--open` lists them).
Run from the root of the repository with `PYTHONPATH=src:.`.
"""

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from parley.derive import UNCERTAIN, find_standing, index_statements
from parley.model import Document, Event, Reading, Statement
from parley.pipeline import make_pipeline

VERDICTS = Path(__file__).parents[1] / "tests/gate/review/verdicts.jsonl"
STREAM = "data/news/wikipedia_current_events_all.jsonl"
RIGHT = "right"
REPEATED = "no such act"

Row = dict[str, Any]
Proposal = tuple[str, str, int, int, str | None, str | None]
"""Item, kind, offsets of the anchor, type and standing (null for statements): what makes a proposal the judged one."""
Found = tuple[Row, Proposal, Statement | Event]


def load_rows(path: Path) -> list[Row]:
    """Load the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def list_proposals(item: str, reading: Reading) -> Iterator[tuple[Proposal, Statement | Event]]:
    """Yield what a reading proposes, with what names it."""
    statements = index_statements(reading.statements)
    for said in reading.statements:
        yield (item, "statement", said.anchor.start, said.anchor.end, None, None), said
    for event in reading.events:
        standing = find_standing(event, statements)
        yield (item, "event", event.anchor.start, event.anchor.end, event.type, standing), event


def read_item(row: Row) -> Document:
    """Make a document of an item of the news stream."""
    return Document(row["text"], dt.date.fromisoformat(row["date"]))


def judge(found: Iterable[Found], verdicts: dict[Proposal, str]) -> Iterator[tuple[Row, str, Statement | Event]]:
    """Yield the judged proposals with their verdicts; one that only repeats another is no act of its own."""
    seen = set()
    for row, name, proposed in found:
        if name in verdicts:
            yield row, REPEATED if name in seen else verdicts[name], proposed
        seen.add(name)


def name_band(proposed: Statement | Event) -> str:
    """Name the band of confidence that a proposal lies in."""
    confidence = proposed.confidence if isinstance(proposed.confidence, float) else 1.0
    return "uncertain" if confidence < UNCERTAIN else "sure" if confidence < 0.9 else "very sure"


def print_shares(title: str, judged: Iterable[tuple[str, str]]) -> None:
    """Print for each group how many of its proposals are right."""
    counts = Counter((group, verdict == RIGHT) for group, verdict in judged)
    print(f"\n{title}")
    for group in sorted({group for group, _ in counts}):
        right, n = counts[group, True], counts[group, True] + counts[group, False]
        print(f"  {group:45} {right:4} of {n:4}  {100 * right / n:5.1f} %")


def main() -> None:
    """Read the command line, read the items, compare."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("shared", type=Path, help="the folder of shared data (../shared)")
    p.add_argument("--open", action="store_true", help="list the proposals that nobody has judged")
    args = p.parse_args()
    rows = load_rows(VERDICTS)
    verdicts = {
        (r["item"], r["kind"], r["start"], r["end"], r.get("type"), r.get("standing")): r["verdict"] for r in rows
    }
    learned = {row["text"] for part in ("train", "dev") for row in load_rows(args.shared / f"data/gold/{part}.jsonl")}
    items = {row["id"]: row for row in load_rows(args.shared / STREAM)}
    pipeline = make_pipeline()
    found = [
        (items[item], name, proposed)
        for item in dict.fromkeys(row["item"] for row in rows)
        for name, proposed in list_proposals(item, pipeline.read(read_item(items[item])))
    ]
    judged = list(judge(found, verdicts))
    fresh = [one for one in judged if one[0]["text"] not in learned]
    kinds = ((type(one).__name__.lower(), row["text"] in learned, verdict) for row, verdict, one in judged)
    print_shares("by kind", ((f"{kind}s{' (the reader learned from these)' * known}", v) for kind, known, v in kinds))
    print_shares("by section, not learned from", ((row["section"], verdict) for row, verdict, _ in fresh))
    print_shares("by confidence, not learned from", ((name_band(one), verdict) for _, verdict, one in fresh))
    names = {name for _, name, _ in found}
    once = [name for name, verdict in verdicts.items() if verdict == RIGHT]
    print(f"\nonce judged right and proposed again: {sum(name in names for name in once)} of {len(once)}")
    unjudged = [(row, name) for row, name, _ in found if name not in verdicts]
    print(f"judged: {len(judged)}; not judged: {len(unjudged)}")
    for row, name in unjudged if args.open else ():
        print(
            f"  {name[0]} {name[1]} {name[4] or ''} {name[5] or ''} “{row['text'][name[2] : name[3]]}” :: {row['text']}"
        )


if __name__ == "__main__":
    main()
