"""The codebook (codebook.toml): every table that is exported, every column of it, and its Frictionless description.

Source of the shape of `datapackage.json`: Frictionless Data Package and Table Schema, specs.frictionlessdata.io.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from parley.steps import TableName

ColumnType = Literal["string", "integer", "number", "boolean", "date", "datetime"]
Holds = Literal["text", "trace", "names", "chain", "person", "outlet", "document", "target"]
TABLES: tuple[TableName, ...] = get_args(TableName)


class Column(Struct, frozen=True):
    """A column: what it means, what stands in it, and what it gives away (codebook.toml says how to read `holds`).

    `key` is true where it names the row; `of` is the table whose key it holds.
    """

    meaning: str
    type: ColumnType = "string"
    unit: str | None = None
    values: tuple[str, ...] = ()
    holds: Holds | None = None
    key: bool = False
    of: TableName | None = None


Row = dict[str, object]
"""Values by the name of their column."""
Codebook = Mapping[str, Mapping[str, Column]]
"""Columns by table and name, in their order."""


@cache
def load_codebook() -> Codebook:
    """Read the codebook."""
    text = files("parley.export").joinpath("codebook.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, Column]])


def list_columns() -> list[dict[str, object]]:
    """List every column of every table as a row: the codebook as a table of its own."""
    return [
        {"table": table, "column": name, "meaning": column.meaning, "type": column.type, "unit": column.unit,
         "values": "; ".join(column.values) or None}
        for table, columns in load_codebook().items()
        for name, column in columns.items()
    ]  # fmt: skip


def describe_package(made_from: str, sizes: Mapping[str, int], suffix: str) -> dict[str, object]:
    """Describe a folder of tables as a Frictionless data package.

    Args:
        made_from: what it was made from.
        sizes: rows by table, in their order.
        suffix: ending of the tables' files.
    """
    resources = [_describe_table(table, rows, suffix, frozenset(sizes)) for table, rows in sizes.items()]
    profile = "tabular-data-package" if suffix == ".csv" else "data-package"
    return {"profile": profile, "name": "parley", "description": made_from, "resources": resources}


def _describe_table(table: str, rows: int, suffix: str, tables: frozenset[str]) -> dict[str, object]:
    columns = load_codebook()[table]
    schema = {
        "fields": [_describe_column(name, column) for name, column in columns.items()],
        "missingValues": [""],
        "primaryKey": [name for name, column in columns.items() if column.key],
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": column.of, "fields": [_key_of(column.of)]}}
            for name, column in columns.items()
            if column.of is not None and column.of in tables
        ],
    }
    media = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "profile": "tabular-data-resource"}
    kind = media if suffix == ".csv" else {"format": suffix[1:], "profile": "data-resource"}
    return {"name": table, "path": f"{table}{suffix}", **kind, "rows": rows, "schema": schema}


def _key_of(table: TableName) -> str:
    return next(name for name, column in load_codebook()[table].items() if column.key)


def _describe_column(name: str, column: Column) -> dict[str, object]:
    described: dict[str, object] = {"name": name, "type": column.type, "description": column.meaning}
    described |= {"unit": column.unit} if column.unit else {}
    return described | ({"constraints": {"enum": list(column.values)}} if column.values else {})
