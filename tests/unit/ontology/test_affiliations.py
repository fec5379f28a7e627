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
    ],
)
def test_whose_somebody_is(name: str, day: dt.date | None, whose: str | None) -> None:
    assert WHOSE.find(name, day) == whose
