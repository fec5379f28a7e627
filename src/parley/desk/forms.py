"""What all forms of the desk share: how they are read, where they lead, and what becomes of errors."""

import re
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, quote

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.desk.pages import read_name
from parley.errors import EntryChanged, FormatError, InputError, NoSuchEntry, ParleyError, RecordBusy

_LONGEST_FORM = 65_536
_STATUSES = ((EntryChanged, 409), (NoSuchEntry, 404), (RecordBusy, 503), (InputError, 400))


class Form(Struct, frozen=True):
    """A form that was sent: its fields, who is at the desk (empty while that is not known), and the request."""

    fields: Mapping[str, str]
    by: str
    request: Request


def take_form(answer: Callable[[Form], Response], back: str | None = None) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of a form out of what answers to it.

    Args:
        answer: runs beside other requests.
        back: for a form that somebody must answer for: where the page that asks for a name leads back to, with the
            parts of the form's own path in braces. Null where no name is needed.
    """

    async def take(request: Request) -> Response:
        form = Form(await _read_fields(request), read_name(request), request)
        if back and not form.by:
            query = f"?{request.url.query}" if request.url.query else ""
            return ask_name(back.format(**request.path_params) + query)
        return await run_in_threadpool(answer, form)

    return take


async def _read_fields(request: Request) -> dict[str, str]:
    """Read the fields of a form as a browser sends it; FormatError for one that is too long or no text."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            raise FormatError("the form is too long", remedy="Write less.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise FormatError("the form is no text", remedy="Use the forms of the page.") from error


def find_status(error: ParleyError) -> int:
    """Find the status of an answer that tells of an error."""
    return next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)


def ask_name(back: str) -> Response:
    """Lead to the page that asks who decides, and from there on."""
    return RedirectResponse(f"/name?to={quote(back, safe='')}", 303)


def read_number(text: str | None) -> int:
    """Read a number of an address or a form; 0 for what is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


def keep_inside(address: str) -> str:
    """Lead back into the desk only, wherever an address points."""
    return address if re.fullmatch(r"/(?:[^/\\\s][^\\\s]*)?", address) else "/"
