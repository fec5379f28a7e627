"""The nouns: small frozen objects that every stage shares.

Field names are those of reading format 1 (docs/FORMAT.md). Nothing here reads files, resolves names or knows where
objects are stored.
"""

from parley.model.changes import ActorAction, ActorChange
from parley.model.documents import (
    MARK,
    Arrival,
    Carrier,
    DateSource,
    Document,
    DocumentKind,
    Failure,
    Publication,
    Raw,
)
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
from parley.model.lineage import (
    Credit,
    CreditWay,
    Direction,
    FoldDecision,
    Folding,
    Relation,
    RelationEvidence,
    RelationKind,
    Report,
)
from parley.model.readings import Event, EventType, Modality, Reading, Statement, bare_reading, proposal_id
from parley.model.spans import Comparator, Count, Mention, Named, Place, PlaceKind, Span, Time, TimeMention

__all__ = [
    "MARK",
    "Action",
    "ActorAction",
    "ActorChange",
    "Arrival",
    "Assessed",
    "Assessment",
    "AssessmentAction",
    "AssessmentDecision",
    "Bearing",
    "Carrier",
    "Comparator",
    "Count",
    "Credit",
    "CreditWay",
    "DateSource",
    "Decision",
    "Direction",
    "Document",
    "DocumentKind",
    "Entry",
    "EntryKind",
    "EntryState",
    "Event",
    "EventType",
    "Failure",
    "FoldDecision",
    "Folding",
    "ListedEntry",
    "Mention",
    "Modality",
    "Named",
    "Place",
    "PlaceKind",
    "Publication",
    "Raw",
    "Reading",
    "Relation",
    "RelationEvidence",
    "RelationKind",
    "Report",
    "Span",
    "Statement",
    "Time",
    "TimeMention",
    "bare_reading",
    "proposal_id",
]
