"""Agreements: the file, its dates, and what reports say about each clause, as of any day."""

from parley.agreement.evidence import Evidence, View
from parley.agreement.loading import find_agreement, list_library, load_agreement, parse_agreement
from parley.agreement.schedule import Reckoning, Schedule, schedule_agreement, schedule_clause
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
    "Act",
    "Agreement",
    "Amendment",
    "Anchor",
    "Clause",
    "Evidence",
    "Fix",
    "Interpretation",
    "Known",
    "Party",
    "Quantity",
    "Reckoning",
    "Related",
    "Schedule",
    "SideTerm",
    "Signs",
    "Site",
    "Term",
    "View",
    "Where",
    "Wording",
    "find_agreement",
    "list_library",
    "load_agreement",
    "parse_agreement",
    "schedule_agreement",
    "schedule_clause",
]
