"""The record: one SQLite file. The only place with SQL."""

from parley.record.assessments import Kept, Proposed
from parley.record.check import Finding
from parley.record.custody import Custody, load_record, merge_records
from parley.record.documents import Added
from parley.record.entries import Differences
from parley.record.lineage import Lineage, Traced
from parley.record.lists import OPEN_STATES, Filter, Found, Order
from parley.record.log import Position
from parley.record.merging import Conflict, Merged
from parley.record.outcomes import DocumentRead, NotRead
from parley.record.record import Record, create_record, label_reader, open_record
from parley.record.redaction import Redacted
from parley.record.removal import Removed
from parley.record.restating import Restated, Restatement
from parley.record.review import Queued
from parley.record.versions import DocumentVersion

__all__ = [
    "OPEN_STATES",
    "Added",
    "Conflict",
    "Custody",
    "Differences",
    "DocumentRead",
    "DocumentVersion",
    "Filter",
    "Finding",
    "Found",
    "Kept",
    "Lineage",
    "Merged",
    "NotRead",
    "Order",
    "Position",
    "Proposed",
    "Queued",
    "Record",
    "Redacted",
    "Removed",
    "Restated",
    "Restatement",
    "Traced",
    "create_record",
    "label_reader",
    "load_record",
    "merge_records",
    "open_record",
]
