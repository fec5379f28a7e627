"""The application: what each verb's help teaches, and what becomes of errors."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from parley.cli.app import GROUPS, app, name_verb
from parley.cli.console import explain_errors
from parley.errors import NoSuchRecord, OutputError, ParleyError, RecordBusy

VERBS = [name_verb(place) for places in GROUPS.values() for place in places]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        app(list(arguments), prog_name="parley")
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_the_verbs_stand_in_the_order_of_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    page = capsys.readouterr().out
    places = [page.index(f"\n  {verb} ") for verb in VERBS]
    assert places == sorted(places)
    assert VERBS.index("new") < VERBS.index("add") < VERBS.index("read") < VERBS.index("list") < VERBS.index("export")
    assert "Exit codes: 0 done" in page


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_every_verb_teaches(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    assert run(verb, "--help") == 0
    page = capsys.readouterr().out
    explained = page.partition("Options:")[0].partition("\n")[2]
    assert f"parley {verb} " in explained or len(explained.split()) >= 8
    _, several, examples = explained.partition("Examples:")
    first, *lines = examples.split("\n\n")[0].splitlines() if several else ("",)
    assert not first.strip()
    assert all(line.strip().startswith("parley ") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "No such command"),
        (["changes", "x"], "parley board RECORD AGREEMENT --since DAY"),
        (["changes", "x"], "parley brief RECORD --since DAY"),
        (["list"], "Missing argument"),
        (["list", "x", "--type", "KISS"], "KISS"),
        (["list", "x", "--limit", "0"], "--limit"),
        (["add", "x"], "Missing argument"),
        (["decide", "x", "y", "approve", "--by", "Ann"], "approve"),
        (["note", "x", "y"], "--by"),
        (["new", "x", "--colour"], "--colour"),
    ],
)
def test_a_command_that_is_not_understood_is_explained(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(*arguments) == 2
    page = capsys.readouterr().err
    assert words in page
    assert "--help" in page or "-h" in page


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert re.fullmatch(r"parley \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


def raising(error: BaseException) -> Callable[[], None]:
    @explain_errors
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (NoSuchRecord("no record", where="a.parley", remedy="Make one."), 4, "parley: a.parley: no record"),
        (RecordBusy("busy"), 4, "parley: busy"),
        (OutputError("no place"), 5, "parley: no place"),
        (ParleyError("[bold]what[/bold]"), 1, "[bold]what[/bold]"),
        (KeyboardInterrupt(), 130, "What was finished is kept"),
        (UnicodeEncodeError("utf-8", "a\udcff", 1, 2, "x"), 3, "no text"),
    ],
)
def test_an_error_is_one_message_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, words: str
) -> None:
    with pytest.raises(typer.Exit) as caught:
        raising(error)()
    assert caught.value.exit_code == code
    assert words in capsys.readouterr().err


def test_what_is_nobodys_fault_but_ours_is_not_hidden() -> None:
    for error in (ZeroDivisionError(), OSError(errno.EINVAL, "odd")):
        with pytest.raises(type(error)):
            raising(error)()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["list", "nowhere.parley"], 4, "no record at this path"),
        (["list", "text.parley"], 4, "not a Parley record"),
        (["read", "newer.parley"], 4, "newer version"),
        (["new", "desk.parley"], 4, "already a file"),
        (["new", "text.parley/x.parley"], 5, "does not exist"),
        (["brief", "desk.parley", "-o", "no/page.html"], 5, "cannot be written"),
        (["export", "desk.parley", "no/out.csv"], 5, "cannot be written"),
        (["export", "desk.parley", "out.odt"], 5, ".csv, .xlsx, .parquet, .jsonl"),
        (["export", "desk.parley", "out.jsonl", "--fact"], 3, "exported whole"),
        (["demo", "-o", "text.parley/x"], 5, "cannot be made"),
        (["list", "desk.parley", "--since", "yesterday"], 3, "2025-07-07"),
        (["show", "desk.parley", "zzz"], 3, "no entry with this id"),
        (["search", "desk.parley", '"'], 3, "double quotes"),
        (["add", "desk.parley", "x.txt", "--column", "Body"], 3, "text=Body"),
        (["add", "desk.parley", "x.txt", "--lang", "klingon"], 3, "no language"),
        (["note", "desk.parley", " ", "--by", "Ann", "--date", "2025-04-08"], 3, "empty"),
        (["decide", "desk.parley", "x", "amend", "--by", "Ann"], 3, "--item"),
        (["annotate", "nowhere.jsonl"], 3, "cannot be read"),
        (
            ["annotate", "nowhere.jsonl", "--reader", "rules", "--convention", "polnear"],
            3,
            "know no convention polnear",
        ),
        (["note", "desk.parley", "Words.", "--by", os.fsdecode(b"a\xff"), "--date", "2025-04-08"], 3, "no text"),
    ],
    ids=lambda value: " ".join(value[:3]).encode(errors="replace").decode() if isinstance(value, list) else "",
)
def test_an_error_says_what_where_and_what_to_do(
    copy_record: Callable[[], Path], tamper: Callable[..., None], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str,
) -> None:  # fmt: skip
    desk, newer = copy_record(), copy_record()
    monkeypatch.chdir(desk.parent)
    tamper(newer, "UPDATE alembic_version SET version_num = '9999'")
    newer.rename("newer.parley")
    Path("text.parley").write_text("not a record")
    assert run(*arguments) == code
    told = capsys.readouterr()
    assert words in " ".join(told.err.split())
    assert told.out == ""
    assert len(told.err.splitlines()) <= 6


def test_a_note_that_was_removed_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    desk = str(tmp_path / "desk.parley")
    note = ("note", desk, "The mayor said: the road is open.", "--by", "Field office", "--date", "2025-04-08")
    assert (run("new", desk), run(*note)) == (0, 0)
    kept = re.search(r"Kept as document (\w+)", capsys.readouterr().err)
    assert kept
    assert run("remove", desk, kept[1], "--by", "Ann", "--reason", "takedown", "--yes") == 0
    assert run(*note) == 3
    assert "was removed from the record" in capsys.readouterr().err
