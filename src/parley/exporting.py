"""Files for other programs, made of a record: tables, a folder of them, annotations, readings, the record itself.

What the command line and the desk both call: `export_record`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from parley.errors import FormatError, OutputError, explain_unwritten
from parley.export import encode_reading, make_row
from parley.export.annotations import write_annotations
from parley.export.codebook import TABLES, Row, describe_package, list_columns
from parley.export.masking import Masks, Veil
from parley.export.rows import (
    HeldDocument,
    make_assessment_row,
    make_commitment_rows,
    make_decision_rows,
    make_document_row,
    make_statement_row,
)
from parley.export.sheets import CsvExporter, ParquetExporter, XlsxExporter, write_csv
from parley.model import Document, ListedEntry
from parley.ontology import is_carrier
from parley.ontology.registry import load_registry
from parley.record import Filter, Record
from parley.steps import Exporter, TableName, Watch, look_away

EXPORTERS: tuple[Exporter, ...] = (CsvExporter(), XlsxExporter(), ParquetExporter())
"""What writes tables."""
ENDINGS = (*(exporter.suffix for exporter in EXPORTERS), ".jsonl", ".jsonld", ".record")
"""Endings of the files that can be written; a name without an ending is a folder."""


class ExportAsked(Struct, frozen=True, kw_only=True):
    """What to export.

    `table` is null for all tables where the file can hold several, else for the entries; `chosen` chooses entries, its
    moment holds for every table; `suffix` is the ending of the tables in a folder. With `mask_names` names become
    pseudonyms and no words stay; `keep_parties` leaves the names that the registry knows as no person's.
    """

    table: TableName | None = None
    chosen: Filter = Filter()
    suffix: str = ".csv"
    without_texts: bool = False
    mask_names: bool = False
    keep_parties: bool = False


def export_record(record: Record, path: Path, wanted: ExportAsked, watch: Watch[Any] = look_away) -> dict[str, int]:
    """Write a file, or a folder of tables with codebook and `datapackage.json`, as the name of the path says.

    Args:
        record: what to write of.
        path: ends in one of `ENDINGS`; a folder, there or not, has no ending.
        wanted: what of it.
        watch: follows the rows.

    Returns:
        How many rows were written of each table, or of readings, annotations, rows of the record.

    Raises:
        FormatError: the ending cannot hold what is wanted.
        OutputError: no format belongs to the ending, or the place cannot be written.
    """
    if not path.suffix or path.is_dir():
        return _export_folder(record, path, wanted, watch)
    if path.suffix in {".jsonl", ".record"}:
        return _export_whole(record, path, wanted, watch)
    tables = _Tables(record, wanted)
    if path.suffix == ".jsonld":
        lines = write_annotations(watch(tables.list_annotated(), "annotations"), tables.veil)
        return {"annotations": _write_lines(lines, path) - 2}
    known = {exporter.suffix: exporter for exporter in EXPORTERS}
    if path.suffix not in known:
        remedy = f"Let the name end in {', '.join(ENDINGS)}, or name a folder."
        raise OutputError("no format belongs to this ending", where=str(path), remedy=remedy)
    exporter = known[path.suffix]
    if isinstance(exporter, XlsxExporter):
        names = (wanted.table,) if wanted.table else TABLES
        written = exporter.export_all({name: watch(tables.list_rows(name), name) for name in names}, path)
        return {str(name): count for name, count in written.items()}
    table = wanted.table or "entries"
    return {table: exporter.export(watch(tables.list_rows(table), table), path, table)}


def _export_whole(record: Record, path: Path, wanted: ExportAsked, watch: Watch[Any]) -> dict[str, int]:
    if wanted != ExportAsked():
        what = "readings and the record itself are exported whole: no option chooses, leaves out or masks"
        remedy = "Leave the options out, or write a table, such as .csv or .xlsx."
        raise FormatError(what, where=str(path), remedy=remedy)
    if path.suffix == ".record":
        return {"rows": _write_lines(watch(record.custody.write_rows(), "rows"), path) - 2}
    lines = (
        msgspec.json.encode(encode_reading(reading, next(iter(publications), None))) + b"\n"
        for _, publications, reading in watch(record.list_readings(), "readings")
    )
    return {"readings": _write_lines(lines, path)}


def _export_folder(record: Record, path: Path, wanted: ExportAsked, watch: Watch[Any]) -> dict[str, int]:
    exporter = next((each for each in EXPORTERS if each.suffix == wanted.suffix), None)
    if exporter is None or isinstance(exporter, XlsxExporter):
        raise FormatError("a folder holds tables as csv or parquet", where="--format", remedy="Or write FILE.xlsx.")
    with explain_unwritten(path, "the folder cannot be made"):
        path.mkdir(parents=True, exist_ok=True)
    tables = _Tables(record, wanted)
    names = (wanted.table,) if wanted.table else TABLES
    sizes: dict[str, int] = {}
    for name in names:
        rows = watch(tables.list_rows(name), name)
        sizes[name] = exporter.export(rows, path / f"{name}{exporter.suffix}", name)
    columns = [row for row in list_columns() if row["table"] in names]
    write_csv(columns, path / "codebook.csv", list(columns[0]))
    change = record.find_last_change(wanted.chosen.recorded_by)
    of = f"A Parley record as of log row {change.row}"
    of += "" if wanted.mask_names else f", head {change.head}"
    told = describe_package(of, sizes, exporter.suffix)
    _write_lines([msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"], path / "datapackage.json")
    return sizes


class _Tables:
    """The rows of a record's tables.

    Args:
        record: the record.
        wanted: what of it.
    """

    def __init__(self, record: Record, wanted: ExportAsked) -> None:
        self._record = record
        self._chosen = wanted.chosen
        self._as_of = Filter(recorded_by=wanted.chosen.recorded_by)
        self._registry = load_registry(changes=record.list_actor_changes(wanted.chosen.recorded_by))
        keeps = self._is_public if wanted.keep_parties else is_carrier
        masks = Masks(record.custody.find_secret(), keeps) if wanted.mask_names else None
        self.veil = Veil(wanted.without_texts, masks)

    def _is_public(self, name: str) -> bool:
        """Tell whether a name is a carrier's, or the registry knows it as that of somebody who is no person."""
        actor = self._registry.find_entry(name)
        return is_carrier(name) or (actor is not None and actor.kind != "person")

    def list_rows(self, table: TableName) -> Iterator[Row]:
        """Yield the rows of a table, with nothing that is not to be seen."""
        return self.veil.draw(table, self._list_whole(table))

    def _list_whole(self, table: TableName) -> Iterator[Row]:
        custody, moment = self._record.custody, self._as_of.recorded_by
        match table:
            case "entries":
                return (make_row(listed, self._registry) for listed in self._record.list_entries(self._chosen))
            case "documents":
                return (make_document_row(HeldDocument(*held)) for held in custody.list_documents(moment))
            case "statements":
                return filter(None, map(make_statement_row, self._record.list_entries(self._as_of)))
            case "commitments":
                return self._list_commitments()
            case "assessments":
                return map(make_assessment_row, self._record.assessments.list_all(recorded_by=moment))
            case "decisions":
                return make_decision_rows(custody.list_decisions(moment))

    def _list_commitments(self) -> Iterator[Row]:
        listed = self._record.list_entries(self._as_of)
        for _, of_document in groupby(listed, key=lambda each: each.entry.document_id):
            yield from make_commitment_rows(list(of_document))

    def list_annotated(self) -> Iterator[tuple[Document, ListedEntry]]:
        """Yield the chosen entries with their documents."""
        listed = self._record.list_entries(self._chosen)
        for document_id, of_document in groupby(listed, key=lambda each: each.entry.document_id):
            document = self._record.get_document(document_id)
            yield from ((document, each) for each in of_document)


def _write_lines(lines: Iterable[bytes], path: Path) -> int:
    count = 0
    with explain_unwritten(path), path.open("wb") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count
