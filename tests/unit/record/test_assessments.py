"""Assessments in the record: said once, decided on for good, logged and checked."""

import datetime as dt
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from parley.errors import EntryChanged, FormatError, NoSuchEntry, SpanError
from parley.model import Assessment, Span
from parley.record import Record


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
