"""Bad input: one clear message, an exit code that is not 0, nothing lost, the rest of the batch done."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from parley.record import create_record, open_record

Cli = Callable[..., CompletedProcess[str]]
GOOD = "Talks between the two governments will resume on Thursday, the ministry said."
ODD = {
    "rtl.txt": "\u202bقال المتحدث باسم الجيش إن القوات لن تنسحب من الجنوب قبل نهاية الشهر الجاري.\u202c\n",
    "emoji.txt": "🚀🔥 The army said 👩‍👩‍👧‍👦 would not be moved 🏳️‍🌈 until peace ☮️ comes. 🕊️\n",
}
BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\t\n", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "not text"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(500), "not text"),
    "columns.csv": (b"name,age\nAnn,7\n", "no column is called 'text'"),
    "report.docx": (b"PK\x03\x04", "damaged"),
    "report.pages": (b"PK\x03\x04", "not known"),
}
LINES = b'{"id": "1", "text": "One ceasefire held."}\n{broken\n{"id": "3", "text": "Three ceasefires held."}\n'
TWICE = b'{"id": "1", "text": "One report of the day."}\n{"id": "1", "text": "Another report of the day."}\n'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    create_record(tmp_path / "desk.parley").close()
    return tmp_path / "desk.parley"


def test_what_cannot_be_taken_is_listed_and_the_rest_is_done(desk: Path, cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    for name, text in ODD.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "big.txt").write_bytes(b"All quiet. " * (50 * 2**20 // 11))
    (folder / "lines.jsonl").write_bytes(LINES)
    (folder / "twice.jsonl").write_bytes(TWICE)
    (folder / "old.txt").write_bytes("Le président a déclaré: «Déjà vu» à Genève, où l’on négocie.".encode("cp1252"))
    (folder / "zz.txt").write_text(GOOD)
    (folder / "gone.txt").symlink_to("nowhere")
    done = cli("add", desk, "in")
    assert done.returncode == 1
    told = " ".join(done.stderr.split())
    reasons = {name: reason for name, (_, reason) in BAD.items()} | {
        "big.txt": "too long to be one report",
        "lines.jsonl line 2": "not JSON",
        "twice.jsonl line 2": "already stands for another document",
        "gone.txt": "no such file",
    }
    assert f"{len(reasons)} not done" in told
    for where, reason in reasons.items():
        (row,) = [line for line in done.stderr.splitlines() if line.strip().startswith("in/" + where)]
        assert reason in row
    with open_record(desk) as record:
        assert len(record.list_failures()) == len(reasons)
        assert record.count_documents() == 7
        assert not [finding for finding in record.check() if finding]
        texts = {record.get_document(hit.document_id).text for hit in record.search("army OR déjà OR الجيش")}
    assert set(ODD.values()) < texts
    assert len(texts) == 3
    failures = cli("failures", desk)
    assert failures.returncode == 0
    assert "big.txt" in failures.stdout


def test_odd_scripts_go_the_whole_way(desk: Path, call: Cli) -> None:
    stdin = "\n".join(json.dumps({"text": text}) for text in ODD.values()).encode()
    assert call("add", desk, "-", "--lang", "en", "--date", "2025-04-08", stdin=stdin).returncode == 0
    assert call("read", desk).returncode == 0
    assert call("list", desk).returncode == 0
    with open_record(desk) as record:
        assert len(list(record.list_readings())) == 2
        assert not [finding for finding in record.check() if finding]


def test_a_table_is_taken_once_its_columns_are_named(desk: Path, call: Cli, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"Body;Day\n{GOOD};2025-04-07\n", encoding="utf-8")
    assert "--column text=NAME" in call("add", desk, "t.csv").stderr
    done = call("add", desk, "t.csv", "--column", "text=Body", "--column", "date=Day", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["published_on"] == "2025-04-07"


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (["list", "nowhere.parley"], 4, "no record at this path"),
        (["read", "newer.parley"], 4, "newer version"),
        (["note", "desk.parley", "Words.", "--by", os.fsdecode(b"a\xff"), "--date", "2025-04-08"], 3, "no text"),
    ],
    ids=lambda value: " ".join(value[:2]).encode(errors="replace").decode() if isinstance(value, list) else "",
)
def test_an_error_says_what_where_and_what_to_do(
    desk: Path, cli: Cli, tamper: Callable[..., None], command: list[str], code: int, words: str
) -> None:
    (desk.parent / "text.parley").write_text("not a record")
    if "newer.parley" in command:
        (desk.parent / "newer.parley").write_bytes(desk.read_bytes())
        tamper(desk.parent / "newer.parley", "UPDATE alembic_version SET version_num = '9999'")
    done = cli(*command)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) <= 6


def test_columns_of_a_table_are_kept_for_the_next(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("Body,Day\nThe army said so.,2025-03-25\n", encoding="utf-8")
    (tmp_path / "next.csv").write_text("Body,Day\nThe mayor said so.,2025-03-26\n", encoding="utf-8")
    assert cli("new", "desk.parley").returncode == 0
    named = ("--column", "text=Body", "--column", "date=Day", "--save-columns", "c.toml")
    kept = cli("add", "desk.parley", "log.csv", *named)
    assert (kept.returncode, cli("add", "desk.parley", "next.csv", "--columns", "c.toml").returncode) == (0, 0)
    (tmp_path / "broken.toml").write_text("text = 1", encoding="utf-8")
    broken = cli("add", "desk.parley", "next.csv", "--columns", "broken.toml")
    assert (broken.returncode, "it holds no columns" in broken.stderr) == (3, True)
