"""Values of options."""

import datetime as dt

import pytest

from parley.cli.options import parse_day, parse_moment
from parley.errors import FormatError


def test_a_day_is_an_iso_day() -> None:
    assert parse_day("2025-07-07", "--date") == dt.date(2025, 7, 7)
    assert parse_day(None, "--date") is None


def test_a_moment_given_as_a_day_is_its_end() -> None:
    assert parse_moment("2025-07-07", "--recorded-by") == dt.datetime(2025, 7, 7, 23, 59, 59, 999999, dt.UTC)


def test_a_moment_keeps_its_zone_and_has_utc_without_one() -> None:
    assert parse_moment("2025-07-07T18:00:00", "x") == dt.datetime(2025, 7, 7, 18, tzinfo=dt.UTC)
    assert parse_moment("2025-07-07T18:00:00+03:00", "x") == dt.datetime(2025, 7, 7, 15, tzinfo=dt.UTC)
    assert parse_moment(None, "x") is None


@pytest.mark.parametrize("value", ["", "yesterday", "07/07/2025", "2025-02-30", "2025-7-7"])
def test_what_is_no_day_is_refused_with_an_example(value: str) -> None:
    for parse in (parse_day, parse_moment):
        with pytest.raises(FormatError, match="is no") as caught:
            parse(value, "--when")
        assert caught.value.where == "--when"
        assert "2025-07-07" in caught.value.remedy


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_beyond_the_calendar_is_refused(value: str) -> None:
    with pytest.raises(FormatError, match="is no moment"):
        parse_moment(value, "--recorded-by")
