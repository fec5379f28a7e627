"""Everything of one kind that a record holds: documents, texts, versions, readings, deadlines, decisions."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Row, Select, func, select

from parley.derive import Deadline, derive_deadlines
from parley.model import (
    AssessmentDecision,
    Decision,
    Document,
    Event,
    FoldDecision,
    ListedEntry,
    Publication,
    Reading,
    SameEventDecision,
    Statement,
)
from parley.record.appearances import is_set_aside, load_publications, publication_from_row
from parley.record.assessed import decision_from_row
from parley.record.documents import document_from_row, get_document
from parley.record.entries import decode_reading
from parley.record.lineage import list_fold_decisions
from parley.record.lists import OPEN, Filter, list_entries
from parley.record.reading import find_language, is_newest_reading
from parley.record.schema import (
    assessment_revisions,
    assessments,
    decisions,
    documents,
    in_force_at,
    known_at,
    publications,
    readings,
    same_event_decisions,
)

_CHUNK = 500
DocumentHeld = tuple[Document, tuple[Publication, ...], str | None]
"""A document, its appearances, the earliest first, and the reader whose reading is in force where that is known."""
AnyDecision = Decision | AssessmentDecision | FoldDecision | SameEventDecision


class TextRead(Struct, frozen=True):
    """A dated document that was read, and the outlets in which it appeared."""

    document_id: str
    published_on: dt.date
    text: str
    outlets: frozenset[str]


class DocumentVersion(Struct, frozen=True):
    """A document that stands where another stood before: same address, new text."""

    url: str
    replaced: Document
    by: Document
    publication: Publication


def list_documents(connection: Connection, recorded_by: dt.datetime | None = None) -> Iterator[DocumentHeld]:
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


def count_documents(
    connection: Connection,
    recorded_by: dt.datetime | None = None,
    published_from: dt.date | None = None,
    published_to: dt.date | None = None,
) -> int:
    """Count the documents, as of a recorded moment or now; those of some days, inclusive, or all."""
    query = select(func.count(documents.c.number))
    query = query.where(known_at(recorded_by, documents), ~is_set_aside(recorded_by))
    query = query.where(documents.c.published_on >= published_from) if published_from else query
    query = query.where(documents.c.published_on <= published_to) if published_to else query
    return connection.execute(query).scalar_one()


def list_texts_read(connection: Connection, recorded_by: dt.datetime | None = None) -> Iterator[TextRead]:
    """Yield the dated documents that a reader or a coder has read, as of a moment or now, in order of day."""
    read = (
        documents.c.id.in_(select(table.c.document_id).where(known_at(recorded_by, table)))
        for table in (readings, assessments)
    )
    dated = (documents.c.published_on.is_not(None), ~is_set_aside(recorded_by))
    chosen = select(documents.c.id).where(*dated, next(read) | next(read))
    outlets: dict[str, set[str]] = {}
    appeared = select(publications.c.document_id, publications.c.outlet).where(
        publications.c.document_id.in_(chosen),
        publications.c.outlet.is_not(None),
        in_force_at(recorded_by, publications),
    )
    for document_id, outlet in connection.execute(appeared):
        outlets.setdefault(document_id, set()).add(outlet)
    query = (
        select(documents.c.id, documents.c.published_on, documents.c.text)
        .where(documents.c.id.in_(chosen))
        .order_by(documents.c.published_on, documents.c.number)
    )
    for batch in connection.execute(query).partitions(_CHUNK):
        for row in batch:
            yield TextRead(row.id, row.published_on, row.text, frozenset(outlets.get(row.id, ())))


def list_versions(connection: Connection) -> list[DocumentVersion]:
    """List every text that replaced another at the same address, in the order of recording."""
    older = publications.alias("older")
    query = (
        select(publications, older.c.document_id.label("replaced"))
        .join(older, older.c.id == publications.c.replaces)
        .where(in_force_at(None, publications))
        .order_by(publications.c.recorded_at, publications.c.id)
    )
    return [
        DocumentVersion(
            url=row.url,
            replaced=get_document(connection, row.replaced),
            by=get_document(connection, row.document_id),
            publication=publication_from_row(row),
        )
        for row in connection.execute(query).all()
    ]


def list_readings(connection: Connection) -> Iterator[tuple[Document, list[Publication], Reading]]:
    """Yield the reading in force of each document with the document's appearances."""
    query = _select_in_force().where(~is_set_aside(None)).order_by(documents.c.published_on, documents.c.number)
    for batch in connection.execute(query).partitions(_CHUNK):
        appeared = load_publications(connection, {row.id for row in batch})
        for row in batch:
            document = document_from_row(row)
            yield document, appeared.get(row.id, []), decode_reading(document, row.payload)


