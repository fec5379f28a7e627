"""The verb explain: each source, name and day of an entry."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

Call = Callable[..., CompletedProcess[str]]


def explain(call: Call, desk: Path, words: str) -> tuple[str, list[dict[str, Any]]]:
    listed = (json.loads(line) for line in call("list", desk, "--json").stdout.splitlines())
    entry = next(each["entry"] for each in listed if each["words"] == words)
    lines = call("explain", desk, entry, "--json").stdout.splitlines()
    return call("explain", desk, entry).stdout, [json.loads(line) for line in lines]


def test_the_sources_on_the_chain_come_first_the_outermost_before(filled_file: Path, call: Call) -> None:
    told, shown = explain(call, filled_file, "withdraw")
    named = [(one["role"], one["mention"]["text"]) for one in shown]
    assert named == [
        ("according to", "AFP"), ("according to", "Bastor Nive"), ("actor", "Tollaria"), ("place", "Teskal"),
    ]  # fmt: skip
    assert told.index("according to 0-3  “AFP” = left open") < told.index("actor")


def test_a_statement_names_its_own_source_once(filled_file: Path, call: Call) -> None:
    _, shown = explain(call, filled_file, "reported")
    assert [one["role"] for one in shown] == ["source"]


def test_a_day_that_the_reading_does_not_explain_is_told_as_somebodys_word(filled_file: Path, call: Call) -> None:
    told, shown = explain(call, filled_file, "shelled")
    assert [one["role"] for one in shown] == ["actor", "recipient", "time"]
    assert (shown[2]["time"]["value"], shown[2]["tagged"]) == ("2025-04-07", None)
    assert "“Monday” = 2025-04-07\n    why: a person decided, or an earlier reading said so" in told
