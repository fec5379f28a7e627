"""How long does a person at the desk wait: for the desk, the next entry, a board? How many keys does a day take?

usage: python benchmarks/desk.py [--documents 300] [--entries 100000] [--clauses 60] [--weeks 104] [--presses 60]
                                 [--decisions 350]

Makes two records of invented reports over two years, one of so many documents and one of so many entries, lets reports
bear on an agreement of so many clauses in six of ten weeks each, opens the desk on each as a user does and drives it
with a scripted Chromium. Printed are the times as the page itself measures them, from the key or the request until the
frame after the change, and for each what it is against a baseline of the same run: the start of the command line, a
page of the desk that holds nothing, the whole board as one exported page.

Then it reviews ten days of a third record, entry by entry with the keyboard, deciding by chance in fixed shares, and
prints keys per entry and the seconds of the machine per decision: from its last key until the next entry stands. What a
person thinks in between is not in them.
"""

import argparse
import datetime as dt
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from browser import Browser
from desk_record import START, assess_reports, make_record, write_agreement

_SENTENCES = 4
_READY = 5
_MOVES = 10
_SHARE = 0.6
_PAUSE = 0.3
"""A person reads before the next key, at the very least for so many seconds."""
_WATCH = """
window.took = [];
const began = (event) => { window.began = performance.now(); };
const ended = () => requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - window.began)));
addEventListener("keydown", began, true);
addEventListener("input", began, true);
document.addEventListener("arrived", ended);
document.addEventListener("swapped", ended);
0
"""
_DAYS, _REPORTS_A_DAY, _WEEKS_OF_REVIEW = 10, 16, 2
"""Ten days of a stream as in docs/TWO_MONTHS.md: 16 reports a day, three entries each."""
_DECISIONS = {"accept": ("a",), "reject": ("r", "wrong actor", "Enter"), "amend": ("e", "thr", "Enter"),
              "unsure": ("s", "which day?", "Enter")}  # fmt: skip
"""What is pressed and typed for each decision."""
_SHARES = (60, 25, 10, 5)
"""Of a hundred decisions, so many of each: about six in ten proposals are right (docs/READER.md)."""
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


@contextmanager
def open_desk(record: Path, agreement: Path) -> Iterator[tuple[str, float]]:
    """Open the desk; give its address, which opens it, and the seconds until it answered."""
    command = [sys.executable, "-m", "parley", "open", str(record), "--no-browser", "--agreement", str(agreement)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    found = re.search(r"http://([^/]+)/open\?\S+", process.stderr.readline() if process.stderr else "")
    if found is None:
        message = "the desk did not open"
        raise RuntimeError(message)
    connection = HTTPConnection(found[1])
    connection.request("GET", "/")
    connection.getresponse()
    ready = time.perf_counter() - began
    try:
        yield found[0], ready
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def time_start(record: Path, agreement: Path) -> tuple[float, float]:
    """Return the median seconds until the desk answers, and of the command line that only says its version."""
    ready, bare = [], []
    for _ in range(_READY):
        with open_desk(record, agreement) as (_, seconds):
            ready.append(seconds)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "parley", "--version"], check=True, capture_output=True)
        bare.append(time.perf_counter() - began)
    return statistics.median(ready), statistics.median(bare)


def enter(browser: Browser, opening: str) -> str:
    """Let the browser in and give a name; return where the desk is."""
    browser.open(opening)
    here = opening.partition("/open")[0]
    browser.open(f"{here}/name")
    browser.run("document.querySelector('[name=name]').value = 'A. Analyst'")
    browser.wait_for_page(lambda: browser.run("document.querySelector('.ask button').click()"))
    return here


def time_page(browser: Browser, address: str) -> float:
    """Return the milliseconds from asking for a page until it is loaded."""
    browser.open(address)
    browser.wait_until(_LOADED)
    return float(browser.run(_LOADED))


def time_key(browser: Browser, here: str, key: str, presses: int) -> list[float]:
    """Press a key so many times, each once the next entry stands; return the milliseconds of each."""
    browser.open(f"{here}/?state=all")
    browser.run(_WATCH)
    browser.press("n")
    for number in range(presses):
        browser.wait_until(f"took.length > {number}")
        time.sleep(_PAUSE)
        browser.press(key)
    browser.wait_until(f"took.length > {presses}")
    return list(map(float, browser.run("took.slice(1)")))


