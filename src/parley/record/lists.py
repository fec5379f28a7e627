"""Reading the record: lists of entries as of any recorded moment, search, counts."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, text
from sqlalchemy.exc import DatabaseError

from parley.derive import find_sentence
from parley.errors import InputError, NoSuchEntry
from parley.model import GONE, Entry, EntryKind, EntryState, Event, ListedEntry, Statement
from parley.record.appearances import find_notice, is_set_aside, is_stale, load_publications
from parley.record.documents import document_from_row, is_named
from parley.record.facets import decode_item
from parley.record.schema import (
    assessment_revisions,
    decisions,
    documents,
    in_force_at,
    publications,
    revisions,
    words,
)

OPEN_STATES: tuple[EntryState, ...] = ("proposed", "unsure", "accepted", "amended")
"""The states that a list shows unless asked for others."""
UNDECIDED: frozenset[EntryState] = frozenset({"proposed", "unsure"})
"""The states of what waits for a decision."""
Order = Literal["published", "happened"]
"""What a list goes by first."""
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    "published": (),
    "happened": (revisions.c.happened_from.is_(None), revisions.c.happened_from, revisions.c.happened_to),
}
_CHUNK = 500
_WORD = re.compile(r'"[^"]*"\*?|[()"]|[^\s()"]*\w[^\s()"]*')
_PLAIN = re.compile(r'".*|[()]|\w+\*?', re.DOTALL)
"""What stands in a query as it is: a phrase in quotes, a parenthesis, a word, the beginning of a word."""


class Filter(Struct, frozen=True, kw_only=True):
    """Which entries to list; every field that is not null narrows the list.

    Names match any part of a name, whatever their case. `published` and `happened` bounds are inclusive days;
    `sure` leaves what a reader proposes with at least this confidence, and what a person decided; `due` leaves only
    what has a deadline, `on_clause` what is proposed for a clause and waits for a decision there, `conditional` the
    entries of documents in which something hangs on a condition; `recorded_by` is the moment as of which the record is
    read (null = now). `words` searches the texts. `via` is part of the name of somebody on the route to the words,
    behind the outlet: credited or quoted. `agreement` and `clause` are ids; they leave entries on which an assessment
    rests that nobody rejected. Entries of a document for which another day was stated are left out, unless `document`
    names it or `set_aside` asks for them.
    """

    kind: EntryKind | None = None
    speaker: str | None = None
    actor: str | None = None
    recipient: str | None = None
    type: str | None = None
    mode: str | None = None
    modality: str | None = None
    commitment: str | None = None
    standing: str | None = None
    fact: bool | None = None
    act: bool | None = None
    negated: bool | None = None
    outlet: str | None = None
    via: str | None = None
    agreement: str | None = None
    clause: str | None = None
    document: str | None = None
    words: str | None = None
    published_from: dt.date | None = None
    published_to: dt.date | None = None
    happened_from: dt.date | None = None
    happened_to: dt.date | None = None
    sure: float | None = None
    due: bool = False
    on_clause: bool = False
    conditional: bool = False
    set_aside: bool = False
    recorded_by: dt.datetime | None = None
    states: tuple[EntryState, ...] = OPEN_STATES


OPEN = Filter()
"""Every entry in an open state."""
ANY = Filter(states=get_args(EntryState), set_aside=True)
"""Every entry, whatever became of it."""


class TextFound(Struct, frozen=True):
    """A document found by its words; `excerpt` marks them with [ and ]."""

    document_id: str
    published_on: dt.date | None
    outlet: str | None
    title: str | None
    excerpt: str


def list_entries(
    connection: Connection, wanted: Filter | None = None, limit: int | None = None, order: Order = "published"
) -> Iterator[ListedEntry]:
    """Yield entries by day of publication, document and place in the text.

    In the order `happened` they come by the first and then the last day that they can have happened, those that the
    text does not date at the end.

    Raises:
        InputError: `words` is not a query that SQLite's full-text search understands.
    """
    wanted = wanted or OPEN
    if wanted.words is not None:
        check_words(connection, wanted.words)
    query = (
        select_entries(wanted)
        .order_by(
            *_ORDERS[order],
            documents.c.published_on,
            documents.c.number,
            revisions.c.position,
            revisions.c.kind.desc(),
            revisions.c.entry_id,
        )
        .limit(limit)
    )
    for batch in connection.execute(query).partitions(_CHUNK):
        yield from complete_rows(connection, batch, wanted.recorded_by)


def complete_rows(
    connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], recorded_by: dt.datetime | None = None
) -> Iterator[ListedEntry]:
    """Make the lines of a list of rows of `select_entries`, in their order."""
    document_ids = {row.document_id for row in rows}
    appeared = load_publications(connection, document_ids, recorded_by)
    query = select(documents).where(documents.c.id.in_(document_ids))
    texts = {found.id: document_from_row(found) for found in connection.execute(query)}
    listed = [entry_from_row(row) for row in rows]
    abouts = {entry.item.about for entry in listed if isinstance(entry.item, Event) and entry.item.about}
    said = _load_said(connection, abouts, recorded_by)
    for row, entry in zip(rows, listed, strict=True):
        about = entry.item.about if isinstance(entry.item, Event) else None
        yield ListedEntry(
            entry=entry,
            published_on=row.published_on,
            publications=tuple(appeared.get(row.document_id, ())),
            document_kind=texts[row.document_id].kind,
            context=find_sentence(texts[row.document_id].text, entry.item.anchor),
            said=said.get(about or ""),
        )


def _load_said(connection: Connection, ids: set[str], recorded_by: dt.datetime | None) -> dict[str, str]:
    """Read what the statements with the given ids say."""
    query = select(revisions.c.entry_id, revisions.c.item).where(
        revisions.c.entry_id.in_(ids), in_force_at(recorded_by, revisions)
    )
    return {row.entry_id: msgspec.json.decode(row.item, type=Statement).said for row in connection.execute(query)}


def count_entries(connection: Connection, wanted: Filter = OPEN) -> int:
    """Count what `list_entries` would yield; see there for errors."""
    if wanted.words is not None:
        check_words(connection, wanted.words)
    return connection.execute(select(func.count()).select_from(select_entries(wanted).subquery())).scalar_one()


@lru_cache
def select_entries(wanted: Filter) -> Select[tuple[object, ...]]:
    """Select the rows that a filter wants: `revisions`, day of publication, who decided, what became of the page.

    Kept, since SQLAlchemy takes longer to put such a query together than SQLite to answer it.
    """
    return (
        select(
            revisions,
            documents.c.published_on,
            decisions.c.by.label("decided_by"),
            is_stale(wanted.recorded_by).label("stale"),
            find_notice(wanted.recorded_by).label("notice"),
        )
        .join(documents, documents.c.id == revisions.c.document_id)
        .outerjoin(decisions, decisions.c.id == revisions.c.decision_id)
        .where(*_conditions(wanted))
    )


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield in_force_at(wanted.recorded_by, revisions)
    yield revisions.c.state.in_(wanted.states)
    if wanted.sure is not None:
        confidence = func.json_extract(revisions.c.item, "$.confidence")
        yield or_(revisions.c.state.not_in(UNDECIDED), func.coalesce(confidence, 1) >= wanted.sure)
    if wanted.due:
        yield func.json_extract(revisions.c.item, "$.deadline").is_not(None)
    for name in ("kind", "type", "mode", "modality", "commitment", "standing", "fact", "act", "negated"):
        if (value := getattr(wanted, name)) is not None:
            yield revisions.c[name] == value
    for column, part in (
        (revisions.c.speaker, wanted.speaker),
        (revisions.c.actors, wanted.actor),
        (revisions.c.recipients, wanted.recipient),
    ):
        if part is not None:
            yield column.icontains(part, autoescape=True)
    yield from _conditions_on_links(wanted)
    yield from _conditions_on_documents(wanted)
    for first, last, since, until in (
        (documents.c.published_on, documents.c.published_on, wanted.published_from, wanted.published_to),
        (
            func.coalesce(revisions.c.happened_from, documents.c.published_on),
            func.coalesce(revisions.c.happened_to, documents.c.published_on),
            wanted.happened_from,
            wanted.happened_to,
        ),
    ):
        if since is not None:
            yield last >= since
        if until is not None:
            yield first <= until


def _conditions_on_documents(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.document is not None:
        yield is_named(documents.c.id, wanted.document)
    elif not wanted.set_aside:
        yield ~is_set_aside(wanted.recorded_by)
    if wanted.outlet is not None:
        of_outlet = publications.c.outlet.icontains(wanted.outlet, autoescape=True)
        appeared = in_force_at(wanted.recorded_by, publications)
        yield documents.c.id.in_(select(publications.c.document_id).where(of_outlet, appeared))
    if wanted.conditional:
        said = select(revisions.c.document_id).where(func.json_extract(revisions.c.item, "$.condition").is_not(None))
        yield documents.c.id.in_(said)
    if wanted.words is not None:
        found = select(words.c.rowid).where(words.c.document_words.match(_quote_words(wanted.words)))
        yield documents.c.number.in_(found)


def _conditions_on_links(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.via is not None:
        yield or_(_names(revisions.c.chain, "$", wanted.via), documents.c.id.in_(_select_credited(wanted)))
    if wanted.on_clause:
        said = assessment_revisions.c
        waiting = (in_force_at(wanted.recorded_by, assessment_revisions), said.state == "proposed")
        yield revisions.c.entry_id.in_(select(said.entry_id).where(*waiting, said.entry_id.is_not(None)))
    if wanted.agreement is not None or wanted.clause is not None:
        yield revisions.c.entry_id.in_(_select_assessed(wanted))


def _names(column: ColumnElement[Any], place: str, part: str) -> ColumnElement[bool]:
    """Say whether a list in JSON holds a name, at this place of its elements, that has a part."""
    held = func.json_each(column).table_valued("value", "type")
    name = held.c.value if place == "$" else func.json_extract(held.c.value, place)
    return select(held.c.type).where(name.icontains(part, autoescape=True)).exists()


def _select_credited(wanted: Filter) -> Select[tuple[str]]:
    """Select the documents that credit somebody of the name wanted."""
    credited = _names(publications.c.cited, "$.outlet", wanted.via or "")
    return select(publications.c.document_id).where(credited, in_force_at(wanted.recorded_by, publications))


def _select_assessed(wanted: Filter) -> Select[tuple[str]]:
    """Select the entries on which an assessment of the agreement and clause wanted rests."""
    revised = assessment_revisions.c
    of = [revised.agreement == wanted.agreement] if wanted.agreement else []
    of += [func.json_extract(revised.payload, "$.clause") == wanted.clause] if wanted.clause else []
    holds = (in_force_at(wanted.recorded_by, assessment_revisions), revised.state.not_in(GONE))
    return select(revised.entry_id).where(*of, *holds, revised.entry_id.is_not(None))


def entry_from_row(row: Row[*tuple[Any, ...]]) -> Entry:
    """Make an entry of a row of `select_entries`."""
    return Entry(
        id=row.entry_id,
        revision=row.revision,
        state=row.state,
        document_id=row.document_id,
        item=decode_item(row.kind, row.item),
        chain=tuple(row.chain),
        speaker=row.speaker,
        fact=row.fact,
        act=row.act,
        commitment=row.commitment,
        standing=row.standing,
        reader=row.reader,
        proposal_id=row.proposal_id,
        recorded_at=row.recorded_at,
        decided_by=row.decided_by,
        stale=bool(row.stale),
        notice=row.notice,
    )


def load_entries(
    connection: Connection, entry_ids: Sequence[str], recorded_by: dt.datetime | None = None
) -> dict[str, Entry]:
    """Read some entries by their ids, whatever their state; at most a few hundred."""
    wanted = replace(ANY, recorded_by=recorded_by)
    query = select_entries(wanted).where(revisions.c.entry_id.in_(entry_ids))
    return {row.entry_id: entry_from_row(row) for row in connection.execute(query)}


def load_statements(
    connection: Connection, document_ids: Collection[str], recorded_by: dt.datetime | None = None
) -> dict[str, list[Entry]]:
    """Read the statements of some documents that stand, by document."""
    if not document_ids:
        return {}
    wanted = replace(ANY, recorded_by=recorded_by)
    standing = revisions.c.state.not_in(GONE)
    of = (revisions.c.document_id.in_(document_ids), revisions.c.kind == "statement", standing)
    found: dict[str, list[Entry]] = {}
    for row in connection.execute(select_entries(wanted).where(*of)):
        found.setdefault(row.document_id, []).append(entry_from_row(row))
    return found


def find_entry(connection: Connection, start: str) -> ListedEntry:
    """Find the one entry whose id begins or ends with the given characters.

    Raises:
        NoSuchEntry: there is none, or several.
    """
    query = select_entries(ANY).where(is_named(revisions.c.entry_id, start, either_end=True))
    rows: Sequence[Row[*tuple[Any, ...]]] = connection.execute(query.limit(2)).all() if start else []
    if len(rows) != 1:
        what = "several entries have ids like this one" if rows else "the record holds no entry with this id"
        raise NoSuchEntry(what, where=start, remedy="The list shows the ids: parley list RECORD")
    return next(complete_rows(connection, rows))


def search_texts(connection: Connection, query: str, limit: int = 50) -> list[TextFound]:
    """Find documents by their words, the best match first; none that was set aside.

    Args:
        connection: to the record.
        query: words, "exact phrases", OR, NOT, prefix*.
        limit: how many documents at most.

    Raises:
        InputError: the query is not well formed.
    """
    check_words(connection, query)
    excerpt = func.snippet(words.c.document_words, 0, "[", "]", " … ", 24)
    first = select(publications.c.id).where(
        publications.c.document_id == documents.c.id, in_force_at(None, publications)
    )
    first = first.order_by(publications.c.first_seen, publications.c.id).limit(1)
    found = (
        select(documents.c.id, documents.c.published_on, publications.c.outlet, publications.c.title, excerpt)
        .join(words, words.c.rowid == documents.c.number)
        .outerjoin(publications, publications.c.id == first.correlate(documents).scalar_subquery())
        .where(words.c.document_words.match(_quote_words(query)), ~is_set_aside(None))
        .order_by(text("rank"))
        .limit(limit)
    )
    return [TextFound(*row) for row in connection.execute(found)]


def _quote_words(query: str) -> str:
    """Quote each word that the full-text search would take for syntax of its own: 10,000 or al-Quds or U.S."""
    return " ".join(
        word if _PLAIN.fullmatch(word) else f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}'
        for word in _WORD.findall(query)
    )


def check_words(connection: Connection, query: str) -> None:
    """Refuse a query that the full-text search does not understand.

    Raises:
        InputError: with the remedy.
    """
    if not _quote_words(query):
        raise InputError("there is nothing to search for", remedy='Give words or a "phrase in quotes".')
    try:
        connection.execute(
            select(words.c.rowid).where(words.c.document_words.match(_quote_words(query))).limit(1)
        ).all()
    except DatabaseError as error:
        remedy = "Put the words in double quotes to search for them as they stand."
        raise InputError("the search does not understand these words", where=query, remedy=remedy) from error


def count_by_standing(connection: Connection, wanted: Filter = OPEN) -> dict[tuple[str, bool], int]:
    """Count events by how they stand and whether they are acts (True) or speech acts (False)."""
    events = select_entries(wanted).where(revisions.c.kind == "event").subquery()
    query = select(events.c.standing, events.c.act, func.count()).group_by(events.c.standing, events.c.act)
    return {(standing, act): number for standing, act, number in connection.execute(query)}
