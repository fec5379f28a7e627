"""Whose a speaker is follows from an office on the day of the report, alike for all sides."""

import datetime as dt

import pytest

from parley.ontology.registry import Affiliations, load_registry

WHOSE = Affiliations(load_registry())


@pytest.mark.parametrize(
    ("name", "day", "whose"),
    [
        ("Benjamin Netanyahu", dt.date(2025, 2, 1), "Israel"),
        ("Naim Qassem", dt.date(2025, 2, 1), "Hezbollah"),
        ("Joe Biden", dt.date(2024, 12, 10), "United States"),
        ("Joe Biden", dt.date(2025, 6, 1), None),
        ("Knesset", None, "Israel"),
        ("Parliament of Lebanon", None, "Lebanon"),
        ("Israeli army", None, "Israel"),
        ("Lebanese army", None, "Lebanon"),
        ("Hamas", None, None),
        ("Israel", None, None),
        ("nobody at all", None, None),
        ("Black Sea Fleet", None, "Russia"),
        ("Ukrainian Navy", None, "Ukraine"),
        ("Mossad", None, "Israel"),
        ("FSB", None, "Russia"),
        ("SBU", None, "Ukraine"),
        ("NSA", None, "United States"),
        ("Inter-Services Intelligence", None, "Pakistan"),
        ("Research and Analysis Wing", None, "India"),
        ("Naftogaz", None, None),
        ("Rosatom", None, None),
        ("Saudi Aramco", None, None),
    ],
)
def test_whose_somebody_is(name: str, day: dt.date | None, whose: str | None) -> None:
    assert WHOSE.find(name, day) == whose


@pytest.mark.parametrize(
    "pair",
    [
        ("Black Sea Fleet", "Ukrainian Navy"), ("FSB", "SBU"), ("Mossad", "Iran's intelligence ministry"),
        ("Rosatom", "Energoatom"), ("Israeli Navy", "Iranian Navy"), ("Indian Air Force", "Pakistan Air Force"),
    ],
)  # fmt: skip
def test_two_sides_bodies_of_one_sort_are_entered_alike(pair: tuple[str, str]) -> None:
    registry = load_registry()
    one, other = (registry.get(registry.find(name)[0].id) for name in pair)
    assert one
    assert other
    assert one.country != other.country
    assert one.sector == other.sector
    assert (WHOSE.find(pair[0]) is None) == (WHOSE.find(pair[1]) is None)
