"""Files for people and other programs: tables, spreadsheets, readings, the brief."""

from parley.export.brief import BRIEF_FORMATS, Brief, render_brief, write_brief
from parley.export.layers import encode_layers, encode_reading
from parley.export.sheets import CsvExporter, ParquetExporter, XlsxExporter
from parley.export.tables import COLUMNS, describe_due, make_row

__all__ = [
    "BRIEF_FORMATS",
    "COLUMNS",
    "Brief",
    "CsvExporter",
    "ParquetExporter",
    "XlsxExporter",
    "describe_due",
    "encode_layers",
    "encode_reading",
    "make_row",
    "render_brief",
    "write_brief",
]
