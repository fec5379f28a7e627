"""What becomes of the record's file as a whole: a copy of it, one made of rows, one made of two."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, select

from parley.errors import OutputError, RecordError
from parley.record.check import check_record
from parley.record.dump import NumberedLine, load_rows, read_version
from parley.record.merging import Merged, merge_sides
from parley.record.pairing import Side
from parley.record.schema import log
from parley.record.store import Store, create_store, list_table_versions, open_store


def holds_head(connection: Connection, head: str) -> bool:
    """Tell whether the log has a row whose hash begins so."""
    query = select(log.c.position).where(log.c.hash.startswith(head, autoescape=True)).limit(1)
    return bool(head) and connection.execute(query).first() is not None


def find_secret(connection: Connection) -> str:
    """Return what never changes and nobody without the record knows of it: the hash of the log's first row."""
    return connection.execute(select(log.c.hash).where(log.c.position == 1)).scalar() or ""


def back_up(store: Store, path: Path) -> Iterator[None]:
    """Copy the record as it is now, while others may read and write it; yield while the copy is verified.

    Args:
        store: of the record.
        path: of the copy; the file must not exist.

    Raises:
        RecordError: there is a file already, or the copy has faults.
        OutputError: it cannot be written there.
    """
    with _make_beside(path) as partial:
        with closing(sqlite3.connect(store.path)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        yield from _verify_file(partial)


def load_record(path: Path, lines: Iterator[NumberedLine]) -> Iterator[None]:
    """Make a record of the lines that `write_rows` gave; yield while it is verified.

    Raises:
        FormatError: the lines are no record, or not all of one.
        RecordError: there is a file already, or what the lines hold has faults.
    """
    with _make_beside(path) as partial:
        with create_store(partial, read_version(lines, list_table_versions())) as store, store.write() as connection:
            load_rows(connection, lines)
        open_store(partial).close()
        yield from _verify_file(partial)


def merge_records(stores: tuple[Path, Path], path: Path) -> Merged:
    """Make one record of two; neither is changed. See `merge_sides` for what is united how, and for errors.

    Raises:
        RecordError: one of them has faults, or there is a file at the path already.
    """
    sides = []
    for each in stores:
        with open_store(each) as store, store.read() as connection:
            for finding in check_record(connection):
                if finding is not None and finding.broken:
                    what = f"it has faults, the first: {finding.where}: {finding.what}"
                    raise RecordError(what, where=str(each), remedy=f"Run parley verify {each}.")
            sides.append(Side(connection))
    with _make_beside(path) as partial:
        with create_store(partial) as store, store.write() as connection:
            merged = merge_sides(connection, (sides[0], sides[1]))
        for _ in _verify_file(partial):
            pass
    return merged


@contextmanager
def _make_beside(path: Path) -> Iterator[Path]:
    """Give a path to write to; what stands there gets its name at the end, unless something went wrong.

    Raises:
        RecordError: there is a file of this name already.
        OutputError: nothing can be written there.
    """
    if path.exists():
        raise RecordError("there is already a file of this name", where=str(path), remedy="Choose another name.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(path)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"the file cannot be written ({reason})", where=str(path), remedy="Choose another place."
        ) from error
    finally:
        for left in (partial, *(partial.with_name(partial.name + end) for end in ("-wal", "-shm", "-journal"))):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _verify_file(path: Path) -> Iterator[None]:
    """Check a record that nobody else has open, without writing to it.

    Raises:
        RecordError: it has faults.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
    try:
        with engine.connect() as connection:
            for finding in check_record(connection):
                if finding is not None and finding.broken:
                    what = f"the copy would have faults, the first: {finding.where}: {finding.what}"
                    raise RecordError(what, where=str(path), remedy="Run parley verify on the record.")
                yield None
    finally:
        engine.dispose()
