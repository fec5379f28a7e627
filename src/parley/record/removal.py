"""Taking a document out for good: a takedown, or the protection of a witness.

Everything that holds its words goes: text, bytes, appearances, readings, entries, assessments, relations, and the
payloads of the log that name any of them. The rows of the log stay, so that the chain verifies and the gap can be
seen; a row of its own says who removed the document and why. What was removed is not taken in again.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Select, delete, or_, select, text, update

from parley.errors import InputError
from parley.model import Arrival, Failure
from parley.record.documents import find_document
from parley.record.log import digest_text
from parley.record.schema import (
    assessment_revisions,
    assessments,
    decisions,
    documents,
    entries,
    extractions,
    failures,
    fold_decisions,
    log,
    payloads,
    proposals,
    publications,
    raws,
    readings,
    relations,
    revisions,
)
from parley.record.transaction import Transaction

REMOVAL = "removal"
"""The kind of a row that says that a document was removed."""
_WHERE_IDS = "parley show RECORD ENTRY ends with the id of its document."
_IDS = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OF_DOCUMENT = (readings, extractions, failures)


class Removed(Struct, frozen=True):
    """What went with a document: entries, decisions on them, assessments, and payloads of the log."""

    document_id: str
    entries: int
    decisions: int
    assessments: int
    payloads: int


def remove_document(transaction: Transaction, start: str, *, by: str, reason: str) -> Removed:
    """Remove the one document whose id begins so.

    Raises:
        NoSuchEntry: there is none, or several.
        InputError: no name or no reason is given.
    """
    if not by.strip() or not reason.strip():
        raise InputError("a removal needs a name and a reason", remedy="Give --by and --reason.")
    connection = transaction.connection
    document_id = find_document(connection, start, _WHERE_IDS)
    connection.execute(text("PRAGMA secure_delete = ON"))
    text_hash = digest_text(_list(connection, select(documents.c.text).where(documents.c.id == document_id))[0])
    entry_ids = _list(connection, select(entries.c.id).where(entries.c.document_id == document_id))
    decision_ids = _list(connection, select(decisions.c.id).where(decisions.c.entry_id.in_(entry_ids)))
    assessed = _list(connection, select(assessments.c.id).where(assessments.c.document_id == document_id))
    appeared = _list(connection, select(publications.c.id).where(publications.c.document_id == document_id))
    gap = _remove_payloads(connection, {document_id, *entry_ids, *decision_ids, *assessed, *appeared})
    _remove_rows(connection, document_id, appeared)
    connection.execute(text("INSERT INTO document_words(document_words) VALUES ('optimize')"))
    removed = Removed(document_id, len(entry_ids), len(decision_ids), len(assessed), gap)
    told = {"document": document_id, "text_sha256": text_hash, "by": by, "reason": reason, "payloads": gap}
    transaction.log(REMOVAL, told)
    return removed


def refuse_removed(connection: Connection, arrivals: Iterable[Arrival | Failure]) -> Iterator[Arrival | Failure]:
    """Yield what arrives, with a failure in the place of each text that was removed before, whatever its date."""
    query = select(payloads.c.payload).join(log).where(log.c.kind == REMOVAL)
    removed = {msgspec.json.decode(payload)["text_sha256"] for payload in connection.execute(query).scalars()}
    for arrival in arrivals:
        if isinstance(arrival, Arrival) and removed and digest_text(arrival.document.text) in removed:
            what = "this document was removed from the record and is not taken in again"
            yield Failure(arrival.publication.ref or "", "add", what, "parley check RECORD shows the gap in the log.")
        else:
            yield arrival


def _list(connection: Connection, query: Select[Any]) -> list[str]:
    return list(connection.execute(query).scalars())


def _remove_payloads(connection: Connection, ids: set[str]) -> int:
    """Remove the payloads of the log that name any of the ids; removals before this one stay told."""
    query = select(payloads.c.position, payloads.c.payload).join(log).where(log.c.kind != REMOVAL)
    named = [row.position for row in connection.execute(query) if ids & set(_IDS.findall(row.payload))]
    for position in named:
        connection.execute(delete(payloads).where(payloads.c.position == position))
    return len(named)


def _remove_rows(connection: Connection, document_id: str, appeared: Iterable[str]) -> None:
    """Remove the rows of every table, those that point at others first."""
    own_entries = select(entries.c.id).where(entries.c.document_id == document_id)
    own_assessments = select(assessments.c.id).where(assessments.c.document_id == document_id)
    connection.execute(delete(assessment_revisions).where(assessment_revisions.c.assessment_id.in_(own_assessments)))
    connection.execute(delete(assessments).where(assessments.c.document_id == document_id))
    for table in (relations, fold_decisions):
        connection.execute(delete(table).where(or_(table.c.a == document_id, table.c.b == document_id)))
    connection.execute(delete(revisions).where(revisions.c.document_id == document_id))
    connection.execute(delete(proposals).where(proposals.c.document_id == document_id))
    connection.execute(delete(decisions).where(decisions.c.entry_id.in_(own_entries)))
    connection.execute(delete(entries).where(entries.c.document_id == document_id))
    connection.execute(update(publications).where(publications.c.replaces.in_(list(appeared))).values(replaces=None))
    connection.execute(delete(publications).where(publications.c.document_id == document_id))
    for table in _OF_DOCUMENT:
        connection.execute(delete(table).where(table.c.document_id == document_id))
    connection.execute(delete(raws).where(raws.c.sha256.not_in(select(extractions.c.raw_sha256))))
    connection.execute(delete(documents).where(documents.c.id == document_id))
