"""Reading the documents of a record: what nobody has read yet, what becomes of it, some for each commit."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, not_, select

from parley.ahead import run_ahead
from parley.errors import ParleyError
from parley.model import Document, Failure, Reading
from parley.record.appearances import is_set_aside
from parley.record.documents import load_documents
from parley.record.entries import Differences, load_bare_readings, load_readings, store_readings
from parley.record.failures import keep_failure
from parley.record.schema import documents, failures, known_at, readings, restatements
from parley.record.store import Store
from parley.record.transaction import begin_transaction
from parley.steps import Completer, Reader

Item = TypeVar("Item")
_BATCH = 100
_CHUNK = 20
"""Documents fetched at once for reading; Ctrl-C waits for them."""
_SECONDS = 1.0
"""Longest time of reading between two commits."""


class DocumentRead(Struct, frozen=True):
    """One document that was read, and what its reading changed in the record."""

    document_id: str
    differences: Differences


class _Task(Struct, frozen=True):
    """One document to read, with the reading that is there already: the reader's own, or one to resolve anew."""

    document_id: str
    document: Document
    kept: Reading | None
    bare: Reading | None


class NotRead(Struct, frozen=True):
    """How many documents of one language were left unread."""

    lang: str
    documents: int


def label_reader(reader: Reader) -> str:
    """Name a reader with its version, as proposals carry it."""
    return f"{reader.name} {reader.version}"


def read_documents(
    store: Store, reader: Reader, languages: frozenset[str], documents_to_read: Iterable[str] | None = None
) -> Iterator[DocumentRead | Failure]:
    """Read what this reader has not read yet; yield what became of each document.

    Args:
        store: of the record.
        reader: the reader; its name and version stand on every proposal.
        languages: documents in other languages are left unread; see `list_not_read`.
        documents_to_read: ids as `list_unread` gives them (the default).
    """
    label = label_reader(reader)
    if documents_to_read is None:
        with store.read() as connection:
            documents_to_read = list_unread(connection, reader, languages)
    made = run_ahead(partial(_read_one, reader), _list_tasks(store, reader, documents_to_read))
    while outcomes := list(_take_some(made, _BATCH)):
        with begin_transaction(store) as transaction:
            fresh = [outcome for _, outcome in outcomes if isinstance(outcome, Reading)]
            stored = iter(store_readings(transaction, fresh, label))
            for document_id, outcome in outcomes:
                if isinstance(outcome, Failure):
                    keep_failure(transaction, outcome, document_id=document_id, reader=label)
        for document_id, outcome in outcomes:
            yield outcome if isinstance(outcome, Failure) else DocumentRead(document_id, next(stored))


def _list_tasks(store: Store, reader: Reader, document_ids: Iterable[str]) -> Iterator[_Task]:
    """List what is to be read, each document once."""
    seen: set[str] = set()
    document_ids = iter(document_ids)
    while named := list(islice(document_ids, _CHUNK)):
        chunk = [document_id for document_id in dict.fromkeys(named) if document_id not in seen]
        seen.update(chunk)
        with store.read() as connection:
            texts = load_documents(connection, chunk)
            kept = load_readings(connection, list(texts.values()), label_reader(reader))
            bare = load_bare_readings(connection, list(texts.values()), reader)
        for document_id in chunk:
            yield _Task(document_id, texts[document_id], kept.get(document_id), bare.get(document_id))


def _read_one(reader: Reader, task: _Task) -> tuple[str, Reading | Failure]:
    """Read a document, or take the reading that this reader made of it before."""
    return task.document_id, task.kept or _try_reading(reader, task.document, task.bare)


def _take_some(items: Iterator[Item], most: int) -> Iterator[Item]:
    """Yield items until there are enough for one commit, or until some time has passed."""
    began = time.monotonic()
    for item in islice(items, most):
        yield item
        if time.monotonic() - began > _SECONDS:
            return


def _try_reading(reader: Reader, document: Document, bare: Reading | None = None) -> Reading | Failure:
    """Read a document, or only resolve anew what was read of it before (`bare`); no error is raised."""
    where = f"document {document.id[:12]}"
    remedy = "The document is kept; a newer reader will try it again."
    try:
        return reader.resolve(bare) if bare and isinstance(reader, Completer) else reader.read(document)
    except ParleyError as error:
        return Failure(where, "read", error.what, error.remedy or remedy)
    except Exception as error:  # noqa: BLE001 (any reader may fail in any way, and the batch goes on)
        return Failure(where, "read", f"the reader failed: {type(error).__name__}: {error}", remedy)


def list_unread(connection: Connection, reader: Reader, languages: frozenset[str]) -> list[str]:
    """List the ids of documents in these languages whose reading in force is not this reader's.

    Those on which it has failed are left out.
    """
    label = label_reader(reader)
    query = (
        select(documents.c.id)
        .select_from(documents)
        .outerjoin(readings, is_newest_reading())
        .outerjoin(failures, and_(failures.c.document_id == documents.c.id, failures.c.reader == label))
        .where(_is_readable(documents.c.lang, languages), ~is_set_aside(None))
        .where(readings.c.reader.is_distinct_from(label), failures.c.id.is_(None))
        .order_by(documents.c.number)
    )
    return list(connection.execute(query).scalars())


def is_newest_reading() -> ColumnElement[bool]:
    """Condition on `readings` beside `documents`: it is the document's reading in force."""
    others = readings.alias()
    newest = select(func.max(others.c.applied_at)).where(others.c.document_id == documents.c.id)
    return and_(
        readings.c.document_id == documents.c.id,
        readings.c.applied_at == newest.correlate(documents).scalar_subquery(),
    )


def list_not_read(
    connection: Connection, languages: frozenset[str], recorded_by: dt.datetime | None = None
) -> list[NotRead]:
    """Count, by language, the documents in none of the given languages, as of a recorded moment or now."""
    lang = find_language(recorded_by)
    query = (
        select(lang, func.count())
        .where(not_(_is_readable(lang, languages)), known_at(recorded_by, documents), ~is_set_aside(recorded_by))
        .group_by(lang)
        .order_by(lang)
    )
    return [NotRead(name, number) for name, number in connection.execute(query)]


def count_unread(connection: Connection, languages: frozenset[str]) -> int:
    """Count the documents in these languages that no reader has read."""
    read = select(readings.c.document_id)
    unread = (_is_readable(documents.c.lang, languages), documents.c.id.not_in(read), ~is_set_aside(None))
    return connection.execute(select(func.count(documents.c.number)).where(*unread)).scalar_one()


def find_language(moment: dt.datetime | None) -> ColumnElement[str]:
    """Expression on `documents`: the language as it was stated at a moment: before the first change after it."""
    if moment is None:
        return documents.c.lang
    later = (restatements.c.document_id == documents.c.id, restatements.c.field == "lang", restatements.c.at > moment)
    before = select(restatements.c.before).where(*later).order_by(restatements.c.at).limit(1)
    return case((exists().where(*later), before.scalar_subquery()), else_=documents.c.lang)


def _is_readable(lang: ColumnElement[str], languages: frozenset[str]) -> ColumnElement[bool]:
    return lang.is_(None) | lang.in_(languages)
