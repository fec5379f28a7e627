"""Checking a record finds what was changed behind its back."""

from collections.abc import Callable

import pytest

from parley.record import Record


def findings(record: Record) -> list[str]:
    return [f"{finding.where}: {finding.what}" for finding in record.check() if finding and finding.broken]


def test_an_untouched_record_is_whole_and_progress_is_told(filled: Record) -> None:
    assert list(filled.check()) == [None]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE documents SET text = replace(text, 'AFP', 'APF')", "those that gave it its id"),
        ("UPDATE documents SET text = 'Short.'", "the text says"),
        ("UPDATE documents SET text = ' '", "empty"),
        ("UPDATE documents SET published_on = '2025-04-09'", "those that gave it its id"),
        ("UPDATE documents SET id = 'x'", "it names a row of documents that is not there"),
        ("UPDATE raws SET data = x'00'", "the bytes are not those that were added"),
        ("UPDATE raws SET sha256 = 'x'", "the bytes are not those that were added"),
        ("UPDATE readings SET payload = replace(payload, 'shelled', 'shelved')", "the text says"),
        ("UPDATE readings SET payload = '{'", "reading by scripted 1"),
        ("UPDATE readings SET payload = replace(payload, 'ASSAULT', 'AID')", "was changed or removed"),
        ("UPDATE revisions SET item = replace(item, 'shelled', 'shelved')", "the text says"),
        ("UPDATE revisions SET item = 'null'", "document"),
        ("UPDATE revisions SET recorded_until = recorded_at WHERE kind = 'event'", "its current revision is missing"),
        ("UPDATE entries SET revision = 7", "its current revision is missing"),
        ("DELETE FROM publications", "publication was changed or removed"),
        ("UPDATE publications SET outlet = 'Another'", "was changed or removed"),
        ("DELETE FROM readings", "reading was changed or removed"),
        ("DELETE FROM entries WHERE kind = 'event'", "it names a row of entries that is not there"),
    ],
)
def test_a_change_is_found(filled: Record, tamper: Callable[..., None], change: str, what: str) -> None:
    assert findings(filled) == []
    tamper(filled.path, change)
    assert any(what in found for found in findings(filled)), findings(filled)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE decisions SET by = 'Somebody else'", "was changed or removed"),
        ("UPDATE decisions SET action = 'reject'", "was changed or removed"),
        ("UPDATE decisions SET reason = 'for another reason'", "was changed or removed"),
    ],
)
def test_a_changed_decision_is_found(filled: Record, tamper: Callable[..., None], change: str, what: str) -> None:
    entry = next(filled.list_entries()).entry
    filled.decide(entry.id, "accept", by="Ann", revision=entry.revision, reason="it says so")
    assert findings(filled) == []
    tamper(filled.path, change)
    assert any(what in found for found in findings(filled))


def test_a_decision_that_was_never_logged_is_found(filled: Record, tamper: Callable[..., None]) -> None:
    insert = "INSERT INTO decisions SELECT 'x', id, 'accept', 'Ann', '2025-04-08', 1, NULL FROM entries LIMIT 1"
    tamper(filled.path, insert)
    assert any("table decisions" in found for found in findings(filled))


def test_payloads_that_nobody_removed_are_missing(filled: Record, tamper: Callable[..., None]) -> None:
    tamper(filled.path, "DELETE FROM payloads")
    assert any("no removal tells of it" in found for found in findings(filled))
