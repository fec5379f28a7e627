"""A document that is removed is gone, the gap can be seen, and everything else still verifies."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parley.errors import InputError, NoSuchEntry
from parley.model import Arrival, Failure, Fetch, Reading
from parley.record import Record, open_record
from parley.steps import Reader

ACCOUNT = "The witness Orsolya Kettering saw the guns of the brigade behind the mill at Lurna."


@pytest.fixture
def told(filled: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader]) -> tuple[Record, str]:
    """Give a record that holds one document more, read and decided on, and that document's id."""
    (added,) = filled.add([arrive(ACCOUNT, url="https://ternwire.example/witness", given_id="w")])
    document_id: str = added.document.id  # type: ignore[union-attr]
    list(filled.read(make_reader("1", Reading), frozenset({"en"})))
    return filled, document_id


def remove(record: Record, document_id: str) -> Any:
    return record.remove(document_id[:12], by="Ann", reason="protection")


def test_nothing_of_it_stays_in_the_file(told: tuple[Record, str]) -> None:
    record, document_id = told
    before = record.count_documents()
    remove(record, document_id)
    record.close()
    held = b"".join(path.read_bytes() for path in record.path.parent.glob(f"{record.path.name}*"))
    assert b"Kettering" not in held
    assert b"kettering" not in held
    with open_record(record.path) as again:
        assert again.count_documents() == before - 1
        assert again.search("Kettering") == []
        with pytest.raises(NoSuchEntry):
            again.get_document(document_id)


@pytest.mark.parametrize("column", ["url", "ref"])
def test_no_address_of_it_stays_in_the_file(filled: Record, arrive: Callable[..., Arrival], column: str) -> None:
    address, other = "https://ternwire.example/witness", "https://ternwire.example/other"
    (added,) = filled.add([arrive(ACCOUNT, **{column: address})])
    failed = [Failure(place, "add", "it did not answer", "Try again.") for place in (address, other)]
    filled.fetches.keep([Fetch(address, "x"), Fetch(other, "y")])
    list(filled.add(failed))
    list(filled.add([], task=f"{other}\n{address}", is_over=lambda: True))
    remove(filled, added.document.id)  # type: ignore[union-attr]
    assert [failure.where for failure in filled.list_failures()] == [other]
    assert (filled.fetches.knows(address), filled.fetches.knows(other)) == (False, True)
    assert not [finding for finding in filled.check() if finding and finding.broken]
    filled.close()
    held = b"".join(path.read_bytes() for path in filled.path.parent.glob(f"{filled.path.name}*"))
    assert address.encode() not in held


def test_the_log_verifies_around_the_gap_and_tells_who_did_it(told: tuple[Record, str]) -> None:
    record, document_id = told
    gone = remove(record, document_id)
    findings = [finding for finding in record.check() if finding]
    assert not [finding for finding in findings if finding.broken], findings
    assert len(findings) == gone.payloads > 0
    assert all("removed" in finding.what for finding in findings)


def test_other_documents_keep_their_entries_and_decisions(filled: Record, arrive: Callable[..., Arrival]) -> None:
    listed = next(filled.list_entries())
    filled.decide(listed.entry.id, "accept", by="Ann", revision=1)
    before = [(one.entry.id, one.entry.state) for one in filled.list_entries()]
    (added,) = filled.add([arrive(ACCOUNT)])
    remove(filled, added.document.id)  # type: ignore[union-attr]
    assert [(one.entry.id, one.entry.state) for one in filled.list_entries()] == before


def test_a_document_with_entries_and_decisions_goes_with_all_of_them(filled: Record) -> None:
    listed = next(filled.list_entries())
    filled.decide(listed.entry.id, "accept", by="Ann", revision=1)
    gone = remove(filled, listed.entry.document_id)
    assert (filled.count_documents(), filled.count_entries(), gone.decisions) == (0, 0, 1)
    assert not [finding for finding in filled.check() if finding and finding.broken]


def test_it_is_not_taken_in_again(told: tuple[Record, str], arrive: Callable[..., Arrival]) -> None:
    record, document_id = told
    remove(record, document_id)
    again = [arrive(ACCOUNT, ref="a.txt"), arrive(ACCOUNT, dt.date(2025, 6, 1)), arrive("Another report.")]
    assert [isinstance(outcome, Failure) for outcome in record.add(again)] == [True, True, False]
    assert record.list_failures() == []


@pytest.mark.parametrize(("by", "reason"), [("", "protection"), ("Ann", " ")])
def test_nobody_removes_without_name_and_reason(told: tuple[Record, str], by: str, reason: str) -> None:
    record, document_id = told
    with pytest.raises(InputError):
        record.remove(document_id, by=by, reason=reason)
    assert record.count_documents() == 2


def test_an_unknown_document_is_not_found(filled: Record, tmp_path: Path) -> None:
    assert tmp_path.exists()
    for start in ("ffff", ""):
        with pytest.raises(NoSuchEntry):
            remove(filled, start)
