"""The log: a chain that one changed row breaks, around which a removed payload leaves a provable gap."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.record import Record, open_record
from parley.record.log import GENESIS, seal_row

Tamper = Callable[..., None]


def broken(path: Path) -> list[tuple[str, str, bool]]:
    with open_record(path) as record:
        return [(finding.where, finding.what, finding.broken) for finding in record.check() if finding]


def test_each_thing_done_is_a_row_and_the_chain_verifies(filled: Record) -> None:
    entry = next(filled.list_entries()).entry
    before = filled.read_log_head()
    filled.decide(entry.id, "accept", by="Ann", revision=entry.revision)
    after = filled.read_log_head()
    assert after[0] == before[0] + 2 == 7
    assert after[1] != before[1]
    assert broken(filled.path) == []


def test_the_seal_covers_every_field() -> None:
    moment = dt.datetime(2025, 4, 8, tzinfo=dt.UTC)
    seals = {
        seal_row(GENESIS, 1, moment, "document", "a"),
        seal_row("1" * 64, 1, moment, "document", "a"),
        seal_row(GENESIS, 2, moment, "document", "a"),
        seal_row(GENESIS, 1, moment + dt.timedelta(microseconds=1), "document", "a"),
        seal_row(GENESIS, 1, moment, "reading", "a"),
        seal_row(GENESIS, 1, moment, "document", "b"),
    }
    assert len(seals) == 6


def test_a_payload_that_is_missing_without_a_removal_is_found(filled: Record, tamper: Tamper) -> None:
    tamper(filled.path, "DELETE FROM payloads WHERE position = 2")
    what = "the payload is missing, and no removal tells of it"
    assert broken(filled.path) == [("log row 2 publication", what, True)]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE log SET kind = 'other' WHERE position = 2", "was changed"),
        ("UPDATE log SET recorded_at = '2020-01-01 00:00:00.000000' WHERE position = 2", "was changed"),
        ("UPDATE log SET payload_sha256 = hex(randomblob(32)) WHERE position = 2", "was changed"),
        ("UPDATE log SET previous = hex(randomblob(32)) WHERE position = 2", "was changed"),
        ("UPDATE log SET hash = hex(randomblob(32)) WHERE position = 2", "was changed"),
        ("UPDATE payloads SET payload = '{}' WHERE position = 2", "the payload was changed"),
        ("DELETE FROM log WHERE position = 2", "rows 2 to 2 are missing"),
        ("DELETE FROM log WHERE position = (SELECT max(position) FROM log)", "behind the end of the log"),
    ],
)
def test_any_change_to_the_log_is_found(filled: Record, tamper: Tamper, change: str, what: str) -> None:
    assert broken(filled.path) == []
    tamper(filled.path, change)
    assert any(what in found and is_broken for _, found, is_broken in broken(filled.path))
