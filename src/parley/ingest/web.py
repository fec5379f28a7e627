"""The network: addresses that the user names are fetched here, and nowhere else in Parley.

One request at a time, with a pause between two to the same host. A redirect is followed to the web only, never from
elsewhere into a private network, and never from https to http.
"""

import ipaddress
import logging
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass
from urllib.robotparser import RobotFileParser

from msgspec import Struct

from parley.errors import NotADocument, NotFetched
from parley.ingest.refusing import refuse_large
from parley.model import Fetch
from parley.version import __version__

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

USER_AGENT = f"Parley/{__version__}"
PAUSE = 1.0
"""Seconds between two requests to one host."""
TRIES_AGAIN = 3
"""How often a busy or failing server is asked again, and a connection that breaks."""
LONGEST_WAIT = 30
"""Seconds that a server may ask us to wait before we ask again."""
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10, 30, 300
"""Bounds for reaching a server, for each silence of it, and for one answer as a whole."""
MOST_REDIRECTS = 5
_BUSY = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_STEP = 65_536
_BY_HAND = "Save the page from your browser and add the file."
_REFUSALS = {
    401: ("the server asks for a password", _BY_HAND),
    403: ("the server refuses to give it", _BY_HAND),
    404: ("the server has nothing at this address", "Check the address."),
    410: ("the server says that it was taken away", "Look for it elsewhere."),
    429: ("the server asks for fewer requests", "Try again later, and less often."),
}
_LATER = "Try again later."

logging.getLogger("urllib3").addHandler(logging.NullHandler())  # its complaints are ours to word, as a failure


class Answer(Struct, frozen=True):
    """What an address gave: bytes with the type and encoding that the server states, or null for "not changed"."""

    fetch: Fetch
    data: bytes | None
    media_type: str | None = None
    charset: str | None = None


class Fetcher:
    """Fetches addresses.

    Args:
        pause: seconds between two requests to one host.
        read_seconds: longest silence of a server.
    """

    def __init__(self, pause: float = PAUSE, read_seconds: float = READ_SECONDS) -> None:
        self._pause = pause
        self._read_seconds = read_seconds
        self._asked: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._pools: dict[tuple[str | None, bool], PoolManager] = {}

    def fetch(self, address: str, known: Fetch | None = None) -> Answer:
        """Fetch an address.

        Args:
            address: of the web; what follows a `#` is left out.
            known: what the server said before, so that it need not send again what has not changed.

        Raises:
            NotFetched: it cannot be reached, refuses, breaks off, or leads elsewhere.
            NotADocument: it is too large.
        """
        return self._fetch(address, known, check_address)

    def fetch_linked(self, address: str, hosts: Collection[str]) -> Answer:
        """Fetch a page that the user did not name by itself.

        Args:
            address: of the web.
            hosts: whose pages may be fetched, as far as their robots.txt lets us; so it is for every redirect.

        Raises:
            NotFetched: it may not be fetched, or as for `fetch`; so does NotADocument.
        """
        return self._fetch(address, None, lambda here: self._refuse_uninvited(here, hosts))

    def _fetch(self, address: str, known: Fetch | None, permit: Callable[[str], object]) -> Answer:
        """Fetch an address, if it and those that it is moved to are permitted; else `permit` raises NotFetched."""
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 (only when something is fetched)

        address = _join("", address)
        try:
            response = self._follow(address, _conditions(known), permit)
            try:
                return self._read(address, response, known)
            finally:
                response.close()
        except HTTPError as error:
            raise NotFetched(
                _explain(error), remedy="Check the address and the connection, or try again later."
            ) from error
        except UnicodeError as error:
            raise NotFetched("the name of the host cannot be", remedy="Check the address.") from error

    def _refuse_uninvited(self, address: str, hosts: Collection[str]) -> None:
        """Refuse an address of another host, or that its site's robots.txt closes to programs."""
        parts = check_address(address)
        if parts.hostname not in hosts:
            remedy = "If you want it, list that host in `pages`, too."
            raise NotFetched(f"it leads to a host that is not listed, {parts.hostname}", remedy=remedy, status=403)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._fetch_robots(site)
        if not self._robots[site].can_fetch("Parley", address):
            what = "the robots.txt of the site asks programs to stay away"
            raise NotFetched(what, remedy=_BY_HAND, status=403)

    def _fetch_robots(self, site: str) -> RobotFileParser:
        """Fetch the rules of a site, from wherever they are moved to (RFC 9309, 2.3.1).

        Without rules all is open; while they cannot be had, nothing; nor where they are too large to be rules.
        """
        rules = RobotFileParser()
        try:
            rules.parse((self.fetch(f"{site}/robots.txt").data or b"").decode(errors="replace").splitlines())
        except NotFetched as error:
            if error.status is None or not 400 <= error.status < 500:
                raise
            rules.parse([])
        except NotADocument:
            rules.parse(["User-agent: *", "Disallow: /"])
        return rules

    def _follow(self, address: str, headers: dict[str, str], permit: Callable[[str], object]) -> "BaseHTTPResponse":
        """Ask for an address, and for those that it is moved to."""
        here = address
        for _ in range(MOST_REDIRECTS + 1):
            permit(here)
            response = self._ask(here, headers, named=urlsplit(here).hostname == urlsplit(address).hostname)
            place = response.headers.get("Location")
            if response.status not in _MOVED or not place:
                return response
            response.close()
            there = _join(here, place)
            _refuse_redirect(address, here, there, response.status)
            here = there
        what = f"the server sends from one address to the next, more than {MOST_REDIRECTS} times"
        raise NotFetched(what, remedy="Open it in a browser and name the address that shows in the end.")

    def _ask(self, address: str, headers: dict[str, str], *, named: bool) -> "BaseHTTPResponse":
        from urllib3 import Retry, Timeout  # noqa: PLC0415

        host = check_address(address).netloc
        time.sleep(max(0.0, self._asked.get(host, 0.0) + self._pause - time.monotonic()))
        again = Retry(
            total=TRIES_AGAIN,
            read=1,
            status_forcelist=_BUSY,
            backoff_factor=0.5,
            raise_on_status=False,
            retry_after_max=LONGEST_WAIT,
        )
        try:
            return self._pool_for(address, named=named).request(
                "GET",
                address,
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", **headers},
                timeout=Timeout(connect=CONNECT_SECONDS, read=self._read_seconds),
                retries=again,
                redirect=False,
                preload_content=False,
            )
        finally:
            self._asked[host] = time.monotonic()

    def _pool_for(self, address: str, *, named: bool) -> "PoolManager":
        """Give the connections for an address: through the proxy that the system names for it, or straight.

        Straight to a host that nobody named, they reach public addresses only; behind a proxy only it can tell.
        """
        from urllib3 import PoolManager, ProxyManager  # noqa: PLC0415

        from parley.ingest.public import PublicPools  # noqa: PLC0415

        parts = urlsplit(address)
        proxy = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
        if (proxy, named) not in self._pools:
            context = ssl.create_default_context()
            straight = PoolManager(ssl_context=context) if named else PublicPools(context)
            self._pools[proxy, named] = ProxyManager(proxy, ssl_context=context) if proxy else straight
        return self._pools[proxy, named]

    def _read(self, address: str, response: "BaseHTTPResponse", known: Fetch | None) -> Answer:
        if response.status == 304 and known:
            return Answer(known, None)
        _refuse_status(response.status)
        body = bytearray()
        for chunk in self._stream(response):
            body += chunk
            refuse_large(len(body))
        headers = response.headers
        media, _, more = headers.get("Content-Type", "").partition(";")
        charset = next((part.partition("=")[2] for part in more.split(";") if "charset=" in part.lower()), "")
        fetch = Fetch(address, headers.get("ETag"), headers.get("Last-Modified"))
        return Answer(fetch, bytes(body), media.strip().lower() or None, charset.strip(" \"'") or None)

    @staticmethod
    def _stream(response: "BaseHTTPResponse") -> Iterator[bytes]:
        """Yield the body as it comes; a server that sends a byte now and then is given up at the end of our time."""
        end = time.monotonic() + WHOLE_SECONDS
        while chunk := response.read1(_STEP):
            yield chunk
            if time.monotonic() > end:
                raise NotFetched(f"it takes more than {WHOLE_SECONDS} seconds", remedy=_LATER)


