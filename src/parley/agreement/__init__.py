"""Agreements: the file, its dates, and what reports say about each clause, as of any day."""

from parley.agreement.changes import Changes, find_changes
from parley.agreement.counting import Order, Window, find_order
from parley.agreement.evidence import Evidence, View
from parley.agreement.joining import join_evidence
from parley.agreement.loading import find_agreement, list_library, load_agreement, parse_agreement
from parley.agreement.positions import Position, find_positions
from parley.agreement.reports import Bounds
from parley.agreement.results import (
    Account,
    AgreementStatus,
    ClauseStatus,
    Incident,
    SetAside,
    SideEvidence,
    Silence,
    Tally,
)
from parley.agreement.schedule import (
    Reckoning,
    Schedule,
    is_accepted,
    known_amendments,
    known_readings,
    schedule_agreement,
    schedule_clause,
)
from parley.agreement.sides import Sides
from parley.agreement.status import find_status, find_statuses
from parley.agreement.terms import (
    Act,
    Agreement,
    Amendment,
    Anchor,
    Clause,
    Fix,
    Interpretation,
    Known,
    Party,
    Quantity,
    Related,
    SideTerm,
    Signs,
    Site,
    Term,
    Where,
    Wording,
)

__all__ = [
    "Account",
    "Act",
    "Agreement",
    "AgreementStatus",
    "Amendment",
    "Anchor",
    "Bounds",
    "Changes",
    "Clause",
    "ClauseStatus",
    "Evidence",
    "Fix",
    "Incident",
    "Interpretation",
    "Known",
    "Order",
    "Party",
    "Position",
    "Quantity",
    "Reckoning",
    "Related",
    "Schedule",
    "SetAside",
    "SideEvidence",
    "SideTerm",
    "Sides",
    "Signs",
    "Silence",
    "Site",
    "Tally",
    "Term",
    "View",
    "Where",
    "Window",
    "Wording",
    "find_agreement",
    "find_changes",
    "find_order",
    "find_positions",
    "find_status",
    "find_statuses",
    "is_accepted",
    "join_evidence",
    "known_amendments",
    "known_readings",
    "list_library",
    "load_agreement",
    "parse_agreement",
    "schedule_agreement",
    "schedule_clause",
]
