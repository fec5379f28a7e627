"""Spreadsheets: each sheet is read as the table that it would be as CSV, one document a row."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence

from parley.errors import FormatError, InputError, NotADocument
from parley.ingest.archives import refuse_bomb
from parley.ingest.intake import BuiltInLoader, Found
from parley.ingest.refusing import refusal
from parley.ingest.tables import find_rows
from parley.model import Failure

MOST_CELLS = 5_000_000


class SheetLoader(BuiltInLoader):
    """Loads a document from each row of each sheet whose first row names a column for the text."""

    suffixes = frozenset({".xlsx", ".ods"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found | Failure]:
        refuse_bomb(data)
        tables = [(name, table) for name, table in _read_sheets(data) if table]
        if not tables:
            raise NotADocument("the sheets are empty", remedy="Check that the file was saved completely.")
        complaints: list[Failure] = []
        for name, table in tables:
            where = f"{ref} sheet {name}"
            try:
                yield from find_rows(table, where, self._intake.stated.columns)
            except FormatError as error:
                complaints.append(refusal(error, where))
            except InputError as error:
                yield refusal(error, where)
        if len(complaints) == len(tables):
            yield from complaints


def _read_sheets(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each visible sheet with its cells as CSV.

    Raises:
        NotADocument: the file is broken, locked, or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 (sheets only)

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible:
                continue
            cells = book.get_sheet_by_name(sheet.name)
            if cells.height * cells.width > MOST_CELLS:
                raise NotADocument(f"the sheet {sheet.name!r} is too large", remedy="Split it into smaller files.")
            yield sheet.name, _write_table(cells.to_python(skip_empty_area=True))
    except (CalamineError, ValueError) as error:
        what = f"the spreadsheet cannot be taken apart ({type(error).__name__})"
        raise NotADocument(what, remedy="Open it, save it again without a password, or save it as CSV.") from error


def _write_table(rows: Sequence[Sequence[object]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    return table.getvalue() if any(any(row) for row in rows) else ""


def _write_cell(cell: object) -> str:
    """Write a cell as an analyst would: whole numbers without a point, days without midnight."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return (cell.date() if cell.time() == dt.time() else cell).isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
