"""Conditional positions stand beside the clauses: who, what, waiting for what."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from parley.agreement import Agreement, Party
from parley.agreement.positions import Position, find_positions
from parley.agreement.reports import Bounds
from parley.agreement.sides import Sides
from parley.model import Arrival, Document, Event, Mention, Reading, Span, Statement
from parley.record import Record
from parley.steps import Reader

TEXT = "The League said it would lay down its arms once the crossings are open."
DAY = dt.date(2025, 4, 8)
LATER = dt.date(2025, 5, 1)
PARTIES = (Party("tollaria", "Tollaria", "party"), Party("league", "the League", "bound-through", through="tollaria"))
AGREEMENT = Agreement("x", "X", dt.date(2025, 4, 1), PARTIES, (), (), ())


@pytest.fixture
def record(
    record: Record, arrive: Callable[..., Arrival], cut: Callable[..., Any], make_reader: Callable[..., Reader]
) -> Record:
    def read(document: Document) -> Reading:
        condition = cut(document, "once the crossings are open", Span)
        league = cut(document, "The League", Mention, entity="the League")
        content = cut(document, "it would lay down its arms once the crossings are open", Span)
        statement = Statement("S1", cut(document, "said", Span), (content,), league)
        promise = Event("E1", cut(document, "said", Span), "AGREE", actor=(league,), about="S1")
        act = Event("E2", cut(document, "lay down", Span), "RETREAT", "disarm", actor=(league,), modality="future",
                    condition=condition, within="S1")  # fmt: skip
        return Reading(document, (statement,), (promise, act))

    list(record.add([arrive(TEXT, DAY)]))
    list(record.read(make_reader("1", read), frozenset({"en"})))
    return record


def find(record: Record, agreement: Agreement = AGREEMENT, known: dt.date = LATER) -> tuple[Position, ...]:
    return find_positions(agreement, record.list_entries(), Sides(agreement), Bounds(LATER, known))


def test_an_offer_is_shown_with_what_it_waits_for(record: Record) -> None:
    (position,) = find(record)
    assert (position.kind, position.side, position.act) == ("offer", "league", "lay down")
    assert position.waits_for.text == "once the crossings are open"
    assert position.route == ("Ternwire", "the League")
    assert position.said == "it would lay down its arms once the crossings are open"


def test_the_same_words_of_the_same_speaker_are_one_position(record: Record) -> None:
    listed = list(record.list_entries())
    later = [
        replace(one, entry=replace(one.entry, document_id="another"), published_on=DAY + dt.timedelta(days=2))
        for one in listed
    ]
    for entries in (listed + later, later + listed):
        (position,) = find_positions(AGREEMENT, entries, Sides(AGREEMENT), Bounds(LATER, LATER))
        assert (position.reports, position.published_on) == (2, DAY)


def test_what_became_known_later_is_left_out(record: Record) -> None:
    assert find(record, known=DAY) != ()
    assert find(record, known=DAY - dt.timedelta(days=1)) == ()


def test_only_parties_of_the_agreement_take_positions(record: Record) -> None:
    assert find(record, Agreement("y", "Y", dt.date(2025, 4, 1), PARTIES[:1], (), (), ())) == ()


def test_before_the_agreement_is_spoken_of_there_are_none(record: Record) -> None:
    assert find(record, Agreement("y", "Y", dt.date(2025, 4, 9), PARTIES, (), (), ())) == ()
