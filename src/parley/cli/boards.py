"""The verb that shows what each side reports on each clause: board."""

import datetime as dt
import hashlib
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from msgspec import Struct
from msgspec.structs import replace
from rich.text import Text

from parley.agreement import (
    AgreementStatus,
    Bounds,
    Sides,
    View,
    find_agreement,
    find_changes,
    find_positions,
    find_status,
    join_evidence,
    load_agreement,
    schedule_agreement,
)
from parley.agreement.coverage import count_coverage
from parley.cli.console import err, out, print_json
from parley.cli.options import AsJson, RecordPath, parse_day, parse_moment
from parley.errors import OutputError
from parley.export.board import Board, draw_lines, draw_picture, render_page
from parley.ingest import language_name
from parley.lineage import find_folding
from parley.ontology.registry import list_affiliations, load_registry
from parley.pipeline import LANGUAGES
from parley.record import Filter, Record, open_record
from parley.version import __version__

AgreementOption = Annotated[
    str | None, typer.Option(metavar="NAME|FILE", help="An agreement to lead with: one that Parley has, or a file.")
]
ViewOption = Annotated[
    str | None,
    typer.Option(metavar="SIDES", help="Reports of these sides only, separated by commas; `reviewed` leaves out"
                 " what nobody has decided on."),
]  # fmt: skip
_FORMATS: dict[str, Callable[[Board], str]] = {".html": render_page, ".svg": draw_picture}
_REVIEWED = "reviewed"


class Asked(Struct, frozen=True):
    """What a board is asked for: the three clocks, whose reports (as `--view` has it), and the day to compare with."""

    world: dt.date
    known: dt.date
    view: str | None = None
    recorded_by: dt.datetime | None = None
    since: dt.date | None = None


def board(
    record: RecordPath,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="One that Parley has, or a file.")],
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day that is looked at; today if not said.")
    ] = None,
    known: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was published by this day; --as-of if not said.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Also what changed since what was known then.")
    ] = None,
    view: ViewOption = None,
    recorded_by: Annotated[str | None, typer.Option(metavar="MOMENT", help="The record as it stood then.")] = None,
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
    day = parse_day(as_of, "--as-of") or parse_day(known, "--known") or dt.datetime.now(dt.UTC).date()
    asked = Asked(
        day,
        parse_day(known, "--known") or day,
        view,
        parse_moment(recorded_by, "--recorded-by"),
        parse_day(since, "--since"),
    )
    with open_record(record) as opened:
        made = make_board(opened, find_agreement(agreement), asked)
        made = replace(made, made_from={**_list_manifest(opened, agreement, asked), **made.made_from})
    if output:
        write_board(made, output)
        err.print(f"Written to {output}.", markup=False)
    elif as_json:
        _print_status(made)
    else:
        print_board(made)


def make_board(record: Record, path: Path, asked: Asked) -> Board:
    """Gather what a board shows.

    Args:
        record: holds assessments, documents, entries.
        path: the agreement's file.
        asked: what is asked for.
    """
    agreement, recorded_by = load_agreement(path), asked.recorded_by
    registry = load_registry((), tuple(record.list_actor_changes()))
    affiliations = list_affiliations(registry, asked.known)
    sides, assessed = Sides(agreement, affiliations), list(record.assessments.list_all(agreement.id, recorded_by))
    origins = find_folding(record, asked.known, recorded_by).map_origins()
    evidence = list(join_evidence(agreement, assessed, origins=origins, affiliations=affiliations))
    view = _parse_view(asked.view, sides)
    coverage = count_coverage(agreement, record.list_texts_read(recorded_by))

    def find(world: dt.date, known: dt.date) -> AgreementStatus:
        return find_status(agreement, evidence, view, world, known, recorded_by=recorded_by, coverage=coverage)

    status = find(asked.world, asked.known)
    entries = list(record.list_entries(Filter(recorded_by=recorded_by)))
    return Board(
        agreement=agreement,
        status=status,
        publications={held.assessment.document_id: held.publications for held in assessed},
        made_from={
            "agreement": f"{agreement.id}, file {hashlib.sha256(path.read_bytes()).hexdigest()}",
            "view": view.name,
        },
        documents=record.count_documents(recorded_by),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, recorded_by)},
        positions=find_positions(agreement, entries, sides, Bounds(asked.world, asked.known, recorded_by)),
        unreviewed=frozenset(listed.entry.id for listed in entries if listed.entry.state == "proposed"),
        changes=find_changes(find(asked.since, asked.since), status) if asked.since else None,
        since=asked.since,
    )


def _list_manifest(record: Record, agreement: str, asked: Asked) -> dict[str, str]:
    change = record.find_last_change(asked.recorded_by)
    command = ["parley", "board", record.path.name, agreement, "--as-of", str(asked.world), "--known", str(asked.known)]
    for option, value in (("--view", asked.view), ("--since", asked.since), ("--recorded-by", change.recorded_at)):
        if value is not None:
            command += [option, value.isoformat() if isinstance(value, dt.date) else value]
    return {
        "record": record.path.name,
        "log": f"row {change.row}, head {change.head}",
        "Parley": __version__,
        "made again by": shlex.join(command),
    }


def _parse_view(words: str | None, sides: Sides) -> View:
    """Turn the value of --view into a view; its sides are named as the agreement or the reports name them."""
    names = [name.strip() for name in (words or "").split(",") if name.strip()]
    named = frozenset(sides.find_side(name) for name in names if name != _REVIEWED)
    return View(words or "all", named, reviewed=_REVIEWED in names)


def write_board(board: Board, path: Path) -> None:
    """Write a board as what the ending of the path says.

    Raises:
        OutputError: the file cannot be written, or its ending names no format.
    """
    if path.suffix not in _FORMATS:
        remedy = f"Let the name end in {' or '.join(_FORMATS)}."
        raise OutputError("no format of the board belongs to this ending", where=str(path), remedy=remedy)
    try:
        path.write_text(_FORMATS[path.suffix](board), encoding="utf-8")
    except OSError as error:
        remedy = "Choose another place with --output."
        raise OutputError(f"the board cannot be written ({error.strerror})", where=str(path), remedy=remedy) from error


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
