"""Chromium without a window, for tests, measurements and pictures: driven through its debugging pipe."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One window (Chrome DevTools Protocol).

    Commands go to its file descriptor 3, answers and events come from 4, each ended by a zero byte.
    """

    def __init__(self, profile: str) -> None:
        reads, self._write = os.pipe()
        self._read, writes = os.pipe()
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--remote-debugging-pipe",
            "--hide-scrollbars",
        ]
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

    def call(self, script: str) -> Any:
        """Return what a script's promise comes to."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def look(self, path: Path, width: int = 1280, height: int = 800, *, dark: bool = False, zoom: float = 1) -> None:
        """Take a picture of what a window of this size shows, its contents enlarged `zoom` times."""
        size = {"width": round(width / zoom), "height": round(height / zoom), "deviceScaleFactor": zoom}
        self.send("Emulation.setDeviceMetricsOverride", **size, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])
        data = self.send("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

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
