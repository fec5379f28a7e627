"""The board as one self-contained page; a cell opens to its reports by its address alone, without a script."""

from typing import Any

from msgspec import Struct

from parley.agreement import Evidence
from parley.agreement.results import Account, Incident
from parley.agreement.terms import Grade
from parley.derive import count
from parley.export.board.dates import Deadline, list_deadlines, list_waiting, tell_duty
from parley.export.board.layout import Block, Board, Layout, lay_out
from parley.export.board.moves import TOLD, list_moves
from parley.export.board.periods import list_spans
from parley.export.board.reports import ShownReport, list_accounts, show_report, show_reports
from parley.export.board.summary import is_disputed, summarize
from parley.export.board.words import (
    join,
    label_sides,
    name_bearers,
    name_party,
    tell_counts,
    tell_days,
    tell_silence,
    tell_view,
)
from parley.export.pages import get_template

_COLUMNS = 60
"""So many columns of time fit beside the words on a page of usual width."""
_GRADES: dict[Grade, str] = {
    "press-copy": "wording from a press copy",
    "reported": "term as reported",
    "reported-unpublished": "term as reported, unpublished",
}
"""How well the wording of a clause is attested, where it is not the official text's."""
_SEEN = 2
"""So many reports of an account stand open; the others open on demand."""


class ShownAccount(Struct, frozen=True):
    """What one side says of an incident."""

    side: str
    origins: int
    seen: tuple[ShownReport, ...]
    more: tuple[ShownReport, ...]


class ShownIncident(Struct, frozen=True):
    """An incident with its accounts: asserted, denied, called lawful.

    `called_breach` names who so calls it, with the number of reports; `grounds` are those that nobody in particular
    gives.
    """

    days: str
    clauses: tuple[tuple[str, str], ...]
    bearers: str
    accounts: tuple[tuple[str, tuple[ShownAccount, ...]], ...]
    called_breach: tuple[tuple[str, int], ...]
    grounds: tuple[ShownReport, ...]
    same_day_as_force: bool


class ShownDeadline(Struct, frozen=True):
    """A clause with its due days and what it waits for."""

    block: Block
    deadlines: tuple[Deadline, ...]
    waiting: tuple[str, ...]


def render_page(board: Board, desk_address: str | None = None) -> str:
    """Make the page.

    Args:
        board: what it shows.
        desk_address: of the desk, where reports can be looked at in their texts; null where there is none.
    """
    layout = lay_out(board, _COLUMNS)
    incidents = board.status.incidents
    return get_template("board.html").render(
        **collect_words(board, layout, desk_address),
        disputed=[show_incident(board, layout, each) for each in incidents if is_disputed(each)],
        undisputed=[show_incident(board, layout, each) for each in incidents if not is_disputed(each)],
        aside=[(show_report(board, each.report), each.reason) for each in board.status.set_aside],
    )


def collect_words(board: Board, layout: Layout, desk_address: str | None) -> dict[str, Any]:
    """Collect what the templates of a board say things with: this page, and the boards of the desk.

    Args:
        board: what is shown.
        layout: where it stands.
        desk_address: as for `render_page`.
    """
    agreement, status = board.agreement, board.status
    return {
        "board": board,
        "layout": layout,
        "desk_address": desk_address,
        "view": tell_view(agreement, status.view, board.panel),
        "answers": summarize(board, layout),
        "spans": list_spans(layout.axis),
        "deadlines": _show_deadlines(board, layout),
        "moves": [
            (move, [(kind, show_report(board, report)) for kind, report in move.causes]) for move in list_moves(board)
        ],
        "told": TOLD,
        "grades": _GRADES,
        "show": lambda report: show_report(board, report),
        "label": lambda row: label_sides(agreement, row.sides, row.bearer, narrated=row.narrated),
        "duty": lambda block: tell_duty(block.clause, block.schedule, status.world),
        "silence": lambda block: tell_silence(agreement, block.status.silence, block.silent, heard=bool(block.rows)),
        "name": lambda party: name_party(agreement, party),
        "tell_counts": tell_counts,
        "count": count,
        "join": join,
    }


def show_incident(board: Board, layout: Layout, incident: Incident) -> ShownIncident:
    """Put an incident with its accounts into words."""
    gists = {block.clause.id: block.clause.gist for block in layout.blocks}
    asserted, denied, _, lawful = list_accounts(incident)
    return ShownIncident(
        days=tell_days(incident.first, incident.last),
        clauses=tuple((clause, gists.get(clause, "")) for clause in incident.clauses),
        bearers=name_bearers(board.agreement, incident.bearers),
        accounts=tuple(
            (words, tuple(_show_account(board, account) for account in accounts))
            for words, accounts in (asserted, denied, lawful)
        ),
        called_breach=tuple(
            (name_party(board.agreement, account.side), len(account.reports)) for account in incident.called_breach
        ),
        grounds=show_reports(board, (report for report in incident.grounds if report.assessment.by is None)),
        same_day_as_force=incident.same_day_as_force,
    )


def _show_account(board: Board, account: Account) -> ShownAccount:
    """Let the first reports of different origins or words stand open; echoes and the others open on demand."""
    firsts: dict[tuple[str, str], Evidence] = {}
    for report in account.reports:
        firsts.setdefault((report.origin, report.assessment.quote.text), report)
    seen = list(firsts.values())[:_SEEN]
    ids = {report.assessment.id for report in seen}
    return ShownAccount(
        name_party(board.agreement, account.side),
        account.origins,
        show_reports(board, seen),
        show_reports(board, (report for report in account.reports if report.assessment.id not in ids)),
    )


def _show_deadlines(board: Board, layout: Layout) -> list[ShownDeadline]:
    """List the clauses that have due days or wait for something."""
    shown = [
        ShownDeadline(
            block,
            list_deadlines(board.agreement, block.schedule, board.status.world),
            list_waiting(board.agreement, block.schedule),
        )
        for block in layout.blocks
    ]
    return [each for each in shown if each.deadlines or each.waiting]
