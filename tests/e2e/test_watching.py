"""Feeds are watched: polled once or again and again, by one process at a time, and nothing is added twice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from parley.record import create_record, open_record
from parley.watching import hold_watch

Cli = Callable[..., CompletedProcess[str]]


def make_feed(*items: tuple[str, str, str]) -> bytes:
    """Make a feed of (address, day, text)."""
    entries = "".join(
        f"<entry><id>{url}</id><link href='{url}'/><title>About {number}</title><updated>{day}T10:00:00Z</updated>"
        f"<content type='text'>{escape(text)}</content></entry>"
        for number, (url, day, text) in enumerate(items)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title>{entries}</feed>".encode()


STORY = (
    "https://wire.example/1",
    "2025-04-08",
    "Tollaria said on Monday that Dessovia had shelled the town of Teskal.",
)
OTHER = ("https://wire.example/2", "2025-04-09", "Dessovia denied that it had shelled the town of Teskal.")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    create_record(tmp_path / "desk.parley").close()
    return tmp_path


def write_feeds(desk: Path, *urls: str, more: str = "") -> None:
    listed = "".join(f'[[feed]]\nname = "Feed {number}"\nurl = "{url}"\n{more}' for number, url in enumerate(urls))
    (desk / "feeds.toml").write_text(listed, encoding="utf-8")


def test_a_poll_adds_and_reads_and_the_next_one_finds_nothing_new(desk: Path, site: Any, call: Cli) -> None:
    write_feeds(desk, site.put("/feed", make_feed(STORY), "application/atom+xml", ETag='"1"'), more='outlet = "Wire"\n')
    first = call("watch", "desk.parley", "feeds.toml", "--reader", "rules")
    assert (first.returncode, first.stdout) == (0, "2025-04-08  Feed 0: About 0\n"), first.stderr
    assert "1 new document, 0 new proposals" in first.stderr
    second = call("watch", "desk.parley", "feeds.toml", "--reader", "rules")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    site.put("/feed", make_feed(STORY, OTHER), "application/atom+xml", ETag='"2"')
    third = call("watch", "desk.parley", "feeds.toml", "--reader", "rules", "--json")
    polled, followed = map(json.loads, third.stdout.splitlines())
    assert (len(polled["documents"]), polled["known"], followed["new"]) == (1, 1, 1)
    assert call("list", "desk.parley", "--outlet", "Wire", "--speaker", "Tollaria").stdout


def test_a_feed_that_fails_does_not_stop_the_others_and_is_forgotten_when_mended(
    desk: Path, site: Any, call: Cli
) -> None:
    broken = f"{site.root}/gone"
    write_feeds(desk, broken, site.put("/feed", make_feed(STORY)))
    done = call("watch", "desk.parley", "feeds.toml", "--reader", "rules")
    assert done.returncode == 1
    assert "About 0" in done.stdout
    assert "nothing at this address" in done.stderr
    assert broken in call("failures", "desk.parley").stdout
    site.put("/gone", make_feed(OTHER))
    assert call("watch", "desk.parley", "feeds.toml", "--reader", "rules").returncode == 0
    assert "Nothing failed" in call("failures", "desk.parley").stderr


def test_an_entry_that_cannot_be_taken_is_told_once(desk: Path, site: Any, call: Cli) -> None:
    write_feeds(desk, site.put("/feed", make_feed(STORY, ("https://wire.example/3", "2025-04-08", ""))))
    assert call("watch", "desk.parley", "feeds.toml", "--reader", "rules").returncode == 1
    again = call("watch", "desk.parley", "feeds.toml", "--reader", "rules")
    assert (again.returncode, again.stderr) == (0, "")


def list_page(desk: Path, site: Any) -> str:
    """Put a page on a site and name it in a feed of which pages are fetched; give its address."""
    words = "The ministry said on Tuesday that the army would not leave the town before the talks end. "
    page = f"<html><head><title>One</title></head><body><article><p>{words * 4}</p></article></body></html>"
    address = site.put("/one.html", page.encode())
    write_feeds(
        desk, site.put("/feed", make_feed((address, "2025-04-08", "A summary."))), more='pages = ["127.0.0.1"]\n'
    )
    return str(address)


def test_the_pages_of_hosts_that_are_listed_are_fetched_once(desk: Path, site: Any, call: Cli) -> None:
    list_page(desk, site)
    for _ in range(2):
        done = call("watch", "desk.parley", "feeds.toml", "--reader", "rules")
        assert done.returncode == 0, done.stderr
    assert [path for path, _ in site.asked].count("/one.html") == 1
    with open_record(desk / "desk.parley") as record:
        (document,) = (record.get_document(hit.document_id) for hit in record.search("ministry"))
        assert (str(document.date), document.text.count("ministry")) == ("2025-04-08", 4)
        assert record.search("summary") == []
        ((_, appeared, _),) = record.custody.list_documents()
        assert appeared[0].outlet == "Wire"


def test_a_page_that_was_removed_does_not_come_back_nor_its_address(desk: Path, site: Any, call: Cli) -> None:
    address = list_page(desk, site)
    assert call("watch", "desk.parley", "feeds.toml", "--reader", "rules").returncode == 0
    with open_record(desk / "desk.parley") as record:
        ((document, _, _),) = record.custody.list_documents()
        record.remove(document.id, by="A. Analyst", reason="takedown")
    again = call("watch", "desk.parley", "feeds.toml", "--reader", "rules")
    assert (again.returncode, again.stderr) == (0, "")
    with open_record(desk / "desk.parley") as record:
        assert not [line for line in record.custody.write_rows() if address.encode() in line]


def test_two_watches_of_one_record_are_one_too_many(desk: Path, site: Any, call: Cli) -> None:
    write_feeds(desk, site.put("/feed", make_feed(STORY)))
    with hold_watch(desk / "desk.parley"):
        second = call("watch", "desk.parley", "feeds.toml")
    assert second.returncode == 4
    assert "another parley watch is at work" in second.stderr
    assert site.asked == []
    assert call("watch", "desk.parley", "feeds.toml", "--reader", "rules").returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="there are no signals to send")
def test_who_stays_ends_with_ctrl_c_and_keeps_what_came(desk: Path, site: Any, environment: dict[str, str]) -> None:
    write_feeds(desk, site.put("/feed", make_feed(STORY)))
    command = [sys.executable, "-m", "parley", "watch", "desk.parley", "feeds.toml", "--reader", "rules"]
    with subprocess.Popen(
        [*command, "--every", "1h"], cwd=desk, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        told = process.stderr.readline().decode()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read().decode()
    assert process.returncode == 130, rest
    assert "1 new document" in told
    assert "Traceback" not in rest
    with open_record(desk / "desk.parley") as record:
        assert record.count_documents() == 1
        assert not [finding for finding in record.check() if finding]


def test_what_moves_on_the_board_is_told_once(desk: Path, site: Any, call: Cli) -> None:
    demo = files("parley").joinpath("demo")
    (desk / "mine.yaml").write_text(demo.joinpath("agreement.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    reports = sorted(demo.joinpath("reports").iterdir(), key=lambda path: path.name)
    items = []
    for number, report in enumerate(path for path in reports if path.name.endswith(".txt")):
        text = report.read_text(encoding="utf-8").rpartition("---\n")[2]
        items.append((f"https://wire.example/{number}", report.name[:10], text))
    write_feeds(desk, site.put("/feed", make_feed(*items)))
    listed = (desk / "feeds.toml").read_text(encoding="utf-8")
    (desk / "feeds.toml").write_text(f'agreements = ["mine.yaml"]\n{listed}', encoding="utf-8")
    first = call("watch", "desk.parley", "feeds.toml")
    assert "What changed since" in first.stdout, first.stderr
    assert "no report → " in first.stdout
    second = call("watch", "desk.parley", "feeds.toml")
    assert (second.returncode, second.stdout) == (0, "")
    added = call("add", "desk.parley", *(path for path in reports if path.name.endswith(".html")))
    assert (added.returncode, call("read", "desk.parley").returncode) == (0, 0)
    assert json.loads(call("watch", "desk.parley", "feeds.toml", "--json").stdout.splitlines()[1])["proposed"] > 0
    proposed = call("propose", "desk.parley", "mine.yaml").stderr
    assert ": 0 new proposals" in proposed
    assert "superseded" not in proposed


def test_what_is_proposed_no_longer_is_superseded_by_the_next_poll(desk: Path, site: Any, call: Cli) -> None:
    demo = files("parley").joinpath("demo")
    (desk / "mine.yaml").write_text(demo.joinpath("agreement.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    reports = (path for path in demo.joinpath("reports").iterdir() if path.name.endswith(".txt"))
    told = [path.read_text(encoding="utf-8").rpartition("---\n")[2] for path in reports]
    write_feeds(
        desk,
        site.put("/feed", make_feed(*((f"https://wire.example/{n}", "2025-04-08", t) for n, t in enumerate(told)))),
    )
    listed = (desk / "feeds.toml").read_text(encoding="utf-8")
    (desk / "feeds.toml").write_text(f'agreements = ["mine.yaml"]\n{listed}', encoding="utf-8")
    assert call("watch", "desk.parley", "feeds.toml").returncode == 0
    with open_record(desk / "desk.parley") as record:
        held = next(each.assessment for each in record.assessments.list_all() if each.assessment.entry_id)
        entry = record.find_entry(held.entry_id).entry
        record.decide(entry.id, "reject", by="Ann", revision=entry.revision)
    assert call("watch", "desk.parley", "feeds.toml").returncode == 0
    with open_record(desk / "desk.parley") as record:
        assert record.assessments.find(held.id).assessment.state == "superseded"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "there is no feed"),
        ("[[feed]]\nname = 'A'\n", 1, "the feed has no url"),
        ("[[feed]]\nname = 'A'\nurl = 'https://a.example/'\n\n[[feed]]\nname = 'B'\nurl = 'file:///x'\n", 7, "file://"),
        ("[[feed]]\nname = 'A'\nurl = 'https://a.example/'\nkind = 'news'\n", 4, "kind is not"),
        ("[[feed]]\nname = 'A'\nurl = 'https://a.example/'\nlanguage = 'Elvish'\n", 4, "no language"),
        ("[[feed]]\nname = 'A'\nurl = 'https://a.example/'\noutlets = 'A'\n", 4, "no key is called 'outlets'"),
        ("[[feed]]\nname = 'A'\nurl = 'https://a.example/'\npages = ['https://a']\n", 4, "is no host"),
        ("[[feed]]\nname = 'A'\nurl = 'https://a.example/'\n[[feed]]\nname = 'A'\nurl = 'https://b'\n", 5, "two feeds"),
        ("agreement = []\n[[feed]]\n", 1, "no key is called 'agreement'"),
        ("[[feed]\n", 1, "not TOML"),
    ],
)  # fmt: skip
def test_a_fault_in_the_list_is_named_with_its_line(desk: Path, call: Cli, text: str, line: int, words: str) -> None:
    (desk / "feeds.toml").write_text(text, encoding="utf-8")
    done = call("watch", "desk.parley", "feeds.toml")
    assert done.returncode == 3
    assert f"feeds.toml:{line}: " in done.stderr
    assert words in done.stderr


@pytest.mark.parametrize("pause", ["0m", "15", "soon"])
def test_a_pause_must_be_understood(call: Cli, pause: str) -> None:
    assert call("watch", "desk.parley", "feeds.toml", "--every", pause).returncode == 3
