"""What two records have in common: which entries, assessments and appearances are the same, and how rows are united."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select

from parley.model import MARK
from parley.record.align import DECIDED, says_the_same
from parley.record.assessed import MACHINES
from parley.record.facets import decode_item
from parley.record.log import read_head
from parley.record.schema import log, payloads, publications, raws, readings
from parley.record.seals import find_moment, list_sealed

Row = dict[str, Any]
_KEYS = {
    "documents": ("id",),
    "publications": ("identity",),
    "relations": ("payload", "recorded_until"),
    "actor_changes": ("id",),
}
"""What makes two rows the same, where it is not the key of the table."""


class Side:
    """All rows of one record.

    Args:
        connection: to it.
    """

    def __init__(self, connection: Connection) -> None:
        self.rows: dict[str, list[Row]] = {}
        for table in (*list_sealed().values(), log, payloads):
            found = connection.execute(select(table)).mappings()
            self.rows[str(table.name)] = [{str(key): value for key, value in row.items()} for row in found]
        self.head = read_head(connection)

    def list_told(self, *kinds: str) -> Iterator[tuple[str, str]]:
        """Yield kind and payload of the rows of the log that are of some kinds."""
        payload_of = {row["position"]: row["payload"] for row in self.rows["payloads"]}
        for row in self.rows["log"]:
            if row["kind"] in kinds and row["position"] in payload_of:
                yield row["kind"], payload_of[row["position"]]

    def list_ids(self, table: str) -> set[str]:
        """Return the ids of a table."""
        return {row["id"] for row in self.rows[table]}


def _join(pairs: Iterable[tuple[str, str]], taken: set[str] | None = None) -> dict[str, str]:
    """Pair ids one to one, those that share most first; of two ids the lesser one stays."""
    counts = Counter(tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1])
    done = taken if taken is not None else set()
    renamed = {}
    for first, second in sorted(counts, key=lambda pair: (-counts[pair], pair)):
        if not done & {first, second}:
            done |= {first, second}
            renamed[second] = first
    return renamed


def pair_entries(left: Side, right: Side) -> dict[str, str]:
    """Map entries of either record to those of the other that are the same.

    First those for which a reader proposed the same, then those that say the same of the same words.
    """
    done = left.list_ids("entries") & right.list_ids("entries")
    proposed = {row["id"]: row["entry_id"] for row in left.rows["proposals"]}
    shared = ((proposed[row["id"]], row["entry_id"]) for row in right.rows["proposals"] if row["id"] in proposed)
    renamed = _join((pair for pair in shared if not done & set(pair)), done)
    said: dict[tuple[Any, ...], list[tuple[str, Any]]] = {}
    for entry_id, place, item in _list_current(left, done):
        said.setdefault(place, []).append((entry_id, item))
    alike = [
        (ours, entry_id)
        for entry_id, place, item in _list_current(right, done)
        for ours, other in said.get(place, ())
        if says_the_same(item, other) and says_the_same(other, item)
    ]
    return renamed | _join(alike, done)


def _list_current(side: Side, done: set[str]) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    for row in side.rows["revisions"]:
        if row["recorded_until"] is None and row["entry_id"] not in done:
            item = decode_item(row["kind"], row["item"])
            place = (row["document_id"], row["kind"], row["type"], item.anchor.start, item.anchor.end)
            yield row["entry_id"], place, item


def pair_assessments(left: Side, right: Side) -> dict[str, str]:
    """Map assessments of either record to those of the other that ever said the same of the same words."""
    done = left.list_ids("assessments") & right.list_ids("assessments")
    said: dict[str, set[str]] = {}
    for row in left.rows["assessment_revisions"]:
        said.setdefault(row["identity"], set()).add(row["assessment_id"])
    revised = right.rows["assessment_revisions"]
    pairs = ((ours, row["assessment_id"]) for row in revised for ours in said.get(row["identity"], ()))
    return _join((pair for pair in pairs if not done & set(pair)), done)


def pair_publications(left: Side, right: Side) -> dict[str, str]:
    """Map appearances of either record to the same ones of the other."""
    known = {row["identity"]: row["id"] for row in left.rows["publications"]}
    return _join((known[row["identity"]], row["id"]) for row in right.rows["publications"] if row["identity"] in known)


def find_key(table: Table, row: Row) -> tuple[Any, ...]:
    """Return what makes a row the same as another one."""
    if table.name == "failures":
        return (row["document_id"], row["reader"]) if row["reader"] else (row["stage"], row["place"], row["what"])
    keys = _KEYS.get(str(table.name)) or tuple(str(key.name) for key in table.primary_key.columns)
    return tuple(row[key] for key in keys)


def unite_rows(table: Table, same: list[Row]) -> Row:
    """Make one row of rows that are the same: the earlier recorded one, of readings the later one put in force.

    One that words were taken out of goes before one that still holds them, and one that ended before one that did not.
    """
    ordered = sorted(same, key=lambda row: (str(find_moment(table, row)), _write(row)))
    if table is readings:
        ordered.sort(key=lambda row: row["applied_at"], reverse=True)
    ordered.sort(key=lambda row: _write(row).count(MARK.encode()), reverse=True)
    united = dict(ordered[0])
    if table is publications:
        united["recorded_until"] = min((row["recorded_until"] for row in same if row["recorded_until"]), default=None)
    for column in ("recorded_at", "at", "first_seen"):
        moments = [row[column] for row in same if row.get(column) is not None]
        united |= {column: min(moments)} if moments else {}
    if table is raws and any(not row["data"] for row in same):
        united["data"] = b""
    if "replaces" in united:
        united["replaces"] = next((row["replaces"] for row in ordered if row["replaces"]), None)
    return united


def _write(row: Row) -> bytes:
    plain = {key: str(value) if isinstance(value, bytes | dt.datetime) else value for key, value in row.items()}
    return msgspec.json.encode(plain, order="sorted")


def is_decided(row: Row) -> bool:
    """Tell whether a revision is a person's word."""
    return row["action"] not in MACHINES if "action" in row else row["state"] in DECIDED


def says(row: Row) -> tuple[Any, ...]:
    """What a revision says and who decided it, whenever it was recorded."""
    kept = ("state", "item", "reader", "proposal_id", "decision_id", "payload", "action", "by", "reason")
    return tuple(row.get(name) for name in kept)


def order_of(row: Row) -> tuple[str, str]:
    """Order revisions by their moments."""
    return row["recorded_at"].isoformat(), str(says(row))


def find_in_force(side: Side) -> dict[str, str]:
    """Return the reader whose reading is in force, by document."""
    newest: dict[str, Row] = {}
    for row in side.rows["readings"]:
        known = newest.get(row["document_id"])
        if known is None or row["applied_at"] > known["applied_at"]:
            newest[row["document_id"]] = row
    return {document_id: row["reader"] for document_id, row in newest.items()}
