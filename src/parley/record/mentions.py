"""Who and what the entries mention: names that nobody resolved, most frequent first, and where each stands."""

import re
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, Select, Text, cast, distinct, func, select, text, true, union_all

from parley.model import ListedEntry
from parley.record.appearances import is_set_aside
from parley.record.lists import OPEN_STATES, Filter, complete_rows, select_entries
from parley.record.schema import documents, in_force_at, readings, revisions

Part = Literal["who", "where"]
"""Sources, addressees, actors and recipients; or places of events."""
_ROLES: dict[Part, tuple[tuple[str, str], ...]] = {
    "who": (("event", "actor"), ("event", "recipient"), ("statement", "source"), ("statement", "addressee")),
    "where": (("event", "place"),),
}
"""Kind of entry and name of the role."""
_STANDS = """
EXISTS (SELECT 1 FROM json_tree(revisions.item) t WHERE t.type = 'object' AND ({paths}) AND {wanted})
"""
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
"""What JSON writes in another way than it stands."""


class Unresolved(Struct, frozen=True):
    """Words that stand for nobody known: how many mentions they have, in how many documents."""

    words: str
    mentions: int
    documents: int


def list_unresolved(connection: Connection, part: Part) -> list[Unresolved]:
    """List the words that denote nobody known, those with the most mentions first; case makes no difference."""
    named = union_all(*(_select_mentions(kind, role) for kind, role in _ROLES[part])).subquery()
    mention = named.c.mention
    words, place = func.json_extract(mention, "$.text"), func.json_extract(mention, "$.start")
    mentions = func.count(distinct(named.c.document_id + cast(place, Text)))
    query = (
        select(func.max(words), mentions, func.count(distinct(named.c.document_id)))
        .where(mention.is_not(None), func.json_extract(mention, "$.entity").is_(None))
        .where(func.coalesce(func.json_array_length(mention, "$.entities"), 0) == 0)
        .group_by(func.lower(words))
        .order_by(mentions.desc(), func.max(words))
    )
    return [Unresolved(*row) for row in connection.execute(query)]


def _select_mentions(kind: str, role: str) -> Select[tuple[str, str]]:
    """Select what the open entries of a kind mention in a role, each with its document."""
    held = func.json_extract(revisions.c.item, f"$.{role}")
    mention = func.json_each(held if kind == "event" else func.json_array(held)).table_valued("value")
    return (
        select(revisions.c.document_id, mention.c.value.label("mention"))
        .select_from(revisions)
        .join(documents, documents.c.id == revisions.c.document_id)
        .join(mention, true())
        .where(revisions.c.kind == kind, in_force_at(None, revisions), revisions.c.state.in_(OPEN_STATES))
        .where(~is_set_aside(None))
    )


def list_contexts(
    connection: Connection, part: Part, *, words: str | None = None, entity: str | None = None, limit: int = 8
) -> list[ListedEntry]:
    """List entries in which some words stand unresolved, or in which something denotes an entity, newest first.

    Args:
        connection: to the record.
        part: in which roles.
        words: as they stand in the text; case makes no difference.
        entity: a plain name.
        limit: how many at most.
    """
    paths = " OR ".join(f"t.fullkey GLOB '$.{role}*'" for _, role in _ROLES[part])
    wanted = (
        "lower(json_extract(t.value, '$.text')) = lower(:sought) AND json_extract(t.value, '$.entity') IS NULL"
        if entity is None
        else "json_extract(t.value, '$.entity') = :sought"
    )
    stands = _STANDS.format(paths=paths, wanted=wanted)
    sought = (words if entity is None else entity) or ""
    plain = max(_ESCAPED.split(sought), key=len)
    query = (
        select_entries(Filter())
        .where(revisions.c.item.icontains(plain, autoescape=True), text(stands))
        .order_by(documents.c.published_on.desc(), documents.c.number.desc(), revisions.c.position)
        .limit(limit)
    )
    rows = connection.execute(query, {"sought": sought}).all()
    return list(complete_rows(connection, rows))


def find_reader(connection: Connection) -> str | None:
    """Name the reader, with its version, whose reading was put in force last; null where nothing was read."""
    query = select(readings.c.reader).order_by(readings.c.applied_at.desc()).limit(1)
    label: str | None = connection.execute(query).scalar()
    return label


def list_speakers(connection: Connection, wanted: Filter) -> list[str]:
    """Name who speaks in the entries that a filter wants, each once, in order of the alphabet."""
    entries = select_entries(wanted).subquery()
    query = select(entries.c.speaker).where(entries.c.speaker.is_not(None)).distinct().order_by(entries.c.speaker)
    return list(connection.execute(query).scalars())
