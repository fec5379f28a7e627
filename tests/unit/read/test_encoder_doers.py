"""Who acts where the sentence is plain, whomever the network joins with them."""

import pytest

from parley.model import Document, Event, Mention, Reading, Span, Statement
from parley.read.encoder.doers import settle_doers


def find_doers(text: str, trigger: str, *actors: str, source: str | None = None) -> list[str]:
    document = Document(text)

    def cut(words: str) -> Mention:
        return Mention(text.index(words), text.index(words) + len(words), words)

    anchor = Span(cut(trigger).start, cut(trigger).end, trigger)
    said = (Statement("S1", anchor, (document.span(0, 1),), cut(source)),) if source else ()
    event = Event("E1", anchor, "ASSAULT", actor=tuple(map(cut, actors)), about="S1" if source else None)
    return [actor.text for actor in settle_doers(Reading(document, said, (event,))).events[0].actor]


@pytest.mark.parametrize(
    ("text", "actors", "doers"),
    [
        ("The Watch saw Dessovia destroying homes.", ["The Watch", "Dessovia"], ["Dessovia"]),
        ("Tollaria fought Dessovian troops openly destroying homes.", ["Tollaria", "Dessovian troops"],
         ["Dessovian troops"]),
        ("The Watch saw Dessovia and the League destroying homes.", ["The Watch", "Dessovia", "the League"],
         ["Dessovia", "the League"]),
        ("Dessovia kept families from destroying homes.", ["Dessovia", "families"], ["families"]),
        ("Dessovia, Kess and Tollaria destroying homes", ["Dessovia", "Kess", "Tollaria"],
         ["Dessovia", "Kess", "Tollaria"]),
        ("Guards were destroying homes with Kess.", ["Guards", "Kess"], ["Guards", "Kess"]),
        ("They spoke of it destroying homes with Kess.", ["it", "Kess"], ["it", "Kess"]),
    ],
)  # fmt: skip
def test_a_participle_is_the_act_of_whom_it_follows(text: str, actors: list[str], doers: list[str]) -> None:
    assert find_doers(text, "destroying", *actors) == doers


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "doers"),
    [
        ("The Watch voiced concern at Dessovia burning crops.", "concern", ["The Watch", "Dessovia"], ["The Watch"]),
        ("The Watch protests after Dessovia shells Lurna, calling it a breach.", "calling", ["The Watch", "Dessovia"],
         ["The Watch"]),
        ("The Watch and Kess condemn it.", "condemn", ["The Watch", "Kess"], ["The Watch", "Kess"]),
        ("The Watch, such as Kess, condemn it.", "condemn", ["The Watch", "Kess"], ["The Watch", "Kess"]),
    ],
)  # fmt: skip
def test_a_speech_act_is_its_speakers(text: str, trigger: str, actors: list[str], doers: list[str]) -> None:
    assert find_doers(text, trigger, *actors, source="The Watch") == doers
