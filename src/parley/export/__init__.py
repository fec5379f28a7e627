"""Files for people and other programs: tables, spreadsheets, readings, the brief.

What brings libraries with it stands in modules of its own: `brief`, `board`, `sheets`, `word`, `calendar`.
"""

from parley.export.layers import encode_layers, encode_reading
from parley.export.rows import COLUMNS, make_row
from parley.export.sentences import describe_due

__all__ = ["COLUMNS", "describe_due", "encode_layers", "encode_reading", "make_row"]
