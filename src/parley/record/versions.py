"""Pages whose text changed: which document stands where another stood."""

from msgspec import Struct
from sqlalchemy import Connection, select

from parley.model import Document, Publication
from parley.record.documents import publication_from_row
from parley.record.entries import load_document
from parley.record.moments import in_force_at
from parley.record.schema import publications


class DocumentVersion(Struct, frozen=True):
    """A document that stands where another stood before: same address, new text."""

    url: str
    replaced: Document
    by: Document
    publication: Publication


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
            replaced=load_document(connection, row.replaced),
            by=load_document(connection, row.document_id),
            publication=publication_from_row(row),
        )
        for row in connection.execute(query).all()
    ]
