"""The desk in a real browser: a journey by keyboard, and offsets as browser and Parley count them."""

import fcntl
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from parley.model import Arrival, Document, EntryState, Event, Reading, Span
from parley.record import Filter, open_record
from parley.steps import Reader

EVERY = get_args(EntryState)
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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


class Browser:
    """Chromium without a window, driven through its debugging pipe (Chrome DevTools Protocol).

    Commands go to its file descriptor 3, answers and events come from 4, each ended by a zero byte.
    """

    def __init__(self, profile: str) -> None:
        reads, self._write = os.pipe()
        self._read, writes = os.pipe()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe"]
        command = [str(PROGRAM), *flags, f"--user-data-dir={profile}", "about:blank"]
        high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (reads, writes)]
        silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (1, 2)]
        given = [(os.POSIX_SPAWN_DUP2, end, number) for end, number in zip(high, (3, 4), strict=True)]
        self._process = os.posix_spawn(command[0], command, os.environ, file_actions=[*silent, *given], setpgroup=0)
        for end in (reads, writes, *high):
            os.close(end)
        self._number, self._rest, self.events = 0, b"", list[dict[str, Any]]()
        self._session: dict[str, str] = {}
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for part in ("Page", "Runtime", "Log"):
            self.send(f"{part}.enable")

    def close(self) -> None:
        os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._write)
        os.close(self._read)

    def send(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **self._session}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._read], [], [], 30)[0], "the browser does not answer"
            received = os.read(self._read, 65536)
            assert received, "the browser has ended"
            self._rest += received
        message, _, self._rest = self._rest.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded

    def wait_for_page(self, after: Callable[[], object]) -> None:
        """Do something that leads to a new page, and wait until it stands."""
        seen = len(self.events)
        after()
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events[seen:]):
            self.events.append(self._receive())

    def open(self, address: str) -> None:
        self.wait_for_page(lambda: self.send("Page.navigate", url=address))

    def run(self, script: str) -> Any:
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_until(self, condition: str) -> None:
        """Wait until a condition holds on the page that stands then."""
        ends = time.monotonic() + 30
        while not self.run(f"!!({condition})"):
            assert time.monotonic() < ends, condition
            time.sleep(0.01)

    def press(self, key: str, *, shift: bool = False) -> None:
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        code = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39}.get(key, 0)
        pressed = {"key": key, "text": text, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.send("Input.dispatchKeyEvent", type="keyDown", **pressed)
        self.send("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def go(self, act: Callable[[], object]) -> None:
        """Do something that leads to another entry or to the queue, and wait until that stands."""
        self.run("document.querySelector('main').dataset.left = 'yes'")
        act()
        self.wait_until("document.querySelector('main') && !document.querySelector('main').dataset.left")

    def follow(self, key: str) -> None:
        """Press a key that leads on."""
        self.go(lambda: self.press(key))

    def write(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def list_troubles(self) -> list[dict[str, Any]]:
        """List what the browser complained of: refused scripts and styles, exceptions."""
        return [
            event
            for event in self.events
            if event.get("method") == "Runtime.exceptionThrown"
            or (event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] != "info")
        ]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        opened = Browser(profile)
        yield opened
        opened.close()


@pytest.fixture
def serve(environment: dict[str, str]) -> Iterator[Callable[[Path], str]]:
    """Open the desk on a record through the command line; give the address that it prints."""
    running: list[subprocess.Popen[str]] = []

    def start(path: Path) -> str:
        command = [sys.executable, "-m", "parley", "open", str(path), "--no-browser"]
        running.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        assert running[-1].stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/open\?token=\S+", running[-1].stderr.readline())
        assert address
        return address[0]

    yield start
    for process in running:
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
        assert "Traceback" not in told
        assert "Every decision is kept." in told
        assert process.returncode == 0


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
