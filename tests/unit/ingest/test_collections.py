"""Archives, mail, feeds, spreadsheets and newsroom exports: each document inside is one of its own."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from parley.ingest import Stated, load_path, load_stream
from parley.ingest.refusing import LARGEST_FILE
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)
PAGE = """<html><head><title>Talks</title></head><body><nav><a href="/">Home</a></nav><article><h1>Talks resume</h1>
<p>The envoy of Sorrelund said that both sides would meet again in Fenhavn next week to speak about the crossing.</p>
<p>The government of Dessovia confirmed the meeting on Tuesday and said that its delegation would be the same.</p>
</article></body></html>"""


def load(folder: Path, name: str, data: bytes, stated: Stated | None = None) -> list[Arrival | Failure]:
    path = folder / name
    path.write_bytes(data)
    return list(load_path(path, stated or Stated(), TODAY))


def texts(results: Iterable[Arrival | Failure]) -> list[str]:
    return [result.document.text if isinstance(result, Arrival) else f"! {result.what}" for result in results]


def pack(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_each_file_of_a_zip_is_added_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    files = {
        "b/2025-03-02.txt": b"The mayor said so.",
        "a.txt": b"The army said so.",
        "../../escape.txt": b"The envoy said so.",
        "c.exe": b"MZ",
        "__MACOSX/._a.txt": b"junk",
        "empty.txt": b"",
    }
    results = load(tmp_path, "reports.zip", pack(files))
    assert sorted(texts(results)) == [
        "! files ending in '.exe' are not known", "! the file is empty", "The army said so.", "The envoy said so.",
        "The mayor said so.",
    ]  # fmt: skip
    arrivals = {result.document.text: result.publication for result in results if isinstance(result, Arrival)}
    assert arrivals["The mayor said so."].ref == f"{tmp_path}/reports.zip › b/2025-03-02.txt"
    assert arrivals["The mayor said so."].published_on == dt.date(2025, 3, 2)
    assert [path.name for path in tmp_path.rglob("*")] == ["reports.zip"]


def test_an_archive_is_opened_within_bounds(tmp_path: Path) -> None:
    bomb = pack({"bomb.txt": b"0" * (LARGEST_FILE + 1), "a.txt": b"The army said so."})
    assert texts(load(tmp_path, "bomb.zip", bomb)) == ["The army said so.", "! there is more than 64 MB in one file"]
    nested = b"The army said so."
    for _ in range(5):
        nested = pack({"inner.zip": nested})
    assert texts(load(tmp_path, "deep.zip", nested)) == ["! archives lie more than 3 deep in each other"]
    assert "damaged" in texts(load(tmp_path, "cut.zip", bomb[:200]))[0]
    workbook = pack({"xl/workbook.xml": b"0" * (600 * 2**20)})
    assert "unpack to more than 512 MB" in texts(load(tmp_path, "bomb.xlsx", workbook))[0]


def test_a_locked_file_of_a_zip_says_so(tmp_path: Path) -> None:
    data = bytearray(pack({"a.txt": b"The army said so."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert texts(load(tmp_path, "locked.zip", bytes(data))) == ["! it is locked with a password"]


def archive_pages(pages: dict[str, tuple[str, str]]) -> bytes:
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=True)
    for url, (status, body) in pages.items():
        headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", io.BytesIO(body.encode()), http_headers=headers)
        writer.write_record(record)
        record.raw_stream.close()
    return made.getvalue()


def test_the_pages_of_a_web_archive_keep_their_addresses(tmp_path: Path) -> None:
    data = archive_pages(
        {"https://d.example/2025/03/25/talks": ("200 OK", PAGE), "https://d.example/gone": ("404 Not Found", PAGE)}
    )
    (arrival,) = load(tmp_path, "crawl.warc.gz", data)
    assert isinstance(arrival, Arrival)
    assert arrival.publication.url == "https://d.example/2025/03/25/talks"
    assert (arrival.publication.published_on, arrival.publication.date_from) == (dt.date(2025, 3, 25), "url")
    assert "Home" not in arrival.document.text
    *_, failure = load(tmp_path, "cut.warc.gz", data[: len(data) // 3])
    assert isinstance(failure, Failure)


def write_mail(body: str, subtype: str = "plain", **attachments: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "Press Office of Dessovia <press@dessovia.example>"
    message["Subject"] = "Statement on the crossing"
    message["Date"] = "Tue, 25 Mar 2025 10:00:00 +0200"
    message.set_content(body, subtype=subtype)
    for name, data in attachments.items():
        message.add_attachment(data, "application", "octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def test_a_message_is_a_document_and_so_is_what_is_attached(tmp_path: Path) -> None:
    results = load(
        tmp_path, "a.eml", write_mail("The crossing stays open.", note_txt=b"The road is closed.", x_exe=b"MZ")
    )
    assert texts(results) == [
        "The crossing stays open.",
        "The road is closed.",
        "! files ending in '.exe' are not known",
    ]
    first = results[0]
    assert isinstance(first, Arrival)
    shown = first.publication
    assert (shown.outlet, shown.title) == ("Press Office of Dessovia", "Statement on the crossing")
    assert shown.published_at == dt.datetime(2025, 3, 25, 8, tzinfo=dt.UTC)
    (page,) = load(tmp_path, "b.eml", write_mail(PAGE, "html"))
    assert isinstance(page, Arrival)
    assert page.document.text.startswith("The envoy of Sorrelund")
    assert texts(load(tmp_path, "c.eml", b"\n\nno message")) == ["! the file is no mail message"]


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Northshore Daily</title>
<item><title>Talks &amp; tolls</title><link>https://d.example/1</link><guid>n1</guid>
<pubDate>Tue, 25 Mar 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;The envoy said so.&lt;/p&gt;&lt;p&gt;Both agreed.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;
</description></item>
<item><title>Nothing</title><link>https://d.example/2</link></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Northshore Daily</title>
<entry><title>Talks &amp; tolls</title><link href="https://d.example/1"/><id>n1</id>
<updated>2025-03-25T10:00:00Z</updated>
<content type="html">&lt;p&gt;The envoy said so.&lt;/p&gt;&lt;p&gt;Both agreed.&lt;/p&gt;
</content></entry></feed>"""


