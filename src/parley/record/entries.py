"""Entries: what readings propose and people decide, one immutable row per revision."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select, update

from parley.errors import EntryChanged, NoSuchEntry, SpanError
from parley.model import Action, Document, EntryState, Event, Reading, Statement, proposal_id
from parley.record.align import DECIDED, Held, align_reading, rename_item
from parley.record.documents import document_from_row
from parley.record.facets import derive_facets
from parley.record.identity import make_id
from parley.record.log import digest_text
from parley.record.schema import decisions, documents, entries, proposals, readings, revisions
from parley.record.transaction import Transaction

_STATE_AFTER: dict[Action, EntryState] = {"accept": "accepted", "amend": "amended", "reject": "rejected"}


class Line(Struct, frozen=True):
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
        return Differences(*(a + b for a, b in zip(_counts(self), _counts(other), strict=True)))


def _counts(differences: Differences) -> tuple[int, ...]:
    return msgspec.structs.astuple(differences)


class EntryWriter:
    """Writes readings and decisions within one transaction.

    Args:
        transaction: takes the rows.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def store_readings(self, made: Sequence[Reading], reader: str) -> list[Differences]:
        """Keep readings and bring the entries of their documents up to them; the same reader's twice changes nothing.

        Args:
            made: one reading a document.
            reader: name and version of the reader.
        """
        connection, ids = self._transaction.connection, [reading.document.id for reading in made]
        query = select(readings.c.document_id).where(readings.c.document_id.in_(ids), readings.c.reader == reader)
        known = set(connection.execute(query).scalars())
        current = load_lines(connection, ids)
        return [
            Differences() if reading.document.id in known else self._store(reading, reader, current) for reading in made
        ]

    def _store(self, reading: Reading, reader: str, lines: Mapping[str, Mapping[str, Line]]) -> Differences:
        document_id, current = reading.document.id, lines.get(reading.document.id, {})
        payload = encode_layers(reading)
        row = {"document_id": document_id, "reader": reader, "payload": payload}
        self._transaction.insert(readings, row | {"recorded_at": self._transaction.now})
        self._transaction.log("reading", {"document": document_id, "reader": reader, "sha256": digest_text(payload)})

        proposed: dict[str, Statement | Event] = {}
        for item in reading.items():
            proposed.setdefault(proposal_id(document_id, reader, item), item)
        held = [Held(entry_id, line.state, line.item) for entry_id, line in current.items()]
        alignment = align_reading(held, list(proposed.values()))
        entry_of = {key: alignment.pairs.get(item.id) or make_id() for key, item in proposed.items()}
        ids = {item.id: entry_of[proposal_id(document_id, reader, item)] for item in reading.items()}

        wanted = dict(current)
        for key, item in proposed.items():
            self._add_proposal(key, item, entry_of[key], document_id, reader)
            held_line = current.get(entry_of[key])
            if held_line is None or held_line.state not in DECIDED:
                wanted[entry_of[key]] = Line("proposed", rename_item(item, ids), reader, key)
        for entry_id in alignment.unmatched:
            wanted[entry_id] = msgspec.structs.replace(current[entry_id], state="superseded")
        self._revise(document_id, current, wanted)
        altered = sum(not _reads_alike(wanted[key], line) for key, line in current.items())
        return Differences(
            added=len(wanted) - len(current),
            revised=altered - len(alignment.unmatched),
            superseded=len(alignment.unmatched),
            kept=sum(line.state in DECIDED for line in current.values()),
        )

    def decide(
        self,
        entry_id: str,
        action: Action,
        *,
        by: str,
        revision: int,
        reason: str | None = None,
        item: Statement | Event | None = None,
    ) -> str:
        """Keep a person's decision on an entry and return the decision's id.

        Args:
            entry_id: the entry.
            action: accept, amend or reject.
            by: the person's name.
            revision: the revision that the person saw.
            reason: in the person's words.
            item: for amend, what the entry should say instead; ids as the record has them.

        Raises:
            NoSuchEntry: there is no such entry.
            EntryChanged: the entry has another revision by now.
            SpanError: the amended item does not fit the document.
        """
        connection = self._transaction.connection
        row = connection.execute(select(entries).where(entries.c.id == entry_id)).first()
        if row is None:
            raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy="See: parley list")
        if row.revision != revision:
            what = f"the entry is at revision {row.revision} by now, the decision was made on revision {revision}"
            raise EntryChanged(what, where=entry_id, remedy="Look at it again, then decide.")
        current = load_lines(connection, [row.document_id])[row.document_id]
        said = current[entry_id].item if item is None else item
        if type(said) is not type(current[entry_id].item) or said.id != entry_id:
            raise SpanError("an amendment keeps the kind and the id of its entry", where=entry_id)
        decision_id = make_id()
        values = {"id": decision_id, "entry_id": entry_id, "action": action, "by": by, "at": self._transaction.now}
        self._transaction.insert(decisions, values | {"revision": revision, "reason": reason})
        line = Line(_STATE_AFTER[action], said, current[entry_id].reader, current[entry_id].proposal_id, decision_id)
        wanted = {**current, entry_id: line}
        check_fit(load_document(connection, row.document_id), wanted)
        self._revise(row.document_id, current, wanted)
        payload = {"decision": decision_id, "entry": entry_id, "revision": revision, "action": action, "by": by}
        self._transaction.log("decision", payload | {"reason": reason, "item": msgspec.to_builtins(said)})
        return decision_id

    def _add_proposal(self, key: str, item: Statement | Event, entry_id: str, document_id: str, reader: str) -> None:
        row = {"id": key, "document_id": document_id, "reader": reader, "local_id": item.id, "entry_id": entry_id}
        self._transaction.insert(proposals, row | {"recorded_at": self._transaction.now})

    def _revise(self, document_id: str, current: Mapping[str, Line], wanted: Mapping[str, Line]) -> None:
        """Write a revision for each line that reads differently, be it only because a statement around it changed."""
        before = derive_facets([line.item for line in current.values()])
        after = derive_facets([line.item for line in wanted.values()])
        for entry_id, line in wanted.items():
            held = current.get(entry_id)
            if held and _writes_alike(held, line) and before[entry_id] == after[entry_id]:
                continue
            revision = self._close(entry_id, held.revision) if held else self._open(entry_id, line, document_id)
            row = {
                "entry_id": entry_id,
                "revision": revision,
                "document_id": document_id,
                "kind": _kind_of(line.item),
                "state": line.state,
                "item": msgspec.json.encode(line.item).decode(),
                "reader": line.reader,
                "proposal_id": line.proposal_id,
                "decision_id": line.decision_id,
                "recorded_at": self._transaction.now,
                "recorded_until": None,
                "position": line.item.anchor.start,
            }
            self._transaction.insert(revisions, row | after[entry_id])

    def _open(self, entry_id: str, line: Line, document_id: str) -> int:
        row = {"id": entry_id, "document_id": document_id, "kind": _kind_of(line.item), "revision": 1}
        self._transaction.insert(entries, row | {"recorded_at": self._transaction.now})
        return 1

    def _close(self, entry_id: str, revision: int) -> int:
        """End the revision in force, move the entry's pointer on and return the next revision's number."""
        ended = update(revisions).where(revisions.c.entry_id == entry_id, revisions.c.revision == revision)
        self._transaction.connection.execute(ended.values(recorded_until=self._transaction.now))
        pointer = update(entries).where(entries.c.id == entry_id).values(revision=revision + 1)
        self._transaction.connection.execute(pointer)
        return revision + 1


