"""Proposals inside a record: what they rest on, what people make of them, and how that is counted."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import parley
from parley.agreement import load_agreement
from parley.gathering import find_unlinked
from parley.match import Matcher
from parley.model import Arrival, Assessment, Document, DocumentKind, Event, Mention, Reading, Span, Statement
from parley.proposing import TrackRecord, find_entry_of, match_record, propose_assessments, tally_decisions
from parley.record import Proposed, Record
from parley.steps import Reader

FILE = Path(parley.__file__).parent / "demo" / "agreement.yaml"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher([load_agreement(FILE)])


def propose(record: Record, matcher: Matcher) -> list[Assessment]:
    return [proposal for group in propose_assessments(record, matcher) for proposal in group]


def keep(record: Record, given: list[Assessment], version: str) -> Proposed:
    return record.assessments.propose(given, by=version, agreements=[load_agreement(FILE).id])


def test_a_proposal_rests_on_its_entry(filled: Record, matcher: Matcher) -> None:
    proposal = next(found for found in propose(filled, matcher) if found.clause == "3b" or found.bearing == "not_done")
    assert proposal.entry_id is not None
    entry = filled.find_entry(proposal.entry_id).entry
    assert entry.document_id == proposal.document_id
    assert proposal.quote.holds(entry.item.anchor)
    assert proposal.state == "proposed"


def test_proposing_again_adds_nothing_and_a_rejected_proposal_stays_rejected(filled: Record, matcher: Matcher) -> None:
    given = propose(filled, matcher)
    first = keep(filled, given, matcher.version)
    assert (first.added, first.known, first.superseded) == (len(given), 0, 0)
    rejected = next(filled.assessments.list_all()).assessment.id
    filled.assessments.decide(rejected, "reject", by="Ann", revision=1)
    again = keep(filled, propose(filled, matcher), matcher.version)
    assert (again.added, again.known, again.superseded) == (0, len(given), 0)
    assert filled.assessments.find(rejected).assessment.state == "rejected"


def test_what_is_matched_again_rests_on_entries_that_still_stand(filled: Record) -> None:
    agreements = [load_agreement(FILE)]
    first = match_record(filled, agreements)
    assert (first.documents, first.proposals.added > 0) == (1, True)
    entry = filled.find_entry(next(filled.assessments.list_all()).assessment.entry_id or "").entry
    resting = len(filled.assessments.list_of_entry(entry.id))
    filled.decide(entry.id, "reject", by="Ann", revision=entry.revision)
    again = match_record(filled, agreements)
    assert (again.proposals.added, again.proposals.superseded) == (0, resting)


def test_what_is_about_an_agreement_and_on_no_clause_is_found(filled: Record, matcher: Matcher) -> None:
    agreement = load_agreement(FILE)
    given = propose(filled, matcher)
    before = find_unlinked(filled, agreement)
    keep(filled, given, matcher.version)
    linked = {one.document_id for one in given if one.agreement == agreement.id}
    assert linked
    assert find_unlinked(filled, agreement) == before - linked
    assert linked & before


def test_a_report_counts_as_unlinked_from_its_day_of_publication(filled: Record) -> None:
    agreement = load_agreement(FILE)
    (text,) = filled.list_texts_read()
    assert find_unlinked(filled, agreement, known=text.published_on) == {text.document_id}
    assert find_unlinked(filled, agreement, known=text.published_on - dt.timedelta(days=1)) == set()


def test_a_rejected_entry_bears_on_nothing(filled: Record, matcher: Matcher) -> None:
    proposal = propose(filled, matcher)[0]
    assert proposal.entry_id is not None
    entry = filled.find_entry(proposal.entry_id).entry
    filled.decide(entry.id, "reject", by="Ann", revision=entry.revision)
    assert entry.id not in {found.entry_id for found in propose(filled, matcher)}


@pytest.mark.parametrize(
    ("action", "change", "outcome"),
    [
        ("accept", {}, "accepted"),
        ("reject", {}, "rejected"),
        ("amend", {"clause": "1"}, "clause changed"),
        ("amend", {"bearing": "relates"}, "bearing changed"),
        ("amend", {"by": "somebody else"}, "otherwise changed"),
    ],
)
def test_first_decisions_are_counted_by_month(
    filled: Record, matcher: Matcher, action: str, change: dict[str, str], outcome: str
) -> None:
    proposal = propose(filled, matcher)[0]
    (kept,) = filled.assessments.add([proposal], by=matcher.version, action="propose")
    assert tally_decisions(filled) == []
    changed = replace(proposal, **change) if change else None  # type: ignore[arg-type]
    filled.assessments.decide(kept.assessment_id, action, by="Ann", revision=1, changed=changed)  # type: ignore[arg-type]
    month = f"{filled.assessments.list_decisions(kept.assessment_id)[-1].at:%Y-%m}"
    (tally,) = tally_decisions(filled)
    assert tally == TrackRecord(matcher.version, month, {outcome: 1})  # type: ignore[dict-item]
    assert (tally.decided, tally.precision) == (1, 1.0 if outcome == "accepted" else 0.0)


def test_what_was_superseded_meanwhile_counts_for_the_version_that_a_person_decided_on(
    filled: Record, matcher: Matcher
) -> None:
    proposal = propose(filled, matcher)[0]
    keep(filled, [proposal], "match0.a")
    keep(filled, [], "match0.a")
    keep(filled, [proposal], matcher.version)
    held = next(filled.assessments.list_all())
    assert tally_decisions(filled) == []
    filled.assessments.decide(held.assessment.id, "accept", by="Ann", revision=held.revision)
    assert [(tally.coder, tally.outcomes) for tally in tally_decisions(filled)] == [(matcher.version, {"accepted": 1})]


def test_what_a_person_said_first_is_no_proposal(filled: Record, matcher: Matcher) -> None:
    filled.assessments.add(propose(filled, matcher)[:1], by="Ann")
    assert tally_decisions(filled) == []


@pytest.mark.parametrize("taken_back", [{}, {"retracts": "https://ternwire.example/a"}, {"corrects": "d1"}])
@pytest.mark.parametrize(("source", "own"), [("An earlier report by this newspaper", True), ("A witness", False)])
def test_what_a_report_takes_back_is_not_proposed_again(
    record: Record, matcher: Matcher, arrive: Callable[..., Arrival], cut: Callable[..., Any],
    make_reader: Callable[..., Reader], taken_back: dict[str, str], source: str, *, own: bool,
) -> None:  # fmt: skip
    def read(document: Document) -> Reading:
        raid = cut(document, "Dessovian forces shelled Tollarian villages", Span)
        actor, target = cut(document, "Dessovian forces", Mention), cut(document, "Tollarian villages", Mention)
        said = Statement("S1", cut(document, "said", Span), (raid,), cut(document, source, Mention))
        shelled = cut(document, "shelled", Span)
        event = Event("E1", shelled, "ASSAULT", actor=(actor,), recipient=(target,), within="S1")
        return Reading(document, (said,), (event,))

    list(record.add([arrive(f"{source} said Dessovian forces shelled Tollarian villages.", **taken_back)]))
    list(record.read(make_reader("1", read), frozenset({"en"})))
    found = [(said.bearing, said.by) for said in propose(record, matcher)]
    assert found == ([] if own and taken_back else [("contrary", None if own else source)])


@pytest.mark.parametrize(
    ("kind", "by", "found"),
    [
        ("report", None, True),
        ("report", "Dessovia", False),
        ("communique", "Dessovia", True),
        ("communique", None, True),
    ],
)
def test_what_an_author_writes_in_a_communique_is_found_as_the_authors(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], read_sample: Any,
    kind: DocumentKind, by: str | None, *, found: bool,
) -> None:  # fmt: skip
    arrival = arrive()
    list(record.add([replace(arrival, document=replace(arrival.document, kind=kind))]))
    list(record.read(make_reader("1", read_sample), frozenset({"en"})))
    listed = list(record.list_entries())
    shelled = next(one.entry for one in listed if one.entry.item.anchor.text == "shelled")
    quote = record.get_document(shelled.document_id).span(shelled.item.anchor.start, shelled.item.anchor.end)
    told = Assessment("", shelled.document_id, "x", "1", "contrary", quote, by=by)
    assert find_entry_of(told, listed) == (shelled.id if found else None)
