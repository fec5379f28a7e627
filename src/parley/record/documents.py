"""Documents of a record: from their rows, by their ids, by the first characters of an id."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, select

from parley.errors import NoSuchEntry
from parley.model import MARK, Document
from parley.record.schema import documents, publications

Item = TypeVar("Item")
_BATCH = 500
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The id of what the record makes itself."""
IDS = re.compile(rf"[0-9a-f]{{64}}|{UUID.pattern}")
"""Whole ids: of documents, and of what the record makes itself."""


class NamedDocuments(Struct, frozen=True):
    """Documents by their own ids, and by the ids that their senders gave them."""

    by_id: dict[str, Document]
    by_given_id: dict[str, list[Document]]


def document_from_row(row: Row[*tuple[Any, ...]]) -> Document:
    """Make a document of a row that has the columns of `documents`; one that bears marks keeps the id it had before."""
    document = Document(row.text, row.published_on, row.lang, row.kind)
    if MARK in row.text and document.id != row.id:
        return Document(row.text, row.published_on, row.lang, row.kind, row.id)
    return document


def get_document(connection: Connection, document_id: str) -> Document:
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


def is_named(column: ColumnElement[str], start: str, *, either_end: bool = False) -> ColumnElement[bool]:
    """Condition on a column of ids: they begin so, or with `either_end` end so; a whole id is looked up at once."""
    if IDS.fullmatch(start):
        return column == start
    begins = column.startswith(start, autoescape=True)
    return begins | column.endswith(start, autoescape=True) if either_end else begins


def find_document(connection: Connection, start: str, remedy: str) -> str:
    """Find the id of the one document whose id begins so.

    Raises:
        NoSuchEntry: there is none, or several; with the given remedy.
    """
    query = select(documents.c.id).where(is_named(documents.c.id, start)).limit(2)
    found = connection.execute(query).scalars().all() if start else []
    if len(found) != 1:
        what = "several documents have ids like this one" if found else "the record holds no document with this id"
        raise NoSuchEntry(what, where=start, remedy=remedy)
    return str(found[0])


def find_documents(connection: Connection, ids: Iterable[str], given_ids: Iterable[str] = ()) -> NamedDocuments:
    """Read documents by their ids, and by those that their senders gave them; a given id may name several."""
    by_id: dict[str, Document] = {}
    by_given: dict[str, list[Document]] = {}
    for batch in cut_batches(list(ids)):
        for row in connection.execute(select(documents).where(documents.c.id.in_(batch))):
            by_id[row.id] = document_from_row(row)
    for batch in cut_batches(list(given_ids)):
        query = (
            select(documents, publications.c.given_id)
            .join(publications, publications.c.document_id == documents.c.id)
            .where(publications.c.given_id.in_(batch))
            .order_by(documents.c.number)
        )
        for row in connection.execute(query):
            named = by_given.setdefault(row.given_id, [])
            document = document_from_row(row)
            if document not in named:
                named.append(document)
    return NamedDocuments(by_id, by_given)


def cut_batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Cut what a query names into batches, since a database takes so much at a time."""
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
