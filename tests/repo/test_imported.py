"""The imported files of the registry are what the import makes of the lists that they come from."""

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTS = ROOT.parent / "shared" / "data" / "actors"
HELD = ROOT / "src" / "parley" / "ontology" / "registry"


def test_imports_repeat_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not LISTS.exists():
        pytest.skip("../shared is not there")
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    tool = importlib.import_module("tools.import_actors")
    tool.import_ucdp(LISTS / "ucdp-actor-221.csv", tmp_path / "ucdp.csv")
    tool.import_agents([LISTS / "PLOVER_agents.txt", LISTS / "Phoenix.agents.txt"], tmp_path / "agents.csv")
    for name in ("ucdp.csv", "agents.csv"):
        assert (tmp_path / name).read_bytes() == (HELD / name).read_bytes()


def test_words_that_judge_give_no_sector() -> None:
    words = (HELD / "agents.csv").read_text(encoding="utf-8").casefold()
    assert not [judging for judging in ("terror", "extrem", "fanatic", "thug") if judging in words]
