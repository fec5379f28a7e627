"""Decisions taken back, put off, and entries that a person adds: nothing is ever lost."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from parley.errors import EntryChanged, FormatError, InputError, NoSuchEntry, SpanError
from parley.model import (
    Assessment,
    AssessmentAction,
    AssessmentDecision,
    Document,
    Entry,
    Event,
    Mention,
    Reading,
    Span,
    Statement,
)
from parley.proposing import tally_decisions
from parley.record import Filter, Record, drop_undone, open_record
from parley.steps import Reader


def list_faults(record: Record) -> list[object]:
    return [finding for finding in record.check() if finding]


def test_the_newest_decision_of_a_person_is_taken_back_and_stays_in_the_log(filled: Record, shelling: Entry) -> None:
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    decided = dt.datetime.now(dt.UTC)
    undone = filled.review.undo(by="Ann", reason="a slip")
    after = filled.find_entry(shelling.id).entry
    assert isinstance(undone, list)
    assert [(one.action, one.entry_id) for one in undone] == [("accept", shelling.id)]
    assert replace(after, revision=1, recorded_at=shelling.recorded_at) == shelling
    told = [(one.action, one.by, one.reason) for one in filled.list_decisions(shelling.id)]
    assert told == [("accept", "Ann", None), ("undo", "Ann", "a slip")]
    then = filled.list_entries(Filter(type="ASSAULT", recorded_by=decided))
    assert [(listed.entry.state, listed.entry.decided_by) for listed in then] == [("accepted", "Ann")]
    assert list_faults(filled) == []


def test_undoing_goes_back_step_by_step_and_over_entries(filled: Record, shelling: Entry) -> None:
    talks = next(filled.list_entries(Filter(type="CONSULT"))).entry
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    filled.decide(talks.id, "reject", by="Ann", revision=1)
    filled.decide(shelling.id, "reject", by="Ann", revision=2)
    steps = []
    for _ in range(3):
        filled.review.undo(by="Ann")
        steps.append((filled.find_entry(shelling.id).entry.state, filled.find_entry(talks.id).entry.state))
    assert steps == [("accepted", "rejected"), ("accepted", "proposed"), ("proposed", "proposed")]
    with pytest.raises(InputError, match="no decision of yours"):
        filled.review.undo(by="Ann")


def test_nobody_takes_back_what_somebody_else_decided(filled: Record, shelling: Entry) -> None:
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    filled.decide(shelling.id, "reject", by="Ben", revision=2)
    with pytest.raises(InputError):
        filled.review.undo(by="Ann")
    filled.review.undo(by="Ben", entry_id=shelling.id)
    assert filled.find_entry(shelling.id).entry.decided_by == "Ann"


def test_an_entry_of_which_somebody_is_unsure_waits_on_and_no_reader_changes_it(
    filled: Record, shelling: Entry, make_reader: Callable[..., Reader], read_sample: Callable[..., Reading]
) -> None:
    filled.decide(shelling.id, "unsure", by="Ann", revision=1, reason="which Monday?")

    def without_actor(document: Document) -> Reading:
        reading = read_sample(document)
        return replace(reading, events=tuple(replace(event, actor=()) for event in reading.events))

    list(filled.read(make_reader("2", without_actor), frozenset({"en"})))
    entry = filled.find_entry(shelling.id).entry
    assert (entry.state, entry.item, entry.decided_by) == ("unsure", shelling.item, "Ann")
    assert (shelling.id, "unsure") in [(place.entry_id, place.why) for place in filled.review.list_queue()]
    assert list_faults(filled) == []


@pytest.fixture
def whole(filled: Record, shelling: Entry, cut: Callable[..., Any]) -> Statement:
    """Give a statement that holds the shelling, as a person might add it."""
    document = filled.get_document(shelling.document_id)
    content = cut(document, "shelled Lurna on Monday", Span)
    return Statement("", cut(document, "envoy", Span), (content,), cut(document, "Its envoy", Mention))


def test_an_added_statement_takes_in_what_lies_in_it_until_it_is_taken_back(
    filled: Record, shelling: Entry, whole: Statement
) -> None:
    before = {listed.entry.id: listed.entry.item for listed in filled.list_entries()}
    entry_id = filled.review.add_entry(shelling.document_id, whole, by="Ann", reason="missed")
    added = filled.find_entry(entry_id).entry
    assert (added.state, added.reader, added.proposal_id, added.decided_by) == ("accepted", "by hand", None, "Ann")
    assert added.item == replace(whole, id=entry_id)
    inside = filled.find_entry(shelling.id).entry
    assert (inside.standing, inside.chain, inside.state) == ("claimed", ("Its envoy",), "proposed")
    filled.decide(entry_id, "amend", by="Ann", revision=1, item=replace(added.item, source=None))
    filled.review.undo(by="Ann")
    filled.review.undo(by="Ann")
    assert filled.find_entry(entry_id).entry.state == "superseded"
    assert filled.find_entry(shelling.id).entry.standing == "fact"
    assert {listed.entry.id: listed.entry.item for listed in filled.list_entries()} == before
    assert list_faults(filled) == []


def test_what_somebody_decided_on_does_not_move_into_an_added_statement(
    filled: Record, shelling: Entry, whole: Statement
) -> None:
    filled.decide(shelling.id, "accept", by="Ben", revision=1)
    filled.review.add_entry(shelling.document_id, whole, by="Ann")
    assert filled.find_entry(shelling.id).entry.standing == "fact"


def test_a_narrowed_statement_lets_go_of_what_lies_outside(filled: Record, cut: Callable[..., Any]) -> None:
    said = next(filled.list_entries(Filter(kind="statement", speaker="Bastor Nive"))).entry
    words = cut(filled.get_document(said.document_id), "from Teskal", Span)
    filled.decide(said.id, "amend", by="Ann", revision=1, item=replace(said.item, content=(words,)))
    assert next(filled.list_entries(Filter(type="RETREAT"))).entry.chain == ("AFP",)


def test_an_added_entry_survives_the_next_reader_and_is_not_proposed_beside(
    filled: Record,
    shelling: Entry,
    make_reader: Callable[..., Reader],
    read_sample: Callable[..., Reading],
    cut: Callable[..., Any],
) -> None:
    trigger = cut(filled.get_document(shelling.document_id), "withdraw from", Span)
    entry_id = filled.review.add_entry(shelling.document_id, Event("", trigger, "CONCEDE"), by="Ann")

    def with_it(document: Document) -> Reading:
        reading = read_sample(document)
        return replace(reading, events=(*reading.events, Event("E9", trigger, "CONCEDE", modality="future")))

    before = filled.count_entries()
    list(filled.read(make_reader("2", with_it), frozenset({"en"})))
    assert filled.count_entries() == before
    assert filled.find_entry(entry_id).entry.state == "accepted"


def test_an_entry_that_cannot_be_added_is_refused(filled: Record, shelling: Entry) -> None:
    assert isinstance(shelling.item, Event)
    with pytest.raises(FormatError, match="such an entry"):
        filled.review.add_entry(shelling.document_id, shelling.item, by="Ann")
    with pytest.raises(FormatError, match="person"):
        filled.review.add_entry(shelling.document_id, replace(shelling.item, type="COERCE"), by=" ")
    with pytest.raises(SpanError):
        filled.review.add_entry(shelling.document_id, replace(shelling.item, trigger=Span(0, 3, "abc")), by="Ann")
    with pytest.raises(NoSuchEntry):
        filled.review.add_entry("0190", shelling.item, by="Ann")
    filled.decide(shelling.id, "reject", by="Ann", revision=1)
    assert filled.review.add_entry(shelling.document_id, shelling.item, by="Ann") != shelling.id


def test_two_processes_take_back_one_decision_once(filled: Record, shelling: Entry) -> None:
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    with open_record(filled.path) as other:
        other.review.undo(by="Ann")
    with pytest.raises(InputError):
        filled.review.undo(by="Ann")


def test_what_was_decided_as_one_act_is_taken_back_as_one(filled: Record, shelling: Entry) -> None:
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    before = [(listed.entry.id, listed.entry.state) for listed in filled.list_entries()]
    rest = [(entry_id, 1, None) for entry_id, state in before if state == "proposed"]
    filled.review.decide_alike("accept", rest, by="Ann")
    assert {listed.entry.state for listed in filled.list_entries()} == {"accepted"}
    undone = filled.review.undo(by="Ann")
    assert isinstance(undone, list)
    assert [one.entry_id for one in undone] == [entry_id for entry_id, _, _ in rest[::-1]]
    assert [(listed.entry.id, listed.entry.state) for listed in filled.list_entries()] == before
    assert list_faults(filled) == []


def test_of_several_decisions_none_is_kept_when_one_cannot_be(filled: Record, shelling: Entry) -> None:
    head = filled.read_log_head()
    others = [listed.entry.id for listed in filled.list_entries() if listed.entry.id != shelling.id]
    with pytest.raises(EntryChanged):
        filled.review.decide_alike("accept", [(others[0], 1, None), (shelling.id, 7, None)], by="Ann")
    assert (filled.read_log_head(), filled.count_entries(Filter(states=("accepted",)))) == (head, 0)


@pytest.fixture
def assessed(filled: Record, shelling: Entry) -> str:
    """Propose a clause for the shelling; give the assessment's id."""
    quote = Span(0, 3, "AFP")
    said = Assessment("", shelling.document_id, "teskal", "1", "contrary", quote, entry_id=shelling.id)
    (kept,) = filled.assessments.add([said], by="match1", action="propose")
    return kept.assessment_id


