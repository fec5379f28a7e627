"""Where documents appeared, and what follows from it: which text was replaced, retracted, corrected or set aside.

A document is named by others as they know it: by its id, its address, or the id that its sender gave it. Who points at
it may arrive before it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import (
    Case,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from parley.model import Publication
from parley.record.schema import documents, in_force_at, known_at, publications
from parley.record.transaction import Transaction, make_id


def is_stale(moment: dt.datetime | None) -> ColumnElement[bool]:
    """Condition on `documents`: another text stands at its address by now, or another day was stated for it."""
    replaced = select(publications.c.replaces).where(
        publications.c.replaces.is_not(None), in_force_at(moment, publications)
    )
    older, back, kept = publications.alias(), publications.alias(), publications.alias()
    returned = exists().where(
        back.c.document_id == older.c.document_id,
        back.c.url == older.c.url,
        back.c.id.not_in(replaced),
        in_force_at(moment, back),
    )
    outdated = select(older.c.document_id).where(older.c.id.in_(replaced), ~returned)
    return or_(documents.c.id.in_(outdated), is_set_aside(moment, kept))


def is_set_aside(moment: dt.datetime | None, other: FromClause = publications) -> ColumnElement[bool]:
    """Condition on `documents`: no appearance is in force any more, because another day was stated for it."""
    ended = publications.alias()
    past = ended.c.recorded_until.is_not(None) if moment is None else ended.c.recorded_until <= moment
    still = exists().where(other.c.document_id == ended.c.document_id, in_force_at(moment, other))
    return documents.c.id.in_(select(ended.c.document_id).where(past, ~still))


def find_notice(moment: dt.datetime | None) -> Case[Any]:
    """Expression on `documents`: "retracted" or "corrected" where another document says so of it, else null."""
    return case(
        (documents.c.id.in_(_select_named("retracts", moment)), "retracted"),
        (documents.c.id.in_(_select_named("corrects", moment)), "corrected"),
    )


def _select_named(pointer: str, moment: dt.datetime | None) -> Select[tuple[str]]:
    """Select the documents that others name; a document that names its own address means the text before it."""
    notice, named = publications.alias(), publications.alias()
    words = notice.c[pointer]
    return (
        select(named.c.document_id)
        .join(notice, or_(words == named.c.document_id, words == named.c.url, words == named.c.given_id))
        .where(words.is_not(None), notice.c.document_id != named.c.document_id, in_force_at(moment, notice))
    )


def find_unmet(connection: Connection) -> dict[str, str]:
    """Say of documents that retract or correct what the record does not hold, by their ids, what they name in vain."""
    found = {}
    for pointer in ("retracts", "corrects"):
        words, named = publications.c[pointer], publications.alias()
        meant = exists().where(
            or_(words == named.c.document_id, words == named.c.url, words == named.c.given_id),
            named.c.document_id != publications.c.document_id,
        )
        query = select(publications.c.document_id, words).where(words.is_not(None), in_force_at(None, publications))
        for document_id, said in connection.execute(query.where(~meant)):
            found[document_id] = f"it {pointer} {said}, which is no address and no id of a document in the record"
    return found


def list_doubts(connection: Connection) -> Iterator[tuple[str, Publication]]:
    """Yield the appearances about which something is doubtful with their documents' ids, in the order of recording."""
    unmet = find_unmet(connection)
    doubtful = (func.json_array_length(publications.c.flags) > 0) | publications.c.document_id.in_(unmet)
    query = select(publications).where(in_force_at(None, publications), doubtful)
    for row in connection.execute(query.order_by(publications.c.recorded_at, publications.c.id)):
        publication, said = publication_from_row(row), unmet.get(row.document_id)
        yield row.document_id, replace(publication, flags=(*publication.flags, said)) if said else publication


def load_publications(
    connection: Connection, document_ids: set[str], recorded_by: dt.datetime | None = None
) -> dict[str, list[Publication]]:
    """Read the appearances of documents, the earliest first; of one that was set aside those that it had.

    Args:
        connection: to the record.
        document_ids: at most a few hundred.
        recorded_by: leave out what was recorded later.
    """
    known = known_at(recorded_by, publications)
    query = (
        select(publications, in_force_at(recorded_by, publications).label("in_force"))
        .where(publications.c.document_id.in_(document_ids), known)
        .order_by(publications.c.first_seen, publications.c.id)
    )
    found: dict[str, list[Publication]] = {}
    ended: dict[str, list[Publication]] = {}
    for row in connection.execute(query):
        (found if row.in_force else ended).setdefault(row.document_id, []).append(publication_from_row(row))
    return ended | found


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


def publication_from_row(row: Row[*tuple[Any, ...]]) -> Publication:
    """Make a publication of a row that has the columns of `publications`."""
    return msgspec.convert(_take_fields(dict(row._mapping)), Publication)  # noqa: SLF001 (SQLAlchemy's API)


def _take_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in Publication.__struct_fields__}
