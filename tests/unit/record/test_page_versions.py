"""Versions of a page: same address, new text."""

from collections.abc import Callable

import pytest

from parley.model import Arrival, Document, Reading
from parley.record import Added, Filter, Record
from parley.steps import Reader

URL = "https://ternwire.example/story"


def add(record: Record, *arrivals: Arrival) -> list[Added]:
    return [outcome for outcome in record.add(arrivals) if isinstance(outcome, Added)]


def test_a_new_text_at_the_same_address_is_a_new_version(record: Record, arrive: Callable[..., Arrival]) -> None:
    (old,) = add(record, arrive("Two died.", url=URL))
    (new,) = add(record, arrive("Three died.", url=URL))
    (newest,) = add(record, arrive("Four died.", url=URL))
    assert (old.replaces, new.replaces, newest.replaces) == (None, old.document.id, new.document.id)
    versions = record.list_versions()
    assert [(version.replaced.text, version.by.text) for version in versions] == [
        ("Two died.", "Three died."),
        ("Three died.", "Four died."),
    ]
    assert {version.url for version in versions} == {URL}


def test_entries_of_the_old_text_are_stale(
    filled: Record,
    arrive: Callable[..., Arrival],
    read_sample: Callable[[Document], Reading],
    make_reader: Callable[..., Reader],
) -> None:
    old = filled.list_entries().__next__().entry.document_id
    (new,) = add(
        filled, arrive(f"{next(filled.list_readings())[0].text} More.", url="https://ternwire.example/a", given_id="a")
    )
    list(filled.read(make_reader("1", read_sample), frozenset({"en"})))
    stale = {listed.entry.document_id: listed.entry.stale for listed in filled.list_entries()}
    assert stale == {old: True, new.document.id: False}


@pytest.mark.parametrize(
    ("first", "second"),
    [({"url": URL, "given_id": "1"}, {"url": URL, "given_id": "2"}), ({"url": URL}, {"url": f"{URL}/2"}), ({}, {})],
)
def test_another_item_is_no_version(
    record: Record, arrive: Callable[..., Arrival], first: dict[str, str], second: dict[str, str]
) -> None:
    add(record, arrive("Two died.", **first))
    (other,) = add(record, arrive("Three died.", **second))
    assert other.replaces is None
    assert record.list_versions() == []


def test_items_of_one_run_that_share_an_address_are_no_versions(record: Record, arrive: Callable[..., Arrival]) -> None:
    added = add(record, *(arrive(f"Item {number}.", url=URL) for number in range(120)))
    assert {outcome.replaces for outcome in added} == {None}


def test_an_unchanged_page_is_no_version(record: Record, arrive: Callable[..., Arrival]) -> None:
    add(record, arrive("Two died.", url=URL))
    add(record, arrive("Two died.", url=URL))
    assert record.list_versions() == []


def test_what_became_stale_later_was_not_stale_before(filled: Record, arrive: Callable[..., Arrival]) -> None:
    moment = max(listed.entry.recorded_at for listed in filled.list_entries())
    add(filled, arrive("Another text.", url="https://ternwire.example/a", given_id="a", outlet="The Post"))
    before = list(filled.list_entries(Filter(recorded_by=moment)))
    assert [listed.entry.stale for listed in before] == [False] * len(before) != []
    assert all(listed.entry.stale for listed in filled.list_entries())
