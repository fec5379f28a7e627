"""Verbs that write tables or look over the whole record: export, check."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli.console import err, follow, print_json
from parley.cli.options import AsJson, RecordPath, parse_moment
from parley.errors import FormatError, OutputError
from parley.export import encode_reading, make_row
from parley.ontology.registry import load_registry
from parley.pipeline import EXPORTERS
from parley.record import Filter, Finding, Record, open_record


def export(
    record: RecordPath,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .csv, .xlsx or .jsonl.")],
    fact: Annotated[bool | None, typer.Option("--fact/--not-fact", help="Reported as fact only, or not.")] = None,
    recorded_by: Annotated[str | None, typer.Option(metavar="MOMENT", help="The record as it stood then.")] = None,
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
            registry = load_registry(changes=opened.list_actor_changes())
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
