"""Which texts are about an agreement."""

import pytest

from parley.agreement import find_agreement, load_agreement
from parley.agreement.subject import Subject, find_clauses_named
from parley.model import ActorChange
from parley.ontology.registry import load_registry


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Hezbollah said that Israel must leave.", True),
        ("Israeli jets flew over Lebanon.", True),
        ("The Lebanese Army opened a road near the Blue Line.", True),
        ("Israel and France signed a film treaty.", True),
        ("France won the match.", False),
        ("The army opened a road.", False),
        ("", False),
    ],
)
def test_two_parties_or_a_place_make_the_subject(text: str, about: bool) -> None:  # noqa: FBT001
    assert Subject(load_agreement(find_agreement("isr-lbn-2024"))).holds(text) is about


def test_a_name_that_the_record_gives_a_party_counts_as_that_party() -> None:
    agreement, text = load_agreement(find_agreement("isr-lbn-2024")), "Merrowites left, as Israel had asked."
    alias = ActorChange(action="alias", subject="hezbollah", names=("Merrowites",))
    registry = load_registry(changes=[alias])
    assert [Subject(agreement, known).holds(text) for known in (None, registry)] == [False, True]
    (without,), (named,) = (find_clauses_named(agreement, ["Merrowites left."], known) for known in (None, registry))
    assert without < named
