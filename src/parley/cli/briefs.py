"""The verb that writes for readers: brief."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from parley.cli.boards import AgreementOption, ViewOption
from parley.cli.console import err
from parley.cli.hints import tell_unread, tell_unrecorded
from parley.cli.options import RecordedBy, RecordPath, parse_day, parse_moment
from parley.derive import count
from parley.errors import FormatError
from parley.export.brief import write_brief
from parley.gathering import BriefAsked, make_brief
from parley.record import open_record


def brief(
    record: RecordPath,
    about: Annotated[
        str | None, typer.Argument(metavar="[AGREEMENT]", help="An agreement to lead with; the same as --agreement.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Ends in .html, .md or .docx.")] = Path(
        "brief.html"
    ),
    title: Annotated[str | None, typer.Option(help="Its heading.")] = None,
    agreement: AgreementOption = None,
    view: ViewOption = None,
    known: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="Only what was published by this day; with --agreement, that of the last report."
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was published on this day or later; tells the changes.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Part of the name of who says it.")] = None,
    recorded_by: RecordedBy = None,
) -> None:
    """Write the brief: every sentence with its exact words, outlet, day and chain, as one page, Markdown or DOCX.

    With an agreement it leads with incidents and clauses and what changed from --since on, and keeps to reports that
    bear on it or name two of its parties or one of its places. Its last lines say what it was made from and the command
    that makes it again, byte for byte; that it was made stands in the record's log.

    Examples:
      parley brief desk.parley --since 2025-03-01 --known 2025-03-31 --output march.md
      parley brief desk.parley minsk2-2015 --known 2025-03-31 --since 2025-03-24 --output week.docx
    """
    if about and agreement:
        raise FormatError("the agreement is named twice", where="AGREEMENT, --agreement", remedy="Name it once.")
    agreement = about or agreement
    if view and not agreement:
        remedy = "Name the agreement behind the record; to pick speakers, use --speaker."
        raise FormatError("a view looks at the clauses of an agreement", where="--view", remedy=remedy)
    wanted = BriefAsked(
        title,
        agreement,
        view,
        parse_day(known, "--known"),
        parse_day(since, "--since"),
        speaker,
        parse_moment(recorded_by, "--recorded-by"),
    )
    with open_record(record) as opened:
        made = make_brief(opened, wanted)
        lines = write_brief(made, output)
        opened.log_brief(made.made_from, hashlib.sha256(output.read_bytes()).hexdigest())
        if made.board and not wanted.known:
            err.print(f"As of {made.board.status.known}; --known names another day.")
        tell_unread(opened)
        tell_unrecorded(opened, wanted.recorded_by)
    err.print(f"{count(lines, 'line')} written to {output}.", markup=False)
