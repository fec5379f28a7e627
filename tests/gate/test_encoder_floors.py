"""No figure of the shipped weights falls below what was reached; see encoder_gate.py."""

from pathlib import Path

import pytest
from encoder_gate import main

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.skipif(not (SHARED / "data" / "gold" / "dev.jsonl").exists(), reason="../shared is not here")
def test_no_figure_fell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHARED)]) == 0, capsys.readouterr().out
