"""The publication date is taken from where it is stated; doubts leave a flag."""

import datetime as dt

import pytest

from parley.ingest.dates import find_day, read_date, reconcile
from parley.model import DateClue

TODAY = dt.date(2025, 7, 20)
DAY = dt.date(2025, 7, 7)


@pytest.mark.parametrize(
    "words",
    [
        "2025-07-07",
        "2025-7-7",
        "20250707",
        "2025/07/07",
        "2025-07-07 18:30",
        "2025-07-07T18:30:00Z",
        "2025-07-07T25:61",
        "7 July 2025",
        "Monday, 7 July 2025",
        "July 7, 2025",
        "Jul. 7, 2025",
        "Mon, 07 Jul 2025 10:00:00 GMT",
        "07.07.2025",
        "07/07/2025",
        "  2025-07-07\n",
    ],
)
def test_the_usual_ways_to_write_a_day(words: str) -> None:
    assert read_date(words)[0] == DAY


def test_a_day_is_told_from_a_month_where_only_one_reading_is_possible() -> None:
    assert read_date("13/07/2025")[0] == dt.date(2025, 7, 13)
    assert read_date("07/13/2025")[0] == dt.date(2025, 7, 13)
    assert read_date("03.04.2025")[0] == dt.date(2025, 4, 3)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2025-13-45", "impossible"),
        ("2025-02-30", "impossible"),
        ("31.02.2025", "impossible"),
        ("0001-01-01", "impossible"),
        ("Mon, 99 Jul 2025 10:00:00 GMT", "impossible"),
        ("03/04/2025", "ambiguous"),
        ("2025-07", "without a day"),
        ("2025", "without a day"),
        ("yesterday", "not understood"),
        ("1751846400000", "not understood"),
        ("", "not understood"),
    ],
)
def test_a_date_that_cannot_be_taken_says_why_in_a_flag(words: str, reason: str) -> None:
    dated = reconcile([DateClue("field", words)], TODAY)
    assert dated.on is None
    assert dated.flags == (f"date {reason}: {words} not taken (field)",)


def test_an_instant_is_kept_only_when_its_zone_is_stated() -> None:
    assert reconcile([DateClue("field", "2025-07-07T18:30:00")], TODAY).at is None
    dated = reconcile([DateClue("field", "2025-07-06T23:30:00-04:00")], TODAY)
    assert dated.on == dt.date(2025, 7, 6)
    assert dated.at == dt.datetime(2025, 7, 7, 3, 30, tzinfo=dt.UTC)


def test_the_strongest_source_wins_whatever_the_order() -> None:
    clues = [DateClue("file name", "2025-07-08"), DateClue("url", "2025-07-07"), DateClue("metadata", "2025-07-07")]
    dated = reconcile(clues, TODAY)
    assert (dated.on, dated.source, dated.flags) == (DAY, "metadata", ())


def test_sources_more_than_a_day_apart_contradict_each_other() -> None:
    dated = reconcile([DateClue("url", "2025-07-07"), DateClue("metadata", "2025-07-01")], TODAY)
    assert dated.on == dt.date(2025, 7, 1)
    assert dated.flags == ("date contradicted: metadata 2025-07-01, url 2025-07-07",)


def test_a_future_date_is_not_taken() -> None:
    dated = reconcile([DateClue("metadata", "2031-01-01")], TODAY)
    assert (dated.on, dated.source) == (None, None)
    assert dated.flags == ("date in the future: 2031-01-01 not taken (metadata)",)


def test_a_future_date_gives_way_to_a_possible_one_visibly() -> None:
    dated = reconcile([DateClue("metadata", "2031-01-01"), DateClue("url", "2025-07-07")], TODAY)
    assert (dated.on, dated.source) == (DAY, "url")
    assert dated.flags == ("date in the future: 2031-01-01 not taken (metadata)",)


def test_tomorrow_in_an_eastern_zone_is_not_the_future() -> None:
    auckland = DateClue("metadata", "2025-07-21T01:00:00+12:00")
    assert reconcile([auckland], TODAY).on == dt.date(2025, 7, 21)
    assert reconcile([DateClue("metadata", "2025-07-21T23:00:00-12:00")], TODAY).on is None
    assert reconcile([DateClue("metadata", "2025-07-21")], TODAY).on is None


def test_a_date_seen_on_the_page_is_flagged() -> None:
    assert reconcile([DateClue("page", "2025-07-07")], TODAY).flags == (
        "date found on the page, not stated in its metadata",
    )


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("https://news.example/2025/07/07/talks", "2025-07-07"),
        ("https://news.example/2025/7/7/talks", "2025-07-07"),
        ("https://news.example/world/2025/jul/07/talks", "2025-07-07"),
        ("https://news.example/talks-2025-07-07/", "2025-07-07"),
        ("report-2025-07-07.txt", "2025-07-07"),
        ("20250707-report.txt", "2025-07-07"),
        ("2025-02-30.txt", "2025-02-30"),
        ("https://news.example/id/120250707", None),
        ("https://news.example/talks?on=2025-07-07", None),
        ("2025-07-01_2025-07-07.txt", None),
        ("report.txt", None),
    ],
)
def test_a_day_is_found_in_names_and_addresses(words: str, day: str | None) -> None:
    assert find_day(words) == day
