"""The record: one SQLite file. The only place with SQL."""

from parley.record.assessments import Kept
from parley.record.check import Finding
from parley.record.documents import Added
from parley.record.entries import Differences
from parley.record.lists import Filter, Found
from parley.record.log import Position
from parley.record.record import (
    DocumentRead,
    DocumentVersion,
    NotRead,
    Record,
    create_record,
    label_reader,
    open_record,
)

__all__ = [
    "Added",
    "Differences",
    "DocumentRead",
    "DocumentVersion",
    "Filter",
    "Finding",
    "Found",
    "Kept",
    "NotRead",
    "Position",
    "Record",
    "create_record",
    "label_reader",
    "open_record",
]
