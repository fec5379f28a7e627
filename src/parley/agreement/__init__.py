"""Agreements: the file, its dates, and what reports say about each clause, as of any day."""

from parley.agreement.changes import find_changes
from parley.agreement.evidence import Evidence, View
from parley.agreement.joining import join_evidence
from parley.agreement.loading import find_agreement, list_library, load_agreement, parse_agreement
from parley.agreement.positions import Position, find_positions
from parley.agreement.reports import BREACHABLE, TALK, Bounds, find_period
from parley.agreement.results import AgreementStatus, Incident
from parley.agreement.schedule import Schedule, schedule_agreement, schedule_clause
from parley.agreement.sides import Sides
from parley.agreement.status import find_status
from parley.agreement.terms import (
    PRINCIPALS,
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
    Site,
    Term,
    Where,
)

__all__ = [
    "BREACHABLE",
    "PRINCIPALS",
    "TALK",
    "Act",
    "Agreement",
    "AgreementStatus",
    "Amendment",
    "Anchor",
    "Bounds",
    "Clause",
    "Evidence",
    "Fix",
    "Incident",
    "Interpretation",
    "Known",
    "Party",
    "Position",
    "Quantity",
    "Schedule",
    "Sides",
    "Site",
    "Term",
    "View",
    "Where",
    "find_agreement",
    "find_changes",
    "find_period",
    "find_positions",
    "find_status",
    "join_evidence",
    "list_library",
    "load_agreement",
    "parse_agreement",
    "schedule_agreement",
    "schedule_clause",
]
