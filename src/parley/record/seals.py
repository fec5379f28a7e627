"""Seals: digests of the rows that each transaction wrote, kept in the log, so that no row changes or goes unseen.

A seal covers the rows of one table that carry one moment (`recorded_at` or `at`); tables without one are bookkeeping
and have no seals. Columns that may change later are left out (`_CHANGING`), and so is what is null or empty: a column
that a later version adds breaks no seal as long as it stays empty in old rows.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, select

from parley.record.schema import metadata

SEAL = "seal"
"""The kind of a row of the log that holds nothing but seals."""
_CHANGING = {
    "raws": {"data"},
    "documents": {"number"},
    "readings": {"applied_at"},
    "entries": {"revision"},
    "revisions": {"recorded_until"},
    "assessments": {"revision"},
    "assessment_revisions": {"recorded_until"},
    "relations": {"recorded_until"},
    "failures": {"mended_at"},
}
"""By table: what changes after a row was written, or is checked otherwise."""
_EMPTY: tuple[object, ...] = (None, "", [])
HINT = 8
"""Characters of a row's digest that stand in the log, to name the row that was changed."""
Groups = set[tuple[str, dt.datetime]]
"""Names of tables, each with a moment."""


class Seal(Struct, frozen=True):
    """The rows of a table that carry a moment: the digest of them all, and the beginnings of the digests of each."""

    table: str
    at: dt.datetime
    sha256: str
    rows: tuple[str, ...]


@cache
def list_sealed() -> dict[str, Table]:
    """Return the tables whose rows are sealed, by name: all but the log's own."""
    return {str(table.name): table for table in metadata.sorted_tables if table.name not in {"log", "payloads"}}


def digest_row(table: Table, row: Mapping[str, object]) -> str:
    """Hash what a row says for good; values as Python has them."""
    said = {name: _plain(row.get(name)) for name in _list_lasting(table)}
    kept = {name: value for name, value in said.items() if value not in _EMPTY}
    return hashlib.sha256(msgspec.json.encode([str(table.name), kept], order="sorted")).hexdigest()


@cache
def _list_lasting(table: Table) -> tuple[str, ...]:
    """List the columns that never change after a row was written."""
    return tuple(str(column.name) for column in table.columns if column.name not in _CHANGING.get(table.name, set()))


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return list(value) if isinstance(value, tuple) else value


def make_seal(table: str, at: dt.datetime, digests: Iterable[str]) -> Seal:
    """Seal rows by their digests, in whatever order they come."""
    found = sorted(digests)
    together = hashlib.sha256("\n".join(found).encode()).hexdigest()
    return Seal(table, at, together, tuple(digest[:HINT] for digest in found))


def find_moment(table: Table, row: Mapping[Any, Any]) -> dt.datetime | None:
    """Return when a row was recorded; null where the table or an old row does not say."""
    moment = row.get("recorded_at") if "recorded_at" in table.columns else row.get("at")
    return moment if isinstance(moment, dt.datetime) else None


def walk_rows(connection: Connection, table: Table) -> Iterator[tuple[dt.datetime | None, Mapping[str, object]]]:
    """Yield every row of a table with its moment; bytes are left out."""
    columns = [table.c[name] for name in _list_lasting(table)]
    for row in connection.execute(select(*columns)).yield_per(1000).mappings():
        said = {str(name): value for name, value in row.items()}
        yield find_moment(table, said), said


def seal_rows(connection: Connection, groups: Groups) -> list[Seal]:
    """Seal anew the rows of some tables and moments as they are now."""
    tables, seals = list_sealed(), []
    for name in sorted({table for table, _ in groups}):
        found: dict[dt.datetime, list[str]] = {at: [] for table, at in groups if table == name}
        for at, row in walk_rows(connection, tables[name]):
            if at in found:
                found[at].append(digest_row(tables[name], row))
        seals += [make_seal(name, at, digests) for at, digests in sorted(found.items())]
    return seals


def name_row(table: Table, row: Mapping[str, object]) -> str:
    """Name a row by its key."""
    return ", ".join(f"{key.name} {row.get(key.name)}" for key in table.primary_key.columns if key.name in row)
