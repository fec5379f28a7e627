"""Take the pictures of the desk that the documentation shows.

usage: python tools/picture_desk.py docs/desk
       python tools/picture_desk.py docs/story

Makes the record of the bundled example in a temporary folder, opens the desk on it, and writes a picture of each
screen; the name of the folder says which screens.
"""

import re
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from browser import Browser
from PIL import Image

_OPEN_CELL = "[...document.querySelectorAll('.week a')].find(a => a.href.includes('1~dessovia~tollaria')).click()"
_CELL = (_OPEN_CELL, "document.querySelector('#opened h2')")
_OPEN_WORDS = ("document.querySelector('.list-of-words td a').click()", "document.querySelector('#opened h2')")
_FIRST = ("document.querySelector('.rows a').click()", "document.getElementById('text')")
_FRAME = "document.querySelector('iframe')?.contentDocument"
_FRAMED = ("0", f"{_FRAME}?.querySelector('blockquote')")
_SHELLING = "/?type=ASSAULT&actor=Dessovia"

_BATTERY = "/?actor=battery"
_CEASEFIRE = "/board/fenhavn-2025?as_of=2025-03-29&known=2025-03-29&since=2025-03-27&find=cease"
_HIT = "document.querySelector('#amend [name=\"recipient.0.words\"]')"
_AMEND = ("document.querySelector('[data-key=e]').click()", f"{_HIT}?.checkVisibility()")
_WRITE = (
    f"{_HIT}.value = 'the village of Nethoril'; {_HIT}.focus(); {_HIT}.scrollIntoView({{block: 'center'}})",
    "true",
)
_KEEP = ("document.querySelector('#amend [name=action]').click()", "document.querySelector('.rows, .told')")
_TURN = ("location = '/brief?agreement=fenhavn-2025&known=2025-03-29&since=2025-03-24'", _FRAMED[1])


def scroll_to(words: str, element: str, page: str = "document", block: str = "start") -> tuple[str, str]:
    """Bring the first element of a kind that begins so to the top or the middle of the window."""
    found = f"[...{page}.querySelectorAll('{element}')].find(e => e.innerText.startsWith('{words}'))"
    return f"{found}.scrollIntoView({{block: '{block}'}})", "true"


LIMIT = 90_000
"""The most bytes that a picture may weigh."""


class Screen(NamedTuple):
    """A picture to take: what is done at an address, each step a script and what is then waited for."""

    name: str
    address: str
    steps: tuple[tuple[str, str], ...] = ()
    colours: str = "light"
    zoom: int = 1


SCREENS = {
    "desk": (
        Screen("queue", "/"),
        Screen("entry", _SHELLING, (_FIRST,)),
        Screen("entry-zoomed", _SHELLING, (_FIRST,), zoom=2),
        Screen("board", "/board/fenhavn-2025", (_CELL,)),
        Screen("board-dark", "/board/fenhavn-2025?show=disputed", (_CELL,), "dark"),
        Screen("brief", "/brief?agreement=fenhavn-2025&known=2025-04-25&since=2025-04-01", (_FRAMED,)),
        Screen("actors", "/actors", (_OPEN_WORDS,), "dark"),
    ),
    "story": (
        Screen("entry", _BATTERY, (_FIRST,)),
        Screen("amend", _BATTERY, (_FIRST, _AMEND, _WRITE)),
        Screen("accounts", _CEASEFIRE, (_CELL, scroll_to("Dessovia fired", "#opened blockquote", block="center"))),
        Screen("changed", _CEASEFIRE, (scroll_to("1, Ombrel Monitoring Mission", "th", block="center"),)),
        Screen("brief", _BATTERY, (_FIRST, _AMEND, _WRITE, _KEEP, _TURN, scroll_to("Claimed", "h2", _FRAME))),
    ),
}


def main() -> None:
    """Take them."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        agreement = stack.enter_context(as_file(files("parley").joinpath("demo", "agreement.yaml")))
        subprocess.run([sys.executable, "-m", "parley", "demo", "-o", folder], check=True, capture_output=True)
        command = [sys.executable, "-m", "parley", "open", folder / "demo.parley", "--no-browser"]
        desk = subprocess.Popen([*command, "--agreement", agreement], stderr=subprocess.PIPE, text=True)
        stack.callback(desk.send_signal, signal.SIGINT)
        found = re.search(r"(http://\S+)/open\?\S+", desk.stderr.readline() if desk.stderr else "")
        assert found
        browser = Browser(str(folder / "profile"))
        stack.callback(browser.close)
        browser.open(found[0])
        browser.open(f"{found[1]}/name")
        browser.run("document.querySelector('[name=name]').value = 'A. Analyst'")
        browser.wait_for_page(lambda: browser.run("document.querySelector('.ask button').click()"))
        for screen in SCREENS[target.name]:
            picture = folder / "picture.png"
            browser.look(picture, dark=screen.colours == "dark", zoom=screen.zoom)
            browser.open(f"{found[1]}{screen.address}")
            for does, then in screen.steps:
                browser.run(does)
                browser.wait_until(then)
            browser.look(picture, dark=screen.colours == "dark", zoom=screen.zoom)
            written = shrink(picture)
            (target / f"{screen.name}.webp").write_bytes(written)
            print(f"{screen.name}.webp: {len(written) // 1024} KB")


def shrink(picture: Path) -> bytes:
    """Write a picture as WebP, in the best quality in which it weighs less than `LIMIT`."""
    image = Image.open(picture).convert("RGB")
    for quality in range(80, 0, -10):
        kept = BytesIO()
        image.save(kept, "WEBP", quality=quality, method=6)
        if kept.tell() < LIMIT:
            break
    return kept.getvalue()


if __name__ == "__main__":
    main()
