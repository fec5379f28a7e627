"""Boards and briefs at the desk: a form for what is asked, and in a frame below it the page as it is exported."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from parley.agreement import find_agreement, list_library, load_agreement
from parley.desk.filters import convert_address
from parley.desk.pages import Pages, read_name
from parley.errors import InputError
from parley.export import render_brief
from parley.export.board import render_page
from parley.gathering import BoardAsked, BriefAsked, make_board_again, make_brief
from parley.record import Record

FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'"
)
"""The policy of a page that brings its style along: no script, nothing from outside."""


class BoardAddress(Struct, frozen=True):
    """The options of `parley board`, as they stand in an address."""

    as_of: dt.date | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    view: str | None = None


class BriefAddress(Struct, frozen=True):
    """The options of `parley brief`, as they stand in an address."""

    agreement: str | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    speaker: str | None = None
    view: str | None = None


class Presenting:
    """The pages of boards and briefs.

    Args:
        record: open for as long as the desk is.
        pages: renders the forms.
        files: agreements of the user's own, beside those that come with Parley.

    Raises:
        InputError: a file is no agreement.
    """

    def __init__(self, record: Record, pages: Pages, files: tuple[str, ...]) -> None:
        self._record = record
        self._pages = pages
        named = {path.stem: path.stem for path in list_library()}
        self._names: Mapping[str, str] = {load_agreement(find_agreement(file)).id: file for file in files} | named

    def list_boards(self, request: Request) -> Response:
        """List the agreements, each with its board."""
        titles = {each: load_agreement(find_agreement(name)).title for each, name in self._names.items()}
        return self._pages.render("boards.html", read_name(request), titles=titles)

    def show_board(self, request: Request) -> Response:
        """Show the form of a board, and the board in a frame."""
        address = convert_address(request.query_params, BoardAddress)
        title = load_agreement(find_agreement(self._find_name(request.path_params["agreement"]))).title
        return self._show(request, title, address)

    def frame_board(self, request: Request) -> Response:
        """Give the page of a board; its reports lead to the entries of the record."""
        address = convert_address(request.query_params, BoardAddress)
        world = address.as_of or address.known or dt.datetime.now(dt.UTC).date()
        asked = BoardAsked(world, address.known or world, address.view, since=address.since)
        board = make_board_again(self._record, self._find_name(request.path_params["agreement"]), asked)
        return _frame(render_page(board, desk_address="/"))

    def show_brief(self, request: Request) -> Response:
        """Show the form of a brief, and the brief in a frame."""
        return self._show(request, "Brief", convert_address(request.query_params, BriefAddress))

    def frame_brief(self, request: Request) -> Response:
        """Give the page of a brief; looking at it leaves no row in the log."""
        address = convert_address(request.query_params, BriefAddress)
        wanted = BriefAsked(
            agreement=self._find_name(address.agreement) if address.agreement else None,
            view=address.view,
            known=address.known or (dt.datetime.now(dt.UTC).date() if address.agreement else None),
            since=address.since,
            speaker=address.speaker,
        )
        return _frame(render_brief(make_brief(self._record, wanted)))

    def _show(self, request: Request, title: str, address: BoardAddress | BriefAddress) -> Response:
        return self._pages.render(
            "framed.html",
            read_name(request),
            title=title,
            path=request.url.path,
            query=request.url.query,
            address=address,
            agreements=list(self._names),
        )

    def _find_name(self, agreement: str) -> str:
        """Find an agreement that the desk was opened with; an address cannot name a file."""
        if agreement not in self._names:
            raise InputError("no such agreement", where=agreement, remedy="Choose one of the list of boards.")
        return self._names[agreement]


def _frame(page: str) -> Response:
    return HTMLResponse(page, headers={"content-security-policy": FRAMED})
