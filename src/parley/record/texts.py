"""The texts that were read: what silence on a clause rests on."""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection, select

from parley.record.appearances import is_set_aside
from parley.record.moments import in_force_at, known_at
from parley.record.schema import assessments, documents, publications, readings

_CHUNK = 500


class TextRead(Struct, frozen=True):
    """A dated document that was read, and the outlets in which it appeared."""

    document_id: str
    published_on: dt.date
    text: str
    outlets: frozenset[str]


def list_texts_read(connection: Connection, recorded_by: dt.datetime | None) -> Iterator[TextRead]:
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
