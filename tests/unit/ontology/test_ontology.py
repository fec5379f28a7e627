from typing import get_args

import pytest

from parley.model import EventType
from parley.ontology import event_kinds, find_carrier, find_country, find_name, is_carrier, list_adjectives
from parley.ontology.persons import find_person, find_surname
from parley.ontology.times import TIME


def test_types_are_those_of_the_model() -> None:
    assert tuple(event_kinds()) == get_args(EventType)


def test_quad_classes_hold_plover_halves() -> None:
    kinds = event_kinds()
    assert sum(kind.verbal for kind in kinds.values()) == 8
    assert kinds["REQUEST"].modes == ("assist", "change", "yield", "meet")


@pytest.mark.parametrize(
    "name", ["AFP", "afp", "the Associated Press", "AFP and Reuters", "AFP, AP and Reuters", "El Pais"]
)
def test_is_carrier(name: str) -> None:
    assert is_carrier(name)


@pytest.mark.parametrize("name", ["", "and", "Naim Qassem", "AFP and Naim Qassem", "a source told AFP", "AFP reporter"])
def test_is_no_carrier(name: str) -> None:
    assert not is_carrier(name)


def test_carriers_have_one_full_name() -> None:
    assert find_carrier("AFP") == find_carrier("Agence France Presse") == "Agence France-Presse"


@pytest.mark.parametrize(
    ("words", "entity", "kind"),
    [
        ("Israel", "Israel", "country"),
        ("the Lebanese", "Lebanon", "adjective"),
        ("Israeli", "Israel", "adjective"),
        ("Beirut", "Government of Lebanon", "seat"),
        ("Washington", "Government of the United States", "seat"),
        ("the Israeli government", "Government of Israel", "government"),
        ("the Government of Sudan", "Government of Sudan", "government"),
        ("Russian forces", "Russian Armed Forces", "forces"),
        ("the IDF", "Israel Defense Forces", "forces"),
        ("U.S.", "United States", "country"),
        ("Turkiye", "Turkey", "country"),
        ("UN Security Council", "United Nations Security Council", "body"),
        ("the M23 rebels", "March 23 Movement", "group"),
    ],
)
def test_find_name(words: str, entity: str, kind: str) -> None:
    name = find_name(words)
    assert name is not None
    assert (name.entity, name.kind) == (entity, kind)


@pytest.mark.parametrize("words", ["us", "at least 20 people", "sources", "", "Israeli soldier Ron", "who", "the car"])
def test_no_name(words: str) -> None:
    assert find_name(words) is None


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("Hezbollah leader Naim Qassem", "Naim Qassem"),
        ("Israeli Prime Minister Benjamin Netanyahu", "Benjamin Netanyahu"),
        ("Muhammad Abd al-Karim al-Ghamari", "Muhammad Abd al-Karim al-Ghamari"),
        ("President Trump", None),
        ("Rapid Support Forces", None),
        ("the group", None),
    ],
)
def test_find_person(words: str, person: str | None) -> None:
    assert find_person(words) == person


def test_find_surname() -> None:
    assert find_surname("President Trump") == "Trump"
    assert find_surname("the president") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by year's end", ["year's end"]),
        ("on 7 October 2023 and March 5, 2025", ["7 October 2023", "March 5, 2025"]),
        ("last month, five days ago", ["last month", "five days ago"]),
        ("they may march on", []),
        ("2025 trucks entered in 2024", ["2024"]),
    ],
)
def test_time_expressions(text: str, found: list[str]) -> None:
    assert [match[0] for match in TIME.finditer(text)] == found


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("France", "France"),
        ("the French", "France"),
        ("Paris", "France"),
        ("Government of France", "France"),
        ("the Israeli military", "Israel"),
        ("Hamas", None),
        ("nobody at all", None),
    ],
)
def test_a_country_is_named_by_what_stands_for_it(words: str, country: str | None) -> None:
    assert find_country(words) == country


def test_adjectives_are_those_of_listed_countries() -> None:
    assert "French" in list_adjectives("France")
    assert list_adjectives("Atlantis") == ()
