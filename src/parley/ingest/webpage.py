"""Web pages: trafilatura takes the report out of the page; what the page says about itself dates and names it."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from parley.errors import NotADocument
from parley.ingest.dates import DateClue, find_day, read_date
from parley.ingest.decoding import decode
from parley.ingest.intake import Found, Intake
from parley.ingest.plain import name_clues
from parley.model import Arrival, Failure, Raw

LARGEST_PAGE = 8 * 2**20
"""Bytes; extraction takes about a second a megabyte, and pages of news stay below one."""
DATE_PLACES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='publication_date'"
    " or @name='parsely-pub-date' or @name='sailthru.date' or @name='DC.date' or @name='dc.date'"
    " or @name='DC.date.issued' or @name='dc.date.issued' or @name='dcterms.created' or @name='DCTERMS.created']"
    "/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{1,60})"')
_LIBRARIES = ("trafilatura", "htmldate", "courlan", "readability")

for _library in _LIBRARIES:  # their complaints about a page are ours to word, as a failure
    logging.getLogger(_library).addHandler(logging.NullHandler())


class HtmlLoader:
    """Loads the report that a saved web page holds. The extracted text is NFC with line feeds."""

    suffixes = frozenset({".html", ".htm"})

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def load(self, data: bytes, ref: str) -> Iterator[Arrival | Failure]:
        """Yield the one document, or the reason why the page holds none."""
        return self._intake.take(self._find(data, ref), ref)

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        import trafilatura  # noqa: PLC0415 - half a second, for pages only

        if len(data) > LARGEST_PAGE:
            what = f"the page is larger than {LARGEST_PAGE // 2**20} MB"
            raise NotADocument(what, remedy="Save the report's text alone.")
        declared = _DECLARED.search(data[:4096])
        decoded = decode(data, declared[1].decode("ascii") if declared else None)
        try:
            facts, text = self._extract(decoded.text)
        except Exception as error:  # noqa: BLE001 - whatever hostile markup makes a foreign parser raise fails one page
            what = f"the page cannot be taken apart ({type(error).__name__})"
            raise NotADocument(what, remedy="Copy the report's text into a .txt file.") from error
        yield Found(
            text=text,
            raw=Raw(data, f"text/html; charset={decoded.encoding}", "trafilatura", trafilatura.__version__),
            where=ref,
            outlet=facts["outlet"],
            url=facts["url"],
            title=facts["title"],
            clues=(*facts["clues"], *name_clues(ref)),
            flags=decoded.flags,
        )
