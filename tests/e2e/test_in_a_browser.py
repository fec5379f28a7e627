"""The board in a real browser: what is on the page can be seen, fits the window, and opens."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parley.export.board import Board, draw_picture, render_page

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
MEASURE = """<script>
addEventListener('load', () => setTimeout(() => {
const seen = id => { const box = document.getElementById(id)?.getBoundingClientRect(); return box ? box.height : 0 };
const clipped = [...document.querySelectorAll('.clause th, .row th, .row td:nth-child(2), .card li')].filter(
  each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent);
const cell = document.querySelector('.week a');
document.body.dataset.measured = JSON.stringify({
  overflow: document.documentElement.scrollWidth - innerWidth, clipped,
  heading: seen('clauses'), opened: seen(location.hash.slice(1)), focusable: cell ? cell.tabIndex : -1,
  marks: [...document.querySelectorAll('.week .mark')].every(each => each.getBoundingClientRect().width >= 10) });
}, 50));
</script>"""


@pytest.fixture
def measure(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def run(source: str, width: int, target: str = "") -> dict[str, Any]:
        page = tmp_path / "page.html"
        page.write_text(source.replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
        command = [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
        ]
        command += [
            f"--window-size={width},900",
            "--virtual-time-budget=2000",
            "--dump-dom",
            f"{page.as_uri()}{target}",
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        found = re.search(r'data-measured="([^"]*)"', done.stdout)
        assert found, done.stderr
        measured: dict[str, Any] = json.loads(
            found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&")
        )
        return measured

    return run


@pytest.mark.parametrize("width", [1280, 640])
def test_nothing_runs_out_of_the_window(board: Board, measure: Callable[..., dict[str, Any]], width: int) -> None:
    """640 pixels are what a window of 1280 shows at 200 %."""
    measured = measure(render_page(board), width)
    assert measured["overflow"] <= 0
    assert measured["heading"] > 10
    assert measured["clipped"] == []
    assert measured["marks"]
    assert measured["focusable"] == 0


def test_a_cell_opens_and_stays_shut_until_then(board: Board, measure: Callable[..., dict[str, Any]]) -> None:
    source = render_page(board)
    cell = re.findall(r'class="opened" id="([^"]+)"', source)[0]
    assert measure(source, 1280)["opened"] == 0
    assert measure(source, 1280, f"#{cell}")["opened"] > 300


def test_the_picture_is_drawn_as_wide_as_it_says(board: Board, tmp_path: Path) -> None:
    picture = tmp_path / "board.svg"
    picture.write_text(draw_picture(board), encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--window-size=1300,900", "--dump-dom", picture.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "parsererror" not in done.stdout
    assert "contrary acts" in done.stdout
