"""Parley reads news about conflicts and negotiations and keeps the record: who said what, according to whom."""

__version__ = "0.1.0"
