"""Entries: what readings propose and people decide, one immutable row per revision."""

import datetime as dt
from collections.abc import Mapping
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
from parley.record.log import LogWriter, digest_text
from parley.record.schema import decisions, documents, entries, proposals, readings, revisions

_STATE_AFTER: dict[Action, EntryState] = {"accept": "accepted", "amend": "amended", "reject": "rejected"}


class Line(Struct, frozen=True):
    """What one revision of an entry says."""

    state: EntryState
    item: Statement | Event
    reader: str
    proposal_id: str | None = None
    decision_id: str | None = None


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
        connection: a connection that holds the write lock.
        log: the log of the same transaction.
        now: the moment that every row of this transaction carries.
    """

    def __init__(self, connection: Connection, log: LogWriter, now: dt.datetime) -> None:
        self._connection = connection
        self._log = log
        self._now = now

    def store_reading(self, reading: Reading, reader: str) -> Differences:
        """Keep a reading and bring the entries of its document up to it; the same reader's twice changes nothing."""
        document_id = reading.document.id
        known = select(readings.c.reader).where(readings.c.document_id == document_id, readings.c.reader == reader)
        if self._connection.execute(known).first():
            return Differences()
        payload = encode_layers(reading)
        row = {"document_id": document_id, "reader": reader, "payload": payload, "recorded_at": self._now}
        self._connection.execute(readings.insert().values(**row))
        self._log.append("reading", {"document": document_id, "reader": reader, "sha256": digest_text(payload)})

        current = load_lines(self._connection, document_id)
        proposed = {proposal_id(document_id, reader, item): item for item in reversed(reading.items())}
        held = [Held(entry_id, line.state, line.item) for entry_id, line in current.items()]
        alignment = align_reading(held, list(proposed.values()))
        entry_of = {key: alignment.pairs.get(item.id) or make_id() for key, item in reversed(proposed.items())}
        ids = {item.id: entry_of[proposal_id(document_id, reader, item)] for item in reading.items()}

        wanted = dict(current)
        for key, item in reversed(proposed.items()):
            entry_id = entry_of[key]
            if entry_id not in current or current[entry_id].state not in DECIDED:
                wanted[entry_id] = Line("proposed", rename_item(item, ids), reader, key)
        for entry_id in alignment.unmatched:
            wanted[entry_id] = msgspec.structs.replace(current[entry_id], state="superseded")
        self._add_entries(document_id, {key: line for key, line in wanted.items() if key not in current})
        self._add_proposals(document_id, reader, proposed, entry_of)
        self._revise(document_id, current, wanted)
        return Differences(
            added=len(wanted) - len(current),
            revised=sum(not _reads_alike(wanted[key], line) for key, line in current.items())
            - len(alignment.unmatched),
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
        row = self._connection.execute(select(entries).where(entries.c.id == entry_id)).first()
        if row is None:
            raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy="See: parley list")
        if row.revision != revision:
            what = f"the entry is at revision {row.revision} by now, the decision was made on revision {revision}"
            raise EntryChanged(what, where=entry_id, remedy="Look at it again, then decide.")
        current = load_lines(self._connection, row.document_id)
        said = current[entry_id].item if item is None else item
        if type(said) is not type(current[entry_id].item) or said.id != entry_id:
            raise SpanError("an amendment keeps the kind and the id of its entry", where=entry_id)
        decision_id = make_id()
        values = {"id": decision_id, "entry_id": entry_id, "action": action, "by": by, "at": self._now}
        self._connection.execute(decisions.insert().values(**values, revision=revision, reason=reason))
        line = Line(_STATE_AFTER[action], said, current[entry_id].reader, current[entry_id].proposal_id, decision_id)
        wanted = current | {entry_id: line}
        check_fit(load_document(self._connection, row.document_id), wanted)
        self._revise(row.document_id, current, wanted)
        payload = {"decision": decision_id, "entry": entry_id, "revision": revision, "action": action, "by": by}
        self._log.append("decision", payload | {"reason": reason, "item": msgspec.to_builtins(said)})
        return decision_id

    def _add_entries(self, document_id: str, lines: Mapping[str, Line]) -> None:
        rows = [
            {
                "id": entry_id,
                "document_id": document_id,
                "kind": _kind_of(line.item),
                "revision": 0,
                "recorded_at": self._now,
            }
            for entry_id, line in lines.items()
        ]
        if rows:
            self._connection.execute(entries.insert(), rows)

    def _add_proposals(
        self, document_id: str, reader: str, proposed: Mapping[str, Statement | Event], entry_of: Mapping[str, str]
    ) -> None:
        rows = [
            {
                "id": key,
                "document_id": document_id,
                "reader": reader,
                "local_id": item.id,
                "entry_id": entry_of[key],
                "recorded_at": self._now,
            }
            for key, item in proposed.items()
        ]
        if rows:
            self._connection.execute(proposals.insert(), rows)

    def _revise(self, document_id: str, current: Mapping[str, Line], wanted: Mapping[str, Line]) -> None:
        """Write a revision for each line that reads differently, be it only because a statement around it changed."""
        before = derive_facets([line.item for line in current.values()])
        after = derive_facets([line.item for line in wanted.values()])
        changed = [key for key in wanted if wanted[key] != current.get(key) or after[key] != before.get(key)]
        if not changed:
            return
        closing = update(revisions).where(revisions.c.recorded_until.is_(None))
        rows = []
        for start in range(0, len(changed), 500):
            batch = changed[start : start + 500]
            self._connection.execute(closing.where(revisions.c.entry_id.in_(batch)).values(recorded_until=self._now))
            self._connection.execute(
                update(entries).where(entries.c.id.in_(batch)).values(revision=entries.c.revision + 1)
            )
            numbers = select(entries.c.id, entries.c.revision).where(entries.c.id.in_(batch))
            for entry_id, revision in self._connection.execute(numbers):
                line = wanted[entry_id]
                rows.append(
                    {
                        "entry_id": entry_id,
                        "revision": revision,
                        "document_id": document_id,
                        "kind": _kind_of(line.item),
                        "state": line.state,
                        "item": msgspec.json.encode(line.item).decode(),
                        "reader": line.reader,
                        "proposal_id": line.proposal_id,
                        "decision_id": line.decision_id,
                        "recorded_at": self._now,
                        "position": line.item.anchor.start,
                        **after[entry_id],
                    }
                )
        self._connection.execute(revisions.insert(), rows)


def _kind_of(item: Statement | Event) -> str:
    return "statement" if isinstance(item, Statement) else "event"


def _reads_alike(left: Line, right: Line) -> bool:
    return (left.state, left.item) == (right.state, right.item)


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


def load_lines(connection: Connection, document_id: str) -> dict[str, Line]:
    """Read the current lines of a document, by entry id, in the order of the text."""
    query = (
        select(revisions)
        .where(revisions.c.document_id == document_id, revisions.c.recorded_until.is_(None))
        .order_by(revisions.c.position, revisions.c.entry_id)
    )
    return {row.entry_id: line_from_row(row) for row in connection.execute(query)}


def line_from_row(row: Row[*tuple[Any, ...]]) -> Line:
    """Make a line of a row that has the columns of `revisions`."""
    return Line(row.state, decode_item(row.kind, row.item), row.reader, row.proposal_id, row.decision_id)


def check_fit(document: Document, lines: Mapping[str, Line]) -> None:
    """Raise SpanError unless every span and reference of the lines fits the document."""
    items = [line.item for line in lines.values()]
    Reading(
        document,
        tuple(item for item in items if isinstance(item, Statement)),
        tuple(item for item in items if isinstance(item, Event)),
    )
