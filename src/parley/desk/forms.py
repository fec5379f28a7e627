"""What all forms of the desk share: how they are read, where they lead, and what becomes of errors."""

import re
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.errors import EntryChanged, FormatError, InputError, NoSuchEntry, ParleyError, RecordBusy

_LONGEST_FORM = 65_536
_STATUSES = ((EntryChanged, 409), (NoSuchEntry, 404), (RecordBusy, 503), (InputError, 400))


async def read_form(request: Request) -> dict[str, str]:
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