def test_decisions_on_clauses_are_taken_back_in_turn_with_those_on_entries(
    filled: Record, shelling: Entry, assessed: str
) -> None:
    def read() -> tuple[str, str, str, str]:
        said = filled.assessments.list_decisions(assessed)[-1].assessment
        return filled.find_entry(shelling.id).entry.state, said.state, said.bearing, said.coder

    states = [read()]
    filled.assessments.decide(assessed, "accept", by="Ann", revision=1)
    states.append(read())
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    states.append(read())
    said = filled.assessments.list_decisions(assessed)[-1].assessment
    filled.assessments.decide(assessed, "amend", by="Ann", revision=2, changed=replace(said, bearing="calls"))
    for before in reversed(states):
        filled.review.undo(by="Ann", reason="a slip")
        assert read() == before
    with pytest.raises(InputError):
        filled.review.undo(by="Ann")
    told = [(one.action, one.by) for one in filled.assessments.list_decisions(assessed)]
    assert told == [
        ("propose", "match1"), ("accept", "Ann"), ("amend", "Ann"), ("undo", "Ann"), ("undo", "Ann"),
    ]  # fmt: skip
    assert list_faults(filled) == []
    assert tally_decisions(filled) == []


def test_an_assessment_that_a_person_made_is_rejected_by_its_undoing(filled: Record, shelling: Entry) -> None:
    said = Assessment("", shelling.document_id, "teskal", "1", "contrary", Span(0, 3, "AFP"))
    (kept,) = filled.assessments.add([said], by="Ann")
    filled.review.undo(by="Ann")
    assert filled.assessments.list_decisions(kept.assessment_id)[-1].assessment.state == "rejected"
    assert list_faults(filled) == []
    with pytest.raises(InputError):
        filled.review.undo(by="Ann")


def test_nobody_takes_back_what_somebody_else_said_of_a_clause(filled: Record, assessed: str) -> None:
    filled.assessments.decide(assessed, "accept", by="Ann", revision=1)
    filled.assessments.decide(assessed, "reject", by="Ben", revision=2)
    with pytest.raises(InputError):
        filled.review.undo(by="Ann")
    filled.review.undo(by="Ben")
    filled.review.undo(by="Ann")
    assert filled.assessments.list_decisions(assessed)[-1].assessment.state == "proposed"


def test_an_undoing_drops_its_own_persons_newest_decision_and_no_other_one() -> None:
    said = Assessment("", "d", "teskal", "1", "contrary", Span(0, 3, "AFP"))

    def make(revision: int, action: AssessmentAction, by: str) -> AssessmentDecision:
        return AssessmentDecision("a", revision, action, by, dt.datetime.now(dt.UTC), said, None)

    told = [make(1, "propose", "match1"), make(2, "accept", "Ann"), make(3, "reject", "Ben"), make(4, "undo", "Ann")]
    assert drop_undone(told) == [told[0], told[2]]
    assert drop_undone([*told, make(5, "undo", "Ben"), make(6, "undo", "Ben")]) == told[:1]
    assert drop_undone(told[3:]) == []
