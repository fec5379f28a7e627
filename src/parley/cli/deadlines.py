"""The verb that lists what is due."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.text import Text

from parley.agreement import Agreement, find_agreement, load_agreement
from parley.cli.console import err, out, print_all
from parley.cli.hints import tell_unread, tell_unrecorded
from parley.cli.options import AsJson, RecordedBy, RecordPath, parse_day, parse_moment
from parley.derive import Deadline, describe_route
from parley.export import describe_due, make_row
from parley.export.board.dates import ClauseDeadline, list_clause_deadlines
from parley.gathering import find_documents_about, find_followed, find_latest, find_present
from parley.model import ListedEntry
from parley.record import Filter, open_record

Due = tuple[ListedEntry, Deadline] | ClauseDeadline
"""A deadline as a report tells it, or as the text of an agreement fixes it."""


def deadlines(
    record: RecordPath,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Due on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Due on this day or earlier.")] = None,
    actor: Annotated[str | None, typer.Option(help="Part of the name of whose act is due.")] = None,
    known: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="Only what was published, or public, by this day; texts are looked at on it, else on that of the last"
            " report, as by parley board.",
        ),
    ] = None,
    agreement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|FILE", help="Only what is due under it: by its text, and in reports that are about it."
        ),
    ] = None,
    ics: Annotated[Path | None, typer.Option(metavar="FILE", help="Write them as a calendar (.ics), too.")] = None,
    recorded_by: RecordedBy = None,
    as_json: AsJson = False,
) -> None:
    """List what is due by when, as reported and by the text of agreements, and what it hangs on; the earliest first.

    A deadline that the text counts from an event without a day stands at the end: it has no day to be put in a
    calendar. With --since or --until such deadlines are left out. The texts looked at are those of the agreements that
    come with Parley and that reports are linked to (parley propose). With --agreement it is that text alone, and
    reports that bear on it or name two of its parties or one of its places.

    Examples:
      parley deadlines desk.parley --since 2025-07-07
      parley deadlines desk.parley --known 2025-02-10 --since 2025-02-10 --until 2025-02-16
      parley deadlines desk.parley --actor Dessovia --agreement mine.yaml --ics due.ics
    """
    first, last, seen = parse_day(since, "--since"), parse_day(until, "--until"), parse_day(known, "--known")
    wanted = Filter(actor=actor, published_to=seen, recorded_by=parse_moment(recorded_by, "--recorded-by"))
    with open_record(record) as opened:
        published = [
            report.published_on for report in opened.lineage.list_reports(None, wanted.recorded_by, texts=False)
        ]
        named = [load_agreement(find_agreement(name)) for name in agreement or ()]
        texts = named or [load_agreement(path) for path in find_followed(opened, wanted.recorded_by)]
        reported = opened.list_deadlines(wanted)
        if named:
            about = find_documents_about(opened, named, wanted.recorded_by)
            reported = [line for line in reported if line[0].entry.document_id in about]
        tell_unread(opened)
        tell_unrecorded(opened, wanted.recorded_by)
    found = [line for line in reported if _is_between(line[1].first, line[1].last, first, last)]
    days = {text.id: seen or find_present(text, published) for text in texts}
    by_text = [
        due
        for text in texts
        for due in _list_by_text(text, days[text.id], actor)
        if _is_between(due.deadline.first, due.deadline.last, first, last)
    ]
    dues: list[Due] = sorted((*found, *by_text), key=_order)
    whose = f", {len(by_text)} of them by the text of {', '.join(text.id for text in texts)}" if by_text else ""
    if dues and not as_json:
        out.print(f"As of {_tell_days(days, seen or find_latest(published))}", markup=False)
    print_all(dues, "deadline", _draw, _describe, as_json=as_json, more=whose)
    if ics:
        from parley.export.calendar import write_calendar  # noqa: PLC0415 (few calls write a calendar)

        written = write_calendar(found, ics, by_text)
        err.print(f"{written} written to {ics}; {len(dues) - written} without a day.", markup=False)


def _list_by_text(agreement: Agreement, day: dt.date, actor: str | None) -> Iterator[ClauseDeadline]:
    """Yield the due dates of an agreement's text as of a day; of one actor where one is named."""
    for due in list_clause_deadlines(agreement, day, day):
        if (actor or "").casefold() in due.by.casefold():
            yield due


def _tell_days(days: Mapping[str, dt.date], latest: dt.date) -> str:
    """Say on which day texts are looked at, of each where they differ; without any text, the latest day."""
    different = sorted(set(days.values())) or [latest]
    if len(different) == 1:
        return str(different[0])
    return ", ".join(f"{day} by the text of {text}" for text, day in days.items())


def _is_between(start: dt.date | None, end: dt.date | None, first: dt.date | None, last: dt.date | None) -> bool:
    """Tell whether days lie between two others, of which either may be open; no day lies between two."""
    return (first is None or (end is not None and end >= first)) and (
        last is None or (start is not None and start <= last)
    )


def _order(due: Due) -> tuple[dt.date, dt.date]:
    deadline = due.deadline if isinstance(due, ClauseDeadline) else due[1]
    return deadline.first or dt.date.max, deadline.last or dt.date.max


def _describe(due: Due) -> dict[str, Any]:
    """Describe a deadline for other programs."""
    if isinstance(due, ClauseDeadline):
        return {
            "day": due.deadline.when,
            "first": due.deadline.first,
            "last": due.deadline.last,
            "by_text": msgspec.to_builtins(due),
        }
    listed, deadline = due
    told: dict[str, Any] = {"day": _tell_day(deadline), **msgspec.to_builtins(deadline)}
    return told | {"entry": make_row(listed)}


def _tell_day(deadline: Deadline) -> str | None:
    """Say by which day something is due, or between which two; null where that is open."""
    if deadline.first is None:
        return None
    return str(deadline.first) if deadline.first == deadline.last else f"{deadline.first}/{deadline.last}"


def _draw(due: Due) -> Text:
    return _draw_by_text(due) if isinstance(due, ClauseDeadline) else _draw_deadline(*due)


def _draw_by_text(due: ClauseDeadline) -> Text:
    """Draw a due date of a clause: the day and whose duty, what it is, how it is counted."""
    line = Text(f"{due.deadline.when:<10}  ", style="bold")
    phase = "agreement lapsed" if due.phase == "lapsed" else due.phase
    line.append(f"{phase:<14}  {due.by}{', begins' if due.begins else ''}: {due.gist}", style="not bold")
    line.append(f"\n{'':<28}by the text alone, {due.deadline.basis}", style="not bold")
    line.append(f"\n            {due.agreement} {due.clause}", style="not bold dim")
    return line


def _draw_deadline(listed: ListedEntry, deadline: Deadline) -> Text:
    """Draw a deadline in two lines or three: the day and what is due, what it hangs on, the chain."""
    line = Text(f"{_tell_day(deadline) or 'day open':<10}  ", style="bold")
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
