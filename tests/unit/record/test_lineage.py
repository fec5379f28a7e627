"""Relations and fold decisions in a record."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from parley.errors import InputError, NoSuchEntry
from parley.lineage import describe_untraced, find_folding, find_one_events, pair_events, trace_record
from parley.model import Arrival
from parley.record import Filter, Record

MONDAY = dt.date(2025, 3, 3)
TOLD = (
    "Engineers of the river authority closed the upper sluice at Garvenholm on Tuesday after a crack was found in its "
    "eastern pier, and told the villages downstream to prepare for low water until the end of the month. Ferries will "
    "run twice a day, the harbour master said, while barges with grain wait for a pilot who knows the channel."
)
COPY = f"{TOLD} Write to our editors."


@pytest.fixture
def copied(record: Record, arrive: Callable[..., Arrival]) -> Record:
    """Give a record of a report, its copy of the next day, and another report."""
    tuesday = MONDAY + dt.timedelta(days=1)
    list(record.add([arrive(TOLD, MONDAY), arrive(COPY, tuesday, outlet="Courier"), arrive("Nothing else.", MONDAY)]))
    return record


def trace(record: Record) -> None:
    trace_record(record, record.lineage.list_reports())


def list_ids(record: Record) -> list[str]:
    return [report.id for report in record.lineage.list_reports()]


def test_what_was_not_traced_is_said(copied: Record) -> None:
    assert describe_untraced(copied) == "; 3 documents not yet traced: parley trace tells copies"
    trace(copied)
    assert describe_untraced(copied) == ""


def test_documents_fold_as_of_any_moment_and_day(copied: Record) -> None:
    before = dt.datetime.now(dt.UTC)
    trace(copied)
    first, second, _ = list_ids(copied)
    assert find_folding(copied).map_origins()[second] == first
    assert find_folding(copied, recorded_by=before).map_origins()[second] == second
    assert second not in find_folding(copied, published_by=MONDAY).map_origins()


def test_a_decision_outlives_tracing_and_is_logged(copied: Record) -> None:
    trace(copied)
    first, second, third = list_ids(copied)
    before = dt.datetime.now(dt.UTC)
    copied.lineage.decide(second[:12], first[:12], "unfold", by="A. Analyst", reason="another sluice")
    copied.lineage.decide(first, third, "fold", by="A. Analyst")
    trace(copied)
    origins = find_folding(copied).map_origins()
    assert origins[second] == second
    assert origins[third] == origins[first]
    assert find_folding(copied, recorded_by=before).map_origins()[second] == first
    assert [each.action for each in copied.lineage.list_decisions()] == ["unfold", "fold"]
    assert [finding for finding in copied.check() if finding] == []


def test_a_decision_behind_parleys_back_is_found(copied: Record, tamper: Callable[..., None]) -> None:
    first, _, third = list_ids(copied)
    copied.lineage.decide(first, third, "fold", by="A. Analyst")
    tamper(copied.path, "UPDATE fold_decisions SET action = 'unfold'")
    assert any(finding for finding in copied.check() if finding)


def test_relations_that_are_not_found_again_end_and_are_kept(copied: Record) -> None:
    trace(copied)
    traced = dt.datetime.now(dt.UTC)
    assert copied.lineage.store([], "none").ended == 1
    assert copied.lineage.list_relations() == []
    assert len(copied.lineage.list_relations(recorded_by=traced)) == 1


@pytest.mark.parametrize("names", [("", "x"), ("x", "y")])
def test_unknown_documents_are_refused(copied: Record, names: tuple[str, str]) -> None:
    with pytest.raises(NoSuchEntry):
        copied.lineage.decide(*names, "fold", by="A. Analyst")


def test_a_decision_needs_two_documents_and_a_name(copied: Record) -> None:
    first, second, _ = list_ids(copied)
    with pytest.raises(InputError, match="itself"):
        copied.lineage.decide(first, first, "fold", by="A. Analyst")
    with pytest.raises(InputError, match="nobody"):
        copied.lineage.decide(first, second, "fold", by=" ")


def test_the_earliest_appearance_speaks_for_a_document(record: Record, arrive: Callable[..., Arrival]) -> None:
    noon = dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC)
    list(record.add([arrive(TOLD, MONDAY, published_at=noon), arrive(TOLD, MONDAY, outlet="Courier")]))
    (report,) = record.lineage.list_reports()
    assert (report.outlet, report.published_on, report.first_seen) == ("Ternwire", MONDAY, noon)
    (bare,) = record.lineage.list_reports(texts=False)
    assert bare.text == ""


@pytest.fixture
def told_twice(record: Record, arrive: Callable[..., Arrival], make_reader: Any, read_sample: Any) -> Record:
    """Give a record of two reports that tell of one shelling."""
    first = arrive(date=MONDAY)
    list(record.add([first, arrive(f"{first.document.text} Nobody else spoke.", MONDAY, outlet="Courier")]))
    list(record.read(make_reader("1", read_sample), frozenset({"en"})))
    return record


def list_shellings(record: Record) -> list[str]:
    return [listed.entry.id for listed in record.list_entries(Filter(type="ASSAULT"))]


def test_a_word_on_two_events_outlives_reading_again_and_is_logged(
    told_twice: Record, make_reader: Any, read_sample: Any
) -> None:
    one, other = list_shellings(told_twice)
    before = dt.datetime.now(dt.UTC)
    told_twice.lineage.decide_event(other, one[-12:], "same", by="A. Analyst")
    list(told_twice.read(make_reader("2", read_sample), frozenset({"en"})))
    assert set(find_one_events(told_twice)) == {one, other}
    assert find_one_events(told_twice, before) == {}
    (pair,) = pair_events(told_twice, Filter())
    assert {pair.one.entry.id, pair.other.entry.id} == {one, other}
    assert pair.decision is not None
    assert len(list_shellings(told_twice)) == 2
    assert [finding for finding in told_twice.check() if finding] == []
    told_twice.lineage.decide_event(one, other, "different", by="B. Other", reason="two shells")
    assert find_one_events(told_twice) == {}
    (pair,) = pair_events(told_twice, Filter())
    assert pair.decision is not None
    assert (pair.decision.action, pair.decision.by) == ("different", "B. Other")


def test_a_word_on_two_events_goes_with_a_report_that_is_removed(told_twice: Record) -> None:
    one, other = list_shellings(told_twice)
    told_twice.lineage.decide_event(one, other, "same", by="A. Analyst")
    document = told_twice.find_entry(other).entry.document_id
    told_twice.remove(document, by="A. Analyst", reason="takedown")
    assert told_twice.lineage.list_event_decisions() == []
    assert [finding for finding in told_twice.check() if finding and finding.broken] == []


def test_a_word_on_two_events_behind_parleys_back_is_found(told_twice: Record, tamper: Callable[..., None]) -> None:
    told_twice.lineage.decide_event(*list_shellings(told_twice), "same", by="A. Analyst")
    tamper(told_twice.path, "UPDATE same_event_decisions SET action = 'different'")
    assert any(finding for finding in told_twice.check() if finding)


def test_one_event_needs_two_reports_and_a_name(told_twice: Record) -> None:
    one, other = list_shellings(told_twice)
    told = list(told_twice.list_entries(Filter(document=told_twice.find_entry(one).entry.document_id)))
    beside = next(each.entry.id for each in told if each.entry.kind == "event" and each.entry.id != one)
    statement = next(each.entry.id for each in told if each.entry.kind == "statement")
    for second, by, what in ((beside, "A.", "one report"), (statement, "A.", "no event"), (other, " ", "nobody")):
        with pytest.raises(InputError, match=what):
            told_twice.lineage.decide_event(one, second, "same", by=by)


def test_folds_of_the_rest_stand_when_a_document_is_removed(copied: Record) -> None:
    trace(copied)
    first, second, third = list_ids(copied)
    copied.lineage.decide(first, third, "unfold", by="A. Analyst")
    copied.remove(first, by="A. Analyst", reason="takedown")
    assert find_folding(copied).map_origins() == {second: second, third: third}
    trace(copied)
    assert find_folding(copied).overruled == ()
    assert [finding for finding in copied.check() if finding and finding.broken] == []
