"""Matching: which clause of an agreement a report bears on, and how; it abstains rather than guess."""
