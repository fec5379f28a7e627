"""PDF with a text layer: columns in reading order, without page headers and footers; tables are kept apart.

Needs the extra `office`. Scanned pages hold no text; they are named, never guessed at.
"""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from parley.errors import NotADocument
from parley.ingest.intake import BuiltInLoader, Found
from parley.ingest.plain import name_clues
from parley.ingest.refusing import explain_broken, explain_missing
from parley.model import Raw

MOST_PAGES = 500
_MARGIN = 0.12
"""Share of a page's height at its top and bottom where headers and footers stand."""
_WIDE = 0.6
"""Share of the text's width from which a box spans the columns."""
_FULL_LINE = 0.8
"""Share of its box's width below which a line that ends a sentence ends a paragraph."""
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\W*\d+\W*(?:(?:of|/)\s*\d+)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]]*\Z")
_BROKEN_WORD = re.compile(r"(\w+)-\n(?=[^\W\d_])(\w+)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")

for _library in ("pdfminer", "pdfplumber"):  # their complaints about a file are ours to word, as a failure
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


class Box(Struct, frozen=True):
    """A block of lines on a page, in points from its upper left corner; `lines` are (left, right, text)."""

    left: float
    top: float
    right: float
    bottom: float
    lines: tuple[tuple[float, float, str], ...]

    @property
    def text(self) -> str:
        """The words of the box, one line after the other."""
        return "\n".join(text for _, _, text in self.lines)


class Page(Struct, frozen=True):
    """One page: its height in points, its boxes outside tables, and how many tables were left out."""

    height: float
    boxes: tuple[Box, ...]
    tables: int


class PdfLoader(BuiltInLoader):
    """Loads the one report that a PDF holds. The extracted text is NFC with line feeds."""

    suffixes = frozenset({".pdf"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        pages, title, version = _open(data)
        text = compose(pages)
        if not text:
            remedy = "Run it through text recognition (OCR) first, or copy its text into a .txt file."
            raise NotADocument("its pages are pictures without text: it was scanned", remedy=remedy)
        tables, blank = sum(page.tables for page in pages), sum(not page.boxes for page in pages)
        notes = [
            note
            for number, note in ((tables, f"tables not read: {tables}"), (blank, f"pages without text: {blank}"))
            if number
        ]
        raw = Raw(data, "application/pdf", "pdfplumber", version)
        yield Found(text=text, raw=raw, where=ref, title=title, clues=name_clues(ref), flags=tuple(notes))


def compose(pages: list[Page]) -> str:
    """Put the boxes of all pages into reading order and their lines into paragraphs."""
    repeated = _find_repeated(pages)
    blocks: list[str] = []
    for page in pages:
        kept = [box for box in page.boxes if not _is_margin(box, page, repeated)]
        for box in _order(kept):
            blocks.extend(_split_paragraphs(box))
    text = "\n\n".join(_join_blocks(blocks))
    return unicodedata.normalize("NFC", _mend_words(text)).strip()


def _open(data: bytes) -> tuple[list[Page], str | None, str]:
    """Read pages, title and the library's version.

    Raises:
        NotADocument: the file is encrypted, broken or too long.
    """
    with explain_missing("PDF files"):
        import pdfplumber  # noqa: PLC0415 (an extra, and slow to import)
        from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    remedy = "Open it in a viewer and save it again, or copy its text into a .txt file."
    with explain_broken("the PDF", remedy):
        try:
            with pdfplumber.open(io.BytesIO(data), laparams={}) as pdf:
                _refuse_book(len(pdf.pages))
                title = str((pdf.metadata or {}).get("Title") or "").strip()
                return [_read_page(page) for page in pdf.pages], title or None, pdfplumber.__version__
        except Exception as error:
            if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, error.__context__, *error.args)):
                unlock = "Open it with its password and save it without."
                raise NotADocument("the PDF is locked with a password", remedy=unlock) from error
            raise


def _refuse_book(pages: int) -> None:
    if pages > MOST_PAGES:
        raise NotADocument(f"it has {pages} pages, so it is no single report", remedy="Split it into its reports.")


