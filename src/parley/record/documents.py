"""Adding documents: bytes once, texts once, appearances once."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select, update

from parley.errors import NoSuchEntry
from parley.model import MARK, Arrival, Document, Publication, Raw
from parley.record.identity import make_id
from parley.record.log import REDACTION, digest_text
from parley.record.schema import documents, extractions, log, payloads, publications, raws
from parley.record.transaction import Transaction


class Added(Struct, frozen=True):
    """What adding one document did. `replaces` is the document that stood at the same address before."""

    document: Document
    publication: Publication
    new_document: bool
    new_publication: bool
    replaces: str | None = None


class DocumentWriter:
    """Adds documents within one transaction.

    Args:
        transaction: takes the rows.
        run_began: when the whole run of adding began; pages added since then are no earlier versions of each other
            (a digest's items share one address).
    """

    def __init__(self, transaction: Transaction, run_began: dt.datetime) -> None:
        self._transaction = transaction
        self._run_began = run_began

    def add(self, arrivals: Sequence[Arrival]) -> list[Added]:
        """Add documents with their publications and bytes; adding them again changes nothing."""
        known = _Known(self._transaction.connection, arrivals, self._run_began)
        return [self._add_one(arrival, known) for arrival in arrivals]

    def _add_one(self, arrival: Arrival, known: "_Known") -> Added:
        document = known.find_by_bytes(arrival) or known.find_redacted(arrival.document) or arrival.document
        if document.original_id:
            return Added(document, Publication(ref=arrival.publication.ref), new_document=False, new_publication=False)
        new_document = document.id not in known.documents
        if new_document:
            self._add_text(document, arrival.raw)
        self._add_bytes(arrival.raw, document, known)
        publication, earlier = arrival.publication, None
        identity = identify_publication(document.id, publication)
        if identity not in known.publications:
            self._end_plain(document, publication, known)
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

    def _end_plain(self, document: Document, publication: Publication, known: "_Known") -> None:
        """End the appearance that is the same but for what it points at: the one that comes takes its place."""
        plain = identify_publication(document.id, msgspec.structs.replace(publication, retracts=None, corrects=None))
        if plain in known.publications:
            connection, same = self._transaction.connection, publications.c.identity == plain
            row = connection.execute(select(publications).where(same)).mappings().one()
            connection.execute(update(publications).where(same).values(recorded_until=self._transaction.now))
            self._transaction.touch(publications, {**row})

    def _add_text(self, document: Document, raw: Raw) -> None:
        row = {
            "id": document.id,
            "text": document.text,
            "published_on": document.date,
            "lang": document.lang,
            "kind": document.kind,
            "recorded_at": self._transaction.now,
        }
        self._transaction.insert(documents, row)
        self._transaction.log("document", {"document": document.id, "raw": raw.sha256})

    def _add_bytes(self, raw: Raw, document: Document, known: "_Known") -> None:
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
    """What the record already holds of a batch of arrivals, read in a few queries."""

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
    told = select(payloads.c.payload).join(log).where(log.c.kind == REDACTION).order_by(log.c.position)
    texts: dict[str, str] = {}
    for payload in connection.execute(told).scalars():
        texts |= msgspec.json.decode(payload)["texts"]
    wanted = {digest: texts[digest] for each in arrivals if (digest := digest_text(each.document.text)) in texts}
    rows = connection.execute(select(documents).where(documents.c.id.in_(wanted.values())))
    found = {row.id: document_from_row(row) for row in rows}
    return {digest: found[document_id] for digest, document_id in wanted.items() if document_id in found}


def log_publication(transaction: Transaction, row: Mapping[str, Any], replaces: str | None) -> None:
    """Log a row of `publications`; `replaces` is the document that stood there before."""
    payload = {name: row[name] for name in ("outlet", "url", "retracts", "corrects") if name in row}
    said = {"publication": row["id"], "document": row["document_id"], "replaces": replaces}
    transaction.log("publication", payload | said)


def restate_publication(transaction: Transaction, row: Mapping[str, Any], changes: Mapping[str, object]) -> None:
    """End an appearance and keep it anew with some columns changed; it was first seen when it was."""
    connection, now = transaction.connection, transaction.now
    connection.execute(update(publications).where(publications.c.id == row["id"]).values(recorded_until=now))
    transaction.touch(publications, row)
    anew = dict(row) | dict(changes) | {"id": make_id(), "recorded_at": now, "recorded_until": None}
    publication = msgspec.convert(_take_fields(anew), Publication)
    plain = identify_publication(anew["document_id"], publication)
    taken = connection.execute(select(publications.c.id).where(publications.c.identity == plain)).first()
    anew["identity"] = identify_publication(anew["document_id"], publication, row["id"]) if taken else plain
    transaction.insert(publications, anew)
    log_publication(transaction, anew, None)


def identify_publication(document_id: str, publication: Publication, after: str | None = None) -> str:
    """Name an appearance.

    Args:
        document_id: what appeared.
        publication: one that points at another document is told from the plain one.
        after: the appearance whose place it takes, where another of this name has been there before.
    """
    parts = [document_id, publication.outlet, publication.url, publication.given_id]
    beyond = {"retracts": publication.retracts, "corrects": publication.corrects, "after": after}
    parts += [f"{name} {value}" for name, value in beyond.items() if value]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def document_from_row(row: Row[*tuple[Any, ...]]) -> Document:
    """Make a document of a row that has the columns of `documents`; one that bears marks keeps the id it had before."""
    document = Document(row.text, row.published_on, row.lang, row.kind)
    if MARK in row.text and document.id != row.id:
        return Document(row.text, row.published_on, row.lang, row.kind, row.id)
    return document


def publication_from_row(row: Row[*tuple[Any, ...]]) -> Publication:
    """Make a publication of a row that has the columns of `publications`."""
    return msgspec.convert(_take_fields(dict(row._mapping)), Publication)  # noqa: SLF001 (SQLAlchemy's API)


def _take_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in Publication.__struct_fields__}


def find_document(connection: Connection, start: str, remedy: str) -> str:
    """Find the id of the one document whose id begins so.

    Raises:
        NoSuchEntry: there is none, or several; with the given remedy.
    """
    query = select(documents.c.id).where(documents.c.id.startswith(start, autoescape=True)).limit(2)
    found = connection.execute(query).scalars().all() if start else []
    if len(found) != 1:
        what = "several documents have ids like this one" if found else "the record holds no document with this id"
        raise NoSuchEntry(what, where=start, remedy=remedy)
    return str(found[0])
