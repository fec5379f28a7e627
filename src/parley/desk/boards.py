"""Boards at the desk: clauses by weeks for the days, the view and the filters that stand in the address."""

import datetime as dt
import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import Any, Literal
from urllib.parse import urlencode

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import asdict
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from parley.agreement import Evidence, find_agreement, list_library, load_agreement
from parley.desk.filters import convert_address
from parley.desk.opening import name_cell, name_incident, open_cell
from parley.desk.pages import FRAMED, Pages, read_name, read_part
from parley.errors import InputError
from parley.export.board import Board, Layout, lay_out, render_page
from parley.export.board.dates import tell_schedule
from parley.export.board.layout import Block, Row
from parley.export.board.moves import TOLD, list_moves
from parley.export.board.page import GRADES, show_deadlines, show_incident
from parley.export.board.periods import list_spans
from parley.export.board.reports import show_report
from parley.export.board.summary import is_disputed, summarize
from parley.export.board.words import count, join, label_sides, name_party, tell_counts, tell_silence, tell_view
from parley.export.pages import get_template
from parley.gathering import BoardAsked, BoardMaterial, gather_board, lay_board, make_board_again
from parley.record import Record

_COLUMNS = 110
"""So many weeks stand side by side: two years and some; the table is wider than most windows and scrolls."""
_KEPT = 6
"""How many boards are remembered: those of the last days and views, on which cells are opened."""
_AHEAD = dt.timedelta(weeks=12)
_OUTLETS = 40
_INCIDENTS = 60
"""So many rows stand on the page; all of them are on the page of its own."""
Show = Literal["all", "reported", "disputed", "late", "silent"]
SHOWN: Mapping[Show, str] = {
    "all": "all clauses",
    "reported": "with reports",
    "disputed": "with accounts that differ",
    "late": "past due by the text",
    "silent": "on which nothing is reported",
}


class BoardAddress(Struct, frozen=True):
    """What a board is asked for, as it stands in its address.

    `view` is as `--view` has it; in an address it may be given several times. `opened` names the cell that is open
    (`name_cell`), `find` are words of the clause.
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
        files: agreements of the user's own, beside those that come with Parley.

    Raises:
        InputError: a file is no agreement.
    """

    def __init__(self, record: Record, pages: Pages, files: tuple[str, ...]) -> None:
        self._record = record
        self._pages = pages
        named = {path.stem: path.stem for path in list_library()}
        self.names: Mapping[str, str] = {load_agreement(find_agreement(file)).id: file for file in files} | named
        self._lock = Lock()
        self._material: dict[str, tuple[object, BoardMaterial]] = {}
        self._laid: dict[object, tuple[Board, Layout]] = {}

    def list_boards(self, request: Request) -> Response:
        """List the agreements, each with its board."""
        titles = {each: _load_title(*_look_at(find_agreement(name))) for each, name in self.names.items()}
        return self._pages.render("boards.html", read_name(request), titles=titles)

    def show_board(self, request: Request) -> Response:
        """Show a board; a script may ask for the part that changes alone."""
        address, material = _read_address(request), self._gather(request.path_params["agreement"])
        asked = _ask(material, address)
        board, layout = self._lay(material, asked)
        return self._pages.render(
            "board.html",
            read_name(request),
            part=read_part(request),
            board=board,
            layout=layout,
            blocks=_choose_blocks(board, layout, address),
            address=address,
            path=request.url.path,
            opening=f"{request.url.path}?{address.write_query(opened=None)}&opened=".replace("?&", "?"),
            first=board.agreement.talk_from,
            last=_find_last_day(material, asked),
            sides=_list_sides(material),
            opened=open_cell(board, layout, address.opened) if address.opened else None,
            outlets=list(board.read.items())[:_OUTLETS],
            left_out=max(0, len(board.read) - _OUTLETS),
            **_collect_words(board, layout),
        )

    def give_page(self, request: Request) -> Response:
        """Give the page of a board as it is exported; its reports lead to the entries of the record."""
        agreement = request.path_params["agreement"]
        asked = _ask(self._gather(agreement), _read_address(request))
        page = render_page(make_board_again(self._record, self.find_name(agreement), asked), desk_address="/")
        return HTMLResponse(page, headers={"content-security-policy": FRAMED})

    def find_name(self, agreement: str) -> str:
        """Find an agreement that the desk was opened with; an address cannot name a file.

        Raises:
            InputError: there is none of this name.
        """
        if agreement not in self.names:
            raise InputError("no such agreement", where=agreement, remedy="Choose one of the list of boards.")
        return self.names[agreement]

    def _gather(self, agreement: str) -> BoardMaterial:
        """Gather what boards are made of, again only after the record or the agreement's file changed."""
        path = find_agreement(self.find_name(agreement))
        with self._lock:
            state = (self._record.read_log_head(), *_look_at(path))
            held = self._material.get(agreement)
            if held is None or held[0] != state:
                held = state, gather_board(self._record, path)
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
    world = address.as_of or address.known or max(material.agreement.talk_from, _find_latest(material))
    return BoardAsked(world, address.known or world, address.view, since=address.since, same_panel=address.panel)


