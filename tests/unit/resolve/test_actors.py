from msgspec.structs import replace

from parley.model import Document, Event, Mention, Reading, Statement
from parley.resolve import ActorResolver


def mention(document: Document, words: str, entity: str | None = None) -> Mention:
    start = document.text.index(words)
    return Mention(start, start + len(words), words, entity=entity)


def statement(document: Document, source: str, cue: str, content: str, name: str = "S1") -> Statement:
    return Statement(name, mention(document, cue), (mention(document, content),), mention(document, source))


def resolve_source(text: str, source: str) -> Mention:
    document = Document(text)
    cue = text.index("said")
    content = (document.span(cue + 5, len(text)),)
    spoken = Statement("S1", document.span(cue, cue + 4), content, mention(document, source))
    resolved = ActorResolver().resolve(Reading(document, statements=(spoken,))).statements[0].source
    assert resolved is not None
    return resolved


def test_carrier_gets_its_full_name() -> None:
    assert resolve_source("AFP said so.", "AFP").entity == "Agence France-Presse"


def test_seat_speaks_for_its_government() -> None:
    assert resolve_source("Beirut said no.", "Beirut").entity == "Government of Lebanon"


def test_joint_source() -> None:
    joint = resolve_source("The United States and France said so.", "The United States and France")
    assert (joint.entity, joint.entities) == ("United States and France", ("United States", "France"))


def test_name_that_holds_an_and_is_one_name() -> None:
    joint = resolve_source("Trinidad and Tobago said so.", "Trinidad and Tobago")
    assert (joint.entity, joint.entities) == ("Trinidad and Tobago", ())


def test_unspecific_sources_stay_open() -> None:
    for source in ("Sources", "A Lebanese official", "At least 20 people", "She"):
        assert resolve_source(f"{source} said so.", source).entity is None


def test_surname_goes_back_to_the_full_name_only() -> None:
    text = "Qassem left. Naim Qassem said no. Qassem added this. He repeated it."
    document = Document(text)
    sources = [(0, 6), (13, 24), (34, 40), (53, 55)]
    cue = document.span(25, 29)
    statements = tuple(
        Statement(f"S{i}", cue, (document.span(30, 32),), Mention(*at, text[slice(*at)]))
        for i, at in enumerate(sources)
    )
    resolved = ActorResolver().resolve(Reading(document, statements=statements))
    entities = [item.source.entity for item in resolved.statements if item.source]
    assert entities == [None, "Naim Qassem", "Naim Qassem", "Naim Qassem"]
    assert [named.evidence for named in resolved.mentions] == ["full name", "surname", "pronoun"]


def test_capital_is_a_place_where_it_does_not_speak() -> None:
    document = Document("Israeli strikes on Beirut in Lebanon.")
    event = Event(
        "E1",
        mention(document, "strikes"),
        "ASSAULT",
        actor=(mention(document, "Israeli"),),
        recipient=(mention(document, "Beirut"),),
        place=(mention(document, "Beirut"), mention(document, "Lebanon")),
    )
    resolved = ActorResolver().resolve(Reading(document, events=(event,))).events[0]
    assert resolved.actor[0].entity == "Israel"
    assert resolved.recipient[0].entity is None
    assert [place.entity for place in resolved.place] == ["Beirut", "Lebanon"]


def test_given_entities_stay() -> None:
    document = Document("Israel said no.")
    given = statement(document, "Israel", "said", "no")
    given = replace(given, source=mention(document, "Israel", "Somebody else"))
    resolved = ActorResolver().resolve(Reading(document, statements=(given,)))
    assert resolved.statements == (given,)
    assert resolved.mentions[0].evidence == "given"
