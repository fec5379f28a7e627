"""Writing tables: CSV, XLSX, Parquet. Their columns are those of the codebook."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter

from parley.errors import OutputError, explain_unwritten
from parley.export.codebook import Column, Row, list_columns, load_codebook
from parley.steps import TableName

_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
_LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds at most."""
_FIRST_YEAR = 1900
"""A workbook's dates begin with this year."""
_TYPE_MAKERS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool_", "date": "date32"}
"""By type of a column: what makes that type in pyarrow."""
_CHUNK = 5000


def escape_formula(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula (OWASP, "CSV Injection").

    Text that has apostrophes before such a sign gets one more, so that taking one away gives every text back.
    """
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


class CsvExporter:
    """Comma-separated values, UTF-8 with a byte-order mark, which spreadsheet programs need to see the encoding."""

    name = "csv"
    suffix = ".csv"

    def export(self, rows: Iterable[Row], path: Path, table: TableName = "entries") -> int:
        """Write the rows of a table and return how many."""
        return write_csv(rows, path, list(load_codebook()[table]))


def write_csv(rows: Iterable[Row], path: Path, columns: list[str]) -> int:
    """Write rows with some columns and return how many.

    Raises:
        OutputError: the file cannot be written.
    """
    count = 0
    with explain_unwritten(path), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_plain(escape_formula(row[name])) for name in columns])
            count += 1
    return count


class XlsxExporter:
    """A workbook with a sheet for each table and the codebook; text is written as text, so no formula can run."""

    name = "xlsx"
    suffix = ".xlsx"

    def export(self, rows: Iterable[Row], path: Path, table: TableName = "entries") -> int:
        """Write the rows of one table and return how many."""
        return self.export_all({table: rows}, path)[table]

    def export_all(self, tables: Mapping[TableName, Iterable[Row]], path: Path) -> dict[TableName, int]:
        """Write several tables and return how many rows each has."""
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        packed, counts = BytesIO(), {}
        with explain_unwritten(path):
            with xlsxwriter.Workbook(packed, options) as book:
                for table, rows in tables.items():
                    counts[table] = _write_sheet(book, table, load_codebook()[table], rows)
                told = [row for row in list_columns() if row["table"] in tables]
                names = ["table", "column", "meaning", "type", "unit", "values"]
                _write_sheet(book, "codebook", {name: Column("") for name in names}, told)
            path.write_bytes(packed.getvalue())
        return counts


def _write_sheet(book: Any, name: str, columns: Mapping[str, Column], rows: Iterable[Row]) -> int:  # noqa: ANN401
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(columns), bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, (named, column) in enumerate(columns.items()):
            value = row[named]
            moment = _read_day(value) if column.type == "date" else None
            if moment and moment.year > _FIRST_YEAR:
                sheet.write_datetime(count, place, moment, day)
            elif value is not None:
                sheet.write(count, place, value[:_LONGEST_CELL] if isinstance(value, str) else value)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def _read_day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


class ParquetExporter:
    """Parquet, for R, Python and databases: every column with its type. Needs the optional part `tables`."""

    name = "parquet"
    suffix = ".parquet"

    def export(self, rows: Iterable[Row], path: Path, table: TableName = "entries") -> int:
        """Write the rows of a table and return how many.

        Raises:
            OutputError: the file cannot be written, or pyarrow is not installed.
        """
        try:
            import pyarrow as pa  # noqa: PLC0415 (optional, and slow to import)
            from pyarrow import parquet  # noqa: PLC0415
        except ModuleNotFoundError as error:
            remedy = "Install Parley once more from where you have it: pip install '.[tables]'; or write .csv or .xlsx."
            raise OutputError("Parquet needs the optional part 'tables'", where=str(path), remedy=remedy) from error
        columns = load_codebook()[table]
        fields = [pa.field(name, _find_type(pa, column), metadata=_tell(column)) for name, column in columns.items()]
        schema, count, left = pa.schema(fields), 0, iter(rows)
        with explain_unwritten(path), parquet.ParquetWriter(path, schema) as writer:
            while chunk := list(islice(left, _CHUNK)):
                typed = [{name: _type_value(row[name], column) for name, column in columns.items()} for row in chunk]
                writer.write_table(pa.Table.from_pylist(typed, schema))
                count += len(chunk)
        return count


def _find_type(pa: Any, column: Column) -> Any:  # noqa: ANN401 (the library is optional)
    return pa.timestamp("us", tz="UTC") if column.type == "datetime" else getattr(pa, _TYPE_MAKERS[column.type])()


def _tell(column: Column) -> dict[str, str]:
    return {"meaning": column.meaning} | ({"unit": column.unit} if column.unit else {})


def _type_value(value: object, column: Column) -> object:
    if value == "" or value is None:
        return None
    if column.type == "date":
        return _read_day(value)
    return dt.datetime.fromisoformat(str(value)) if column.type == "datetime" else value


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
