"""One record in one SQLite file: making, opening, transactions, and errors in the user's words."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from parley.errors import NewerRecord, NoSuchRecord, NotARecord, OutputError, ParleyError, RecordBusy, RecordError
from parley.record.place import refuse_network_share

APPLICATION_ID = 0x5061726C
"""The bytes "Parl" in SQLite's header, so that other programs' databases are not taken for records."""
MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -65536")
"""The cache, 64 MiB, holds the indexes of a hundred thousand documents: their keys are hashes, so every new row touches
another page (benchmarks/scaling.py)."""
_BUSY_SECONDS = 10


def current_time() -> dt.datetime:
    """Return now in UTC: the clock of everything recorded."""
    return dt.datetime.now(dt.UTC)


class Store:
    """The file of a record and its connections; use as a context manager.

    Raises:
        RecordError: see `create_store` and `open_store`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _make_engine(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def clean(self) -> None:
        """Write the file anew and empty its journal, so that no removed byte stays in or beside it.

        Raises:
            RecordBusy: another process reads; what was removed is gone from every table, not yet from every byte.
        """
        with _explain_errors(self.path), closing(self._engine.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            what = "the words are gone, but another process still holds old bytes of the file"
            remedy = "Close whatever else has the record open, then run the same command again: it cleans the file."
            raise RecordBusy(what, where=str(self.path), remedy=remedy)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state."""
        with _explain_errors(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock; committed at the end, rolled back on any error."""
        with _explain_errors(self.path), self._engine.connect() as connection:
            writer = connection.execution_options(parley_writes=True)
            with writer.begin():
                yield writer


def create_store(path: Path, version: str = "head") -> Store:
    """Make a new, empty record.

    Args:
        path: where.
        version: of the tables.

    Raises:
        UnsafePlace: the path lies on a network share.
        RecordError: there is already a file.
        OutputError: the folder cannot be written.
    """
    refuse_network_share(path)
    if _exists(path):
        raise RecordError("there is already a file of this name", where=str(path), remedy="Choose another name.")
    if not path.parent.is_dir():
        remedy = f"Make it first: mkdir {path.parent}"
        raise OutputError("the folder does not exist", where=str(path.parent), remedy=remedy)
    store = Store(path)
    try:
        with _explain_errors(path):
            with sqlite3.connect(path.absolute()) as raw:
                raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            raw.close()
            with store._engine.begin() as connection:  # noqa: SLF001 (this module makes stores)
                _upgrade(connection, version)
    except ParleyError:
        store.close()
        path.unlink(missing_ok=True)
        raise
    return store


def open_store(path: Path) -> Store:
    """Open a record, bringing up to date an older one and one whose making was interrupted.

    Raises:
        NoSuchRecord, NotARecord, NewerRecord, UnsafePlace, RecordBusy: as their names say.
    """
    if not _exists(path):
        remedy = f"Make one with: parley new {path}"
        raise NoSuchRecord("there is no record at this path", where=str(path), remedy=remedy)
    refuse_network_share(path)
    _check_header(path)
    store = Store(path)
    try:
        with store.read() as connection:
            begun = inspect(connection).has_table("alembic_version")
            version = connection.scalar(text("SELECT version_num FROM alembic_version")) if begun else None
        known = list_table_versions()
        if version is not None and version not in known:
            what = "the record was written by a newer version of Parley"
            raise NewerRecord(what, where=str(path), remedy="Upgrade Parley, then open it again.")
        if version != known[-1]:
            with store.write() as connection:
                _upgrade(connection)
    except ParleyError:
        store.close()
        raise
    return store


def list_table_versions() -> list[str]:
    """List the versions of the tables that there have been, the newest last."""
    return sorted(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("*.py"))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        what = f"there can be no file of this name ({error.strerror})"
        raise RecordError(what, where=str(path), remedy="Choose another name or folder.") from error


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise NotARecord(f"it cannot be read ({error.strerror})", where=str(path)) from error
    if not header.startswith(b"SQLite format 3\0") or header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise NotARecord("this file is not a Parley record", where=str(path), remedy="Check the name of the record.")


def _upgrade(connection: Connection, version: str = "head") -> None:
    from alembic import command  # noqa: PLC0415 (a fifth of a second that only new and old records need)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _make_engine(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path.absolute()))
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("parley_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def _explain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        raise _explain(error, path) from error


def _explain(error: Exception, path: Path) -> ParleyError:
    cause = getattr(error, "orig", None) or error
    reason, code = str(cause).lower(), getattr(cause, "sqlite_errorname", "")
    where = str(path)
    if "locked" in reason or "busy" in reason:
        remedy = "Wait until it has finished, then try again."
        return RecordBusy("another process is writing to the record", where=where, remedy=remedy)
    if "full" in reason:
        remedy = "Free some space and run the command again: what was finished is kept."
        return OutputError("the disk is full", where=where, remedy=remedy)
    if code == "SQLITE_IOERR_WRITE":
        what = "the disk takes no more: it is full or failing, or files may not grow further"
        remedy = "Make room and run the command again: what was finished is kept."
        return OutputError(what, where=where, remedy=remedy)
    if "readonly" in reason or "unable to open" in reason:
        remedy = "Check the rights of the file and its folder."
        return OutputError("the record cannot be written there", where=where, remedy=remedy)
    if "malformed" in reason or "not a database" in reason:
        return NotARecord("the file is damaged", where=where, remedy="Restore it from a copy.")
    return RecordError(f"SQLite says: {reason}", where=where, remedy="Run: parley verify " + where)
