"""Two people's records become one: nobody's decision is lost, nothing protected comes back, what was stated holds."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parley.errors import InputError
from parley.model import MARK, Arrival, Assessment, Document, Event, Reading, Span
from parley.record import Filter, Merged, Record, Restatement, merge_records, open_record
from parley.steps import Reader

NAME = "Bastor Nive"
ENGLISH = frozenset({"en"})
BOTH_ORDERS = pytest.mark.parametrize("order", [1, -1])


def copy(record: Record, name: str) -> Path:
    path = record.path.with_name(name)
    list(record.custody.backup(path))
    return path


def merge(first: Path, second: Path, order: int = 1) -> tuple[Path, Merged]:
    """Merge two records in one order or the other; the result verifies."""
    path = first.with_name("both.parley")
    left, right = [first, second][::order]
    merged = merge_records((left, right), path)
    with open_record(path) as record:
        assert [finding for finding in record.check() if finding] == []
    return path, merged


@pytest.fixture
def make_record(
    copy_record: Callable[[], Path], make_reader: Callable[..., Reader], read_sample: Callable[[Document], Reading]
) -> Callable[..., Path]:
    """Make a record of its own, read by `read_sample`."""

    def run(*arrivals: Arrival) -> Path:
        path = copy_record()
        with open_record(path) as record:
            list(record.add(arrivals))
            list(record.read(make_reader("1", read_sample), ENGLISH))
        return path

    return run


@BOTH_ORDERS
def test_entries_added_by_hand_merge_and_an_undone_one_stays_undone(
    filled: Record, cut: Callable[..., Any], order: int
) -> None:
    document_id = next(filled.list_entries()).entry.document_id
    document = filled.get_document(document_id)
    kept = filled.review.add_entry(document_id, Event("", cut(document, "withdraw from", Span), "CONCEDE"), by="Ann")
    undone = filled.review.add_entry(document_id, Event("", cut(document, "would not", Span), "CONCEDE"), by="Ann")
    before = copy(filled, "before.parley")
    filled.review.undo(by="Ann")
    path, _ = merge(before, copy(filled, "after.parley"), order)
    with open_record(path) as record:
        assert record.find_entry(kept).entry.state == "accepted"
        assert record.find_entry(undone).entry.state == "superseded"
        assert [one.action for one in record.list_decisions(undone)] == ["add", "undo"]


@BOTH_ORDERS
def test_an_undone_decision_gives_way_to_what_another_person_decided_before(filled: Record, order: int) -> None:
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    his = copy(filled, "his.parley")
    with open_record(his) as other:
        other.decide(shelling.id, "reject", by="Ben", revision=1)
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    filled.review.undo(by="Ann")
    path, merged = merge(copy(filled, "hers.parley"), his, order)
    with open_record(path) as record:
        held = record.find_entry(shelling.id).entry
    assert (held.state, held.decided_by, merged.conflicts) == ("rejected", "Ben", ())


@pytest.fixture
def assessed(filled: Record) -> str:
    """Propose a clause for the shelling; give the assessment's id."""
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    said = Assessment("", shelling.document_id, "teskal", "1", "contrary", Span(0, 3, "AFP"), entry_id=shelling.id)
    (kept,) = filled.assessments.add([said], by="match1", action="propose")
    return kept.assessment_id


@BOTH_ORDERS
def test_undoing_ones_own_word_on_a_clause_leaves_another_persons(filled: Record, assessed: str, order: int) -> None:
    filled.assessments.decide(assessed, "accept", by="Ann", revision=1)
    his = copy(filled, "his.parley")
    with open_record(his) as other:
        other.assessments.decide(assessed, "reject", by="Ben", revision=2)
    filled.review.undo(by="Ann")
    path, merged = merge(copy(filled, "hers.parley"), his, order)
    with open_record(path) as record:
        assert record.assessments.list_decisions(assessed)[-1].assessment.state == "rejected"
        assert merged.conflicts == ()
        record.review.undo(by="Ben")
        assert record.assessments.list_decisions(assessed)[-1].assessment.state == "proposed"
        assert [finding for finding in record.check() if finding] == []


@BOTH_ORDERS
def test_words_taken_out_of_a_title_stay_out(
    make_record: Callable[..., Path], arrive: Callable[..., Arrival], order: int
) -> None:
    mine, hers = (make_record(arrive(title="Zora Quill at sea")) for _ in range(2))
    with open_record(hers) as record:
        record.custody.redact(("Zora Quill",), by="Ann", reason="protection")
    path, _ = merge(mine, hers, order)
    with open_record(path) as record:
        assert {listed.publication.title for listed in record.list_entries()} == {f"{MARK * 10} at sea"}
    assert b"Quill" not in path.read_bytes()


