"""The marks that stand for what a report says of a clause; their words and shapes are data (marks.toml)."""

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from parley.agreement import Evidence
from parley.model import Bearing


class Mark(Struct, frozen=True):
    """One mark: a sign for the terminal, a shape for pages and pictures, and the words for both."""

    bearing: Bearing
    sign: str
    shape: str
    words: str
    called_breach: bool = False


@cache
def all_marks() -> tuple[Mark, ...]:
    """List the marks, most telling first."""
    source = files("parley.export.board").joinpath("marks.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(source)["mark"], tuple[Mark, ...])


@cache
def _index_marks() -> dict[tuple[Bearing, bool], Mark]:
    """Map bearing and "called a breach" to the mark; bearings that have one mark alone have it for both."""
    found = {(mark.bearing, called): mark for mark in all_marks() for called in (False, True) if not mark.called_breach}
    return found | {(mark.bearing, True): mark for mark in all_marks() if mark.called_breach}


def find_mark(report: Evidence) -> Mark:
    """Give the mark of a report."""
    return _index_marks()[report.assessment.bearing, report.assessment.called_breach]


def count_marks(reports: tuple[Evidence, ...]) -> tuple[tuple[Mark, int], ...]:
    """Count the reports behind each mark, most telling mark first."""
    found = Counter(map(find_mark, reports))
    return tuple((mark, found[mark]) for mark in all_marks() if mark in found)
