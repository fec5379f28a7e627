"""The whole journey through the real command line: new, add, read, look, decide, write, check."""

import csv
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from parley.model import Document, Reading
from parley.record import Filter, Record, create_record, open_record
from parley.steps import Reader

RunCli = Callable[..., CompletedProcess[str]]
Ran = CompletedProcess[str]
LEAVE = "The ministry said on Tuesday that the army would not leave the town before the talks end. "
LINES = (
    {"id": "d1", "text": "Egypt urged both sides to return to the talks.", "date": "2025-04-06", "outlet": "Wire"},
    {"id": "d2", "text": "Le ministre a déclaré que les négociations reprendront demain.", "lang": "fr"},
)
REPORTS = {
    "a.txt": "France said on Monday that Germany had agreed to talks. Israel bombed Lebanon on Sunday.",
    "b.md": "---\noutlet: The Post\ndate: 2025-04-07\nurl: https://post.example/b\n---\nIran refused to withdraw.\n",
    "c.html": f"<html><head><title>Three</title></head><body><article><p>{LEAVE * 4}</p></article></body></html>",
    "d.jsonl": "\n".join(map(json.dumps, LINES)),
    "e.csv": "Body,Day,outlet\nQatar announced a ceasefire.,2025-04-05,Table\n",
}