def time_slider(browser: Browser, presses: int) -> list[float]:
    """Move the slider of the world date back day by day; return the milliseconds until each board stands."""
    browser.run(_WATCH)
    browser.run("document.querySelector('[data-sets=as_of]').focus()")
    for number in range(presses):
        browser.press("ArrowLeft")
        browser.wait_until(f"took.length > {number}")
    return list(map(float, browser.run("took")))


def review_days(browser: Browser, here: str, decisions: int) -> tuple[int, list[float]]:
    """Decide on the entries of ten days, one after another; return how many keys, and the milliseconds of each."""
    chance, keys = random.Random(1), 0  # noqa: S311 (decisions by chance)
    browser.open(f"{here}/?since={START}&until={START + dt.timedelta(days=_DAYS - 1)}")
    browser.run(_WATCH)
    browser.press("n")
    browser.wait_until("took.length > 0")
    done = 0
    while done < decisions and browser.run("!!document.querySelector('.desk')"):
        (decision,) = chance.choices(list(_DECISIONS), _SHARES)
        time.sleep(_PAUSE)
        for pressed in _DECISIONS[decision]:
            keys += 1 if pressed == "Enter" else len(pressed)
            for key in [pressed] if pressed == "Enter" else pressed:
                browser.press(key)
        done += 1
        browser.wait_until(f"took.length > {done}")
    return keys, list(map(float, browser.run("took.slice(1)")))


def find_p95(times: Sequence[float]) -> float:
    """Return what 19 of 20 times do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def measure(name: str, record: Path, agreement: Path, presses: int) -> None:
    """Measure one record and print its times and ratios."""
    ready, bare = time_start(record, agreement)
    print(f"{name}: ready in {ready:.2f} s, {ready / bare:.1f} times the bare command line ({bare:.2f} s)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, open_desk(record, agreement) as opened:
        browser = Browser(profile)
        here = enter(browser, opened[0])
        plain = statistics.median(time_page(browser, f"{here}/name") for _ in range(_READY))
        print(f"  a page that holds nothing: {plain:.0f} ms")
        for key, does in (("n", "next"), ("a", "accept, and next")):
            times = time_key(browser, here, key, presses)
            middle, most = statistics.median(times), find_p95(times)
            print(f"  {key} ({does}): median {middle:.0f} ms, p95 {most:.0f} ms, {most / plain:.1f} times that page")
        board = f"{here}/board/sample"
        first, again = time_page(browser, board), time_page(browser, board)
        moved = statistics.median(time_slider(browser, _MOVES))
        whole = time_page(browser, f"{board}/page")
        print(f"  board: first {first:.0f} ms, again {again:.0f} ms, another day {moved:.0f} ms (median),")
        print(f"    {again / whole:.2f} and {moved / whole:.2f} of the whole as one exported page ({whole:.0f} ms)")
        browser.close()


def measure_review(folder: Path, agreement: Path, decisions: int) -> None:
    """Review ten days and print keys per entry and seconds per decision."""
    path = folder / "days.parley"
    make_record(path, _REPORTS_A_DAY * 7 * _WEEKS_OF_REVIEW, 1, _WEEKS_OF_REVIEW).close()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, open_desk(path, agreement) as opened:
        browser = Browser(profile)
        here = enter(browser, opened[0])
        plain = statistics.median(time_page(browser, f"{here}/name") for _ in range(_READY))
        keys, times = review_days(browser, here, decisions)
        browser.close()
    middle, most = statistics.median(times), find_p95(times)
    print(f"review of {_DAYS} days, {len(times)} entries: {keys / len(times):.1f} keys an entry;")
    print(f"  {middle / 1000:.3f} s of the machine a decision (median; p95 {most / 1000:.3f} s),")
    print(f"  {middle / plain:.1f} times a page that holds nothing; load of the machine {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--clauses", type=int, default=60)
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--decisions", type=int, default=350)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        agreement = Path(folder) / "sample.yaml"
        write_agreement(agreement, options.clauses)
        many = options.entries // (3 * _SENTENCES) + 1
        for name, documents in (("few", options.documents), ("many", many)):
            path = Path(folder) / f"{name}.parley"
            with make_record(path, documents, _SENTENCES, options.weeks) as record:
                reports = assess_reports(record, options.clauses, options.weeks, _SHARE)
                entries = record.count_entries()
            told = f"{documents} documents, {entries} entries, {reports} reports on clauses"
            measure(told, path, agreement, options.presses)
        measure_review(Path(folder), agreement, options.decisions)


if __name__ == "__main__":
    main()
