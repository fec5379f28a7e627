"""Word processor files: DOCX and ODT. Paragraphs are the text; tables are kept apart and named as not read.

Needs the extra `office`. Headers, footers, comments and tracked deletions are no part of the text; macros are not run.
"""

import io
import unicodedata
from collections.abc import Callable, Iterator

from msgspec import Struct

from parley.ingest.archives import refuse_bomb
from parley.ingest.intake import BuiltInLoader, Found
from parley.ingest.newsroom import find_articles
from parley.ingest.plain import name_clues
from parley.ingest.refusing import explain_broken, explain_missing
from parley.model import Raw


class Written(Struct, frozen=True):
    """What a word processor file holds: paragraphs, the title that its properties state, and how many tables."""

    paragraphs: tuple[str, ...]
    title: str | None
    tables: int
    extractor: str
    version: str


class OfficeLoader(BuiltInLoader):
    """Loads the report of a DOCX or ODT file, or each article of a newsroom export. The text is NFC with line feeds."""

    suffixes = frozenset({".docx", ".odt"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        refuse_bomb(data)
        docx = not ref.lower().endswith(".odt")
        written = _open(_read_docx if docx else _read_odt, data)
        paragraphs = (" ".join(words.split(" ")).strip() for words in written.paragraphs)
        text = unicodedata.normalize("NFC", "\n\n".join(filter(None, paragraphs)))
        media = "vnd.openxmlformats-officedocument.wordprocessingml.document" if docx else "vnd.oasis.opendocument.text"
        raw = Raw(data, f"application/{media}", written.extractor, written.version)
        notes = (f"tables not read: {written.tables}",) if written.tables else ()
        whole = Found(text=text, raw=raw, where=ref, title=written.title, clues=name_clues(ref), flags=notes)
        yield from find_articles(whole)


def _open(read: Callable[[bytes], Written], data: bytes) -> Written:
    """Take a file apart.

    Raises:
        NotADocument: it is encrypted, broken, or something else.
    """
    remedy = "Open it in a word processor and save it again, without a password, or copy its text."
    with explain_broken("the file", remedy), explain_missing("word processor files"):
        return read(data)


def _read_docx(data: bytes) -> Written:
    import docx  # noqa: PLC0415 (an extra)
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    document = docx.Document(io.BytesIO(data))
    blocks = list(document.iter_inner_content())
    paragraphs = tuple(block.text for block in blocks if isinstance(block, Paragraph))
    title = document.core_properties.title or None
    return Written(paragraphs, title, len(blocks) - len(paragraphs), "python-docx", docx.__version__)


def _read_odt(data: bytes) -> Written:
    import odfdo  # noqa: PLC0415 (an extra)

    document = odfdo.Document(io.BytesIO(data))
    body = document.body
    found = (block for block in body.xpath("//text:p | //text:h") if isinstance(block, odfdo.Element))
    blocks = [block for block in found if not _lies_apart(block)]
    paragraphs = tuple(block.inner_text for block in blocks)
    return Written(paragraphs, document.meta.title, len(body.tables), "odfdo", odfdo.__version__)


def _lies_apart(block: "odfdo.Element") -> bool:  # type: ignore[name-defined]  # noqa: F821 (an extra)
    """Tell whether a paragraph belongs to a table, note or tracked change, not to the running text."""
    apart = {"table:table", "text:note", "office:annotation", "text:tracked-changes"}
    around = block.parent
    while around is not None:
        if around.tag in apart:
            return True
        around = around.parent
    return False
