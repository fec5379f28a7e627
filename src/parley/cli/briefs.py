"""The verb that writes for readers: brief."""

import datetime as dt
import hashlib
import shlex
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from parley.agreement import find_agreement
from parley.cli.boards import AgreementOption, Asked, ViewOption, make_board
from parley.cli.console import err
from parley.cli.options import RecordPath, parse_day, parse_moment
from parley.errors import FormatError
from parley.export import Brief, write_brief
from parley.ingest import language_name
from parley.lineage import describe_untraced, find_folding
from parley.model import ListedEntry
from parley.pipeline import LANGUAGES
from parley.record import Filter, Position, Record, open_record
from parley.trace import count_reports
from parley.version import __version__


class Wanted(Struct, frozen=True):
    """What a brief is asked for; all of it stands in its manifest, so that it can be asked for again.

    `known` is the last day of publication that counts, `since` the first one (and the day from which changes are
    told), `agreement` a name or a path.
    """

    title: str | None = None
    agreement: str | None = None
    view: str | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    speaker: str | None = None
    recorded_by: dt.datetime | None = None


def brief(
    record: RecordPath,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Ends in .html or .md.")] = Path(
        "brief.html"
    ),
    title: Annotated[str | None, typer.Option(help="Its heading.")] = None,
    agreement: AgreementOption = None,
    view: ViewOption = None,
    known: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was published by this day; with --agreement, today.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was published on this day or later; tells the changes.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Part of the name of who says it.")] = None,
    recorded_by: Annotated[str | None, typer.Option(metavar="MOMENT", help="The record as it stood then.")] = None,
) -> None:
    """Write the brief: every sentence with its exact words, outlet, day and chain, as one page or as Markdown.

    With an agreement it leads with incidents and clauses, and with what changed since a day. Its last lines say what it
    was made from and the command that makes it again, byte for byte; that it was made stands in the record's log.

    Examples:
      parley brief desk.parley --since 2025-03-01 --known 2025-03-31 --output march.md
      parley brief desk.parley --agreement minsk2-2015 --known 2025-03-31 --since 2025-03-24
    """
    wanted = Wanted(
        title,
        agreement,
        view,
        parse_day(known, "--known") or (dt.datetime.now(dt.UTC).date() if agreement else None),
        parse_day(since, "--since"),
        speaker,
        parse_moment(recorded_by, "--recorded-by"),
    )
    if wanted.since and wanted.known and wanted.since > wanted.known:
        remedy = "Let --since be the earlier day."
        raise FormatError(f"{wanted.since} comes after {wanted.known}", where="--since, --known", remedy=remedy)
    with open_record(record) as opened:
        made = make_brief(opened, wanted)
        count = write_brief(made, output)
        opened.log_brief(made.made_from, hashlib.sha256(output.read_bytes()).hexdigest())
    err.print(f"{count} lines written to {output}.", markup=False)


def make_brief(record: Record, wanted: Wanted) -> Brief:
    """Gather what a brief shows, all of it as of the last change of the record by the moment asked for."""
    change = record.find_last_change(wanted.recorded_by)
    as_of = change.recorded_at
    chosen = Filter(speaker=wanted.speaker, published_from=wanted.since, published_to=wanted.known, recorded_by=as_of)
    listed = list(record.list_entries(chosen))
    entries = tuple(line for line in listed if not line.entry.stale)
    board = None
    if wanted.agreement and wanted.known:
        asked = Asked(wanted.known, wanted.known, wanted.view, as_of, wanted.since)
        board = make_board(record, find_agreement(wanted.agreement), asked)
    readers = ", ".join(sorted({line.entry.reader for line in entries}))
    title = board.agreement.title if board else "What is reported, and by whom"
    return Brief(
        title=wanted.title or title,
        made_from=_list_manifest(record, wanted, change, readers) | (dict(board.made_from) if board else {}),
        entries=entries,
        documents=record.count_documents(as_of),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, as_of)},
        as_of=as_of,
        stale=len(listed) - len(entries),
        reports=_count_reports(record, entries, wanted.known, as_of),
        board=board,
    )


def _count_reports(
    record: Record, entries: tuple[ListedEntry, ...], known: dt.date | None, as_of: dt.datetime | None
) -> str:
    return count_reports(entries, find_folding(record, known, as_of)) + describe_untraced(record, as_of)


def _list_manifest(record: Record, wanted: Wanted, change: Position, readers: str) -> dict[str, str]:
    command = ["parley", "brief", record.path.name]
    asked = (
        ("--title", wanted.title),
        ("--agreement", wanted.agreement),
        ("--view", wanted.view),
        ("--known", wanted.known),
        ("--since", wanted.since),
        ("--speaker", wanted.speaker),
        ("--recorded-by", change.recorded_at.isoformat() if change.recorded_at else None),
    )
    for option, value in asked:
        command += [option, str(value)] if value is not None else []
    return {
        "record": record.path.name,
        "log": f"row {change.row}, head {change.head}",
        "readers": readers,
        "Parley": __version__,
        "made again by": shlex.join(command),
    }
