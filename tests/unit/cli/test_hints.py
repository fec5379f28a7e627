"""What is said beside an empty list, so that it is not taken for an answer."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from parley.model import ListedEntry
from parley.record import Filter, Record

Call = Callable[..., CompletedProcess[str]]


@pytest.fixture
def desk(filled_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled_file, tmp_path / "desk.parley"))


def test_who_is_no_outlet_but_on_the_route_is_told(call: Call, desk: Path) -> None:
    told = call("list", desk, "--outlet", "AFP")
    assert told.stdout == ""
    assert "It published none itself; 4 entries came by way of AFP: ask with --via AFP" in told.stderr
    assert "--via" not in call("list", desk, "--outlet", "Ternwire").stderr
    assert "--via" not in call("list", desk, "--outlet", "The Daily").stderr
    assert "AFP › Bastor Nive" in call("list", desk, "--via", "AFP").stdout


@pytest.mark.parametrize(
    "verb", [("list",), ("deadlines",), ("same-events",), ("origins",), ("assessments",)], ids=lambda verb: verb[0]
)
def test_a_moment_before_the_record_is_told_to_be_one(call: Call, desk: Path, verb: tuple[str, ...]) -> None:
    told = call(*verb, desk, "--recorded-by", "2025-04-08")
    assert "The record held no document by 2025-04-08T23:59+00:00" in told.stderr
    assert "held no document" not in call(*verb, desk, "--recorded-by", "9999-01-01").stderr


def test_an_agreement_that_no_report_is_linked_to_is_told(call: Call, desk: Path) -> None:
    told = call("list", desk, "--agreement", "isr-lbn-2024")
    assert "parley propose desk.parley isr-lbn-2024" in told.stderr.replace(str(desk), "desk.parley")


def test_a_name_that_is_spelt_nearly_so_is_suggested_without_reading_every_entry(
    call: Call, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Filter] = []
    monkeypatch.setattr(Record, "list_entries", _remember(Record.list_entries, asked))
    assert "Did you mean Bastor Nive?" in call("list", desk, "--speaker", "Niven").stderr
    assert [wanted.speaker for wanted in asked] == ["Niven"]


def _remember(verb: Callable[..., Iterator[ListedEntry]], asked: list[Filter]) -> Callable[..., Iterator[ListedEntry]]:
    def list_entries(record: Record, wanted: Filter, *more: object) -> Iterator[ListedEntry]:
        asked.append(wanted)
        return verb(record, wanted, *more)

    return list_entries
