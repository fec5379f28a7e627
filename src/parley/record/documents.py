"""Adding documents: bytes once, texts once, appearances once."""

import datetime as dt
import hashlib
from typing import Any, TypedDict

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from parley.model import Arrival, Document, Failure, Publication
from parley.record.identity import make_id
from parley.record.log import LogWriter
from parley.record.schema import documents, extractions, failures, publications, raws


class Added(Struct, frozen=True):
    """What adding one document did. `replaces` is the document that stood at the same address before."""

    document: Document
    publication: Publication
    new_document: bool
    new_publication: bool
    replaces: str | None = None


class _Text(TypedDict):
    id: str
    text: str
    published_on: dt.date | None
    lang: str | None
    kind: str


class DocumentWriter:
    """Adds documents within one transaction.

    Args:
        connection: a connection that holds the write lock.
        log: the log of the same transaction.
        now: the moment that every row of this transaction carries.
        run_began: when the whole run of adding began; pages added since then are no earlier versions of each other
            (a digest's items share one address).
    """

    def __init__(self, connection: Connection, log: LogWriter, now: dt.datetime, run_began: dt.datetime) -> None:
        self._connection = connection
        self._log = log
        self._now = now
        self._run_began = run_began

    def add(self, arrival: Arrival) -> Added:
        """Add one document with its publication and bytes; adding it again changes nothing."""
        known = self._find_by_bytes(arrival)
        document = known or arrival.document
        new_document = known is None and self._add_text(arrival)
        self._add_bytes(arrival, document)
        new_publication, replaces = self._add_publication(arrival, document)
        return Added(document, arrival.publication, new_document, new_publication, replaces)

    def _find_by_bytes(self, arrival: Arrival) -> Document | None:
        """Find the document that the same bytes gave before, whatever extractor read them then."""
        query = (
            select(documents)
            .join(extractions, extractions.c.document_id == documents.c.id)
            .where(extractions.c.raw_sha256 == arrival.raw.sha256)
            .order_by(documents.c.number)
        )
        if arrival.publication.date_is_from_outside:
            query = query.where(documents.c.published_on == arrival.document.date)
        row = self._connection.execute(query.limit(1)).first()
        return document_from_row(row) if row else None

    def _add_text(self, arrival: Arrival) -> bool:
        document = arrival.document
        if self._connection.execute(select(documents.c.number).where(documents.c.id == document.id)).first():
            return False
        row: _Text = {
            "id": document.id,
            "text": document.text,
            "published_on": document.date,
            "lang": document.lang,
            "kind": document.kind,
        }
        self._connection.execute(documents.insert().values(**row, recorded_at=self._now))
        self._log.append("document", {"document": document.id, "raw": arrival.raw.sha256})
        return True

    def _add_bytes(self, arrival: Arrival, document: Document) -> None:
        raw = arrival.raw
        if not self._connection.execute(select(raws.c.sha256).where(raws.c.sha256 == raw.sha256)).first():
            values = {"sha256": raw.sha256, "data": raw.data, "media_type": raw.media_type, "recorded_at": self._now}
            self._connection.execute(raws.insert().values(**values))
        known = select(extractions.c.extractor).where(
            extractions.c.raw_sha256 == raw.sha256, extractions.c.document_id == document.id
        )
        if not self._connection.execute(known).first():
            self._connection.execute(
                extractions.insert().values(
                    raw_sha256=raw.sha256,
                    document_id=document.id,
                    extractor=raw.extractor,
                    extractor_version=raw.extractor_version,
                )
            )

    def _add_publication(self, arrival: Arrival, document: Document) -> tuple[bool, str | None]:
        publication = arrival.publication
        identity = _identify_publication(document.id, publication)
        if self._connection.execute(select(publications.c.id).where(publications.c.identity == identity)).first():
            return False, None
        earlier = self._find_earlier_version(document.id, publication)
        values = msgspec.structs.asdict(publication) | {
            "id": make_id(),
            "identity": identity,
            "document_id": document.id,
            "cited": msgspec.to_builtins(publication.cited),
            "flags": list(publication.flags),
            "first_seen": publication.first_seen or self._now,
            "replaces": earlier.id if earlier else None,
            "recorded_at": self._now,
        }
        self._connection.execute(publications.insert().values(**values))
        replaces = earlier.document_id if earlier else None
        payload = {"publication": values["id"], "document": document.id, "outlet": publication.outlet}
        self._log.append("publication", payload | {"url": publication.url, "replaces": replaces})
        return True, replaces

    def _find_earlier_version(self, document_id: str, publication: Publication) -> Row[*tuple[Any, ...]] | None:
        if publication.url is None:
            return None
        query = (
            select(publications.c.id, publications.c.document_id)
            .where(
                publications.c.url == publication.url,
                publications.c.given_id.is_not_distinct_from(publication.given_id),
                publications.c.recorded_at < self._run_began,
                publications.c.document_id != document_id,
            )
            .order_by(publications.c.recorded_at.desc(), publications.c.id.desc())
        )
        return self._connection.execute(query.limit(1)).first()

    def add_failure(self, failure: Failure, *, document_id: str | None = None, reader: str | None = None) -> None:
        """Keep a failure, once."""
        same = select(failures.c.id).where(
            failures.c.stage == failure.stage,
            failures.c.place == failure.where,
            failures.c.what == failure.what,
            failures.c.reader.is_not_distinct_from(reader),
        )
        if not self._connection.execute(same).first():
            self._connection.execute(
                failures.insert().values(
                    id=make_id(),
                    stage=failure.stage,
                    place=failure.where,
                    what=failure.what,
                    remedy=failure.remedy,
                    document_id=document_id,
                    reader=reader,
                    recorded_at=self._now,
                )
            )


def _identify_publication(document_id: str, publication: Publication) -> str:
    parts = [document_id, publication.outlet, publication.url, publication.given_id]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def document_from_row(row: Row[*tuple[Any, ...]]) -> Document:
    """Make a document of a row that has the columns of `documents`."""
    return Document(row.text, row.published_on, row.lang, row.kind)


def publication_from_row(row: Row[*tuple[Any, ...]]) -> Publication:
    """Make a publication of a row that has the columns of `publications`."""
    values = {name: row._mapping[name] for name in Publication.__struct_fields__}  # noqa: SLF001 (SQLAlchemy's API)
    return msgspec.convert(values, Publication)
