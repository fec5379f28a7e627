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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from parley.model import Arrival, Document, Event, Reading, Span
from parley.record import Filter, open_record
from parley.steps import Reader

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

    def press(self, key: str, *, leads_on: bool = True) -> None:
        text = {"Enter": "\r", "Escape": ""}.get(key, key)
        code = {"Enter": 13, "Escape": 27}.get(key, 0)

        def strike() -> None:
            pressed = {"key": key, "text": text, "windowsVirtualKeyCode": code}
            self.send("Input.dispatchKeyEvent", type="keyDown", **pressed)
            self.send("Input.dispatchKeyEvent", type="keyUp", **pressed)

        if leads_on:
            self.wait_for_page(strike)
        else:
            strike()

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
