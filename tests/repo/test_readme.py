"""The README's promises are run, not believed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from parley.cli.app import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REPORTS = ROOT / "src" / "parley" / "demo" / "reports"


def test_the_first_block_shows_exactly_the_two_commands() -> None:
    first = re.findall(r"```\n(.*?)```", README, re.DOTALL)[0]
    assert re.findall(r"^make (\w+)", first, re.MULTILINE) == ["demo", "test"]
    assert len(first.strip().splitlines()) == 2
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


def test_the_example_from_python_runs_as_printed(tmp_path: Path) -> None:
    block = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]
    assert len(block.strip().splitlines()) <= 20
    (tmp_path / "reports").mkdir()
    shutil.copy(REPORTS / "2025-03-31-league-communique.txt", tmp_path / "reports")
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "2025-03-31" in done.stdout


@pytest.mark.parametrize("line", [line for line in README.splitlines() if line.startswith("parley ")])
def test_every_command_of_the_readme_is_understood(line: str) -> None:
    verb = get_command(app).commands[line.split()[1]]  # type: ignore[attr-defined]
    options = {name for parameter in verb.params for name in parameter.opts}
    assert set(re.findall(r" (--[a-z-]+)", line.partition("#")[0])) <= options


def test_the_lines_shown_are_what_the_demo_prints(tmp_path: Path) -> None:
    """Ids differ from record to record, and counts by one or two between processors; the rest is word for word."""
    command = [sys.executable, "-m", "parley", "demo", "--output", str(tmp_path)]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    entries, sums, board = re.findall(r"```\n(.*?)```", README, re.DOTALL)[1:4]
    for line in entries.splitlines():
        assert mask(line, r"^ {12}[0-9a-f]{8}") in mask(printed, r"^ {12}[0-9a-f]{8}"), line
    for line in sums.splitlines():
        assert mask(line, r"\d+").strip() in mask(printed, r"\d+"), line
    assert board in printed


def mask(text: str, pattern: str) -> str:
    return re.sub(pattern, "#", text, flags=re.MULTILINE)