def _kind_of(item: Statement | Event) -> str:
    return "statement" if isinstance(item, Statement) else "event"


def _reads_alike(left: Line, right: Line) -> bool:
    return (left.state, left.item) == (right.state, right.item)


def _writes_alike(held: Line, line: Line) -> bool:
    return msgspec.structs.replace(held, revision=0) == msgspec.structs.replace(line, revision=0)


def encode_layers(reading: Reading) -> str:
    """Write the layers of a reading as one JSON object, its document left out."""
    layers = {name: getattr(reading, name) for name in reading.__struct_fields__ if name != "document"}
    return msgspec.json.encode(layers).decode()


def decode_item(kind: str, text: str) -> Statement | Event:
    """Read an item as `revisions.item` holds it."""
    if kind == "statement":
        return msgspec.json.decode(text, type=Statement)
    return msgspec.json.decode(text, type=Event)


def load_document(connection: Connection, document_id: str) -> Document:
    """Read one document.

    Raises:
        NoSuchEntry: there is none with this id.
    """
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise NoSuchEntry("the record holds no document with this id", where=document_id)
    return document_from_row(row)


def load_documents(connection: Connection, document_ids: Sequence[str]) -> dict[str, Document]:
    """Read some documents by their ids.

    Raises:
        NoSuchEntry: there is none with one of the ids.
    """
    rows = connection.execute(select(documents).where(documents.c.id.in_(document_ids)))
    found = {row.id: document_from_row(row) for row in rows}
    if missing := set(document_ids) - found.keys():
        raise NoSuchEntry("the record holds no document with this id", where=min(missing))
    return found


def load_lines(connection: Connection, document_ids: Sequence[str]) -> dict[str, dict[str, Line]]:
    """Read the current lines of some documents: by document id, then by entry id in the order of the text."""
    query = (
        select(revisions)
        .where(revisions.c.document_id.in_(document_ids), revisions.c.recorded_until.is_(None))
        .order_by(revisions.c.position, revisions.c.entry_id)
    )
    lines: dict[str, dict[str, Line]] = {}
    for row in connection.execute(query):
        lines.setdefault(row.document_id, {})[row.entry_id] = line_from_row(row)
    return lines


def line_from_row(row: Row[*tuple[Any, ...]]) -> Line:
    """Make a line of a row that has the columns of `revisions`."""
    return Line(row.state, decode_item(row.kind, row.item), row.reader, row.proposal_id, row.decision_id, row.revision)


def check_fit(document: Document, lines: Mapping[str, Line]) -> None:
    """Raise SpanError unless every span and reference of the lines fits the document."""
    items = [line.item for line in lines.values()]
    Reading(
        document,
        tuple(item for item in items if isinstance(item, Statement)),
        tuple(item for item in items if isinstance(item, Event)),
    )
