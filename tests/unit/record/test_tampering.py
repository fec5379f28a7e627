"""Whatever is changed behind Parley's back, in any column of any table, is found, and the first of it named."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, Table

from parley.errors import ParleyError
from parley.model import ActorChange, Arrival, Assessment, Failure, Reading, Span
from parley.record import Filter, Finding, Record, Restatement, open_record
from parley.record.schema import Instant, metadata
from parley.steps import Reader

UNSEEN = {"documents.number", "failures.mended_at"}
"""The order of documents recorded at one moment, everything hangs on their ids; whether a failure is still listed."""
BOOKKEEPING = {"fetches", "unfinished"}
"""Helps for the next run, replaced and dropped as it goes: no statement, and under no seal."""
OTHERS: dict[Any, object] = {
    Instant: "2020-01-01 00:00:00.000000", Date: "2020-01-01", JSON: '["x"]', LargeBinary: b"x", Boolean: 0,
    Integer: 1000,
}  # fmt: skip
TABLES = [table for table in metadata.sorted_tables if table.name not in BOOKKEEPING]
COLUMNS = [column for table in TABLES for column in table.columns if f"{table.name}.{column.name}" not in UNSEEN]


@pytest.fixture(scope="session")
def full_file(
    copy_record: Callable[[], Path],
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    read_sample: Callable[..., Reading],
) -> Path:
    """Make a record that has rows in every table of `TABLES`."""
    path = copy_record()
    with open_record(path) as record:
        list(record.add([arrive(url="https://ternwire.example/a", title="Teskal", given_id="a")]))
        list(record.add([arrive(f"{arrive().document.text} Later.", url="https://ternwire.example/a", given_id="a")]))
        list(record.add([Failure("b.txt", "add", "it is no document", "Look at it.")]))
        list(record.read(make_reader("1", read_sample), frozenset({"en"})))
        list(record.read(make_reader("2", read_sample), frozenset({"en"})))
        entry = next(record.list_entries()).entry
        record.decide(entry.id, "accept", by="Ann", revision=entry.revision, reason="it says so")
        quote = Span(18, 29, arrive().document.text[18:29])
        said = Assessment("", entry.document_id, "fenhavn-2025", "1", "denied", quote, by="Nive", entry_id=entry.id)
        record.assessments.add([said], by="Ann")
        record.assessments.add([said], by="Bo")
        other = max(held[0].id for held in record.custody.list_documents() if held[0].id != entry.document_id)
        record.lineage.decide(entry.document_id, other, "fold", by="Ann", reason="copies")
        told = [listed.entry.id for listed in record.list_entries(Filter(type="ASSAULT"))]
        record.lineage.decide_event(*told, "same", by="Ann", reason="one shelling")
        record.restate(other, Restatement(outlet="Daily", lang="fr"), by="Ann", reason="as printed")
        record.change_actors(ActorChange(action="alias", subject="afc", names=("M23 front",), by="Ann"))
        trace(record)
    return path


def trace(record: Record) -> None:
    from parley.lineage import trace_record  # noqa: PLC0415

    trace_record(record, list(record.lineage.list_reports()))


def change_value(column: "Column[Any]", value: object) -> object:
    """Give another value that the column can hold."""
    for kind, other in OTHERS.items():
        if isinstance(column.type, kind):
            return int(not value) if kind is Boolean else other
    return f"{value or ''}x"


def tamper_with(path: Path, table: Table, column: "Column[Any]") -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        row = connection.execute(f'SELECT rowid, "{column.name}" FROM "{table.name}" LIMIT 1').fetchone()  # noqa: S608
        assert row, f"the record of this test has no row in {table.name}"
        statement = f'UPDATE "{table.name}" SET "{column.name}" = ? WHERE rowid = ?'  # noqa: S608
        connection.execute(statement, (change_value(column, row[1]), row[0]))


def find_faults(path: Path) -> list[Finding]:
    with open_record(path) as record:
        return [finding for finding in record.check() if finding and finding.broken]


@pytest.fixture
def full(full_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "full.parley"
    path.write_bytes(full_file.read_bytes())
    return path


def test_the_record_itself_is_whole(full: Path) -> None:
    assert find_faults(full) == []


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table.name}.{column.name}")
def test_no_value_of_any_table_is_changed_unseen(full: Path, column: "Column[Any]") -> None:
    tamper_with(full, column.table, column)
    try:
        assert find_faults(full)
    except ParleyError as error:
        assert error.what  # noqa: PT017 (a record that cannot be read any more is found, too)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_no_row_of_any_table_is_taken_away_unseen(full: Path, table: Table) -> None:
    with closing(sqlite3.connect(full)) as connection, connection:
        delete = f'DELETE FROM "{table.name}" WHERE rowid = (SELECT max(rowid) FROM "{table.name}")'  # noqa: S608
        assert connection.execute(delete).rowcount, f"the record of this test has no row in {table.name}"
    assert find_faults(full)


def test_a_row_that_was_never_logged_is_named(full: Path, tamper: Callable[..., None]) -> None:
    row = "'x', 'add', 'c.txt', 'nothing', '', NULL, NULL, '2999-01-01 00:00:00.000000', NULL"
    tamper(full, f"INSERT INTO failures VALUES ({row})")  # noqa: S608
    assert [(fault.where, fault.what) for fault in find_faults(full)] == [
        ("failures: id x", "this row was never logged")
    ]


def test_what_parley_itself_changes_in_place_is_no_fault(full: Path, arrive: Callable[..., Arrival]) -> None:
    with open_record(full) as record:
        list(record.add([arrive(url="https://ternwire.example/a", title="Teskal", given_id="a", retracts="another")]))
    assert find_faults(full) == []


def test_the_first_tampered_row_is_named_by_the_row_of_the_log(
    full: Path, tamper: Callable[..., None], call: Callable[..., Any]
) -> None:
    tamper(full, "UPDATE fold_decisions SET reason = 'none'", "UPDATE failures SET what = 'all was well'")
    told = call("verify", full)
    assert told.returncode == 4
    first = next(line for line in told.stderr.splitlines() if line.startswith("The first row"))
    assert "failures: id" in first
    assert "recorded with log row" in first


def test_a_log_that_was_cut_off_no_longer_holds_the_head_that_a_brief_printed(
    full: Path, tamper: Callable[..., None], call: Callable[..., Any]
) -> None:
    with open_record(full) as record:
        row, head = record.read_log_head()
    assert call("verify", full, "--head", head[:12]).returncode == 0
    tamper(full, f"DELETE FROM payloads WHERE position = {row}", f"DELETE FROM log WHERE position = {row}")  # noqa: S608
    told = call("verify", full, "--head", head[:12])
    assert told.returncode == 4
    assert "cut off" in told.stderr