def _read_page(page: "pdfplumber.page.Page") -> Page:  # type: ignore[name-defined]  # noqa: F821 (an extra)
    tables = [table.bbox for table in page.find_tables() if len(table.rows) > 1]
    boxes = []
    for found in page.objects.get("textboxhorizontal", []):
        left, right = float(found["x0"]), float(found["x1"])
        top, bottom = float(found["top"]), float(found["bottom"])
        words = [_CONTROLS.sub("", line).strip() for line in found["text"].splitlines()]
        if not any(words) or any(_holds(table, (left + right) / 2, (top + bottom) / 2) for table in tables):
            continue
        measures = [line for line in page.objects["textlinehorizontal"] if _is_line_of(line, found)]
        edges = [(float(line["x0"]), float(line["x1"])) for line in measures]
        edges = edges if len(edges) == len(words) else [(left, right)] * len(words)
        boxes.append(
            Box(left, top, right, bottom, tuple((*edge, text) for edge, text in zip(edges, words, strict=True)))
        )
    page.close()
    return Page(float(page.height), tuple(boxes), len(tables))


def _is_line_of(line: dict[str, float], box: dict[str, float]) -> bool:
    slack = 0.01
    return (
        line["top"] >= box["top"] - slack
        and line["bottom"] <= box["bottom"] + slack
        and line["x0"] >= box["x0"] - slack
        and line["x1"] <= box["x1"] + slack
    )


def _holds(bounds: tuple[float, float, float, float], x: float, y: float) -> bool:
    left, top, right, bottom = bounds
    return left <= x <= right and top <= y <= bottom


def _find_repeated(pages: list[Page]) -> set[str]:
    """Find what stands in the margins of at least half of the pages, numbers aside."""
    seen = Counter(
        mask for page in pages for mask in {_mask(box) for box in page.boxes if _in_margin(box, page)}
    )  # fmt: skip
    return {mask for mask, count in seen.items() if count > 1 and 2 * count >= len(pages)}


def _mask(box: Box) -> str:
    return re.sub(r"\d+", "#", box.text)


def _in_margin(box: Box, page: Page) -> bool:
    return box.bottom < _MARGIN * page.height or box.top > (1 - _MARGIN) * page.height


def _is_margin(box: Box, page: Page, repeated: set[str]) -> bool:
    return _in_margin(box, page) and (_mask(box) in repeated or _PAGE_NUMBER.fullmatch(box.text.strip()) is not None)


def _order(boxes: list[Box]) -> Iterator[Box]:
    """Yield boxes as they are read: column after column, between boxes that span the page."""
    width = max((box.right for box in boxes), default=0) - min((box.left for box in boxes), default=0)
    band: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        if box.right - box.left > _WIDE * width:
            yield from _order_columns(band)
            band = []
            yield box
        else:
            band.append(box)
    yield from _order_columns(band)


def _order_columns(boxes: Iterable[Box]) -> Iterator[Box]:
    columns: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.left):
        if columns and box.left < max(other.right for other in columns[-1]):
            columns[-1].append(box)
        else:
            columns.append([box])
    for column in columns:
        yield from sorted(column, key=lambda box: (box.top, box.left))


def _split_paragraphs(box: Box) -> Iterator[str]:
    """Yield the paragraphs of a box, lines kept: one ends where a line ends its sentence well before the margin."""
    lines: list[str] = []
    for left, right, text in box.lines:
        if not text:
            if lines:
                yield "\n".join(lines)
            lines = []
            continue
        lines.append(text)
        short = right - left < _FULL_LINE * (box.right - box.left)
        if short and _SENTENCE_END.search(text):
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def _join_blocks(blocks: Iterable[str]) -> list[str]:
    """Join a paragraph that runs on in the next column or page."""
    joined: list[str] = []
    for block in blocks:
        if joined and not _SENTENCE_END.search(joined[-1]) and block[0].islower():
            joined[-1] += "\n" + block
        else:
            joined.append(block)
    return joined


def _mend_words(text: str) -> str:
    """Join words that were broken at line ends; a hyphen stays where the text writes the word with it elsewhere."""

    def mend(match: re.Match[str]) -> str:
        whole = f"{match[1]}-{match[2]}"
        return whole if re.search(rf"\b{re.escape(whole)}\b", text) or match[2][0].isupper() else match[1] + match[2]

    return re.sub(r"(?<!\n)\n(?!\n)", " ", _BROKEN_WORD.sub(mend, text))
