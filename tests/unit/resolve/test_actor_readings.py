"""Whom a mention denotes by what stands around it: pairs, the hurt, shared nouns, names short of their state."""

import datetime as dt
from typing import Any

import pytest

from parley.model import Document, Event, Mention, Reading, Statement
from parley.resolve import ActorResolver

DAY = dt.date(2025, 7, 7)


def read(text: str, *said: str, attackers: tuple[str, ...] = (), **told: Any) -> list[str | None]:
    """Name the sources `said`, in a text in which the attackers attack: an event with what else is `told` of it."""
    document = Document(text, DAY)
    anchor = document.span(len(text) - 1, len(text))
    statements = tuple(Statement(f"S{n}", anchor, (anchor,), _find(document, words)) for n, words in enumerate(said))
    events = (Event("E1", anchor, "ASSAULT", actor=tuple(_find(document, words) for words in attackers), **told),)
    resolved = ActorResolver().resolve(Reading(document, statements=statements, events=events if attackers else ()))
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


@pytest.mark.parametrize("place", ["the village of Nethoril", "the city of Nethoril"])
def test_a_place_that_is_hit_is_no_side(place: str) -> None:
    text = f"Dessovia shelled {place}, Tollaria said. Both sides were silent."
    assert read(text, "Tollaria", place, "Both sides") == ["Tollaria", "Nethoril", None]


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
    assert read(HURT.format(attacker, hurt), "The health ministry", attackers=(attacker,)) == [MINISTRIES[hurt]]


@pytest.mark.parametrize("attacker", ["Israel", "Iran"])
def test_the_health_ministry_stays_open_where_only_the_attacker_is_named(attacker: str) -> None:
    text = f"{attacker} struck a car. The health ministry said that two died."
    assert read(text, "The health ministry", attackers=(attacker,)) == [None]


@pytest.mark.parametrize(
    ("group", "place", "ministry"),
    [
        ("Hamas", "Gaza", "Gaza Health Ministry"),
        ("Hezbollah", "Lebanon", "Ministry of Public Health (Lebanon)"),
        ("The Houthis", "Yemen", "Ministry of Health (Yemen)"),
    ],
)
def test_a_groups_attack_is_not_that_of_the_state_it_lives_in(group: str, place: str, ministry: str) -> None:
    text = f"Israel struck a clinic in {place}. The health ministry said that ten died. {group} had attacked Israel."
    assert read(text, "The health ministry", attackers=("Israel", group)) == [ministry]


@pytest.mark.parametrize("told", [{"modality": "threatened"}, {"negated": True}])
@pytest.mark.parametrize("state", ["Israel", "Iran"])
def test_who_only_threatened_or_did_not_attack_is_no_attacker(state: str, told: dict[str, Any]) -> None:
    text = f"{state} spoke of a strike. The health ministry was silent."
    assert read(text, "The health ministry", attackers=(state,), **told) == [MINISTRIES[state]]


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
        ("The ruling Law and Justice party", "Law and Justice"),
        ("The UN envoy to Yemen's Iran-backed Houthis", None),
        ("Yemen's Iran-backed Houthis", "Houthis"),
        ("Iran's Security Council", "Security Council (Iran)"),
        ("Israel's Security Council", "Security Council (Israel)"),
        ("The Iranian Security Council", "Security Council (Iran)"),
        ("The Israeli Security Council", "Security Council (Israel)"),
        ("The UN Security Council", "United Nations Security Council"),
        ("Ecuador's electoral council", "National Electoral Council (Ecuador)"),
        ("The Gambian election commission", "Electoral Commission (Gambia)"),
        ("Egypt, Qatar, and Turkey", "Egypt, Qatar and Turkey"),
    ],
)
def test_own_words(words: str, entity: str | None) -> None:
    assert read(f"{words} spoke.", words) == [entity]


def test_a_name_short_of_its_state_needs_the_state() -> None:
    assert read("The Labour Party won in Tonga.", "The Labour Party") == ["Labour Party"]
    assert read("The Labour Party won in Nigeria.", "The Labour Party") == ["Labour Party (Nigeria)"]
    assert read("The Labour Party won in London, the UK said.", "The Labour Party") == ["Labour Party (UK)"]
    assert read("The Labour Party won.", "The Labour Party") == ["Labour Party"]
    assert read("The Labour Party won in Nigeria and the UK.", "The Labour Party") == ["Labour Party"]


