"""Checking a record: every span against its text, every reference, every hash, the log's chain."""

import hashlib
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, select, text

from parley.errors import ParleyError
from parley.model import Reading
from parley.record.documents import document_from_row
from parley.record.entries import check_fit, load_lines
from parley.record.log import verify_log
from parley.record.schema import documents, entries, raws, readings, revisions


class Finding(Struct, frozen=True):
    """Something in the record that is not as it should be; `broken` is false for what is only worth knowing."""

    where: str
    what: str
    broken: bool = True


def check_record(connection: Connection) -> Iterator[Finding | None]:
    """Walk the whole record; yield a finding for each fault, and None after each document, for a progress bar."""
    yield from _check_file(connection)
    yield from _check_pointers(connection)
    for row in connection.execute(select(raws.c.sha256, raws.c.data)).yield_per(100):
        if hashlib.sha256(row.data).hexdigest() != row.sha256:
            yield Finding(f"raw {row.sha256[:12]}", "the bytes are not those that were added")
    for finding in verify_log(connection):
        yield Finding(f"log row {finding.position} {finding.kind}".strip(), finding.what, broken=finding.broken)
    for number in connection.execute(select(documents.c.number).order_by(documents.c.number)).scalars().all():
        yield from _check_document(connection, number)
        yield None


def count_documents(connection: Connection) -> int:
    """Count the documents of the record."""
    return connection.execute(select(func.count()).select_from(documents)).scalar_one()


def _check_file(connection: Connection) -> Iterator[Finding]:
    for (message,) in connection.execute(text("PRAGMA integrity_check")):
        if message != "ok":
            yield Finding("file", message)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Finding(f"table {row[0]}, row {row[1]}", f"it names a row of {row[2]} that is not there")


def _check_pointers(connection: Connection) -> Iterator[Finding]:
    newest = (
        select(revisions.c.entry_id, func.max(revisions.c.revision).label("revision"))
        .where(revisions.c.recorded_until.is_(None))
        .group_by(revisions.c.entry_id)
        .subquery()
    )
    query = (
        select(entries.c.id)
        .outerjoin(newest, newest.c.entry_id == entries.c.id)
        .where(newest.c.revision.is_distinct_from(entries.c.revision))
    )
    for (entry_id,) in connection.execute(query):
        yield Finding(f"entry {entry_id}", "its current revision is missing")


def _check_document(connection: Connection, number: int) -> Iterator[Finding]:
    row = connection.execute(select(documents).where(documents.c.number == number)).one()
    where = f"document {row.id[:12]}"
    try:
        document = document_from_row(row)
        if document.id != row.id:
            yield Finding(where, "text or date are not those that gave it its id")
        check_fit(document, load_lines(connection, [row.id]).get(row.id, {}))
    except (ParleyError, msgspec.MsgspecError) as error:
        yield Finding(where, str(error))
        return
    for kept in connection.execute(select(readings).where(readings.c.document_id == row.id)):
        try:
            layers = msgspec.json.decode(kept.payload)
            msgspec.convert({"document": document, **layers}, Reading)
        except (ParleyError, msgspec.MsgspecError) as error:
            yield Finding(f"{where}, reading by {kept.reader}", str(error))
