"""Assessments in the record: said once, decided on for good, logged and checked."""

import datetime as dt
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from parley.derive import find_quoted_chain
from parley.errors import EntryChanged, FormatError, NoSuchEntry, SpanError
from parley.model import Assessment, Span
from parley.record import Filter, Record


@pytest.fixture
def said(filled: Record) -> Assessment:
    entry = next(filled.list_entries()).entry
    document = filled.get_document(entry.document_id)
    start = document.text.index("Dessovia shelled Lurna")
    return Assessment(
        "", document.id, "teskal", "raids", "contrary", document.span(start, start + 22), None, "dessovia",
        entry_id=entry.id,
    )  # fmt: skip


def list_said(record: Record) -> list[tuple[str, str, str]]:
    return [(held.assessment.bearing, held.assessment.state, held.assessment.coder)
            for held in record.assessments.list_all()]  # fmt: skip


def findings(record: Record) -> list[str]:
    return [f"{finding.where}: {finding.what}" for finding in record.check() if finding]


def test_what_is_said_is_kept_with_its_document_and_entry(filled: Record, said: Assessment) -> None:
    filled.assessments.add([said], by="Ann")
    (held,) = filled.assessments.list_all("teskal")
    assert replace(held.assessment, id="", coder="") == said
    assert (held.assessment.coder, held.revision, held.document_kind) == ("Ann", 1, "report")
    assert held.publications[0].outlet == "Ternwire"
    assert held.entry is not None
    assert held.entry.id == said.entry_id
    assert list(filled.assessments.list_all("another")) == []
    assert filled.assessments.list_agreements() == ["teskal"]
    assert filled.assessments.list_agreements(held.recorded_at - dt.timedelta(seconds=1)) == []


def test_a_ground_that_another_gives_for_an_act_has_the_chain_of_its_own_words(
    filled: Record, said: Assessment
) -> None:
    text = filled.get_document(said.document_id).text
    act = next(one.entry for one in filled.list_entries() if one.entry.item.anchor.text == "shelled")
    words = "Bastor Nive said Tollaria would not withdraw"
    start = text.index(words)
    quote = Span(start, start + len(words), words)
    ground = replace(said, entry_id=act.id, bearing="excused", by="Bastor Nive", quote=quote)
    filled.assessments.add([ground, replace(ground, by=None)], by="Ann")
    chains = {held.assessment.by: find_quoted_chain(held) for held in filled.assessments.list_all()}
    assert chains == {"Bastor Nive": ("AFP", "Bastor Nive"), None: ()}


def test_entries_are_listed_by_agreement_and_clause_until_the_assessment_is_rejected(
    filled: Record, said: Assessment
) -> None:
    (kept,) = filled.assessments.add([said], by="Ann")
    for wanted, found in (
        (Filter(agreement="teskal"), 1), (Filter(agreement="teskal", clause="raids"), 1), (Filter(clause="raids"), 1),
        (Filter(agreement="teskal", clause="x"), 0), (Filter(agreement="another"), 0),
    ):  # fmt: skip
        assert [listed.entry.id for listed in filled.list_entries(wanted)] == [said.entry_id] * found
    filled.assessments.decide(kept.assessment_id, "reject", by="Ann", revision=1)
    assert list(filled.list_entries(Filter(agreement="teskal"))) == []


def test_saying_it_again_changes_nothing(filled: Record, said: Assessment, dump: Callable[..., list[str]]) -> None:
    filled.assessments.add([said, said], by="Ann")
    before = dump(filled.path)
    (kept,) = filled.assessments.add([said], by="Ann")
    assert kept.what == "known"
    assert dump(filled.path) == before


def test_a_second_coder_is_a_decision_on_the_same_assessment(filled: Record, said: Assessment) -> None:
    first = filled.assessments.add([said], by="Ann")[0]
    second = filled.assessments.add([said], by="Bob")[0]
    assert (second.assessment_id, second.what) == (first.assessment_id, "decided")
    assert [decision.by for decision in filled.assessments.list_decisions(first.assessment_id)] == ["Ann", "Bob"]
    assert filled.assessments.add([said], by="Ann")[0].what == "known"


def test_a_person_accepts_rejects_and_changes_what_a_machine_proposed(filled: Record, said: Assessment) -> None:
    proposed = replace(said, score=0.8)
    (kept,) = filled.assessments.add([proposed], by="matcher 1", action="propose")
    assert list_said(filled) == [("contrary", "proposed", "matcher 1")]
    filled.assessments.decide(kept.assessment_id, "accept", by="Ann", revision=1)
    assert list_said(filled) == [("contrary", "accepted", "Ann")]
    denied = replace(next(filled.assessments.list_all()).assessment, bearing="denied")
    filled.assessments.decide(kept.assessment_id, "amend", by="Ann", revision=2, changed=denied, reason="he denies it")
    assert list_said(filled) == [("denied", "amended", "Ann")]
    filled.assessments.decide(kept.assessment_id, "reject", by="Bob", revision=3)
    assert list_said(filled) == [("denied", "rejected", "Bob")]
    history = filled.assessments.list_decisions(kept.assessment_id[-8:])
    assert [(decision.action, decision.by) for decision in history] == [
        ("propose", "matcher 1"), ("accept", "Ann"), ("amend", "Ann"), ("reject", "Bob"),
    ]  # fmt: skip
    assert history[2].reason == "he denies it"
    assert findings(filled) == []


