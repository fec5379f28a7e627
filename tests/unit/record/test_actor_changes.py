from collections.abc import Callable
from typing import Any

import pytest

from parley.errors import FormatError
from parley.model import ActorChange, Document, Reading
from parley.ontology.registry import load_registry
from parley.pipeline import Pipeline
from parley.record import Record
from parley.resolve import ActorResolver


class Counted:
    """A reader that counts how often it reads."""

    name, version = "counted", "1"

    def __init__(self, read: Callable[[Document], Reading]) -> None:
        self._read = read
        self.times = 0

    def read(self, document: Document) -> Reading:
        self.times += 1
        return self._read(document)


def test_names_are_resolved_anew_without_the_reader(
    record: Record, arrive: Callable[..., Any], read_sample: Callable[[Document], Reading]
) -> None:
    list(record.add([arrive()]))
    reader = Counted(read_sample)
    list(record.read(Pipeline(reader, [ActorResolver()]), frozenset({"en"})))
    before = [listed.entry.item for listed in record.list_entries()]
    kept = record.change_actors(ActorChange(action="alias", subject="m23", names=("Dessovia",), by="A"))
    changed = Pipeline(reader, [ActorResolver(load_registry((), tuple(record.list_actor_changes())))])
    list(record.read(changed, frozenset({"en"})))
    after = [listed.entry.item for listed in record.list_entries()]
    assert reader.times == 1
    assert kept.id
    assert [item.anchor for item in after] == [item.anchor for item in before]
    assert after != before


def test_changes_are_kept_in_order_and_logged(record: Record) -> None:
    first = record.change_actors(ActorChange(action="alias", subject="m23", names=("X",), by="A"))
    record.change_actors(ActorChange(action="undo", subject=first.id, by="B"))
    assert [(change.action, change.by) for change in record.list_actor_changes()] == [("alias", "A"), ("undo", "B")]
    (since,) = (change.at for change in record.list_actor_changes() if change.by == "A")
    assert [change.by for change in record.list_actor_changes(since)] == ["A"]
    assert record.read_log_head()[0] == 4
    assert not [finding for finding in record.check() if finding]


@pytest.mark.parametrize(
    "wrong", [ActorChange(action="alias", subject="m23", names=("X",)), ActorChange(action="undo", subject="?", by="A")]
)
def test_a_change_needs_a_person_and_an_undo_its_change(record: Record, wrong: ActorChange) -> None:
    with pytest.raises(FormatError):
        record.change_actors(wrong)
    assert record.list_actor_changes() == []
