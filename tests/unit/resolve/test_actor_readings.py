"""Whom a mention denotes by what stands around it: pairs, the hurt, shared nouns, names short of their state."""

import datetime as dt

import pytest

from parley.model import Document, Event, Mention, Reading, Statement
from parley.resolve import ActorResolver

DAY = dt.date(2025, 7, 7)


def read(text: str, *said: str, attacker: str | None = None) -> list[str | None]:
    """Name the sources `said`, in a text in which the attacker, where given, attacks."""
    document = Document(text, DAY)
    anchor = document.span(len(text) - 1, len(text))
    statements = tuple(Statement(f"S{n}", anchor, (anchor,), _find(document, words)) for n, words in enumerate(said))
    events = (Event("E1", anchor, "ASSAULT", actor=(_find(document, attacker),)),) if attacker else ()
    resolved = ActorResolver().resolve(Reading(document, statements=statements, events=events))
    return [statement.source.entity if statement.source else None for statement in resolved.statements]


def _find(document: Document, words: str) -> Mention:
    start = document.text.index(words)
    return Mention(start, start + len(words), words)


MEETING = (
    "The leaders of Hezbollah and Shiite group Amal met during the war between Iran and Israel. "
    "The two organizations condemned the attack on Lebanon. Both countries were silent."
)


def test_two_organizations_are_no_states_and_never_the_same_one_twice() -> None:
    assert read(MEETING, "The two organizations") == ["Hezbollah and Amal Movement"]


def test_two_countries_are_no_organizations() -> None:
    assert read(
        "Hamas and Hezbollah met after talks of Egypt with Qatar. The two countries agreed.", "The two countries"
    ) == ["Egypt and Qatar"]


def test_a_definite_plural_goes_back_to_the_pair() -> None:
    text = "Hezbollah and Hamas met. In a statement the organizations thanked nobody."
    assert read(text, "the organizations") == ["Hezbollah and Hamas"]


def test_leaders_of_a_group_are_not_the_group_named_after_them() -> None:
    assert read(MEETING, "The leaders of Hezbollah and Shiite group Amal") == [None]


def test_swapping_two_organizations_swaps_the_pair() -> None:
    swapped = MEETING.replace("Hezbollah", "#").replace("Amal", "Hezbollah").replace("#", "Amal")
    assert read(swapped, "The two organizations") == ["Amal Movement and Hezbollah"]


HURT = "{0} struck a clinic in a village of {1}. The health ministry said that two died."
MINISTRIES = {"Israel": "Ministry of Health (Israel)", "Iran": "Ministry of Health (Iran)"}


@pytest.mark.parametrize(("attacker", "hurt"), [("Israel", "Iran"), ("Iran", "Israel")])
def test_the_health_ministry_is_that_of_the_hurt(attacker: str, hurt: str) -> None:
    assert read(HURT.format(attacker, hurt), "The health ministry", attacker=attacker) == [MINISTRIES[hurt]]


@pytest.mark.parametrize("attacker", ["Israel", "Iran"])
def test_the_health_ministry_stays_open_where_only_the_attacker_is_named(attacker: str) -> None:
    text = f"{attacker} struck a car. The health ministry said that two died."
    assert read(text, "The health ministry", attacker=attacker) == [None]


def test_without_an_attack_the_health_ministry_is_that_of_the_state_spoken_of() -> None:
    assert read("Iran counts its sick. The health ministry spoke.", "The health ministry") == [
        "Ministry of Health (Iran)"
    ]


def test_police_without_an_article_are_those_of_the_only_state_named() -> None:
    assert read("A man was held in Cameroon, police said.", "police") == ["Police of Cameroon"]
    assert read("A man of Chad was held in Cameroon, police said.", "police") == [None]


def test_the_first_of_two_that_share_a_noun() -> None:
    text = "The Italian and Spanish navies sent ships. The Cambodian and Thai governments agreed."
    found = read(text, "Italian", "Spanish navies", "Cambodian")
    assert found == ["Italian Navy", "Spanish Navy", "Government of Cambodia"]


@pytest.mark.parametrize(
    ("words", "entity"),
    [
        ("The Russian embassy in Oslo", "Embassy of Russia, Oslo"),
        ("The embassy of the United States in Oslo", "Embassy of the United States, Oslo"),
        ("President Emmanuel Macron's statement", "Emmanuel Macron"),
        ("[the] U.S.", "United States"),
        ("Chile's state-owned Codelco", "Codelco"),
        ("The central Chinese government", "Government of China"),
        ("Tonga's Board of Reefs", "Board of Reefs"),
        ("Supporters of the ruling Law and Justice party", None),
        ("Ecuador's electoral council", "National Electoral Council (Ecuador)"),
        ("The Gambian election commission", "Electoral Commission (Gambia)"),
        ("Egypt, Qatar, and Turkey", "Egypt, Qatar and Turkey"),
    ],
)
def test_own_words(words: str, entity: str | None) -> None:
    assert read(f"{words} spoke.", words) == [entity]


def test_a_name_short_of_its_state_needs_the_state() -> None:
    assert read("The Labour Party won in Nigeria.", "The Labour Party") == ["Labour Party"]
    assert read("The Labour Party won in London, the UK said.", "The Labour Party") == ["Labour Party (UK)"]
    assert read("The Labour Party won.", "The Labour Party") == ["Labour Party"]


def test_a_states_body_is_not_anothers_of_the_same_name() -> None:
    assert read(
        "The Philippine Department of Transportation spoke.", "The Philippine Department of Transportation"
    ) == ["Department of Transportation (Philippines)"]


def test_a_surname_that_several_officials_bear_needs_their_state() -> None:
    assert read("Yesterday, Mitchell said no.", "Mitchell") == ["Mitchell"]
    assert read("In Grenada, Mitchell said no.", "Mitchell") == ["Dickon Mitchell"]


def test_what_stands_before_a_listed_full_name_is_no_part_of_it() -> None:
    text = "Grand Cross Emmanuel Macron left. Later Macron came back."
    assert read(text, "Grand Cross Emmanuel Macron", "Macron") == ["Emmanuel Macron", "Emmanuel Macron"]
