"""What a person decided stands as it stood, whatever readers say later."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from parley.errors import FormatError
from parley.model import Arrival, Document, Entry, Event, Mention, Reading, Statement
from parley.record import Filter, Record
from parley.steps import Reader

ENGLISH = frozenset({"en"})
Read = Callable[[Document], Reading]


@pytest.fixture
def reread(filled: Record, make_reader: Callable[[str, Read], Reader]) -> Callable[[str, Read], None]:
    def run(version: str, read: Read) -> None:
        list(filled.read(make_reader(version, read), ENGLISH))

    return run


def find(record: Record, words: str, kind: type[Statement | Event] = Event) -> Entry:
    found = [listed.entry for listed in record.list_entries(Filter(states=("proposed", "accepted", "amended")))]
    return next(entry for entry in found if isinstance(entry.item, kind) and entry.item.anchor.text == words)


def alter(read: Read, words: str, **fields: Any) -> Read:
    """Change what a reader says of the event with this trigger."""

    def altered(document: Document) -> Reading:
        reading = read(document)
        events = tuple(replace(event, **fields) if event.trigger.text == words else event for event in reading.events)
        return replace(reading, events=events)

    return altered


def test_an_accepted_entry_keeps_the_chain_that_the_person_saw(
    filled: Record, reread: Callable[[str, Read], None], read_sample: Read
) -> None:
    entry = find(filled, "withdraw")
    filled.decide(entry.id, "accept", by="Ann", revision=1)

    def without_nive(document: Document) -> Reading:
        reading = read_sample(document)
        afp = reading.statements[0].source
        return replace(reading, statements=tuple(replace(said, source=afp) for said in reading.statements))

    before = find(filled, "withdraw")
    reread("2", without_nive)
    assert find(filled, "withdraw") == before
    assert before.chain == ("AFP", "Bastor Nive")


def test_a_proposal_that_a_person_amended_does_not_come_back(
    filled: Record, reread: Callable[[str, Read], None], read_sample: Read
) -> None:
    entry = find(filled, "shelled")
    filled.decide(entry.id, "amend", by="Ann", revision=1, item=replace(entry.item, type="COERCE"))
    count = filled.count_entries()
    reread("2", read_sample)
    assert filled.count_entries() == count
    assert find(filled, "shelled").state == "amended"


def test_a_corrected_proposal_comes_up_although_the_wrong_one_was_rejected(
    filled: Record, reread: Callable[[str, Read], None], read_sample: Read, document: Document
) -> None:
    entry = find(filled, "shelled")
    filled.decide(entry.id, "reject", by="Ann", revision=1, reason="another actor")
    start = document.text.index("Tollaria")
    corrected = alter(read_sample, "shelled", actor=(Mention(start, start + 8, "Tollaria"),))
    reread("2", corrected)
    again = find(filled, "shelled")
    assert (again.state, again.id != entry.id) == ("proposed", True)


def test_an_older_reading_can_be_put_in_force_again(
    filled: Record, reread: Callable[[str, Read], None], read_sample: Read
) -> None:
    before = {listed.entry.id: listed.entry.item for listed in filled.list_entries()}

    def fail(document: Document) -> Reading:
        raise AssertionError(document.id)

    reread("2", Reading)
    assert filled.count_entries() == 0
    reread("1", fail)
    assert {listed.entry.id: listed.entry.item for listed in filled.list_entries()} == before
    ((document, _, reading),) = filled.list_readings()
    assert reading == read_sample(document)


def test_what_a_party_publishes_itself_is_no_fact(
    record: Record, arrive: Callable[..., Arrival], read_sample: Read, make_reader: Callable[[str, Read], Reader]
) -> None:
    told = arrive()
    own = arrive(f"{told.document.text} It is so.")
    own = replace(own, document=replace(own.document, kind="communique"))
    list(record.add([told, own]))
    list(record.read(make_reader("1", read_sample), ENGLISH))
    standings = {
        (listed.document_kind, listed.entry.standing) for listed in record.list_entries(Filter(type="ASSAULT"))
    }
    assert standings == {("report", "fact"), ("communique", "claimed")}
    assert all(listed.document_kind == "report" for listed in record.list_entries(Filter(fact=True)))


def test_a_decision_needs_a_person_and_an_amendment_its_words(filled: Record) -> None:
    entry = find(filled, "shelled")
    for by, action, item in (("  ", "accept", None), ("Ann", "amend", None), ("Ann", "accept", entry.item)):
        with pytest.raises(FormatError, match="needs a person"):
            filled.decide(entry.id, action, by=by, revision=1, item=item)  # type: ignore[arg-type]
    assert find(filled, "shelled") == entry


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revisions SET fact = 1, standing = 'fact' WHERE modality = 'refused'",
        "UPDATE revisions SET chain = '[]' WHERE modality = 'refused'",
        "UPDATE revisions SET modality = 'actual', negated = 0 WHERE modality = 'refused'",
    ],
)
def test_a_changed_column_of_a_list_is_found(filled: Record, tamper: Callable[..., None], change: str) -> None:
    tamper(filled.path, change)
    assert any(finding and "not what follows" in finding.what for finding in filled.check())


def test_a_changed_state_of_a_decided_entry_is_found(filled: Record, tamper: Callable[..., None]) -> None:
    filled.decide(find(filled, "shelled").id, "accept", by="Ann", revision=1)
    tamper(filled.path, "UPDATE revisions SET state = 'rejected' WHERE decision_id IS NOT NULL")
    assert any(finding and "the decision on it was: accept" in finding.what for finding in filled.check())


def test_an_older_page_is_no_new_version(record: Record, arrive: Callable[..., Arrival]) -> None:
    day = dt.date(2025, 4, 8)
    list(record.add([arrive("New.", day, url="https://ternwire.example/b")]))
    list(record.add([arrive("Old.", day - dt.timedelta(days=3), url="https://ternwire.example/b")]))
    assert record.list_versions() == []


def test_lines_of_one_file_that_were_added_in_two_runs_are_no_versions(
    record: Record, arrive: Callable[..., Arrival]
) -> None:
    for number, text in enumerate(("One.", "Two."), start=1):
        list(record.add([arrive(text, url="https://ternwire.example/c", ref=f"items.jsonl line {number}")]))
    assert record.list_versions() == []
