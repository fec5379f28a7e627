"""Adding documents: bytes once, texts once, appearances once; the same command goes on where a run was stopped."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, select, update

from parley.model import Arrival, Document, Failure, Publication, Raw
from parley.record.appearances import identify_publication, log_publication
from parley.record.documents import document_from_row
from parley.record.failures import Mending, keep_failure
from parley.record.log import REDACTION, digest_text, walk_payloads
from parley.record.removal import REMOVED, refuse_removed
from parley.record.schema import documents, extractions, publications, raws, unfinished
from parley.record.store import Store
from parley.record.transaction import Transaction, begin_transaction, make_id

_BATCH = 100


class Added(Struct, frozen=True):
    """What adding one document did. `replaces` is the document that stood at the same address before."""

    document: Document
    publication: Publication
    new_document: bool
    new_publication: bool
    replaces: str | None = None


def add_arrivals(
    store: Store,
    arrivals: Iterable[Arrival | Failure],
    *,
    task: str | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Iterator[Added | Failure]:
    """Add documents in batches; yield what became of each, in order. Failures are kept in the record too.

    Args:
        store: of the record.
        arrivals: what to add.
        task: names it, so that a run that was stopped goes on where the same is added again; null for no name.
        is_over: asked before each; with true, what came by then is kept and the run ends unfinished.
    """
    with begin_transaction(store) as transaction:
        began = _begin_task(transaction, task)
    mending, arrivals = Mending(began), takewhile(lambda _: not is_over(), arrivals)
    while batch := list(islice(arrivals, _BATCH)):
        with begin_transaction(store) as transaction:
            batch = list(refuse_removed(transaction.connection, batch))
            mending.note(batch)
            found = [arrival for arrival in batch if isinstance(arrival, Arrival)]
            added = iter(_Writer(transaction, _Known(transaction.connection, found, began)).add(found))
            for failure in batch:
                if isinstance(failure, Failure) and failure.stage != REMOVED:
                    keep_failure(transaction, failure)
        yield from (outcome if isinstance(outcome, Failure) else next(added) for outcome in batch)
    if not is_over():
        with begin_transaction(store) as transaction:
            mending.mend(transaction)
            transaction.connection.execute(delete(unfinished).where(unfinished.c.task == task))


def _begin_task(transaction: Transaction, task: str | None) -> dt.datetime:
    """Return when a task began: at an earlier try that was not finished, or now."""
    if task is None:
        return transaction.now
    query = select(unfinished.c.began).where(unfinished.c.task == task)
    began: dt.datetime | None = transaction.connection.execute(query).scalar()
    if began is None:
        transaction.insert(unfinished, {"task": task, "began": transaction.now})
    return began or transaction.now


class _Writer:
    """Adds documents within one transaction.

    Args:
        transaction: takes the rows.
        known: what the record holds of them.
    """

    def __init__(self, transaction: Transaction, known: "_Known") -> None:
        self._transaction = transaction
        self._known = known

    def add(self, arrivals: Sequence[Arrival]) -> list[Added]:
        """Add documents with their publications and bytes; adding them again changes nothing."""
        return [self._add_one(arrival) for arrival in arrivals]

    def _add_one(self, arrival: Arrival) -> Added:
        known = self._known
        document = known.find_by_bytes(arrival) or known.find_redacted(arrival.document) or arrival.document
        if document.original_id:
            return Added(document, Publication(ref=arrival.publication.ref), new_document=False, new_publication=False)
        new_document = document.id not in known.documents
        if new_document:
            self._add_text(document, arrival.raw)
        self._add_bytes(arrival.raw, document)
        publication, earlier = arrival.publication, None
        identity = identify_publication(document.id, publication)
        if identity not in known.publications:
            self._end_plain(document, publication)
            earlier = known.find_earlier_version(document, publication)
        elif back := known.find_return(document, publication):
            identity, earlier = identify_publication(document.id, publication, back.publication_id), back
        new_publication = identity not in known.publications
        if new_publication:
            self._add_publication(publication, document, identity, earlier)
        known.documents.add(document.id)
        known.publications.add(identity)
        replaces = earlier.document_id if earlier and new_publication else None
        return Added(document, publication, new_document, new_publication, replaces)

    def _end_plain(self, document: Document, publication: Publication) -> None:
        """End the appearance that is the same but for what it points at: the one that comes takes its place."""
        plain = identify_publication(document.id, msgspec.structs.replace(publication, retracts=None, corrects=None))
        if plain in self._known.publications:
            self._transaction.flush()
            connection, same = self._transaction.connection, publications.c.identity == plain
            row = connection.execute(select(publications).where(same)).mappings().one()
            connection.execute(update(publications).where(same).values(recorded_until=self._transaction.now))
            self._transaction.touch(publications, {**row})

    def _add_text(self, document: Document, raw: Raw) -> None:
        row = {"id": document.id, "text": document.text, "published_on": document.date}
        row |= {"lang": document.lang, "kind": document.kind, "recorded_at": self._transaction.now}
        self._transaction.insert(documents, row)
        self._transaction.log("document", {"document": document.id, "raw": raw.sha256})

    def _add_bytes(self, raw: Raw, document: Document) -> None:
        known = self._known
        extracted = known.extracted.setdefault(raw.sha256, [])
        if not extracted and raw.sha256 not in known.raws:
            known.raws.add(raw.sha256)
            row = {"sha256": raw.sha256, "data": raw.data, "media_type": raw.media_type}
            self._transaction.insert(raws, row | {"recorded_at": self._transaction.now})
        if document not in extracted:
            extracted.append(document)
            pair = {"raw_sha256": raw.sha256, "document_id": document.id}
            extractor = {"extractor": raw.extractor, "extractor_version": raw.extractor_version}
            self._transaction.insert(extractions, pair | extractor | {"recorded_at": self._transaction.now})

    def _add_publication(
        self, publication: Publication, document: Document, identity: str, earlier: "_Earlier | None"
    ) -> None:
        row = msgspec.structs.asdict(publication) | {
            "id": make_id(),
            "identity": identity,
            "document_id": document.id,
            "cited": msgspec.to_builtins(publication.cited),
            "flags": list(publication.flags),
            "claimed": msgspec.to_builtins(publication.claimed),
            "first_seen": publication.first_seen or self._transaction.now,
            "replaces": earlier.publication_id if earlier else None,
            "recorded_at": self._transaction.now,
        }
        self._transaction.insert(publications, row)
        log_publication(self._transaction, row, earlier.document_id if earlier else None)


class _Earlier(Struct, frozen=True):
    """A publication that stood at an address before this run."""

    publication_id: str
    document_id: str
    text: str
    published_on: dt.date | None
    ref: str | None

    def is_replaced_by(self, document: Document, publication: Publication) -> bool:
        """Tell whether another text took this one's place: not an older page, nor another line of the same file."""
        older = self.published_on and publication.published_on and publication.published_on < self.published_on
        file, line, _ = (self.ref or "").rpartition(" line ")
        sibling = line and (publication.ref or "").startswith(f"{file} line ") and publication.given_id is None
        return self.text != document.text and not older and not sibling

    def lies_where(self, publication: Publication) -> bool:
        """Tell whether both were taken from the same place: the same file or address, at different times."""
        return self.ref is not None and self.ref == publication.ref