BARE = [
    ("Labour Party", ("Nigeria", "Labour Party (Nigeria)"), ("the UK", "Labour Party (UK)")),
    ("Liberal Party", ("Australia", "Liberal Party of Australia"), ("Canada", "Liberal Party of Canada")),
    ("Democratic Party", ("Italy", "Democratic Party (Italy)"), ("the United States", "Democratic Party")),
    ("TSE", ("Brazil", "Superior Electoral Court"), ("Bolivia", "Supreme Electoral Tribunal (Bolivia)")),
    ("National Electoral Council", ("Honduras", "National Electoral Council (Honduras)"),
     ("Venezuela", "National Electoral Council (Venezuela)")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "other"), BARE)
def test_a_bare_name_is_that_of_the_only_state_spoken_of(
    name: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    for state, entity in (one, other):
        assert read(f"In {state}, the {name} spoke.", f"the {name}") == [entity]
    for text in (f"In {one[0]} and {other[0]}, the {name} spoke.", f"In Tonga, the {name} spoke."):
        assert read(text, f"the {name}")[0] not in (one[1], other[1])


@pytest.mark.parametrize(
    ("state", "entity"),
    [
        ("Argentina", "Argentine National Gendarmerie"),
        ("France", "National Gendarmerie"),
        ("Mali", "Malian Gendarmerie"),
    ],
)
def test_a_name_that_many_states_bodies_bear_is_that_of_the_state_spoken_of(state: str, entity: str) -> None:
    assert read(f"In {state}, the National Gendarmerie spoke.", "the National Gendarmerie") == [entity]


@pytest.mark.parametrize("state", ["Belarus", "Poland"])
@pytest.mark.parametrize("service", ["State Border Guard Service", "Investigative Committee"])
def test_a_states_body_is_not_taken_for_anothers(service: str, state: str) -> None:
    (found,) = read(f"In {state}, the {service} spoke.", f"the {service}")
    assert found is None or not found.endswith(("Ukraine", "Russia"))


@pytest.mark.parametrize("party", ["Labour Party", "The Labour Party"])
def test_a_name_short_of_its_state_is_no_word_of_that_state(party: str) -> None:
    assert read(f"{party} won. The government spoke.", "The government") == [None]


@pytest.mark.parametrize("words", ["Department of Energy", "The Department of Energy"])
def test_a_name_short_of_its_state_does_not_name_it_by_itself(words: str) -> None:
    assert read(f"{words} spoke.", words) == ["Department of Energy"]
    assert read(f"{words} of the United States spoke.", words) == ["United States Department of Energy"]


@pytest.mark.parametrize("company", ["Boeing", "Airbus", "Aeroflot", "Harvard University"])
def test_a_company_says_nothing_of_the_state_it_sits_in(company: str) -> None:
    text = f"A plane of {company} crashed at sea. The navy searched."
    assert read(text, "The navy") == [None]
    assert read(f"In Tonga, {text[0].lower()}{text[1:]}", "The navy") == ["Tongan Navy"]


def test_a_states_body_is_not_anothers_of_the_same_name() -> None:
    assert read(
        "The Philippine Department of Transportation spoke.", "The Philippine Department of Transportation"
    ) == ["Department of Transportation (Philippines)"]


def test_a_surname_that_several_officials_bear_needs_their_state() -> None:
    assert read("Yesterday, Mitchell said no.", "Mitchell") == ["Mitchell"]
    assert read("In Grenada, Mitchell said no.", "Mitchell") == ["Dickon Mitchell"]


@pytest.mark.parametrize(("surname", "state"), [("Davis", "the Bahamas"), ("Qassem", "Lebanon")])
def test_a_surname_alone_needs_the_state_of_its_only_bearer(surname: str, state: str) -> None:
    assert read(f"Yesterday, {surname} said no.", surname)[0] in (None, surname)
    (found,) = read(f"In {state}, {surname} said no.", surname)
    assert found
    assert found.endswith(f" {surname}")


@pytest.mark.parametrize(("name", "state"), [("John Lewis", "the United States"), ("Elly Schlein", "Italy")])
def test_a_person_without_an_office_needs_his_state(name: str, state: str) -> None:
    def find_id(text: str) -> str | None:
        document = Document(text, DAY)
        spoken = Statement("S", document.span(len(text) - 1, len(text)), (), _find(document, name))
        return ActorResolver().resolve(Reading(document, statements=(spoken,))).mentions[0].entity_id

    assert find_id(f"Then {name} said no.") is None
    assert find_id(f"In {state}, {name} said no.")


@pytest.mark.parametrize("name", ["José Antonio García", "Mohammed Abdul Hamid"])
def test_a_longer_name_is_not_its_listed_end(name: str) -> None:
    assert read(f"In Colombia and Bangladesh {name} left.", name) == [name]


def test_what_stands_before_a_listed_full_name_is_no_part_of_it() -> None:
    text = "Yesterday Emmanuel Macron left. Later Macron came back."
    assert read(text, "Yesterday Emmanuel Macron", "Macron") == ["Emmanuel Macron", "Emmanuel Macron"]


def quote(text: str, speaker: str, words: str = "We") -> str | None:
    """Name whom words in a quotation mean whose speaker the text names so."""
    document = Document(text, DAY)
    anchor = document.span(len(text) - 1, len(text))
    said = Statement("S1", anchor, (anchor,), _find(document, speaker))
    inner = Statement("S2", anchor, (anchor,), _find(document, words), within="S1")
    resolved = ActorResolver().resolve(Reading(document, statements=(said, inner))).statements[1]
    return resolved.source.entity if resolved.source else None


ACCUSED = '{own} Defence Minister {who} accused {other} of firing. "We will keep the truce," said the minister.'


@pytest.mark.parametrize(("own", "other"), [("Dessovian", "Tollaria"), ("Tollarian", "Dessovia")])
def test_we_is_never_whom_the_speaker_accuses(own: str, other: str) -> None:
    text = ACCUSED.format(own=own, who="Ana Exemplar", other=other)
    assert quote(f"{other} was silent. {text}", f"{own} Defence Minister Ana Exemplar") is None


@pytest.mark.parametrize(
    ("own", "other", "state"),
    [
        ("Egyptian", "Turkey", "Government of Egypt"),
        ("Turkish", "Egypt", "Government of Turkey"),
        ("Iran’s", "Hamas", "Government of Iran"),
    ],
)
def test_we_is_the_state_in_the_title_of_the_speaker(own: str, other: str, state: str) -> None:
    text = ACCUSED.format(own=own, who="Ana Exemplar", other=other)
    assert quote(text, f"{own} Defence Minister Ana Exemplar") == state


def test_an_opposition_leader_does_not_speak_for_the_state() -> None:
    text = 'Egyptian opposition leader Ana Exemplar was there. "We will see," was all.'
    assert quote(text, "Egyptian opposition leader Ana Exemplar") is None


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Hamas commander Ana Exemplar spoke", "Hamas"),
        ("Ana Exemplar of Hamas spoke", "Hamas"),
        ("Ana Exemplar, the head of Hamas, spoke", "Hamas"),
        ("Ana Exemplar, Hamas spokeswoman, spoke", "Hamas"),
        ("Ana Exemplar met the head of Hamas", None),
        ("Ana Exemplar, who accused the head of Hamas, spoke", None),
        ("According to Ana Exemplar, Hamas fired", None),
    ],
)
def test_we_is_the_body_only_that_stands_in_the_title_of_the_speaker(words: str, body: str | None) -> None:
    speaker = words.partition(" spoke")[0] if "commander" in words else "Ana Exemplar"
    assert quote(f'{words}. "We are ready," was all.', speaker) == body


@pytest.mark.parametrize("caller", ["Hamas", "Hezbollah"])
def test_who_calls_on_both_sides_is_neither_of_them(caller: str) -> None:
    text = f"Israel stopped a patrol of {caller}. Later {caller} called on both sides to stop."
    document = Document(text, DAY)
    anchor = document.span(len(text) - 1, len(text))
    start = text.rindex(caller)
    source = Mention(start, start + len(caller), caller)
    said = Statement("S1", anchor, (anchor,), source, addressee=_find(document, "both sides"))
    asked = Event("E1", anchor, "RETREAT", actor=(_find(document, "both sides"),), within="S1")
    resolved = ActorResolver().resolve(Reading(document, statements=(said,), events=(asked,)))
    assert resolved.statements[0].addressee
    assert resolved.statements[0].addressee.entity is None
    assert resolved.events[0].actor[0].entity is None
