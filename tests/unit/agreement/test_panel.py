"""Which outlets were read throughout."""

import datetime as dt

from parley.agreement.coverage import count_weeks, find_panel

MONDAY = dt.date(2025, 3, 3)


def weeks(*numbers: int) -> list[dt.date]:
    return [MONDAY + dt.timedelta(weeks=number, days=2) for number in numbers]


def test_documents_are_counted_by_outlet_and_week_each_outlet_once() -> None:
    wednesday = MONDAY + dt.timedelta(days=2)
    counted = count_weeks([(MONDAY, {"Wire"}), (wednesday, {"Wire", "Daily"}), (weeks(1)[0], {"Wire"})])
    assert counted == {"Wire": {MONDAY: 2, MONDAY + dt.timedelta(weeks=1): 1}, "Daily": {MONDAY: 1}}
    assert list(counted) == ["Wire", "Daily"]


def test_an_outlet_with_a_hole_or_a_late_beginning_or_an_early_end_is_not_of_the_panel() -> None:
    read = {
        "throughout": weeks(0, 4, 8, 12),
        "with a hole": weeks(0, 1, 2, 7, 8, 12),
        "begins late": weeks(5, 6, 8, 12),
        "ends early": weeks(0, 3, 6, 7),
        "near enough": weeks(4, 8),
    }
    counted = count_weeks((day, {outlet}) for outlet, days in read.items() for day in days)
    assert find_panel(counted) == {"throughout", "near enough"}


def test_where_nothing_was_read_there_is_no_panel() -> None:
    assert find_panel({}) == frozenset()
