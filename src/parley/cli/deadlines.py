"""The verb that lists what is due."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, print_all
from parley.cli.hints import tell_unread, tell_unrecorded
from parley.cli.options import AsJson, RecordedBy, RecordPath, parse_day, parse_moment
from parley.derive import Deadline, describe_route
from parley.export import describe_due, make_row
from parley.model import ListedEntry
from parley.record import Filter, open_record


def deadlines(
    record: RecordPath,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Due on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Due on this day or earlier.")] = None,
    actor: Annotated[str | None, typer.Option(help="Part of the name of whose act is due.")] = None,
    ics: Annotated[Path | None, typer.Option(metavar="FILE", help="Write them as a calendar (.ics), too.")] = None,
    recorded_by: RecordedBy = None,
    as_json: AsJson = False,
) -> None:
    """List what is due by when, as reported, and what each deadline hangs on; the earliest first.

    A deadline that the text counts from an event without a day stands at the end: it has no day to be put in a
    calendar. With --since or --until such deadlines are left out.

    Examples:
      parley deadlines desk.parley --since 2025-07-07
      parley deadlines desk.parley --actor Dessovia --ics due.ics
    """
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    wanted = Filter(actor=actor, recorded_by=parse_moment(recorded_by, "--recorded-by"))
    with open_record(record) as opened:
        found = opened.list_deadlines(wanted)
        tell_unread(opened)
        tell_unrecorded(opened, wanted.recorded_by)
    if first:
        found = [line for line in found if line[1].last and line[1].last >= first]
    if last:
        found = [line for line in found if line[1].first and line[1].first <= last]
    print_all(found, "deadline", _draw_deadline, _describe_deadline, as_json=as_json)
    if ics:
        from parley.export.calendar import write_calendar  # noqa: PLC0415 (few calls write a calendar)

        count = write_calendar(found, ics)
        err.print(f"{count} written to {ics}; {len(found) - count} have no day.", markup=False)


def _describe_deadline(found: tuple[ListedEntry, Deadline]) -> dict[str, object]:
    listed, deadline = found
    return {**msgspec.to_builtins(deadline), "entry": make_row(listed)}


def _draw_deadline(found: tuple[ListedEntry, Deadline]) -> Text:
    """Draw a deadline in two lines or three: the day and what is due, what it hangs on, the chain."""
    listed, deadline = found
    day = "day open" if deadline.first is None else str(deadline.first)
    if deadline.last != deadline.first:
        day += f"/{deadline.last}"
    line = Text(f"{day:<10}  ", style="bold")
    line.append(f"{listed.entry.standing or '':<14}  {describe_due(listed, deadline)}", style="not bold")
    words = [
        f"“{deadline.words.text}”",
        f"hangs on “{deadline.hangs_on}”" if deadline.hangs_on else "",
        f"on condition “{deadline.condition.text}”" if deadline.condition else "",
    ]
    line.append(f"\n{'':<28}{', '.join(filter(None, words))}", style="not bold")
    route = describe_route(listed.publication, listed.entry.chain)
    line.append(f"\n            {listed.entry.id[-8:]:<14}  {route}", style="not bold dim")
    return line
