"""The first reader: rules and a compact lexicon. The floor that trained readers are measured against."""

from parley.read.rules.reader import RuleReader

__all__ = ["RuleReader"]
