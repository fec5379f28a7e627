"""The desk's addresses: what each shows, and what a form that is sent to it does."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import get_args
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from parley.desk.actors import Actors
from parley.desk.amending import amend_item
from parley.desk.boards import Boards
from parley.desk.briefs import Briefs
from parley.desk.data import Data
from parley.desk.filters import Wanted, parse_filters
from parley.desk.pages import CODER, STATIC, Pages, read_name
from parley.desk.queues import Queues
from parley.desk.views import view_entry
from parley.errors import EntryChanged, FormatError, InputError, NoSuchEntry, ParleyError, RecordBusy
from parley.model import Action, Entry, ListedEntry
from parley.record import Record

_PAGE = 50
_LONGEST_FORM = 65_536
_YEAR = 365 * 24 * 3600
_STATUSES = ((EntryChanged, 409), (NoSuchEntry, 404), (RecordBusy, 503), (InputError, 400))


class Desk:
    """The pages of one record.

    Args:
        record: open for as long as the desk is.
        pages: renders them.
    """

    def __init__(self, record: Record, pages: Pages) -> None:
        self._record = record
        self._queues = Queues(record)
        self._pages = pages

    def show_queue(self, request: Request) -> Response:
        """Show what to look at next, and why."""
        wanted = parse_filters(request.query_params)
        queue = self._queues.make(wanted.filter)
        first = max(0, _read_number(request.query_params.get("first")) // _PAGE * _PAGE)
        places = queue.places[first : first + _PAGE]
        listed = self._record.review.get_entries([place.entry_id for place in places])
        whys = {place.entry_id: place.why for place in places}
        decided = sum(place.why == "decided" for place in queue.places)
        return self._pages.render(
            "queue.html",
            read_name(request),
            wanted=wanted,
            rows=[(entry, whys[entry.entry.id]) for entry in listed],
            first=first,
            page=_PAGE,
            total=len(queue.places),
            decided=decided,
        )

    def show_entry(self, request: Request) -> Response:
        """Show one entry in its report; ask first who decides, once."""
        listed = self._get_entry(request)
        if not read_name(request):
            return _ask_name(_address_entry(listed.entry.id, parse_filters(request.query_params)))
        return self._show(request, listed)

    def find_report(self, request: Request) -> Response:
        """Lead to the entry of a report that lies nearest to some of its words; events come first."""
        document_id, asked = request.path_params["document_id"], request.query_params
        start, end = _read_number(asked.get("start")), _read_number(asked.get("end"))

        def distance(entry: Entry) -> tuple[int, bool]:
            anchor = entry.item.anchor
            return max(0, start - anchor.start, anchor.end - end), entry.kind == "statement"

        found = self._record.review.list_of_document(document_id)
        if not found:
            remedy = "It was not read yet, or everything in it was rejected."
            raise NoSuchEntry("the record holds no entry of this report", where=document_id, remedy=remedy)
        return RedirectResponse(f"/entries/{min(found, key=distance).id}", 303)

    async def decide(self, request: Request) -> Response:
        """Take a decision."""
        form = await _read_form(request)
        return await run_in_threadpool(self._decide, request, form)

    def ask_name(self, request: Request) -> Response:
        """Ask who decides."""
        back = _keep_inside(request.query_params.get("to", "/"))
        return self._pages.render("name.html", read_name(request), to=back)

    async def keep_name(self, request: Request) -> Response:
        """Keep the name of who decides."""
        form = await _read_form(request)
        name = " ".join(form.get("name", "").split())[:200]
        if not name:
            raise FormatError("a decision needs a person", where="name", remedy="Write your name.")
        response = RedirectResponse(_keep_inside(form.get("to", "/")), 303)
        response.set_cookie(CODER, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
        return response

    def explain(self, request: Request, error: Exception) -> Response:
        """Say what went wrong, and what to do."""
        if isinstance(error, HTTPException):
            told = ParleyError("there is nothing here", where=request.url.path, remedy="Use the links of the pages.")
            return self._pages.render("error.html", read_name(request), status=error.status_code, error=told)
        if not isinstance(error, ParleyError):
            raise error
        return self._pages.render("error.html", read_name(request), status=_find_status(error), error=error)

    def _get_entry(self, request: Request) -> ListedEntry:
        entry_id = request.path_params["entry_id"]
        found = self._record.review.get_entries([entry_id])
        if not found:
            raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy="Go back to the queue.")
        return found[0]

    def _show(
        self,
        request: Request,
        listed: ListedEntry,
        error: ParleyError | None = None,
        draft: Mapping[str, str] | None = None,
    ) -> Response:
        """Show one entry; after an error with what the person had written, so that nothing is lost."""
        wanted = parse_filters(request.query_params)
        queue = self._queues.recall(wanted.filter)
        before, after = queue.find_neighbours(listed.entry.id)
        last = self._record.review.get_entries([request.query_params.get("after", "")])
        return self._pages.render(
            "entry.html",
            read_name(request),
            status=_find_status(error) if error else 200,
            wanted=wanted,
            view=view_entry(self._record, listed),
            number=queue.numbers.get(listed.entry.id, -1) + 1,
            total=len(queue.places),
            before=before,
            after=after,
            last=last[0] if last else None,
            error=error,
            draft=draft or {},
        )

    def _decide(self, request: Request, form: Mapping[str, str]) -> Response:
        listed, by = self._get_entry(request), read_name(request)
        wanted = parse_filters(request.query_params)
        if not by:
            return _ask_name(_address_entry(listed.entry.id, wanted))
        _, following = self._queues.recall(wanted.filter).find_neighbours(listed.entry.id)
        try:
            self._apply(listed, form, by)
        except ParleyError as error:
            return self._show(request, self._get_entry(request), error, form)
        if following is None:
            return RedirectResponse(f"/?{wanted.query}" if wanted.query else "/", 303)
        address = _address_entry(following, wanted)
        return RedirectResponse(f"{address}{'&' if wanted.query else '?'}after={listed.entry.id}", 303)

    def _apply(self, listed: ListedEntry, form: Mapping[str, str], by: str) -> None:
        action = next((known for known in get_args(Action) if known == form.get("action")), None)
        if action is None:
            raise FormatError("the form names no decision", where="action", remedy="Use the buttons of the page.")
        entry, item = listed.entry, None
        if action == "amend":
            if _read_number(form.get("revision")) != entry.revision:
                what = "somebody else decided on this entry in the meantime"
                raise EntryChanged(what, where=entry.id, remedy="Look at it again, then decide.")
            item = amend_item(entry.item, self._record.get_document(entry.document_id), form)
        reason = form.get("reason", "").strip() or None
        revision = _read_number(form.get("revision"))
        self._record.decide(entry.id, action, by=by, revision=revision, reason=reason, item=item)


def make_desk(record: Record, agreements: tuple[str, ...] = ()) -> Starlette:
    """Make the application that serves a record; whoever serves it puts a `Guard` before it.

    Args:
        record: open for as long as the desk is.
        agreements: files of the user's own, for which there are boards too.

    Raises:
        InputError: a file is no agreement.
    """
    pages = Pages(record.path.name)
    desk, boards, data = Desk(record, pages), Boards(record, pages, agreements), Data(record, pages)
    briefs, actors = Briefs(record, pages, boards), Actors(record, pages)
    return Starlette(
        routes=[
            Route("/", desk.show_queue),
            Route("/entries/{entry_id}", desk.show_entry, methods=["GET"]),
            Route("/entries/{entry_id}", desk.decide, methods=["POST"]),
            Route("/reports/{document_id}", desk.find_report),
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
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={ParleyError: desk.explain, HTTPException: desk.explain},
    )


def _take_form(answer: Callable[[Mapping[str, str]], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of a form out of what answers to its fields."""

    async def take(request: Request) -> Response:
        return await run_in_threadpool(answer, await _read_form(request))

    return take


def _take_signed_form(answer: Callable[[Mapping[str, str], str], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of a form that is answered for by the person at the desk, whose name is asked for first."""

    async def take(request: Request) -> Response:
        form, by = await _read_form(request), read_name(request)
        return await run_in_threadpool(answer, form, by) if by else _ask_name("/actors")

    return take


async def _read_form(request: Request) -> dict[str, str]:
    """Read a form as a browser sends it.

    Raises:
        FormatError: it is too long or no text.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            raise FormatError("the form is too long", remedy="Write less.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise FormatError("the form is no text", remedy="Use the forms of the page.") from error


def _address_entry(entry_id: str, wanted: Wanted) -> str:
    return f"/entries/{entry_id}" + (f"?{wanted.query}" if wanted.query else "")


def _find_status(error: ParleyError) -> int:
    return next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)


def _ask_name(back: str) -> Response:
    return RedirectResponse(f"/name?to={quote(back, safe='')}", 303)


def _read_number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def _keep_inside(address: str) -> str:
    """Lead back into the desk only, wherever an address points."""
    return address if re.fullmatch(r"/(?:[^/\\\s][^\\\s]*)?", address) else "/"
