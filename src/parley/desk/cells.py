"""A cell of a board, opened: its reports, and beside them the other accounts of what they tell of."""

import datetime as dt

from msgspec import Struct

from parley.agreement import Evidence, Incident
from parley.export.board import Board, Layout
from parley.export.board.layout import Block, Cell, Row
from parley.export.board.page import ShownIncident, show_incident
from parley.export.board.reports import ShownReport, show_report
from parley.export.board.summary import is_disputed

_SEPARATOR = "~"


class Opened(Struct, frozen=True):
    """What an opened cell, or an opened incident, shows.

    `disputed` are the incidents of which its reports tell and that have two accounts, `reports` all its reports;
    `block` and `row` are null for an incident that is opened by itself.
    """

    name: str
    disputed: tuple[ShownIncident, ...]
    reports: tuple[ShownReport, ...]
    block: Block | None = None
    row: Row | None = None
    first: dt.date | None = None
    last: dt.date | None = None


def name_cell(layout: Layout, block: Block, row: Row, cell: Cell) -> str:
    """Name a cell by clause, bearer, side and first day, so that its address outlives other rows and columns."""
    day = layout.axis.periods[cell.period].first.isoformat()
    return _SEPARATOR.join((block.clause.id, row.bearer or "", row.sides[0], day))


def name_incident(incident: Incident) -> str:
    """Name an incident by its id."""
    return f"incident{_SEPARATOR}{incident.id}"


def open_cell(board: Board, layout: Layout, name: str) -> Opened | None:
    """Open the cell or the incident of this name; null where the board has none such now."""
    for incident in board.status.incidents:
        if name_incident(incident) == name:
            reports = tuple(show_report(board, report) for report in incident.reports)
            return Opened(name, (show_incident(board, layout, incident),), reports)
    for block in layout.blocks:
        for row in block.rows:
            for cell in row.cells:
                if cell and name_cell(layout, block, row, cell) == name:
                    return _open(board, layout, block, row, cell)
    return None


def _open(board: Board, layout: Layout, block: Block, row: Row, cell: Cell) -> Opened:
    held = {report.assessment.id for report in cell.reports}
    period = layout.axis.periods[cell.period]

    def tells(reports: tuple[Evidence, ...]) -> bool:
        return any(report.assessment.id in held for report in reports)

    told = (each for each in board.status.incidents if is_disputed(each) and tells(each.reports))
    return Opened(
        name_cell(layout, block, row, cell),
        tuple(show_incident(board, layout, each) for each in told),
        tuple(show_report(board, report) for report in cell.reports),
        block,
        row,
        period.first,
        period.last,
    )
