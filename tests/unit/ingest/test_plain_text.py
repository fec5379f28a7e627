"""Text that comes as text is never changed; facts may stand in a block before it."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from parley.ingest import Stated, load_path, load_stream
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)


def load(data: bytes, stated: Stated | None = None) -> Arrival | Failure:
    (result,) = load_stream(data, stated or Stated(), TODAY, media="text")
    return result


def arrive(data: bytes, stated: Stated | None = None) -> Arrival:
    result = load(data, stated)
    assert isinstance(result, Arrival), result
    return result


@pytest.mark.parametrize(
    "text",
    ["  The army said so.\r\n\r\n", "Cafe\u0301 talks\ttoday", "\u200fقال الوزير", "peace 🕊️\n", "long " * 300_000],
)
def test_the_text_is_the_file(text: str) -> None:
    arrival = arrive(text.encode())
    assert arrival.document.text == text
    assert arrival.raw.data == text.encode()
    assert arrival.raw.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_facts_before_the_text_are_taken_and_are_no_text() -> None:
    facts = ["outlet: The Daily", "date: 2025-07-07", "title: 'Talks: day 2'", "url: https://d.example/1", "id: a7"]
    data = "\r\n".join(["---", *facts, "---", "The army said so."]).encode()
    arrival = arrive(data)
    shown = arrival.publication
    assert arrival.document.text == "The army said so."
    assert arrival.raw.data == data
    assert (shown.outlet, shown.title, shown.url) == ("The Daily", "Talks: day 2", "https://d.example/1")
    assert (shown.published_on, shown.date_from, shown.given_id) == (dt.date(2025, 7, 7), "front matter", "a7")


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe army said so.\n---\nIt denied it later.",
        "---\ncolour: red\n---\nThe army said so.",
        "outlet: The Daily\n\nThe army said so.",
        "The army said so.\n---\noutlet: The Daily\n---\n",
    ],
)
def test_what_is_no_block_of_facts_stays_text(text: str) -> None:
    arrival = arrive(text.encode())
    assert arrival.document.text == text
    assert arrival.publication.outlet is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---\noutlet: The Daily\ndate 2025-07-07\n---\nThe army said so.", "line 3 is no `name: value`"),
        ("---\noutlet: The Daily\ndate: 2025-07-07\n\nThe army said so.", "no line --- closes it"),
    ],
)
def test_a_block_of_facts_with_a_fault_stays_in_the_text_and_is_flagged(text: str, fault: str) -> None:
    arrival = arrive(text.encode())
    assert arrival.document.text == text
    assert arrival.publication.outlet is None
    assert arrival.publication.flags == (f"the block at the top stands in the text: {fault}",)


def test_a_fact_that_nothing_is_called_is_flagged_and_the_others_are_taken() -> None:
    arrival = arrive(b"---\noutlet: The Daily\npublished: 2025-07-07\n---\nThe army said so.")
    assert (arrival.publication.outlet, arrival.document.text) == ("The Daily", "The army said so.")
    assert arrival.publication.flags == ("nothing of this name can be stated: published",)


def test_stated_values_win_and_a_contradicted_date_is_flagged() -> None:
    data = b"---\noutlet: The Daily\ndate: 2025-07-07\nlang: fr\n---\nThe army said so."
    stated = Stated(outlet="AFP", title="T", url="https://a.example/", date=dt.date(2025, 7, 1), lang="en-GB")
    arrival = arrive(data, stated)
    shown = arrival.publication
    assert (shown.outlet, shown.title, shown.url, shown.date_from) == ("AFP", "T", "https://a.example/", "option")
    assert arrival.document.date == shown.published_on == dt.date(2025, 7, 1)
    assert arrival.document.lang == "en"
    assert shown.flags == ("date contradicted: option 2025-07-01, front matter 2025-07-07",)


def test_a_stated_address_dates_the_report() -> None:
    shown = arrive(b"The army said so.", Stated(url="https://d.example/2025/07/07/talks")).publication
    assert (shown.published_on, shown.date_from) == (dt.date(2025, 7, 7), "option")


def test_the_file_name_dates_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report-2025-07-07.txt"
    path.write_text(" date 2025-07-07 The army said so.", encoding="utf-8")
    (arrival,) = load_path(path, Stated(), TODAY)
    assert isinstance(arrival, Arrival)
    assert (arrival.publication.published_on, arrival.publication.date_from) == (dt.date(2025, 7, 7), "file name")
    assert arrival.publication.ref == str(path)


def test_a_stated_language_that_is_none_is_flagged_and_the_text_is_looked_at() -> None:
    arrival = arrive("---\nlang: klingon\n---\nПрезидент заявил, что перемирие не будет подписано.".encode())
    assert arrival.document.lang == "ru"
    assert arrival.publication.flags == ("language not understood: 'klingon' not taken",)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the text is empty"),
        (b"---\ntitle: T\n---\n", "the text is empty"),
        (b"Subscribe to our newsletter", "there is only page furniture here (subscription line)"),
        (b"abc\0def", "the bytes are binary, not text"),
        (b"a" * 2_000_001, "the text is too long to be one report (more than 2,000,000 characters)"),
        (b"a" * 9_000_000, "the text is too long to be one report (more than 2,000,000 characters)"),
    ],
)
def test_what_is_no_report_fails_with_its_reason(data: bytes, what: str) -> None:
    failure = load(data)
    assert isinstance(failure, Failure)
    assert (failure.where, failure.stage, failure.what) == ("standard input", "add", what)
    assert failure.remedy
