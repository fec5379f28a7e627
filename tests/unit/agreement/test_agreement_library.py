"""The agreements that come with Parley: their paragraphs exist, their ids stay, their sources are named."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from parley.agreement import Agreement, find_agreement, list_library, load_agreement

SHARED = Path(__file__).parents[4] / "shared"
ROOT = Path(__file__).parents[3]
TEXTS = {
    "minsk2-2015": "S_RES_2202_1502151E.xml",
    "gaza-three-phase-2025": "S_RES_2735-2410326E.xml",
    "gaza-plan-2025": "S_RES_2803-2518686E.xml",
}


@cache
def shipped() -> list[Agreement]:
    return [load_agreement(path) for path in list_library()]


def test_four_agreements_are_shipped_under_their_ids() -> None:
    assert [agreement.id for agreement in shipped()] == [path.stem for path in list_library()]
    assert {agreement.id for agreement in shipped()} == {*TEXTS, "isr-lbn-2024"}


@pytest.mark.parametrize("name", TEXTS)
def test_every_official_clause_names_a_paragraph_of_the_text(name: str) -> None:
    folder = SHARED / "data" / "agreements" / "un_sc_akn"
    if not folder.is_dir():
        pytest.skip("the official texts in ../shared are not here")
    paragraphs = set(re.findall(r'eId="([^"]+)"', (folder / TEXTS[name]).read_text(encoding="utf-8")))
    agreement = load_agreement(find_agreement(name))
    for clause in agreement.clauses:
        assert (clause.grade == "official") == (clause.paragraph in paragraphs), clause.id
    assert {related.paragraph for related in agreement.related if related.paragraph} <= paragraphs


def test_every_clause_the_gold_links_name_is_there() -> None:
    gold = SHARED / "data" / "gold" / "clauses_dev.jsonl"
    if not gold.is_file():
        pytest.skip("the gold links in ../shared are not here")
    ids = {(agreement.id, clause.id) for agreement in shipped() for clause in agreement.clauses}
    for line in gold.read_text(encoding="utf-8").splitlines():
        assert {(link["agreement"], link["clause"]) for link in json.loads(line)["links"]} <= ids


def test_every_clause_says_how_well_it_is_attested() -> None:
    for agreement in shipped():
        for clause in agreement.clauses:
            assert clause.grade, clause.id
            assert clause.checked, clause.id
            assert clause.checked != "excerpt" or clause.grade in {"official", "press-copy"}
            assert clause.grade != "reported" or (clause.sources and clause.known)


def test_nothing_is_cited_for_what_is_from_recollection() -> None:
    """An invented source is the worst defect: a reading from recollection names none."""
    for agreement in shipped():
        readings = [reading for clause in agreement.clauses for reading in clause.readings]
        assert [reading for reading in readings if reading.checked == "recollection" and reading.sources] == []
        assert all(reading.checked for reading in readings)


def test_the_united_nations_are_named_as_the_source() -> None:
    for path in list_library():
        assert "United Nations" in path.read_text(encoding="utf-8")[:1500]
    assert "United Nations" in (ROOT / "NOTICE").read_text(encoding="utf-8")