def lines_of(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("journey")
    (folder / "reports").mkdir()
    for name, text in REPORTS.items():
        (folder / "reports" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(desk: Path, run_cli: RunCli) -> dict[str, Ran]:
    options = ("--outlet", "Everyone", "--column", "text=Body", "--column", "date=Day")
    call = "The mayor said: the road is open."
    return {
        "new": run_cli(desk, "new", "desk.parley"),
        "add": run_cli(desk, "add", "desk.parley", "reports", *options, "--json"),
        "again": run_cli(desk, "add", "desk.parley", "reports", *options),
        "note": run_cli(desk, "note", "desk.parley", call, "--by", "Field", "--date", "2025-04-08", "--kind", "call"),
        "read": run_cli(desk, "read", "desk.parley", "--json"),
    }


def test_every_step_succeeds_and_says_what_comes_next(built: dict[str, Ran]) -> None:
    assert {verb: done.returncode for verb, done in built.items()} == dict.fromkeys(built, 0)
    assert "parley add desk.parley" in built["new"].stderr
    assert "without a date" in built["add"].stderr


def test_adding_tells_each_document_as_json(built: dict[str, Ran]) -> None:
    added = lines_of(built["add"].stdout)
    assert len(added) == 6
    assert all(line["new"] and line["outlet"] == "Everyone" for line in added)
    assert [line["published_on"] for line in added][1] == "2025-04-07"
    assert {line["lang"] for line in added} == {"en", "fr"}


def test_adding_again_adds_nothing(built: dict[str, Ran]) -> None:
    assert "0 new documents; 6 already there" in built["again"].stderr


def test_reading_counts_what_was_read_and_what_was_not(built: dict[str, Ran]) -> None:
    (told,) = lines_of(built["read"].stdout)
    assert (told["documents"], told["failed"], told["not_read"]) == (6, 0, {"French": 1})
    assert told["added"] > 0


def test_the_record_holds_each_document_once_with_its_kind(built: dict[str, Ran], desk: Path) -> None:
    assert built["note"].returncode == 0
    with open_record(desk / "desk.parley") as record:
        assert record.count_documents() == 7
        (hit,) = record.search("mayor")
        assert (record.get_document(hit.document_id).kind, hit.outlet) == ("call", "Field")


def test_what_is_written_can_be_read_back(built: dict[str, Ran], desk: Path, run_cli: RunCli) -> None:
    assert built["read"].returncode == 0
    for name in ("out.csv", "out.xlsx", "out.jsonl"):
        assert run_cli(desk, "export", "desk.parley", name).returncode == 0
    with (desk / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with open_record(desk / "desk.parley") as record:
        assert [row["entry"] for row in rows] == [listed.entry.id for listed in record.list_entries()]
    assert all(row["quote"] and row["chain"] and row["outlet"] for row in rows)
    assert zipfile.ZipFile(desk / "out.xlsx").testzip() is None
    readings = lines_of((desk / "out.jsonl").read_text(encoding="utf-8"))
    assert len(readings) == 6
    again = run_cli(desk, "annotate", "out.jsonl")
    assert again.returncode == 0
    assert lines_of(again.stdout) == readings


def test_the_record_is_whole(built: dict[str, Ran], desk: Path, run_cli: RunCli) -> None:
    assert built["read"].returncode == 0
    done = run_cli(desk, "check", "desk.parley")
    assert (done.returncode, done.stdout) == (0, "")
    assert "7 documents" in done.stderr


@pytest.fixture
def known(
    tmp_path: Path,
    arrive: Callable[..., Any],
    make_reader: Callable[..., Reader],
    read_sample: Callable[[Document], Reading],
) -> Path:
    """Give the path of a record whose entries do not hang on the built-in reader."""
    path = tmp_path / "desk.parley"
    with create_record(path) as record:
        list(record.add([arrive(url="https://ternwire.example/a", title="Teskal")]))
        list(record.read(make_reader("1", read_sample), frozenset({"en"})))
        list(record.add([arrive("A later text.", url="https://ternwire.example/a", title="Teskal, corrected")]))
    return path


def ids(record: Record, **wanted: Any) -> list[str]:
    return [listed.entry.id for listed in record.list_entries(Filter(**wanted))]


Cli = Callable[..., CompletedProcess[str]]
FILTERS = {
    "shelled": "--kind event --type ASSAULT --actor dessovia --recipient lurna --modality actual --standing fact --fact"
    " --acts --outlet wire --words shelled --since 2025-04-08 --until 2025-04-08 --happened-since 2025-04-07"
    " --happened-until 2025-04-07 --state proposed --limit 5",
    "withdraw": "--speaker nive --mode withdraw --not-fact",
    "said": "--commitment refusal --speech-acts --recorded-by 2999-01-01",
}


@pytest.mark.parametrize(("words", "options"), FILTERS.items())
def test_the_filters_of_list_find_the_one_entry_meant(known: Path, call: Cli, options: str, words: str) -> None:
    done = call("list", known, *options.split(), "--json")
    assert done.returncode == 0, done.stderr
    (row,) = lines_of(done.stdout)
    assert (row["words"], row["stale"]) == (words, True)


def test_a_list_for_people_is_plain_text_in_a_pipe(known: Path, cli: Cli) -> None:
    done = cli("list", known)
    assert "\x1b" not in done.stdout
    assert "Ternwire › AFP › Bastor Nive" in done.stdout
    assert "refused         RETREAT/withdraw not Tollaria “withdraw”" in done.stdout
    assert done.stderr.startswith("8 entries in 1 report, 3 origins")


def test_an_entry_is_shown_decided_and_found_again(known: Path, call: Cli) -> None:
    with open_record(known) as record:
        (shelling,) = ids(record, type="ASSAULT")
    decided = call("decide", known, shelling[-8:], "accept", "--by", "Ann", "--reason", "seen it")
    assert (decided.returncode, decided.stderr[:16]) == (0, "accepted by Ann:")
    page = call("show", known, shelling).stdout
    for words in (
        "Dessovia shelled Lurna",
        "“shelled”",
        "https://ternwire.example/a",
        "seen it",
        "scripted 1",
        shelling,
    ):
        assert words in page
    shown = json.loads(call("show", known, shelling, "--json").stdout)
    item = json.dumps(shown["entry"]["item"] | {"modality": "hypothetical"}).encode()
    assert call("decide", known, shelling, "amend", "--by", "Ann", "--item", "-", stdin=item).returncode == 0
    with open_record(known) as record:
        assert record.find_entry(shelling).entry.standing == "possible"
        assert [decision.action for decision in record.list_decisions(shelling)] == ["accept", "amend"]


def test_texts_are_searched_and_changed_pages_compared(known: Path, call: Cli) -> None:
    (hit,) = lines_of(call("search", known, "shelled", "--json").stdout)
    assert "[shelled]" in hit["excerpt"]
    assert "[shelled]" in call("search", known, "shelled").stdout
    page = call("versions", known).stdout
    assert "https://ternwire.example/a" in page
    assert "    +A later text." in page
    assert "    -Dessovia shelled Lurna" in page


def test_the_brief_names_the_head_of_the_log_and_leaves_out_what_was_replaced(
    known: Path, call: Cli, tmp_path: Path
) -> None:
    done = call("brief", known, "-o", "page.html", "--title", "Teskal")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    with open_record(known) as record:
        assert record.find_last_change().head in page
    assert "<h1>Teskal</h1>" in page
    assert "entries left out: their page has another text by now" in page
    assert done.stderr == "0 lines written to page.html.\n"


def test_a_changed_record_fails_its_check(known: Path, call: Cli, tamper: Callable[..., None]) -> None:
    tamper(known, "UPDATE raws SET data = x'00'")
    done = call("check", known, "--json")
    assert done.returncode == 4
    findings = lines_of(done.stdout)
    assert len(findings) == 2
    assert all(finding["broken"] and finding["where"].startswith("raw ") for finding in findings)


def test_the_demo_makes_a_record_and_a_page(cli: Cli, tmp_path: Path) -> None:
    done = cli("demo")
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d+ events, of which \d+ are reported as fact: \d+ acts and \d+ speech acts", done.stdout)
    assert "not read: French" in done.stdout
    assert "<h1>The Fenhavn Arrangement" in (tmp_path / "parley-demo" / "brief.html").read_text(encoding="utf-8")
    with open_record(tmp_path / "parley-demo" / "demo.parley") as record:
        assert record.count_documents() > 12
        assert not [finding for finding in record.check() if finding]
