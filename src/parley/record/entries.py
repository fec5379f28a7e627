"""Entries: what readings propose and people decide, one immutable row per revision."""

from collections.abc import Mapping, Sequence
from operator import add
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace
from sqlalchemy import Connection, Row, select, update

from parley.model import Action, Document, EntryState, Event, Reading, Statement, bare_reading, proposal_id
from parley.record.align import DECIDED, Held, align_reading, rename_item
from parley.record.documents import load_documents
from parley.record.facets import decode_item, derive_facets
from parley.record.log import digest_text
from parley.record.schema import entries, proposals, readings, revisions
from parley.record.transaction import Transaction, make_id
from parley.steps import Completer, Reader

STATE_AFTER: dict[Action, EntryState] = {
    "accept": "accepted",
    "amend": "amended",
    "reject": "rejected",
    "unsure": "unsure",
    "add": "accepted",
}
"""The state of an entry that a decision holds; one that was taken back holds none."""


class EntryLine(Struct, frozen=True):
    """What one revision of an entry says; `revision` is 0 for one that is not written yet."""

    state: EntryState
    item: Statement | Event
    reader: str
    proposal_id: str | None = None
    decision_id: str | None = None
    revision: int = 0


class Differences(Struct, frozen=True):
    """What storing a reading did to the entries of its document: how many of each."""

    added: int = 0
    revised: int = 0
    superseded: int = 0
    kept: int = 0

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(*map(add, astuple(self), astuple(other)))


def store_readings(transaction: Transaction, made: Sequence[Reading], reader: str) -> list[Differences]:
    """Keep readings and bring the entries of their documents up to them.

    The reading in force again changes nothing; an older one that comes again is put in force again.

    Args:
        transaction: takes the rows.
        made: one reading a document.
        reader: name and version of the reader.
    """
    connection, ids = transaction.connection, [reading.document.id for reading in made]
    query = (
        select(readings.c.document_id, readings.c.reader)
        .where(readings.c.document_id.in_(ids))
        .order_by(readings.c.applied_at)
    )
    kept: dict[str, list[str]] = {}
    for row in connection.execute(query):
        kept.setdefault(row.document_id, []).append(row.reader)
    current = load_lines(connection, ids)
    differences = []
    for reading in made:
        document_id = reading.document.id
        known = kept.get(document_id, [])
        if known[-1:] == [reader]:
            differences.append(Differences())
            continue
        _keep_reading(transaction, reading, reader, known=reader in known)
        differences.append(_align(transaction, reading, reader, current.get(document_id, {}), known=reader in known))
    return differences


def put_in_force(transaction: Transaction, document_ids: Sequence[str]) -> None:
    """Bring the entries of some documents up to their newest kept reading, as if it had just been made."""
    current = load_lines(transaction.connection, document_ids)
    for document_id, document in load_documents(transaction.connection, document_ids).items():
        query = select(readings).where(readings.c.document_id == document_id).order_by(readings.c.applied_at.desc())
        row = transaction.connection.execute(query.limit(1)).one()
        reading = decode_reading(document, row.payload)
        _align(transaction, reading, row.reader, current.get(document_id, {}), known=True)


def _keep_reading(transaction: Transaction, reading: Reading, reader: str, *, known: bool) -> None:
    document_id, payload, now = reading.document.id, write_layers(reading), transaction.now
    if known:
        same = (readings.c.document_id == document_id, readings.c.reader == reader)
        transaction.connection.execute(update(readings).where(*same).values(applied_at=now))
    else:
        row = {"document_id": document_id, "reader": reader, "payload": payload}
        transaction.insert(readings, row | {"recorded_at": now, "applied_at": now})
    transaction.log("reading", {"document": document_id, "reader": reader, "sha256": digest_text(payload)})


def _align(
    transaction: Transaction, reading: Reading, reader: str, current: Mapping[str, EntryLine], *, known: bool
) -> Differences:
    document_id = reading.document.id
    key_of = {item.id: proposal_id(document_id, reader, item) for item in reading.items()}
    proposed: dict[str, Statement | Event] = {}
    for item in reading.items():
        proposed.setdefault(key_of[item.id], item)
    held = _hold(transaction, current)
    frozen = {entry.entry_id for entry in held if entry.frozen}
    alignment = align_reading(held, list(proposed.values()))
    entry_of = {key: alignment.pairs.get(item.id) or make_id() for key, item in proposed.items()}
    ids = {local_id: entry_of[key] for local_id, key in key_of.items()}

    wanted = dict(current)
    for key, item in proposed.items():
        if entry_of[key] not in frozen:
            wanted[entry_of[key]] = EntryLine("proposed", rename_item(item, ids), reader, key)
    for entry_id in alignment.unmatched:
        wanted[entry_id] = replace(current[entry_id], state="superseded")
    there = _list_proposals(transaction, document_id, reader) if known else frozenset()
    for key, item in proposed.items():
        if key not in there:
            row = {"id": key, "document_id": document_id, "reader": reader, "local_id": item.id}
            transaction.insert(proposals, row | {"entry_id": entry_of[key], "recorded_at": transaction.now})
    revise_entries(transaction, reading.document, current, wanted)
    altered = sum((wanted[key].state, wanted[key].item) != (line.state, line.item) for key, line in current.items())
    return Differences(
        added=len(wanted) - len(current),
        revised=altered - len(alignment.unmatched),
        superseded=len(alignment.unmatched),
        kept=sum(line.state in DECIDED for line in current.values()),
    )