def test_several_are_decided_together_or_not_at_all(
    filled: Record, said: Assessment, dump: Callable[..., list[str]]
) -> None:
    given = [said, replace(said, clause="aid")]
    one, other = (kept.assessment_id for kept in filled.assessments.add(given, by="match 1", action="propose"))
    before = dump(filled.path)
    with pytest.raises(EntryChanged):
        filled.assessments.decide_alike("accept", {one: 1, other: 2}, by="Ann")
    assert dump(filled.path) == before
    filled.assessments.decide_alike("accept", {one: 1, other: 1}, by="Ann", reason="read")
    assert list_said(filled) == [("contrary", "accepted", "Ann")] * 2


@pytest.mark.parametrize("action", ["reject", "amend"])
def test_what_a_person_decided_does_not_come_back_from_a_machine(filled: Record, said: Assessment, action: str) -> None:
    (kept,) = filled.assessments.add([said], by="matcher 1", action="propose")
    changed = replace(said, bearing="kept") if action == "amend" else None
    filled.assessments.decide(kept.assessment_id, action, by="Ann", revision=1, changed=changed)  # type: ignore[arg-type]
    before = list_said(filled)
    assert filled.assessments.add([said], by="matcher 2", action="propose")[0].what == "known"
    assert list_said(filled) == before


def test_two_coders_who_differ_keep_an_assessment_each(filled: Record, said: Assessment) -> None:
    (kept,) = filled.assessments.add([said], by="Ann")
    filled.assessments.decide(kept.assessment_id, "reject", by="Ann", revision=1)
    assert filled.assessments.add([said], by="Bob")[0].what == "added"
    assert filled.assessments.add([said], by="Bob")[0].what == "known"
    assert filled.assessments.add([said], by="Ann")[0].what == "known"
    assert sorted(list_said(filled)) == [("contrary", "accepted", "Bob"), ("contrary", "rejected", "Ann")]


def test_the_record_is_read_as_it_stood(filled: Record, said: Assessment) -> None:
    (kept,) = filled.assessments.add([said], by="Ann")
    then = next(filled.assessments.list_all()).recorded_at
    filled.assessments.decide(kept.assessment_id, "reject", by="Bob", revision=1)
    assert [held.assessment.state for held in filled.assessments.list_all(recorded_by=then)] == ["accepted"]
    assert list(filled.assessments.list_all(recorded_by=then - dt.timedelta(seconds=1))) == []


def test_what_does_not_fit_is_refused_and_leaves_no_trace(filled: Record, said: Assessment) -> None:
    with pytest.raises(SpanError):
        filled.assessments.add([said, replace(said, quote=Span(0, 5, "Never"))], by="Ann")
    with pytest.raises(NoSuchEntry):
        filled.assessments.add([replace(said, entry_id="none")], by="Ann")
    with pytest.raises(FormatError):
        filled.assessments.add([said], by=" ")
    assert list_said(filled) == []
    (kept,) = filled.assessments.add([said], by="Ann")
    with pytest.raises(EntryChanged):
        filled.assessments.decide(kept.assessment_id, "reject", by="Bob", revision=2)
    with pytest.raises(FormatError):
        filled.assessments.decide(kept.assessment_id, "amend", by="Bob", revision=1)
    with pytest.raises(NoSuchEntry):
        filled.assessments.decide("nothing", "reject", by="Bob", revision=1)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE assessment_revisions SET by = 'Somebody'", "was changed or removed"),
        ("UPDATE assessment_revisions SET payload = replace(payload, 'raids', 'fire')", "was changed or removed"),
        ("UPDATE assessment_revisions SET payload = replace(payload, 'shelled', 'shelved')", "not in its document"),
        ("UPDATE assessment_revisions SET payload = '{'", "assessment"),
        ("UPDATE assessment_revisions SET state = 'rejected'", "not what follows from what was decided"),
        ("UPDATE assessments SET revision = 7", "its current revision is missing"),
        ("DELETE FROM assessment_revisions", "was changed or removed"),
    ],
)
def test_a_change_behind_its_back_is_found(
    filled: Record, said: Assessment, tamper: Callable[..., None], change: str, what: str
) -> None:
    filled.assessments.add([said], by="Ann")
    assert findings(filled) == []
    tamper(filled.path, change)
    assert any(what in found for found in findings(filled)), findings(filled)


def propose(record: Record, *given: Assessment, by: str = "match1.abc") -> tuple[int, int, int]:
    kept = record.assessments.propose(given, by=by, agreements=["teskal"])
    return kept.added, kept.known, kept.superseded


