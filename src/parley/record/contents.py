"""Everything of one kind that a record holds: documents, decisions."""

import datetime as dt
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, func, select

from parley.model import (
    Assessment,
    AssessmentDecision,
    Decision,
    Document,
    FoldDecision,
    Publication,
    SameEventDecision,
)
from parley.record.appearances import load_publications
from parley.record.documents import document_from_row
from parley.record.schema import (
    assessment_revisions,
    decisions,
    documents,
    fold_decisions,
    readings,
    same_event_decisions,
)

_CHUNK = 500
Held = tuple[Document, tuple[Publication, ...], str | None]
"""A document, its appearances, the earliest first, and the reader whose reading is in force."""
AnyDecision = Decision | AssessmentDecision | FoldDecision | SameEventDecision


def list_documents(connection: Connection, recorded_by: dt.datetime | None = None) -> Iterator[Held]:
    """Yield every document by day of publication, as of a recorded moment or now."""
    others = readings.alias()
    newest = select(func.max(others.c.applied_at)).where(others.c.document_id == documents.c.id).scalar_subquery()
    in_force = (readings.c.document_id == documents.c.id) & (readings.c.applied_at == newest)
    query = (
        select(documents, readings.c.reader)
        .select_from(documents)
        .outerjoin(readings, in_force)
        .order_by(documents.c.published_on, documents.c.number)
    )
    query = query.where(documents.c.recorded_at <= recorded_by) if recorded_by else query
    for rows in connection.execute(query).partitions(_CHUNK):
        appeared = load_publications(connection, {row.id for row in rows}, recorded_by)
        for row in rows:
            yield document_from_row(row), tuple(appeared.get(row.id, ())), row.reader


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
