"""Two people's records made one: documents united by identity, decisions of both kept with their names.

Entries are the same when a reader proposed the same for both; of two ids the lesser one stays. Revisions are put in the
order of their moments; the newest decision holds, and where two people decided differently a conflict is listed. The
result does not depend on which record is named first. The logs are interleaved and chained anew; the last row says from
which two logs, and seals every row.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, select, text

from parley.errors import FormatError, ParleyError, RecordError
from parley.ontology.registry import load_registry
from parley.record.actors import list_changes
from parley.record.assessed import MACHINES
from parley.record.documents import UUID, document_from_row
from parley.record.entries import check_fit, load_current, put_in_force
from parley.record.facets import decode_item, derive_facets, derive_history
from parley.record.log import MERGING, REMOVAL, digest_text, read_head, seal_row, walk_payloads
from parley.record.ordering import Ordered
from parley.record.pairing import (
    Row,
    Side,
    find_in_force,
    find_key,
    order_of,
    pair_assessments,
    pair_entries,
    pair_publications,
    says,
    unite_rows,
)
from parley.record.protecting import refuse_lost_protection
from parley.record.schema import (
    assessment_revisions,
    assessments,
    decisions,
    documents,
    entries,
    fold_decisions,
    log,
    payloads,
    readings,
    revisions,
    same_event_decisions,
)
from parley.record.seals import SEAL, find_moment, list_sealed, seal_rows
from parley.record.transaction import Transaction


class Conflict(Struct, frozen=True):
    """Two people's words on one thing, of which one holds: the newer decision."""

    kind: str
    id: str
    holds: str
    other: str


class Merged(Struct, frozen=True):
    """What a merge made: documents and entries in all, those that both records had, and the conflicts."""

    documents: int
    shared_documents: int
    entries: int
    shared_entries: int
    conflicts: tuple[Conflict, ...]


class _Told(Struct):
    """The payload of a row that tells of a merge, as far as it is read later."""

    conflicts: tuple[Conflict, ...] = ()


def list_conflicts(connection: Connection) -> list[Conflict]:
    """List what merges found two people at odds on and nobody decided since, the oldest merge first."""
    found: dict[tuple[str, str], tuple[dt.datetime, Conflict]] = {}
    for told in walk_payloads(connection, MERGING):
        for conflict in msgspec.json.decode(told.payload, type=_Told).conflicts:
            found[conflict.kind, conflict.id] = (told.recorded_at, conflict)
    return [conflict for at, conflict in found.values() if not _is_decided_since(connection, conflict, at)]


def _is_decided_since(connection: Connection, conflict: Conflict, merged_at: dt.datetime) -> bool:
    """Tell whether anybody decided on the thing of a conflict after the merge."""
    if conflict.kind == "entry":
        decided = select(decisions.c.id).where(decisions.c.entry_id == conflict.id, decisions.c.at > merged_at)
    elif conflict.kind == "assessment":
        revised = assessment_revisions.c
        decided = select(revised.assessment_id).where(revised.assessment_id == conflict.id)
        decided = decided.where(revised.recorded_at > merged_at, revised.action.not_in(MACHINES))
    else:
        table, (a, b) = fold_decisions if conflict.kind == "folding" else same_event_decisions, conflict.id.split()
        decided = select(table.c.id).where(table.c.a == a, table.c.b == b, table.c.at > merged_at)
    return connection.execute(decided.limit(1)).first() is not None


def merge_sides(connection: Connection, sides: tuple[Side, Side]) -> Merged:
    """Write the union of two records into an empty one.

    Raises:
        InputError: one of them removed or redacted what the other still holds.
        RecordError: what both say of a document does not hold together.
    """
    refuse_lost_protection(sides[0], sides[1])
    refuse_lost_protection(sides[1], sides[0])
    merger = _Merger(connection, sides)
    merger.write()
    return merger.finish()


