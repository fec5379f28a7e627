"""No figure of the resolvers of times, counts and actors falls below what was reached; see resolve_gate.py."""

import json
from pathlib import Path

import pytest
from floors import hashes, regressions
from resolve_gate import BASELINE, HERE, main, own_figures

SHARED = Path(__file__).parents[3] / "shared"


def test_own_sets_are_the_frozen_ones_and_no_figure_on_them_fell() -> None:
    pinned = json.loads(BASELINE.read_text(encoding="utf-8"))
    names = ("deadlines/gate.jsonl", "counts/gate.jsonl")
    for name, digest in hashes(HERE, names).items():
        assert pinned["data"][name] == digest
        assert digest in (HERE / name).with_name("README.md").read_text(encoding="utf-8")
    floors = {name: floor for name, floor in pinned["floors"].items() if name.startswith(("deadlines", "counts"))}
    assert floors
    assert not regressions(floors, own_figures())


@pytest.mark.skipif(not (SHARED / "data" / "time").exists(), reason="../shared is not here")
def test_no_figure_fell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHARED)]) == 0, capsys.readouterr().out
