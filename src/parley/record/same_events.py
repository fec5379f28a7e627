"""People's decisions on whether two entries tell of one event; they outlive reading again, as entries do."""

import datetime as dt

import msgspec
from sqlalchemy import Connection, select

from parley.errors import InputError
from parley.model import Event, SameEventDecision, Sameness
from parley.record.identity import make_id
from parley.record.lists import find_entry
from parley.record.schema import same_event_decisions
from parley.record.transaction import Transaction


def list_same_event_decisions(connection: Connection, recorded_by: dt.datetime | None) -> list[SameEventDecision]:
    """List the decisions in force, one for a pair: the newest, as of a recorded moment or now."""
    query = select(same_event_decisions).order_by(same_event_decisions.c.at, same_event_decisions.c.id)
    if recorded_by is not None:
        query = query.where(same_event_decisions.c.at <= recorded_by)
    newest: dict[tuple[str, str], SameEventDecision] = {}
    for row in connection.execute(query):
        a, b = sorted((row.a, row.b))
        newest[a, b] = SameEventDecision(row.id, a, b, row.action, row.by, row.at, row.reason)
    return list(newest.values())


def keep_same_event_decision(
    transaction: Transaction, pair: tuple[str, str], action: Sameness, by: str, reason: str | None
) -> SameEventDecision:
    """Keep a person's word on two events; see `Lineage.decide_event` for arguments and errors."""
    if not by.strip():
        raise InputError("nobody is named as deciding", remedy="Give a name with --by.")
    found = [find_entry(transaction.connection, start) for start in pair]
    for listed in found:
        if not isinstance(listed.entry.item, Event):
            raise InputError("a statement is no event", where=listed.entry.id, remedy="Name two events.")
    if len({listed.entry.document_id for listed in found}) == 1:
        remedy = "Name events of two reports; what one report says twice is its own affair."
        raise InputError("both stand in one report", where=found[0].entry.document_id[:12], remedy=remedy)
    a, b = sorted(listed.entry.id for listed in found)
    decision = SameEventDecision(make_id(), a, b, action, by, transaction.now, reason)
    row = msgspec.structs.asdict(decision)
    transaction.insert(same_event_decisions, row)
    said = {name: row[name] for name in ("a", "b", "action", "by", "reason")}
    transaction.log("same_event", {"same_event": decision.id} | said)
    return decision
