"""The desk in a real browser: a journey by keyboard, and offsets as browser and Parley count them."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from browser import PROGRAM, Browser

from parley.model import Arrival, Document, Event, Reading, Span
from parley.record import Filter, open_record
from parley.steps import Reader

TRICKY = "👍🏽 e\u0301t\u0301 \r\nقال الوزير 👨‍👩‍👧 إن Dessovia 🇫🇷 shelled Lurna, 𝒜 said."

SELECT = """{
    const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    const words = %s;
    for (let node; node = walker.nextNode();) {
        const at = node.data.indexOf(words);
        if (at >= 0) document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
    }
}"""

needs_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine")


def give_name(browser: Browser) -> None:
    browser.run("document.querySelector('[name=name]').focus()")
    browser.write("Ana Š.")
    browser.press("Enter")


@needs_browser
def test_a_queue_is_worked_through_by_keyboard(
    browser: Browser, serve: Callable[[Path], str], filled_file: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(filled_file, tmp_path / "desk.parley"))
    browser.open(serve(path))
    browser.press("n")
    give_name(browser)
    browser.press("n")
    browser.press("p")
    browser.press("a")
    browser.press("r", leads_on=False)
    browser.write("an earlier day")
    browser.press("Enter")
    browser.press("e", leads_on=False)
    browser.run("document.querySelector('[name=modality]').value = 'hypothetical'")
    browser.wait_for_page(lambda: browser.run("document.querySelector('#amend [name=action]').click()"))
    browser.press("q")
    assert "2 of 7 decided" in browser.run("document.body.innerText")
    assert browser.list_troubles() == []
    with open_record(path) as record:
        decided = [
            (entry.entry.state, decision.by, decision.reason)
            for entry in record.list_entries(Filter(states=("accepted", "rejected", "amended")))
            for decision in record.list_decisions(entry.entry.id)
        ]
    assert sorted(decided, key=str) == [
        ("accepted", "Ana Š.", None), ("amended", "Ana Š.", None), ("rejected", "Ana Š.", "an earlier day"),
    ]  # fmt: skip


@needs_browser
def test_words_selected_in_the_browser_are_the_words_that_parley_cuts(
    browser: Browser,
    serve: Callable[[Path], str],
    copy_record: Callable[[], Path],
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    cut: Callable[..., Any],
) -> None:
    def read(document: Document) -> Reading:
        return Reading(document, events=(Event("E1", cut(document, "shelled", Span), "ASSAULT"),))

    path = copy_record()
    with open_record(path) as record:
        list(record.add([arrive(TRICKY)]))
        list(record.read(make_reader("1", read), frozenset({"en"})))
        entry_id = record.review.list_queue()[0].entry_id
    browser.open(serve(path))
    browser.press("n")
    give_name(browser)
    assert browser.run("document.getElementById('text').textContent") == TRICKY
    browser.press("e", leads_on=False)
    for words in ("👍🏽", "t\u0301", "الوزير", "👨‍👩‍👧 إن", "Lurna", "𝒜", "\r\nقال"):
        browser.run(SELECT % json.dumps(words))
        browser.run("document.querySelector('[data-takes=actor]').click()")
        start, end = map(int, browser.run("document.getElementById('actor-add').value").split("-"))
        assert TRICKY[start:end] == words.strip()
        assert TRICKY.index(words.strip()) == start
    browser.wait_for_page(lambda: browser.run("document.querySelector('#amend [name=action]').click()"))
    with open_record(path) as record:
        item = record.find_entry(entry_id).entry.item
    assert isinstance(item, Event)
    assert [actor.text for actor in item.actor] == ["قال"]
    assert browser.list_troubles() == []


def test_a_port_that_is_taken_is_said(cli: Callable[..., Any], serve: Callable[[Path], str], filled_file: Path) -> None:
    port = re.search(r":(\d+)/", serve(filled_file))
    assert port
    done = cli("open", filled_file, "--port", port[1], "--no-browser")
    assert done.returncode == 5
    assert "--port" in done.stderr
