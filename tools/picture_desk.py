"""Take the pictures of the desk that the documentation shows.

usage: python tools/picture_desk.py FOLDER

Makes the record of the bundled example in a temporary folder, opens the desk on it, and writes a picture of each
screen.
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

from browser import Browser
from PIL import Image

_OPEN_CELL = "[...document.querySelectorAll('.week a')].find(a => a.href.includes('1~dessovia~tollaria')).click()"
_OPEN_WORDS = "document.querySelector('.list-of-words td a').click()"
_SHELLING = "/?type=ASSAULT&actor=Dessovia"
_FIRST = "document.querySelector('.rows a').click()"
_OPENED = "document.querySelector('#opened h2')"
_FRAMED = "document.querySelector('iframe').contentDocument?.querySelector('blockquote')"
SCREENS = (
    ("queue", "/", "", "true", "light", 1),
    ("entry", _SHELLING, _FIRST, "document.getElementById('text')", "light", 1),
    ("entry-zoomed", _SHELLING, _FIRST, "document.getElementById('text')", "light", 2),
    ("board", "/board/fenhavn-2025", _OPEN_CELL, _OPENED, "light", 1),
    ("board-dark", "/board/fenhavn-2025?show=disputed", _OPEN_CELL, _OPENED, "dark", 1),
    ("brief", "/brief?agreement=fenhavn-2025&known=2025-04-25&since=2025-04-01", "", _FRAMED, "light", 1),
    ("actors", "/actors", _OPEN_WORDS, _OPENED, "dark", 1),
)
"""Name, address, what is done there, what is then waited for, colours, and how much the page is enlarged."""


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
        for name, address, does, then, colours, zoom in SCREENS:
            picture = folder / "picture.png"
            browser.look(picture, dark=colours == "dark", zoom=zoom)
            browser.open(f"{found[1]}{address}")
            browser.run(does or "0")
            browser.wait_until(then)
            browser.look(picture, dark=colours == "dark", zoom=zoom)
            kept = BytesIO()
            Image.open(picture).convert("RGB").save(kept, "WEBP", quality=80, method=6)
            (target / f"{name}.webp").write_bytes(kept.getvalue())
            print(f"{name}.webp: {len(kept.getvalue()) // 1024} KB")


if __name__ == "__main__":
    main()
