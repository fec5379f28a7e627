"""The board as plain text: what a terminal shows, at most 100 columns wide."""

import textwrap
from collections.abc import Iterable, Iterator

from parley.agreement.results import Account, Incident
from parley.export.board.dates import list_deadlines, list_waiting, tell_duty
from parley.export.board.layout import Block, Board, Cell, Layout, Row, lay_out
from parley.export.board.moves import TOLD, list_moves
from parley.export.board.reports import list_accounts, show_report, split_account
from parley.export.board.summary import Answer, is_disputed, summarize
from parley.export.board.words import (
    join,
    label_sides,
    name_bearers,
    name_party,
    tell_counts,
    tell_days,
    tell_echoes,
    tell_read,
    tell_silence,
    tell_view,
)
from parley.export.sentences import tell_notice
from parley.export.visible import show_controls
from parley.model import Publication

WIDTH = 100
_LABEL = 22
_WORDS = 28
_TIME = WIDTH - _LABEL - _WORDS - 4
"""What is left for the columns of time."""
_QUOTE = 150


def draw_lines(board: Board) -> Iterator[str]:
    """Yield the board line by line: the three answers, incidents, clauses by weeks, due dates, silence, readings."""
    layout, status = lay_out(board, _TIME), board.status
    yield from _wrap(board.agreement.title)
    view = tell_view(board.agreement, status.view, board.panel)
    yield f"as of {status.world}, known by {status.known}, reports of {view}"
    yield ""
    for answer in summarize(board, layout):
        yield from _draw_answer(answer)
    yield from draw_moves(board)
    disputed = [incident for incident in status.incidents if is_disputed(incident)]
    if disputed:
        yield from _head("Incidents with two accounts")
        for incident in disputed:
            yield from _draw_incident(board, incident)
    yield from _head("Clauses, by who reports")
    yield from _draw_axis(layout)
    for block in layout.blocks:
        if block.rows:
            yield from _draw_block(board, block, len(layout.axis.periods))
    yield from _draw_notices(board)
    yield from _draw_deadlines(board, layout.blocks)
    yield from _draw_silent(board, layout.blocks)
    yield from _draw_readings(board, layout.blocks)
    yield from _draw_positions(board)
    yield from _draw_legend(layout)


def _wrap(text: str, width: int = WIDTH, *, first: str = "", then: str = "", lines: int | None = None) -> list[str]:
    """Break a text into lines, at most so many, that begin as said; nothing in it steers the terminal."""
    shown = show_controls(" ".join(text.split()))
    return textwrap.wrap(shown, width, initial_indent=first, subsequent_indent=then, max_lines=lines, placeholder=" …")


