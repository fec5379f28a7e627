"""Decisions: append-only, on the revision that the person saw."""

from typing import Any

import pytest
from msgspec.structs import replace

from parley.errors import EntryChanged, NoSuchEntry, ParleyError, SpanError
from parley.model import Document, Entry, EntryState, Event, Span, Verdict
from parley.record import Filter, Record, open_record

EVERY: tuple[EntryState, ...] = ("proposed", "accepted", "amended", "rejected", "superseded")


@pytest.mark.parametrize(("action", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_is_kept_with_name_time_and_reason(
    filled: Record, shelling: Entry, action: Verdict, state: EntryState
) -> None:
    decision_id = filled.decide(shelling.id, action, by="Ann", revision=1, reason="so it says")
    entry = filled.find_entry(shelling.id).entry
    assert (entry.state, entry.decided_by, entry.revision) == (state, "Ann", 2)
    assert (entry.item, entry.proposal_id, entry.reader) == (shelling.item, shelling.proposal_id, "scripted 1")
    (decision,) = filled.list_decisions(shelling.id)
    assert (decision.id, decision.action, decision.by, decision.revision) == (decision_id, action, "Ann", 1)
    assert (decision.reason, decision.at) == ("so it says", entry.recorded_at)


def test_an_amendment_says_something_else_and_stays_marked_as_proposed_by_a_reader(
    filled: Record, shelling: Entry
) -> None:
    assert isinstance(shelling.item, Event)
    amended = replace(shelling.item, modality="hypothetical", actor=())
    filled.decide(shelling.id, "amend", by="Ann", revision=1, item=amended)
    entry = filled.find_entry(shelling.id).entry
    assert (entry.state, entry.item, entry.standing, entry.fact) == ("amended", amended, "possible", False)
    assert (entry.reader, entry.proposal_id) == (shelling.reader, shelling.proposal_id)


def test_a_decision_on_a_revision_that_is_no_longer_current_is_refused(filled: Record, shelling: Entry) -> None:
    with open_record(filled.path) as other:
        other.decide(shelling.id, "accept", by="Ben", revision=1)
    with pytest.raises(EntryChanged, match="revision 2 by now") as caught:
        filled.decide(shelling.id, "reject", by="Ann", revision=1)
    assert caught.value.remedy
    assert [decision.by for decision in filled.list_decisions(shelling.id)] == ["Ben"]
    filled.decide(shelling.id, "reject", by="Ann", revision=2)
    assert [decision.by for decision in filled.list_decisions(shelling.id)] == ["Ben", "Ann"]


def test_a_decision_on_nothing_is_refused(filled: Record) -> None:
    with pytest.raises(NoSuchEntry):
        filled.decide("0190", "accept", by="Ann", revision=1)


def refused_amendments(entry: Entry, document: Document) -> list[Any]:
    item = entry.item
    assert isinstance(item, Event)
    return [
        replace(item, trigger=Span(0, 7, "shelled")),
        replace(item, within="0190"),
        replace(item, id="another"),
        replace(item, about=entry.id),
        document,
    ]


@pytest.mark.parametrize("case", range(5))
def test_an_amendment_that_does_not_fit_is_refused_whole(
    filled: Record, shelling: Entry, document: Document, case: int
) -> None:
    head = filled.read_log_head()
    with pytest.raises(SpanError):
        filled.decide(shelling.id, "amend", by="Ann", revision=1, item=refused_amendments(shelling, document)[case])
    assert filled.find_entry(shelling.id).entry == shelling
    assert (filled.read_log_head(), filled.list_decisions(shelling.id)) == (head, [])


def test_an_amended_source_changes_what_hangs_on_it(filled: Record) -> None:
    outer = next(filled.list_entries(Filter(kind="statement", speaker="AFP"))).entry
    refusal = next(filled.list_entries(Filter(type="RETREAT"))).entry
    assert refusal.chain == ("AFP", "Bastor Nive")
    filled.decide(outer.id, "amend", by="Ann", revision=1, item=replace(outer.item, source=None))
    after = filled.find_entry(refusal.id).entry
    assert (after.chain, after.state, after.item) == ((None, "Bastor Nive"), "proposed", refusal.item)


@pytest.mark.parametrize("start", ["", "zzz", "0"])
def test_an_entry_is_found_by_an_unambiguous_part_of_its_id_only(filled: Record, start: str) -> None:
    with pytest.raises(ParleyError) as caught:
        filled.find_entry(start)
    assert type(caught.value) is NoSuchEntry
    assert caught.value.remedy


def test_an_entry_is_found_by_the_end_of_its_id_whatever_its_state(filled: Record, shelling: Entry) -> None:
    filled.decide(shelling.id, "reject", by="Ann", revision=1)
    assert filled.find_entry(shelling.id[-8:]).entry.state == "rejected"
    assert shelling.id not in {listed.entry.id for listed in filled.list_entries()}
    assert shelling.id in {listed.entry.id for listed in filled.list_entries(Filter(states=EVERY))}