class _Known:
    """What the record already holds of a batch of arrivals, read in a few queries.

    Args:
        connection: to the record.
        arrivals: the batch.
        run_began: when the whole run of adding began; pages added since then are no earlier versions of each other
            (a digest's items share one address).
    """

    def __init__(self, connection: Connection, arrivals: Sequence[Arrival], run_began: dt.datetime) -> None:
        hashes = {arrival.raw.sha256 for arrival in arrivals}
        self.raws = set(connection.execute(select(raws.c.sha256).where(raws.c.sha256.in_(hashes))).scalars())
        self.extracted: dict[str, list[Document]] = {}
        query = (
            select(extractions.c.raw_sha256, documents)
            .join(documents, documents.c.id == extractions.c.document_id)
            .where(extractions.c.raw_sha256.in_(hashes))
            .order_by(documents.c.number)
        )
        for row in connection.execute(query):
            self.extracted.setdefault(row.raw_sha256, []).append(document_from_row(row))
        held = [document for group in self.extracted.values() for document in group]
        ids = {document.id for document in held} | {arrival.document.id for arrival in arrivals}
        self.documents = set(connection.execute(select(documents.c.id).where(documents.c.id.in_(ids))).scalars())
        query_of_identities = select(publications.c.identity).where(publications.c.document_id.in_(ids))
        self.publications = set(connection.execute(query_of_identities).scalars())
        self._earlier = _find_publications_by_address(connection, arrivals, run_began)
        self._redacted = _find_redacted(connection, arrivals)

    def find_by_bytes(self, arrival: Arrival) -> Document | None:
        """Find the document that the same bytes gave before, whatever extractor read them then."""
        for document in self.extracted.get(arrival.raw.sha256, []):
            if document.date == arrival.document.date or not arrival.publication.date_is_from_outside:
                return document
        return None

    def find_redacted(self, document: Document) -> Document | None:
        """Find the document that this text was before words were taken out of it, whatever its date."""
        return self._redacted.get(digest_text(document.text))

    def find_return(self, document: Document, publication: Publication) -> _Earlier | None:
        """Find the newest publication at an address where an older text comes back: the same place holds it again."""
        newest = next(iter(self._earlier.get((publication.url or "", publication.given_id), [])), None)
        back = newest and newest.lies_where(publication) and newest.is_replaced_by(document, publication)
        return newest if back else None

    def find_earlier_version(self, document: Document, publication: Publication) -> _Earlier | None:
        """Find the newest publication of another text at the same address, under the same given id."""
        if publication.url is None:
            return None
        found = self._earlier.get((publication.url, publication.given_id), [])
        return next((earlier for earlier in found if earlier.is_replaced_by(document, publication)), None)


