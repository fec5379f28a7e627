"""The append-only log: a hash chain over digests of payloads.

Each row's hash covers the hash before it, so one changed row breaks the chain from there on. Payloads stand in a
table of their own: one can be removed, or words be taken out of it (a name, a witness, a takedown), and the chain still
verifies around the gap. What was done so is told by a row of its own, which vouches for what stands there now.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, func, select

from parley.record.schema import log, payloads
from parley.record.seals import SEAL, Seal

GENESIS = "0" * 64
BRIEF = "brief"
"""The kind of a row that says that a brief was made."""
REMOVAL = "removal"
"""The kind of a row that says that a document was removed."""
REDACTION = "redaction"
"""The kind of a row that says that words were taken out."""
MERGING = "merging"
"""The kind of a row that says that two records became one."""


class Finding(Struct, frozen=True):
    """Something in the record that is not as it should be; `broken` is false for what is only worth knowing.

    `row` is the row of the log with which the thing was recorded, null where it cannot be told.
    """

    where: str
    what: str
    broken: bool = True
    row: int | None = None


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


class Told(Struct):
    """What the log's rows tell of the rest of the record.

    `digests` maps what a text was hashed to before words were taken out of it to what it is now, and the row that says
    so; `gone` the positions of payloads that were removed to the row that says so; `why` those rows to who did it and
    why; `seals` tables and moments to the newest seal of them and the first row that sealed them. `untold` counts
    payloads that removals of older versions took away without naming them.
    """

    digests: dict[str, tuple[str, int]] = {}
    gone: dict[int, int] = {}
    why: dict[int, str] = {}
    seals: dict[tuple[str, dt.datetime], tuple[Seal, int]] = {}
    untold: int = 0

    def follow(self, digest: str) -> str:
        """Return what stands now where a text of this digest stood."""
        seen = set()
        while digest in self.digests and digest not in seen:
            seen.add(digest)
            digest = self.digests[digest][0]
        return digest


class _Telling(Struct):
    """The payload of a row that removes, redacts or seals, as far as other rows hang on it."""

    by: str = ""
    reason: str = ""
    digests: dict[str, str] = {}
    positions: tuple[int, ...] | None = None
    payloads: int = 0
    seals: tuple[Seal, ...] = ()


def walk_payloads(connection: Connection, *kinds: str) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield position, moment, kind and payload of the rows of some kinds whose payload stands, in their order."""
    query = select(log.c.position, log.c.recorded_at, log.c.kind, payloads.c.payload)
    query = query.join(payloads, payloads.c.position == log.c.position).where(log.c.kind.in_(kinds))
    yield from connection.execute(query.order_by(log.c.position))


def read_told(connection: Connection) -> Told:
    """Read what the log tells of gaps and seals, the newest word on each."""
    told = Told({}, {}, {}, {})
    for position, _, kind, payload in walk_payloads(connection, SEAL, REMOVAL, REDACTION, MERGING):
        try:
            said = msgspec.json.decode(payload, type=_Telling)
        except msgspec.MsgspecError:
            continue
        told.why[position] = f"{said.by}: {said.reason}"
        told.digests |= {old: (new, position) for old, new in said.digests.items() if old != new}
        told.gone |= dict.fromkeys(said.positions or (), position)
        told.untold += said.payloads if kind == REMOVAL and said.positions is None else 0
        for seal in said.seals:
            first = told.seals.get((seal.table, seal.at), (seal, position))[1]
            told.seals[seal.table, seal.at] = (seal, first)
    return told


def verify_log(connection: Connection, told: Told) -> Iterator[Finding]:
    """Walk the chain and yield every row that does not verify, and every payload that was removed or redacted."""
    query = select(log, payloads.c.payload).outerjoin(payloads, payloads.c.position == log.c.position)
    previous, expected = GENESIS, 1
    for row in connection.execute(query.order_by(log.c.position)):
        where = f"log row {row.position} {row.kind}"
        if row.position != expected:
            yield Finding(where, f"rows {expected} to {row.position - 1} are missing", row=row.position)
        sealed = seal_row(previous, row.position, row.recorded_at, row.kind, row.payload_sha256)
        if row.previous != previous or row.hash != sealed:
            yield Finding(where, "the row or one before it was changed", row=row.position)
        if found := _judge_payload(row.position, row.payload_sha256, row.payload, told):
            yield Finding(where, found[0], broken=found[1], row=row.position)
        previous, expected = row.hash, row.position + 1
    rows = connection.execute(select(func.count()).select_from(payloads)).scalar_one()
    if rows > expected - 1:
        yield Finding(f"log row {expected}", "payloads stand behind the end of the log", row=expected)


def _judge_payload(position: int, sealed: str, payload: str | None, told: Told) -> tuple[str, bool] | None:
    """Say what is to be said of a payload, and whether it is a fault; null where it is as it was logged."""
    if payload is None:
        teller = told.gone.get(position)
        if teller is not None:
            return f"the payload was removed (log row {teller}, {told.why[teller]})", False
        if not told.untold:
            return "the payload is missing, and no removal tells of it", True
        told.untold -= 1
        return "the payload was removed", False
    digest = digest_text(payload)
    if digest == sealed:
        return None
    if told.follow(sealed) != digest:
        return "the payload was changed", True
    teller = told.digests[sealed][1]
    return f"words were taken out of the payload (log row {teller}, {told.why[teller]})", False
