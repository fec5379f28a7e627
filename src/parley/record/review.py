"""What a person looks at next: the order of the queue, and the entries on one of its pages."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, get_args

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from parley.derive import UNCERTAIN
from parley.model import Entry, ListedEntry
from parley.record.deciding import BY_HAND
from parley.record.documents import cut_batches
from parley.record.lists import (
    ANY,
    OPEN,
    OPEN_STATES,
    UNDECIDED,
    Filter,
    check_words,
    complete_rows,
    entry_from_row,
    select_entries,
)
from parley.record.schema import (
    assessment_revisions,
    decisions,
    documents,
    entries,
    fold_decisions,
    readings,
    relations,
    revisions,
)
from parley.record.store import current_time

Columns = ReadOnlyColumnCollection[str, Any]
Why = Literal[
    "disputed", "near a deadline", "uncertain", "differs", "little evidence", "on a clause", "commitment", "new",
    "routine", "unsure", "page changed", "decided",
]  # fmt: skip
"""Why an entry stands where it stands in the queue, in the order in which entries come up; the first that holds counts.

disputed: another report, published within three days, tells the same of the same actors, and one of them denies it;
near a deadline: it names a day between a week ago and a fortnight from now by which something is due;
uncertain: its reader has little confidence in it (`derive.UNCERTAIN`), the least sure first;
differs: another reader read it otherwise, or did not see it;
little evidence: it is proposed for a clause on which fewer than two reports are confirmed;
on a clause: it is proposed for another clause; commitment: it commits somebody, or is refused;
new: its report came in after the last decision that was taken before today;
unsure: somebody left it open; page changed: the page has another text by now.
"""
_ALIKE = ("kind", "type", "mode", "modality", "negated", "actors", "recipients", "speaker", "standing")
_REASONS = 12
_APART = 3
"""Days between two reports that can tell of the same act."""
_PAST, _AHEAD = 7, 14
"""Days around today in which a deadline is near."""
_THIN = 2
"""A clause on which fewer reports are confirmed has little evidence."""


class Queued(Struct, frozen=True):
    """A place in the queue: the entry, and why it stands there."""

    entry_id: str
    why: Why


def list_queue(connection: Connection, wanted: Filter | None = None, today: dt.date | None = None) -> list[Queued]:
    """List the ids of entries in the order in which a person should look at them; cheap, since no entry is read.

    Args:
        connection: to the record.
        wanted: which ones; those in open states for null.
        today: the day that deadlines are near to; null for the present one (UTC).

    Raises:
        InputError: `words` is not a query that the full-text search understands.
    """
    wanted = wanted or OPEN
    if wanted.words is not None:
        check_words(connection, wanted.words)
    found = list(connection.execute(_select_queue(wanted, today or current_time().date())))
    rank = {why: place for place, why in enumerate(get_args(Why))}
    found.sort(key=lambda row: (rank[row.why], row.score if row.why == "uncertain" else 0.0))
    return [Queued(row.entry_id, row.why) for row in found]


@lru_cache
def _select_queue(wanted: Filter, today: dt.date) -> Select[tuple[str, Why, float | None]]:
    """Select the entries of a queue in the order of their days, with why they stand there."""
    chosen = select_entries(wanted).add_columns(documents.c.number, documents.c.recorded_at.label("arrived"))
    rows = chosen.subquery()
    return select(rows.c.entry_id, _find_why(rows.c, today).label("why"), _score(rows.c).label("score")).order_by(
        rows.c.published_on, rows.c.number, rows.c.position, rows.c.kind.desc(), rows.c.entry_id
    )


def get_entries(connection: Connection, entry_ids: Sequence[str]) -> list[ListedEntry]:
    """Read entries by their whole ids, at most a few hundred, in the order asked for; unknown ids are left out."""
    if not any(entry_ids):
        return []
    query = select_entries(ANY).where(revisions.c.entry_id.in_(entry_ids))
    found = {listed.entry.id: listed for listed in complete_rows(connection, connection.execute(query).all())}
    return [found[entry_id] for entry_id in entry_ids if entry_id in found]


def select_waiting(connection: Connection, entry_ids: Sequence[str]) -> set[str]:
    """Select, of some entries, those that wait for a decision."""
    query = select(revisions.c.entry_id).where(
        revisions.c.entry_id.in_(entry_ids), revisions.c.recorded_until.is_(None), revisions.c.state.in_(UNDECIDED)
    )
    return set(connection.execute(query).scalars())


def list_reasons(connection: Connection) -> list[str]:
    """List the reasons that were given most often for rejecting entries and leaving them open."""
    query = (
        select(decisions.c.reason)
        .where(decisions.c.reason.is_not(None), decisions.c.action.in_(("reject", "unsure")))
        .group_by(decisions.c.reason)
        .order_by(func.count().desc(), decisions.c.reason)
        .limit(_REASONS)
    )
    return list(connection.execute(query).scalars())


def knows_copies(connection: Connection) -> bool:
    """Tell whether tracing, or a person, found reports that go back to one origin."""
    found = select(or_(exists(select(relations.c.id)), exists(select(fold_decisions.c.id))))
    return bool(connection.execute(found).scalar())


def group_alike(connection: Connection, origins: Mapping[str, str]) -> list[list[str]]:
    """Group the entries in force that say the same in the same words, in documents of one origin.

    What one document says twice pairs with what the other says twice, in the order of the text.

    Args:
        connection: to the record.
        origins: by document id, of the documents to look at.

    Returns:
        Ids of entries, in groups of two and more.
    """
    words = func.json_extract(revisions.c.item, "$.trigger.text", "$.cue.text", "$.content[0].text")
    facets = [revisions.c[name] for name in _ALIKE]
    query = (
        select(revisions.c.entry_id, revisions.c.document_id, words.label("words"), *facets)
        .where(revisions.c.recorded_until.is_(None), revisions.c.state.in_(OPEN_STATES))
        .order_by(revisions.c.position)
    )
    ids, times = sorted(origins), Counter[tuple[object, ...]]()
    groups: dict[tuple[object, ...], list[str]] = {}
    for batch in cut_batches(ids):
        for entry_id, document_id, *said in connection.execute(query.where(revisions.c.document_id.in_(batch))):
            times[document_id, *said] += 1
            key = (origins[document_id], times[document_id, *said], *said)
            groups.setdefault(key, []).append(entry_id)
    return [group for group in groups.values() if len(group) > 1]


def list_of_document(connection: Connection, document_id: str) -> list[Entry]:
    """List the open entries of one document, in the order of its text."""
    query = select_entries(Filter(document=document_id))
    rows = connection.execute(query.order_by(revisions.c.position, revisions.c.entry_id))
    return [entry_from_row(row) for row in rows]


def _score(row: Columns) -> ColumnElement[Any]:
    return func.json_extract(row.item, "$.confidence")


def _find_why(row: Columns, today: dt.date) -> ColumnElement[str]:
    """Say why an entry stands in the queue, as an expression on a row of it."""
    due = func.substr(func.json_extract(row.item, "$.deadline.value"), -len("2025-04-07"))
    since, until = today - dt.timedelta(days=_PAST), today + dt.timedelta(days=_AHEAD)
    return case(
        (row.state.not_in(UNDECIDED), "decided"),
        (row.stale, "page changed"),
        (row.state == "unsure", "unsure"),
        (row.entry_id.in_(_select_disputed()), "disputed"),
        (due.between(since.isoformat(), until.isoformat()), "near a deadline"),
        (_score(row) < UNCERTAIN, "uncertain"),
        (_differs(row), "differs"),
        (row.entry_id.in_(_select_on_clauses(thin=True)), "little evidence"),
        (row.entry_id.in_(_select_on_clauses(thin=False)), "on a clause"),
        (or_(row.commitment.is_not(None), row.modality == "refused"), "commitment"),
        (row.arrived > _select_last_decision(today), "new"),
        else_="routine",
    )


def _select_disputed() -> Select[tuple[str]]:
    """Select the events that some reports tell as having happened and others deny."""
    told = (
        select(revisions.c.entry_id, revisions.c.negated, revisions.c.type, revisions.c.actors, revisions.c.recipients)
        .add_columns(func.julianday(documents.c.published_on).label("day"))
        .join(documents, documents.c.id == revisions.c.document_id)
        .where(revisions.c.recorded_until.is_(None), revisions.c.state.in_(OPEN_STATES))
        .where(revisions.c.modality == "actual", revisions.c.actors != "", documents.c.published_on.is_not(None))
        .subquery()
    )
    same: dict[str, Any] = {
        "partition_by": (told.c.type, told.c.actors, told.c.recipients),
        "order_by": told.c.day,
        "range_": (-_APART, _APART),
    }
    bounds = select(
        told.c.entry_id,
        func.min(told.c.negated).over(**same).label("least"),
        func.max(told.c.negated).over(**same).label("most"),
    ).subquery()
    return select(bounds.c.entry_id).where(bounds.c.least != bounds.c.most)


def _differs(row: Columns) -> ColumnElement[bool]:
    """Tell whether another reader read an entry otherwise, or read its report without it."""
    older = revisions.alias()
    names = ("type", "mode", "modality", "negated", "actors", "recipients", "speaker")
    otherwise = or_(*(older.c[name].is_distinct_from(row[name]) for name in names))
    elsewhere = (older.c.entry_id == row.entry_id) & (older.c.reader != row.reader) & (older.c.reader != BY_HAND)
    several = select(readings.c.document_id).group_by(readings.c.document_id).having(func.count() > 1)
    later = (entries.c.id == row.entry_id) & (entries.c.recorded_at > readings.c.recorded_at)
    before = exists().where(readings.c.document_id == row.document_id, later)
    return and_(
        row.document_id.in_(several),
        or_(exists().where(elsewhere, otherwise), and_(before, not_(exists().where(elsewhere)))),
    )


def _select_on_clauses(*, thin: bool) -> Select[tuple[str | None]]:
    """Select the entries that are proposed for a clause, or those for one with little evidence."""
    clause = func.json_extract(assessment_revisions.c.payload, "$.clause").label("clause")
    held = select(
        assessment_revisions.c.entry_id, assessment_revisions.c.agreement, assessment_revisions.c.state, clause
    ).where(assessment_revisions.c.recorded_until.is_(None))
    proposed = held.where(assessment_revisions.c.state == "proposed", assessment_revisions.c.entry_id.is_not(None))
    waiting = proposed.subquery()
    if not thin:
        return select(waiting.c.entry_id)
    every = held.subquery()
    confirmed = func.sum(every.c.state.in_(("accepted", "amended")))
    poor = select(every.c.agreement, every.c.clause).group_by(every.c.agreement, every.c.clause)
    clauses = poor.having(confirmed < _THIN).subquery()
    same = (clauses.c.agreement == waiting.c.agreement) & (clauses.c.clause == waiting.c.clause)
    return select(waiting.c.entry_id).join(clauses, same)


def _select_last_decision(today: dt.date) -> ScalarSelect[dt.datetime]:
    """Select the moment of the last decision that was taken before today; null where there is none."""
    midnight = dt.datetime.combine(today, dt.time(), dt.UTC)
    return select(func.max(decisions.c.at)).where(decisions.c.at < midnight).scalar_subquery()
