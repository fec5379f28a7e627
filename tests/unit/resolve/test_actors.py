import datetime as dt
import re

import pytest
from msgspec.structs import replace

from parley.model import Document, Event, Mention, Named, Reading, Statement
from parley.resolve import ActorResolver

DAY = dt.date(2025, 7, 7)


def resolve(marked: str, day: dt.date | None = DAY, event_type: str = "") -> list[Named | None]:
    """Resolve the mentions between square brackets as sources of statements, or as actors of one event."""
    text, spans = "", []
    for part in re.split(r"(\[[^\]]*\])", marked):
        words = part[1:-1] if part.startswith("[") else part
        if part.startswith("["):
            spans.append((len(text), len(text) + len(words)))
        text += words
    document = Document(text, day)
    mentions = [Mention(start, end, text[start:end]) for start, end in spans]
    anchor = document.span(len(text) - 1, len(text))
    if event_type:
        reading = Reading(document, events=(Event("E1", anchor, event_type, actor=tuple(mentions)),))  # type: ignore[arg-type]
    else:
        said = (Statement(f"S{n}", anchor, (anchor,), mention) for n, mention in enumerate(mentions))
        reading = Reading(document, statements=tuple(said))
    found = {(one.start, one.end): one for one in ActorResolver().resolve(reading).mentions}
    return [found.get(span) for span in spans]


def names(marked: str, day: dt.date | None = DAY, event_type: str = "") -> list[str | None]:
    return [one and one.entity for one in resolve(marked, day, event_type)]


@pytest.mark.parametrize(
    ("marked", "entity"),
    [
        ("[AFP] said so.", "Agence France-Presse"),
        ("[Beirut] said no.", "Government of Lebanon"),
        ("[the Rwandan-backed M23 rebels] left.", "March 23 Movement"),
        ("[Syrian Democratic Forces (SDF)] left.", "Syrian Democratic Forces"),
        ("[members of Iran's Islamic Revolutionary Guard Corps] left.", "Islamic Revolutionary Guard Corps"),
        ("[at least 13 Hamas fighters] left.", "Hamas"),
        ("[the Iranian foreign ministry] said no.", "Ministry of Foreign Affairs (Iran)"),
        ("[Spain's Supreme Court] ruled.", "Supreme Court of Spain"),
        ("[Lebanese authorities] said no.", "Government of Lebanon"),
        ("[Governor of Minnesota Tom Example] said no.", "Tom Example"),
        ("[businesswoman and activist Ana Exemplar] said no.", "Ana Exemplar"),
        ("[lobbying firm Northern Star Partners] said no.", "Northern Star Partners"),
        ("[Trinidad and Tobago] said so.", "Trinidad and Tobago"),
        ("[Trinidad and Tobago and France] said so.", "Trinidad and Tobago and France"),
        ("[Tonga's Northern Reef Party] said so.", "Northern Reef Party"),
        ("[both houses of the French Parliament] met.", "French Parliament"),
        ("[the government of Prime Minister Benjamin Netanyahu] said no.", "Government of Israel"),
        ("[the leaders of Egypt] said no.", "Government of Egypt"),
        ("[The military of South Korea] left.", "Republic of Korea Armed Forces"),
        ("[The Iranian sports ministry] said no.", "Ministry of Sports (Iran)"),
        ("[the Saudis] said no.", "Saudi Arabia"),
        ("[The Northern Relief Fund, a charity of many trades and towns,] said no.", "Northern Relief Fund"),
        ("[Northern Relief League president Ana Exemplar] said no.", "Ana Exemplar"),
    ],
)
def test_own_words(marked: str, entity: str) -> None:
    assert names(marked) == [entity]


@pytest.mark.parametrize(
    "marked",
    [
        "[Sources] said so.", "[A Lebanese official] said so.", "[At least 20 people] said so.", "[She] said so.",
        "[two Israeli soldiers] left.", "[supporters of Ana Exemplar] left.", "[Hamas terrorists] left.",
        "[Prosecutors in Tanzania] said so.", "[the daughter of adviser Ana Exemplar] left.", "[Israelis] left.",
        "[The Prime Minister] said so.",
    ],
)  # fmt: skip
def test_what_is_unspecific_stays_open(marked: str) -> None:
    assert names(marked) == [None]


