"""The marks that stand for what a report says of a clause; their words and shapes are data (marks.toml)."""

import tomllib
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


def find_mark(report: Evidence) -> Mark:
    """Give the mark of a report."""
    assessed = report.assessment
    fitting = [mark for mark in all_marks() if mark.bearing == assessed.bearing]
    return next((mark for mark in fitting if mark.called_breach == assessed.called_breach), fitting[-1])


def count_marks(reports: tuple[Evidence, ...]) -> tuple[tuple[Mark, int], ...]:
    """Count the reports behind each mark, most telling mark first."""
    found = [find_mark(report) for report in reports]
    return tuple((mark, found.count(mark)) for mark in all_marks() if mark in found)
