"""Counts: how many, of what, by whose words how exactly, and since when.

`figures` finds the numbers that count something; `units` what they count; `resolver` adds the period and the event.
"""

from parley.resolve.counts.resolver import CountResolver

__all__ = ["CountResolver"]