def is_address(words: str) -> bool:
    """Tell whether the user names an address rather than a file."""
    return "://" in words


def check_address(address: str) -> SplitResult:
    """Take an address apart.

    Raises:
        NotFetched: it is none of the web, or carries a password, which would be kept in the record.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise NotFetched(f"this is no address ({error})", remedy="Write it as https://….") from error
    if parts.scheme not in {"http", "https"} or not host:
        what = f"addresses of the kind {parts.scheme}:// are not fetched"
        raise NotFetched(what, remedy="Name one that begins with https:// or http://, or a file by its path.")
    if parts.username is not None:
        raise NotFetched("the address carries a name or password", remedy="It would be kept; save the page instead.")
    return parts


def _conditions(known: Fetch | None) -> dict[str, str]:
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _join(base: str, place: str) -> str:
    """Make a whole address of one that a page or server gives, without what follows a `#`."""
    try:
        return urldefrag(urljoin(base, place))[0]
    except ValueError as error:
        raise NotFetched(f"this is no address ({error})", remedy="Write it as https://….") from error


def _refuse_redirect(named: str, here: str, there: str, status: int) -> None:
    """Refuse to be led out of the web, from https to http, or into a private network that the user did not name."""
    parts, remedy = check_address(there), "Name that address itself if you trust it."
    if (urlsplit(here).scheme, parts.scheme) == ("https", "http"):
        raise NotFetched(f"it leads from https to http, to {there}", remedy=remedy, status=status)
    host = parts.hostname or ""
    if host == urlsplit(named).hostname:
        return
    try:
        found = {ipaddress.ip_address(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"it leads to a host that cannot be found, {host}", remedy=remedy) from error
    if not all(address.is_global for address in found):
        raise NotFetched(f"it leads into a private network, to {host}", remedy=remedy, status=status)


def _refuse_status(status: int) -> None:
    if 200 <= status < 300:
        return
    what, remedy = _REFUSALS.get(status, ("the server fails" if status >= 500 else "the server refuses", _LATER))
    raise NotFetched(f"{what} ({status})", remedy=remedy, status=status)


def _explain(error: Exception) -> str:
    """Say in a few words why a request failed; urllib3 wraps the last cause in the failure of all tries."""
    from urllib3 import exceptions  # noqa: PLC0415

    cause = getattr(error, "reason", None) or error
    told = (
        (exceptions.NameResolutionError, "the host cannot be found"),
        (exceptions.ConnectTimeoutError, f"the host does not answer within {CONNECT_SECONDS} seconds"),
        (exceptions.TimeoutError, "the server stays silent for too long"),
        (exceptions.SSLError, "the connection is not secure: the server's certificate does not hold"),
        (exceptions.NewConnectionError, "the host cannot be reached"),
        (exceptions.ProtocolError, "the transfer broke off"),
        (exceptions.LocationValueError, "this is no address"),
    )
    return next((words for kind, words in told if isinstance(cause, kind)), f"it failed ({type(cause).__name__})")
