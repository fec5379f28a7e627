"""The verb that shows what each side reports on each clause: board."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.agreement import find_agreement, schedule_agreement
from parley.cli.console import err, out, print_json
from parley.cli.hints import tell_unlinked, tell_unread, tell_unrecorded
from parley.cli.options import AsJson, RecordedBy, RecordPath, parse_day, parse_moment
from parley.errors import FormatError, OutputError, explain_unwritten
from parley.export.board import Board, draw_lines, draw_picture, render_page
from parley.gathering import BoardAsked, BoardMaterial, find_present, gather_board, make_board_again
from parley.record import open_record

AgreementOption = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="An agreement to lead with: one that Parley has, or a file.")
]
ViewOption = Annotated[
    str | None,
    typer.Option(metavar="SIDES", help="Reports of these sides only, separated by commas; `reviewed` leaves out"
                 " what nobody has decided on."),
]  # fmt: skip
_ONE = "Use one of the two; --json > FILE puts the lines into a file."
_FORMATS: dict[str, Callable[[Board], str]] = {".html": render_page, ".svg": draw_picture}


def board(
    record: RecordPath,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="One that Parley has, or a file.")],
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day that is looked at; if not said, that of the last report.")
    ] = None,
    known: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was published by this day; --as-of if not said.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="Also what changed from this day on: what stands otherwise than on the day before."
        ),
    ] = None,
    view: ViewOption = None,
    same_panel: Annotated[
        bool, typer.Option("--same-panel", help="Reports in outlets that were read throughout only.")
    ] = False,
    recorded_by: RecordedBy = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a page (.html) or picture (.svg).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each side reports on each clause of an agreement, week by week, beside what its text fixes.

    First what is contested, late and not known; then incidents with two accounts, clauses, due dates, readings. Every
    mark of the page opens to its reports. Parley does not say who is right.

    Examples:
      parley board desk.parley isr-lbn-2024 --as-of 2025-02-18
      parley board desk.parley mine.yaml --view "Tollaria,reviewed" --output board.html
    """
    if output and as_json:
        raise FormatError("a board is written to a file or printed as JSON", where="--output, --json", remedy=_ONE)
    day, seen = parse_day(as_of, "--as-of"), parse_day(known, "--known")
    moment, before = parse_moment(recorded_by, "--recorded-by"), parse_day(since, "--since")
    with open_record(record) as opened:
        with err.status("gathering what is reported"):
            material = gather_board(opened, find_agreement(agreement), moment)
            day = day or seen or _pick_day(material)
            asked = BoardAsked(day, seen or day, view, moment, before, same_panel)
            made = make_board_again(opened, agreement, material, asked)
        if tell_unlinked(opened, made.agreement.id, agreement):
            tell_unread(opened)
        tell_unrecorded(opened, asked.recorded_by)
    if output:
        write_board(made, output)
        err.print(f"Written to {output}.", markup=False)
    elif as_json:
        _print_status(made)
    else:
        print_board(made)


def _pick_day(material: BoardMaterial) -> dt.date:
    day = find_present(material.agreement, material.published)
    err.print(f"As of {day}, the day of the last report; --as-of names another.")
    return day


def write_board(board: Board, path: Path) -> None:
    """Write a board as what the ending of the path says.

    Raises:
        OutputError: the file cannot be written, or its ending names no format.
    """
    if path.suffix not in _FORMATS:
        remedy = f"Let the name end in {' or '.join(_FORMATS)}."
        raise OutputError("no format of the board belongs to this ending", where=str(path), remedy=remedy)
    with explain_unwritten(path, "the board cannot be written", "Choose another place with --output."):
        path.write_text(_FORMATS[path.suffix](board), encoding="utf-8")


def _print_status(board: Board) -> None:
    """Print one line of JSON for each incident, then one for each clause with its schedule."""
    status = board.status
    for incident in status.incidents:
        said = {"happened": incident.happened, "called": incident.breach}
        print_json({"incident": incident.id} | said | msgspec.to_builtins(incident))
    for clause, schedule in zip(
        status.clauses, schedule_agreement(board.agreement, status.world, status.known), strict=True
    ):
        print_json({"clause": clause.clause, "schedule": msgspec.to_builtins(schedule)} | msgspec.to_builtins(clause))


def print_board(board: Board) -> None:
    """Print a board on standard output."""
    for line in draw_lines(board):
        out.print(Text(line))
