"""The brief as a word processor file: footnotes behind every sentence, the same bytes every time, nothing unescaped."""

import datetime as dt
import re
import zipfile
from pathlib import Path

import docx

from parley.export.board import Board
from parley.export.brief import Brief, write_brief
from parley.export.sentences import Group, Note, Part, Section, Sentence
from parley.export.word import pack_word
from parley.record import Record

MOMENT = dt.datetime(2025, 4, 9, 12, tzinfo=dt.UTC)
HOSTILE = 'a <b>&amp;</w:t> \u202eb\x00 \ufffe "c"'


def read_part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as container:
        return container.read(name).decode()


def test_a_word_processor_finds_title_headings_and_sentences(filled: Record, tmp_path: Path, board: Board) -> None:
    brief = Brief("Teskal", {"log": "row 3"}, tuple(filled.list_entries()), 2, {"Arabic": 1}, MOMENT, board=board)
    write_brief(brief, tmp_path / "brief.docx")
    opened = docx.Document(str(tmp_path / "brief.docx"))
    said = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in opened.paragraphs]
    assert said[0] == ("Title", "Teskal")
    headings = [words for style, words in said if style == "Heading 1"]
    assert headings[0].startswith("Incidents (")
    assert headings[-1] == "Made from"
    assert any("“No gun was used”" in words for style, words in said if style == "Sentence")
    assert ("Normal", "1 document not read: Arabic.") in said
    assert opened.core_properties.title == "Teskal"


def test_every_sentence_has_its_footnotes_with_words_route_and_day(
    filled: Record, tmp_path: Path, board: Board
) -> None:
    brief = Brief("Teskal", {}, tuple(filled.list_entries()), 2, {}, MOMENT, board=board)
    write_brief(brief, tmp_path / "brief.docx")
    body = read_part(tmp_path / "brief.docx", "word/document.xml")
    for sentence in re.findall(r'<w:p><w:pPr><w:pStyle w:val="Sentence"/>.*?</w:p>', body, re.DOTALL):
        assert "w:footnoteReference" in sentence or "NOTEREF" in sentence
    named = [int(number) for number in re.findall(r'<w:footnoteReference w:id="(\d+)"/>', body)]
    footnotes = read_part(tmp_path / "brief.docx", "word/footnotes.xml")
    notes = dict(re.findall(r'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', footnotes))
    assert named == list(range(1, len(named) + 1))
    assert {str(number) for number in named} == notes.keys()
    assert set(re.findall(r"NOTEREF note(\d+)", body)) <= notes.keys()
    shelling = next(words for words in notes.values() if "shelled Lurna on Monday" in words)
    assert "“Dessovia shelled Lurna on Monday.”, Ternwire, 2025-04-08, Teskal, https://ternwire.example/a" in shelling


def pack(words: str) -> bytes:
    note = Note(words, words, "2025-04-08", words, "https://a.example", (words,))
    sentence = Sentence((Part(words, "quote"),), (note,), (words,))
    return pack_word(words, [words], [Section("One", words, (Group(words, (sentence, sentence)),))], {"a": words}, None)


def test_words_of_reports_stay_words(tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(pack(HOSTILE))
    opened = docx.Document(str(tmp_path / "brief.docx"))
    seen = 'a <b>&amp;</w:t> ⟨U+202E⟩b⟨U+0000⟩ ⟨U+FFFE⟩ "c"'
    assert opened.paragraphs[0].text == seen
    assert all(seen in paragraph.text for paragraph in opened.paragraphs[:3] if paragraph.text != "One (2)")


def test_the_same_brief_is_the_same_bytes() -> None:
    assert pack("words") == pack("words") != pack("other words")
