"""What tracing found, as of any recorded moment, and people's decisions on what folds."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Text, and_, func, literal, or_, select, type_coerce, update

from parley.errors import InputError
from parley.model import Carrier, FoldDecision, Folding, Relation, Report, SameEventDecision, Sameness
from parley.record.appearances import is_set_aside
from parley.record.documents import find_document
from parley.record.identity import make_id
from parley.record.moments import in_force_at, known_at
from parley.record.same_events import keep_same_event_decision, list_same_event_decisions
from parley.record.schema import documents, fold_decisions, log, publications, relations
from parley.record.store import Store
from parley.record.transaction import Transaction, begin_transaction

_WHERE_IDS = "The list of origins shows the ids: parley origins RECORD"
_APPEARANCE = (
    publications.c.outlet,
    publications.c.url,
    publications.c.title,
    publications.c.published_at,
    type_coerce(publications.c.cited, Text).label("cited"),
)
"""What tracing asks of an appearance; `cited` as it is stored, since SQLAlchemy is slow to decode it."""


class Traced(Struct, frozen=True):
    """What tracing changed: relations that hold now and did not before, and those that hold no more."""

    added: int = 0
    ended: int = 0


class Lineage:
    """The relations between the documents of a record, and people's decisions on what folds and which events are one.

    Args:
        store: of the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def list_reports(
        self, published_by: dt.date | None = None, recorded_by: dt.datetime | None = None, *, texts: bool = True
    ) -> Iterator[Report]:
        """Yield the documents as tracing sees them, each with its earliest appearance, in the order of recording.

        Args:
            published_by: leave out what was published or appeared later, and what has no day.
            recorded_by: leave out what was recorded later.
            texts: with false, the texts are left empty.
        """
        with self._store.read() as connection:
            yield from _load_reports(connection, published_by, recorded_by, texts=texts)

    def list_relations(self, recorded_by: dt.datetime | None = None) -> list[Relation]:
        """List the relations in force, as of a recorded moment or now."""
        query = (
            select(relations.c.payload)
            .where(in_force_at(recorded_by, relations))
            .order_by(relations.c.a, relations.c.b)
        )
        with self._store.read() as connection:
            return [msgspec.json.decode(payload, type=Relation) for payload in connection.execute(query).scalars()]

    def list_decisions(self, recorded_by: dt.datetime | None = None) -> list[FoldDecision]:
        """List people's decisions on what folds, the first one first, as of a recorded moment or now."""
        query = select(fold_decisions).order_by(fold_decisions.c.at, fold_decisions.c.id)
        if recorded_by is not None:
            query = query.where(fold_decisions.c.at <= recorded_by)
        with self._store.read() as connection:
            return [
                FoldDecision(row.id, row.a, row.b, row.action, row.by, row.at, row.reason)
                for row in connection.execute(query)
            ]

    def count_untraced(self, recorded_by: dt.datetime | None = None) -> int:
        """Count the documents recorded since the last tracing, as of a recorded moment or now."""
        with self._store.read() as connection:
            return _count_untraced(connection, recorded_by)

    def store(self, found: Iterable[Relation], tracer: str) -> Traced:
        """Put in force what tracing found: what holds already stays, what was not found again ends now."""
        with begin_transaction(self._store) as transaction:
            return _store_relations(transaction, found, tracer)

    def decide(self, a: str, b: str, action: Folding, *, by: str, reason: str | None = None) -> FoldDecision:
        """Keep a person's word on whether two documents go back to one origin.

        Args:
            a: the id of a document, or its first characters; so is `b`.
            b: the other one.
            action: whether they fold or do not.
            by: who says so.
            reason: why.

        Raises:
            NoSuchEntry: there is no document, or are several, whose id begins so.
            InputError: both are the same document, or nobody is named.
        """
        with begin_transaction(self._store) as transaction:
            return _decide(transaction, (a, b), action, by, reason)

    def list_event_decisions(self, recorded_by: dt.datetime | None = None) -> list[SameEventDecision]:
        """List people's newest word on each pair of events, as of a recorded moment or now."""
        with self._store.read() as connection:
            return list_same_event_decisions(connection, recorded_by)

    def decide_event(
        self, a: str, b: str, action: Sameness, *, by: str, reason: str | None = None
    ) -> SameEventDecision:
        """Keep a person's word on whether two entries tell of one event; it merges nothing.

        Args:
            a: the id of an entry, or its first or last characters; so is `b`.
            b: the other one, of another report.
            action: whether they do.
            by: who says so.
            reason: why.

        Raises:
            NoSuchEntry: there is no entry, or are several, whose id begins or ends so.
            InputError: one is no event, both stand in one report, or nobody is named.
        """
        with begin_transaction(self._store) as transaction:
            return keep_same_event_decision(transaction, (a, b), action, by, reason)