def test_joint_source() -> None:
    document = Document("The United States and France said so.")
    spoken = Statement("S1", document.span(29, 33), (document.span(34, 36),), Mention(0, 28, document.text[:28]))
    source = ActorResolver().resolve(Reading(document, statements=(spoken,))).statements[0].source
    assert source is not None
    assert (source.entity, source.entities) == ("United States and France", ("United States", "France"))


@pytest.mark.parametrize(
    ("marked", "day", "entity"),
    [
        ("[the Israeli defence minister] said no.", dt.date(2024, 3, 1), "Yoav Gallant"),
        ("[the Israeli defense minister] said no.", dt.date(2025, 7, 7), "Israel Katz"),
        ("[Syria's president] said no.", dt.date(2024, 11, 1), "Bashar al-Assad"),
        ("[The president of Syria] said no.", dt.date(2025, 6, 1), "Ahmed al-Sharaa"),
        ("[the Israeli defence minister] said no.", dt.date(1999, 1, 1), None),
    ],
)
def test_office_on_the_day(marked: str, day: dt.date, entity: str | None) -> None:
    assert names(marked, day) == [entity]


def test_an_office_without_a_state_is_that_of_the_state_spoken_of() -> None:
    assert names("Talks began in Lebanon. [The president] said no.") == ["Joseph Aoun"]


def test_surname_and_pronoun_go_back_to_the_full_name() -> None:
    found = resolve("[Ana Exemplar] said no. [Exemplar] added this. [She] repeated it.")
    assert [one and one.entity for one in found] == ["Ana Exemplar"] * 3
    assert [one and (one.evidence or "").split()[0] for one in found] == ["full", "surname", "pronoun:"]


def test_a_surname_alone_is_the_one_in_office_only() -> None:
    assert names("[President Zelensky] said no.") == ["Volodymyr Zelenskyy"]
    assert names("[Gallant] said no.", dt.date(1990, 1, 1)) == [None]


def test_junior_is_no_surname() -> None:
    assert names("[President Marcos] said no.", dt.date(2025, 1, 23)) == ["Bongbong Marcos"]
    assert names("[Jr.] said no.", dt.date(2025, 1, 23)) != ["Bongbong Marcos"]


def test_she_is_no_man() -> None:
    assert names("Giorgia Meloni met Donald Trump. [She] said no.") == ["Giorgia Meloni"]
    assert names("Giorgia Meloni met Donald Trump. [He] said no.") == ["Donald Trump"]


def test_references_to_groups_states_and_pairs() -> None:
    assert names("Hezbollah struck. [The group] said so.") == ["Hezbollah"]
    assert names("Thailand closed the border. [Its military] said so.") == ["Royal Thai Armed Forces"]
    assert names("Thailand and Cambodia met. [Both sides] said so.") == ["Thailand and Cambodia"]


def test_what_the_text_calls_somebody() -> None:
    assert names("[The airline Northern Wings] left. [The airline] said so.") == ["Northern Wings"] * 2
    assert names("[Northern Wings], a carrier, left. [The carrier] said so.") == ["Northern Wings"] * 2
    assert names("[Northern Wings] sued Southern Wings. [The company] said so.")[1] is None


def test_an_institution_of_an_unlisted_state_stays_open() -> None:
    assert names("[The Ruritanian army] left Norway. [The army] said so.") == [None, None]
    assert names("Soldiers left Norway. [The army] said so.") == ["Norwegian Armed Forces"]


def test_an_institution_of_one_of_several_states_stays_open_where_nothing_says_of_which() -> None:
    assert names("France and Norway sent aid. [The army] said so.") == [None]
    assert names("Norway sent aid. France saw Norway leave. [The army] said so.") == ["Norwegian Armed Forces"]


def test_plain_words_name_a_body_only_where_its_state_is_spoken_of() -> None:
    assert names("[the prime minister's office] said no.") == [None]
    assert names("Israel closed the line. [the prime minister's office] said no.") == [
        "Prime Minister's Office (Israel)"
    ]
    assert names("[his family] left.") == [None]


def test_whose_forces_and_government() -> None:
    assert names("Hezbollah struck Israel. [Its fighters] left.") == ["Hezbollah"]
    assert names("Donald Trump met [Benjamin Netanyahu]. [His government] said so.")[1] == "Government of Israel"


