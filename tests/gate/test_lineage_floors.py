"""How well tracing traces: floors on the half of the wire stories that nothing was tuned on, and on credits."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from newsroom import rewrite

from parley.model import Carrier, Relation, Report
from parley.ontology import find_carrier
from parley.trace import find_credits, fold_reports
from parley.trace.kinds import STRONG
from parley.trace.tracer import trace_reports

HERE = Path(__file__).parent
WIRE = HERE.parents[2] / "shared" / "data" / "lineage" / "synthetic_wire.json"
FLOORS = {"verbatim": 1.0, "cut60": 1.0, "cut35": 0.99, "light": 1.0, "heavy": 0.9, "embed": 0.99, "newsroom": 1.0}
"""Share of the pairs of an original and what was made of it that are found as any kind but quotation."""


@pytest.fixture(scope="module")
def wire() -> dict[str, tuple[int, str, str]]:
    """Give story, operation and text of the documents of odd stories, and of their newsroom rewritings."""
    if not WIRE.exists():
        pytest.skip("../shared is not here")
    rows = [row for row in json.loads(WIRE.read_text(encoding="utf-8")) if row[1] % 2]
    made = {f"{number:04}": (story, operation, text) for number, story, operation, text in rows}
    originals = [row for row in rows if row[2] == "original"]
    return made | {f"n{number:04}": (story, "newsroom", rewrite(text, number)) for number, story, _, text in originals}


@pytest.fixture(scope="module")
def traced(wire: dict[str, tuple[int, str, str]]) -> dict[tuple[str, str], Relation]:
    reports = [Report(name, text) for name, (_, _, text) in wire.items()]
    return {(relation.a, relation.b): relation for relation in trace_reports(reports)}


def find_pairs(wire: dict[str, tuple[int, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each operation with the original and what was made of it."""
    originals = {story: name for name, (story, operation, _) in wire.items() if operation == "original"}
    for name, (story, operation, _) in wire.items():
        if operation in FLOORS:
            yield operation, min(name, originals[story]), max(name, originals[story])


def test_what_was_made_of_a_dispatch_is_found(wire: Any, traced: dict[tuple[str, str], Relation]) -> None:
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for operation, a, b in find_pairs(wire):
        total[operation] += 1
        relation = traced.get((a, b))
        found[operation] += relation is not None and relation.kind != "quotation"
    recalls = {operation: found[operation] / total[operation] for operation in FLOORS}
    assert all(recalls[operation] >= floor for operation, floor in FLOORS.items()), recalls


def test_kinds_are_right(wire: Any, traced: dict[tuple[str, str], Relation]) -> None:
    """Every false pair has a class.

    `host`: both are made of one third text, into which the set put paragraphs of a dispatch; besides those, four of
    five lines of one stand in the other. `form`: the questions of one series of interviews, or paragraphs of
    background.
    """
    originals = {story: text for story, operation, text in wire.values() if operation == "original"}
    classes = Counter(
        class_pair(wire[a], wire[b], originals)
        for (a, b), relation in traced.items()
        if relation.kind in STRONG | {"partial"} and "newsroom" not in {wire[a][1], wire[b][1]}
    )
    by_story, by_text = classes["one story"], classes["one story"] + classes["host"]
    assert by_story / classes.total() >= 0.91, classes
    assert by_text / classes.total() >= 0.97, classes


def class_pair(one: tuple[int, str, str], other: tuple[int, str, str], originals: dict[int, str]) -> str:
    if one[0] == other[0]:
        return "one story"
    of_one, of_other = (split_lines(text) - split_lines(originals.get(story, "")) for story, _, text in (one, other))
    return "host" if len(of_one & of_other) >= 0.8 * max(1, min(len(of_one), len(of_other))) else "form"


def split_lines(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n") if line.strip()}


def test_no_giant_grows(wire: Any, traced: dict[tuple[str, str], Relation]) -> None:
    reports = [Report(name, text) for name, (_, _, text) in wire.items()]
    largest = max(fold_reports(reports, traced.values()).folds, key=lambda fold: len(fold.reports))
    assert len({wire[name][0] for name in largest.reports}) <= 4


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("mentions", 0.96, 0.92), ("events2025", 0.98, 0.98), ("events2026", 0.98, 0.95), ("forms2026", 0.98, 0.98)],
)
def test_mentions_of_carriers_are_told_apart(name: str, precision: float, recall: float) -> None:
    mentions = [json.loads(line) for line in (HERE / "credits" / f"{name}.jsonl").read_bytes().splitlines()]
    files = {mention["file"] for mention in mentions}
    if not all((WIRE.parents[1] / name).exists() for name in files):
        pytest.skip("../shared is not here")
    rows = {
        (name, row["id"]): row
        for name in files
        for row in map(json.loads, (WIRE.parents[1] / name).read_text(encoding="utf-8").splitlines())
    }
    found: Counter[tuple[bool, bool]] = Counter()
    for mention in mentions:
        found.update(judge_mention(mention, rows[mention["file"], mention["id"]]))
    assert found[True, True] / (found[True, True] + found[False, True]) >= precision, found
    assert found[True, True] / (found[True, True] + found[True, False]) >= recall, found


def judge_mention(mention: dict[str, Any], row: dict[str, Any]) -> list[tuple[bool, bool]]:
    """Say whether a credit is there and whether one was found; a wrong name is a credit missed and a false one."""
    if "carriers" in mention:
        cited = row["cited"][mention["cited"]]
        report = Report("a", "Text.", cited=(Carrier(cited["outlet"], cited["url"]),))
        is_right = [credit.carrier for credit in find_credits(report)] == mention["carriers"]
        return [(True, True)] if is_right else [(True, False), (False, True)]
    spans = [credit.span for credit in find_credits(Report("a", row["text"])) if credit.span]
    is_found = any(span.start < mention["end"] and mention["start"] < span.end for span in spans)
    return [(mention["credit"], is_found)]


@pytest.mark.parametrize(("half", "floor"), [("develop", 0.95), ("gate", 0.95)])
def test_credit_lines_are_read(half: str, floor: float) -> None:
    data = (HERE / "credits" / f"{half}.jsonl").read_bytes()
    if half == "gate":
        frozen = re.findall(r"[0-9a-f]{64}", (HERE / "credits" / "README.md").read_text(encoding="utf-8"))
        assert hashlib.sha256(data).hexdigest() in frozen
    forms = [json.loads(line) for line in data.splitlines()]
    right = sum(
        {credit.carrier for credit in find_credits(Report("a", form["text"]))}
        == {find_carrier(name) or name for name in form["carriers"]}
        for form in forms
    )
    assert right / len(forms) >= floor