def _find_publications_by_address(
    connection: Connection, arrivals: Sequence[Arrival], run_began: dt.datetime
) -> dict[tuple[str | None, str | None], list[_Earlier]]:
    addresses = {arrival.publication.url for arrival in arrivals if arrival.publication.url}
    query = (
        select(publications, documents.c.text)
        .join(documents, documents.c.id == publications.c.document_id)
        .where(publications.c.url.in_(addresses), publications.c.recorded_at < run_began)
        .where(publications.c.recorded_until.is_(None))
        .order_by(publications.c.recorded_at.desc(), publications.c.id.desc())
    )
    found: dict[tuple[str | None, str | None], list[_Earlier]] = {}
    for row in connection.execute(query):
        earlier = _Earlier(row.id, row.document_id, row.text, row.published_on, row.ref)
        found.setdefault((row.url, row.given_id), []).append(earlier)
    return found


def _find_redacted(connection: Connection, arrivals: Sequence[Arrival]) -> dict[str, Document]:
    """Find, by the digest of their texts as they were, documents that words were taken out of."""
    texts: dict[str, str] = {}
    for told in walk_payloads(connection, REDACTION):
        texts |= msgspec.json.decode(told.payload)["texts"]
    wanted = {digest: texts[digest] for each in arrivals if (digest := digest_text(each.document.text)) in texts}
    rows = connection.execute(select(documents).where(documents.c.id.in_(wanted.values())))
    found = {row.id: document_from_row(row) for row in rows}
    return {digest: found[document_id] for digest, document_id in wanted.items() if document_id in found}
