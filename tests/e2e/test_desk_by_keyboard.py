"""The desk in a real browser: a journey by keyboard, and offsets as browser and Parley count them."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from browser import PROGRAM, Browser

from parley.model import Arrival, Document, EntryState, Event, Reading, Span
from parley.record import Filter, open_record
from parley.steps import Reader

EVERY = get_args(EntryState)
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


def begin(browser: Browser, address: str) -> str:
    """Open the desk, go to the first entry and give a name; return where the desk is."""
    browser.open(address)
    browser.wait_for_page(lambda: browser.press("n"))
    browser.run("document.querySelector('[name=name]').focus()")
    browser.write("Ana Š.")
    browser.wait_for_page(lambda: browser.press("Enter"))
    return str(browser.run("location.origin"))


def list_decided(path: Path) -> list[tuple[str, str, str | None]]:
    with open_record(path) as record:
        found = [
            (decision.action, decision.by, decision.reason)
            for entry in record.list_entries(Filter(states=EVERY))
            for decision in record.list_decisions(entry.entry.id)
        ]
    return sorted(found, key=str)


@pytest.fixture
def path(filled_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled_file, tmp_path / "desk.parley"))


@needs_browser
def test_a_queue_is_worked_through_by_keyboard(browser: Browser, serve: Callable[[Path], str], path: Path) -> None:
    begin(browser, serve(path))
    first, loaded = browser.run("location.pathname"), len(browser.events)
    browser.follow("n")
    assert browser.run("location.pathname") != first
    browser.go(lambda: browser.run("history.back()"))
    assert browser.run("location.pathname") == first
    assert browser.run("document.activeElement.matches('h1')")
    browser.follow("a")
    browser.press("r")
    browser.write("an earlier day")
    browser.follow("Enter")
    for key in "ethr":
        browser.press(key)
    browser.follow("Enter")
    browser.press("s")
    browser.write("which day?")
    browser.follow("Enter")
    browser.follow("q")
    assert not any(event.get("method") == "Page.loadEventFired" for event in browser.events[loaded:])
    told = browser.run("document.body.innerText")
    assert "3 of 8 decided" in told
    assert "unsure 1" in told
    assert browser.list_troubles() == []
    assert list_decided(path) == [
        ("accept", "Ana Š.", None),
        ("amend", "Ana Š.", None),
        ("reject", "Ana Š.", "an earlier day"),
        ("unsure", "Ana Š.", "which day?"),
    ]
    with open_record(path) as record:
        assert [listed.entry.item for listed in record.list_entries(Filter(type="THREATEN", states=("amended",)))]


@needs_browser
def test_a_slip_is_taken_back_by_one_key_and_a_conflict_loses_no_word(
    browser: Browser, serve: Callable[[Path], str], path: Path
) -> None:
    begin(browser, serve(path))
    slipped = browser.run("location.pathname")
    browser.follow("a")
    browser.follow("u")
    assert browser.run("location.pathname") == slipped
    assert "taken back" in browser.run("document.querySelector('[role=status]').innerText")
    browser.press("r")
    browser.write("my words")
    entry_id = slipped.rpartition("/")[2]
    with open_record(path) as record:
        record.decide(entry_id, "accept", by="Ben", revision=3)
    browser.follow("Enter")
    assert "revision 4 by now" in browser.run("document.querySelector('[role=alert]').innerText")
    assert browser.run("document.querySelector('details[open] [name=reason]').value") == "my words"
    assert [action for action, _, _ in list_decided(path)] == ["accept", "accept", "undo"]


@needs_browser
def test_keys_of_ones_own_stand_on_the_buttons(browser: Browser, serve: Callable[[Path], str], path: Path) -> None:
    origin = begin(browser, serve(path))
    browser.open(f"{origin}/keys")
    browser.run("document.querySelector('[placeholder=a]').value = 'ü'")
    browser.wait_for_page(lambda: browser.run("document.querySelector('main form button').click()"))
    browser.wait_for_page(lambda: browser.run("document.querySelector('a.home').click()"))
    browser.follow("n")
    assert browser.run("document.querySelector('.accept').innerText") == "Accept ü"
    browser.press("a")
    browser.follow("ü")
    assert [action for action, _, _ in list_decided(path)] == ["accept"]


@needs_browser
def test_what_the_reader_missed_is_added_by_keyboard(
    browser: Browser, serve: Callable[[Path], str], path: Path
) -> None:
    with open_record(path) as record:
        shelled = next(record.list_entries(Filter(type="ASSAULT"))).entry
    origin = begin(browser, serve(path))
    browser.open(f"{origin}/entries/{shelled.id}")
    browser.press("t")
    chosen = "document.getElementById('selected').value"
    browser.wait_until(f"{chosen} === '“shelled”'")
    browser.press("ArrowRight")
    browser.press("ArrowRight", shift=True)
    browser.wait_until(f"{chosen} === '“Lurna on”'")
    browser.press("ArrowRight")
    browser.press("[")
    browser.press("i")
    browser.run("document.activeElement.value = 'PROTEST'")
    browser.press("Escape")
    browser.press("ArrowLeft")
    browser.press("ArrowLeft")
    browser.press("2")
    assert browser.run("document.querySelector('#add-event [name=\"actor.0.words\"]').value") == "Lurna"
    browser.go(lambda: browser.run("document.querySelector('#add-event button:not([type])').click()"))
    assert browser.list_troubles() == []
    with open_record(path) as record:
        added = next(record.list_entries(Filter(type="PROTEST"))).entry
    assert isinstance(added.item, Event)
    assert (added.item.trigger.text, [actor.text for actor in added.item.actor]) == ("Monda", ["Lurna"])
    assert (added.state, added.decided_by, added.reader) == ("accepted", "Ana Š.", "by hand")


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
    begin(browser, serve(path))
    assert browser.run("document.getElementById('text').textContent") == TRICKY
    browser.press("e")
    for words in ("👍🏽", "t\u0301", "الوزير", "👨‍👩‍👧 إن", "Lurna", "𝒜", "\r\nقال"):
        browser.run(SELECT % json.dumps(words))
        browser.wait_until(f"document.getElementById('selected').value.includes({json.dumps(words.strip())})")
        browser.run("document.querySelector('#amend [data-role=condition] [data-takes]').click()")
        at = browser.run("document.querySelector('#amend [name=\"condition.0.at\"]').value")
        start, end = map(int, at.split("-"))
        assert TRICKY[start:end] == words.strip()
        assert TRICKY.index(words.strip()) == start
    browser.run(SELECT % json.dumps("👨‍👩‍👧 إن"))
    browser.wait_until("document.getElementById('selected').value.includes('إن')")
    browser.run("document.querySelector('#amend [data-role=actor] [data-takes]').click()")
    browser.go(lambda: browser.run("document.querySelector('#amend [value=amend]').click()"))
    with open_record(path) as record:
        item = record.find_entry(entry_id).entry.item
    assert isinstance(item, Event)
    assert item.condition is not None
    assert (item.condition.text, [actor.text for actor in item.actor]) == ("قال", ["👨‍👩‍👧 إن"])
    assert browser.list_troubles() == []


@needs_browser
def test_in_a_text_from_right_to_left_the_left_arrow_leads_on(
    browser: Browser,
    serve: Callable[[Path], str],
    copy_record: Callable[[], Path],
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    cut: Callable[..., Any],
) -> None:
    path = copy_record()
    with open_record(path) as record:
        list(record.add([arrive("قال الوزير إن القوات قصفت القرية.")]))
        made = make_reader("1", lambda it: Reading(it, events=(Event("E1", cut(it, "القوات", Span), "ASSAULT"),)))
        list(record.read(made, frozenset({"en"})))
    begin(browser, serve(path))
    browser.press("t")
    browser.press("ArrowLeft")
    browser.wait_until("document.getElementById('selected').value === '“قصفت”'")
    browser.press("ArrowRight", shift=True)
    browser.wait_until("document.getElementById('selected').value === '“القوات قصفت”'")


def test_a_port_that_is_taken_is_said(cli: Callable[..., Any], serve: Callable[[Path], str], filled_file: Path) -> None:
    port = re.search(r":(\d+)/", serve(filled_file))
    assert port
    done = cli("open", filled_file, "--port", port[1], "--no-browser")
    assert done.returncode == 5
    assert "--port" in done.stderr
