"""Who may ask the desk anything: one browser on this machine, from the desk's own pages.

A page of the web can make a browser send requests to 127.0.0.1. So the address must be the desk's own (a foreign name
that resolves to this machine is refused), a token that only the opener of the desk knew must have become a cookie, and
what changes the record must come from a page of the desk.
"""

import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_OPENING = "/open"


class Guard:
    """Lets requests through to the application that come from the browser that was opened.

    Args:
        application: the desk.
        port: on which it is served.
    """

    def __init__(self, application: ASGIApp, port: int) -> None:
        self._application = application
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"parley_desk_{port}"
        self._session = secrets.token_urlsafe(32)
        self._token: str | None = secrets.token_urlsafe(32)
        self.opening = f"http://127.0.0.1:{port}{_OPENING}?{urlencode({'token': self._token})}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = "private, max-age=86400" if request.url.path.startswith("/static/") else "no-store"
                added = {**_HEADERS, "cache-control": kept}
                given = {name for name, _ in message["headers"]}
                pairs = [(name.encode(), value.encode()) for name, value in added.items()]
                message["headers"] += [pair for pair in pairs if pair[0] not in given]
            await send(message)

        answer = self._refuse(request) or self._open(request) or self._application
        await answer(scope, receive, send_with_headers)

    def _refuse(self, request: Request) -> Response | None:
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return PlainTextResponse("This is not the address of the desk.", 421)
        changes = request.method not in {"GET", "HEAD"}
        if changes and request.headers.getlist("origin") != [f"http://{hosts[0]}"]:
            return PlainTextResponse("What changes the record must come from the desk's own pages.", 403)
        if request.url.path != _OPENING and not self._is_known(request):
            what = "The desk is open in another browser. Close it (Ctrl-C) and open it again: parley open RECORD"
            return PlainTextResponse(what, 403)
        return None

    def _open(self, request: Request) -> Response | None:
        """Turn the token into a cookie, once."""
        if request.url.path != _OPENING:
            return None
        token = request.query_params.get("token", "")
        if self._token is None or not secrets.compare_digest(token.encode(), self._token.encode()):
            if self._is_known(request):
                return RedirectResponse("/", 303)
            return PlainTextResponse("This address has been used. Open the desk again: parley open RECORD", 403)
        self._token = None
        response = RedirectResponse("/", 303)
        response.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
        return response

    def _is_known(self, request: Request) -> bool:
        shown = request.cookies.get(self._cookie, "")
        return secrets.compare_digest(shown.encode(), self._session.encode())
