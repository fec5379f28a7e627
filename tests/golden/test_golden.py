"""Golden reports: a short report in our own words, and one readable line for each thing read in it.

A change of the reader shows as a difference of lines; review it, then run: pytest tests/golden --update-golden
"""

import difflib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parley.derive import find_route, find_standing, index_statements, sourcing_chain
from parley.model import Document, Event, Reading, Span, Statement
from parley.pipeline import Pipeline
from parley.read.rules import RuleReader
from parley.resolve import ActorResolver, TimeResolver

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/report.txt"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_golden_report(folder: Path, request: pytest.FixtureRequest) -> None:
    facts = tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))
    document = Document((folder / "report.txt").read_text(encoding="utf-8"), facts["date"], "en")
    reading = Pipeline(RuleReader(), [ActorResolver(), TimeResolver()]).read(document)
    lines = list(describe_reading(reading, facts))
    expected = folder / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text("\n".join([*lines, ""]), encoding="utf-8")
    before = expected.read_text(encoding="utf-8").splitlines()
    changes = list(difflib.unified_diff(before, lines, "expected.txt", "as read now", lineterm="", n=0))
    if changes:
        pytest.fail("\n".join([f"{folder.name} reads differently:", *changes]), pytrace=False)


def describe_reading(reading: Reading, facts: dict[str, Any]) -> Iterator[str]:
    statements = index_statements(reading.items())
    for item in sorted(reading.items(), key=lambda item: (item.anchor.start, isinstance(item, Event))):
        route = " > ".join(find_route(facts["outlet"], (), sourcing_chain(item, statements)))
        if isinstance(item, Statement):
            yield " | ".join(["says", route, *map(describe_span, (item.cue, *item.content))])
        else:
            code = f"{item.type}/{item.mode}" if item.mode else item.type
            said = f"{code} not" if item.negated else code
            yield " | ".join(
                [find_standing(item, statements), route, said, describe_span(item.trigger), *describe_roles(item)]
            )


def describe_roles(event: Event) -> Iterator[str]:
    for name, mentions in (("by", event.actor), ("to", event.recipient), ("in", event.place)):
        yield from (f"{name} {mention.entity or mention.text}" for mention in mentions)
    yield from (f"on {time.value or time.text}" for time in event.time)
    if event.condition:
        yield f"if {describe_span(event.condition)}"
    if event.deadline:
        yield f"deadline {event.deadline.value or event.deadline.text}"


def describe_span(span: Span) -> str:
    return f'{span.start}-{span.end} "{span.text}"'
