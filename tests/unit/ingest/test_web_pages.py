"""The report is taken out of a page; the page's own words date and name it; nothing is fetched."""

import datetime as dt
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import trafilatura

from parley.ingest import Stated, load_path, load_stream
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)
SENTENCES = (
    "Hezbollah leader Naim Qassem said on Sunday that the group would not surrender its weapons, AFP reported.",
    "Speaking in Beirut, he added that the threat would not make the group accept surrender at all.",
    "Lebanese officials are expected to answer the envoy’s request before the end of the year.",
)


def page(head: str = "", body: str = "", sentences: tuple[str, ...] = SENTENCES) -> str:
    report = "\n".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<!doctype html><html><head><title>Talks go on</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"{body}<article><h1>Talks go on</h1>{report}</article><footer>We use cookies.</footer></body></html>"
    )


def load(html: str | bytes, stated: Stated | None = None) -> Arrival | Failure:
    data = html if isinstance(html, bytes) else html.encode()
    (result,) = load_stream(data, stated or Stated(), TODAY, media="html")
    return result


def arrive(html: str | bytes, stated: Stated | None = None) -> Arrival:
    result = load(html, stated)
    assert isinstance(result, Arrival), result
    return result


def test_the_report_is_taken_and_its_extractor_named() -> None:
    arrival = arrive(page())
    assert all(sentence in arrival.document.text for sentence in SENTENCES)
    assert "cookies" not in arrival.document.text
    assert arrival.raw.data == page().encode()
    assert (arrival.raw.extractor, arrival.raw.extractor_version) == ("trafilatura", trafilatura.__version__)


def test_extracted_text_is_composed_with_line_feeds() -> None:
    decomposed = tuple(sentence.replace("envoy", "envoye\u0301") for sentence in SENTENCES)
    text = arrive(page(sentences=decomposed).replace("\n", "\r\n")).document.text
    assert "envoyé" in text
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text


def test_outlet_title_and_address_are_those_of_the_page_unless_stated() -> None:
    head = '<meta property="og:site_name" content="The Daily"><link rel="canonical" href="https://d.example/talks">'
    shown = arrive(page(head)).publication
    assert (shown.outlet, shown.title, shown.url) == ("The Daily", "Talks go on", "https://d.example/talks")
    assert arrive(page(head), Stated(outlet="AFP")).publication.outlet == "AFP"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-07-07T10:00:00+03:00">',
        '<meta itemprop="datePublished" content="2025-07-07T10:00:00+03:00">',
        '<meta name="date" content="2025-07-07T10:00:00+03:00">',
        '<script type="application/ld+json">{"datePublished": "2025-07-07T10:00:00+03:00"}</script>',
    ],
)
def test_metadata_date_the_report_to_the_instant(head: str) -> None:
    shown = arrive(page(head)).publication
    assert (shown.published_on, shown.date_from) == (dt.date(2025, 7, 7), "metadata")
    assert shown.published_at == dt.datetime(2025, 7, 7, 7, tzinfo=dt.UTC)
    assert shown.flags == ()


def test_the_address_dates_a_page_without_metadata() -> None:
    shown = arrive(page('<link rel="canonical" href="https://d.example/2025/07/07/talks">')).publication
    assert (shown.published_on, shown.date_from, shown.flags) == (dt.date(2025, 7, 7), "url", ())


def test_a_visible_date_is_the_last_resort_and_flagged() -> None:
    shown = arrive(page(body='<span class="date">7 July 2025</span>')).publication
    assert (shown.published_on, shown.date_from) == (dt.date(2025, 7, 7), "page")
    assert shown.flags == ("date found on the page, not stated in its metadata",)


def test_metadata_and_address_that_disagree_are_flagged() -> None:
    head = '<meta name="date" content="2025-07-01"><link rel="canonical" href="https://d.example/2025/07/07/talks">'
    arrival = arrive(page(head))
    assert arrival.document.date == dt.date(2025, 7, 1)
    assert arrival.publication.flags == ("date contradicted: metadata 2025-07-01, url 2025-07-07",)


def test_a_future_date_of_a_page_is_flagged_and_not_taken() -> None:
    arrival = arrive(page('<meta name="date" content="2031-01-01">'))
    assert arrival.document.date is None
    assert arrival.publication.flags == ("date in the future: 2031-01-01 not taken (metadata)",)


def test_a_page_in_the_encoding_it_declares() -> None:
    html = page('<meta charset="windows-1251">', sentences=("Президент заявил, что перемирие не будет подписано.",) * 3)
    arrival = arrive(html.encode("cp1251", "ignore"))
    assert "Президент заявил" in arrival.document.text
    assert arrival.document.lang == "ru"
    assert arrival.publication.flags == ()


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<html><body></body></html>", "no report is found on the page"),
        ("<html><head><script>var a = 1;</script></head></html>", "no report is found on the page"),
        (
            "<p>We use cookies to improve it.</p><p>Share on Facebook</p>",
            "there is only page furniture here (cookie notice",
        ),
        ("   ", "the page cannot be taken apart (ParserError)"),
        ("<b>x</b>" * 60_000, "the page has more than 50,000 elements, so it is no single report"),
        ("a" * (32 * 2**20 + 1), "the page is larger than 32 MB"),
    ],
)
def test_a_page_without_a_report_fails_with_its_reason(html: str, what: str) -> None:
    failure = load(html)
    assert isinstance(failure, Failure)
    assert failure.stage == "add"
    assert failure.what.startswith(what)
    assert failure.remedy


@pytest.mark.parametrize("html", ["<div>" * 50_000 + "x", "<" * 10_000, "&#xD800;&#0;" + page(), "<!--" * 1000])
def test_hostile_markup_raises_nothing(html: str) -> None:
    assert isinstance(load(html), Arrival | Failure)


def test_entities_of_files_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the hidden words", encoding="utf-8")
    doctype = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = arrive(doctype + page(sentences=(*SENTENCES, "&x; stays as it is in this sentence."))).document.text
    assert "the hidden words" not in text


def test_nothing_is_fetched(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://d.example/talks"><script src="https://d.example/x.js"></script>'
    path = tmp_path / "page.html"
    path.write_text('<!DOCTYPE html SYSTEM "https://d.example/x.dtd">' + page(head), encoding="utf-8")
    script = (
        "import sys, datetime, pathlib, parley.ingest as ingest\n"
        "def refuse(event, arguments):\n"
        "    if event.startswith('socket.'): raise SystemExit(f'{event} {arguments}')\n"
        "import trafilatura\n"
        "sys.addaudithook(refuse)\n"
        "results = list(ingest.load_path(pathlib.Path(sys.argv[1]), ingest.Stated(), datetime.date(2025, 7, 20)))\n"
        "raise SystemExit(0 if hasattr(results[0], 'document') else str(results))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_complaints_of_libraries_stay_quiet(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(b"<a>\xff\xfe</a>")
    list(load_path(path, Stated(), TODAY))
    assert capfd.readouterr() == ("", "")
