"""Everything of one kind that a record holds: documents, decisions."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Row, select

from parley.model import (
    Assessment,
    AssessmentDecision,
    Decision,
    Document,
    FoldDecision,
    Publication,
    SameEventDecision,
)
from parley.record.appearances import is_set_aside, load_publications
from parley.record.documents import document_from_row
from parley.record.moments import known_at
from parley.record.schema import (
    assessment_revisions,
    decisions,
    documents,
    fold_decisions,
    readings,
    same_event_decisions,
)
from parley.record.unread import find_language

_CHUNK = 500
Held = tuple[Document, tuple[Publication, ...], str | None]
"""A document, its appearances, the earliest first, and the reader whose reading is in force where that is known."""
AnyDecision = Decision | AssessmentDecision | FoldDecision | SameEventDecision


def list_documents(connection: Connection, recorded_by: dt.datetime | None = None) -> Iterator[Held]:
    """Yield every document by day of publication, as of a recorded moment or now.

    One for which another day was stated is left out: the text stands under that day.
    """
    query = (
        select(documents, find_language(recorded_by).label("stated"))
        .where(known_at(recorded_by, documents), ~is_set_aside(recorded_by))
        .order_by(documents.c.published_on, documents.c.number)
    )
    for rows in connection.execute(query).partitions(_CHUNK):
        ids = {row.id for row in rows}
        appeared = load_publications(connection, ids, recorded_by)
        read = _load_readings(connection, ids, recorded_by)
        for row in rows:
            reader = _name_reader(read.get(row.id, ()), recorded_by)
            yield replace(document_from_row(row), lang=row.stated), tuple(appeared.get(row.id, ())), reader


def _load_readings(
    connection: Connection, document_ids: set[str], recorded_by: dt.datetime | None
) -> dict[str, list[Row[*tuple[Any, ...]]]]:
    """Read who read some documents and when that was last put in force, the last one last."""
    query = (
        select(readings.c.document_id, readings.c.reader, readings.c.applied_at)
        .where(readings.c.document_id.in_(document_ids), known_at(recorded_by, readings))
        .order_by(readings.c.applied_at)
    )
    found: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.document_id, []).append(row)
    return found


def _name_reader(read: Sequence[Row[*tuple[Any, ...]]], recorded_by: dt.datetime | None) -> str | None:
    """Name the reader in force; null where one of several was put in force anew later: when before, nobody knows."""
    if not read or (len(read) > 1 and recorded_by is not None and read[-1].applied_at > recorded_by):
        return None
    return str(read[-1].reader)


def list_decisions(
    connection: Connection, entry_id: str | None = None, recorded_by: dt.datetime | None = None
) -> Iterator[Decision]:
    """Yield the decisions on an entry, or on all of them, the first one first."""
    query = select(decisions).order_by(decisions.c.at, decisions.c.id)
    query = query.where(decisions.c.entry_id == entry_id) if entry_id else query
    query = query.where(decisions.c.at <= recorded_by) if recorded_by else query
    for row in connection.execute(query):
        yield Decision(row.id, row.entry_id, row.action, row.by, row.at, row.revision, row.reason)


def list_all_decisions(connection: Connection, recorded_by: dt.datetime | None = None) -> Iterator[AnyDecision]:
    """Yield every decision on an entry, an assessment, a folding or two events, each kind in the order of deciding."""
    until = recorded_by or dt.datetime.max.replace(tzinfo=dt.UTC)
    yield from list_decisions(connection, recorded_by=until)
    revised = assessment_revisions.c
    assessed = select(assessment_revisions).where(revised.recorded_at <= until)
    for row in connection.execute(assessed.order_by(revised.recorded_at, revised.assessment_id, revised.revision)):
        said = msgspec.json.decode(row.payload, type=Assessment)
        yield AssessmentDecision(row.assessment_id, row.revision, row.action, row.by, row.recorded_at, said, row.reason)
    folded = select(fold_decisions).where(fold_decisions.c.at <= until)
    for row in connection.execute(folded.order_by(fold_decisions.c.at, fold_decisions.c.id)):
        yield FoldDecision(row.id, row.a, row.b, row.action, row.by, row.at, row.reason)
    paired = select(same_event_decisions).where(same_event_decisions.c.at <= until)
    for row in connection.execute(paired.order_by(same_event_decisions.c.at, same_event_decisions.c.id)):
        yield SameEventDecision(row.id, row.a, row.b, row.action, row.by, row.at, row.reason)
