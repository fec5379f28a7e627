"""Matching: which clause of an agreement a report bears on, and how; it abstains rather than guess."""

from parley.match.matcher import Match, Matcher

__all__ = ["Match", "Matcher"]
