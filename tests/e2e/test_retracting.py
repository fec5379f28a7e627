"""From the command line: what is retracted, corrected, stated anew or fetched."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from parley.record import create_record, open_record

Cli = Callable[..., CompletedProcess[str]]
URL = "https://wire.example/a"
REPORT = (
    f"---\nurl: {URL}\noutlet: Wire\ndate: 2025-04-08\n---\nTollaria said that Dessovia had shelled Teskal yesterday.\n"
)
BACK = "Wire takes back its report of 8 April on Teskal."
POINTERS = {
    "a block": ("back.txt", f"---\nretracts: {URL}\ndate: 2025-04-09\n---\n{BACK}\n", ()),
    "a field": ("back.jsonl", json.dumps({"text": BACK, "date": "2025-04-09", "retracts": URL}), ()),
    "a column": ("back.csv", f"text,date,takes back\n{BACK},2025-04-09,{URL}\n", ("--column", "retracts=takes back")),
    "an option": ("back.txt", BACK, ("--retracts", URL, "--date", "2025-04-09")),
}


@pytest.fixture
def desk(tmp_path: Path, call: Cli) -> Path:
    create_record(tmp_path / "desk.parley").close()
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert call("add", "desk.parley", "a.txt").returncode == 0
    assert call("read", "desk.parley", "--reader", "rules").returncode == 0
    return tmp_path


@pytest.mark.parametrize("way", POINTERS)
def test_a_retraction_is_a_document_that_points_at_a_document(desk: Path, call: Cli, way: str) -> None:
    name, text, options = POINTERS[way]
    (desk / name).write_text(text, encoding="utf-8")
    assert call("add", "desk.parley", name, *options).returncode == 0
    rows = [json.loads(line) for line in call("list", "desk.parley", "--json").stdout.splitlines()]
    assert {row["notice"] for row in rows if row["link"] == URL} == {"retracted"}
    listed = call("list", "desk.parley").stdout
    assert listed.count("[retracted]") == len([row for row in rows if row["link"] == URL]) > 0
    assert call("brief", "desk.parley", "-o", "brief.md").returncode == 0
    assert "the report was retracted" in (desk / "brief.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("desk")
def test_a_retraction_of_what_nobody_added_is_told_until_it_comes(desk: Path, call: Cli) -> None:
    (desk / "back.txt").write_text(BACK, encoding="utf-8")
    told = call("add", "desk.parley", "back.txt", "--retracts", "https://wire.example/b", "--date", "2025-04-09")
    assert (told.returncode, "it retracts https://wire.example/b, which is no address" in told.stderr) == (0, True)
    assert "https://wire.example/b" in call("failures", "desk.parley").stdout
    (desk / "b.txt").write_text("---\nurl: https://wire.example/b\n---\nDessovia left Lurna.\n", encoding="utf-8")
    assert "retracts" not in call("add", "desk.parley", "b.txt").stderr
    assert call("failures", "desk.parley").stdout == ""


def test_a_board_says_which_of_its_reports_were_retracted(desk: Path, call: Cli) -> None:
    with open_record(desk / "desk.parley") as record:
        entry = next(record.list_entries()).entry.id
    assess = ("--agreement", "minsk2-2015", "--clause", "1", "--bearing", "contrary", "--by", "Ann")
    assert call("assess", "desk.parley", entry, *assess).returncode == 0
    (desk / "back.txt").write_text(BACK, encoding="utf-8")
    assert call("add", "desk.parley", "back.txt", "--retracts", URL, "--date", "2025-04-09").returncode == 0
    board = call("board", "desk.parley", "minsk2-2015", "--as-of", "2025-04-10", "-o", "board.html")
    assert board.returncode == 0, board.stderr
    assert "the report was retracted" in (desk / "board.html").read_text(encoding="utf-8")
    printed = call("board", "desk.parley", "minsk2-2015", "--as-of", "2025-04-10").stdout
    assert "retracted: Wire, 2025-04-08" in printed


@pytest.mark.usefixtures("desk")
def test_a_day_is_stated_anew_and_the_report_read_anew(call: Cli) -> None:
    row = json.loads(call("list", "desk.parley", "--type", "ASSAULT", "--json").stdout)
    assert row["happened_from"] == "2025-04-07"
    done = call("restate", "desk.parley", row["document"][:10], "--date", "2025-04-07", "--by", "Ann")
    assert done.returncode == 0, done.stderr
    assert "Next: parley read desk.parley" in done.stderr
    assert call("read", "desk.parley", "--reader", "rules").returncode == 0

    def days(*options: str) -> set[tuple[str, bool]]:
        lines = call("list", "desk.parley", "--type", "ASSAULT", "--json", *options).stdout.splitlines()
        return {(listed["happened_from"], listed["stale"]) for listed in map(json.loads, lines)}

    assert days() == {("2025-04-06", False)}
    assert days("--document", row["document"][:10]) == {("2025-04-07", True)}


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--date", "2999-01-01"), "in the future"), (("--lang", "Elvish"), "no language"), ((), "nothing is stated")],
)
def test_what_cannot_be_is_not_stated(desk: Path, call: Cli, options: tuple[str, ...], words: str) -> None:
    with open_record(desk / "desk.parley") as record:
        document = next(record.list_entries()).entry.document_id
    done = call("restate", "desk.parley", document, *options, "--by", "Ann")
    assert (done.returncode, words in done.stderr) == (3, True)


@pytest.mark.usefixtures("desk")
def test_the_future_is_not_accepted_as_a_day_of_publication(call: Cli) -> None:
    assert call("add", "desk.parley", "a.txt", "--date", "2999-01-01").returncode == 3


@pytest.mark.usefixtures("desk")
def test_an_address_is_added_once_and_its_new_text_is_a_version(site: Any, call: Cli) -> None:
    words = "The ministry said on Tuesday that the army would not leave the town before the talks end. "
    page = "<html><head><title>One</title></head><body><article><p>{}</p></article></body></html>"
    address = site.put("/one", page.format(words * 4).encode(), ETag='"1"')
    first = call("add", "desk.parley", address, "--date", "2025-04-08")
    assert "1 new document" in first.stderr
    again = call("add", "desk.parley", address, "--date", "2025-04-08")
    assert (again.returncode, "not changed since it was added" in again.stderr) == (0, True)
    site.put("/one", page.format(words * 3 + "The envoy denied it.").encode(), ETag='"2"')
    assert "the page has a new text" in call("add", "desk.parley", address, "--date", "2025-04-08").stderr
    site.put("/one", page.format(words * 4).encode(), ETag='"3"')
    assert "the page has a new text" in call("add", "desk.parley", address, "--date", "2025-04-08").stderr
    assert call("versions", "desk.parley").stdout.count(" replaced by ") == 2


@pytest.mark.usefixtures("desk")
def test_an_address_that_cannot_be_had_is_a_failure(site: Any, call: Cli) -> None:
    done = call("add", "desk.parley", f"{site.root}/gone", "file:///etc/passwd", "a.txt")
    assert done.returncode == 1
    assert "nothing at this address" in done.stderr
    assert "file:// are not fetched" in done.stderr
    assert "1 already there" in done.stderr
