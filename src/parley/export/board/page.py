"""The board as one self-contained page; a cell opens to its reports by its address alone, without a script."""

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from parley.agreement import Evidence
from parley.agreement.results import Account, Incident
from parley.agreement.terms import Grade
from parley.export.board.dates import Deadline, list_deadlines, list_waiting, tell_schedule
from parley.export.board.layout import Block, Board, Layout, lay_out
from parley.export.board.moves import TOLD, list_moves
from parley.export.board.periods import list_spans
from parley.export.board.reports import ShownReport, show_report
from parley.export.board.summary import is_disputed, summarize
from parley.export.board.words import count, join, label_sides, name_party, tell_counts, tell_silence, tell_view
from parley.export.pages import get_template

_COLUMNS = 60
"""So many columns of time fit beside the words on a page of usual width."""
GRADES: dict[Grade, str] = {
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
        board=board,
        desk_address=desk_address,
        layout=layout,
        view=tell_view(board.agreement, board.status.view, board.panel),
        summary=summarize(board, layout),
        spans=list_spans(layout.axis),
        disputed=[show_incident(board, layout, each) for each in incidents if is_disputed(each)],
        undisputed=[show_incident(board, layout, each) for each in incidents if not is_disputed(each)],
        deadlines=show_deadlines(board, layout),
        moves=[
            (move, [(kind, show_report(board, report)) for kind, report in move.causes]) for move in list_moves(board)
        ],
        told=TOLD,
        grades=GRADES,
        aside=[(show_report(board, each.report), each.reason) for each in board.status.set_aside],
        shapes=Markup(get_template("shapes.svg").render()),  # noqa: S704 (a file of the package)
        show=lambda report: show_report(board, report),
        label=lambda row: label_sides(board.agreement, row.sides, row.bearer, narrated=row.narrated),
        schedule=lambda block: tell_schedule(block.schedule, board.status.world),
        silence=lambda block: tell_silence(board.agreement, block.status.silence, block.silent, heard=bool(block.rows)),
        name=lambda party: name_party(board.agreement, party),
        tell_counts=tell_counts,
        count=count,
        join=join,
    )


def show_incident(board: Board, layout: Layout, incident: Incident) -> ShownIncident:
    """Put an incident with its accounts into words."""
    gists = {block.clause.id: block.clause.gist for block in layout.blocks}
    days = f"{incident.first}" if incident.first == incident.last else f"{incident.first} to {incident.last}"
    return ShownIncident(
        days=days,
        clauses=tuple((clause, gists.get(clause, "")) for clause in incident.clauses),
        bearers=join(name_party(board.agreement, bearer) for bearer in incident.bearers) or "all bearers",
        accounts=(
            ("asserted by", _show_accounts(board, incident.asserted)),
            ("denied by", _show_accounts(board, incident.denied)),
            ("called lawful, or a ground given, by", _show_accounts(board, incident.called_lawful)),
        ),
        called_breach=tuple(
            (name_party(board.agreement, account.side), len(account.reports)) for account in incident.called_breach
        ),
        grounds=_show_reports(board, (report for report in incident.grounds if report.assessment.by is None)),
        same_day_as_force=incident.same_day_as_force,
    )


def _show_accounts(board: Board, accounts: Iterable[Account]) -> tuple[ShownAccount, ...]:
    return tuple(_show_account(board, account) for account in accounts)


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
        _show_reports(board, seen),
        _show_reports(board, (report for report in account.reports if report.assessment.id not in ids)),
    )


def _show_reports(board: Board, reports: Iterable[Evidence]) -> tuple[ShownReport, ...]:
    return tuple(show_report(board, report) for report in reports)


def show_deadlines(board: Board, layout: Layout) -> list[ShownDeadline]:
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