@pytest.mark.parametrize(("name", "feed"), [("a.rss", RSS), ("a.atom", ATOM), ("a.xml", RSS)])
def test_each_entry_of_a_feed_is_a_document(tmp_path: Path, name: str, feed: str) -> None:
    arrival, *rest = load(tmp_path, name, feed.encode())
    assert isinstance(arrival, Arrival)
    assert arrival.document.text == "The envoy said so.\nBoth agreed."
    shown = arrival.publication
    assert (shown.outlet, shown.title, shown.url) == ("The Northshore Daily", "Talks & tolls", "https://d.example/1")
    assert (shown.given_id, shown.published_on) == ("n1", dt.date(2025, 3, 25))
    assert texts(rest) == ["! the entry has no text of its own"] * len(rest)


@pytest.mark.parametrize("text", ["<html><body>no feed</body></html>", "", "<a>&b;</a>"])
def test_what_is_no_feed_says_so(tmp_path: Path, text: str) -> None:
    (failure,) = load(tmp_path, "a.xml", text.encode())
    assert isinstance(failure, Failure)


def test_a_spreadsheet_gives_what_the_same_table_gives_as_csv(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Body", "Day", "Outlet", "id"],
        ["The army said so.", dt.datetime(2025, 3, 25), "The Daily", 7],  # noqa: DTZ001 (a sheet knows no zones)
        ["The mayor, too, said\nso.", dt.date(2025, 3, 26), "", 8],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Notes").append(["nothing of use"])
    book.create_sheet("Hidden").sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    plain = io.StringIO()
    csv.writer(plain, lineterminator="\n").writerows(
        [cell.strftime("%Y-%m-%d") if isinstance(cell, dt.date) else cell for cell in row] for row in rows
    )
    stated = Stated(columns={"text": "Body", "date": "Day"})
    sheet = load(tmp_path, "log.xlsx", made.getvalue(), stated)
    table = list(load_stream(plain.getvalue().encode(), stated, TODAY, media="csv"))
    arrivals = [(got, want) for got, want in zip(sheet, table, strict=True) if isinstance(got, Arrival)]
    assert len(arrivals) == 2
    for got, want in arrivals:
        assert isinstance(want, Arrival)
        assert (got.document, got.raw) == (want.document, want.raw)
    assert "no column is called 'text'" in texts(load(tmp_path, "log.xlsx", made.getvalue()))[0]


EXPORT = """
Talks resume in Fenhavn
The Northshore Daily
March 25, 2025 Tuesday
Copyright 2025 The Northshore Daily
Length: 12 words

Body

The envoy said so. Both agreed.

Load-Date: March 26, 2025

End of Document

Crossing closed
Ternwire
26 March 2025

Body
The mayor said that the crossing was closed.
Classification

Language: ENGLISH
End of Document
"""


def test_a_newsroom_export_is_split_into_its_articles(tmp_path: Path) -> None:
    results = load(tmp_path, "export.txt", EXPORT.encode())
    assert texts(results) == ["The envoy said so. Both agreed.", "The mayor said that the crossing was closed."]
    shown = [result.publication for result in results if isinstance(result, Arrival)]
    assert [(page.title, page.outlet) for page in shown] == [
        ("Talks resume in Fenhavn", "The Northshore Daily"), ("Crossing closed", "Ternwire"),
    ]  # fmt: skip
    assert [page.published_on for page in shown] == [dt.date(2025, 3, 25), dt.date(2025, 3, 26)]
    assert len({result.raw.sha256 for result in results if isinstance(result, Arrival)}) == 2
