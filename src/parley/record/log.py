"""The append-only log: a hash chain over digests of payloads.

Each row's hash covers the hash before it, so one changed row breaks the chain from there on. Payloads stand in a
table of their own: one can be removed (a name, a witness, a takedown) and the chain still verifies around the gap.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection, func, select

from parley.record.schema import log, payloads

GENESIS = "0" * 64
BRIEF = "brief"
"""The kind of a row that says that a brief was made."""


class LogFinding(Struct, frozen=True):
    """A row of the log that does not verify, or whose payload was removed."""

    position: int
    kind: str
    what: str
    broken: bool


def digest_text(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal_row(previous: str, position: int, recorded_at: dt.datetime, kind: str, payload_sha256: str) -> str:
    """Hash one row of the log together with the hash before it."""
    return digest_text("\n".join((previous, str(position), recorded_at.isoformat(), kind, payload_sha256)))


def read_head(connection: Connection, recorded_by: dt.datetime | None = None) -> tuple[int, str]:
    """Return position and hash of the newest row, as of a moment or now; (0, GENESIS) for an empty log."""
    query = select(log.c.position, log.c.hash).order_by(log.c.position.desc()).limit(1)
    if recorded_by is not None:
        query = query.where(log.c.recorded_at <= recorded_by)
    row = connection.execute(query).first()
    return (row.position, row.hash) if row else (0, GENESIS)


class Position(Struct, frozen=True):
    """A row of the log: its place and hash, and when it was recorded; (0, GENESIS, null) for an empty log."""

    row: int
    head: str
    recorded_at: dt.datetime | None


def find_last_change(connection: Connection, recorded_by: dt.datetime | None = None) -> Position:
    """Return the newest row that changed the record, as of a moment or now; that a brief was made changes nothing."""
    query = select(log).where(log.c.kind != BRIEF).order_by(log.c.position.desc()).limit(1)
    if recorded_by is not None:
        query = query.where(log.c.recorded_at <= recorded_by)
    row = connection.execute(query).first()
    return Position(row.position, row.hash, row.recorded_at) if row else Position(0, GENESIS, None)


def verify_log(connection: Connection) -> Iterator[LogFinding]:
    """Walk the chain and yield every row that does not verify, and every payload that was removed."""
    query = select(log, payloads.c.payload).outerjoin(payloads, payloads.c.position == log.c.position)
    previous, expected = GENESIS, 1
    for row in connection.execute(query.order_by(log.c.position)):
        if row.position != expected:
            yield LogFinding(row.position, row.kind, f"rows {expected} to {row.position - 1} are missing", broken=True)
        sealed = seal_row(previous, row.position, row.recorded_at, row.kind, row.payload_sha256)
        if row.previous != previous or row.hash != sealed:
            yield LogFinding(row.position, row.kind, "the row or one before it was changed", broken=True)
        if row.payload is None:
            yield LogFinding(row.position, row.kind, "the payload was removed", broken=False)
        elif digest_text(row.payload) != row.payload_sha256:
            yield LogFinding(row.position, row.kind, "the payload was changed", broken=True)
        previous, expected = row.hash, row.position + 1
    rows = connection.execute(select(func.count()).select_from(payloads)).scalar_one()
    if rows > expected - 1:
        yield LogFinding(expected, "", "payloads stand behind the end of the log", broken=True)
