"""What could not be added or read: kept once, listed until it is mended."""

import datetime as dt
import re
from collections.abc import Iterable

from sqlalchemy import Connection, exists, select, update

from parley.model import Arrival, Failure
from parley.record.schema import failures, readings
from parley.record.transaction import Transaction, make_id

_INSIDE = re.compile(r" (?:› |line \d|sheet |article \d).*", re.DOTALL)
"""What names a place inside of a file, as loaders write it after the file's own name."""


def keep_failure(
    transaction: Transaction, failure: Failure, *, document_id: str | None = None, reader: str | None = None
) -> None:
    """Keep a failure unless the record has it already; a reader fails on a document once."""
    named = {"stage": failure.stage, "place": failure.where, "what": failure.what}
    if document_id and reader:
        named = {"document_id": document_id, "reader": reader}
    same = [failures.c[name] == value for name, value in named.items()]
    transaction.flush()
    if not transaction.connection.execute(update(failures).where(*same).values(mended_at=None)).rowcount:
        row = {"stage": failure.stage, "place": failure.where, "what": failure.what, "remedy": failure.remedy}
        reading = {"document_id": document_id, "reader": reader, "recorded_at": transaction.now}
        transaction.insert(failures, row | reading | {"id": make_id()})


class Mending:
    """Finds out which failures of adding a run has made good: what failed in a file and now fails no more.

    Args:
        began: when the run began; what failed since then stays.
    """

    def __init__(self, began: dt.datetime) -> None:
        self._began = began
        self._seen: set[str] = set()
        self._failed: set[tuple[str, str]] = set()

    def note(self, batch: Iterable[Arrival | Failure]) -> None:
        """Note what was tried and what of it failed."""
        for outcome in batch:
            place = outcome.where if isinstance(outcome, Failure) else outcome.publication.ref or ""
            self._seen |= {place, _name_file(place)}
            if isinstance(outcome, Failure):
                self._failed.add((place, outcome.what))

    def mend(self, transaction: Transaction) -> None:
        """Mark what is mended."""
        connection = transaction.connection
        query = select(failures.c.id, failures.c.place, failures.c.what).where(
            failures.c.stage == "add", failures.c.mended_at.is_(None), failures.c.recorded_at < self._began
        )
        for row in connection.execute(query).all():
            tried = {row.place, _name_file(row.place)} & self._seen
            if tried and (row.place, row.what) not in self._failed:
                mended = update(failures).where(failures.c.id == row.id)
                connection.execute(mended.values(mended_at=transaction.now))


def _name_file(place: str) -> str:
    """Return the file of a place; what an address gave stands for itself, since not all of it comes every time."""
    return place if "://" in place else _INSIDE.sub("", place)


def list_failures(connection: Connection) -> list[Failure]:
    """List what could not be added or read and is not mended since, in the order of recording."""
    failed_at = failures.c.recorded_at
    read = exists().where(readings.c.document_id == failures.c.document_id, readings.c.applied_at > failed_at)
    query = select(failures).where(failures.c.mended_at.is_(None), ~read)
    return [
        Failure(row.place, row.stage, row.what, row.remedy)
        for row in connection.execute(query.order_by(failed_at, failures.c.id))
    ]