def _hold(transaction: Transaction, current: Mapping[str, EntryLine]) -> list[Held]:
    """Say of each current line what was proposed for it, and whether a decision holds it."""
    decided = [entry_id for entry_id, line in current.items() if line.state in DECIDED]
    frozen, waiting = set(decided), list(decided)
    while waiting:
        item = current[waiting.pop()].item
        about = item.about if isinstance(item, Event) else None
        around = {entry_id for entry_id in (item.within, about) if entry_id and entry_id not in frozen}
        frozen |= around
        waiting += [entry_id for entry_id in around if entry_id in current]
    origins = load_origins(transaction.connection, decided) if decided else {}
    return [
        Held(entry_id, line.state, line.item, origins.get(entry_id, line.item), entry_id in frozen)
        for entry_id, line in current.items()
    ]


def _list_proposals(transaction: Transaction, document_id: str, reader: str) -> frozenset[str]:
    query = select(proposals.c.id).where(proposals.c.document_id == document_id, proposals.c.reader == reader)
    return frozenset(transaction.connection.execute(query).scalars())


def revise_entries(
    transaction: Transaction, document: Document, current: Mapping[str, EntryLine], wanted: Mapping[str, EntryLine]
) -> None:
    """Write a revision for each line that reads differently, be it only because a statement around it changed."""
    connection, now = transaction.connection, transaction.now
    before = derive_facets([line.item for line in current.values()], document.kind)
    after = derive_facets([line.item for line in wanted.values()], document.kind)
    for entry_id, line in wanted.items():
        held = current.get(entry_id)
        if held and replace(held, revision=0) == replace(line, revision=0) and before[entry_id] == after[entry_id]:
            continue
        kind, revision = "statement" if isinstance(line.item, Statement) else "event", held.revision + 1 if held else 1
        if held:
            ended = update(revisions).where(revisions.c.entry_id == entry_id, revisions.c.revision == held.revision)
            connection.execute(ended.values(recorded_until=now))
            connection.execute(update(entries).where(entries.c.id == entry_id).values(revision=revision))
        else:
            row = {"id": entry_id, "document_id": document.id, "kind": kind, "revision": revision, "recorded_at": now}
            transaction.insert(entries, row)
        row = {name: getattr(line, name) for name in ("state", "reader", "proposal_id", "decision_id")}
        row |= {"entry_id": entry_id, "revision": revision, "document_id": document.id, "kind": kind}
        row |= {"item": msgspec.json.encode(line.item).decode(), "position": line.item.anchor.start}
        transaction.insert(revisions, row | after[entry_id] | {"recorded_at": now, "recorded_until": None})


def write_layers(reading: Reading) -> str:
    """Write the layers of a reading as one JSON object, its document left out."""
    return msgspec.json.encode(reading.layers()).decode()


def decode_reading(document: Document, payload: str) -> Reading:
    """Read the layers that `write_layers` wrote.

    Raises:
        SpanError, msgspec.MsgspecError: the payload is not a reading of this document.
    """
    return msgspec.convert({**msgspec.json.decode(payload), "document": document}, Reading)


def load_readings(connection: Connection, of: Sequence[Document], reader: str) -> dict[str, Reading]:
    """Read the readings that one version of a reader made of some documents, by document id."""
    texts = {document.id: document for document in of}
    query = select(readings).where(readings.c.document_id.in_(texts), readings.c.reader == reader)
    return {row.document_id: decode_reading(texts[row.document_id], row.payload) for row in connection.execute(query)}


def load_bare_readings(connection: Connection, of: Sequence[Document], reader: Reader) -> dict[str, Reading]:
    """Read what the reader's own first part made of some documents, names and days left out, by document id."""
    if not isinstance(reader, Completer):
        return {}
    texts = {document.id: document for document in of}
    begins = f"{reader.name} {reader.base_version}+"
    query = select(readings).where(
        readings.c.document_id.in_(texts), readings.c.reader.startswith(begins, autoescape=True)
    )
    return {
        row.document_id: bare_reading(decode_reading(texts[row.document_id], row.payload))
        for row in connection.execute(query.order_by(readings.c.applied_at))
    }


def load_lines(connection: Connection, document_ids: Sequence[str]) -> dict[str, dict[str, EntryLine]]:
    """Read the current lines of some documents: by document id, then by entry id in the order of the text."""
    query = (
        select(revisions)
        .where(revisions.c.document_id.in_(document_ids), revisions.c.recorded_until.is_(None))
        .order_by(revisions.c.position, revisions.c.entry_id)
    )
    lines: dict[str, dict[str, EntryLine]] = {}
    for row in connection.execute(query):
        lines.setdefault(row.document_id, {})[row.entry_id] = line_from_row(row)
    return lines


def load_current(connection: Connection, document_id: str) -> dict[str, EntryLine]:
    """Read the current lines of one document, by entry id in the order of its text."""
    return load_lines(connection, [document_id]).get(document_id, {})


def load_origins(connection: Connection, entry_ids: Sequence[str]) -> dict[str, Statement | Event]:
    """Read what a reader last proposed for some entries, by entry id."""
    query = (
        select(revisions.c.entry_id, revisions.c.kind, revisions.c.item)
        .where(revisions.c.entry_id.in_(entry_ids), revisions.c.decision_id.is_(None))
        .order_by(revisions.c.revision)
    )
    return {row.entry_id: decode_item(row.kind, row.item) for row in connection.execute(query)}


def line_from_row(row: Row[*tuple[Any, ...]]) -> EntryLine:
    """Make a line of a row that has the columns of `revisions`."""
    return EntryLine(
        row.state, decode_item(row.kind, row.item), row.reader, row.proposal_id, row.decision_id, row.revision
    )


def check_fit(document: Document, lines: Mapping[str, EntryLine]) -> None:
    """Raise SpanError unless every span and reference of the lines fits the document."""
    items = [line.item for line in lines.values()]
    Reading(
        document,
        tuple(item for item in items if isinstance(item, Statement)),
        tuple(item for item in items if isinstance(item, Event)),
    )
