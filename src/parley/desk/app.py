"""The desk's addresses: who answers each, and what becomes of errors."""

from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from parley.desk.actors import Actors
from parley.desk.agreements import Agreements
from parley.desk.boards import Boards
from parley.desk.briefs import Briefs
from parley.desk.data import Data
from parley.desk.forms import Form, find_status, keep_inside, take_form
from parley.desk.keys import COOKIE, KEYS, read_keys, write_keys
from parley.desk.pages import CODER, STATIC, Pages
from parley.desk.reviewing import Reviewing
from parley.errors import FormatError, ParleyError
from parley.record import Record

_YEAR = 365 * 24 * 3600


class Desk:
    """The pages that every other page leads to.

    Args:
        pages: renders them.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def ask_name(self, request: Request) -> Response:
        """Ask who decides."""
        back = keep_inside(request.query_params.get("to", "/"))
        return self._pages.render(request, "name.html", to=back)

    def keep_name(self, form: Form) -> Response:
        """Keep the name of who decides."""
        name = " ".join(form.fields.get("name", "").split())[:200]
        if not name:
            raise FormatError("a decision needs a person", where="name", remedy="Write your name.")
        response = RedirectResponse(keep_inside(form.fields.get("to", "/")), 303)
        response.set_cookie(CODER, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
        return response

    def show_keys(self, request: Request) -> Response:
        """Show the keys, and let the person choose others."""
        own = read_keys(request.cookies.get(COOKIE, ""))
        return self._pages.render(request, "keys.html", keys=KEYS, own=own, error=None)

    def keep_keys(self, form: Form) -> Response:
        """Keep the keys that the person chose."""
        try:
            cookie = write_keys(form.fields)
        except FormatError as error:
            own = {key: form.fields.get(f"key{number}", "") for number, key in enumerate(KEYS)}
            return self._pages.render(form.request, "keys.html", status=400, keys=KEYS, own=own, error=error)
        response = RedirectResponse("/keys", 303)
        response.set_cookie(COOKIE, cookie, max_age=_YEAR, samesite="strict")
        return response

    def explain(self, request: Request, error: Exception) -> Response:
        """Say what went wrong, and what to do."""
        if isinstance(error, HTTPException):
            told = ParleyError("there is nothing here", where=request.url.path, remedy="Use the links of the pages.")
            return self._pages.render(request, "error.html", status=error.status_code, error=told)
        if not isinstance(error, ParleyError):
            raise error
        return self._pages.render(request, "error.html", status=find_status(error), error=error)


def make_desk(record: Record, agreements: tuple[str, ...] = ()) -> Starlette:
    """Make the application that serves a record; whoever serves it puts a `Guard` before it.

    Args:
        record: open for as long as the desk is.
        agreements: files of the user's own, for which there are boards too.

    Raises:
        InputError: a file is no agreement.
    """
    pages, known = Pages(record.path.name), Agreements(agreements)
    desk, reviewing, boards = Desk(pages), Reviewing(record, pages, known), Boards(record, pages, known)
    briefs, data, actors = Briefs(record, pages, known), Data(record, pages), Actors(record, pages)
    entry, board = "/entries/{entry_id}", "/board/{agreement}"
    return Starlette(
        routes=[
            Route("/", reviewing.show_queue),
            Route(entry, reviewing.show_entry, methods=["GET"]),
            Route(entry, take_form(reviewing.decide, back=entry), methods=["POST"]),
            Route(f"{entry}/add", take_form(reviewing.add, back=entry), methods=["POST"]),
            Route(f"{entry}/clauses/{{assessment_id}}", take_form(reviewing.assess, back=entry), methods=["POST"]),
            Route(f"{entry}/names", actors.show_names),
            Route("/undo", take_form(reviewing.undo, back="/"), methods=["POST"]),
            Route("/reports/{document_id}", reviewing.find_report),
            Route("/board", boards.list_boards),
            Route(board, boards.show_board),
            Route(f"{board}/decide", take_form(boards.decide, back=board), methods=["POST"]),
            Route(f"{board}/page", boards.give_page),
            Route("/brief", briefs.show_brief),
            Route("/brief/page", briefs.frame_brief),
            Route("/brief/file", take_form(briefs.make_file), methods=["POST"]),
            Route("/actors", actors.list_unresolved, methods=["GET"]),
            Route("/actors", take_form(actors.change, back="/actors"), methods=["POST"]),
            Route("/actors/resolved", take_form(actors.resolve_anew, back="/actors"), methods=["POST"]),
            Route("/actors/{actor_id}", actors.show_actor),
            Route("/data", data.show_data),
            Route("/data/{name}", data.give_file),
            Route("/name", desk.ask_name, methods=["GET"]),
            Route("/name", take_form(desk.keep_name), methods=["POST"]),
            Route("/keys", desk.show_keys, methods=["GET"]),
            Route("/keys", take_form(desk.keep_keys), methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={ParleyError: desk.explain, HTTPException: desk.explain},
    )
