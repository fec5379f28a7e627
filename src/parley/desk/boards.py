"""Boards at the desk: clauses by weeks for the days, the view and the filters that stand in the address."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Literal
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import asdict
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from parley.agreement import Incident, find_agreement
from parley.desk.agreements import Agreements, look_at
from parley.desk.cells import list_waiting_reports, make_drawer, name_incident, name_waiting, open_cell
from parley.desk.clauses import decide_together
from parley.desk.filters import convert_address
from parley.desk.forms import Form
from parley.desk.pages import FRAMED, Pages
from parley.export.board import Board, Layout, lay_out, render_page
from parley.export.board.layout import Block
from parley.export.board.page import collect_words, show_incident
from parley.export.board.summary import is_disputed
from parley.export.board.words import name_party
from parley.gathering import (
    BoardAsked,
    BoardMaterial,
    find_latest,
    find_present,
    gather_board,
    lay_board,
    make_board_again,
)
from parley.record import Record

_COLUMNS = 110
"""So many weeks stand side by side: two years and some; the table is wider than most windows and scrolls."""
_KEPT = 6
"""How many boards are remembered: those of the last days and views, on which cells are opened."""
_AHEAD = dt.timedelta(weeks=12)
_OUTLETS = 40
_INCIDENTS = 60
"""So many rows stand on the page; all of them are on the page of its own."""
Show = Literal["all", "reported", "waiting", "disputed", "late", "silent"]
SHOWN: Mapping[Show, str] = {
    "all": "all clauses",
    "reported": "with reports",
    "waiting": "with proposals that wait",
    "disputed": "with accounts that differ",
    "late": "past due by the text",
    "silent": "on which nothing is reported",
}


class BoardAddress(Struct, frozen=True):
    """What a board is asked for, as it stands in its address.

    `view` is as `--view` has it; in an address it may be given several times. `opened` is the id of the cell
    (`Cell.id`) that is open, `find` are words of the clause.
    """

    as_of: dt.date | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    view: str | None = None
    panel: bool = False
    show: Show = "all"
    find: str | None = None
    opened: str | None = None

    def write_query(self, **changed: object) -> str:
        """Write the query of an address that asks for the same but for what is changed."""
        given = asdict(self) | changed
        return urlencode({name: value for name, value in given.items() if value not in {None, "", False, "all"}})

    @property
    def views(self) -> frozenset[str]:
        """The sides of the view, and `reviewed`."""
        return frozenset(name.strip() for name in (self.view or "").split(",") if name.strip())


class Boards:
    """The pages of boards.

    Args:
        record: open for as long as the desk is.
        pages: renders them.
        agreements: of which there are boards.
    """

    def __init__(self, record: Record, pages: Pages, agreements: Agreements) -> None:
        self._record = record
        self._pages = pages
        self._agreements = agreements
        self._lock = Lock()
        self._material: dict[str, tuple[object, BoardMaterial]] = {}
        self._laid: dict[object, tuple[Board, Layout]] = {}

    def list_boards(self, request: Request) -> Response:
        """List the agreements, each with its board."""
        loaded = {name: self._agreements.load(name) for name in self._agreements.names}
        titles = {name: agreement.title for name, agreement in loaded.items() if agreement}
        return self._pages.render(request, "boards.html", titles=titles)

    def show_board(self, request: Request) -> Response:
        """Show a board; a script may ask for the part that changes alone."""
        address, material = _read_address(request), self._gather(request.path_params["agreement"])
        asked = _ask(material, address)
        board, layout = self._lay(material, asked)
        opening = f"{request.url.path}?{address.write_query(opened=None)}&opened=".replace("?&", "?")
        disputed = [incident for incident in board.status.incidents if is_disputed(incident)]
        others = [incident for incident in board.status.incidents if not is_disputed(incident)]
        return self._pages.render(
            request,
            "board.html",
            blocks=_choose_blocks(layout, disputed, address),
            address=address,
            path=request.url.path,
            opening=opening,
            draw=make_drawer(board, layout, opening, address.opened),
            first=board.agreement.talk_from,
            last=_find_last_day(material, asked),
            sides=_list_sides(material),
            opened=open_cell(board, layout, address.opened) if address.opened else None,
            outlets=list(board.read.items())[:_OUTLETS],
            left_out=max(0, len(board.read) - _OUTLETS),
            disputed=len(disputed),
            incidents=[
                (name_incident(each), show_incident(board, layout, each)) for each in [*disputed, *others][:_INCIDENTS]
            ],
            choices_of_clauses=SHOWN,
            revisions=material.revisions,
            weeks=[period.first for period in layout.axis.periods],
            name_waiting=name_waiting,
            list_waiting_reports=list_waiting_reports,
            **collect_words(board, layout, desk_address="/"),
        )

    def decide(self, form: Form) -> Response:
        """Take one decision on the assessments that were chosen in an opened cell, and lead back to it.

        Raises:
            FormatError: the form names no decision, or chooses nothing.
            EntryChanged: somebody else decided on one of them since the page was made.
        """
        decide_together(self._record, form)
        back = f"/board/{form.request.path_params['agreement']}"
        return RedirectResponse(f"{back}?{form.request.url.query}" if form.request.url.query else back, 303)

    def give_page(self, request: Request) -> Response:
        """Give the page of a board as it is exported; its reports lead to the entries of the record."""
        agreement = request.path_params["agreement"]
        material = self._gather(agreement)
        asked = _ask(material, _read_address(request))
        board = make_board_again(self._record, self._agreements.find_source(agreement), material, asked)
        page = render_page(board, desk_address="/")
        return HTMLResponse(page, headers={"content-security-policy": FRAMED})

    def _gather(self, agreement: str) -> BoardMaterial:
        """Gather what boards are made of, again only after the record or the agreement's file changed."""
        path = find_agreement(self._agreements.find_source(agreement))
        with self._lock:
            state = (self._record.read_log_head(), *look_at(path))
            held = self._material.get(agreement)
            if held is None or held[0] != state:
                held = state, gather_board(self._record, path, agreement=self._agreements.load(agreement))
                self._material[agreement] = held
                self._laid.clear()
            return held[1]

    def _lay(self, material: BoardMaterial, asked: BoardAsked) -> tuple[Board, Layout]:
        key = material.agreement.id, asked
        with self._lock:
            if key not in self._laid:
                board = lay_board(material, asked)
                self._laid[key] = board, lay_out(board, _COLUMNS)
            while len(self._laid) > _KEPT:
                self._laid.pop(next(iter(self._laid)))
            return self._laid[key]


