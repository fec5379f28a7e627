"""Tracing: which reports go back to one origin, with the shared words as evidence.

The tracer itself stands in `tracer`: it alone needs numpy, and what folds or counts what it once found starts without.
"""

from parley.trace.credits import find_credits
from parley.trace.folding import Fold, Folding, Overruled, Reason, fold_reports, pick_tied
from parley.trace.origins import Origin, Origins, count_reports, find_origins
from parley.trace.same_events import find_same_events, tell_event

__all__ = [
    "Fold",
    "Folding",
    "Origin",
    "Origins",
    "Overruled",
    "Reason",
    "count_reports",
    "find_credits",
    "find_origins",
    "find_same_events",
    "fold_reports",
    "pick_tied",
    "tell_event",
]
