"""The desk's addresses: who answers each, and what becomes of errors."""

from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from parley.desk.forms import find_status, keep_inside, read_form
from parley.desk.keys import COOKIE, KEYS, read_keys, write_keys
from parley.desk.pages import CODER, STATIC, Pages, read_name
from parley.desk.presenting import Presenting
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
    presenting = Presenting(record, pages, agreements)
    return Starlette(
        routes=[
            Route("/", reviewing.show_queue),
            Route("/entries/{entry_id}", reviewing.show_entry, methods=["GET"]),
            Route("/entries/{entry_id}", reviewing.decide, methods=["POST"]),
            Route("/entries/{entry_id}/add", reviewing.add, methods=["POST"]),
            Route("/entries/{entry_id}/clauses/{assessment_id}", reviewing.assess, methods=["POST"]),
            Route("/undo", reviewing.undo, methods=["POST"]),
            Route("/reports/{document_id}", reviewing.find_report),
            Route("/board", presenting.list_boards),
            Route("/board/{agreement}", presenting.show_board),
            Route("/board/{agreement}/page", presenting.frame_board),
            Route("/brief", presenting.show_brief),
            Route("/brief/page", presenting.frame_brief),
            Route("/name", desk.ask_name, methods=["GET"]),
            Route("/name", desk.keep_name, methods=["POST"]),
            Route("/keys", desk.show_keys, methods=["GET"]),
            Route("/keys", desk.keep_keys, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={ParleyError: desk.explain},
    )