def get_reading(connection: Connection, document_id: str) -> Reading | None:
    """Return the reading in force of a document, null where it was not read."""
    row = connection.execute(_select_in_force().where(documents.c.id == document_id)).first()
    return decode_reading(document_from_row(row), row.payload) if row else None


def _select_in_force() -> Select[tuple[Any, ...]]:
    """Select the documents that were read, with what the reading in force says."""
    return select(documents, readings.c.payload).select_from(documents).join(readings, is_newest_reading())


def list_deadlines(connection: Connection, wanted: Filter = OPEN) -> list[tuple[ListedEntry, Deadline]]:
    """List the entries that have a deadline with what is derived of it, the earliest first, open ones at the end."""
    due = {line.entry.id: line for line in list_entries(connection, replace(wanted, due=True))}
    found = []
    for document_id in sorted({line.entry.document_id for line in due.values()}):
        whole = Filter(document=document_id, recorded_by=wanted.recorded_by)
        items = [line.entry.item for line in list_entries(connection, whole)]
        statements = [item for item in items if isinstance(item, Statement)]
        events = [item for item in items if isinstance(item, Event)]
        reading = get_reading(connection, document_id)
        derived = derive_deadlines(statements, events, reading.times if reading else ())
        found += [(due[one.event], one) for one in derived if one.event in due]
    return sorted(found, key=_order)


def _order(line: tuple[ListedEntry, Deadline]) -> tuple[bool, dt.date, dt.date, str, int]:
    listed, deadline = line
    first, last = deadline.first or dt.date.max, deadline.last or dt.date.max
    return deadline.first is None, first, last, listed.entry.document_id, deadline.words.start


def list_decisions(
    connection: Connection, entry_id: str | None = None, recorded_by: dt.datetime | None = None
) -> list[Decision]:
    """List the decisions on an entry, or on all of them, the first one first."""
    query = select(decisions).order_by(decisions.c.at, decisions.c.id)
    query = query.where(decisions.c.entry_id == entry_id) if entry_id else query
    query = query.where(decisions.c.at <= recorded_by) if recorded_by else query
    return [
        Decision(row.id, row.entry_id, row.action, row.by, row.at, row.revision, row.reason)
        for row in connection.execute(query)
    ]


def list_all_decisions(connection: Connection, recorded_by: dt.datetime | None = None) -> Iterator[AnyDecision]:
    """Yield every decision on an entry, an assessment, a folding or two events, each kind in the order of deciding."""
    until = recorded_by or dt.datetime.max.replace(tzinfo=dt.UTC)
    yield from list_decisions(connection, recorded_by=until)
    revised = assessment_revisions.c
    assessed = select(assessment_revisions).where(revised.recorded_at <= until)
    for row in connection.execute(assessed.order_by(revised.recorded_at, revised.assessment_id, revised.revision)):
        yield decision_from_row(row)
    yield from list_fold_decisions(connection, recorded_by)
    paired = select(same_event_decisions).where(same_event_decisions.c.at <= until)
    for row in connection.execute(paired.order_by(same_event_decisions.c.at, same_event_decisions.c.id)):
        yield SameEventDecision(row.id, row.a, row.b, row.action, row.by, row.at, row.reason)
