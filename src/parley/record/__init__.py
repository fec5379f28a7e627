"""The record: one SQLite file. The only place with SQL."""

from parley.record.check import Finding
from parley.record.documents import Added
from parley.record.entries import Differences
from parley.record.lists import OPEN_STATES, Filter, Found, Queued
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
    "OPEN_STATES",
    "Added",
    "Differences",
    "DocumentRead",
    "DocumentVersion",
    "Filter",
    "Finding",
    "Found",
    "NotRead",
    "Queued",
    "Record",
    "create_record",
    "label_reader",
    "open_record",
]
