"""What users change about the actors: an append-only list that is laid over the registry when names are resolved."""

import datetime as dt

import msgspec
from sqlalchemy import Connection, func, select, true

from parley.errors import FormatError
from parley.model import ActorChange
from parley.record.schema import actor_changes
from parley.record.transaction import Transaction, make_id


def list_changes(connection: Connection, recorded_by: dt.datetime | None = None) -> list[ActorChange]:
    """List the changes in the order in which they were made, those that were undone among them.

    `recorded_by`: leave out what was changed later; null for nothing.
    """
    made = true() if recorded_by is None else actor_changes.c.at <= recorded_by
    query = select(actor_changes).where(made).order_by(actor_changes.c.number)
    return [
        ActorChange(
            action=row.action, subject=row.subject, names=tuple(row.names), into=row.into, pack=row.pack,
            id=row.id, by=row.by, at=row.at,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def keep_change(transaction: Transaction, change: ActorChange) -> ActorChange:
    """Keep a change and return it with its id and moment.

    Raises:
        FormatError: nobody's name is given, or an `undo` names no change that holds.
    """
    if not change.by.strip():
        raise FormatError("a change of the registry needs a person", where="--by", remedy="Give your name.")
    known = list_changes(transaction.connection)
    if change.action == "undo":
        undone = {other.subject for other in known if other.action == "undo"}
        if change.subject not in {other.id for other in known} - undone:
            remedy = "See the ids: parley actors RECORD list"
            raise FormatError("there is no change of this id that holds", where=change.subject, remedy=remedy)
    last = transaction.connection.execute(select(func.max(actor_changes.c.number))).scalar() or 0
    kept = msgspec.structs.replace(change, id=make_id(), at=transaction.now)
    row = msgspec.structs.asdict(kept) | {"names": list(kept.names), "number": last + 1}
    transaction.insert(actor_changes, row)
    transaction.log("actors", {key: value for key, value in msgspec.to_builtins(kept).items() if key != "at"})
    return kept
