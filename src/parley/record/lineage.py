"""What tracing found, as of any recorded moment, and people's decisions on what folds."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Table, Text, and_, func, literal, or_, select, type_coerce, update

from parley.errors import InputError
from parley.model import Carrier, Event, FoldDecision, Folding, Relation, Report, SameEventDecision, Sameness
from parley.record.appearances import is_set_aside
from parley.record.documents import find_document
from parley.record.lists import find_entry
from parley.record.schema import (
    documents,
    fold_decisions,
    in_force_at,
    known_at,
    log,
    publications,
    relations,
    same_event_decisions,
)
from parley.record.transaction import Transaction, make_id

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


def list_relations(connection: Connection, recorded_by: dt.datetime | None = None) -> list[Relation]:
    """List the relations in force, as of a recorded moment or now."""
    in_force = select(relations.c.payload).where(in_force_at(recorded_by, relations))
    payloads = connection.execute(in_force.order_by(relations.c.a, relations.c.b)).scalars()
    return [msgspec.json.decode(payload, type=Relation) for payload in payloads]


def list_fold_decisions(connection: Connection, recorded_by: dt.datetime | None = None) -> list[FoldDecision]:
    """List people's decisions on what folds, the first one first, as of a recorded moment or now."""
    query = select(fold_decisions).order_by(fold_decisions.c.at, fold_decisions.c.id)
    query = query.where(fold_decisions.c.at <= recorded_by) if recorded_by else query
    return [
        FoldDecision(row.id, row.a, row.b, row.action, row.by, row.at, row.reason) for row in connection.execute(query)
    ]


def store_relations(transaction: Transaction, found: Iterable[Relation], tracer: str) -> Traced:
    """Put in force what tracing found: what holds already stays, what was not found again ends now."""
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
    if traced != Traced() or count_untraced(connection):
        transaction.log("tracing", {"tracer": tracer, "added": traced.added, "ended": traced.ended})
    return traced


def count_untraced(connection: Connection, recorded_by: dt.datetime | None = None) -> int:
    """Count the documents recorded since the last tracing, as of a recorded moment or now."""
    last = select(func.max(log.c.recorded_at)).where(log.c.kind == "tracing", known_at(recorded_by, log))
    since = documents.c.recorded_at > func.coalesce(last.scalar_subquery(), "")
    query = select(func.count(documents.c.number)).where(since, known_at(recorded_by, documents))
    return connection.execute(query).scalar_one()


def decide_fold(
    transaction: Transaction, a: str, b: str, action: Folding, *, by: str, reason: str | None = None
) -> FoldDecision:
    """Keep a person's word on whether two documents go back to one origin.

    Args:
        transaction: takes the rows.
        a: the id of a document, or its first characters; so is `b`.
        b: the other one.
        action: whether they fold or do not.
        by: who says so.
        reason: why.

    Raises:
        NoSuchEntry: there is no document, or are several, whose id begins so.
        InputError: both are the same document, or nobody is named.
    """
    if not by.strip():
        raise InputError("nobody is named as deciding", remedy="Give a name with --by.")
    a, b = sorted(find_document(transaction.connection, start, _WHERE_IDS) for start in (a, b))
    if a == b:
        raise InputError("a document folds with itself anyway", where=a[:12], remedy="Name two documents.")
    decision = FoldDecision(make_id(), a, b, action, by, transaction.now, reason)
    _keep(transaction, fold_decisions, "folding", decision)
    return decision


def list_reports(
    connection: Connection,
    published_by: dt.date | None = None,
    recorded_by: dt.datetime | None = None,
    *,
    texts: bool = True,
) -> Iterator[Report]:
    """Yield the documents as tracing sees them, each with its earliest appearance, in the order of recording.

    Args:
        connection: to the record.
        published_by: leave out what was published or appeared later, and what has no day.
        recorded_by: leave out what was recorded later.
        texts: with false, the texts are left empty.
    """
    text = documents.c.text if texts else literal("").label("text")
    appeared = and_(publications.c.document_id == documents.c.id, in_force_at(recorded_by, publications))
    query = select(documents.c.id, documents.c.published_on, text, *_APPEARANCE)
    query = query.where(known_at(recorded_by, documents), ~is_set_aside(recorded_by))
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


def list_event_decisions(connection: Connection, recorded_by: dt.datetime | None = None) -> list[SameEventDecision]:
    """List people's newest word on each pair of events, as of a recorded moment or now."""
    query = select(same_event_decisions).order_by(same_event_decisions.c.at, same_event_decisions.c.id)
    if recorded_by is not None:
        query = query.where(same_event_decisions.c.at <= recorded_by)
    newest: dict[tuple[str, str], SameEventDecision] = {}
    for row in connection.execute(query):
        a, b = sorted((row.a, row.b))
        newest[a, b] = SameEventDecision(row.id, a, b, row.action, row.by, row.at, row.reason)
    return list(newest.values())


def decide_event(
    transaction: Transaction, a: str, b: str, action: Sameness, *, by: str, reason: str | None = None
) -> SameEventDecision:
    """Keep a person's word on whether two entries tell of one event; it merges nothing and outlives reading again.

    Args:
        transaction: takes the rows.
        a: the id of an entry, or its first or last characters; so is `b`.
        b: the other one, of another report.
        action: whether they do.
        by: who says so.
        reason: why.

    Raises:
        NoSuchEntry: there is no entry, or are several, whose id begins or ends so.
        InputError: one is no event, both stand in one report, or nobody is named.
    """
    if not by.strip():
        raise InputError("nobody is named as deciding", remedy="Give a name with --by.")
    found = [find_entry(transaction.connection, start) for start in (a, b)]
    for listed in found:
        if not isinstance(listed.entry.item, Event):
            raise InputError("a statement is no event", where=listed.entry.id, remedy="Name two events.")
    if len({listed.entry.document_id for listed in found}) == 1:
        remedy = "Name events of two reports; what one report says twice is its own affair."
        raise InputError("both stand in one report", where=found[0].entry.document_id[:12], remedy=remedy)
    a, b = sorted(listed.entry.id for listed in found)
    decision = SameEventDecision(make_id(), a, b, action, by, transaction.now, reason)
    _keep(transaction, same_event_decisions, "same_event", decision)
    return decision


def _keep(transaction: Transaction, table: Table, kind: str, decision: FoldDecision | SameEventDecision) -> None:
    row = msgspec.structs.asdict(decision)
    transaction.insert(table, row)
    transaction.log(kind, {kind: row["id"]} | {name: row[name] for name in ("a", "b", "action", "by", "reason")})