@pytest.mark.parametrize("by", ["match1.abc", "match2.def", "match.07b3e1", "match.b8f5.1f281b.260238"])
def test_a_proposal_that_is_made_no_longer_is_superseded_and_comes_back_when_made_again(
    filled: Record, said: Assessment, by: str
) -> None:
    later = replace(said, clause="withdrawal")
    assert propose(filled, said, later) == (2, 0, 0)
    assert propose(filled, later, by=by) == (0, 1, 1)
    assert [state for _, state, _ in list_said(filled)] == ["superseded", "proposed"]
    assert propose(filled, said, later, by=by) == (1, 1, 0)
    assert [state for _, state, _ in list_said(filled)] == ["proposed", "proposed"]
    assert findings(filled) == []


def test_only_a_machines_own_open_proposals_on_the_same_agreements_are_superseded(
    filled: Record, said: Assessment
) -> None:
    decided, elsewhere = replace(said, clause="1"), replace(said, agreement="another")
    propose(filled, said, decided, elsewhere)
    filled.assessments.add([replace(said, clause="2")], by="other 1", action="propose")
    filled.assessments.add([replace(said, clause="3")], by="Ann")
    filled.assessments.add([decided], by="Ann")
    assert propose(filled)[2] == 1
    states = {held.assessment.clause: held.assessment.state for held in filled.assessments.list_all("teskal")}
    assert states == {"raids": "superseded", "1": "accepted", "2": "proposed", "3": "accepted"}
    assert [held.assessment.state for held in filled.assessments.list_all("another")] == ["proposed"]


@pytest.mark.parametrize("action", ["reject", "accept", "amend"])
def test_a_decision_holds_for_a_speaker_of_another_name_and_for_words_cut_otherwise(
    filled: Record, said: Assessment, action: str
) -> None:
    claimed = replace(said, by="Bastor Nive")
    propose(filled, claimed)
    held = next(filled.assessments.list_all()).assessment
    changed = replace(held, bearing="denied") if action == "amend" else None
    filled.assessments.decide(held.id, action, by="Ann", revision=1, changed=changed)  # type: ignore[arg-type]
    before, quote = list_said(filled), said.quote
    shorter = Span(quote.start, quote.end - 6, quote.text[:-6])
    for again in (replace(claimed, by="B. Nive"), replace(claimed, quote=shorter)):
        assert propose(filled, again) == (0, 1, 0)
        assert list_said(filled) == before
    corrected = replace(claimed, by="Tollaria", entry_id=None)
    assert propose(filled, corrected) == (1, 0, 0)


@pytest.mark.parametrize("action", ["reject", "accept", "amend"])
def test_a_decision_that_was_taken_back_leaves_a_proposal_that_the_machine_may_withdraw(
    filled: Record, said: Assessment, action: str
) -> None:
    propose(filled, said)
    held = next(filled.assessments.list_all()).assessment
    changed = replace(held, bearing="denied") if action == "amend" else None
    filled.assessments.decide(held.id, action, by="Ann", revision=1, changed=changed)  # type: ignore[arg-type]
    filled.review.undo(by="Ann")
    assert propose(filled, said, by="match2.def") == (0, 1, 0)
    assert propose(filled, replace(said, by="Bastor Nive"), by="match2.def") == (1, 0, 1)
    assert [state for _, state, _ in list_said(filled)] == ["superseded", "proposed"]
    assert findings(filled) == []


def test_what_stands_after_a_decision_was_taken_back_still_holds_against_the_machine(
    filled: Record, said: Assessment
) -> None:
    propose(filled, said)
    held = next(filled.assessments.list_all()).assessment
    filled.assessments.decide(held.id, "reject", by="Ann", revision=1)
    filled.assessments.decide(held.id, "accept", by="Ben", revision=2)
    filled.review.undo(by="Ben")
    assert propose(filled, said) == (0, 1, 0)
    assert propose(filled) == (0, 0, 0)
    assert [state for _, state, _ in list_said(filled)] == ["rejected"]


def test_what_a_person_added_and_took_back_can_be_proposed_and_said_again(filled: Record, said: Assessment) -> None:
    filled.assessments.add([said], by="Ann")
    filled.review.undo(by="Ann")
    assert propose(filled, said) == (1, 0, 0)
    assert list_said(filled) == [("contrary", "proposed", "match1.abc")]
    assert propose(filled) == (0, 0, 1)
    other = replace(said, clause="1")
    filled.assessments.add([other], by="Ann")
    filled.review.undo(by="Ann")
    assert [kept.what for kept in filled.assessments.add([other], by="Ann")] == ["added"]
    assert findings(filled) == []


def test_an_assessment_is_found_by_the_end_of_its_id(filled: Record, said: Assessment) -> None:
    (kept,) = filled.assessments.add([said], by="Ann")
    found = filled.assessments.find(kept.assessment_id[-8:])
    assert (found.assessment.id, found.entry.id if found.entry else None) == (kept.assessment_id, said.entry_id)
    with pytest.raises(NoSuchEntry):
        filled.assessments.find("nothing")
