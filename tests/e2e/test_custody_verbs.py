"""A monitor protects a witness, an analyst sends her record to a colleague, two make one record of theirs."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from parley.record import open_record

Cli = Callable[..., CompletedProcess[str]]
ACCOUNT = "Orsolya Kettering said Dessovia shelled the mill at Lurna. Kettering fled on Monday."


def make_record(call: Cli, name: str) -> None:
    for arguments in (("new", name), ("add", name, "in.jsonl"), ("read", name, "--reader", "rules")):
        assert call(*arguments).returncode == 0


@pytest.fixture
def desk(call: Cli, tmp_path: Path) -> Path:
    """Make a record with a witness's account, read by the rules, and a copy of it elsewhere."""
    lines = [
        {"text": ACCOUNT, "date": "2025-04-08", "outlet": "Ternwire", "title": "Orsolya Kettering speaks"},
        {
            "text": f"AFP reported: {ACCOUNT}",
            "date": "2025-04-09",
            "outlet": "Daily",
            "url": "https://d.example/kettering",
        },
        {
            "text": "Tollaria will withdraw from Teskal by Friday.",
            "date": "2025-04-10",
            "outlet": "Ternwire",
            "id": "3",
        },
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    make_record(call, "desk.parley")
    return tmp_path / "desk.parley"


def list_ids(path: Path) -> list[str]:
    with open_record(path) as record:
        return [listed.entry.id for listed in record.list_entries()]


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_witness_is_protected_everywhere(desk: Path, call: Cli, cli: Cli) -> None:
    before = list_ids(desk)
    names = ("--name", "Orsolya Kettering", "--by", "Mo", "--why", "protection")
    told = cli("redact", desk, *names, "--yes")
    assert told.returncode == 0, told.stderr
    assert "“Kettering” still stands 2 times by itself; to take it out too: --name Kettering" in told.stderr
    assert call("redact", desk, "--name", "Kettering", "--by", "Mo", "--why", "protection", "--yes").returncode == 0
    for path in desk.parent.glob("desk.parley*"):
        assert b"kettering" not in path.read_bytes().lower()
    assert list_ids(desk) == before
    checked = cli("verify", desk)
    assert checked.returncode == 0
    assert "(log row" in checked.stderr
    call("export", desk, "out")
    assert "Kettering" not in (desk.parent / "out" / "entries.csv").read_text(encoding="utf-8")
    assert int(read_table(desk.parent / "out" / "documents.csv")[0]["redacted"]) > 0
    brief = call("brief", desk, "-o", "brief.md")
    assert brief.returncode == 0, brief.stderr
    assert "Kettering" not in (desk.parent / "brief.md").read_text(encoding="utf-8")
    again = call("add", desk, "in.jsonl")
    assert "0 new documents" in again.stderr
    assert b"Kettering" not in desk.read_bytes()


def test_one_document_only_and_what_is_wrong_is_said(desk: Path, call: Cli) -> None:
    with open_record(desk) as record:
        first = next(record.list_readings())[0].id
    common = ("--by", "Mo", "--why", "takedown", "--yes")
    told = call("redact", desk, first[:12], "--span", "0:17", *common)
    assert told.returncode == 0, told.stderr
    assert "The words stay in 1 other document;" in told.stderr
    for wrong in (
        ("--span", "a:b"),
        ("--span", "0:9999"),
        ("--passage", "x y z"),
        ("--passage", "a", "--name", "b"),
        (),
    ):
        assert call("redact", desk, first[:12], *wrong, *common).returncode == 3
    assert call("redact", desk, "--span", "0:3", *common).returncode == 3
    assert call("redact", desk, "--name", "Dessovia", *common[:4], stdin=b"n\n").returncode == 1


def test_a_record_goes_to_a_colleague_and_comes_back(desk: Path, call: Cli) -> None:
    assert call("export", desk, "desk.record").returncode == 0
    assert call("new", "hers.parley", "--from", "desk.record").returncode == 0
    assert call("export", "hers.parley", "back.record").returncode == 0
    assert (desk.parent / "back.record").read_bytes() == (desk.parent / "desk.record").read_bytes()
    refused = call("new", "hers.parley", "--from", "desk.record")
    assert (refused.returncode, "already a file" in refused.stderr) == (4, True)
    lines = (desk.parent / "desk.record").read_bytes().splitlines(keepends=True)
    for broken, what in (
        (lines[:-1], "cut off"),
        (lines[1:], "no record"),
        ([lines[0].replace(b"record/1", b"record/9"), *lines[1:]], "newer version"),
        ([*lines[:5], b'{"table":"sqlite_master","row":{"x":1}}\n', *lines[5:]], "no table"),
        ([*lines[:5], b"nonsense\n", *lines[5:]], "no row"),
        ([line.replace(b"shelled", b"spared") for line in lines], "faults"),
    ):
        (desk.parent / "bad.record").write_bytes(b"".join(broken))
        told = call("new", "bad.parley", "--from", "bad.record")
        assert told.returncode in {3, 4}
        assert what in told.stderr
    assert not list(desk.parent.glob("bad.parley*"))


def test_exported_documents_come_in_again_as_the_same(desk: Path, call: Cli) -> None:
    assert call("export", desk, "documents.csv", "--table", "documents").returncode == 0
    assert call("new", "other.parley").returncode == 0
    columns = ("--column", "date=published_on", "--column", "url=link", "--column", "kind=document_kind")
    assert call("add", "other.parley", "documents.csv", *columns).returncode == 0
    assert call("export", "other.parley", "again.csv", "--table", "documents").returncode == 0
    same = ("document", "published_on", "outlet", "title", "link", "text")
    first, second = (read_table(desk.parent / name) for name in ("documents.csv", "again.csv"))
    assert [[row[name] for name in same] for row in first] == [[row[name] for name in same] for row in second]


def test_a_backup_is_whole_and_overwrites_nothing(desk: Path, call: Cli) -> None:
    (desk.parent / "stick").mkdir()
    assert call("backup", desk, "copy.parley").returncode == 0
    assert call("backup", desk, "stick").returncode == 0
    (dated,) = (desk.parent / "stick").iterdir()
    assert dated.name.startswith("desk-20")
    assert list_ids(desk.parent / "copy.parley") == list_ids(dated) == list_ids(desk)
    again = call("backup", desk, "copy.parley")
    assert (again.returncode, "already a file" in again.stderr) == (4, True)
    assert call("backup", desk, "nowhere/copy.parley").returncode == 5


def test_a_backup_of_a_damaged_record_is_not_called_one(desk: Path, call: Cli, tamper: Callable[..., None]) -> None:
    tamper(desk, "UPDATE documents SET text = replace(text, 'shelled', 'spared')")
    told = call("backup", desk, "copy.parley")
    assert (told.returncode, "faults" in told.stderr) == (4, True)
    assert not list(desk.parent.glob("copy.parley*"))


def test_two_people_s_decisions_stand_in_one_record(desk: Path, call: Cli, cli: Cli) -> None:
    hers = desk.with_name("hers.parley")
    shutil.copy(desk, hers)
    first, second, third = list_ids(desk)[:3]
    call("decide", desk, first, "accept", "--by", "Ann")
    call("decide", desk, second, "accept", "--by", "Ann")
    call("decide", hers, first, "reject", "--by", "Bo", "--reason", "an earlier strike")
    call("decide", hers, third, "accept", "--by", "Bo")
    call("note", hers, "The road is open.", "--by", "Bo", "--date", "2025-04-11")
    told = cli("merge", desk, hers, "-o", "ours.parley")
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("\n") == 1
    assert f"entry {first[-8:]}: rejected by Bo" in told.stdout
    assert "accepted by Ann" in told.stdout
    assert call("verify", "ours.parley").returncode == 0
    call("export", "ours.parley", "decisions.csv", "--table", "decisions")
    kept = {(row["target"], row["action"], row["by"]) for row in read_table(desk.parent / "decisions.csv")}
    assert kept == {
        (first, "accept", "Ann"), (second, "accept", "Ann"), (first, "reject", "Bo"), (third, "accept", "Bo")
    }  # fmt: skip
    with open_record(desk.parent / "ours.parley") as record:
        assert record.count_documents() == 4
        assert record.find_entry(first).entry.state == "rejected"
    assert call("conflicts", "ours.parley").stdout == told.stdout
    assert call("decide", "ours.parley", first, "reject", "--by", "Ann").returncode == 0
    assert call("conflicts", "ours.parley").stdout == ""
    conflict = json.loads(call("merge", hers, desk, "-o", "again.parley", "--json").stdout)
    assert (conflict["id"], conflict["kind"]) == (first, "entry")


def test_a_merge_brings_nothing_back_that_one_of_them_protected(desk: Path, call: Cli) -> None:
    hers = desk.with_name("hers.parley")
    shutil.copy(desk, hers)
    common = ("--by", "Mo", "--why", "protection", "--yes")
    call("redact", hers, "--name", "Orsolya Kettering", *common)
    told = call("merge", desk, hers, "-o", "ours.parley")
    assert (told.returncode, "redacted" in told.stderr) == (3, True)
    call("redact", desk, "--name", "Orsolya Kettering", *common)
    assert call("merge", desk, hers, "-o", "ours.parley").returncode == 0
    assert call("verify", "ours.parley").returncode == 0
    with open_record(hers) as record:
        gone = next(record.list_readings())[0].id
    call("remove", hers, gone, "--by", "Mo", "--reason", "takedown", "--yes")
    told = call("merge", desk, hers, "-o", "theirs.parley")
    assert (told.returncode, "removed" in told.stderr) == (3, True)


def test_records_read_apart_become_one_with_each_entry_once(desk: Path, call: Cli) -> None:
    make_record(call, "hers.parley")
    told = call("merge", "hers.parley", desk, "-o", "ours.parley")
    assert told.returncode == 0, told.stderr
    ours = list_ids(desk.parent / "ours.parley")
    assert len(ours) == len(list_ids(desk)) > 2
    assert set(ours) <= {*list_ids(desk), *list_ids(desk.parent / "hers.parley")}
