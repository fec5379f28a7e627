"""Where documents appeared, and what follows from it: which text was replaced, retracted, corrected or set aside.

A document is named by others as they know it: by its id, its address, or the id that its sender gave it. Who points at
it may arrive before it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Case, ColumnElement, Connection, FromClause, Select, case, exists, func, or_, select

from parley.model import Publication
from parley.record.documents import publication_from_row
from parley.record.moments import in_force_at, known_at
from parley.record.schema import documents, publications


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


def list_doubts(connection: Connection) -> Iterator[Publication]:
    """Yield the appearances about which something is doubtful, in the order of recording."""
    query = select(publications).where(
        in_force_at(None, publications), func.json_array_length(publications.c.flags) > 0
    )
    for row in connection.execute(query.order_by(publications.c.recorded_at, publications.c.id)):
        yield publication_from_row(row)


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
