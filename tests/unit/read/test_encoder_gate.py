"""The gate lowers no floor unless it is told to, and the pinned hashes are those of the weights that ship."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from parley.read.encoder.session import WEIGHTS

GATE = Path(__file__).parents[2] / "gate/encoder_gate.py"


@pytest.fixture(scope="module")
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("encoder_gate", GATE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def baseline(gate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps({"data": {"a": "1"}, "floors": {"x": 80.0}}))
    monkeypatch.setattr(gate, "BASELINE", path)
    return path


def reach(gate: ModuleType, monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    def state(_: Path) -> dict[str, Any]:
        return {"data": {"a": "1"}, "weights": {}, "floors": {"x": value}}

    monkeypatch.setattr(gate, "state", state)


def floor(path: Path) -> float:
    return float(json.loads(path.read_text())["floors"]["x"])


@pytest.mark.parametrize(
    ("value", "options", "code", "after"),
    [
        (79.5, [], 0, 80.0),
        (78.5, [], 1, 80.0),
        (79.5, ["--update"], 0, 80.0),
        (78.5, ["--update"], 1, 80.0),
        (79.0, ["--update", "--allow-regression"], 0, 79.0),
        (81.0, ["--update"], 0, 81.0),
    ],
)
def test_a_floor_falls_only_when_told(
    gate: ModuleType, baseline: Path, monkeypatch: pytest.MonkeyPatch, value: float, options: list[str], code: int,
    after: float,
) -> None:  # fmt: skip
    reach(gate, monkeypatch, value)
    assert gate.main(["shared", *options]) == code
    assert floor(baseline) == after


def test_a_missing_figure_is_a_regression(gate: ModuleType) -> None:
    assert gate.regressions({"x": 1.0}, {}) == ["x: 0.0 is below 1.0"]


def test_the_pinned_weights_are_those_that_ship(gate: ModuleType) -> None:
    pinned = json.loads(gate.BASELINE.read_text(encoding="utf-8"))["weights"]
    assert gate.hashes(WEIGHTS, tuple(pinned)) == pinned
