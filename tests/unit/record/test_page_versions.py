"""Versions of a page: same address, new text."""

from collections.abc import Callable
from importlib.resources import as_file, files
from typing import Any

import pytest
from msgspec.structs import replace

from parley.gathering import gather_board
from parley.model import Arrival, Document, Reading, Span
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


def test_no_position_on_a_board_rests_on_a_text_that_was_replaced(
    filled: Record,
    arrive: Callable[..., Arrival],
    read_sample: Callable[[Document], Reading],
    make_reader: Callable[..., Reader],
    cut: Callable[..., Any],
) -> None:
    def read(document: Document) -> Reading:
        reading = read_sample(document)
        first, *others = reading.events
        return replace(reading, events=(replace(first, condition=cut(document, "on Monday", Span)), *others))

    def list_told() -> set[str]:
        with as_file(files("parley") / "agreement" / "library" / "isr-lbn-2024.yaml") as path:
            return {line.entry.document_id for line in gather_board(filled, path, None).entries}

    list(filled.read(make_reader("2", read), frozenset({"en"})))
    old = next(filled.list_entries()).entry.document_id
    assert list_told() == {old}
    text = filled.get_document(old).text
    (new,) = add(filled, arrive(f"{text} More.", url="https://ternwire.example/a", given_id="a"))
    list(filled.read(make_reader("2", read), frozenset({"en"})))
    assert list_told() == {new.document.id}


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


def test_a_page_that_returns_to_an_older_text_is_a_third_version(
    filled: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader]
) -> None:
    place = {"url": "https://ternwire.example/b", "ref": "page.html"}
    first = arrive("AFP said so.", **place)
    other = arrive("AFP did not say so.", **place)
    (old,) = add(filled, first)
    (new,) = add(filled, other)
    (back,) = add(filled, first)
    assert (back.document, back.new_document, back.replaces) == (old.document, False, new.document.id)
    again = add(filled, first)
    assert (again[0].new_publication, again[0].replaces) == (False, None)
    texts = [(version.replaced.text, version.by.text) for version in filled.list_versions()]
    assert texts == [("AFP said so.", "AFP did not say so."), ("AFP did not say so.", "AFP said so.")]
    list(filled.read(make_reader("2", Reading), frozenset({"en"})))
    assert not [finding for finding in filled.check() if finding]


def test_entries_are_no_longer_stale_when_their_text_returns(filled: Record, arrive: Callable[..., Arrival]) -> None:
    place = {"url": "https://ternwire.example/a", "given_id": "a", "ref": "page.html"}
    document = next(filled.list_readings())[0]
    (new,) = add(filled, arrive("Another text.", **place))
    assert new.replaces == document.id
    assert {listed.entry.stale for listed in filled.list_entries()} == {True}
    (back,) = add(filled, arrive(document.text, document.date, **place))
    assert back.replaces == new.document.id
    assert {listed.entry.stale for listed in filled.list_entries()} == {False}


def test_an_older_file_added_again_is_no_version(record: Record, arrive: Callable[..., Arrival]) -> None:
    first = arrive("Two died.", url=URL, ref="monday/page.html")
    add(record, first)
    add(record, arrive("Three died.", url=URL, ref="tuesday/page.html"))
    (again,) = add(record, first)
    assert (again.new_publication, again.replaces) == (False, None)
