"""Turns of a conversation are their speakers' words."""

from msgspec.structs import replace

from parley.derive import find_standing, index_statements, sourcing_chain
from parley.model import Document, Event, Mention, Reading, Statement
from parley.read.encoder.turns import add_turns

TALK = "The envoy met us.\n\nCourier: Was it yours?\n\nAnn Orr: No. We arrested ten men, Bo said.\n\nCourier: Really?"


def read(text: str) -> Reading:
    document = Document(text)
    start, said = text.index("arrested"), text.index("said")
    words = document.span(text.index("We arrested"), said - 5)
    bo = Mention(said - 3, said - 1, "Bo")
    statement = Statement("S1", document.span(said, said + 4), (words,), bo)
    arrest = Event("E1", document.span(start, start + 8), "COERCE", within="S1")
    met = Event("E2", document.span(text.index("met"), text.index("met") + 3), "CONSULT")
    return Reading(document, (statement,), (arrest, met))


def test_an_answer_is_its_speakers_and_what_it_holds_lies_in_it() -> None:
    reading = add_turns(read(TALK))
    statements = index_statements(reading.items())
    arrest, met = reading.events
    assert sourcing_chain(arrest, statements) == ("Ann Orr", "Bo")
    sources = [statement.source.text if statement.source else None for statement in reading.statements]
    assert sources == ["Courier", "Ann Orr", "Bo", "Courier"]
    assert find_standing(arrest, statements) == "claimed"
    assert find_standing(met, statements) == "fact"


def test_one_name_with_a_colon_makes_no_conversation() -> None:
    reading = read("Note: The envoy met us. We arrested ten men, Bo said.")
    assert add_turns(reading) == reading


def test_question_and_answer_without_names_are_unnamed_sources() -> None:
    reading = add_turns(read("The envoy met us.\nQ: Who?\nA: We arrested ten men, Bo said.\nQ: When?"))
    assert {statement.source.text if statement.source else None for statement in reading.statements} == {None, "Bo"}


def test_a_statement_with_the_name_of_the_turn_as_its_source_is_not_nested_in_it() -> None:
    reading = read(TALK)
    orr = TALK.index("Ann Orr")
    own = replace(reading.statements[0], source=Mention(orr, orr + 7, "Ann Orr"))
    reading = add_turns(replace(reading, statements=(own,)))
    assert sourcing_chain(reading.events[0], index_statements(reading.items())) == ("Ann Orr",)
