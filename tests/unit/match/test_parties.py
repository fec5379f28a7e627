"""Whom a mention denotes, seen from an agreement."""

from pathlib import Path

import pytest

from parley.agreement import Agreement, parse_agreement
from parley.match.parties import Directory, Whom
from parley.model import Mention
from parley.ontology.registry import load_registry

FILE = """
format: agreement/0
agreement:
  id: trial
  title: "An arrangement that never was"
  announced: 2025-01-01
  talk_from: 2025-01-01
  anchors:
    in_force: "2025-01-02T00:00:00+00:00"
parties:
  chad: {name: Republic of Chad, role: party, also: [Chadian army]}
  front: {name: Front of the North, role: bound-through, through: chad, also: [the Front]}
  guard: {name: Border Guard, part_of: chad}
  monitors: {name: "monitors (not named in the text)", role: monitor}
  others: {name: other groups of the hills, role: bound-through, through: chad, also: [hill fighters]}
places:
  tibesti: {name: Tibesti}
  pass: {name: Northern pass, part_of: tibesti}
clauses:
  - id: "1"
    gist: "Chad withdraws its troops from Tibesti"
    modal: must
    kind: achieve
    bearer: [chad]
    acts:
      - {type: RETREAT, mode: withdraw, object: "Chadian troops from Tibesti", done_by: [chad]}
"""


@pytest.fixture(scope="module")
def directory() -> Directory:
    agreement: Agreement = parse_agreement(FILE, "trial.yaml")
    return Directory(agreement)


@pytest.mark.parametrize(
    ("words", "entity", "parties"),
    [
        ("Chad", None, {"chad"}),
        ("Chadian soldiers", None, {"chad"}),
        ("N'Djamena", "Government of Chad", {"chad"}),
        ("a delegation from the Front", None, {"front"}),
        ("fighters of the Front of the North", None, {"front"}),
        ("the Border Guard", None, {"guard"}),
        ("he", "Chad", {"chad"}),
        ("armed hill fighters", None, {"others"}),
        ("other groups of the hills", None, set()),
        ("envoys in Chad", None, set()),
        ("Chad-backed rebels", None, set()),
        ("Frontline states", None, set()),
    ],
)
def test_a_party_goes_by_its_names_its_states_adjectives_and_what_was_resolved(
    directory: Directory, words: str, entity: str | None, parties: set[str]
) -> None:
    assert directory.identify(Mention(0, len(words), words, entity=entity)).parties == parties


def test_people_of_a_party_are_told_from_those_who_act_for_it(directory: Directory) -> None:
    words = "Chadian villagers"
    assert directory.identify(Mention(0, len(words), words)) == Whom(frozenset({"chad"}), people=True)


def test_a_known_name_that_the_agreement_does_not_hold_is_foreign(directory: Directory) -> None:
    assert directory.identify(Mention(0, 5, "Sudan")) == Whom(foreign=True)
    assert directory.identify(Mention(0, 5, "rebel")) == Whom()


def test_sites_are_found_by_name_and_lie_in_one_another(directory: Directory) -> None:
    assert directory.find_sites("on the road to the Northern pass") == {"pass"}
    assert list(directory.around("pass")) == ["pass", "tibesti"]


def test_a_part_answers_with_its_whole_and_the_whole_with_its_parts(directory: Directory) -> None:
    assert directory.answers("guard") == directory.answers("chad") == {"chad", "guard"}
    assert directory.answers("front") == {"front"}


def test_parties_without_a_name_are_open(directory: Directory) -> None:
    assert directory.open == {"monitors", "others"}


def test_names_of_a_registry_at_hand_count(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(
        'title = "Own"\n[actor]\n'
        '"TCD.mil" = { name = "Sand Army", kind = "force", country = "TCD", parent = "TCD.gov" }\n',
        encoding="utf-8",
    )
    agreement = parse_agreement(FILE, "trial.yaml")
    assert Directory(agreement, registry=load_registry((pack,))).find_party("Sand Army") == "chad"
    assert Directory(agreement).find_party("Sand Army") is None