def _read_address(request: Request) -> BoardAddress:
    given = dict(request.query_params) | {"view": ",".join(request.query_params.getlist("view"))}
    return convert_address(given, BoardAddress)


def _ask(material: BoardMaterial, address: BoardAddress) -> BoardAsked:
    """Say what an address asks for; without a day, the day of the last report that the record holds."""
    world = address.as_of or address.known or find_present(material.agreement, material.published)
    return BoardAsked(world, address.known or world, address.view, since=address.since, same_panel=address.panel)


def _find_last_day(material: BoardMaterial, asked: BoardAsked) -> dt.date:
    """Give the day on which the sliders end: some weeks after the last report, since days fall due after it too."""
    ahead = min(dt.datetime.now(dt.UTC).date(), find_latest(material.published) + _AHEAD)
    return max(ahead, asked.world, asked.known)


def _list_sides(material: BoardMaterial) -> list[tuple[str, str]]:
    """List the sides that can be chosen, with their names: the agreement's parties, then who else reports."""
    agreement = material.agreement
    parties = [party.id for party in agreement.parties]
    reporting = {piece.side for piece in material.evidence}
    sides = [*(side for side in parties if side in reporting), *sorted(reporting - set(parties))]
    return [(side, name_party(agreement, side)) for side in sides if "," not in side]


def _choose_blocks(layout: Layout, disputed: Iterable[Incident], address: BoardAddress) -> list[Block]:
    """Choose the clauses that the filters of an address leave."""
    contested = {clause for each in disputed for clause in each.clauses}
    shown: Mapping[Show, Callable[[Block], bool]] = {
        "all": lambda _: True,
        "reported": lambda block: bool(block.rows),
        "silent": lambda block: not block.rows,
        "disputed": lambda block: block.conflicting or block.clause.id in contested,
        "late": lambda block: block.schedule.word == "past due",
        "waiting": lambda block: bool(list_waiting_reports(block)),
    }
    sought = (address.find or "").casefold().split()
    return [block for block in layout.blocks if shown[address.show](block) and _holds(block, sought)]


def _holds(block: Block, sought: list[str]) -> bool:
    words = f"{block.clause.id} {block.clause.gist}".casefold()
    return all(word in words for word in sought)
