"""Agreements: the file, its dates, and what reports say about each clause, as of any day."""

from parley.agreement.evidence import Evidence, View
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
    Site,
    Term,
    Where,
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
    "Site",
    "Term",
    "View",
    "Where",
]
