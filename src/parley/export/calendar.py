"""Deadlines as a calendar (iCalendar, RFC 5545), which calendar programs can take in.

What the shape cannot hold: a deadline without a day, and how the text bounds the act ("by" or "until" the day); the
description says the latter in words.
"""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import icalendar

from parley.derive import Deadline, describe_route
from parley.errors import explain_unwritten
from parley.export.board.dates import ClauseDeadline
from parley.export.sentences import describe_due
from parley.model import ListedEntry
from parley.version import __version__

_DAY = dt.timedelta(days=1)
_BY_TEXT = uuid5(NAMESPACE_URL, "parley:due-by-text")
"""What the ids of due dates by the text are made in: of agreement, clause and way of counting. The day is no part of
it, so that a calendar moves the event when the day moves."""


def write_calendar(
    deadlines: Iterable[tuple[ListedEntry, Deadline]], path: Path, by_text: Iterable[ClauseDeadline] = ()
) -> int:
    """Write each deadline that has a day as an event of whole days, and return how many were written.

    Args:
        deadlines: as reported.
        path: of the file.
        by_text: those that agreements fix.

    Raises:
        OutputError: the file cannot be written.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Parley//{__version__}//EN")
    calendar.add("version", "2.0")
    count = 0
    for listed, deadline in deadlines:
        if deadline.first and deadline.last:
            calendar.add_component(_make_event(listed, deadline, deadline.first, deadline.last))
            count += 1
    for due in by_text:
        name = (due.agreement, due.clause, "begins" if due.begins else "due", due.deadline.counted)
        calendar.add_component(_make_clause_event(due, uuid5(_BY_TEXT, json.dumps(name))))
        count += 1
    with explain_unwritten(path):
        path.write_bytes(calendar.to_ical())
    return count


def _make_event(listed: ListedEntry, deadline: Deadline, first: dt.date, last: dt.date) -> icalendar.Event:
    publication, entry = listed.publication, listed.entry
    lines = [
        f"Deadline as worded: “{deadline.words.text}”" + (f" ({deadline.modifier})" if deadline.modifier else ""),
        f"Hangs on: {deadline.hangs_on}" if deadline.hangs_on else "",
        f"On condition: “{deadline.condition.text}”" if deadline.condition else "",
        f"“{listed.context}”",
        describe_route(publication, entry.chain),
        f"Published {listed.published_on}" if listed.published_on else "",
    ]
    event = _start_event(entry.id, entry.recorded_at, first, last)
    event.add("summary", f"Due as reported: {describe_due(listed, deadline)}")
    event.add("description", "\n".join(filter(None, lines)))
    if publication.url:
        event.add("url", publication.url)
    return event


def _make_clause_event(due: ClauseDeadline, uid: UUID) -> icalendar.Event:
    deadline = due.deadline
    midnight = dt.datetime.combine(deadline.first, dt.time(), dt.UTC)
    event = _start_event(str(uid), midnight, deadline.first, deadline.last)
    event.add("summary", f"{'Begins' if due.begins else 'Due'} by the text: {due.agreement} {due.clause}, {due.by}")
    event.add("description", f"{due.gist}\n{deadline.basis}")
    return event


def _start_event(uid: str, stamp: dt.datetime, first: dt.date, last: dt.date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{uid}@parley")
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("transp", "TRANSPARENT")
    return event
