"""The cells of a board: drawn along the weeks of a row, and opened, with other accounts of what they tell of."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from parley.agreement import Evidence, Incident
from parley.export.board import Board, Layout
from parley.export.board.layout import Block, Cell, Row
from parley.export.board.marks import Mark
from parley.export.board.page import ShownIncident, show_incident
from parley.export.board.periods import list_spans
from parley.export.board.reports import ShownReport, show_reports
from parley.export.board.summary import is_disputed
from parley.export.board.words import label_sides

_SEPARATOR = "~"
_DRAWINGS = 4096


class Drawn(Struct, frozen=True, gc=False):
    """A cell of a row as it is drawn, or a stretch of empty ones, which then has no address.

    `first` tells that a month begins with it, `current` that it is the one that is open.
    """

    columns: int
    first: bool
    address: str = ""
    label: str = ""
    marks: Markup = Markup()
    current: bool = False


class Opened(Struct, frozen=True):
    """What an opened cell, an opened incident or what waits on a clause shows.

    `disputed` are the incidents of which its reports tell and that have two accounts, `reports` all its reports;
    `block` is null for an incident that is opened by itself, `row` where the reports are of several rows.
    """

    name: str
    disputed: tuple[ShownIncident, ...]
    reports: tuple[ShownReport, ...]
    block: Block | None = None
    row: Row | None = None
    first: dt.date | None = None
    last: dt.date | None = None


def name_incident(incident: Incident) -> str:
    """Name an incident by its id."""
    return f"incident{_SEPARATOR}{incident.id}"


def name_waiting(block: Block) -> str:
    """Name what waits for a decision on a clause."""
    return f"waiting{_SEPARATOR}{block.clause.id}"


def _name_row(block: Block, row: Row) -> str:
    """Name a row by clause, bearer and side; with the first day of a cell, it names the cell.

    So the address of a cell outlives other rows and columns.
    """
    return _SEPARATOR.join((block.clause.id, row.bearer or "", row.sides[0], ""))


def list_waiting_reports(block: Block) -> list[Evidence]:
    """List the reports of a clause that nobody has decided on, by day within each row."""
    cells = [cell for row in block.rows for cell in row.cells if cell]
    return [report for cell in cells for report in cell.reports if report.assessment.state == "proposed"]


def make_drawer(board: Board, layout: Layout, opening: str, opened: str | None) -> Callable[[Block, Row], list[Drawn]]:
    """Make what draws the rows of a board.

    A row of two years has a hundred columns, most of them empty: a browser lays out few wide cells far faster, so what
    is empty is one cell as far as its month reaches.

    Args:
        board: of which they are.
        layout: of the board.
        opening: the address of a page that opens a cell, up to the cell's name.
        opened: the name of the cell that is open, if any.
    """
    starts = {0, *accumulate(span for _, span in list_spans(layout.axis))}

    def draw(block: Block, row: Row) -> Iterator[Drawn]:
        name = _name_row(block, row)
        who = " ".join(label_sides(board.agreement, row.sides, row.bearer, narrated=row.narrated))
        address, empty = opening + quote(name), 0
        for period, cell in enumerate(row.cells):
            if empty and (cell or period in starts):
                yield Drawn(empty, period - empty in starts)
                empty = 0
            if not cell:
                empty += 1
                continue
            day = layout.axis.periods[period].first.isoformat()
            marks, words = _draw_marks(cell.marks)
            label = f"{day}, clause {block.clause.id}, {who}: {words}"
            yield Drawn(1, period in starts, address + day, label, marks, name + day == opened)
        if empty:
            yield Drawn(empty, len(row.cells) - empty in starts)

    return lambda block, row: list(draw(block, row))


@lru_cache(_DRAWINGS)
def _draw_marks(marks: tuple[tuple[Mark, int], ...]) -> tuple[Markup, str]:
    """Draw marks with their numbers, and say them."""
    drawing = Markup('<svg class="mark" aria-hidden="true"><use href="#m-{}"/></svg>')
    drawn = [drawing.format(mark.shape) + (Markup("<small>{}</small>").format(n) if n > 1 else "") for mark, n in marks]
    return Markup().join(drawn), ", ".join(f"{mark.words} {number}" for mark, number in marks)


def open_cell(board: Board, layout: Layout, name: str) -> Opened | None:
    """Open the cell, the incident, or what waits on the clause of this name; null where the board has none such now."""
    for incident in board.status.incidents:
        if name_incident(incident) == name:
            return Opened(name, (show_incident(board, layout, incident),), show_reports(board, incident.reports))
    for block in layout.blocks:
        if name_waiting(block) == name:
            return Opened(name, (), show_reports(board, list_waiting_reports(block)), block)
        for row in block.rows:
            named = _name_row(block, row)
            for cell in row.cells if name.startswith(named) else ():
                if cell and named + layout.axis.periods[cell.period].first.isoformat() == name:
                    return _open(board, layout, block, row, cell, name)
    return None


def _open(board: Board, layout: Layout, block: Block, row: Row, cell: Cell, name: str) -> Opened:
    held = {report.assessment.id for report in cell.reports}
    period = layout.axis.periods[cell.period]
    told = (
        incident
        for incident in board.status.incidents
        if any(report.assessment.id in held for report in incident.reports) and is_disputed(incident)
    )
    disputed = tuple(show_incident(board, layout, incident) for incident in told)
    return Opened(name, disputed, show_reports(board, cell.reports), block, row, period.first, period.last)
