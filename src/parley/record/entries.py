"""Entries: what readings propose and people decide, one immutable row per revision."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select, update

from parley.errors import EntryChanged, FormatError, NoSuchEntry, SpanError
from parley.model import Action, Document, EntryState, Event, Reading, Statement, bare_reading, proposal_id
from parley.record.align import DECIDED, Held, align_reading, rename_item
from parley.record.documents import document_from_row
from parley.record.facets import decode_item, derive_facets
from parley.record.identity import make_id
from parley.record.log import digest_text
from parley.record.schema import decisions, documents, entries, proposals, readings, revisions
from parley.record.transaction import Transaction
from parley.steps import Completer, Reader

STATE_AFTER: dict[Action, EntryState] = {"accept": "accepted", "amend": "amended", "reject": "rejected"}


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
        """Keep readings and bring the entries of their documents up to them.

        The reading in force again changes nothing; an older one that comes again is put in force again.

        Args:
            made: one reading a document.
            reader: name and version of the reader.
        """
        connection, ids = self._transaction.connection, [reading.document.id for reading in made]
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
            self._keep_reading(reading, reader, known=reader in known)
            differences.append(self._align(reading, reader, current.get(document_id, {}), known=reader in known))
        return differences

    def put_in_force(self, document_ids: Sequence[str]) -> None:
        """Bring the entries of some documents up to their newest kept reading, as if it had just been made."""
        current = load_lines(self._transaction.connection, document_ids)
        for document_id, document in load_documents(self._transaction.connection, document_ids).items():
            query = select(readings).where(readings.c.document_id == document_id).order_by(readings.c.applied_at.desc())
            row = self._transaction.connection.execute(query.limit(1)).one()
            reading = decode_reading(document, row.payload)
            self._align(reading, row.reader, current.get(document_id, {}), known=True)

    def _keep_reading(self, reading: Reading, reader: str, *, known: bool) -> None:
        document_id, payload, now = reading.document.id, encode_layers(reading), self._transaction.now
        if known:
            same = (readings.c.document_id == document_id, readings.c.reader == reader)
            self._transaction.connection.execute(update(readings).where(*same).values(applied_at=now))
        else:
            row = {"document_id": document_id, "reader": reader, "payload": payload}
            self._transaction.insert(readings, row | {"recorded_at": now, "applied_at": now})
        self._transaction.log("reading", {"document": document_id, "reader": reader, "sha256": digest_text(payload)})

    def _align(self, reading: Reading, reader: str, current: Mapping[str, Line], *, known: bool) -> Differences:
        document_id = reading.document.id
        key_of = {item.id: proposal_id(document_id, reader, item) for item in reading.items()}
        proposed: dict[str, Statement | Event] = {}
        for item in reading.items():
            proposed.setdefault(key_of[item.id], item)
        held = self._hold(current)
        frozen = {entry.entry_id for entry in held if entry.frozen}
        alignment = align_reading(held, list(proposed.values()))
        entry_of = {key: alignment.pairs.get(item.id) or make_id() for key, item in proposed.items()}
        ids = {local_id: entry_of[key] for local_id, key in key_of.items()}

        wanted = dict(current)
        for key, item in proposed.items():
            if entry_of[key] not in frozen:
                wanted[entry_of[key]] = Line("proposed", rename_item(item, ids), reader, key)
        for entry_id in alignment.unmatched:
            wanted[entry_id] = msgspec.structs.replace(current[entry_id], state="superseded")
        there = self._list_proposals(document_id, reader) if known else frozenset()
        new = {key: item for key, item in proposed.items() if key not in there}
        self._add_proposals(new, entry_of, document_id, reader)
        self._revise(reading.document, current, wanted)
        altered = sum(not _reads_alike(wanted[key], line) for key, line in current.items())
        return Differences(
            added=len(wanted) - len(current),
            revised=altered - len(alignment.unmatched),
            superseded=len(alignment.unmatched),
            kept=sum(line.state in DECIDED for line in current.values()),
        )

    def _hold(self, current: Mapping[str, Line]) -> list[Held]:
        """Say of each current line what was proposed for it, and whether a decision holds it."""
        decided = [entry_id for entry_id, line in current.items() if line.state in DECIDED]
        frozen, waiting = set(decided), list(decided)
        while waiting:
            item = current[waiting.pop()].item
            about = item.about if isinstance(item, Event) else None
            around = {entry_id for entry_id in (item.within, about) if entry_id and entry_id not in frozen}
            frozen |= around
            waiting += [entry_id for entry_id in around if entry_id in current]
        origins = load_origins(self._transaction.connection, decided) if decided else {}
        return [
            Held(entry_id, line.state, line.item, origins.get(entry_id, line.item), entry_id in frozen)
            for entry_id, line in current.items()
        ]

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
            FormatError: nobody's name is given, or an item without an amendment.
            SpanError: the amended item does not fit the document.
        """
        if not by.strip() or (action == "amend") != (item is not None):
            remedy = "Give a name; say what the entry should read in an amendment, and only there."
            raise FormatError("a decision needs a person, and an amendment its words", where=entry_id, remedy=remedy)
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
        line = Line(STATE_AFTER[action], said, current[entry_id].reader, current[entry_id].proposal_id, decision_id)
        wanted = {**current, entry_id: line}
        document = load_document(connection, row.document_id)
        check_fit(document, wanted)
        self._revise(document, current, wanted)
        payload = {"decision": decision_id, "entry": entry_id, "revision": revision, "action": action, "by": by}
        self._transaction.log("decision", payload | {"reason": reason, "item": msgspec.to_builtins(said)})
        return decision_id

    def _add_proposals(
        self, proposed: Mapping[str, Statement | Event], entry_of: Mapping[str, str], document_id: str, reader: str
    ) -> None:
        for key, item in proposed.items():
            row = {"id": key, "document_id": document_id, "reader": reader, "local_id": item.id}
            now = self._transaction.now
            self._transaction.insert(proposals, row | {"entry_id": entry_of[key], "recorded_at": now})

    def _list_proposals(self, document_id: str, reader: str) -> frozenset[str]:
        query = select(proposals.c.id).where(proposals.c.document_id == document_id, proposals.c.reader == reader)
        return frozenset(self._transaction.connection.execute(query).scalars())

    def _revise(self, document: Document, current: Mapping[str, Line], wanted: Mapping[str, Line]) -> None:
        """Write a revision for each line that reads differently, be it only because a statement around it changed."""
        document_id = document.id
        before = derive_facets([line.item for line in current.values()], document.kind)
        after = derive_facets([line.item for line in wanted.values()], document.kind)
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
    return msgspec.json.encode(reading.layers()).decode()


def decode_reading(document: Document, payload: str) -> Reading:
    """Read the layers that `encode_layers` wrote.

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


def load_origins(connection: Connection, entry_ids: Sequence[str]) -> dict[str, Statement | Event]:
    """Read what a reader last proposed for some entries, by entry id."""
    query = (
        select(revisions.c.entry_id, revisions.c.kind, revisions.c.item)
        .where(revisions.c.entry_id.in_(entry_ids), revisions.c.decision_id.is_(None))
        .order_by(revisions.c.revision)
    )
    return {row.entry_id: decode_item(row.kind, row.item) for row in connection.execute(query)}


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
