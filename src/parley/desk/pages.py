"""The templates, and what all of them know."""

import hashlib
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from parley.derive import describe_route
from parley.desk.filters import CHOICES, MEANINGS
from parley.desk.views import describe_score, tell_item
from parley.desk.wording import list_rows
from parley.model import Bearing, Modality
from parley.ontology import event_kinds
from parley.record import Why

CODER = "parley_coder"
"""The cookie that holds the name of the person who decides."""
STATIC = Path(__file__).parent / "static"
PARTS = frozenset({"board", "opened", "files", "progress"})
"""The blocks of templates that a script may ask for alone; each is an element with this id."""
FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'"
)
"""The policy of a page that brings its style along: no script, nothing from outside."""


class Pages:
    """Renders the desk's templates; everything that goes into them is escaped.

    Args:
        record_name: the file's name, shown on every page.
    """

    def __init__(self, record_name: str) -> None:
        self._environment = Environment(
            loader=ChoiceLoader([PackageLoader("parley.desk"), PackageLoader("parley.export")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"tell": tell_item, "score": describe_score}
        self._environment.globals |= {
            "record_name": record_name,
            "static_digest": _digest_static(),
            "choices": CHOICES,
            "reasons": get_args(Why),
            "meanings": MEANINGS,
            "kinds": event_kinds(),
            "bearings": get_args(Bearing),
            "list_rows": list_rows,
            "modalities": get_args(Modality),
            "describe_route": describe_route,
        }

    def render(self, request: Request, template: str, *, status: int = 200, **shown: object) -> HTMLResponse:
        """Render one page, or the one block of it that a script asks for.

        Args:
            request: says who is at the desk, and in a header of its own which block is wanted alone.
            template: its file.
            status: of the answer.
            shown: what the template shows.
        """
        found, part = self._environment.get_template(template), request.headers.get("parley-part")
        values = {"coder": read_name(request), **shown}
        if part in PARTS and part in found.blocks:
            return HTMLResponse("".join(found.blocks[part](found.new_context(values))), status)
        return HTMLResponse(found.render(values), status)


def read_name(request: Request) -> str:
    """Read the name of the person at the desk, empty while it is not known."""
    return unquote(request.cookies.get(CODER, ""))


def _digest_static() -> str:
    """Name the state of style and script, so that a browser may keep them until they change."""
    contents = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))
    return hashlib.sha256(contents).hexdigest()[:12]
