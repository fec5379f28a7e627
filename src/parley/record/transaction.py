"""One transaction: rows are gathered and reach the tables together, with the log's rows among them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection, Table, select
from uuid_utils import uuid7

from parley.record.log import digest_text, read_head, seal_row
from parley.record.schema import log, metadata, payloads
from parley.record.seals import SEAL, Groups, digest_row, find_moment, make_seal, seal_rows
from parley.record.store import Store, current_time

_TABLES = tuple(metadata.sorted_tables)
"""Those that others point at first."""


def make_id() -> str:
    """Make an id for a row: UUIDv7, so that ids sort by the time of their making and two records can be merged."""
    return str(uuid7())


class Transaction:
    """What is about to be written.

    Args:
        connection: a connection that holds the write lock.

    Attributes:
        now: the moment that every row of this transaction carries; later than every one before, even when the
            machine's clock was set back.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        newest = connection.execute(select(log.c.recorded_at).order_by(log.c.position.desc()).limit(1)).scalar()
        self.now = max(current_time(), newest + dt.timedelta(microseconds=1)) if newest else current_time()
        self._rows: dict[Table, list[Mapping[str, object]]] = {table: [] for table in _TABLES}
        self._digests: dict[str, list[str]] = {}
        self._touched: Groups = set()
        self._position, self._head = read_head(connection)

    def insert(self, table: Table, row: Mapping[str, object]) -> None:
        """Add one row; it reaches the table at `flush`."""
        self._rows[table].append(row)
        if table not in {log, payloads} and find_moment(table, row):
            self._digests.setdefault(str(table.name), []).append(digest_row(table, row))

    def log(self, kind: str, payload: Mapping[str, object]) -> None:
        """Add one row to the log."""
        text = msgspec.json.encode(payload, order="sorted").decode()
        digest, previous, self._position = digest_text(text), self._head, self._position + 1
        self._head = seal_row(previous, self._position, self.now, kind, digest)
        row = {"position": self._position, "recorded_at": self.now, "kind": kind, "payload_sha256": digest}
        self.insert(log, row | {"previous": previous, "hash": self._head})
        self.insert(payloads, {"position": self._position, "payload": text})

    def touch(self, table: Table, row: Mapping[str, object]) -> None:
        """Note that a row that was written before has changed: those of its table and moment are sealed anew."""
        if moment := find_moment(table, row):
            self._touched.add((str(table.name), moment))

    def seal(self) -> None:
        """Log the digests of the rows that were added or touched; nothing where there were none."""
        if self._digests or self._touched:
            self.flush()
            seals = [make_seal(table, self.now, digests) for table, digests in sorted(self._digests.items())]
            seals += seal_rows(self.connection, self._touched)
            self._digests, self._touched = {}, set()
            self.log(SEAL, {"seals": msgspec.to_builtins(seals)})

    def flush(self) -> None:
        """Write what was gathered, tables that others point at first."""
        for table, rows in self._rows.items():
            if rows:
                self.connection.execute(table.insert(), rows)
                rows.clear()


@contextmanager
def begin_transaction(store: Store) -> Iterator[Transaction]:
    """Give a transaction that is written and committed at the end, or leaves no trace after an error."""
    with store.write() as connection:
        transaction = Transaction(connection)
        yield transaction
        transaction.seal()
        transaction.flush()
