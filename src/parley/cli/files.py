"""The verb that writes files for other programs: export."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from parley.cli.console import err, follow
from parley.cli.hints import tell_unrecorded
from parley.cli.options import RecordedBy, RecordPath, parse_moment
from parley.errors import FormatError
from parley.exporting import ExportAsked, export_record
from parley.record import Filter, open_record
from parley.steps import TableName


def export(
    record: RecordPath,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file by its ending, or a folder.")],
    table: Annotated[TableName | None, typer.Option(help="Which table; else all that the file can hold.")] = None,
    form: Annotated[Literal["csv", "parquet"], typer.Option("--format", help="Of the tables in a folder.")] = "csv",
    fact: Annotated[bool | None, typer.Option("--fact/--not-fact", help="Entries told as fact only, or not.")] = None,
    recorded_by: RecordedBy = None,
    without_texts: Annotated[bool, typer.Option("--without-texts", help="Leave out the words of reports.")] = False,
    mask_names: Annotated[bool, typer.Option("--mask-names", help="Pseudonyms for names, no words.")] = False,
    keep_parties: Annotated[
        bool, typer.Option("--keep-parties", help="With --mask-names: mask persons only, and who is not known.")
    ] = False,
) -> None:
    """Write tables for R, Excel and databases, annotations, readings, or the record itself, by the ending of FILE.

    .csv, .parquet: one table, the entries unless --table names another. .xlsx: all tables, a sheet each, and the
    codebook. A folder (no ending): all tables with codebook.csv and datapackage.json. .jsonld: W3C Web Annotations.
    .jsonl: readings (reading format 1). .record: the whole record as text, for parley new --from.

    Every row of the entries holds the exact words, chain, outlet, day and link; docs/EXPORT.md explains the columns.
    Text that a spreadsheet would run as a formula is escaped. Without texts, the few words of cue and trigger stay,
    with their offsets. The same name has the same mask in every export of the record.

    Examples:
      parley export desk.parley desk.xlsx
      parley export desk.parley tables/ --mask-names --keep-parties
      parley export desk.parley commitments.csv --table commitments
    """
    if keep_parties and not mask_names:
        raise FormatError("it says which names stay", where="--keep-parties", remedy="Give it with --mask-names.")
    wanted = ExportAsked(
        table=table,
        chosen=Filter(fact=fact, recorded_by=parse_moment(recorded_by, "--recorded-by")),
        suffix=f".{form}",
        without_texts=without_texts,
        mask_names=mask_names,
        keep_parties=keep_parties,
    )
    with open_record(record) as opened:
        counts = export_record(opened, path, wanted, _follow)
        tell_unrecorded(opened, wanted.chosen.recorded_by)
    told = ", ".join(f"{number} {what}" for what, number in counts.items())
    err.print(f"{told} written to {path}.", markup=False)


def _follow(rows: Iterable[Any], what: str) -> Iterable[Any]:
    return follow(rows, f"exporting {what}", None)
