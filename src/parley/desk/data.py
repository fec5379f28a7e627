"""What of the record can be taken along: the files of `parley export`, as a form asks for them."""

import shutil
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct
from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from parley.desk.briefs import make_place, send_file
from parley.desk.filters import convert_address, parse_filters
from parley.desk.pages import Pages
from parley.errors import ParleyError
from parley.export.codebook import TABLES, load_codebook
from parley.exporting import ExportAsked, export_record
from parley.record import Record
from parley.steps import TableName


class Download(Struct, frozen=True):
    """A file that can be taken along: what it is, and whether the filters and masks of the page hold for it."""

    words: str
    chosen: bool = True


DOWNLOADS: Mapping[str, Download] = {
    "desk.xlsx": Download("all tables as a workbook, a sheet each, with the codebook"),
    "tables.zip": Download("all tables as CSV, with codebook and datapackage.json"),
    **{f"{table}.csv": Download(f"{table} as CSV") for table in TABLES},
    **{f"{table}.parquet": Download(f"{table} as Parquet") for table in TABLES if find_spec("pyarrow")},
    "annotations.jsonld": Download("entries as W3C Web Annotations"),
    "readings.jsonl": Download("readings whole (reading format 1)", chosen=False),
    "desk.record": Download("the record itself as text, for parley new --from", chosen=False),
}
"""Every file, by its name; its ending says how it is written. Parquet needs an optional part."""


class Masking(Struct, frozen=True):
    """What a file leaves out, as in `parley export`."""

    without_texts: bool = False
    mask_names: bool = False
    keep_parties: bool = False


class Data:
    """The page of data.

    Args:
        record: open for as long as the desk is.
        pages: renders it.
    """

    def __init__(self, record: Record, pages: Pages) -> None:
        self._record = record
        self._pages = pages

    def show_data(self, request: Request) -> Response:
        """Show what can be taken along, and how much the filters choose."""
        wanted = parse_filters(request.query_params)
        row, head = self._record.read_log_head()
        return self._pages.render(
            request,
            "data.html",
            wanted=wanted,
            masking=convert_address(request.query_params, Masking),
            query=request.url.query,
            downloads=DOWNLOADS,
            entries=self._record.count_entries(wanted.filter),
            documents=self._record.count_documents(),
            row=row,
            head=head,
            codebook=load_codebook(),
        )

    def give_file(self, request: Request) -> Response:
        """Give one file; its name is looked up in a list, never on the disk."""
        name = request.path_params["name"]
        if name not in DOWNLOADS:
            raise HTTPException(404)
        path = make_place(name)
        try:
            self._write(path, _read_wanted(request) if DOWNLOADS[name].chosen else ExportAsked())
        except ParleyError:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        return send_file(path)

    def _write(self, path: Path, wanted: ExportAsked) -> None:
        if path.suffix != ".zip":
            tables: dict[str, TableName] = {table: table for table in TABLES}
            export_record(self._record, path, replace(wanted, table=tables.get(path.stem)))
            return
        with tempfile.TemporaryDirectory() as folder:
            export_record(self._record, Path(folder), wanted)
            _pack(Path(folder), path)


def _read_wanted(request: Request) -> ExportAsked:
    masking = convert_address(request.query_params, Masking)
    return ExportAsked(
        chosen=parse_filters(request.query_params).filter,
        without_texts=masking.without_texts,
        mask_names=masking.mask_names,
        keep_parties=masking.keep_parties,
    )


def _pack(folder: Path, path: Path) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
