"""Whom a report credits; the sixty forms of wording stand in tests/gate."""

import pytest

from parley.model import Carrier, Report
from parley.trace import find_credits

BODY = "\nShells fell on two villages overnight. Nobody claimed responsibility for the attack."


def test_a_route_is_taken_apart() -> None:
    found = find_credits(Report("a", "Text.", cited=(Carrier("AFP via France 24", "https://f24.example/1"),)))
    assert [(credit.carrier, credit.way, credit.url) for credit in found] == [
        ("Agence France-Presse", "cited", "https://f24.example/1"),
        ("France 24", "cited", "https://f24.example/1"),
    ]


def test_the_language_of_a_page_is_no_part_of_its_name() -> None:
    (credit,) = find_credits(Report("a", "Text.", cited=(Carrier("El Sonnor in Spanish"),)))
    assert credit.carrier == "El Sonnor"


def test_a_carrier_that_no_list_holds_is_known_by_what_it_is_called() -> None:
    (credit,) = find_credits(Report("a", f"The sluice is shut, the newspaper Sonnor Courier reported.{BODY}"))
    assert (credit.carrier, credit.way) == ("Sonnor Courier", "citing")


def test_joint_credits_are_parted_only_between_carriers() -> None:
    found = find_credits(Report("a", "Text.", cited=(Carrier("AFP and Reuters via Task & Purpose"),)))
    assert [credit.carrier for credit in found] == ["Agence France-Presse", "Reuters", "Task & Purpose"]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (f"BEIRUT (AP) — The sluice is shut.{BODY}", "dateline"),
        (f"AFP - The sluice is shut.{BODY}", "dateline"),
        (f"The sluice is shut.{BODY}\n(AFP)", "signature"),
        (f"The sluice is shut.{BODY}\nReuters contributed to this report.", "byline"),
        (f"The sluice is shut, according to Reuters.{BODY}", "citing"),
    ],
)
def test_each_place_has_its_way_and_its_words(text: str, way: str) -> None:
    (credit,) = find_credits(Report("a", text))
    assert credit.way == way
    assert credit.span is not None
    assert text[credit.span.start : credit.span.end] == credit.span.text
    assert credit.is_whole == (way != "citing")


def test_a_carrier_that_is_the_news_is_no_credit() -> None:
    assert find_credits(Report("a", f"The government banned Al Jazeera and sued Reuters.{BODY}")) == ()
