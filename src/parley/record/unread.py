"""Documents that nobody has read: not yet, or not in a language that the reader knows."""

import datetime as dt

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, not_, select

from parley.record.appearances import is_set_aside
from parley.record.moments import known_at
from parley.record.outcomes import NotRead
from parley.record.schema import documents, failures, readings, restatements


def list_unread(connection: Connection, label: str, languages: frozenset[str]) -> list[str]:
    """List the ids of documents in these languages whose reading in force is not by the reader of this label.

    Those on which it has failed are left out.
    """
    others = readings.alias()
    newest = select(func.max(others.c.applied_at)).where(others.c.document_id == documents.c.id)
    in_force = (
        readings.c.document_id == documents.c.id,
        readings.c.applied_at == newest.correlate(documents).scalar_subquery(),
    )
    query = (
        select(documents.c.id)
        .select_from(documents)
        .outerjoin(readings, and_(*in_force))
        .outerjoin(failures, and_(failures.c.document_id == documents.c.id, failures.c.reader == label))
        .where(_is_readable(documents.c.lang, languages), ~is_set_aside(None))
        .where(readings.c.reader.is_distinct_from(label), failures.c.id.is_(None))
        .order_by(documents.c.number)
    )
    return list(connection.execute(query).scalars())


def count_not_read(connection: Connection, languages: frozenset[str], recorded_by: dt.datetime | None) -> list[NotRead]:
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
