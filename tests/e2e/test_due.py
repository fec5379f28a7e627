"""Deadlines through the real command line."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Call = Callable[..., CompletedProcess[str]]
REPORT = (
    "Tollaria demanded that Dessovia withdraw its troops by Friday. Dessovia must release the prisoners within 60 days "
    "of the signing of the accord. Tollarian aircraft bombed Lurna on Sunday, Ternwire reported."
)


@pytest.fixture
def desk(call: Call, tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    path = tmp_path / "desk.parley"
    for verb in (
        ("new",),
        ("add", str(tmp_path / "report.txt"), "--date", "2025-07-07"),
        ("read", "--reader", "rules"),
    ):
        assert call(verb[0], path, *verb[1:]).returncode == 0
    return path


def test_deadlines_are_listed_and_written_to_a_calendar(call: Call, desk: Path, tmp_path: Path) -> None:
    listed = call("deadlines", desk, "--ics", tmp_path / "due.ics")
    assert listed.returncode == 0
    assert "2025-07-11" in listed.stdout
    assert "“by Friday”" in listed.stdout
    assert "hangs on “the signing of the accord”" in listed.stdout
    assert "1 written to" in listed.stderr
    assert "BEGIN:VEVENT" in (tmp_path / "due.ics").read_text(encoding="utf-8")


def test_deadlines_as_json_and_between_days(call: Call, desk: Path) -> None:
    lines = [json.loads(line) for line in call("deadlines", desk, "--json").stdout.splitlines()]
    assert [line["first"] for line in lines] == ["2025-07-11", None]
    assert call("deadlines", desk, "--since", "2025-07-12", "--json").stdout == ""
    assert call("deadlines", desk, "--until", "2025-07-11", "--json").stdout.count("\n") == 1
    assert call("deadlines", desk, "--since", "soon").returncode == 3


def test_only_what_was_published_or_public_by_a_day_stands_there(call: Call, desk: Path, tmp_path: Path) -> None:
    assert call("deadlines", desk, "--known", "2025-07-06", "--json").stdout == ""
    then = call("deadlines", desk, "--recorded-by", "2025-01-01")
    assert "The record held no document by 2025-01-01" in then.stderr
    lebanon = ("--agreement", "isr-lbn-2024", "--since", "2025-02-01", "--until", "2025-03-01")
    before = call("deadlines", desk, *lebanon, "--known", "2025-01-20")
    assert "2025-02-18" not in before.stdout
    listed = call("deadlines", desk, *lebanon, "--known", "2025-02-10", "--ics", tmp_path / "due.ics")
    assert "by the text alone, extension announced by United States" in listed.stdout
    assert (tmp_path / "due.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 2
    assert call("deadlines", desk, *lebanon, "--known", "2025-02-10", "--actor", "Hezbollah").stdout == ""


def test_with_an_agreement_only_what_is_due_under_it_is_listed(call: Call, desk: Path) -> None:
    agreement = files("parley").joinpath("demo", "agreement.yaml")
    days = ("--since", "2025-07-01", "--json")
    assert "by Friday" in call("deadlines", desk, "--agreement", agreement, *days).stdout
    assert call("deadlines", desk, "--agreement", "isr-lbn-2024", *days).stdout == ""


def test_texts_are_looked_at_on_the_day_of_the_last_report(call: Call, desk: Path) -> None:
    under = ("deadlines", desk, "--agreement", files("parley").joinpath("demo", "agreement.yaml"))
    listed = call(*under)
    assert listed.stdout.startswith("As of 2025-07-07\n")
    assert listed.stdout == call(*under, "--known", "2025-07-07").stdout
    earlier = call(*under, "--known", "2025-03-20").stdout
    assert earlier.startswith("As of 2025-03-20\n")
    (board,) = [line for line in call("board", desk, under[-1]).stdout.splitlines() if line.startswith("as of")]
    assert "as of 2025-07-07" in board
    assert "As of" not in call(*under, "--json").stdout


def test_texts_that_are_looked_at_on_several_days_say_which(call: Call, desk: Path) -> None:
    demo = files("parley").joinpath("demo", "agreement.yaml")
    listed = call("deadlines", desk, "--agreement", demo, "--agreement", "gaza-plan-2025").stdout
    assert "2025-07-07 by the text of fenhavn-2025, " in listed.splitlines()[0]
    assert "by the text of gaza-plan-2025" in listed.splitlines()[0]


def test_a_list_by_when_it_happened_shows_those_days(call: Call, desk: Path) -> None:
    listed = call("list", desk, "--acts", "--sort", "happened").stdout
    assert listed.startswith("2025-07-06 ")
    assert "day open" in listed
