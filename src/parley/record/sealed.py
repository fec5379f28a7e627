"""Checking rows against their seals: which one was changed, added or taken away."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import Connection, Table

from parley.record.log import Told
from parley.record.seals import Groups, Seal, digest_row, list_sealed, make_seal, name_row, walk_rows


class Fault(Struct, frozen=True):
    """Rows that are not as they were sealed; `row` is the row of the log that sealed them."""

    where: str
    what: str
    row: int | None


def check_seals(connection: Connection, told: Told) -> Iterator[Fault]:
    """Compare every table with its seals. Rows from before the first seal have none."""
    began = min((at for _, at in told.seals), default=None)
    if began is None:
        return
    for name, table in list_sealed().items():
        found: dict[object, list[str]] = {}
        for at, row in walk_rows(connection, table):
            if at is not None and (at >= began or (name, at) in told.seals):
                found.setdefault(at, []).append(digest_row(table, row))
        sealed = {at: seal for (of, at), (seal, _) in told.seals.items() if of == name}
        wrong: Groups = {
            (name, at) for at, seal in sealed.items() if make_seal(name, at, found.get(at, [])).sha256 != seal.sha256
        }
        unsealed = found.keys() - sealed.keys()
        if wrong or unsealed:
            yield from _name_faults(connection, table, wrong, unsealed, told)


def _name_faults(
    connection: Connection, table: Table, wrong: Groups, unsealed: set[object], told: Told
) -> Iterator[Fault]:
    seals: dict[object, tuple[Seal, int]] = {at: told.seals[table.name, at] for _, at in wrong}
    left = {at: Counter(seal.rows) for at, (seal, _) in seals.items()}
    named: set[object] = set()
    for at, row in walk_rows(connection, table):
        where = f"{table.name}: {name_row(table, row)}"
        if at in unsealed:
            yield Fault(where, "this row was never logged", None)
        if at not in left:
            continue
        hint = digest_row(table, row)[: len(seals[at][0].rows[0]) if seals[at][0].rows else 1]
        if left[at][hint]:
            left[at][hint] -= 1
        else:
            named.add(at)
            yield Fault(where, "this row was changed or added", seals[at][1])
    for moment, (seal, position) in seals.items():
        missing = left[moment].total()
        if missing and moment not in named:
            what = f"{missing} of the {len(seal.rows)} rows recorded on {seal.at:%Y-%m-%d %H:%M:%S} UTC missing"
            yield Fault(f"table {table.name}", what, position)
