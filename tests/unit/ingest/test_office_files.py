"""PDF, DOCX and ODT: the report and nothing else, made by the libraries that people's programs use."""

import datetime as dt
import io
from pathlib import Path

import docx
import odfdo
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from parley.ingest import Stated, load_path
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)
NORMAL = getSampleStyleSheet()["Normal"]
SENTENCES = [
    f"The delegations of Dessovia and Tollaria met for round {number} on Tuesday, and the mediator of Sorrelund said "
    f"that both sides had agreed to go on with the talks about the Lurna crossing in the coming week."
    for number in range(1, 41)
]


def load(folder: Path, name: str, data: bytes) -> list[Arrival | Failure]:
    path = folder / name
    path.write_bytes(data)
    return list(load_path(path, Stated(), TODAY))


def arrive(folder: Path, name: str, data: bytes) -> Arrival:
    (result,) = load(folder, name, data)
    assert isinstance(result, Arrival), result
    return result


def print_pdf(story: list[Flowable], columns: int = 1, *, locked: bool = False) -> bytes:
    """Print a story with the header and footer of a newspaper on each page."""
    made = io.BytesIO()

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.drawString(50, 815, "The Northshore Daily")
        canvas.drawString(280, 20, f"Page {document.page} of 9")

    width = 500 / columns
    frames = [Frame(50 + column * width, 60, width - 20, 720) for column in range(columns)]
    encrypt = StandardEncryption("secret") if locked else None
    document = BaseDocTemplate(made, pagesize=A4, title="Talks resume in Fenhavn", encrypt=encrypt)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=decorate))
    document.build(story)
    return made.getvalue()


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_pdf_is_read_in_columns_without_headers_and_footers(tmp_path: Path, columns: int) -> None:
    arrival = arrive(tmp_path, "2025-03-25.pdf", print_pdf([Paragraph(said, NORMAL) for said in SENTENCES], columns))
    assert " ".join(arrival.document.text.split()) == " ".join(SENTENCES)
    assert (arrival.publication.title, arrival.document.date) == ("Talks resume in Fenhavn", dt.date(2025, 3, 25))


def test_words_broken_at_the_end_of_a_line_are_joined_and_compounds_keep_their_hyphen(tmp_path: Path) -> None:
    broken = (
        "The cease-<br/>fire held. A long-<br/>term pact is far. They want a long-term pact. The Sorrel-<br/>Dorn line."
    )
    arrival = arrive(
        tmp_path, "a.pdf", print_pdf([*(Paragraph(said, NORMAL) for said in SENTENCES), Paragraph(broken)])
    )
    assert arrival.document.text.endswith(
        "The ceasefire held. A long-term pact is far. They want a long-term pact. The Sorrel-Dorn line."
    )


def test_a_table_is_kept_apart_and_named(tmp_path: Path) -> None:
    grid = Table([["Day", "Killed"], ["Monday", "3"]], style=[("GRID", (0, 0), (-1, -1), 1, "black")])
    story = [Paragraph(SENTENCES[0], NORMAL), grid, Paragraph(SENTENCES[1], NORMAL)]
    arrival = arrive(tmp_path, "a.pdf", print_pdf(story))
    assert "Monday" not in arrival.document.text
    assert "tables not read: 1" in arrival.publication.flags


def scan() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("scan.pdf", scan(), "scanned"),
        ("locked.pdf", print_pdf([Paragraph("Said.", NORMAL)], locked=True), "password"),
        ("cut.pdf", print_pdf([Paragraph("Said.", NORMAL)])[:300], "cannot be taken apart"),
        ("fake.pdf", b"%PDF-1.7\nnothing", "cannot be taken apart"),
        ("fake.docx", b"PK\x03\x04nothing", "damaged"),
        ("text.docx", b"The army said so.", "damaged"),
        ("text.odt", b"The army said so.", "damaged"),
    ],
)
def test_what_holds_no_text_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (failure,) = load(tmp_path, name, data)
    assert isinstance(failure, Failure)
    assert reason in failure.what
    assert failure.remedy


def write_docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Talks resume"
    document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
    document.add_heading("Talks resume", 1)
    document.add_paragraph("The envoy said: “We will meet again.”")
    document.add_table(1, 2).rows[0].cells[0].text = "3 killed"
    document.add_paragraph("Both sides confirmed it.")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def write_odt() -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    document.meta.title = "Talks resume"
    document.body.append(odfdo.Header(1, "Talks resume"))
    document.body.append(odfdo.Paragraph("The envoy said: “We will meet again.”"))
    table = odfdo.Table("T", width=2, height=1)
    table.set_value("A1", "3 killed")
    document.body.append(table)
    document.body.append(odfdo.Paragraph("Both sides confirmed it."))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("name", "data"), [("a.docx", write_docx()), ("a.odt", write_odt())])
def test_a_word_processor_file_gives_its_running_text(tmp_path: Path, name: str, data: bytes) -> None:
    arrival = arrive(tmp_path, name, data)
    assert arrival.document.text == (
        "Talks resume\n\nThe envoy said: “We will meet again.”\n\nBoth sides confirmed it."
    )
    assert arrival.publication.title == "Talks resume"
    assert arrival.publication.flags == ("tables not read: 1",)
