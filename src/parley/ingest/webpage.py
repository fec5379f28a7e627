"""Web pages: trafilatura takes the report out of the page; what the page says about itself dates and names it."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from parley.errors import NotADocument
from parley.ingest.dates import find_day
from parley.ingest.decoding import decode
from parley.ingest.intake import BuiltInLoader, Found
from parley.ingest.plain import name_clues
from parley.ingest.refusing import explain_broken
from parley.model import DateClue, Raw
from parley.ontology.furniture import is_furniture

LARGEST_PAGE = 32 * 2**20
"""Bytes; extraction takes about 0.2 s a megabyte of paragraphs, and pages with pictures inside reach 20 MB."""
META_DATES = (
    "date", "pubdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date",
    "DC.date", "dc.date", "DC.date.issued", "dc.date.issued", "DCTERMS.created", "dcterms.created",
)  # fmt: skip
MOST_ELEMENTS = 50_000
"""Extraction from so many links takes ten seconds; the front page of a newspaper has some 5,000 elements."""
DATE_PLACES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    *(f"//meta[@name='{name}']/@content" for name in META_DATES),
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
SCRIPTED_FACTS = "//script[@type='application/ld+json']/text()"
PAGE_DATE = {
    "extensive_search": False,  # an extensive search takes any date that the report mentions
    "original_date": True,
    "deferred_url_extractor": True,
    "max_date": "2999-12-31",  # the future is refused by us, and flagged
}

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE
)
_SCRIPTED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{1,60})"')

for _library in ("trafilatura", "htmldate", "courlan"):  # their complaints about a page are ours to word, as a failure
    logging.getLogger(_library).addHandler(logging.NullHandler())


class Page(NamedTuple):
    """What a page holds and says about itself."""

    text: str
    outlet: str | None
    url: str | None
    title: str | None
    stated_dates: tuple[str, ...]
    visible_date: str | None
    extractor_version: str


class HtmlLoader(BuiltInLoader):
    """Loads the report that a saved web page holds. The extracted text is NFC with line feeds."""

    suffixes = frozenset({".html", ".htm"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        if len(data) > LARGEST_PAGE:
            what = f"the page is larger than {LARGEST_PAGE // 2**20} MB"
            raise NotADocument(what, remedy="Copy the report's text into a .txt file.")
        declared = _DECLARED.search(data, 0, 4096)
        decoded = decode(data, self._intake.served.charset or (declared[1].decode("ascii") if declared else None))
        page = extract_page(decoded.text)
        clues = [DateClue("metadata", words) for words in page.stated_dates]
        if page.visible_date and not clues and not find_day(self._intake.stated.url or page.url or ""):
            clues.append(DateClue("page", page.visible_date))
        yield Found(
            text=page.text,
            raw=Raw(data, f"text/html; charset={decoded.encoding}", "trafilatura", page.extractor_version),
            where=ref,
            outlet=page.outlet,
            url=page.url,
            title=page.title,
            clues=(*clues, *name_clues(ref)),
            flags=decoded.flags,
        )


def extract_page(html: str) -> Page:
    """Take a page apart.

    Raises:
        NotADocument: there is no report on it.
    """
    with explain_broken("the page", "Copy the report's text into a .txt file."):
        page = _read_page(html)
    if not page.text:
        what = "no report is found on the page: it holds menus, notices or scripts only"
        raise NotADocument(what, remedy="Open the page, wait until the report shows, save it again, or copy its text.")
    return page


def _read_page(html: str) -> Page:
    import trafilatura  # noqa: PLC0415 - half a second, for pages only
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415 - for pages only

    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    tree = document_fromstring(html.encode(), parser=parser)
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        what = f"the page has more than {MOST_ELEMENTS:,} elements, so it is no single report"
        raise NotADocument(what, remedy="Copy the report's text into a .txt file.")
    scripts = [match[1] for script in tree.xpath(SCRIPTED_FACTS) for match in [_SCRIPTED_DATE.search(script)] if match]
    stated = [str(words) for place in DATE_PLACES for words in tree.xpath(place)[:1]]
    facts = trafilatura.extract_metadata(tree, date_config=PAGE_DATE)
    report = trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False, include_tables=False)
    heading = " ".join("".join(tree.xpath("(//h1)[1]//text()")).split())
    return Page(
        text=_keep_report(_tidy_extract(getattr(report, "text", None) or ""), {heading, facts.title}),
        outlet=facts.sitename,
        url=facts.url,
        title=facts.title,
        stated_dates=tuple(words for words in [*stated, *scripts[:1]] if words.strip()),
        visible_date=facts.date,
        extractor_version=trafilatura.__version__,
    )


def _keep_report(text: str, titles: set[str | None]) -> str:
    """Drop the headline, which is kept as the title, and lines of page furniture, unless there is nothing else."""
    first, _, rest = text.partition("\n")
    lines = (rest if first in titles and rest else text).splitlines()
    return "\n".join(line for line in lines if not is_furniture(line)).strip() or text


def _tidy_extract(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def strip_markup(html: str) -> str:
    """Return the words of a fragment of HTML, a paragraph a line, as NFC; text without markup comes back as it is."""
    from lxml.html import fromstring  # noqa: PLC0415 - for pages and feeds only

    if "<" not in html and "&" not in html:
        return _tidy_extract(html)
    tree = fromstring(f"<div>{html}</div>")
    for block in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote"):
        block.tail = "\n" + (block.tail or "")
    for hidden in tree.xpath("//script | //style"):
        hidden.drop_tree()
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return _tidy_extract("\n".join(filter(None, lines)))
