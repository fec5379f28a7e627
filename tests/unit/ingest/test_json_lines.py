"""Each line of JSON Lines is a document or a failure of its own."""

import datetime as dt

import pytest

from parley.annotation import read_lines
from parley.ingest import LinkedLine, Stated, load_stream, read_links
from parley.lineage import trace_lines
from parley.model import Arrival, Carrier, Failure
from parley.pipeline import make_pipeline

TODAY = dt.date(2025, 7, 20)


def load(*lines: str | bytes) -> list[Arrival | Failure]:
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(load_stream(data, Stated(), TODAY, name="docs.jsonl", media="jsonl"))


def texts(results: list[Arrival | Failure]) -> list[str]:
    return [result.document.text for result in results if isinstance(result, Arrival)]


def test_all_fields_are_taken() -> None:
    line = (
        '{"text": " The army said so.\\r\\n", "date": "2025-07-07T10:00:00Z", "outlet": "The Daily", '
        '"url": "https://d.example/1", "title": "Talks\\nday 2", "lang": "en", "id": "a7", "extra": {"kept": "raw"}, '
        '"cited": [{"outlet": "AFP", "url": null}]}'
    )
    (arrival,) = load(line + "\r")
    assert isinstance(arrival, Arrival)
    shown = arrival.publication
    assert arrival.document.text == " The army said so.\r\n"
    assert arrival.document.date == dt.date(2025, 7, 7)
    assert (shown.outlet, shown.url, shown.title) == ("The Daily", "https://d.example/1", "Talks day 2")
    assert (shown.given_id, shown.ref, shown.date_from) == ("a7", "docs.jsonl line 1", "field")
    assert shown.published_at == dt.datetime(2025, 7, 7, 10, tzinfo=dt.UTC)
    assert shown.cited == (Carrier("AFP"),)
    assert arrival.raw.data == line.encode()


def test_a_broken_line_in_the_middle_does_not_stop_the_rest() -> None:
    first, broken, last = load('{"text": "One."}', "", '{"text": "Tw', '{"text": "Three."}')
    assert texts([first, last]) == ["One.", "Three."]
    assert isinstance(broken, Failure)
    assert (broken.where, broken.stage) == ("docs.jsonl line 3", "add")
    assert broken.what.startswith("the line is not JSON")
    assert "Each line is an object" in broken.remedy


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"text": 5}', "the line is not a document: Expected `str`, got `int` - at `$.text`"),
        ('{"title": "T"}', "the line is not a document: Object missing required field `text`"),
        ('{"text": "a", "cited": "AFP"}', "the line is not a document: Expected `array | null`, got `str`"),
        ("[1, 2]", "the line is not a document: Expected `object`, got `array`"),
        ("5", "the line is not a document: Expected `object`, got `int`"),
        ("plain words", "the line is not JSON"),
        ('{"text": "a", "x": NaN}', "the line is not JSON"),
        ('{"text": "\\ud800"}', "the line is not JSON, or holds half of a surrogate pair such as \\ud800"),
        ('{"text": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "the line is nested too deeply"),
        (b'{"text": "caf\xe9"}', "the line is not UTF-8"),
        ('{"text": "a\\u0000b"}', "the text holds NUL characters, so it is binary"),
        ('{"text": " "}', "the text is empty"),
        ('{"text": "Share on Facebook"}', "there is only page furniture here (share line)"),
        ('{"text": "' + "a" * 2_000_001 + '"}', "the text is too long to be one report"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_document_says_why(line: str | bytes, what: str) -> None:
    failure, _ = load(line, '{"text": "The rest goes on."}')
    assert isinstance(failure, Failure)
    assert failure.what.startswith(what)
    assert failure.where == "docs.jsonl line 1"
    assert failure.remedy


def test_an_impossible_date_is_flagged_and_the_document_taken() -> None:
    (arrival,) = load('{"text": "One.", "date": "2025-13-45"}')
    assert isinstance(arrival, Arrival)
    assert arrival.document.date is None
    assert arrival.publication.flags == ("date impossible: 2025-13-45 not taken (field)",)


def test_null_and_blank_fields_are_absent() -> None:
    (arrival,) = load('{"text": "One.", "date": " ", "outlet": "", "title": null, "id": "", "cited": null}')
    assert isinstance(arrival, Arrival)
    shown = arrival.publication
    assert (shown.outlet, shown.title, shown.given_id, shown.cited, shown.flags) == (None, None, None, (), ())


def test_the_same_id_for_the_same_document_is_silent() -> None:
    line = '{"id": 7, "text": "One.", "date": "2025-07-07"}'
    assert texts(load(line, line)) == ["One.", "One."]


@pytest.mark.parametrize("other", ['{"id": "7", "text": "Two."}', '{"id": 7, "text": "One.", "date": "2025-07-07"}'])
def test_the_same_id_for_another_document_fails(other: str) -> None:
    _, failure, _ = load('{"id": "7", "text": "One."}', other, '{"id": "8", "text": "Three."}')
    assert isinstance(failure, Failure)
    assert failure.where == "docs.jsonl line 2"
    assert failure.what == "the id '7' already stands for another document (docs.jsonl line 1)"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(encoding: str) -> None:
    results = load_stream('{"text": "Café"}\n'.encode(encoding), Stated(), TODAY, media="jsonl")
    assert texts(list(results)) == ["Café"]


def test_a_file_of_something_else_is_given_up() -> None:
    results = load(*["not JSON"] * 5_000)
    assert len(results) == 101
    assert isinstance(results[-1], Failure)
    assert results[-1].what == "none of the first 100 lines is a document; the rest was not tried"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file holds blank lines only"),
        (b"\x89PNG\r\n", "this is a PNG image, not text"),
    ],
)
def test_a_file_without_lines_fails_once(data: bytes, what: str) -> None:
    (failure,) = load(data)
    assert isinstance(failure, Failure)
    assert (failure.where, failure.what) == ("docs.jsonl", what)


MARKED = b'\xef\xbb\xbf{"id": 7, "text": "Iran refused to withdraw.", "links": [LINK]}\r\n\r\n'
LINK = b'{"agreement": "a", "clause": "1", "bearing": "relates", "quote": {"start": 0, "end": 4, "text": "Iran"}}'


def test_every_reader_of_lines_takes_a_byte_order_mark_blank_lines_and_a_number_as_id() -> None:
    data = MARKED.replace(b"LINK", LINK)
    (loaded,) = load(data)
    assert isinstance(loaded, Arrival)
    assert loaded.publication.given_id == "7"
    (linked,) = read_links(data, "links.jsonl")
    assert isinstance(linked, LinkedLine)
    assert (linked.given_id, len(linked.links)) == ("7", 1)
    (read,) = read_lines(data.splitlines(keepends=True), make_pipeline("rules"))
    assert (read.error, read.given["id"]) == (None, 7)
    assert list(trace_lines(data.splitlines(keepends=True))) == []


def test_a_byte_order_mark_within_a_file_is_no_json() -> None:
    (good, bad) = load('{"text": "Iran refused."}', b'\xef\xbb\xbf{"text": "Iran refused."}')
    assert isinstance(good, Arrival)
    assert isinstance(bad, Failure)
    assert [str(error) for error in trace_lines([b"\n", b"\xef\xbb\xbf{}"])] != []
