"""The desk's addresses: who answers each, and what becomes of errors."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from parley.desk.actors import Actors
from parley.desk.boards import Boards
from parley.desk.briefs import Briefs
from parley.desk.data import Data
from parley.desk.forms import ask_name, find_status, keep_inside, read_form
from parley.desk.keys import COOKIE, KEYS, read_keys, write_keys
from parley.desk.pages import CODER, STATIC, Pages, read_name
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
        return self._pages.render("name.html", read_name(request), to=back)

    async def keep_name(self, request: Request) -> Response:
        """Keep the name of who decides."""
        form = await read_form(request)
        name = " ".join(form.get("name", "").split())[:200]
        if not name:
            raise FormatError("a decision needs a person", where="name", remedy="Write your name.")
        response = RedirectResponse(keep_inside(form.get("to", "/")), 303)
        response.set_cookie(CODER, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
        return response

    def show_keys(self, request: Request) -> Response:
        """Show the keys, and let the person choose others."""
        own = read_keys(request.cookies.get(COOKIE, ""))
        return self._pages.render("keys.html", read_name(request), keys=KEYS, own=own, error=None)

    async def keep_keys(self, request: Request) -> Response:
        """Keep the keys that the person chose."""
        form = await read_form(request)
        try:
            cookie = write_keys(form)
        except FormatError as error:
            own = {key: form.get(f"key{number}", "") for number, key in enumerate(KEYS)}
            return self._pages.render("keys.html", read_name(request), status=400, keys=KEYS, own=own, error=error)
        response = RedirectResponse("/keys", 303)
        response.set_cookie(COOKIE, cookie, max_age=_YEAR, samesite="strict")
        return response

    def explain(self, request: Request, error: Exception) -> Response:
        """Say what went wrong, and what to do."""
        if isinstance(error, HTTPException):
            told = ParleyError("there is nothing here", where=request.url.path, remedy="Use the links of the pages.")
            return self._pages.render("error.html", read_name(request), status=error.status_code, error=told)
        if not isinstance(error, ParleyError):
            raise error
        return self._pages.render("error.html", read_name(request), status=find_status(error), error=error)


def make_desk(record: Record, agreements: tuple[str, ...] = ()) -> Starlette:
    """Make the application that serves a record; whoever serves it puts a `Guard` before it.

    Args:
        record: open for as long as the desk is.
        agreements: files of the user's own, for which there are boards too.

    Raises:
        InputError: a file is no agreement.
    """
    pages = Pages(record.path.name)
    desk, reviewing = Desk(pages), Reviewing(record, pages, agreements)
    boards, data, actors = Boards(record, pages, agreements), Data(record, pages), Actors(record, pages)
    briefs = Briefs(record, pages, boards)
    return Starlette(
        routes=[
            Route("/", reviewing.show_queue),
            Route("/entries/{entry_id}", reviewing.show_entry, methods=["GET"]),
            Route("/entries/{entry_id}", reviewing.decide, methods=["POST"]),
            Route("/entries/{entry_id}/add", reviewing.add, methods=["POST"]),
            Route("/entries/{entry_id}/clauses/{assessment_id}", reviewing.assess, methods=["POST"]),
            Route("/undo", reviewing.undo, methods=["POST"]),
            Route("/reports/{document_id}", reviewing.find_report),
            Route("/board", boards.list_boards),
            Route("/board/{agreement}", boards.show_board),
            Route("/board/{agreement}/page", boards.give_page),
            Route("/brief", briefs.show_brief),
            Route("/brief/page", briefs.frame_brief),
            Route("/brief/file", _take_form(briefs.make_file), methods=["POST"]),
            Route("/actors", actors.list_unresolved, methods=["GET"]),
            Route("/actors", _take_signed_form(actors.change), methods=["POST"]),
            Route("/actors/resolved", _take_signed_form(actors.resolve_anew), methods=["POST"]),
            Route("/actors/{actor_id}", actors.show_actor),
            Route("/data", data.show_data),
            Route("/data/{name}", data.give_file),
            Route("/name", desk.ask_name, methods=["GET"]),
            Route("/name", desk.keep_name, methods=["POST"]),
            Route("/keys", desk.show_keys, methods=["GET"]),
            Route("/keys", desk.keep_keys, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={ParleyError: desk.explain, HTTPException: desk.explain},
    )


def _take_form(answer: Callable[[Mapping[str, str]], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of a form out of what answers to its fields."""

    async def take(request: Request) -> Response:
        return await run_in_threadpool(answer, await read_form(request))

    return take


def _take_signed_form(answer: Callable[[Mapping[str, str], str], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of a form that is answered for by the person at the desk, whose name is asked for first."""

    async def take(request: Request) -> Response:
        form, by = await read_form(request), read_name(request)
        return await run_in_threadpool(answer, form, by) if by else ask_name("/actors")

    return take
