"""What of the record can be taken along: tables of entries as the filters choose them, and readings."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from parley.desk.briefs import make_place, send_file
from parley.desk.filters import parse_filters
from parley.desk.pages import Pages, read_name
from parley.export import COLUMNS, encode_reading, make_row
from parley.ontology.registry import load_registry
from parley.pipeline import EXPORTERS
from parley.record import Filter, Record
from parley.steps import Exporter

Write = Callable[[Record, Filter, Path], None]


class Download(Struct, frozen=True):
    """A file that can be taken along: its meaning, how it is written, and whether the filters choose what is in it."""

    words: str
    write: Write
    filtered: bool = True


def _write_table(exporter: Exporter) -> Write:
    def write(record: Record, wanted: Filter, path: Path) -> None:
        registry = load_registry(changes=record.list_actor_changes())
        exporter.export((make_row(listed, registry) for listed in record.list_entries(wanted)), path)

    return write


def _write_readings(record: Record, wanted: Filter, path: Path) -> None:  # noqa: ARG001 (they are given whole)
    with path.open("wb") as file:
        for _, publications, reading in record.list_readings():
            file.write(msgspec.json.encode(encode_reading(reading, next(iter(publications), None))) + b"\n")


DOWNLOADS: Mapping[str, Download] = {
    **{
        f"entries{exporter.suffix}": Download(f"entries as a table ({exporter.name})", _write_table(exporter))
        for exporter in EXPORTERS
    },
    "readings.jsonl": Download("readings whole, as JSON Lines (reading format 1)", _write_readings, filtered=False),
}
"""Every file, by its name. What `parley export` learns to write gets a line here."""


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
            "data.html",
            read_name(request),
            wanted=wanted,
            downloads=DOWNLOADS,
            entries=self._record.count_entries(wanted.filter),
            documents=self._record.count_documents(),
            row=row,
            head=head,
            columns=COLUMNS,
        )

    def give_file(self, request: Request) -> Response:
        """Give one file; its name is looked up in a list, never on the disk."""
        found = DOWNLOADS.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        path = make_place(request.path_params["name"])
        found.write(self._record, parse_filters(request.query_params).filter, path)
        return send_file(path)
