"""CSV and XLSX: what every row holds, and that no cell runs as a formula."""

import csv
import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from parley import exporting
from parley.errors import OutputError
from parley.export import COLUMNS, make_row
from parley.export.codebook import Column, load_codebook
from parley.export.sheets import CsvExporter, XlsxExporter
from parley.model import Reading
from parley.record import Filter, Record
from parley.steps import Exporter, Reader

Row = dict[str, object]
EXPORTERS: list[Exporter] = [CsvExporter(), XlsxExporter()]
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("https://x.example")',
    "{=1+1}",
    "=cmd|' /C calc'!A0",
]
SPOKEN = ["quote", "chain", "outlet", "published_on", "link"]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_xlsx(path: Path, sheet: int = 1) -> list[list[str]]:
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 (made by ourselves)
    rows = []
    for row in root.iter(f"{SHEETS}row"):
        cells = {find_column(cell.attrib["r"]): read_cell(cell) for cell in row}
        rows.append([cells.get(number, "") for number in range(1, max(cells) + 1)])
    return rows


def find_column(reference: str) -> int:
    return reduce(lambda number, letter: 26 * number + ord(letter) - 64, reference.rstrip("0123456789"), 0)


def read_cell(cell: "ET.Element[str]") -> str:
    assert cell.find(f"{SHEETS}f") is None, "a formula"
    text = "".join(part.text or "" for part in cell.iter(f"{SHEETS}t")) + (cell.findtext(f"{SHEETS}v") or "")
    return re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text)


def read_back(path: Path) -> list[dict[str, str]]:
    heading, *rows = read_csv(path) if path.suffix == ".csv" else read_xlsx(path)
    assert heading == list(COLUMNS)
    read = [dict(zip(heading, row, strict=False)) for row in rows]
    return [{name: read_day(value, load_codebook()["entries"][name]) for name, value in row.items()} for row in read]


def read_day(value: str, column: Column) -> str:
    """Write the number that a workbook keeps for a day as that day."""
    if column.type == "date" and value.isdecimal():
        return (dt.date(1899, 12, 30) + dt.timedelta(int(value))).isoformat()
    return value


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Exporter, Iterable[Row]], Path]:
    def run(exporter: Exporter, rows: Iterable[Row]) -> Path:
        path = tmp_path / f"table{exporter.suffix}"
        rows = list(rows)
        assert exporter.export(rows, path) == len(rows)
        return path

    return run


Save = Callable[[Exporter, Iterable[Row]], Path]


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_every_row_holds_quote_chain_outlet_date_and_link(filled: Record, save: Save, exporter: Exporter) -> None:
    rows = read_back(save(exporter, map(make_row, filled.list_entries())))
    assert len(rows) == 8
    for row in rows:
        assert all(row[name] for name in SPOKEN)
        assert (row["outlet"], row["published_on"], row["link"]) == (
            "Ternwire",
            "2025-04-08",
            "https://ternwire.example/a",
        )
    refusal = next(row for row in rows if row["type"] == "RETREAT")
    assert refusal["chain"] == "Ternwire › AFP › Bastor Nive"
    assert "Tollaria would not withdraw from Teskal" in refusal["quote"]
    assert (refusal["standing"], refusal["speaker"], refusal["words"]) == ("refused", "Bastor Nive", "withdraw")


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_rows_say_what_the_entries_say(filled: Record, save: Save, exporter: Exporter) -> None:
    rows = read_back(save(exporter, (make_row(listed) for listed in filled.list_entries(Filter(type="ASSAULT")))))
    (row,) = rows
    text = next(filled.list_readings())[0].text
    assert text[int(row["start"]) : int(row["end"])] == row["words"] == "shelled"
    assert (row["actors"], row["recipients"], row["times"]) == ("Dessovia", "Lurna", "Monday [2025-04-07]")
    assert (row["happened_from"], row["happened_to"]) == ("2025-04-07", "2025-04-07")
    assert row["act"].lower() in {"true", "1"}


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_runs_as_a_formula(save: Save, exporter: Exporter, text: str) -> None:
    (row,) = read_back(save(exporter, [dict.fromkeys(COLUMNS, text)]))
    if exporter.suffix == ".csv":
        assert all(cell[0] not in "=+-@\t\r\n" for cell in row.values())
        assert {cell.removeprefix("'") for cell in row.values()} == {text}
    else:
        assert set(row.values()) == {text}


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_any_script_quote_and_line_break_survives(save: Save, exporter: Exporter) -> None:
    text = 'قال “no”, "yes"; 😀\nnext line'
    assert read_back(save(exporter, [dict.fromkeys(COLUMNS, text)])) == [dict.fromkeys(COLUMNS, text)]


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_a_table_without_entries_has_its_heading(save: Save, exporter: Exporter) -> None:
    assert read_back(save(exporter, [])) == []


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, exporter: Exporter) -> None:
    path = tmp_path / "no" / f"table{exporter.suffix}"
    with pytest.raises(OutputError, match="cannot be written") as caught:
        exporter.export([dict.fromkeys(COLUMNS, "x")], path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_the_codebook_of_the_workbook_names_every_column(save: Save) -> None:
    heading, *rows = read_xlsx(save(XlsxExporter(), []), sheet=2)
    assert heading == ["table", "column", "meaning", "type", "unit", "values"]
    assert {row[1]: row[2] for row in rows} == COLUMNS


def test_a_text_longer_than_a_cell_is_cut_not_lost(save: Save) -> None:
    (row,) = read_back(save(XlsxExporter(), [dict.fromkeys(COLUMNS, "x" * 40_000)]))
    assert {len(cell) for cell in row.values()} == {32_767}


def test_a_row_has_exactly_the_columns_of_the_codebook(filled: Record) -> None:
    for listed in filled.list_entries():
        assert list(make_row(listed)) == list(COLUMNS)


def test_an_entry_without_publication_date_or_source_has_empty_cells(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[..., Reader], read_sample: Callable[..., Reading]
) -> None:
    list(record.add([arrive(date=None, outlet=None)]))
    list(record.read(make_reader("1", read_sample), frozenset({"en"})))
    row = make_row(next(record.list_entries(Filter(type="ASSAULT"))))
    assert (row["outlet"], row["published_on"], row["link"], row["speaker"]) == (None, None, None, None)
    assert row["chain"] == "(no outlet)"


def test_each_exporter_has_an_ending_of_its_own() -> None:
    suffixes = [exporter.suffix for exporter in exporting.EXPORTERS]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") for suffix in suffixes)