def _head(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "─" * len(title)


def _draw_answer(answer: Answer) -> Iterator[str]:
    heading = answer.heading.upper()
    if not answer.items:
        yield f"{heading:<11}nothing"
    for place, item in enumerate(answer.items):
        begin = f"{heading if place == 0 else '':<11}"
        yield from _wrap(item.text, first=begin, then=" " * 13)


def _draw_incident(board: Board, incident: Incident) -> Iterator[str]:
    days, bearers = tell_days(incident.first, incident.last), name_bearers(board.agreement, incident.bearers)
    yield f"{days}  {'clauses' if len(incident.clauses) > 1 else 'clause'} {join(incident.clauses)}, {bearers}"
    for words, accounts in list_accounts(incident):
        yield from _draw_accounts(board, incident, words, accounts)


def _draw_accounts(board: Board, incident: Incident, words: str, accounts: tuple[Account, ...]) -> Iterator[str]:
    if not accounts:
        yield f"  {words} nobody in the view"
    for account in accounts:
        for who, reports in split_account(board, incident, account):
            more = f" (+{len(reports) - 1})" if len(reports) > 1 else ""
            shown = show_report(board, reports[0])
            quote = textwrap.shorten(shown.quote, _QUOTE, placeholder=" …")
            notices = {board.notices.get(report.assessment.document_id): None for report in reports}
            withdrawn = "".join(f" [{told}]" for told in filter(None, map(tell_notice, notices)))
            text = f"{words} {who}{more}: “{quote}” {shown.day}, {shown.route}{withdrawn}"
            yield from _wrap(text, first="  ", then=" " * 6)


def _draw_axis(layout: Layout) -> Iterator[str]:
    width = _column_width(len(layout.axis.periods))
    months, days, shown = "", "", None
    for number, period in enumerate(layout.axis.periods):
        if len(months) <= number * width and (period.first.year, period.first.month) != shown:
            shown = (period.first.year, period.first.month)
            months = months.ljust(number * width) + f"{period.first:%y-%m} "
        days += f"{period.first:%d}".ljust(width) if width > 2 else ""
    indent = " " * (WIDTH - _TIME)
    unit = f"one column = one {layout.axis.unit}"
    yield unit.ljust(len(indent)) + months.rstrip()
    if days and layout.axis.unit == "week":
        yield indent + days.rstrip()


def _column_width(periods: int) -> int:
    return max(1, min(4, _TIME // periods))


def _draw_block(board: Board, block: Block, periods: int) -> Iterator[str]:
    clause = block.clause
    basis = " [from recollection]" if clause.checked == "recollection" else ""
    yield from _wrap(f"{clause.gist}{basis}", first=f"{clause.id}  ", then=" " * (len(clause.id) + 2))
    conflicting = "; reports conflict" if block.conflicting else ""
    duty = tell_duty(clause, block.schedule, board.status.world) + conflicting
    yield from _wrap(duty, first="    ", then="    ")
    for row in block.rows:
        yield from _draw_row(board, row, periods)
    silence = tell_silence(board.agreement, block.status.silence, block.silent, heard=bool(block.rows))
    if silence:
        yield from _wrap(silence, first="    ", then="    ")


def _draw_silent(board: Board, blocks: Iterable[Block]) -> Iterator[str]:
    lines = [
        f"{block.clause.id}: {block.clause.gist} ({tell_duty(block.clause, block.schedule, board.status.world)};"
        f" {tell_read(block.status.silence)})"
        for block in blocks
        if not block.rows
    ]
    yield from _draw_list("No report: silence is unknown, never kept", lines)


def _draw_row(board: Board, row: Row, periods: int) -> Iterator[str]:
    width = _column_width(periods)
    cells = "".join(_draw_cell(cell, width) for cell in row.cells).rstrip()
    label = _wrap(" ".join(label_sides(board.agreement, row.sides, row.bearer, narrated=row.narrated)), _LABEL, lines=3)
    words = _wrap(tell_counts(row.counts, row.silence), _WORDS, lines=5)
    for place in range(max(len(label), len(words), 1)):
        left = label[place] if place < len(label) else ""
        middle = words[place] if place < len(words) else ""
        yield f"  {left:<{_LABEL}} {middle:<{_WORDS}} {cells if place == 0 else ''}".rstrip()


def _draw_cell(cell: Cell | None, width: int) -> str:
    """Draw the first mark of a cell, with its number or a second mark where there is room."""
    if cell is None:
        return " " * width
    (mark, number), *others = cell.marks
    drawn = mark.sign + (str(number) if number > 1 else "")
    if others and len(drawn) < width:
        drawn += others[0][0].sign
    return drawn[: max(1, width - 1) if width > 2 else width].ljust(width)


def _draw_deadlines(board: Board, blocks: Iterable[Block]) -> Iterator[str]:
    lines = []
    for block in blocks:
        deadlines = list_deadlines(board.agreement, block.schedule, board.status.world)
        lines += [f"{block.clause.id}: {each.when} ({each.distance}), {each.basis}" for each in deadlines]
        waiting = list_waiting(board.agreement, block.schedule)
        if waiting:
            lines.append(f"{block.clause.id}: waiting on {join(waiting)}")
    yield from _draw_list("Due dates, by the text alone", lines)


def _draw_readings(board: Board, blocks: Iterable[Block]) -> Iterator[str]:
    lines = [
        f"{block.clause.id}: {name_party(board.agreement, reading.by) if reading.by else 'nobody named'} reads:"
        f" {reading.reading} (known {reading.known.date if reading.known else 'no day'})"
        for block in blocks
        for reading in block.readings
    ]
    yield from _draw_list("What a clause requires, as it is read", lines)


def _draw_notices(board: Board) -> Iterator[str]:
    lines = []
    for document_id, notice in board.notices.items():
        first = next(iter(board.publications[document_id]), Publication())
        named = ", ".join(filter(None, (first.outlet, first.title, f"{first.published_on or 'no date'}")))
        lines.append(f"{notice}: {named}")
    yield from _draw_list("Reports that another report retracts or corrects", lines)


def draw_moves(board: Board) -> Iterator[str]:
    """Draw what changed from a day on, and because of which reports."""
    yield from _draw_list(f"What changed since {board.since}", list(tell_moves(board)))


def tell_moves(board: Board) -> Iterator[str]:
    """Say what changed, one sentence each, with the words of the first reports that changed it."""
    for move in list_moves(board):
        told = [(kind, show_report(board, report)) for kind, report in move.causes[:TOLD]]
        because = "; ".join(
            f"{kind}: “{textwrap.shorten(shown.quote, _QUOTE, placeholder=' …')}” {shown.day}, {shown.route}"
            for kind, shown in told
        )
        more = f"; and {len(move.causes) - TOLD} more" if len(move.causes) > TOLD else ""
        yield f"{move.what}: {move.before} → {move.after}{f' ({because}{more})' if because else ''}"


def _draw_positions(board: Board) -> Iterator[str]:
    lines = [
        f"{position.by}, {position.kind}: “{textwrap.shorten(position.said, _QUOTE, placeholder=' …')}” waits for"
        f" “{position.waits_for.text}” ({position.published_on}, {' › '.join(position.route)}{tell_echoes(position)})"
        f"{' [unreviewed]' if position.entry_id in board.unreviewed else ''}"
        for position in board.positions
    ]
    yield from _draw_list("Conditional positions, beside the clauses", lines)


def _draw_list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from _head(title)
        for line in lines:
            yield from _wrap(line, then="    ")


def _draw_legend(layout: Layout) -> Iterator[str]:
    if layout.marks:
        yield from _head("Marks: what is reported, never what Parley says")
        yield from (f"{mark.sign}  {mark.words}" for mark in layout.marks)
        yield "A figure counts reports; where a column is narrow, the most telling mark stands alone."
