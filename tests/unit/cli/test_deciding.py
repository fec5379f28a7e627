"""The verbs decide and undo as a user sees them."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from parley.model import Event
from parley.record import Filter, Record

Call = Callable[..., CompletedProcess[str]]


@pytest.fixture
def entry_id(filled: Record) -> str:
    return next(filled.list_entries(Filter(type="ASSAULT"))).entry.id


def test_an_amendment_needs_no_json(call: Call, filled: Record, entry_id: str) -> None:
    statement = next(filled.list_entries(Filter(kind="statement", speaker="AFP"))).entry.id
    settings = (
        "--set",
        "modality=future",
        "--set",
        "actor=Its envoy=Lirana Teshk",
        "--set",
        f"within={statement[-8:]}",
    )
    done = call("decide", filled.path, entry_id, "amend", *settings, "--by", "Ann")
    assert (done.returncode, "amended by Ann" in done.stderr) == (0, True), done.stderr
    entry = filled.find_entry(entry_id).entry
    assert isinstance(entry.item, Event)
    assert (entry.item.modality, entry.item.actor[0].entity, entry.chain) == ("future", "Lirana Teshk", ("AFP",))


def test_a_modality_goes_by_the_word_of_lists_too(call: Call, filled: Record, entry_id: str) -> None:
    done = call("decide", filled.path, entry_id, "amend", "--set", "modality=planned", "--by", "Ann")
    assert (done.returncode, filled.find_entry(entry_id).entry.standing) == (0, "planned"), done.stderr
    wrong = call("decide", filled.path, entry_id, "amend", "--set", "modality=claimed", "--by", "Ann")
    assert "future (planned)" in wrong.stderr


def test_several_entries_are_decided_alike_or_none(call: Call, filled: Record) -> None:
    first, second, *_ = (listed.entry.id for listed in filled.list_entries())
    assert call("decide", filled.path, first, "zzz", "accept", "--by", "Ann").returncode == 3
    assert filled.list_decisions(first) == []
    assert call("decide", filled.path, first, second, "amend", "--set", "mode=", "--by", "Ann").returncode == 3
    done = call("decide", filled.path, first, second, "accept", "--by", "Ann")
    assert (done.returncode, done.stderr.count("accepted by Ann")) == (0, 2), done.stderr
    assert call("undo", filled.path, "--by", "Ann").stderr.count("proposed again") == 2


def test_an_entry_is_put_off_and_the_decision_taken_back(call: Call, filled: Record, entry_id: str) -> None:
    assert call("decide", filled.path, entry_id, "unsure", "--by", "Ann", "--reason", "which day?").returncode == 0
    assert "unsure" in call("list", filled.path, "--state", "unsure").stdout
    done = call("undo", filled.path, "--by", "Ann")
    assert (done.returncode, "proposed again" in done.stderr) == (0, True), done.stderr
    assert [one.action for one in filled.list_decisions(entry_id)] == ["unsure", "undo"]
    again = call("undo", filled.path, entry_id, "--by", "Ann")
    assert (again.returncode, "no decision of yours" in again.stderr) == (3, True)
    assert call("undo", filled.path).returncode == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("amend",),
        ("accept", "--set", "modality=future"),
        ("amend", "--set", "modality=future", "--item", "-"),
        ("amend", "--set", "colour=red"),
        ("amend", "--set", "within=zzz"),
    ],
)
def test_an_amendment_that_is_none_is_refused(
    call: Call, filled: Record, entry_id: str, arguments: tuple[str, ...]
) -> None:
    done = call("decide", filled.path, entry_id, *arguments, "--by", "Ann")
    assert done.returncode in {1, 3}
    assert filled.list_decisions(entry_id) == []
