"""The record: one SQLite file. The only place with SQL."""

from parley.record.adding import Added
from parley.record.assessed import drop_undone
from parley.record.assessments import Kept, Proposed
from parley.record.contents import DocumentVersion, TextRead
from parley.record.custody import load_record, merge_records
from parley.record.entries import Differences
from parley.record.lineage import Traced
from parley.record.lists import OPEN_STATES, UNDECIDED, Filter, Order, TextFound
from parley.record.log import Finding, Position
from parley.record.mentions import Part, Unresolved
from parley.record.merging import Conflict, Merged
from parley.record.reading import DocumentRead, NotRead, label_reader
from parley.record.record import Custody, Lineage, Record, create_record, open_record
from parley.record.redaction import Redacted
from parley.record.removal import REMOVED, Removed
from parley.record.restating import Restated, Restatement
from parley.record.review import Queued, Why

__all__ = [
    "OPEN_STATES",
    "REMOVED",
    "UNDECIDED",
    "Added",
    "Conflict",
    "Custody",
    "Differences",
    "DocumentRead",
    "DocumentVersion",
    "Filter",
    "Finding",
    "Kept",
    "Lineage",
    "Merged",
    "NotRead",
    "Order",
    "Part",
    "Position",
    "Proposed",
    "Queued",
    "Record",
    "Redacted",
    "Removed",
    "Restated",
    "Restatement",
    "TextFound",
    "TextRead",
    "Traced",
    "Unresolved",
    "Why",
    "create_record",
    "drop_undone",
    "label_reader",
    "load_record",
    "merge_records",
    "open_record",
]