def _find_latest(material: BoardMaterial) -> dt.date:
    today = dt.datetime.now(dt.UTC).date()
    return min(today, max((day for day in material.published if day), default=today))


def _find_last_day(material: BoardMaterial, asked: BoardAsked) -> dt.date:
    """Give the day on which the sliders end: some weeks after the last report, since days fall due after it too."""
    ahead = min(dt.datetime.now(dt.UTC).date(), _find_latest(material) + _AHEAD)
    return max(ahead, asked.world, asked.known)


def _list_sides(material: BoardMaterial) -> list[tuple[str, str]]:
    """List the sides that can be chosen, with their names: the agreement's parties, then who else reports."""
    agreement = material.agreement
    parties = [party.id for party in agreement.parties]
    reporting = {piece.side for piece in material.evidence}
    sides = [*(side for side in parties if side in reporting), *sorted(reporting - set(parties))]
    return [(side, name_party(agreement, side)) for side in sides if "," not in side]


def _choose_blocks(board: Board, layout: Layout, address: BoardAddress) -> list[Block]:
    """Choose the clauses that the filters of an address leave."""
    disputed = {clause for each in board.status.incidents if is_disputed(each) for clause in each.clauses}
    shown: Mapping[Show, Callable[[Block], bool]] = {
        "all": lambda _: True,
        "reported": lambda block: bool(block.rows),
        "silent": lambda block: not block.rows,
        "disputed": lambda block: block.conflicting or block.clause.id in disputed,
        "late": lambda block: block.schedule.word == "past due",
    }
    sought = (address.find or "").casefold().split()
    return [block for block in layout.blocks if shown[address.show](block) and _holds(block, sought)]


def _holds(block: Block, sought: list[str]) -> bool:
    words = f"{block.clause.id} {block.clause.gist}".casefold()
    return all(word in words for word in sought)


def _collect_words(board: Board, layout: Layout) -> dict[str, Any]:
    """Collect what the templates of a board say things with."""
    agreement, spans = board.agreement, list_spans(layout.axis)
    starts = {0, *accumulate(span for _, span in spans)}
    incidents = sorted(board.status.incidents, key=lambda each: not is_disputed(each))

    def show(report: Evidence) -> object:
        return show_report(board, report)

    return {
        "desk_address": "/",
        "view": tell_view(agreement, board.status.view, board.panel),
        "summary": summarize(board, layout),
        "spans": spans,
        "incidents": [
            (name_incident(each), show_incident(board, layout, each), is_disputed(each))
            for each in incidents[:_INCIDENTS]
        ],
        "disputed": sum(map(is_disputed, incidents)),
        "deadlines": show_deadlines(board, layout),
        "moves": [(move, [(kind, show(report)) for kind, report in move.causes]) for move in list_moves(board)],
        "told": TOLD,
        "grades": GRADES,
        "shapes": _load_shapes(),
        "choices_of_clauses": SHOWN,
        "label": lambda row: label_sides(agreement, row.sides, row.bearer, narrated=row.narrated),
        "schedule": lambda block: tell_schedule(block.schedule, board.status.world),
        "silence": lambda block: tell_silence(agreement, block.status.silence, block.silent, heard=bool(block.rows)),
        "name": lambda party: name_party(agreement, party),
        "name_cell": lambda block, row, cell: name_cell(layout, block, row, cell),
        "runs": lambda row: list(_list_runs(row, starts)),
        "bands": lambda block: list(_list_bands(block)),
        "weeks": [period.first for period in layout.axis.periods],
        "tell_counts": tell_counts,
        "count": count,
        "join": join,
    }  # fmt: skip


def _list_runs(row: Row, starts: Container[int]) -> Iterator[tuple[object, int, bool]]:
    """Yield the cells of a row, and the stretches between them, which end with a month: cell, columns, month's first.

    A row of two years has a hundred columns, most of them empty: a browser lays out few wide ones far faster.
    """
    empty = 0
    for period, cell in enumerate(row.cells):
        if empty and (cell or period in starts):
            yield None, empty, period - empty in starts
            empty = 0
        if cell:
            yield cell, 1, period in starts
        else:
            empty += 1
    if empty:
        yield None, empty, len(row.cells) - empty in starts


def _list_bands(block: Block) -> Iterator[tuple[str, int]]:
    """Yield the schedule's words along the row of a clause, each with how many periods it holds."""
    word, length = block.phases[0], 0
    for phase in block.phases:
        if phase != word:
            yield word, length
            word, length = phase, 0
        length += 1
    yield word, length


def _look_at(path: Path) -> tuple[Path, int, int]:
    looked = path.stat()
    return path, looked.st_mtime_ns, looked.st_size


@cache
def _load_shapes() -> Mapping[str, Markup]:
    """Map the name of each mark's shape to its drawing; drawn thousands of times, it is lighter than a reference."""
    found = re.findall(r'<symbol id="m-([\w-]+)"[^>]*>(.*?)</symbol>', get_template("shapes.svg").render(), re.DOTALL)
    return {name: Markup(drawing) for name, drawing in found}  # noqa: S704 (a file of the package)


@cache
def _load_title(path: Path, changed: int, size: int) -> str:  # noqa: ARG001 (the file as it stood then)
    return load_agreement(path).title
