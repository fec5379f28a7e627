"""Briefs at the desk: a form for what is asked, the page as it is exported in a frame below it, and its files."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from parley.desk.agreements import Agreements
from parley.desk.filters import convert_address
from parley.desk.forms import Form
from parley.desk.pages import FRAMED, Pages
from parley.errors import FormatError
from parley.export.brief import BRIEF_FORMATS, render_brief, write_brief
from parley.gathering import BriefAsked, make_brief
from parley.record import Record


class BriefAddress(Struct, frozen=True):
    """The options of `parley brief`, as they stand in an address."""

    title: str | None = None
    agreement: str | None = None
    known: dt.date | None = None
    since: dt.date | None = None
    speaker: str | None = None
    view: str | None = None


class Briefs:
    """The pages of briefs.

    Args:
        record: open for as long as the desk is.
        pages: renders the form.
        agreements: that a brief can lead with.
    """

    def __init__(self, record: Record, pages: Pages, agreements: Agreements) -> None:
        self._record = record
        self._pages = pages
        self._agreements = agreements

    def show_brief(self, request: Request) -> Response:
        """Show the form of a brief, and the brief in a frame."""
        return self._pages.render(
            request,
            "brief.html",
            address=convert_address(request.query_params, BriefAddress),
            query=request.url.query,
            agreements=list(self._agreements.names),
            formats=BRIEF_FORMATS,
        )

    def frame_brief(self, request: Request) -> Response:
        """Give the page of a brief, footnotes leading into the reports; looking at it leaves no row in the log."""
        wanted = self._ask(request.query_params)
        page = render_brief(make_brief(self._record, wanted), desk_address="/")
        return HTMLResponse(page, headers={"content-security-policy": FRAMED})

    def make_file(self, form: Form) -> Response:
        """Make the file of a brief, and keep in the log that it was made.

        Raises:
            FormatError: the form asks for no known format.
        """
        suffix = form.fields.get("format", "")
        if suffix not in BRIEF_FORMATS:
            remedy = "Use the buttons of the page."
            raise FormatError("no format of the brief has this name", where=suffix, remedy=remedy)
        made = make_brief(self._record, self._ask(form.fields))
        path = make_place(f"brief{suffix}")
        write_brief(made, path)
        self._record.log_brief(made.made_from, hashlib.sha256(path.read_bytes()).hexdigest())
        return send_file(path)

    def _ask(self, given: Mapping[str, str]) -> BriefAsked:
        address = convert_address(given, BriefAddress)
        return BriefAsked(
            title=address.title,
            agreement=self._agreements.find_source(address.agreement) if address.agreement else None,
            view=address.view,
            known=address.known,
            since=address.since,
            speaker=address.speaker,
        )


def make_place(name: str) -> Path:
    """Make a place for a file that is sent once."""
    return Path(tempfile.mkdtemp(prefix="parley-")) / name


def send_file(path: Path) -> Response:
    """Send a file that lies in a place of its own, and remove both."""

    def remove() -> None:
        path.unlink(missing_ok=True)
        path.parent.rmdir()

    return FileResponse(path, filename=path.name, background=BackgroundTask(remove))
