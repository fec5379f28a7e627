"""The record as the rest of Parley sees it: one class, whose methods are the verbs of the command line."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, takewhile
from pathlib import Path
from typing import Self

from sqlalchemy import func, select

from parley.ahead import run_ahead
from parley.derive import Deadline
from parley.model import (
    ActorChange,
    Arrival,
    Decision,
    Document,
    Event,
    Failure,
    ListedEntry,
    Publication,
    Reading,
    Statement,
    Verdict,
)
from parley.record import check, deadlines, lists, unread
from parley.record.actors import keep_change, list_changes
from parley.record.appearances import is_set_aside, list_doubts, load_publications
from parley.record.assessments import Assessments
from parley.record.contents import list_decisions
from parley.record.custody import Custody
from parley.record.deciding import DecisionWriter
from parley.record.documents import Added, DocumentWriter, document_from_row
from parley.record.entries import (
    EntryWriter,
    decode_reading,
    load_bare_readings,
    load_document,
    load_documents,
    load_readings,
)
from parley.record.failures import FailureWriter, Mending, list_failures
from parley.record.fetches import Fetches
from parley.record.lineage import Lineage
from parley.record.lists import Filter, Found, NamedDocuments, Order, find_named_documents
from parley.record.log import BRIEF, Position, find_last_change, read_head
from parley.record.mentions import Mentions
from parley.record.moments import known_at
from parley.record.outcomes import DocumentRead, NotRead, Task, take_some, try_reading
from parley.record.removal import Removed, refuse_removed
from parley.record.restating import Restated, Restatement, remove_restated, restate_document
from parley.record.review import Review
from parley.record.schema import documents, readings
from parley.record.store import Store, create_store, open_store
from parley.record.tasks import begin_task, end_task
from parley.record.texts import TextRead, list_texts_read
from parley.record.transaction import begin_transaction
from parley.record.versions import DocumentVersion, list_versions
from parley.steps import Reader

_BATCH = 100
_CHUNK = 20
"""Documents fetched at once for reading; Ctrl-C waits for them."""


class Record:
    """One record in one SQLite file; use as a context manager.

    Every method may raise RecordError. What is written is committed in batches: a killed process loses at most the
    batch in hand, and running the same command again completes it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the record lies."""
        return self._store.path

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def add(
        self,
        arrivals: Iterable[Arrival | Failure],
        *,
        task: str | None = None,
        is_over: Callable[[], bool] = lambda: False,
    ) -> Iterator[Added | Failure]:
        """Add documents in batches; yield what became of each, in order. Failures are kept in the record too.

        Args:
            arrivals: what to add.
            task: names it, so that a run that was stopped goes on where the same is added again; null for no name.
            is_over: asked before each; with true, what came by then is kept and the run ends unfinished.
        """
        with begin_transaction(self._store) as transaction:
            began = begin_task(transaction, task)
        mending, arrivals = Mending(began), takewhile(lambda _: not is_over(), arrivals)
        while batch := list(islice(arrivals, _BATCH)):
            with begin_transaction(self._store) as transaction:
                batch = list(refuse_removed(transaction.connection, batch))
                mending.note(batch)
                found = [arrival for arrival in batch if isinstance(arrival, Arrival)]
                added = iter(DocumentWriter(transaction, began).add(found))
                failed = FailureWriter(transaction)
                for failure in batch:
                    if isinstance(failure, Failure):
                        failed.add(failure)
            yield from (outcome if isinstance(outcome, Failure) else next(added) for outcome in batch)
        if not is_over():
            with begin_transaction(self._store) as transaction:
                mending.mend(transaction)
                end_task(transaction, task)

    def remove(self, document_id: str, *, by: str, reason: str) -> Removed:
        """Remove a document for good, with everything that holds its words; see `remove_restated` for errors."""
        with begin_transaction(self._store) as transaction:
            removed = remove_restated(transaction, document_id, by=by, reason=reason)
        self._store.clean()
        return removed

    @property
    def custody(self) -> Custody:
        """What becomes of the record's file as a whole: redaction, backup, taking it out and in."""
        return Custody(self._store)

    def read(
        self, reader: Reader, languages: frozenset[str], documents_to_read: Iterable[str] | None = None
    ) -> Iterator[DocumentRead | Failure]:
        """Read what this reader has not read yet; yield what became of each document.

        Args:
            reader: the reader; its name and version stand on every proposal.
            languages: documents in other languages are left unread; see `list_not_read`.
            documents_to_read: ids as `list_unread` gives them (the default).
        """
        label = label_reader(reader)
        chosen = self.list_unread(reader, languages) if documents_to_read is None else documents_to_read
        reading = self._read_documents(reader, chosen)
        while outcomes := list(take_some(reading, _BATCH)):
            with begin_transaction(self._store) as transaction:
                made = [outcome for _, outcome in outcomes if isinstance(outcome, Reading)]
                stored = iter(EntryWriter(transaction).store_readings(made, label))
                failed = FailureWriter(transaction)
                for document_id, outcome in outcomes:
                    if isinstance(outcome, Failure):
                        failed.add(outcome, document_id=document_id, reader=label)
            for document_id, outcome in outcomes:
                yield outcome if isinstance(outcome, Failure) else DocumentRead(document_id, next(stored))

    def _read_documents(self, reader: Reader, document_ids: Iterable[str]) -> Iterator[tuple[str, Reading | Failure]]:
        """Read documents, or take the reading that this reader made of them before."""
        return run_ahead(
            lambda task: (task.document_id, task.kept or try_reading(reader, task.document, task.bare)),
            self._list_tasks(reader, document_ids),
        )

    def _list_tasks(self, reader: Reader, document_ids: Iterable[str]) -> Iterator[Task]:
        """List what is to be read, each document once."""
        seen: set[str] = set()
        document_ids = iter(document_ids)
        while named := list(islice(document_ids, _CHUNK)):
            chunk = [document_id for document_id in dict.fromkeys(named) if document_id not in seen]
            seen.update(chunk)
            with self._store.read() as connection:
                texts = load_documents(connection, chunk)
                kept = load_readings(connection, list(texts.values()), label_reader(reader))
                bare = load_bare_readings(connection, list(texts.values()), reader)
            for document_id in chunk:
                yield Task(document_id, texts[document_id], kept.get(document_id), bare.get(document_id))

    def list_unread(self, reader: Reader, languages: frozenset[str]) -> list[str]:
        """List the ids of documents in these languages whose reading in force is not this reader's.

        Those on which it has failed are left out.
        """
        with self._store.read() as connection:
            return unread.list_unread(connection, label_reader(reader), languages)

    def list_not_read(self, languages: frozenset[str], recorded_by: dt.datetime | None = None) -> list[NotRead]:
        """Count, by language, the documents in none of the given languages, as of a recorded moment or now."""
        with self._store.read() as connection:
            return unread.count_not_read(connection, languages, recorded_by)

    def restate(self, start: str, stated: Restatement, *, by: str, reason: str | None = None) -> Restated:
        """State anew what is known of a document; see `restate_document` for arguments and errors."""
        with begin_transaction(self._store) as transaction:
            return restate_document(transaction, start, stated, by=by, reason=reason)

    def decide(
        self,
        entry_id: str,
        action: Verdict,
        *,
        by: str,
        revision: int,
        reason: str | None = None,
        item: Statement | Event | None = None,
    ) -> str:
        """Keep a person's decision; see `DecisionWriter.decide` for arguments and errors."""
        with begin_transaction(self._store) as transaction:
            writer = DecisionWriter(transaction)
            return writer.decide(entry_id, action, by=by, revision=revision, reason=reason, item=item)

    @property
    def assessments(self) -> Assessments:
        """What reports say about clauses of agreements, and the decisions on it."""
        return Assessments(self._store)

    @property
    def fetches(self) -> Fetches:
        """What servers said of the addresses that documents came from."""
        return Fetches(self._store)

    @property
    def review(self) -> Review:
        """The entries as they come up for decision."""
        return Review(self._store)

    @property
    def mentions(self) -> Mentions:
        """Who and what the entries mention, resolved or not."""
        return Mentions(self._store)

    def find_documents(self, ids: Iterable[str], given_ids: Iterable[str] = ()) -> NamedDocuments:
        """Read documents by their ids, and by those that their senders gave them."""
        with self._store.read() as connection:
            return find_named_documents(connection, list(ids), list(given_ids))

    def change_actors(self, change: ActorChange) -> ActorChange:
        """Keep a change of the registry and return it with its id; see `keep_change` for errors.

        Names change in the entries when the record is read again, which needs no reader: `read` completes the
        readings that are kept.
        """
        with begin_transaction(self._store) as transaction:
            return keep_change(transaction, change)

    def list_actor_changes(self, recorded_by: dt.datetime | None = None) -> list[ActorChange]:
        """List the changes of the registry, the first one first, as of a recorded moment or now."""
        with self._store.read() as connection:
            return list_changes(connection, recorded_by)

    def get_reading(self, document_id: str) -> Reading | None:
        """Return the reading in force of a document, null where it was not read."""
        query = select(readings.c.payload).where(readings.c.document_id == document_id)
        with self._store.read() as connection:
            payload = connection.scalar(query.order_by(readings.c.applied_at.desc()).limit(1))
            return decode_reading(load_document(connection, document_id), payload) if payload else None

    def list_entries(
        self, wanted: Filter | None = None, limit: int | None = None, order: Order = "published"
    ) -> Iterator[ListedEntry]:
        """Yield entries by day of publication, or by when they can have happened, then by place in the text."""
        wanted = wanted or Filter()
        with self._store.read() as connection:
            if wanted.words is not None:
                lists.check_words(connection, wanted.words)
            yield from lists.list_entries(connection, wanted, limit, order)

    def list_deadlines(self, wanted: Filter | None = None) -> list[tuple[ListedEntry, Deadline]]:
        """List what is due, the earliest first, what has no day at the end."""
        with self._store.read() as connection:
            return deadlines.list_deadlines(connection, wanted or Filter())

    def count_entries(self, wanted: Filter | None = None) -> int:
        """Count what `list_entries` would yield."""
        with self._store.read() as connection:
            return lists.count_entries(connection, wanted or Filter())

    def count_by_standing(self, wanted: Filter | None = None) -> dict[tuple[str, bool], int]:
        """Count events by how they stand and whether they are acts (True) or speech acts (False)."""
        with self._store.read() as connection:
            return lists.count_by_standing(connection, wanted or Filter())

    def find_entry(self, start: str) -> ListedEntry:
        """Find the one entry whose id begins or ends with the given characters."""
        with self._store.read() as connection:
            return lists.find_entry(connection, start)

    def list_decisions(self, entry_id: str) -> list[Decision]:
        """List the decisions on an entry, the first one first."""
        with self._store.read() as connection:
            return list(list_decisions(connection, entry_id))

    def get_document(self, document_id: str) -> Document:
        """Read one document by its id."""
        with self._store.read() as connection:
            return load_document(connection, document_id)

    def list_publications(self, document_id: str) -> list[Publication]:
        """List the appearances of a document, the earliest first."""
        with self._store.read() as connection:
            return load_publications(connection, {document_id}).get(document_id, [])

    def search(self, query: str, limit: int = 50) -> list[Found]:
        """Find documents by their words; see `search_texts`."""
        with self._store.read() as connection:
            lists.check_words(connection, query)
            return lists.search_texts(connection, query, limit)

    def list_versions(self) -> list[DocumentVersion]:
        """List every text that replaced another at the same address, in the order of recording."""
        with self._store.read() as connection:
            return list_versions(connection)

    def list_readings(self) -> Iterator[tuple[Document, list[Publication], Reading]]:
        """Yield the reading in force of each document with the document's appearances."""
        others = readings.alias()
        newest = select(func.max(others.c.applied_at)).where(others.c.document_id == documents.c.id)
        query = (
            select(documents, readings.c.payload)
            .join(readings, readings.c.document_id == documents.c.id)
            .where(readings.c.applied_at == newest.scalar_subquery())
            .order_by(documents.c.published_on, documents.c.number)
        )
        with self._store.read() as connection:
            for batch in connection.execute(query).partitions(_BATCH):
                appeared = load_publications(connection, {row.id for row in batch})
                for row in batch:
                    document = document_from_row(row)
                    yield document, appeared.get(row.id, []), decode_reading(document, row.payload)

    @property
    def lineage(self) -> Lineage:
        """How the documents hang together: relations, and people's word on them."""
        return Lineage(self._store)

    def list_texts_read(self, recorded_by: dt.datetime | None = None) -> Iterator[TextRead]:
        """Yield the dated documents that a reader or a coder has read, as of a moment or now."""
        with self._store.read() as connection:
            yield from list_texts_read(connection, recorded_by)

    def list_failures(self) -> list[Failure]:
        """List what could not be added or read and is not mended since, in the order of recording."""
        with self._store.read() as connection:
            return list_failures(connection)

    def list_doubts(self) -> Iterator[Publication]:
        """Yield the appearances about which something is doubtful, or of which a part was not read."""
        with self._store.read() as connection:
            yield from list_doubts(connection)

    def count_documents(
        self,
        recorded_by: dt.datetime | None = None,
        published_from: dt.date | None = None,
        published_to: dt.date | None = None,
    ) -> int:
        """Count the documents, as of a recorded moment or now; those of some days, inclusive, or all."""
        query = select(func.count(documents.c.number))
        query = query.where(known_at(recorded_by, documents), ~is_set_aside(recorded_by))
        query = query.where(documents.c.published_on >= published_from) if published_from else query
        query = query.where(documents.c.published_on <= published_to) if published_to else query
        with self._store.read() as connection:
            return connection.execute(query).scalar_one()

    def count_unread(self, languages: frozenset[str]) -> int:
        """Count the documents in these languages that no reader has read."""
        with self._store.read() as connection:
            return unread.count_unread(connection, languages)

    def read_log_head(self, recorded_by: dt.datetime | None = None) -> tuple[int, str]:
        """Return position and hash of the log's newest row, as of a recorded moment or now."""
        with self._store.read() as connection:
            return read_head(connection, recorded_by)

    def find_last_change(self, recorded_by: dt.datetime | None = None) -> Position:
        """Return the log's newest row that changed the record, as of a recorded moment or now."""
        with self._store.read() as connection:
            return find_last_change(connection, recorded_by)

    def log_brief(self, made_from: Mapping[str, str], sha256: str) -> None:
        """Keep in the log that a brief was made: its manifest, and the hash of its bytes."""
        with begin_transaction(self._store) as transaction:
            transaction.log(BRIEF, {"made_from": dict(made_from), "sha256": sha256})

    def check(self) -> Iterator[check.Finding | None]:
        """Check the whole record; see `check_record`."""
        with self._store.read() as connection:
            yield from check.check_record(connection)


def create_record(path: Path) -> Record:
    """Make a new, empty record; see `create_store` for errors."""
    return Record(create_store(path))


def open_record(path: Path) -> Record:
    """Open a record; see `open_store` for errors."""
    return Record(open_store(path))


def label_reader(reader: Reader) -> str:
    """Name a reader with its version, as proposals carry it."""
    return f"{reader.name} {reader.version}"
