"""What comes up first, and why."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from parley.model import Arrival, Assessment, Document, Event, Mention, Reading, Span, TimeMention
from parley.record import Filter, Record
from parley.steps import Reader

DAY = dt.date(2025, 4, 8)
ENGLISH = frozenset({"en"})
Fill = Callable[..., list[str]]


@pytest.fixture
def fill(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> Fill:
    """Fill a record with one event for each text: its trigger is `fired`; give the ids of the entries in order."""

    def run(*texts: str, days: int = 0, version: str = "1", **fields: Any) -> list[str]:
        def read(document: Document) -> Reading:
            negated = "not" in document.text
            actor = (cut(document, "Tollaria", Mention),)
            event = Event("E1", cut(document, "fired", Span), "ASSAULT", actor=actor, negated=negated)
            return Reading(document, events=(replace(event, **fields),))

        arrivals = [arrive(text, DAY + dt.timedelta(number * days)) for number, text in enumerate(texts)]
        list(record.add(arrivals))
        list(record.read(make_reader(version, read), ENGLISH))
        ids = {arrival.document.id: number for number, arrival in enumerate(arrivals)}
        found = [one.entry for one in record.list_entries() if one.entry.document_id in ids]
        return [entry.id for entry in sorted(found, key=lambda entry: ids[entry.document_id])]

    return run


def reasons(record: Record, today: dt.date | None = None) -> dict[str, str]:
    return {place.entry_id: place.why for place in record.review.list_queue(today=today)}


def test_what_one_report_tells_and_another_denies_is_disputed(record: Record, fill: Fill) -> None:
    told, denied, late = fill("Tollaria fired.", "Tollaria has not fired.", "Tollaria fired again.", days=3)
    assert reasons(record) == {told: "disputed", denied: "disputed", late: "disputed"}
    record.decide(denied, "reject", by="Ann", revision=1)
    assert reasons(record) == {told: "routine", late: "routine"}


def test_reports_further_apart_are_not(record: Record, fill: Fill) -> None:
    told, denied = fill("Tollaria fired.", "Tollaria has not fired.", days=4)
    assert reasons(record) == {told: "routine", denied: "routine"}


@pytest.mark.parametrize(
    ("days", "why"), [(-8, "routine"), (-7, "near a deadline"), (14, "near a deadline"), (15, "routine")]
)
def test_what_is_due_within_a_fortnight_comes_up(record: Record, fill: Fill, days: int, why: str) -> None:
    due = (DAY + dt.timedelta(days)).isoformat()
    (entry_id,) = fill("Tollaria fired.", deadline=TimeMention(0, 8, "Tollaria", due))
    assert reasons(record, today=DAY) == {entry_id: why}


def test_the_reader_s_doubts_come_lowest_first(record: Record, fill: Fill) -> None:
    (low,) = fill("Tollaria fired once.", confidence=0.1)
    (high,) = fill("Tollaria fired.", confidence=0.7)
    (middle,) = fill("Tollaria fired twice.", confidence=0.3)
    assert list(reasons(record).items()) == [(low, "uncertain"), (middle, "uncertain"), (high, "routine")]


def test_what_another_reader_read_otherwise_or_not_at_all_differs(
    record: Record, fill: Fill, make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    same, other = fill("Tollaria fired.", "Tollaria fired once.")

    def read(document: Document) -> Reading:
        modality: Any = "future" if "once" in document.text else "actual"
        actor = (cut(document, "Tollaria", Mention),)
        event = Event("E1", cut(document, "fired", Span), "ASSAULT", actor=actor, modality=modality)
        late = Event("E2", cut(document, "Tollaria", Span), "PROTEST")
        return Reading(document, events=(event, late) if "once" in document.text else (event,))

    list(record.read(make_reader("2", read), ENGLISH))
    (added,) = reasons(record).keys() - {same, other}
    assert reasons(record) == {same: "routine", other: "differs", added: "differs"}


def test_a_clause_with_little_evidence_comes_before_one_with_more(record: Record, fill: Fill) -> None:
    entry_ids = fill("Tollaria fired.", "Tollaria fired once.", "Tollaria fired twice.", "Tollaria fired thrice.")
    held = [record.find_entry(entry_id).entry for entry_id in entry_ids]
    said = [
        Assessment("", entry.document_id, "teskal", "1", "contrary", Span(0, 8, "Tollaria"), entry_id=entry.id)
        for entry in held
    ]
    record.assessments.add(said[:1], by="match1", action="propose")
    record.assessments.add(said[1:2], by="Ann")
    assert reasons(record)[entry_ids[0]] == "little evidence"
    record.assessments.add(said[2:3], by="Ann")
    assert reasons(record)[entry_ids[0]] == "on a clause"
    assert reasons(record)[entry_ids[1]] == "routine"
    (kept,) = record.assessments.list_of_entry(entry_ids[0])
    assert (kept.assessment.bearing, kept.revision) == ("contrary", 1)
    assert record.assessments.list_of_entry(entry_ids[3]) == []
    record.assessments.decide(kept.assessment.id, "accept", by="Ann", revision=1)
    assert reasons(record)[entry_ids[0]] == "routine"


def test_new_is_what_came_in_after_the_decisions_of_the_days_before(record: Record, fill: Fill) -> None:
    old, done = fill("Tollaria fired.", "Tollaria fired once.")
    record.decide(done, "unsure", by="Ann", revision=1)
    (new,) = fill("Tollaria fired twice.")
    today = dt.datetime.now(dt.UTC).date()
    assert reasons(record, today) == {old: "routine", new: "routine", done: "unsure"}
    tomorrow = today + dt.timedelta(1)
    assert list(reasons(record, tomorrow).items()) == [(new, "new"), (old, "routine"), (done, "unsure")]


def test_what_copies_say_alike_is_grouped_in_the_order_of_the_text(filled: Record, fill_copy: str) -> None:
    first = next(filled.list_entries()).entry.document_id
    groups = filled.review.group_alike({first: "x", fill_copy: "x"})
    assert len(groups) == 8
    assert all(len(group) == 2 for group in groups)
    assert filled.review.group_alike({first: "x", fill_copy: "y"}) == []
    event = next(filled.list_entries(Filter(type="ASSAULT", document=fill_copy))).entry
    assert isinstance(event.item, Event)
    filled.decide(event.id, "amend", by="Ann", revision=1, item=replace(event.item, modality="future"))
    assert len(filled.review.group_alike({first: "x", fill_copy: "x"})) == 7
    assert not filled.review.knows_copies()
    filled.lineage.decide(first, fill_copy, "fold", by="Ann")
    assert filled.review.knows_copies()


@pytest.fixture
def fill_copy(
    filled: Record,
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    read_sample: Callable[..., Reading],
) -> str:
    """Add a copy of the sample with another ending, read alike; give its id."""
    arrival = arrive(f"{arrive().document.text} Ends.", outlet="Daily")
    list(filled.add([arrival]))
    list(filled.read(make_reader("1", read_sample), ENGLISH))
    return arrival.document.id
