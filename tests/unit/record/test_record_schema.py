"""The migrations lead to the tables that `schema` names."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from parley.record.schema import metadata


def test_migrations_and_schema_name_the_same_tables(copy_record: Callable[[], Path]) -> None:
    engine = create_engine(f"sqlite:///{copy_record()}")

    def is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and str(name).startswith("document_words"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_removed_document_leaves_the_search(copy_record: Callable[[], Path]) -> None:
    with closing(sqlite3.connect(copy_record())) as connection:
        connection.execute(
            "INSERT INTO documents VALUES (1, 'x', 'Ceasefire café', NULL, 'en', 'report', '2025-01-01')"
        )
        find = "SELECT count(*) FROM document_words WHERE document_words MATCH 'cafe'"
        assert connection.execute(find).fetchone() == (1,)
        connection.execute("DELETE FROM documents")
        assert connection.execute(find).fetchone() == (0,)
