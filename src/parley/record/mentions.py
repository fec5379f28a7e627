"""Who and what the entries mention: names that nobody resolved, most frequent first, and where each stands."""

import re
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, text

from parley.model import ListedEntry
from parley.record.lists import OPEN_STATES, Filter, complete_rows, select_entries
from parley.record.schema import documents, readings, revisions

Part = Literal["who", "where"]
"""Sources, addressees, actors and recipients; or places of events."""
_ROLES: dict[Part, tuple[tuple[str, str], ...]] = {
    "who": (("event", "actor"), ("event", "recipient"), ("statement", "source"), ("statement", "addressee")),
    "where": (("event", "place"),),
}
"""Kind of entry and name of the role."""
_SELECT = {
    "event": "SELECT r.document_id, m.value AS mention FROM revisions r, json_each(r.item, '$.{role}') m"
    " WHERE r.kind = 'event' AND r.recorded_until IS NULL AND r.state IN :states",
    "statement": "SELECT r.document_id, json_extract(r.item, '$.{role}') AS mention FROM revisions r"
    " WHERE r.kind = 'statement' AND r.recorded_until IS NULL AND r.state IN :states",
}
_COUNT = """
SELECT max(json_extract(mention, '$.text')) AS words,
  count(DISTINCT document_id || json_extract(mention, '$.start')) AS mentions,
  count(DISTINCT document_id) AS documents
FROM ({named})
WHERE mention IS NOT NULL AND json_extract(mention, '$.entity') IS NULL
  AND coalesce(json_array_length(mention, '$.entities'), 0) = 0
GROUP BY lower(json_extract(mention, '$.text'))
ORDER BY mentions DESC, words
"""
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
    named = " UNION ALL ".join(_SELECT[kind].format(role=role) for kind, role in _ROLES[part])
    query = text(_COUNT.format(named=named)).bindparams(bindparam("states", OPEN_STATES, expanding=True))
    return [Unresolved(row.words, row.mentions, row.documents) for row in connection.execute(query)]


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
