"""The brief as a word processor file (DOCX, ECMA-376), each sentence with its footnotes; the same bytes every time.

What the shape cannot hold: a note under its sentence. A report that several sentences rest on has one footnote, and the
later sentences refer to its number; addresses stand as plain words.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from parley.export.pages import get_template
from parley.export.sentences import Look, Note, Section, Sentence
from parley.export.visible import show_controls

_NEVER = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that the container knows: the file's parts carry no time of their own."""
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_PARTS = {
    "[Content_Types].xml": "word/content_types.xml",
    "_rels/.rels": "word/package.rels",
    "docProps/core.xml": "word/core.xml",
    "word/document.xml": "word/document.xml",
    "word/_rels/document.xml.rels": "word/document.rels",
    "word/footnotes.xml": "word/footnotes.xml",
    "word/styles.xml": "word/styles.xml",
}
"""The parts of the container, and the templates that they are made of."""


class _Run(Struct):
    text: str
    look: Look = "plain"


class _Reference(Struct):
    """A reference to a footnote; only the first one holds the note itself."""

    number: int
    first: bool


class _Paragraph(Struct):
    style: str
    runs: list[_Run]
    references: list[_Reference] = []


def pack_word(
    title: str,
    lead: Iterable[str],
    sections: Iterable[Section],
    made_from: Mapping[str, str],
    moment: dt.datetime | None,
) -> bytes:
    """Make the file.

    Args:
        title: the heading.
        lead: sentences of Parley's own above the sections.
        sections: with their sentences; those without one are left out.
        made_from: the manifest, at the end.
        moment: as of which it is made; null for an empty record.
    """
    notes: dict[Note, int] = {}
    paragraphs = [
        _write("Title", title),
        *(_write("Normal", words) for words in lead),
        *(paragraph for section in sections if section.count for paragraph in _draw_section(section, notes)),
        _write("Heading1", "Made from"),
        *(_write("Normal", f"{name}: {value}") for name, value in made_from.items()),
    ]
    filled = {
        "title": _clean(title),
        "moment": moment.isoformat() if moment else None,
        "paragraphs": paragraphs,
        "footnotes": [(number, _clean(_tell_note(note))) for note, number in notes.items()],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        for name, template in _PARTS.items():
            part = zipfile.ZipInfo(name, _NEVER)
            part.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(part, get_template(template).render(filled).strip())
    return packed.getvalue()


def _draw_section(section: Section, notes: dict[Note, int]) -> Iterator[_Paragraph]:
    yield _write("Heading1", f"{section.heading} ({section.count})")
    yield _write("Meaning", section.meaning)
    for group in section.groups:
        if group.heading and group.sentences:
            yield _write("Heading2", group.heading)
        yield from (_draw_sentence(sentence, notes) for sentence in group.sentences)


def _draw_sentence(sentence: Sentence, notes: dict[Note, int]) -> _Paragraph:
    runs = [_Run("– ")]
    for part in sentence.parts:
        words = _clean(part.text)
        runs.append(_Run(f"“{words}” " if part.look == "quote" else f"{words} ", part.look))
    if sentence.tags:
        runs.append(_Run(" ".join(f"[{_clean(tag)}]" for tag in sentence.tags), "code"))
    references = []
    for note in sentence.notes:
        references.append(_Reference(notes.get(note, len(notes) + 1), note not in notes))
        notes.setdefault(note, len(notes) + 1)
    return _Paragraph("Sentence", runs, references)


def _tell_note(note: Note) -> str:
    parts = (f"“{note.quote}”", note.route, note.day, note.title, note.link or "")
    return ", ".join(filter(None, parts)) + "".join(f" [{tag}]" for tag in note.tags)


def _write(style: str, words: str) -> _Paragraph:
    return _Paragraph(style, [_Run(_clean(words))])


def _clean(words: str) -> str:
    """Write words on one line, with characters that steer or that XML does not allow as their code points."""
    seen = show_controls(" ".join(words.split()))
    return _NOT_XML.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", seen)
