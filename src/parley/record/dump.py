"""The record's own format as text: a line of JSON for each row of each table.

Text in, the same record out: what is written of it is the same byte for byte. The first line names the format and the
version of the tables, the last one the number of rows, so that a file that was cut off is noticed.
"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, text

from parley.errors import FormatError
from parley.record.schema import metadata

FORMAT = "record/1"
_BATCH = 500
NumberedLine = tuple[int, bytes]
"""The number of a line, and what stands there."""


class _Head(Struct):
    format: str
    tables: str


class _Row(Struct):
    table: str
    row: dict[str, Any]


def write_rows(connection: Connection) -> Iterator[bytes]:
    """Yield the lines of a record, each with its line break."""
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    yield msgspec.json.encode(_Head(FORMAT, version)) + b"\n"
    count = 0
    for table in sorted(metadata.sorted_tables, key=lambda table: str(table.name)):
        names = [str(column.name) for column in table.columns]
        keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        columns = ", ".join(f'"{name}"' for name in names)
        query = f'SELECT {columns} FROM "{table.name}" ORDER BY {keys}'  # noqa: S608 (names of our own tables)
        for row in connection.execution_options(yield_per=_BATCH).exec_driver_sql(query):
            said = {name: _pack(value) for name, value in zip(names, row, strict=True)}
            yield msgspec.json.encode(_Row(str(table.name), said)) + b"\n"
            count += 1
    yield msgspec.json.encode({"rows": count}) + b"\n"


def _pack(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _unpack(value: object) -> object:
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value


def read_version(lines: Iterator[NumberedLine], known: Sequence[str]) -> str:
    """Read the first line and return the version of the tables.

    Raises:
        FormatError: it is another format, or a newer version.
    """
    _, line = next(lines, (1, b""))
    try:
        head = msgspec.json.decode(line, type=_Head)
    except msgspec.MsgspecError as error:
        remedy = "Such a file is written by parley export RECORD FILE.record."
        raise FormatError("this is no record that was written out", where="line 1", remedy=remedy) from error
    if head.format != FORMAT or head.tables not in known:
        what = f"a newer version of Parley wrote it ({head.format}, tables {head.tables})"
        raise FormatError(what, where="line 1", remedy="Upgrade Parley, then load it again.")
    return head.tables


def load_rows(connection: Connection, lines: Iterator[NumberedLine]) -> None:
    """Put the rows of all lines but the first into a new record.

    Raises:
        FormatError: a line is no row of these tables, or some are missing at the end.
    """
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    count, told = 0, None
    for table, group in groupby(_read_rows(lines), key=lambda read: read[1].table):
        known: set[str] = set()
        for number, read in group:
            if not known:
                found = connection.execute(text("SELECT name FROM pragma_table_info(:name)"), {"name": table})
                known = set(found.scalars())
            if table == "":
                told = read.row.get("rows")
                continue
            count += 1
            _insert(connection, read, known, number)
    if told != count:
        what = f"it holds {count} rows, and does not end by saying so: it was cut off"
        raise FormatError(what, where="last line", remedy="Write it out again, or copy it whole.")


def _read_rows(lines: Iterator[NumberedLine]) -> Iterator[tuple[int, _Row]]:
    for number, line in lines:
        try:
            if line.startswith(b'{"rows":'):
                yield number, _Row("", msgspec.json.decode(line))
            else:
                yield number, msgspec.json.decode(line, type=_Row)
        except msgspec.MsgspecError as error:
            raise FormatError(
                f"this is no row ({error})", where=f"line {number}", remedy="Write it out again."
            ) from error


def _insert(connection: Connection, read: _Row, known: set[str], number: int) -> None:
    if not read.row or not read.row.keys() <= known or read.table.startswith(("alembic", "sqlite", "document_words")):
        what = f"a record has no table {read.table!r} with these columns"
        raise FormatError(what, where=f"line {number}", remedy="Write it out again.")
    columns = ", ".join(f'"{name}"' for name in read.row)
    marks = ", ".join("?" for _ in read.row)
    try:
        values = tuple(map(_unpack, read.row.values()))
    except (binascii.Error, KeyError, TypeError) as error:
        raise FormatError("this is no row", where=f"line {number}", remedy="Write it out again.") from error
    statement = f'INSERT INTO "{read.table}" ({columns}) VALUES ({marks})'  # noqa: S608 (both are held against the tables)
    connection.exec_driver_sql(statement, values)
