"""Deadlines: entries with a day by which they are due, and what that day hangs on."""

import datetime as dt

from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from parley.derive import Deadline, derive_deadlines
from parley.model import Event, ListedEntry, Statement, Time
from parley.record.documents import document_from_row
from parley.record.entries import decode_reading
from parley.record.lists import Filter, list_entries
from parley.record.schema import documents, readings


def list_deadlines(connection: Connection, wanted: Filter) -> list[tuple[ListedEntry, Deadline]]:
    """List the entries that have a deadline with what is derived of it, the earliest first, open ones at the end."""
    due = {line.entry.id: line for line in list_entries(connection, replace(wanted, due=True))}
    found = []
    for document_id in sorted({line.entry.document_id for line in due.values()}):
        whole = Filter(document=document_id, recorded_by=wanted.recorded_by)
        items = [line.entry.item for line in list_entries(connection, whole)]
        statements = [item for item in items if isinstance(item, Statement)]
        events = [item for item in items if isinstance(item, Event)]
        derived = derive_deadlines(statements, events, _load_times(connection, document_id))
        found += [(due[one.event], one) for one in derived if one.event in due]
    return sorted(found, key=_order)


def _order(line: tuple[ListedEntry, Deadline]) -> tuple[bool, dt.date, dt.date, str, int]:
    listed, deadline = line
    first, last = deadline.first or dt.date.max, deadline.last or dt.date.max
    return deadline.first is None, first, last, listed.entry.document_id, deadline.words.start


def _load_times(connection: Connection, document_id: str) -> tuple[Time, ...]:
    """Read the layer of times of the reading in force."""
    newest = select(func.max(readings.c.applied_at)).where(readings.c.document_id == document_id).scalar_subquery()
    query = (
        select(documents, readings.c.payload)
        .join(readings, readings.c.document_id == documents.c.id)
        .where(documents.c.id == document_id, readings.c.applied_at == newest)
    )
    row = connection.execute(query).first()
    return decode_reading(document_from_row(row), row.payload).times if row else ()
