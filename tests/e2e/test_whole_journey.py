"""From the installed package to a brief of which every line was reviewed, in at most 15 commands and clicks."""

import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from browser import PROGRAM, Browser

from parley.record import UNDECIDED, Filter, open_record

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")
MOST = 15
REPORT = """Ternwire, 8 April 2025

Dessovia shelled the town of Lurna on Monday. Tollaria's prime minister, Bastor Nive, demanded an inquiry.
"""


def test_a_new_user_comes_to_a_reviewed_brief(
    cli: Callable[..., CompletedProcess[str]],
    browser: Browser,
    serve: Callable[..., str],
    tmp_path: Path,
) -> None:
    steps: list[str] = []
    reports, record = tmp_path / "reports", tmp_path / "desk.parley"
    reports.mkdir()
    (reports / "lurna.txt").write_text(REPORT, encoding="utf-8")

    def command(*words: object) -> None:
        steps.append(f"parley {' '.join(map(str, words))}")
        assert cli(*words).returncode == 0

    def act(step: str, does: Callable[[], object]) -> None:
        steps.append(step)
        does()

    command("new", record)
    command("add", record, reports, "--date", "2025-04-08", "--outlet", "Ternwire")
    command("read", record)
    with open_record(record) as opened:
        entries = opened.count_entries()
    assert entries >= 3
    act("parley open desk.parley", lambda: browser.open(serve(record)))
    act("n: the first entry", lambda: browser.wait_for_page(lambda: browser.press("n")))
    browser.wait_until("document.activeElement.name === 'name'")
    browser.write("Ana Š.")
    act("Enter: my name", lambda: browser.wait_for_page(lambda: browser.press("Enter")))
    for _ in range(entries):
        act("a: accept", lambda: browser.follow("a"))
    assert browser.run("location.pathname") == "/"
    link = "document.querySelector('a[href=\"/brief\"]')"
    act("Brief", lambda: browser.wait_for_page(lambda: browser.run(f"{link}.click()")))
    frame = "document.querySelector('iframe').contentDocument"
    browser.wait_until(f"{frame}?.querySelector('blockquote')")
    told = browser.run(f"{frame}.body.innerText")
    assert "shelled" in told
    assert "Bastor Nive" in told
    assert "accepted" in told
    assert "unreviewed" not in told.split("What was read")[0].replace("marked unreviewed", "")
    browser.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    act("d: one page", lambda: browser.press("d"))
    until = time.monotonic() + 30
    while not (tmp_path / "brief.html").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert "accepted" in (tmp_path / "brief.html").read_text(encoding="utf-8")
    assert len(steps) <= MOST, steps
    with open_record(record) as opened:
        assert opened.count_entries(Filter(states=UNDECIDED)) == 0
    assert browser.list_troubles() == []
