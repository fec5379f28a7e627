"""The nouns: small frozen objects that every stage shares.

Field names are those of reading format 1 (docs/FORMAT.md). Nothing here reads files, resolves names or knows where
objects are stored.
"""

from parley.model.documents import Arrival, Carrier, DateSource, Document, DocumentKind, Failure, Publication, Raw
from parley.model.entries import (
    Action,
    Assessed,
    Assessment,
    AssessmentAction,
    AssessmentDecision,
    Bearing,
    Decision,
    Entry,
    EntryKind,
    EntryState,
    ListedEntry,
)
from parley.model.readings import Event, EventType, Modality, Reading, Statement, proposal_id
from parley.model.spans import Comparator, Count, Mention, Named, Place, PlaceKind, Span, Time, TimeMention

__all__ = [
    "Action",
    "Arrival",
    "Assessed",
    "Assessment",
    "AssessmentAction",
    "AssessmentDecision",
    "Bearing",
    "Carrier",
    "Comparator",
    "Count",
    "DateSource",
    "Decision",
    "Document",
    "DocumentKind",
    "Entry",
    "EntryKind",
    "EntryState",
    "Event",
    "EventType",
    "Failure",
    "ListedEntry",
    "Mention",
    "Modality",
    "Named",
    "Place",
    "PlaceKind",
    "Publication",
    "Raw",
    "Reading",
    "Span",
    "Statement",
    "Time",
    "TimeMention",
    "proposal_id",
]
