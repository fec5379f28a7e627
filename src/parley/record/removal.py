"""Taking a document out for good: a takedown, or the protection of a witness.

Everything that holds its words goes: text, bytes, appearances, readings, entries, assessments, relations, what is kept
of the addresses where it appeared, and the payloads of the log that name any of them. The rows of the log stay, so that
the chain verifies and the gap can be seen; a row of its own says who removed the document and why. What was removed is
not taken in again.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, Table, delete, or_, select, text, update

from parley.errors import InputError
from parley.model import Arrival, Failure
from parley.record.documents import IDS, find_document
from parley.record.log import MERGING, REDACTION, REMOVAL, digest_text, walk_payloads
from parley.record.schema import (
    assessment_revisions,
    assessments,
    decisions,
    documents,
    entries,
    extractions,
    failures,
    fetches,
    fold_decisions,
    log,
    payloads,
    proposals,
    publications,
    raws,
    readings,
    relations,
    restatements,
    revisions,
    same_event_decisions,
    unfinished,
)
from parley.record.seals import SEAL, Groups, find_moment, seal_rows
from parley.record.transaction import Transaction

WHERE_IDS = "parley show RECORD ENTRY ends with the id of its document."
_KEPT = (REMOVAL, REDACTION, MERGING, SEAL)
"""Kinds of rows whose payloads stay: the rest of the log hangs on them."""
_WHERE_GAP = "parley verify RECORD shows the gap in the log."
REMOVED = "removed"
"""The stage at which a text fails that was removed before: it is told, and never kept, since it names where it was."""


class Removed(Struct, frozen=True):
    """What went with a document: entries, decisions on them, assessments, and payloads of the log."""

    document_id: str
    entries: int
    decisions: int
    assessments: int
    payloads: int

    def __add__(self, other: "Removed") -> "Removed":
        counts = (getattr(self, name) + getattr(other, name) for name in self.__struct_fields__[1:])
        return Removed(self.document_id, *counts)


class Owned(Struct, frozen=True):
    """What belongs to a document: ids of what was made of it, and the places where it appeared or was taken from."""

    document_id: str
    entries: list[str]
    decisions: list[str]
    assessments: list[str]
    publications: list[str]
    places: set[str]

    @property
    def ids(self) -> set[str]:
        """Every id, its own among them."""
        return {self.document_id, *self.entries, *self.decisions, *self.assessments, *self.publications}


def list_owned(connection: Connection, document_id: str) -> Owned:
    """List what belongs to a document."""
    own = select(entries.c.id).where(entries.c.document_id == document_id)
    appeared = select(publications).where(publications.c.document_id == document_id)
    rows = connection.execute(appeared).all()
    return Owned(
        document_id,
        entries=_list(connection, own),
        decisions=_list(connection, select(decisions.c.id).where(decisions.c.entry_id.in_(own))),
        assessments=_list(connection, select(assessments.c.id).where(assessments.c.document_id == document_id)),
        publications=[row.id for row in rows],
        places={place for row in rows for place in (row.url, row.ref) if place},
    )


def remove_document(transaction: Transaction, start: str, *, by: str, reason: str) -> Removed:
    """Remove the one document whose id begins so.

    Raises:
        NoSuchEntry: there is none, or several.
        InputError: no name or no reason is given.
    """
    if not by.strip() or not reason.strip():
        raise InputError("a removal needs a name and a reason", remedy="Give --by and --reason.")
    connection = transaction.connection
    document_id = find_document(connection, start, WHERE_IDS)
    connection.execute(text("PRAGMA secure_delete = ON"))
    text_hash = digest_text(_list(connection, select(documents.c.text).where(documents.c.id == document_id))[0])
    owned = list_owned(connection, document_id)
    gap = _remove_payloads(connection, owned.ids)
    groups = _remove_rows(connection, owned)
    connection.execute(text("INSERT INTO document_words(document_words) VALUES ('optimize')"))
    counts = (len(ids) for ids in (owned.entries, owned.decisions, owned.assessments, gap))
    removed = Removed(document_id, *counts)
    told = {"document": document_id, "text_sha256": text_hash, "by": by, "reason": reason, "payloads": len(gap)}
    seals = msgspec.to_builtins(seal_rows(connection, groups))
    transaction.log(REMOVAL, told | {"positions": gap, "seals": seals})
    return removed


def refuse_removed(connection: Connection, arrivals: Iterable[Arrival | Failure]) -> Iterator[Arrival | Failure]:
    """Yield what arrives, with a failure in the place of each text that was removed before, whatever its date."""
    removed = _list_removed(connection)
    for arrival in arrivals:
        if isinstance(arrival, Arrival) and removed and digest_text(arrival.document.text) in removed:
            what = "this document was removed from the record and is not taken in again"
            yield Failure(arrival.publication.ref or "", REMOVED, what, _WHERE_GAP)
        else:
            yield arrival


def _list_removed(connection: Connection) -> set[str]:
    """Return the digests of the texts that were removed, also as they were before words were taken out of them."""
    told = [(row.kind, msgspec.json.decode(row.payload)) for row in walk_payloads(connection, REMOVAL, REDACTION)]
    gone = {said["document"]: said["text_sha256"] for kind, said in told if kind == REMOVAL}
    before = {digest for kind, said in told if kind == REDACTION for digest, of in said["texts"].items() if of in gone}
    return before | set(gone.values())


def _list(connection: Connection, query: Select[Any]) -> list[str]:
    return list(connection.execute(query).scalars())


def _remove_payloads(connection: Connection, ids: set[str]) -> list[int]:
    """Remove the payloads of the log that name any of the ids, and return their positions."""
    query = select(payloads.c.position, payloads.c.payload).join(log).where(log.c.kind.not_in(_KEPT))
    named = [row.position for row in connection.execute(query) if ids & set(IDS.findall(row.payload))]
    for position in named:
        connection.execute(delete(payloads).where(payloads.c.position == position))
    return named


def _remove_rows(connection: Connection, owned: Owned) -> Groups:
    """Remove the rows of every table, those that point at others first; return the tables and moments touched."""
    document_id, places = owned.document_id, owned.places
    own_entries = select(entries.c.id).where(entries.c.document_id == document_id)
    own_assessments = select(assessments.c.id).where(assessments.c.document_id == document_id)
    paired = or_(same_event_decisions.c.a.in_(own_entries), same_event_decisions.c.b.in_(own_entries))
    following = publications.c.replaces.in_(owned.publications)
    groups = _list_groups(connection, publications, following)
    connection.execute(update(publications).where(following).values(replaces=None))
    for table, condition in (
        (assessment_revisions, assessment_revisions.c.assessment_id.in_(own_assessments)),
        (assessments, assessments.c.document_id == document_id),
        (relations, or_(relations.c.a == document_id, relations.c.b == document_id)),
        (fold_decisions, or_(fold_decisions.c.a == document_id, fold_decisions.c.b == document_id)),
        (same_event_decisions, paired),
        (revisions, revisions.c.document_id == document_id),
        (proposals, proposals.c.document_id == document_id),
        (decisions, decisions.c.entry_id.in_(own_entries)),
        (entries, entries.c.document_id == document_id),
        (publications, publications.c.document_id == document_id),
        (restatements, restatements.c.document_id == document_id),
        (readings, readings.c.document_id == document_id),
        (extractions, extractions.c.document_id == document_id),
        (failures, or_(failures.c.document_id == document_id, failures.c.place.in_(places))),
        (fetches, fetches.c.url.in_(places)),
        (unfinished, unfinished.c.task.in_(_list_tasks(connection, places))),
        (raws, raws.c.sha256.not_in(select(extractions.c.raw_sha256))),
        (documents, documents.c.id == document_id),
    ):
        groups |= _list_groups(connection, table, condition)
        connection.execute(delete(table).where(condition))
    return groups


def _list_tasks(connection: Connection, places: set[str]) -> list[str]:
    """List the tasks in hand that name one of some places, each on a line of its own."""
    return [task for task in _list(connection, select(unfinished.c.task)) if places & set(task.splitlines())]


def _list_groups(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Groups:
    rows = connection.execute(select(table).where(condition)).mappings()
    return {(str(table.name), at) for row in rows if (at := find_moment(table, row))}
