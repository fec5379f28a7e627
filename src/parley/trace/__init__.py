"""Tracing: which reports go back to one origin, with the shared words as evidence."""

from parley.trace.credits import find_credits
from parley.trace.folding import Fold, Folding, Overruled, Reason, fold_reports, pick_tied
from parley.trace.origins import Origin, Origins, count_reports, find_origins
from parley.trace.same_events import find_same_events, tell_event
from parley.trace.tracer import TRACER, trace_reports

__all__ = [
    "TRACER",
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
    "trace_reports",
]
