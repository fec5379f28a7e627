"""What tracing found, as of any recorded moment, and people's decisions on what folds."""

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select, true, update

from parley.errors import InputError, NoSuchEntry
from parley.model import FoldDecision, Folding, Publication, Relation, Report
from parley.record.identity import make_id
from parley.record.lists import load_publications
from parley.record.log import digest_text
from parley.record.schema import documents, fold_decisions, relations
from parley.record.transaction import Transaction

_CHUNK = 500


class Traced(Struct, frozen=True):
    """What tracing changed: relations that hold now and did not before, and those that hold no more."""

    added: int = 0
    ended: int = 0


class LineageWriter:
    """Keeps relations and fold decisions within one transaction.

    Args:
        transaction: takes the rows.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def store_relations(self, found: Iterable[Relation], tracer: str) -> Traced:
        """Put in force what tracing found: what holds already stays, what was not found again ends now."""
        connection, now = self._transaction.connection, self._transaction.now
        query = select(relations.c.id, relations.c.payload).where(is_in_force(None))
        ending = {row.payload: row.id for row in connection.execute(query)}
        added = 0
        for relation in found:
            payload = msgspec.json.encode(relation).decode()
            if ending.pop(payload, None) is None:
                added += 1
                row = {"a": relation.a, "b": relation.b, "kind": relation.kind, "tracer": tracer, "payload": payload}
                self._transaction.insert(relations, row | {"id": make_id(), "recorded_at": now})
        for relation_id in ending.values():
            ended = update(relations).where(relations.c.id == relation_id).values(recorded_until=now)
            connection.execute(ended)
        traced = Traced(added, len(ending))
        if traced != Traced():
            self._transaction.log("tracing", {"tracer": tracer, "added": added, "ended": len(ending)})
        return traced

    def decide(self, a: str, b: str, action: Folding, *, by: str, reason: str | None = None) -> str:
        """Keep a person's word on whether two documents go back to one origin; return the decision's id.

        Raises:
            NoSuchEntry: there is no document, or are several, whose id begins so.
            InputError: both are the same document, or nobody is named.
        """
        connection = self._transaction.connection
        if not by.strip():
            raise InputError("nobody is named as deciding", remedy="Give a name with --by.")
        pair = sorted((find_document(connection, a), find_document(connection, b)))
        if pair[0] == pair[1]:
            raise InputError("a document folds with itself anyway", where=a, remedy="Name two documents.")
        decision = {"id": make_id(), "a": pair[0], "b": pair[1], "action": action, "by": by, "reason": reason}
        self._transaction.insert(fold_decisions, decision | {"at": self._transaction.now})
        self._transaction.log("folding", {("folding" if key == "id" else key): value for key, value in decision.items()})
        return str(decision["id"])


def find_document(connection: Connection, start: str) -> str:
    """Find the one document whose id begins with the given characters.

    Raises:
        NoSuchEntry: there is none, or several.
    """
    query = select(documents.c.id).where(documents.c.id.startswith(start, autoescape=True)).limit(2)
    found = connection.execute(query).scalars().all() if start else []
    if len(found) != 1:
        what = "several documents have ids like this one" if found else "the record holds no document with this id"
        raise NoSuchEntry(what, where=start, remedy="The list of origins shows the ids: parley origins RECORD")
    return found[0]


def load_reports(
    connection: Connection, published_by: dt.date | None = None, recorded_by: dt.datetime | None = None
) -> Iterator[Report]:
    """Yield the documents as tracing sees them, each with its earliest appearance, in the order of recording.

    Args:
        connection: to the record.
        published_by: leave out what was published later, and what has no day.
        recorded_by: leave out what was recorded later.
    """
    query = select(documents.c.id, documents.c.text, documents.c.published_on).order_by(documents.c.number)
    if published_by is not None:
        query = query.where(documents.c.published_on <= published_by)
    for rows in connection.execute(query.where(_was_recorded(documents, recorded_by))).partitions(_CHUNK):
        appeared = load_publications(connection, {row.id for row in rows}, recorded_by)
        for row in rows:
            yield _make_report(row.id, row.text, row.published_on, appeared.get(row.id, []))


def _make_report(document_id: str, text: str, published_on: dt.date | None, appeared: list[Publication]) -> Report:
    first = next(iter(appeared), Publication())
    moments = [publication.published_at for publication in appeared if publication.published_at]
    cited = dict.fromkeys(carrier for publication in appeared for carrier in publication.cited)
    return Report(
        id=document_id,
        text=text,
        outlet=first.outlet,
        url=first.url,
        title=first.title,
        published_on=published_on,
        first_seen=min(moments, default=None),
        cited=tuple(cited),
    )


def load_relations(connection: Connection, recorded_by: dt.datetime | None = None) -> list[Relation]:
    """Read the relations in force at a recorded moment, now when null."""
    query = select(relations.c.payload).where(is_in_force(recorded_by)).order_by(relations.c.a, relations.c.b)
    return [msgspec.json.decode(payload, type=Relation) for payload in connection.execute(query).scalars()]


def load_fold_decisions(connection: Connection, recorded_by: dt.datetime | None = None) -> list[FoldDecision]:
    """Read people's decisions on folds, the first one first."""
    query = select(fold_decisions).order_by(fold_decisions.c.at, fold_decisions.c.id)
    if recorded_by is not None:
        query = query.where(fold_decisions.c.at <= recorded_by)
    return [
        FoldDecision(row.id, row.a, row.b, row.action, row.by, row.at, row.reason) for row in connection.execute(query)
    ]


def is_in_force(moment: dt.datetime | None) -> ColumnElement[bool]:
    """Condition on `relations`: found and not yet ended at a recorded moment, now when null."""
    if moment is None:
        return relations.c.recorded_until.is_(None)
    ended = or_(relations.c.recorded_until.is_(None), relations.c.recorded_until > moment)
    return and_(relations.c.recorded_at <= moment, ended)


def _was_recorded(table: Table, moment: dt.datetime | None) -> ColumnElement[bool]:
    return true() if moment is None else table.c.recorded_at <= moment