class _Merger:
    """One merge.

    Args:
        connection: to the new record.
        sides: the two records.
    """

    def __init__(self, connection: Connection, sides: tuple[Side, Side]) -> None:
        self._connection = connection
        self._sides = sides
        self._conflicts: list[Conflict] = []
        self._renamed = pair_entries(*sides) | pair_assessments(*sides) | pair_publications(*sides)
        self._numbers: dict[tuple[int, str, int], int | None] = {}
        self._undoings = {
            (row["entry_id"], row["at"]) for _, row in self._list_renamed(decisions) if row["action"] == "undo"
        }

    def write(self) -> None:
        """Write every table, those that others point at first."""
        self._connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        united = {table: self._unite_revisions(table) for table in (revisions, assessment_revisions)}
        united |= {table: self._unite(table) for table in list_sealed().values() if table not in united}
        self._settle_pointers(united)
        for table in list_sealed().values():
            if united[table]:
                self._connection.execute(table.insert(), united[table])
        self._check_fit()
        self._write_log()

    def _rename(self, value: Any) -> Any:  # noqa: ANN401 (any column)
        if isinstance(value, str):
            return UUID.sub(lambda found: self._renamed.get(found[0], found[0]), value)
        if isinstance(value, list):
            return [self._rename(item) for item in value]
        return value

    def _list_renamed(self, table: Table) -> Iterator[tuple[int, Row]]:
        for number, side in enumerate(self._sides):
            for row in side.rows[str(table.name)]:
                renamed = {key: self._rename(value) for key, value in row.items()}
                if table is same_event_decisions:
                    renamed["a"], renamed["b"] = sorted((renamed["a"], renamed["b"]))
                yield number, renamed

    def _unite(self, table: Table) -> list[Row]:
        """Unite the rows that are the same; of what differs, the earlier recorded one stays."""
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for number, row in self._list_renamed(table):
            if table is decisions:
                row["revision"] = self._numbers.get((number, row["entry_id"], row["revision"])) or row["revision"]
            groups.setdefault(find_key(table, row), []).append(row)
        if table in {fold_decisions, same_event_decisions}:
            self._list_pair_conflicts(table)
        rows = [unite_rows(table, same) for same in groups.values()]
        if table is documents:
            self._state_languages(rows)
        rows.sort(key=lambda row: (str(find_moment(table, row)), str(find_key(table, row))))
        if "number" in table.columns:
            rows = [row | {"number": number} for number, row in enumerate(rows, start=1)]
        return rows

    def _state_languages(self, rows: list[Row]) -> None:
        """Let the language hold that was stated last, whichever record it was stated in."""
        stated = [row for side in self._sides for row in side.rows["restatements"] if row["field"] == "lang"]
        newest = {row["document_id"]: row["after"] for row in sorted(stated, key=_order_words)}
        for row in rows:
            row["lang"] = newest.get(row["id"], row["lang"])

    def _unite_revisions(self, table: Table) -> list[Row]:
        """Put the revisions of each thing that both records know in the order of their moments."""
        key = "entry_id" if table is revisions else "assessment_id"
        groups: dict[str, list[tuple[int, Row]]] = {}
        for number, row in self._list_renamed(table):
            groups.setdefault(row[key], []).append((number, row))
        united = []
        for name, found in sorted(groups.items()):
            ordered = Ordered(found, self._undoings)
            self._numbers |= {(number, name, old): new for (number, old), new in ordered.numbers.items()}
            self._list_conflict(table, name, found, ordered.find_last_word())
            united += ordered.kept
        return united

    def _list_conflict(self, table: Table, name: str, found: list[tuple[int, Row]], holding: Row | None) -> None:
        """List it when the two records end in different decisions, and neither knew the other's."""
        own = [[each for each in found if each[0] == side] for side in (0, 1)]
        first, second = (Ordered(each, self._undoings).find_last_word() for each in own)
        if first is None or second is None or _outcome(first) == _outcome(second):
            return
        known = [{says(row) for _, row in each} for each in own]
        if says(first) in known[1] or says(second) in known[0]:
            return
        other, holds = sorted(
            (first, second), key=lambda row: (holding is not None and says(row) == says(holding), *order_of(row))
        )
        kind = "entry" if table is revisions else "assessment"
        self._conflicts.append(Conflict(kind, name, self._describe(holds), self._describe(other)))

    def _list_pair_conflicts(self, table: Table) -> None:
        """List the pairs on which the two records' newest words differ, and neither knew the other's."""
        kind = "same event" if table is same_event_decisions else "folding"
        newest: dict[str, dict[int, Row]] = {}
        for number, row in sorted(self._list_renamed(table), key=lambda each: _order_words(each[1])):
            newest.setdefault(f"{row['a']} {row['b']}", {})[number] = row
        ids = [side.list_ids(str(table.name)) for side in self._sides]
        for pair, by_side in sorted(newest.items()):
            other, holds = min(by_side.values(), key=_order_words), max(by_side.values(), key=_order_words)
            knew = any({other["id"], holds["id"]} <= each for each in ids)
            if other["action"] != holds["action"] and not knew:
                self._conflicts.append(Conflict(kind, pair, self._describe(holds), self._describe(other)))

    def _describe(self, row: Row) -> str:
        made = [each for side in self._sides for each in side.rows["decisions"] if each["id"] == row.get("decision_id")]
        by = row["by"] if "by" in row else made[0]["by"]
        at = row["at"] if "at" in row else row["recorded_at"]
        return f"{row['state'] if 'state' in row else row['action']} by {by} on {at:%Y-%m-%d %H:%M} UTC"

    def _settle_pointers(self, united: Mapping[Table, list[Row]]) -> None:
        """Let entries and assessments point at their last revision, and derive what follows from entries anew."""
        for table, of, key in ((entries, revisions, "entry_id"), (assessments, assessment_revisions, "assessment_id")):
            last: dict[str, int] = {}
            for row in united[of]:
                last[row[key]] = max(last.get(row[key], 0), row["revision"])
            for row in united[table]:
                row["revision"] = last[row["id"]]
        kinds = {row["id"]: row["kind"] for row in united[documents]}
        grouped: dict[str, list[Row]] = {}
        for row in united[revisions]:
            grouped.setdefault(row["document_id"], []).append(row)
        for document_id, rows in grouped.items():
            for row, facets in list(derive_history(rows, kinds[document_id])):
                row.update(facets)
            current = [row for row in rows if row["recorded_until"] is None]
            settled = derive_facets([decode_item(row["kind"], row["item"]) for row in current], kinds[document_id])
            for row in current:
                row.update(settled[row["entry_id"]])

    def _check_fit(self) -> None:
        """Refuse what does not hold together: statements that lie in one another, a registry that cannot be laid."""
        for row in self._connection.execute(select(documents)).all():
            try:
                check_fit(document_from_row(row), load_current(self._connection, row.id))
            except ParleyError as error:
                what = f"what both records say of a document does not hold together: {error.what}"
                remedy = "Look at its amended entries in both and let them agree, then merge."
                raise RecordError(what, where=f"document {row.id[:12]}", remedy=remedy) from error
        try:
            load_registry((), tuple(list_changes(self._connection)))
        except FormatError as error:
            what = f"the changes of the registry in both records do not hold together: {error.what}"
            raise RecordError(what, where=error.where, remedy="Undo one with parley actors, then merge.") from error

    def _write_log(self) -> None:
        """Interleave the two logs by their moments and chain them anew."""
        revised = self._connection.execute(select(assessment_revisions))
        stored = {(row.assessment_id, row.revision): row.payload for row in revised}
        found: dict[tuple[Any, ...], list[tuple[int, int, Row, str | None]]] = {}
        for number, side in enumerate(self._sides):
            payload_of = {row["position"]: row["payload"] for row in side.rows["payloads"]}
            for row in side.rows["log"]:
                payload = payload_of.get(row["position"])
                after = self._rewrite(number, row["kind"], payload, stored)
                if row["kind"] == SEAL or (payload is not None and after is None):
                    continue
                same = (row["recorded_at"], row["kind"], after or row["payload_sha256"])
                found.setdefault(same, []).append((number, row["position"], row, after))
        places = {
            (number, old): position
            for position, key in enumerate(sorted(found), start=1)
            for number, old, _, _ in found[key]
        }
        for key in sorted(found):
            number, _, row, after = found[key][0]
            if after is not None and row["kind"] == REMOVAL:
                after = _move_positions(after, number, places)
            self._append(row, after)

    def _rewrite(
        self, number: int, kind: str, payload: str | None, stored: Mapping[tuple[str, int], str]
    ) -> str | None:
        """Write a payload as it is in the new record; null when the row that it logs is not needed there."""
        if payload is None:
            return None
        said = msgspec.json.decode(self._rename(payload))
        said.pop("seals", None)
        if kind in {"decision", "assessment"}:
            name = said["entry" if kind == "decision" else "assessment"]
            revision = self._numbers.get((number, name, said["revision"]), said["revision"])
            if revision is None and kind == "assessment":
                return None
            said["revision"] = revision or said["revision"]
            if kind == "assessment":
                standing = stored[name, said["revision"]]
                said |= {"sha256": digest_text(standing), "item": msgspec.json.decode(standing)}
        if kind == "same_event":
            said["a"], said["b"] = sorted((said["a"], said["b"]))
        return msgspec.json.encode(said, order="sorted").decode()

    def _append(self, row: Row, payload: str | None) -> None:
        position, previous = read_head(self._connection)
        position += 1
        digest = row["payload_sha256"] if payload is None else digest_text(payload)
        sealed = seal_row(previous, position, row["recorded_at"], row["kind"], digest)
        told = {"position": position, "recorded_at": row["recorded_at"], "kind": row["kind"], "payload_sha256": digest}
        self._connection.execute(log.insert(), told | {"previous": previous, "hash": sealed})
        if payload is not None:
            self._connection.execute(payloads.insert(), {"position": position, "payload": payload})

    def _put_in_force(self) -> Transaction:
        """Where the records were read by different readers, bring undecided entries up to the newest reading."""
        newest = [find_in_force(side) for side in self._sides]
        differ = sorted(each for each in newest[0].keys() & newest[1].keys() if newest[0][each] != newest[1][each])
        transaction = Transaction(self._connection)
        put_in_force(transaction, differ)
        transaction.flush()
        return transaction

    def finish(self) -> Merged:
        """Seal every row, say in the log what was merged, and count."""
        transaction = self._put_in_force()
        groups = {
            (name, at)
            for name, table in list_sealed().items()
            for row in self._connection.execute(select(table)).mappings()
            if (at := find_moment(table, row))
        }
        of = sorted([{"row": row, "head": head} for row, head in (side.head for side in self._sides)], key=str)
        told = {"of": of, "conflicts": msgspec.to_builtins(self._conflicts), "digests": self._find_unlike_readings()}
        transaction.log(MERGING, told | {"seals": msgspec.to_builtins(seal_rows(self._connection, groups))})
        transaction.flush()
        held = {name: [self._list_ids(name, side) for side in self._sides] for name in ("documents", "entries")}
        whole = {name: len(set.union(*ids)) for name, ids in held.items()}
        shared = {name: len(set.intersection(*ids)) for name, ids in held.items()}
        return Merged(
            whole["documents"], shared["documents"], whole["entries"], shared["entries"], tuple(self._conflicts)
        )

    def _list_ids(self, table: str, side: Side) -> set[str]:
        return {self._rename(row["id"]) for row in side.rows[table]}

    def _find_unlike_readings(self) -> dict[str, str]:
        """Map the digest of each reading that gave way to another of the same reader to that of the one that stands."""
        read = self._connection.execute(select(readings))
        stands = {(row.document_id, row.reader): digest_text(row.payload) for row in read}
        digests: dict[str, str] = {}
        for side in self._sides:
            for row in side.rows["readings"]:
                kept = stands[row["document_id"], row["reader"]]
                digests |= {digest: kept} if (digest := digest_text(row["payload"])) != kept else {}
        return digests


def _order_words(row: Row) -> tuple[dt.datetime, str]:
    """Order what people said by its moments."""
    return row["at"], row["id"]


def _outcome(row: Row) -> tuple[Any, ...]:
    """What a decision leaves: state and words."""
    said = row["item"] if "item" in row else [row["identity"], msgspec.json.decode(row["payload"]).get("called_breach")]
    return row["state"], said


def _move_positions(payload: str, number: int, places: Mapping[tuple[int, int], int]) -> str:
    """Let a removal name the rows of the new log whose payloads it took away."""
    said = msgspec.json.decode(payload)
    if "positions" in said:
        said["positions"] = [places[number, old] for old in said["positions"]]
    return msgspec.json.encode(said, order="sorted").decode()
