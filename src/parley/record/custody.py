"""What becomes of the record's file as a whole: words taken out of it, a copy, its rows written out and in."""

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, select

from parley.errors import OutputError, RecordError
from parley.record.blacking import Place
from parley.record.check import check_record
from parley.record.contents import AnyDecision, Held, list_all_decisions, list_documents
from parley.record.dump import Line, load_rows, read_version, write_rows
from parley.record.merging import Merged, merge_sides
from parley.record.pairing import Side
from parley.record.redaction import Redacted, redact
from parley.record.schema import log
from parley.record.store import Store, create_store, list_versions, open_store
from parley.record.transaction import begin_transaction


class Custody:
    """The keeping of a record's file.

    Args:
        store: of the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def redact(
        self, phrases: tuple[str, ...], *, by: str, reason: str, start: str | None = None, names: bool = False,
        span: Place | None = None,
    ) -> Redacted:  # fmt: skip
        """Take words out for good, also out of the bytes of the file; see `redaction.redact` for arguments and errors.

        Raises:
            RecordBusy: another process reads, so that old bytes stay until the same is asked again.
        """
        with begin_transaction(self._store) as transaction:
            redacted = redact(transaction, phrases, by=by, reason=reason, start=start, names=names, span=span)
        self._store.clean()
        return redacted

    def holds_head(self, head: str) -> bool:
        """Tell whether the log has a row whose hash begins so."""
        query = select(log.c.position).where(log.c.hash.startswith(head, autoescape=True)).limit(1)
        with self._store.read() as connection:
            return bool(head) and connection.execute(query).first() is not None

    def backup(self, path: Path) -> Iterator[None]:
        """Copy the record as it is now, while others may read and write it; yield while the copy is verified.

        Args:
            path: of the copy; the file must not exist.

        Raises:
            RecordError: there is a file already, or the copy has faults.
            OutputError: it cannot be written there.
        """
        with _make_beside(path) as partial:
            with closing(sqlite3.connect(self._store.path)) as source, closing(sqlite3.connect(partial)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            yield from _verify_file(partial)

    def find_secret(self) -> str:
        """Return what never changes and nobody without the record knows of it: the hash of the log's first row."""
        with self._store.read() as connection:
            return connection.execute(select(log.c.hash).where(log.c.position == 1)).scalar() or ""

    def list_documents(self, recorded_by: dt.datetime | None = None) -> Iterator[Held]:
        """Yield every document by day of publication, as of a recorded moment or now."""
        with self._store.read() as connection:
            yield from list_documents(connection, recorded_by)

    def list_decisions(self, recorded_by: dt.datetime | None = None) -> Iterator[AnyDecision]:
        """Yield every decision on an entry, an assessment or a folding."""
        with self._store.read() as connection:
            yield from list_all_decisions(connection, recorded_by)

    def write_rows(self) -> Iterator[bytes]:
        """Yield the whole record as lines of JSON: every row of every table, in an order of its own."""
        with self._store.read() as connection:
            yield from write_rows(connection)


def load_record(path: Path, lines: Iterator[Line]) -> Iterator[None]:
    """Make a record of the lines that `Custody.write_rows` gave; yield while it is verified.

    Raises:
        FormatError: the lines are no record, or not all of one.
        RecordError: there is a file already, or what the lines hold has faults.
    """
    with _make_beside(path) as partial:
        with create_store(partial, read_version(lines, list_versions())) as store, store.write() as connection:
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