@BOTH_ORDERS
def test_words_taken_out_of_a_reason_must_go_from_the_other_record_too(filled: Record, order: int) -> None:
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    filled.decide(shelling.id, "accept", by="Ann", revision=1, reason="as Zora Quill said")
    hers = copy(filled, "hers.parley")
    filled.custody.redact(("Zora Quill",), by="Ann", reason="protection")
    mine = copy(filled, "mine.parley")
    with pytest.raises(InputError, match="redacted") as refused:
        merge(mine, hers, order)
    assert refused.value.remedy == "Do the same in the other one (parley redact), then merge."
    with open_record(hers) as other:
        other.custody.redact(("Zora Quill",), by="Ann", reason="protection")
    path = mine.with_name("both.parley")
    merge_records((mine, hers)[::order], path)
    assert b"Quill" not in path.read_bytes()


@BOTH_ORDERS
def test_a_removed_text_does_not_return_under_another_day(
    make_record: Callable[..., Path], arrive: Callable[..., Arrival], order: int
) -> None:
    mine, hers = make_record(arrive()), make_record(arrive(date=dt.date(2025, 4, 9)))
    with open_record(mine) as record:
        record.remove(next(record.list_entries()).entry.document_id, by="Ann", reason="takedown")
    with pytest.raises(InputError, match="removed"):
        merge(mine, hers, order)


def test_a_removed_text_does_not_return_that_words_were_taken_out_of_elsewhere(
    make_record: Callable[..., Path], arrive: Callable[..., Arrival]
) -> None:
    mine, hers = make_record(arrive()), make_record(arrive(date=dt.date(2025, 4, 9)))
    with open_record(mine) as record, open_record(hers) as other:
        record.remove(next(record.list_entries()).entry.document_id, by="Ann", reason="takedown")
        other.custody.redact((NAME,), by="Ben", reason="protection")
    with pytest.raises(InputError, match="removed"):
        merge(mine, hers)


@BOTH_ORDERS
def test_words_on_one_pair_of_events_meet_after_a_merge(
    make_record: Callable[..., Path], arrive: Callable[..., Arrival], order: int
) -> None:
    paths = [make_record(arrive(), arrive(f"{arrive().document.text} Again.")) for _ in range(2)]
    for path, action, by in zip(paths, ("same", "different"), ("Ann", "Ben"), strict=True):
        with open_record(path) as record:
            pair = [listed.entry.id for listed in record.list_entries(Filter(type="ASSAULT"))]
            record.lineage.decide_event(pair[0], pair[1], action, by=by)
            documents = [listed.entry.document_id for listed in record.list_entries(Filter(type="ASSAULT"))]
            folding = "fold" if action == "same" else "unfold"
            record.lineage.decide(documents[0], documents[1], folding, by=by)
    path, merged = merge(paths[0], paths[1], order)
    with open_record(path) as record:
        (held,) = record.lineage.list_event_decisions()
        assert record.custody.list_conflicts() == list(merged.conflicts)
        record.lineage.decide_event(held.a, held.b, "same", by="Ann")
        assert [conflict.kind for conflict in record.custody.list_conflicts()] == ["folding"]
    assert (held.action, held.by) == ("different", "Ben")
    assert [(one.kind, one.holds.split(" on ")[0]) for one in merged.conflicts] == [
        ("folding", "unfold by Ben"),
        ("same event", "different by Ben"),
    ]


@BOTH_ORDERS
def test_a_language_that_was_stated_holds(filled: Record, order: int) -> None:
    before = copy(filled, "before.parley")
    document_id = next(filled.list_entries()).entry.document_id
    filled.restate(document_id, Restatement(lang="fr"), by="Ann")
    path, _ = merge(before, copy(filled, "after.parley"), order)
    with open_record(path) as record:
        assert record.get_document(document_id).lang == "fr"


@BOTH_ORDERS
def test_a_day_that_was_stated_holds_over_another_record(
    make_record: Callable[..., Path], arrive: Callable[..., Arrival], order: int
) -> None:
    mine, hers = (make_record(arrive()) for _ in range(2))
    with open_record(hers) as record:
        old = next(record.list_entries()).entry.document_id
        record.restate(old, Restatement(date=dt.date(2025, 4, 6)), by="Ann")
    path, _ = merge(mine, hers, order)
    with open_record(path) as record:
        assert record.count_documents() == 1
        assert list(record.list_entries()) == []
        assert {listed.entry.stale for listed in record.list_entries(Filter(set_aside=True))} == {True}
