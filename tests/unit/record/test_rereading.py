"""Reading again with another reader: a person's decision outlives every reader."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from parley.errors import NoSuchEntry
from parley.model import Document, Entry, EntryState, Event, Failure, Reading, Verdict
from parley.record import Added, DocumentRead, Filter, Record
from parley.steps import Reader

ENGLISH = frozenset({"en"})
EVERY: tuple[EntryState, ...] = ("proposed", "accepted", "amended", "rejected", "superseded")
Read = Callable[[Document], Reading]
Reread = Callable[..., DocumentRead]


@pytest.fixture
def reread(filled: Record, make_reader: Callable[[str, Read], Reader]) -> Reread:
    """Read the record again with another version of the reader."""

    def run(version: str, read: Read) -> DocumentRead:
        (outcome,) = filled.read(make_reader(version, read), ENGLISH)
        assert isinstance(outcome, DocumentRead)
        return outcome

    return run


def entries(record: Record) -> dict[str, Entry]:
    return {listed.entry.id: listed.entry for listed in record.list_entries(Filter(states=EVERY))}


def change_events(read: Read, **fields: Any) -> Read:
    def changed(document: Document) -> Reading:
        reading = read(document)
        return replace(reading, events=tuple(replace(event, **fields) for event in reading.events))

    return changed


def test_reading_again_with_the_same_version_changes_nothing(
    filled: Record, make_reader: Callable[[str, Read], Reader], read_sample: Read
) -> None:
    before, head = entries(filled), filled.read_log_head()
    reader = make_reader("1", read_sample)
    assert list(filled.read(reader, ENGLISH)) == []
    document_id = next(iter(before.values())).document_id
    (outcome,) = filled.read(reader, ENGLISH, [document_id])
    assert isinstance(outcome, DocumentRead)
    assert not any((outcome.differences.added, outcome.differences.revised, outcome.differences.superseded))
    assert (entries(filled), filled.read_log_head()) == (before, head)


@pytest.mark.parametrize(("action", "state"), [("accept", "accepted"), ("reject", "rejected"), ("amend", "amended")])
def test_a_reader_that_moves_every_span_keeps_every_decision(
    filled: Record,
    reread: Reread,
    read_sample: Read,
    move_spans: Callable[[Reading], Reading],
    action: Verdict,
    state: EntryState,
) -> None:
    for entry in entries(filled).values():
        item = replace(entry.item, confidence=1.0) if action == "amend" else None
        filled.decide(entry.id, action, by="Ann", revision=entry.revision, item=item)
    decided = entries(filled)
    differences = reread("2", lambda document: move_spans(read_sample(document))).differences
    assert (differences.added, differences.revised, differences.superseded, differences.kept) == (0, 0, 0, len(decided))
    assert entries(filled) == decided
    assert {entry.state for entry in decided.values()} == {state}


def test_undecided_entries_follow_the_new_reader(
    filled: Record, reread: Reread, read_sample: Read, move_spans: Callable[[Reading], Reading]
) -> None:
    before = entries(filled)
    differences = reread("2", lambda document: move_spans(read_sample(document))).differences
    after = entries(filled)
    assert (differences.added, differences.revised) == (0, len(before))
    assert after.keys() == before.keys()
    for entry_id, entry in after.items():
        assert (entry.state, entry.revision, entry.reader) == ("proposed", 2, "scripted 2")
        assert entry.item.anchor.holds(before[entry_id].item.anchor)


def test_undecided_entries_that_nobody_proposes_any_more_are_kept_as_superseded(
    filled: Record, reread: Reread, read_sample: Read
) -> None:
    before = entries(filled)
    accepted = next(entry for entry in before.values() if entry.item.anchor.text == "shelled")
    filled.decide(accepted.id, "accept", by="Ann", revision=1)
    differences = reread("2", Reading).differences
    assert (differences.superseded, differences.kept) == (len(before) - 1, 1)
    assert [listed.entry.id for listed in filled.list_entries()] == [accepted.id]
    after = entries(filled)
    assert {entry_id: entry.item for entry_id, entry in after.items()} == {
        key: entry.item for key, entry in before.items()
    }
    reread("3", read_sample)
    assert {entry.state for entry in entries(filled).values()} == {"proposed", "accepted"}
    assert entries(filled).keys() == before.keys()


def test_a_rejected_proposal_that_comes_back_unchanged_stays_rejected(
    filled: Record, reread: Reread, read_sample: Read, move_spans: Callable[[Reading], Reading]
) -> None:
    for entry in entries(filled).values():
        filled.decide(entry.id, "reject", by="Ann", revision=entry.revision)
    rejected = entries(filled)
    reread("2", read_sample)
    reread("3", Reading)
    reread("4", lambda document: move_spans(read_sample(document)))
    assert entries(filled) == rejected
    assert list(filled.list_entries()) == []


def test_a_rejected_proposal_that_comes_back_changed_is_a_new_entry(
    filled: Record, reread: Reread, read_sample: Read
) -> None:
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    filled.decide(shelling.id, "reject", by="Ann", revision=1)
    reread("2", change_events(read_sample, modality="hypothetical"))
    states = {entry.state: entry for entry in entries(filled).values() if entry.item.anchor.text == "shelled"}
    assert states.keys() == {"rejected", "proposed"}
    assert states["rejected"].id == shelling.id
    new = states["proposed"].item
    assert isinstance(new, Event)
    assert new.modality == "hypothetical"


def test_an_event_of_another_type_is_another_entry(filled: Record, reread: Reread, read_sample: Read) -> None:
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    reread("2", change_events(read_sample, type="COERCE"))
    found = {entry.id for entry in entries(filled).values() if entry.item.anchor.text == "shelled"}
    assert shelling.id in found
    assert len(found) == 2


def test_a_reader_that_fails_leaves_a_failure_and_the_rest_goes_on(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[[str, Read], Reader]
) -> None:
    def stumble(document: Document) -> Reading:
        if document.text == "Two.":
            raise ZeroDivisionError
        return Reading(document)

    list(record.add([arrive("One."), arrive("Two."), arrive("Three.")]))
    outcomes = list(record.read(make_reader("1", stumble), ENGLISH))
    assert [isinstance(outcome, Failure) for outcome in outcomes] == [False, True, False]
    (failure,) = record.list_failures()
    assert (failure.stage, "ZeroDivisionError" in failure.what) == ("read", True)
    assert list(record.read(make_reader("1", stumble), ENGLISH)) == []
    assert len(list(record.read(make_reader("2", Reading), ENGLISH))) == 3
    assert record.list_failures() == []


def test_a_reader_cannot_invent_a_quote(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[[str, Read], Reader]
) -> None:
    def invent(document: Document) -> Reading:
        return Reading(document, events=(Event("E1", Document("He lied.").span(3, 7), "ACCUSE"),))

    list(record.add([arrive("He left town.")]))
    (failure,) = record.read(make_reader("1", invent), ENGLISH)
    assert isinstance(failure, Failure)
    assert "the text says" in failure.what
    assert record.count_entries() == 0


def test_other_languages_are_left_unread_and_counted(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[[str, Read], Reader]
) -> None:
    arrivals = [arrive("One."), arrive("Deux."), arrive("Trois."), arrive("?")]
    langs = ["en", "fr", "fr", None]
    list(
        record.add(
            replace(item, document=replace(item.document, lang=lang))
            for item, lang in zip(arrivals, langs, strict=True)
        )
    )
    read = [outcome for outcome in record.read(make_reader("1", Reading), ENGLISH) if isinstance(outcome, DocumentRead)]
    assert {record.get_document(outcome.document_id).text for outcome in read} == {"One.", "?"}
    assert [(row.lang, row.documents) for row in record.list_not_read(ENGLISH)] == [("fr", 2)]


def test_documents_can_be_named_and_read_again_though_they_failed(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[[str, Read], Reader]
) -> None:
    reasons = iter(["tired", "dizzy"])

    def stumble(document: Document) -> Reading:
        if document.text == "One.":
            raise ValueError(next(reasons))
        return Reading(document)

    added = [
        outcome.document.id for outcome in record.add([arrive("One."), arrive("Two.")]) if isinstance(outcome, Added)
    ]
    for _ in range(2):
        outcomes = list(record.read(make_reader("1", stumble), ENGLISH, [*added, added[1]]))
        assert [isinstance(outcome, Failure) for outcome in outcomes] == [True, False]
    assert ["tired" in failure.what for failure in record.list_failures()] == [True]
    with pytest.raises(NoSuchEntry):
        list(record.read(make_reader("1", stumble), ENGLISH, ["nowhere"]))
