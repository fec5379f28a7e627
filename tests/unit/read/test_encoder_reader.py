"""The shipped reader: a function of the document alone, whatever was read before and on however many threads."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.model import Document, Reading
from parley.read.encoder.reader import EncoderReader
from parley.read.encoder.session import WEIGHTS, Session

TEXTS = (
    "Israel said on Monday that Hezbollah had attacked its troops near Tyre. Hezbollah denied the accusation.",
    "Reuters reported that President Omar Diallo had promised to withdraw troops from Goma if the rebels disarm.",
    "No deal.",
    "The ministry said it had detained five people. " * 60,
)
MEGABYTES_AT_MOST = 25


@pytest.fixture(scope="module")
def reader() -> EncoderReader:
    return EncoderReader()


@pytest.fixture(scope="module")
def readings(reader: EncoderReader) -> list[Reading]:
    return [reader.read(Document(text)) for text in TEXTS]


def test_neighbours_do_not_matter(reader: EncoderReader, readings: list[Reading]) -> None:
    again = [reader.read(Document(text)) for text in reversed(TEXTS)]
    assert again[::-1] == readings
    assert [EncoderReader().read(Document(text)) for text in TEXTS[:2]] == readings[:2]


def test_the_number_of_threads_does_not_matter(readings: list[Reading]) -> None:
    single = EncoderReader(threads=1)
    assert [single.read(Document(text)) for text in TEXTS] == readings


def test_it_says_who_said_what(readings: list[Reading]) -> None:
    statement = readings[0].statements[0]
    assert statement.source is not None
    assert (statement.source.text, statement.cue.text) == ("Israel", "said")
    assert "Hezbollah had attacked its troops near Tyre" in statement.content[0].text
    assert 0 < statement.confidence <= 1


def test_it_says_who_did_what(readings: list[Reading]) -> None:
    [attack] = [event for event in readings[0].events if event.trigger.text == "attacked"]
    assert (attack.type, attack.within) == ("ASSAULT", "S1")
    assert [actor.text for actor in attack.actor] == ["Hezbollah"]


@pytest.mark.parametrize("text", ["?", "\u200b", "😀" * 400, "a" * 5000, "“”" * 300, "word\n" * 900])
def test_any_text_is_read(reader: EncoderReader, text: str) -> None:
    assert reader.read(Document(text)).document.text == text


def test_nothing_is_loaded_before_it_is_needed(tmp_path: Path) -> None:
    EncoderReader(tmp_path / "nowhere")


def test_the_version_names_the_weights(reader: EncoderReader) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}\+[0-9a-f]{12}", reader.version)
    assert Session().version in reader.version


def test_a_convention_other_than_our_own_is_read_and_named(reader: EncoderReader, readings: list[Reading]) -> None:
    other = EncoderReader(convention="polnear")
    assert other.version == f"{reader.version}+polnear"
    said = other.read(Document(TEXTS[0])).statements[0]
    assert said.source == replace(readings[0].statements[0].source, confidence=said.source.confidence)
    with pytest.raises(ValueError, match="not in"):
        EncoderReader(convention="ours")


def test_every_role_says_how_sure_it_is(readings: list[Reading]) -> None:
    spans = [
        span for event in readings[0].events for span in (*event.actor, *event.recipient, *event.place, *event.time)
    ]
    sources = [statement.source for statement in readings[0].statements]
    assert spans
    assert all(0 < span.confidence <= 1 for span in (*spans, *sources))


def test_the_weights_are_small_and_documented() -> None:
    files = {path.name: path.stat().st_size for path in WEIGHTS.iterdir()}
    assert sum(size for name, size in files.items() if name.endswith(".onnx")) <= MEGABYTES_AT_MOST * 1_000_000
    assert {"MODEL_CARD.md", "NOTICE", "tokenizer.json"} <= set(files)


DRONE = "A Tollarian drone hit a car near Sonnor on Monday, killing two people, the state news agency reported."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("By Nada Homsi\n\n", ""),
        ("KYIV (Sonnor Wire) - By Pavel Bern\n\n", "\n\n(Reporting by Pavel Bern in Sonnor; Editing by Anna Dal)"),
        ("By Anna Dal and Pavel Bern in Sonnor\n", "\nAdditional reporting by Max al-Dal"),
    ],
)
def test_a_byline_changes_nothing(reader: EncoderReader, before: str, after: str) -> None:
    bare, whole = reader.read(Document(" " * len(before) + DRONE)), reader.read(Document(before + DRONE + after))
    assert replace(whole, document=bare.document) == bare
    assert bare.statements
    assert bare.events


def test_a_denial_holds_the_whole_of_what_is_denied(reader: EncoderReader) -> None:
    agency = "Israeli artillery shelled the outskirts of a village, Lebanon's state news agency said."
    reading = reader.read(Document(f"{agency} The Israeli army denied it had fired."))
    [fired] = [event for event in reading.events if event.trigger.text == "fired"]
    around = next(statement for statement in reading.statements if statement.id == fired.within)
    assert around.content[0].text == "it had fired"