def test_the_north_of_two_states() -> None:
    assert names("South Korea closed the line. [The South] said so.") == ["South Korea"]


def test_they_are_those_who_acted_together_and_never_a_people_by_its_adjective() -> None:
    document = Document("Ana Exemplar and Bo Sample met. They left.", DAY)
    met, left = (
        Event(name, document.span(*where), "CONSULT", actor=tuple(Mention(a, b, document.text[a:b]) for a, b in who))
        for name, where, who in (("E1", (27, 30), ((0, 12), (17, 26))), ("E2", (37, 41), ((32, 36),)))
    )
    events = ActorResolver().resolve(Reading(document, events=(met, left))).events
    assert events[1].actor[0].entity == "Ana Exemplar and Bo Sample"
    assert names("Swiss voters said no. [They] repeated it.") == [None]
    assert names("Hamas released [twelve hostages]. [They] said so.") == [None, None]


def test_in_a_quotation_he_is_not_who_speaks() -> None:
    text = "Ana Exemplar met Bo Sample. Carl Sample said: “He lied.”"
    start = text.index("He lied")
    document = Document(text, DAY)
    name = text.index("Carl Sample")
    said = Statement("S1", document.span(name + 12, name + 16), (document.span(start, start + 7),),
                     Mention(name, name + 11, "Carl Sample"))  # fmt: skip
    lied = Event("E1", document.span(start + 3, start + 7), "ACCUSE", actor=(Mention(start, start + 2, "He"),),
                 within="S1")  # fmt: skip
    (event,) = ActorResolver().resolve(Reading(document, (said,), (lied,))).events
    assert event.actor[0].entity != "Carl Sample"


def test_i_is_who_is_named_behind_the_quotation() -> None:
    text = "“I refuse,” said Ana Exemplar."
    document, name = Document(text, DAY), text.index("Ana")
    said = Statement("S1", document.span(12, 16), (document.span(1, 9),), Mention(name, name + 12, "Ana Exemplar"))
    refused = Event("E1", document.span(3, 9), "REJECT", actor=(Mention(1, 2, "I"),), within="S1")
    (event,) = ActorResolver().resolve(Reading(document, (said,), (refused,))).events
    assert event.actor[0].entity == "Ana Exemplar"


def test_a_spokesman_calls_whom_he_speaks_for_it() -> None:
    text = "Hezbollah spokesman Ana Exemplar said it left."
    document, at = Document(text, DAY), text.index("it left")
    said = Statement("S1", document.span(33, 37), (document.span(at, at + 7),), Mention(0, 32, text[:32]))
    left = Event("E1", document.span(at + 3, at + 7), "RETREAT", actor=(Mention(at, at + 2, "it"),), within="S1")
    (event,) = ActorResolver().resolve(Reading(document, (said,), (left,))).events
    assert event.actor[0].entity == "Hezbollah"


def test_i_is_the_speaker_and_we_what_he_speaks_for() -> None:
    document = Document("Naim Qassem said: we refuse, I refuse.", DAY)
    said = Statement("S1", document.span(12, 16), (document.span(18, 38),), Mention(0, 11, "Naim Qassem"))
    events = tuple(
        Event(f"E{n}", document.span(start + 2, start + 4), "REJECT", actor=(Mention(start, end, words),), within="S1")
        for n, (start, end, words) in enumerate([(18, 20, "we"), (29, 30, "I")])
    )
    resolved = ActorResolver().resolve(Reading(document, (said,), events)).events
    assert [event.actor[0].entity for event in resolved] == ["Hezbollah", "Naim Qassem"]


def test_short_names_that_the_text_defines() -> None:
    assert names("The Northern Relief Fund (NRF) met. [the NRF] said no.") == ["Northern Relief Fund"]


def test_capital_is_a_place_where_it_does_not_speak_or_act() -> None:
    document = Document("Israeli strikes on Beirut in Lebanon.")

    def cut(words: str) -> Mention:
        start = document.text.index(words)
        return Mention(start, start + len(words), words)

    event = Event("E1", document.span(8, 15), "ASSAULT", actor=(cut("Israeli"),), recipient=(cut("Beirut"),),
                  place=(cut("Beirut"), cut("Lebanon")))  # fmt: skip
    resolved = ActorResolver().resolve(Reading(document, events=(event,))).events[0]
    assert resolved.actor[0].entity == "Israel"
    assert resolved.recipient[0].entity is None
    assert [place.entity for place in resolved.place] == ["Beirut", "Lebanon"]


