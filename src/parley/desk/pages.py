"""The templates, and what all of them know."""

import hashlib
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from parley.derive import describe_route
from parley.desk.amending import list_rows
from parley.desk.filters import CHOICES, MEANINGS
from parley.desk.views import describe_score, tell_item
from parley.model import Bearing, Modality
from parley.ontology import event_kinds
from parley.record import Why

CODER = "parley_coder"
"""The cookie that holds the name of the person who decides."""
STATIC = Path(__file__).parent / "static"


class Pages:
    """Renders the desk's templates; everything that goes into them is escaped.

    Args:
        record_name: the file's name, shown on every page.
    """

    def __init__(self, record_name: str) -> None:
        self._environment = Environment(
            loader=PackageLoader("parley.desk"),
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

    def render(self, template: str, coder: str, *, status: int = 200, **shown: object) -> HTMLResponse:
        """Render one page.

        Args:
            template: its file.
            coder: the name of the person at the desk, empty while it is not known.
            status: of the answer.
            shown: what the template shows.
        """
        return HTMLResponse(self._environment.get_template(template).render(coder=coder, **shown), status)


def read_name(request: Request) -> str:
    """Read the name of the person at the desk, empty while it is not known."""
    return unquote(request.cookies.get(CODER, ""))


def _digest_static() -> str:
    """Name the state of style and script, so that a browser may keep them until they change."""
    contents = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))
    return hashlib.sha256(contents).hexdigest()[:12]
