"""The verb that shows it all at once: demo."""

import datetime as dt
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.text import Text

from parley.cli.boards import print_board, write_board
from parley.cli.console import follow, out, print_failures
from parley.cli.lines import draw_entry
from parley.derive import count
from parley.errors import explain_unwritten
from parley.export.brief import write_brief
from parley.gathering import BoardAsked, BriefAsked, make_board, make_brief
from parley.ingest import Stated, language_name, load_path, read_links
from parley.lineage import trace_record
from parley.model import Document, Failure
from parley.pipeline import LANGUAGES, make_pipeline
from parley.proposing import find_entry_of
from parley.record import Filter, Record, create_record, open_record

_LAST_DAY = dt.date(2025, 4, 25)
"""The day of the last report."""
_CODER = "bundled example"
_STANDINGS = (
    ("claimed", "somebody says that it happened"),
    ("denied", "somebody says that it did not"),
    ("did not happen", "reported as not having happened"),
    ("demanded", "asked of somebody"),
    ("refused", "somebody says that they will not"),
    ("required", "by an agreement, as reported"),
    ("planned", "promised, scheduled, expected"),
    ("possible", "proposed, feared, threatened, conditional"),
)


def demo(
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to put record and brief.")
    ] = Path("parley-demo"),
    full: Annotated[bool, typer.Option("--full", help="Print every entry, statements too.")] = False,
) -> None:
    """Read a dozen bundled reports about one invented conflict; print their record and what each side reports.

    The board at the end rests on assessments that come with the example; `parley assess` makes your own.
    """
    with explain_unwritten(folder, "the folder cannot be made", "Choose another place with --output."):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.parley"
    with open_record(path) if path.exists() else create_record(path) as record:
        _fill(record)
        _print_record(record, full=full)
        _print_sums(record)
        with as_file(files("parley").joinpath("demo", "agreement.yaml")) as agreement:
            title = "The Fenhavn Arrangement: what is reported, and by whom"
            wanted = BriefAsked(title, str(agreement), known=_LAST_DAY)
            write_brief(make_brief(record, wanted), folder / "brief.html")
            board = make_board(record, agreement, BoardAsked(_LAST_DAY, _LAST_DAY))
        write_board(board, folder / "board.html")
        out.print()
        print_board(board)
    out.print(f"\nAs pages: {folder / 'brief.html'} and {folder / 'board.html'}", markup=False)
    out.print(f"To look around: parley list {path} --speaker Nive · parley show {path} ID", markup=False)


def _fill(record: Record) -> None:
    today = dt.datetime.now(dt.UTC).date()
    with as_file(files("parley").joinpath("demo", "reports")) as reports:
        failed = [found for found in record.add(load_path(reports, Stated(), today)) if isinstance(found, Failure)]
    pipeline = make_pipeline()
    unread = record.list_unread(pipeline, LANGUAGES)
    read = follow(record.read(pipeline, LANGUAGES, unread), "reading", len(unread))
    failed += [outcome for outcome in read if isinstance(outcome, Failure)]
    links = files("parley").joinpath("demo", "assessments.jsonl").read_bytes()
    for line in read_links(links, "assessments.jsonl"):
        if not isinstance(line, Failure):
            document = Document(line.text or "", line.date)
            entries = list(record.list_entries(Filter(document=document.id, kind="event")))
            given = (link.assess(document) for link in line.links)
            record.assessments.add([replace(each, entry_id=find_entry_of(each, entries)) for each in given], by=_CODER)
    trace_record(record, record.lineage.list_reports())
    print_failures(failed)


def _print_record(record: Record, *, full: bool) -> None:
    seen = None
    for listed in record.list_entries(Filter(kind=None if full else "event")):
        if listed.entry.document_id != seen:
            seen = listed.entry.document_id
            first = listed.publication
            out.print()
            out.print(Text(f"{first.outlet}: {first.title}", style="bold"))
        out.print(draw_entry(listed))


def _print_sums(record: Record) -> None:
    counted = record.count_by_standing()
    events = sum(counted.values())
    acts, speech = counted.get(("fact", True), 0), counted.get(("fact", False), 0)
    out.print()
    statements = count(record.count_entries(Filter(kind="statement")), "statement")
    out.print(f"{count(record.count_documents(), 'document')}, {statements},")
    out.print(f"{events} events, of which {acts + speech} are reported as fact: {acts} acts and {speech} speech acts.")
    out.print("The others must not be counted as having happened:")
    for standing, meaning in _STANDINGS:
        number = counted.get((standing, True), 0) + counted.get((standing, False), 0)
        out.print(f"{number:>5}  {standing:<15} {meaning}")
    for row in record.list_not_read(LANGUAGES):
        out.print(f"{row.documents:>5}  document not read: {language_name(row.lang)}")
