"""Tracing: which reports go back to one origin, with the shared words as evidence."""

from parley.trace.credits import find_credits
from parley.trace.tracer import TRACER, trace_reports

__all__ = ["TRACER", "find_credits", "trace_reports"]