def _store_relations(transaction: Transaction, found: Iterable[Relation], tracer: str) -> Traced:
    connection, now = transaction.connection, transaction.now
    query = select(relations.c.id, relations.c.payload).where(in_force_at(None, relations))
    ending = {row.payload: row.id for row in connection.execute(query)}
    added = 0
    for relation in found:
        payload = msgspec.json.encode(relation).decode()
        if ending.pop(payload, None) is None:
            added += 1
            row = {"a": relation.a, "b": relation.b, "kind": relation.kind, "tracer": tracer, "payload": payload}
            transaction.insert(relations, row | {"id": make_id(), "recorded_at": now})
    for relation_id in ending.values():
        connection.execute(update(relations).where(relations.c.id == relation_id).values(recorded_until=now))
    traced = Traced(added, len(ending))
    if traced != Traced() or _count_untraced(connection, None):
        transaction.log("tracing", {"tracer": tracer, "added": traced.added, "ended": traced.ended})
    return traced


def _count_untraced(connection: Connection, recorded_by: dt.datetime | None) -> int:
    last = select(func.max(log.c.recorded_at)).where(log.c.kind == "tracing", known_at(recorded_by, log))
    since = documents.c.recorded_at > func.coalesce(last.scalar_subquery(), "")
    query = select(func.count(documents.c.number)).where(since, known_at(recorded_by, documents))
    return connection.execute(query).scalar_one()


def _decide(
    transaction: Transaction, pair: tuple[str, str], action: Folding, by: str, reason: str | None
) -> FoldDecision:
    if not by.strip():
        raise InputError("nobody is named as deciding", remedy="Give a name with --by.")
    a, b = sorted(find_document(transaction.connection, start, _WHERE_IDS) for start in pair)
    if a == b:
        raise InputError("a document folds with itself anyway", where=a[:12], remedy="Name two documents.")
    decision = FoldDecision(make_id(), a, b, action, by, transaction.now, reason)
    row = msgspec.structs.asdict(decision)
    transaction.insert(fold_decisions, row)
    said = {name: row[name] for name in ("a", "b", "action", "by", "reason")}
    transaction.log("folding", {"folding": decision.id} | said)
    return decision


def _load_reports(
    connection: Connection, published_by: dt.date | None, recorded_by: dt.datetime | None, *, texts: bool
) -> Iterator[Report]:
    text = documents.c.text if texts else literal("").label("text")
    appeared = and_(publications.c.document_id == documents.c.id, in_force_at(recorded_by, publications))
    query = select(documents.c.id, documents.c.published_on, text, *_APPEARANCE).where(
        known_at(recorded_by, documents), ~is_set_aside(recorded_by)
    )
    if published_by is not None:
        on = publications.c.published_on
        appeared = and_(appeared, or_(on.is_(None), on <= published_by))
        query = query.where(documents.c.published_on <= published_by)
    query = query.outerjoin_from(documents, publications, appeared).order_by(
        documents.c.number, publications.c.first_seen, publications.c.id
    )
    for _, rows in groupby(connection.execute(query), key=lambda row: row.id):
        yield _make_report(list(rows))


def _make_report(rows: list[Row[Any]]) -> Report:
    """Make a report of a document's appearances, the earliest first."""
    first = rows[0]
    moments = [row.published_at for row in rows if row.published_at]
    cited = [carrier for row in rows if row.cited for carrier in msgspec.json.decode(row.cited, type=list[Carrier])]
    return Report(
        id=first.id,
        text=first.text,
        outlet=first.outlet,
        url=first.url,
        title=first.title,
        published_on=first.published_on,
        first_seen=min(moments, default=None),
        cited=tuple(dict.fromkeys(cited)),
    )
