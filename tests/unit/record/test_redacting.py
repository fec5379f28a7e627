"""Words that are taken out are gone from every byte, every other span fits, and the log verifies around the gap."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from parley.errors import InputError, NoSuchEntry
from parley.model import MARK, Arrival, Assessment, Event, Failure, Fetch, Mention, Reading, Span
from parley.record import Record, Redacted, open_record
from parley.steps import Reader

NAME = "Bastor Nive"


def take_out(record: Record, *phrases: str, **how: Any) -> Redacted:
    return record.custody.redact(phrases, by="Ann", reason="protection", **how)


def find_bytes(record: Record) -> bytes:
    record.close()
    return b"".join(path.read_bytes() for path in record.path.parent.glob(f"{record.path.name}*"))


def faults(record: Record) -> list[str]:
    return [f"{finding.where}: {finding.what}" for finding in record.check() if finding and finding.broken]


@pytest.fixture
def decided(filled: Record) -> Record:
    """Give the record with decisions, an assessment and a changed registry, all of which name the speaker."""
    for listed in filled.list_entries():
        filled.decide(listed.entry.id, "accept", by="Ann", revision=1, reason=f"as {NAME} said")
        entry = filled.find_entry(listed.entry.id).entry
        filled.decide(listed.entry.id, "amend", by="Ann", revision=2, item=entry.item)
    document = filled.get_document(listed.entry.document_id)
    quote = Span(18, 29, document.text[18:29])
    said = Assessment("", document.id, "fenhavn-2025", "1", "denied", quote, by=NAME, why=f"{NAME} said it")
    filled.assessments.add([said], by="Ann")
    return filled


def test_the_words_are_nowhere_in_the_file_and_everything_fits(decided: Record) -> None:
    ids = [(listed.entry.id, listed.entry.revision) for listed in decided.list_entries()]
    redacted = take_out(decided, NAME)
    assert (redacted.documents, redacted.places) == (1, 1)
    held = find_bytes(decided)
    assert all(words not in held for words in (b"Nive", b"nive", b"Bastor"))
    with open_record(decided.path) as again:
        assert faults(again) == []
        assert [(listed.entry.id, listed.entry.revision) for listed in again.list_entries()] == ids
        speakers = {listed.entry.speaker for listed in again.list_entries()}
        assert MARK * len(NAME) in speakers
        assert again.search("Nive") == []
        assert len(again.search("Teskal")) == 1


def test_the_check_says_where_by_whom_and_why(decided: Record) -> None:
    take_out(decided, NAME)
    told = [finding.what for finding in decided.check() if finding]
    assert told
    assert all("words were taken out" in what and "Ann: protection" in what for what in told)


def test_what_stands_there_now_cannot_be_changed_either(decided: Record, tamper: Callable[..., None]) -> None:
    take_out(decided, NAME)
    tamper(decided.path, "UPDATE documents SET text = replace(text, '███████████', 'Ann Someone')")
    assert any("document" in fault for fault in faults(decided))


def test_the_same_text_comes_in_no_more(decided: Record, arrive: Callable[..., Arrival]) -> None:
    text = next(decided.list_readings())[0].text
    take_out(decided, NAME)
    for again in (arrive(), arrive(text, None, data=b"in other bytes", url="https://other.example", title=NAME)):
        (outcome,) = decided.add([again])
        assert not outcome.new_document  # type: ignore[union-attr]
    assert decided.count_documents() == 1
    assert b"Nive" not in find_bytes(decided)


def test_another_document_keeps_the_words_unless_all_are_meant(filled: Record, arrive: Callable[..., Arrival]) -> None:
    list(
        filled.add(
            [arrive("Later Bastor Nive left Lurna. BASTOR  NIVE was gone.", url="https://a.example/bastor-nive")]
        )
    )
    start = next(filled.list_entries()).entry.document_id[:12]
    assert take_out(filled, NAME, start=start).elsewhere == 1
    assert len(filled.search("Nive")) == 1
    assert take_out(filled, NAME).places == 2
    assert b"bastor" not in find_bytes(filled).lower()


def test_a_name_goes_with_what_it_was_resolved_to(
    filled: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    def read(document: Any) -> Reading:
        mention = cut(document, "Kettering", Mention, entity="Orsolya Kettering")
        later = cut(document, "She", Mention, entity="Orsolya Kettering")
        fled = cut(document, "fled", Span)
        return Reading(document, (), (Event("E1", fled, "RETREAT", actor=(mention, later)),))

    (added,) = filled.add([arrive("Kettering saw it. She fled.")])
    list(filled.read(make_reader("2", read), frozenset({"en"}), [added.document.id]))  # type: ignore[union-attr]
    take_out(filled, "Kettering", names=True)
    assert b"Orsolya" not in find_bytes(filled)
    with open_record(filled.path) as again:
        assert faults(again) == []


@pytest.mark.parametrize("gone", [1, 2])
def test_addresses_that_hold_the_words_are_forgotten(filled: Record, arrive: Callable[..., Arrival], gone: int) -> None:
    addresses = [f"https://ternwire.example/{name}" for name in ("bastor-nive", "Bastor-Nive", "other")]
    reports = [arrive(f"{NAME} came, {number}.", url=url) for number, url in enumerate(addresses)]
    failed = [Failure(url, "add", "it did not answer", "Try again.") for url in addresses]
    filled.fetches.keep(Fetch(url, "x") for url in addresses)
    outcomes = list(filled.add([*reports, *failed]))
    list(filled.add([], task="\n".join(addresses), is_over=lambda: True))
    start = outcomes[0].document.id if gone == 1 else None  # type: ignore[union-attr]
    take_out(filled, NAME, start=start)
    assert [url for url in addresses if not filled.fetches.find(url)] == addresses[:gone]
    assert faults(filled) == []
    held = find_bytes(filled)
    assert [url for url in addresses if url.encode() not in held] == addresses[:gone]


def test_a_span_is_widened_to_whole_words(filled: Record) -> None:
    document_id = next(filled.list_entries()).entry.document_id
    assert take_out(filled, start=document_id, span=(20, 27)).places == 1
    assert "said Tollaria" in filled.get_document(document_id).text
    assert MARK * len(NAME) in filled.get_document(document_id).text


def test_it_can_be_done_again_and_the_reader_goes_on(decided: Record, make_reader: Callable[..., Reader]) -> None:
    take_out(decided, NAME)
    assert take_out(decided, "Lurna").places == 1
    assert faults(decided) == []
    assert take_out(decided, "Lurna") == Redacted(0, 0, 0)
    list(decided.read(make_reader("2", Reading), frozenset({"en"})))
    assert faults(decided) == []


def test_without_name_reason_or_words_nothing_happens(filled: Record) -> None:
    bad = [(("x",), "", "y"), (("x",), "Ann", ""), (("--",), "Ann", "y"), ((NAME,), "Ann", "for Bastor  Nive")]
    for phrases, by, reason in bad:
        with pytest.raises(InputError):
            filled.custody.redact(phrases, by=by, reason=reason)
    with pytest.raises(NoSuchEntry):
        take_out(filled, NAME, start="ffff")
    with closing(sqlite3.connect(filled.path)) as connection:
        assert connection.execute("SELECT count(*) FROM log WHERE kind = 'redaction'").fetchone() == (0,)


def test_a_name_that_only_the_registry_gave_goes_from_documents_that_do_not_hold_it(
    filled: Record, make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    def read(document: Any) -> Reading:
        envoy = cut(document, "Its envoy", Mention, entity="Orsolya Kettering")
        return Reading(document, (), (Event("E1", cut(document, "demanded", Span), "REQUEST", actor=(envoy,)),))

    list(filled.read(make_reader("2", read), frozenset({"en"})))
    gone = take_out(filled, "Orsolya Kettering", names=True)
    assert (gone.documents, gone.rows > 0) == (0, True)
    assert b"Kettering" not in find_bytes(filled)
    with open_record(filled.path) as again:
        assert faults(again) == []


def test_a_text_that_was_redacted_and_then_removed_comes_in_no_more(
    filled: Record, arrive: Callable[..., Arrival]
) -> None:
    document_id = next(filled.list_entries()).entry.document_id
    take_out(filled, NAME)
    filled.remove(document_id, by="Ann", reason="takedown")
    (outcome,) = filled.add([arrive()])
    assert isinstance(outcome, Failure)
    assert faults(filled) == []
