"""Entries as lines of a terminal."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cli.lines import draw_entry, shorten
from parley.model import Document, Reading
from parley.record import Filter, Record
from parley.steps import Reader


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ({"type": "ASSAULT"}, "2025-04-08  fact            ASSAULT Dessovia “shelled” → Lurna (2025-04-07)"),
        ({"type": "RETREAT"}, "2025-04-08  refused         RETREAT/withdraw not Tollaria “withdraw” in Teskal"),
        ({"commitment": "refusal"}, "2025-04-08  fact            REJECT Bastor Nive “said”"),
        ({"kind": "statement", "speaker": "envoy"}, "2025-04-08  says            Its envoy “demanded”: talks"),
    ],
)
def test_a_line_says_how_an_entry_stands_and_what_it_says(filled: Record, wanted: dict[str, Any], line: str) -> None:
    (listed,) = filled.list_entries(Filter(**wanted))
    assert draw_entry(listed).plain.startswith(line)


def test_the_second_line_leads_to_the_entry_and_names_the_chain(filled: Record) -> None:
    (listed,) = filled.list_entries(Filter(type="RETREAT"))
    second = draw_entry(listed).plain.split("\n")[1]
    assert second.split() == [listed.entry.id[-8:], "Ternwire", "›", "AFP", "›", "Bastor", "Nive"]


def test_decided_and_stale_entries_are_marked(filled: Record, arrive: Callable[..., Any]) -> None:
    (listed,) = filled.list_entries(Filter(type="ASSAULT"))
    filled.decide(listed.entry.id, "accept", by="Ann", revision=1)
    list(filled.add([arrive("New text.", url="https://ternwire.example/a", given_id="a")]))
    (listed,) = filled.list_entries(Filter(type="ASSAULT"))
    assert draw_entry(listed).plain.split("\n")[0].endswith("[accepted, stale]")


def test_an_entry_without_date_outlet_or_source_is_drawn(
    record: Record,
    arrive: Callable[..., Any],
    make_reader: Callable[..., Reader],
    read_sample: Callable[[Document], Reading],
) -> None:
    list(record.add([arrive(date=None, outlet=None)]))
    list(record.read(make_reader("1", read_sample), frozenset({"en"})))
    (listed,) = record.list_entries(Filter(type="ASSAULT"))
    assert draw_entry(listed).plain.startswith("no date     fact")
    assert draw_entry(listed).plain.endswith("(no outlet)")


@given(st.text(max_size=40), st.integers(1, 20))
def test_a_text_is_cut_to_its_length_and_the_cut_is_marked(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= max(length, 1)
    assert short == text or short.endswith("…")
