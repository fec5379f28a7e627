"""The verb that writes files for other programs: export."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli.console import err, follow
from parley.cli.options import Packs, RecordPath, parse_moment
from parley.errors import FormatError, OutputError
from parley.export import encode_reading, make_row
from parley.ontology.registry import load_registry
from parley.pipeline import EXPORTERS
from parley.record import Filter, Record, open_record


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
