"""Who reports: parties by all their names, offices, people, nobody in particular."""

import datetime as dt
from pathlib import Path

import pytest

from parley.agreement import Agreement, Party
from parley.agreement.sides import Sides
from parley.ontology.registry import load_registry

PARTIES = (
    Party("israel", "State of Israel", "party", ("IDF", "Israeli army", "Jerusalem")),
    Party("lebanon", "Republic of Lebanon", "party", ("Beirut",)),
    Party("laf", "Lebanese Armed Forces", part_of="lebanon"),
    Party("hezbollah", "Hezbollah", "bound-through", through="lebanon"),
    Party("usa", "United States", "guarantor", ("US", "Washington")),
)
AGREEMENT = Agreement("x", "X", dt.date(2024, 11, 26), PARTIES, (), (), ())


@pytest.mark.parametrize(
    ("speaker", "side"),
    [
        ("Israel", "israel"),
        ("the IDF", "israel"),
        ("Israel Defense Forces", "israel"),
        ("Israeli army", "israel"),
        ("an Israeli official", "israel"),
        ("Israeli officials", "israel"),
        ("Government of Israel", "israel"),
        ("Lebanese Armed Forces", "lebanon"),
        ("Lebanon's health ministry", "lebanon"),
        ("ministry of Lebanon", "lebanon"),
        ("Hezbollah", "hezbollah"),
        ("two senior Hezbollah commanders", "hezbollah"),
        ("United States", "usa"),
        ("officials", "unknown"),
        ("a diplomat", "unknown"),
        ("Western diplomats", "unknown"),
        ("mediators", "unknown"),
        ("forensic testing", "unknown"),
        ("Bastor Nive", "Bastor Nive"),
        ("UNIFIL", "UNIFIL"),
        ("Israel Hayom", "Israel Hayom"),
        ("French officials", "France"),
    ],
)
def test_a_speaker_has_the_side_that_the_words_give(speaker: str, side: str) -> None:
    assert Sides(AGREEMENT).find_side(speaker) == side


def test_an_outlet_may_be_written_without_a_capital_letter() -> None:
    assert Sides(AGREEMENT).find_side("ternwire.example", is_outlet=True) == "ternwire.example"


def test_affiliations_come_from_outside_the_agreement() -> None:
    sides = Sides(AGREEMENT, lambda name, _: {"Bastor Nive": "Lebanese army"}.get(name))
    assert sides.find_side("Bastor Nive") == "lebanon"
    assert sides.find_party("Somebody Else") is None


def test_names_of_a_registry_at_hand_count(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(
        'title = "Own"\n[actor]\n'
        'hezbollah = { name = "Hezbollah", kind = "armed group", country = "LBN", aliases = ["Cedar Column"] }\n',
        encoding="utf-8",
    )
    own = Sides(AGREEMENT, registry=load_registry((pack,)))
    assert own.find_side("Cedar Column") == "hezbollah"
    assert own.find_side("two senior Cedar Column commanders") == "hezbollah"
    assert Sides(AGREEMENT).find_side("Cedar Column") == "Cedar Column"
