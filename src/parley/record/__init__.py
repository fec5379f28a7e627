"""The record: one SQLite file. The only place with SQL."""

from parley.record.assessed import drop_undone
from parley.record.assessments import Kept, Proposed
from parley.record.check import Finding
from parley.record.custody import Custody, load_record, merge_records
from parley.record.documents import Added
from parley.record.entries import Differences
from parley.record.lineage import Lineage, Traced
from parley.record.lists import OPEN_STATES, UNDECIDED, Filter, Found, Order
from parley.record.log import Position
from parley.record.mentions import Part, Unresolved
from parley.record.merging import Conflict, Merged
from parley.record.outcomes import DocumentRead, NotRead
from parley.record.record import Record, create_record, label_reader, open_record
from parley.record.redaction import Redacted
from parley.record.removal import Removed
from parley.record.restating import Restated, Restatement
from parley.record.review import Queued, Why
from parley.record.texts import TextRead
from parley.record.versions import DocumentVersion

__all__ = [
    "OPEN_STATES",
    "UNDECIDED",
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
    "Part",
    "Position",
    "Proposed",
    "Queued",
    "Record",
    "Redacted",
    "Removed",
    "Restated",
    "Restatement",
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
