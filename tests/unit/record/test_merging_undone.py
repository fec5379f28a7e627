"""A decision that was taken back stays taken back when two records are merged; another person's stays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parley.model import Entry
from parley.record import Filter, Record, merge_records, open_record


def read_shelling(path: Path) -> Entry:
    with open_record(path) as record:
        assert [finding for finding in record.check() if finding] == []
        return next(record.list_entries(Filter(type="ASSAULT", states=("proposed", "accepted", "rejected")))).entry


@pytest.fixture
def copy(filled: Record, tmp_path: Path) -> Callable[[str], Path]:
    """Give a copy of the record as it stands."""

    def run(name: str) -> Path:
        path = tmp_path / name
        list(filled.custody.backup(path))
        return path

    return run


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_taken_back_stays_so(filled: Record, copy: Callable[[str], Path], tmp_path: Path, order: int) -> None:
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    before = copy("before.parley")
    filled.review.undo(by="Ann")
    first, second = [before, copy("after.parley")][::order]
    merge_records((first, second), tmp_path / "both.parley")
    assert read_shelling(tmp_path / "both.parley").state == "proposed"


def test_undoing_ones_own_leaves_what_another_person_decided(
    filled: Record, copy: Callable[[str], Path], tmp_path: Path
) -> None:
    shelling = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    filled.decide(shelling.id, "accept", by="Ann", revision=1)
    hers = copy("hers.parley")
    with open_record(hers) as other:
        other.decide(shelling.id, "reject", by="Ben", revision=2)
    filled.review.undo(by="Ann")
    merge_records((copy("mine.parley"), hers), tmp_path / "both.parley")
    held = read_shelling(tmp_path / "both.parley")
    assert (held.state, held.decided_by) == ("rejected", "Ben")
