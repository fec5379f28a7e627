"""CSV and TSV: one document a row, in columns that are named."""

import csv
import io
from collections.abc import Iterator

from parley.errors import FormatError, NotADocument
from parley.ingest.decoding import decode
from parley.ingest.intake import FIELDS, BuiltInLoader, Found, read_fields
from parley.ingest.refusing import LONGEST_TEXT
from parley.model import Failure, Raw

DELIMITERS = ",;\t|"
REMEDY = f"State which column holds the text: --column text=NAME; the same for {', '.join(FIELDS[1:])}."
QUOTE_REMEDY = 'Put texts with line breaks or delimiters in "quotes" and double the quotes inside: "".'


class CsvLoader(BuiltInLoader):
    """Loads a document from each row. The first row names the columns; upper and lower case do not matter."""

    suffixes = frozenset({".csv", ".tsv"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found | Failure]:
        decoded = decode(data)
        yield from find_rows(decoded.text, ref, self._intake.stated.columns, decoded.flags)


def find_rows(text: str, ref: str, stated: dict[str, str], flags: tuple[str, ...] = ()) -> Iterator[Found | Failure]:
    """Yield what each row of a table holds.

    Args:
        text: the table, its first row the names of its columns.
        ref: the file or sheet, for messages.
        stated: which column the user says holds which field.
        flags: doubts about how the text was decoded.

    Raises:
        FormatError: no column for the text, or a cell that does not end.
        NotADocument: there are no rows.
    """
    csv.field_size_limit(LONGEST_TEXT)
    delimiter = _find_delimiter(text)
    rows = _Rows(text, delimiter)
    names, heading = next(((names, source) for _, names, source in rows if isinstance(names, list)), ([], ""))
    columns = _match_columns(names, stated)
    if stated:
        heading = _write_heading(names, columns, delimiter)
    empty = True
    for number, cells, source in rows:
        empty = False
        where = f"{ref} line {number}"
        if isinstance(cells, csv.Error):
            if "field limit" in str(cells):
                what = f"line {number} begins a cell of more than {LONGEST_TEXT:,} characters; the rest was not tried"
                raise FormatError(what, remedy=f"Look for a quote that is not closed. {QUOTE_REMEDY}")
            yield Failure(where, "add", f"the row cannot be read: {cells}", QUOTE_REMEDY)
        elif len(cells) > len(names):
            what = f"the row has {len(cells)} cells and the table {len(names)} columns"
            yield Failure(where, "add", what, QUOTE_REMEDY)
        else:
            values = {field: cells[place] for field, place in columns.items() if place < len(cells)}
            raw = Raw(_join(heading, source).encode(), "text/csv; charset=utf-8", "table", "1")
            yield read_fields(values, raw, where, flags=flags)
    if empty:
        raise NotADocument("the table has no rows", remedy="Check that it was saved completely.")


class _Rows:
    """Rows of a table with the line each begins on and its own source, so that every row keeps its bytes."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._source: list[str] = []
        self._reader = csv.reader(self._note(_split_lines(text)), delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[tuple[int, list[str] | csv.Error, str]]:
        while True:
            number = self._reader.line_num + 1
            cells: list[str] | csv.Error
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                cells = error
            source = "".join(self._source)
            self._source.clear()
            if isinstance(cells, csv.Error) or any(cell.strip() for cell in cells):
                yield number, cells, source

    def _note(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._source.append(line)
            yield line


def _split_lines(text: str) -> Iterator[str]:
    """Yield lines with their ends, without copying the whole; old Macintosh files end lines with a carriage return."""
    line_end = "\n" if "\n" in text else "\r"
    start = 0
    while start < len(text):
        end = text.find(line_end, start) + 1 or len(text)
        yield text[start:end]
        start = end


def _find_delimiter(text: str) -> str:
    """Choose the delimiter that splits the first row into the most columns."""

    def count_columns(delimiter: str) -> int:
        return next((len(cells) for _, cells, _ in _Rows(text, delimiter) if isinstance(cells, list)), 0)

    return max(DELIMITERS, key=count_columns)


def _match_columns(names: list[str], stated: dict[str, str]) -> dict[str, int]:
    """Map each field to the place of its column.

    Raises:
        FormatError: no column for the text, or none of the name that was stated for a field.
    """
    known = [name.strip().casefold() for name in names]
    listed = ", ".join(name.strip()[:40] for name in names[:40]) or "none"
    columns = {}
    for field in FIELDS:
        wanted = stated.get(field, field).strip().casefold()
        if known.count(wanted) > 1:
            raise FormatError(f"two columns are called {wanted!r}; the columns are: {listed}", remedy=REMEDY)
        if wanted in known:
            columns[field] = known.index(wanted)
        elif field == "text" or field in stated:
            raise FormatError(f"no column is called {wanted!r}; the columns are: {listed}", remedy=REMEDY)
    return columns


def _write_heading(names: list[str], columns: dict[str, int], delimiter: str) -> str:
    """Name the columns as the user stated, so that a row's raw bytes tell by themselves what was its text."""
    fields = {place: field for field, place in columns.items()}
    called = [fields.get(place, "" if name.strip().casefold() in FIELDS else name) for place, name in enumerate(names)]
    heading = io.StringIO()
    csv.writer(heading, delimiter=delimiter, lineterminator="\n").writerow(called)
    return heading.getvalue()


def _join(heading: str, row: str) -> str:
    """Make a table of its own of one row."""
    return heading + row if heading.endswith(("\n", "\r")) else f"{heading}\n{row}"
