"""Verbs that write files or look over the whole record: export, brief, check."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli.console import err, follow, print_json
from parley.cli.options import AsJson, Packs, RecordPath, parse_moment
from parley.errors import FormatError, OutputError
from parley.export import Brief, encode_reading, make_row, write_brief
from parley.ingest import language_name
from parley.lineage import describe_untraced, find_folding
from parley.ontology.registry import load_registry
from parley.pipeline import EXPORTERS, LANGUAGES
from parley.record import Filter, Finding, Record, open_record
from parley.trace import count_reports
from parley.version import __version__


def export(
    record: RecordPath,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .csv, .xlsx or .jsonl.")],
    fact: Annotated[bool | None, typer.Option("--fact/--not-fact", help="Reported as fact only, or not.")] = None,
    recorded_by: Annotated[str | None, typer.Option(metavar="MOMENT", help="The record as it stood then.")] = None,
    pack: Packs = None,
) -> None:
    """Write entries as a table (.csv, .xlsx), or readings as JSON Lines (.jsonl, reading format 1).

    Every row of a table holds the exact words, the chain, outlet, day and link; docs/EXPORT.md explains the columns.
    Text that a spreadsheet would run as a formula is escaped.
    """
    known = {exporter.suffix: exporter for exporter in EXPORTERS}
    wanted = Filter(fact=fact, recorded_by=parse_moment(recorded_by, "--recorded-by"))
    if path.suffix == ".jsonl" and wanted != Filter():
        remedy = "Leave the option out, or write a table: .csv or .xlsx."
        raise FormatError("readings are exported whole: --fact and --recorded-by choose entries", remedy=remedy)
    with open_record(record) as opened:
        if path.suffix == ".jsonl":
            count = _export_readings(opened, path)
        elif path.suffix in known:
            registry = load_registry(pack or (), tuple(opened.list_actor_changes()))
            rows = (make_row(listed, registry) for listed in opened.list_entries(wanted))
            count = known[path.suffix].export(follow(rows, "exporting", opened.count_entries(wanted)), path)
        else:
            remedy = f"Let the name end in {', '.join([*known, '.jsonl'])}."
            raise OutputError("no format belongs to this ending", where=str(path), remedy=remedy)
    err.print(f"{count} rows written to {path}.", markup=False)


def _export_readings(record: Record, path: Path) -> int:
    count = 0
    try:
        with path.open("wb") as file:
            for _, publications, reading in record.list_readings():
                file.write(msgspec.json.encode(encode_reading(reading, next(iter(publications), None))) + b"\n")
                count += 1
    except OSError as error:
        what = f"the file cannot be written ({error.strerror})"
        raise OutputError(what, where=str(path), remedy="Choose another place.") from error
    return count


def brief(
    record: RecordPath,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path(
        "brief.html"
    ),
    title: Annotated[str, typer.Option(help="Its heading.")] = "What is reported, and by whom",
    recorded_by: Annotated[str | None, typer.Option(metavar="MOMENT", help="The record as it stood then.")] = None,
) -> None:
    """Write the brief: one page without outside parts, each line with its exact words and its chain."""
    with open_record(record) as opened:
        count = write_brief(make_brief(opened, title, parse_moment(recorded_by, "--recorded-by")), output)
    err.print(f"{count} lines written to {output}.", markup=False)


def make_brief(record: Record, title: str, recorded_by: dt.datetime | None = None) -> Brief:
    """Gather what a brief shows, all of it as of one moment."""
    as_of = recorded_by or dt.datetime.now(dt.UTC)
    position, head = record.read_log_head(as_of)
    listed = list(record.list_entries(Filter(recorded_by=as_of)))
    entries = tuple(line for line in listed if not line.entry.stale)
    reports = count_reports(entries, find_folding(record, recorded_by=as_of)) + describe_untraced(record, as_of)
    return Brief(
        title=title,
        made_from={
            "record": record.path.name,
            "log": f"row {position}, head {head}",
            "readers": ", ".join(sorted({line.entry.reader for line in entries})),
            "Parley": __version__,
        },
        entries=entries,
        documents=record.count_documents(as_of),
        not_read={language_name(row.lang): row.documents for row in record.list_not_read(LANGUAGES, as_of)},
        as_of=as_of,
        stale=len(listed) - len(entries),
        reports=reports,
    )


def check(record: RecordPath, as_json: AsJson = False) -> None:
    """Check the record: every span against its text, every reference, every hash, the log's chain."""
    broken = 0
    with open_record(record) as opened:
        for finding in _only_findings(follow(opened.check(), "checking", None)):
            broken += finding.broken
            if as_json:
                print_json(msgspec.to_builtins(finding))
            else:
                err.print(f"{finding.where}: {finding.what}", markup=False)
        documents = opened.count_documents()
    if broken:
        err.print(f"{broken} faults. Restore the record from a copy, or send the list with a report of what happened.")
        raise typer.Exit(4)
    err.print(f"The record is whole: {documents} documents, every span, reference and hash fits.")


def _only_findings(items: Iterator[Finding | None]) -> Iterator[Finding]:
    for item in items:
        if item is not None:
            yield item
