import pytest

from parley.model import Span
from parley.resolve.places.candidates import find_sites
from parley.resolve.places.kinds import find_kind


def read_kind(text: str, name: str, actors: frozenset[int] = frozenset()) -> str:
    start = text.index(name)
    sites = find_sites(name)
    return find_kind(text, Span(start, start + len(name), name), sites[0] if sites else None, actors)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Three shells fell in Kenya overnight.", "Kenya"),
        ("He flew from Peru to Chile.", "Chile"),
        ("Shells fell near Goma and Bukavu.", "Bukavu"),
        ("A man in Florida won a prize.", "Florida"),
        ("Kenya's coast was flooded.", "Kenya"),
        ("A London-based monitor counted four.", "London"),
        ("Its troops must stay north of the Litani.", "north of the Litani"),
        ("Jets struck Nabatieh at dawn.", "Nabatieh"),
        ("The border with Chad is closed.", "Chad"),
    ],
)
def test_a_place_is_a_place(text: str, name: str) -> None:
    assert read_kind(text, name) == "literal"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kenya accused its neighbour.", "Kenya"),
        ("Kenya has never agreed to this.", "Kenya"),
        ("The ministers of Chad and Kenya met with Peru.", "Peru"),
        ("Kenya and Chad signed the text.", "Kenya"),
        ("It rejected Kenya's demand.", "Kenya"),
        ("The US-backed plan failed.", "US"),
        ("The envoy blamed Kenya.", "Kenya"),
        ("Beirut urged restraint.", "Beirut"),
    ],
)
def test_who_acts_in_its_name_is_a_metonym(text: str, name: str) -> None:
    assert read_kind(text, name) == "metonymic"


def test_a_noun_after_the_name_makes_it_a_modifier() -> None:
    assert read_kind("Three Kenyan officers left.", "Kenyan") == "modifier"
    assert read_kind("Nairobi police fired.", "Nairobi") == "modifier"


def test_people_are_demonyms() -> None:
    assert read_kind("Four Kenyans were freed.", "Kenyans") == "demonym"


def test_a_language_is_something_else() -> None:
    assert read_kind("She spoke in French for an hour.", "French") == "other"


def test_an_actor_of_the_reading_is_a_metonym_where_the_words_leave_it_open() -> None:
    text = "Kenya, a member, stayed away."
    assert read_kind(text, "Kenya") == "literal"
    assert read_kind(text, "Kenya", frozenset({0})) == "metonymic"
