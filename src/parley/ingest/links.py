"""Files of assessments: one document a line with its links to clauses, as coders hand them over."""

from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 (the field of the line is called date)

import msgspec
from msgspec import Struct

from parley.derive import find_interval
from parley.errors import FormatError
from parley.ingest.json_lines import decode_line, name_given, number_lines, split_lines
from parley.model import Assessment, Bearing, Document, Failure, Span

REMEDY = (
    'Each line is an object such as {"id": "...", "date": "2025-07-07", "text": "...", "links": [{"agreement": "...",'
    ' "clause": "2b", "bearing": "contrary", "by": null, "against": "...", "quote": {"start": 0, "end": 7, "text":'
    ' "..."}}]}.'
)


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    """One assessment as a file gives it; fields as in `Assessment`.

    Raises:
        ValueError: `happened` is no ISO day, month or interval.
    """

    agreement: str
    clause: str
    bearing: Bearing
    quote: Span
    by: str | None = None
    against: str | None = None
    called_breach: bool = False
    incident: str | None = None
    unsure: bool = False
    why: str | None = None
    corrects: str | None = None
    score: float | None = None
    happened: str | None = None

    def __post_init__(self) -> None:
        if self.happened is not None and find_interval(self.happened) is None:
            message = f"happened is {self.happened!r}, and no day, month or interval such as 2025-03-01/2025-03-05"
            raise ValueError(message)

    def assess(self, document: Document) -> Assessment:
        """Make the assessment of a document."""
        return Assessment(id="", document_id=document.id, **msgspec.structs.asdict(self))


class LinkedLine(Struct, frozen=True):
    """A document named by its text and date or by the id that its sender gave it, and what it says about clauses."""

    links: tuple[Link, ...]
    id: str | int | None = None
    text: str | None = None
    date: Day | None = None
    where: str = ""

    @property
    def given_id(self) -> str | None:
        """The id that the sender gave."""
        return name_given(self.id)

    @property
    def document_id(self) -> str | None:
        """The id that text and date make; null where the line gives no text."""
        return Document(self.text, self.date).id if self.text and self.text.strip() else None


def read_links(data: bytes, ref: str) -> Iterator[LinkedLine | Failure]:
    """Yield the lines of a file that hold links, or why a line cannot be taken; lines without links are passed over."""
    for number, line in number_lines(split_lines(data)):
        where = f"{ref} line {number}"
        try:
            linked = decode_line(line, LinkedLine, "a document with links", REMEDY)
        except FormatError as error:
            yield Failure(where, "assess", error.what, error.remedy)
            continue
        if linked.links:
            yield msgspec.structs.replace(linked, where=where)