def test_capital_that_acts_is_its_government() -> None:
    assert names("[Moscow] shelled the town.", event_type="ASSAULT") == ["Government of Russia"]


def test_links_show_rule_id_and_what_else_it_might_be() -> None:
    (found,) = resolve("In the UK, [The Labour Party] said no.")
    assert found is not None
    assert found.entity_id == "uk_labour"
    assert found.evidence == "alias “The Labour Party”"
    (one,) = resolve("Ana Exemplar and Bo Exemplar and Ana Exemplar came. [Exemplar] said no.")
    assert one is None or one.alternatives == ("Bo Exemplar",)


def test_given_entities_stay() -> None:
    document = Document("Israel said no.")
    spoken = Statement("S1", document.span(7, 11), (document.span(12, 14),), Mention(0, 6, "Israel", "Somebody else"))
    resolved = ActorResolver().resolve(Reading(document, statements=(spoken,)))
    assert resolved.statements == (replace(spoken),)
    assert resolved.mentions[0].evidence == "given"


@pytest.mark.parametrize(
    ("marked", "entity"),
    [
        ("Ana Exemplar met Rosa Exemplar and Rosa Exemplar's son. [Exemplar] said no.", "Ana Exemplar"),
        ("Ana Maria Exemplar was born in 1950. [Ana Exemplar] said no. Later [she] left.", "Ana Exemplar"),
        ("The rapper Ana West sang. Later [West] said no.", "Ana West"),
        ("[Ana de Graaf] came. [de Graaf] said no.", "Ana de Graaf"),
        ("[The Northern Relief Commission] came. [The Commission] said no.", "Northern Relief Commission"),
        ("The Northern Reef Party began small. [It] has many seats.", "Northern Reef Party"),
        ("Reef Gas and Electric (RG&E) runs the dam. [RG&E] said no.", "Reef Gas and Electric"),
        ("[Ambassador to Fiji], Ana Exemplar, left. [Ana Exemplar] said so.", "Ana Exemplar"),
        ("Mediators met [the Northern Front] and [the Southern League]; [the latter] said no.", "Southern League"),
        ("[President Vladimir Putin] was named, as was [his country].", "Russia"),
        ("The Russian Defence Ministry spoke: [its forces] left.", "Russian Armed Forces"),
        ("[Hamas] accused [Iran] of silence over [its] promises.", "Iran"),
        ("[The Ministry of National Defense of China] said no.", "Ministry of National Defense (China)"),
        ("[Israeli troops and tanks] left.", "Israel Defense Forces"),
        ("It was told to [The Beacon] yesterday.", "The Beacon"),
        ("[Spanish] spoke.", "Spain"),
        ("[Armenian] spoke.", "Armenia"),
    ],
)
def test_general_shapes(marked: str, entity: str) -> None:
    assert names(marked)[-1] == entity


def test_whose_country_speaks_stands_behind_the_office_too() -> None:
    text = "Ana Exemplar, the foreign minister of Fiji, said that we refuse."
    document = Document(text, DAY)
    content = document.span(text.index("that"), len(text) - 1)
    we = document.span(text.index("we "), text.index("we ") + 2)
    said = Statement("S1", document.span(45, 49), (content,), Mention(0, 12, "Ana Exemplar"))
    refusal = Event(
        "E1",
        document.span(len(text) - 7, len(text) - 1),
        "REJECT",
        within="S1",
        actor=(Mention(we.start, we.end, we.text),),
    )
    read = ActorResolver().resolve(Reading(document, statements=(said,), events=(refusal,)))
    assert read.events[0].actor[0].entity == "Government of Fiji"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Action Against Arms", "AAA"), ("Northern Network of Nurses", "NNN"), ("Vale Gas and Power", "VG&P")],
)
def test_a_short_name_stands_for_the_whole_of_a_name(name: str, short: str) -> None:
    assert names(f"{name} ({short}) met nobody. [{short}] said so.") == [name]
