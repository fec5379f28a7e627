"""Laying the proposals of a new reading beside the entries that are there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.model import EntryState, Event, Span, Statement
from parley.record.align import DECIDED, Held, align_reading, measure_overlap, says_the_same

SPANS = st.integers(0, 12).flatmap(
    lambda start: st.integers(1, 8).map(lambda size: Span(start, start + size, "x" * size))
)


def event(name: str, start: int, end: int) -> Event:
    return Event(name, Span(start, end, "x" * (end - start)), "ASSAULT")


def hold(name: str, start: int, end: int, state: EntryState = "proposed") -> Held:
    item = event(name, start, end)
    return Held(name, state, item, item, frozen=state in DECIDED)


def test_the_best_overlap_is_taken_first() -> None:
    held = [hold("wide", 0, 10), hold("exact", 6, 10)]
    alignment = align_reading(held, [event("E1", 6, 10), event("E2", 0, 7)])
    assert alignment.pairs == {"E1": "exact", "E2": "wide"}
    assert alignment.unmatched == ()


def test_a_decided_entry_is_taken_before_an_undecided_one_that_fits_as_well() -> None:
    held = [hold("open", 0, 4), hold("decided", 0, 4, "accepted")]
    alignment = align_reading(held, [event("E1", 0, 4)])
    assert (alignment.pairs, alignment.unmatched) == ({"E1": "decided"}, ("open",))


def test_only_open_entries_are_left_over() -> None:
    states: tuple[EntryState, ...] = ("proposed", "accepted", "amended", "rejected", "superseded")
    held = [hold(state, 0, 4, state) for state in states]
    assert align_reading(held, []).unmatched == ("proposed",)


def test_words_that_only_touch_do_not_pair() -> None:
    assert align_reading([hold("a", 0, 4)], [event("E1", 4, 8)]).pairs == {}


@pytest.mark.parametrize(
    ("source", "same"), [(Span(0, 3, "Ann"), True), (Span(1, 4, "nn "), True), (Span(5, 7, "Bo"), False), (None, False)]
)
def test_a_statement_says_the_same_when_source_and_content_overlap(source: Span | None, same: bool) -> None:  # noqa: FBT001
    def said(by: Span | None, content: Span) -> Statement:
        return Statement("S", Span(9, 13, "said"), (content,), by)  # type: ignore[arg-type]

    ann, content = Span(0, 3, "Ann"), Span(14, 20, "“No,” ")
    assert says_the_same(said(ann, content), said(source, Span(15, 18, "No,"))) == same
    assert not says_the_same(said(ann, content), said(ann, Span(30, 31, "x")))
    assert not says_the_same(said(ann, content), event("E", 9, 13))


@given(SPANS, SPANS)
def test_overlap_is_a_share_and_symmetric(left: Span, right: Span) -> None:
    share = measure_overlap(left, right)
    ours, theirs = set(range(left.start, left.end)), set(range(right.start, right.end))
    assert share == measure_overlap(right, left) == pytest.approx(len(ours & theirs) / len(ours | theirs))
