"""No figure of the resolving of places falls below what was reached; see places_gate.py."""

from pathlib import Path

import pytest
from places_gate import main

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.skipif(not (SHARED / "data" / "places" / "lgl.jsonl").exists(), reason="../shared is not here")
def test_no_figure_of_places_fell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHARED)]) == 0, capsys.readouterr().out
