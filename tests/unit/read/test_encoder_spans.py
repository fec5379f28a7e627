"""Borders of mentions: whole words, and more than an article."""

import pytest
from tokenizers import Tokenizer

from parley.read.encoder import spans
from parley.read.encoder.session import WEIGHTS
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words, split

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
TOKENIZER.no_truncation()
TOKENIZER.no_padding()


def settle(text: str, words: str) -> str | None:
    cut: Words = split(text, TOKENIZER)
    at = text.index(words)
    piece = spans.mention(cut, Piece(*cut.range(at, at + len(words)), 1.0))
    return None if piece is None else text[cut.start[piece.start] : cut.end[piece.end - 1]]


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("They hold a U.S. senator.", "a U", "a U.S."),
        ("They hold the U.N. envoy.", "the U.N", "the U.N."),
        ("They hold a 72-year-old woman.", "72-year", "72-year-old"),
        ("Then Al-Rahma seized it.", "Al", "Al-Rahma"),
        ("Then al-Rahma seized it.", "al", "al-Rahma"),
        ("They took El-Dorn.", "El", "El-Dorn"),
        ("They took As-Dorn and left.", "As", "As-Dorn"),
        ("They took Ash-Shorn.", "Ash", "Ash-Shorn"),
        ("They took Ar-Rorn.", "Ar", "Ar-Rorn"),
        ("They took Ad-Dorn.", "Ad", "Ad-Dorn"),
        ("They took the town of An-Norn.", "the town of An", "the town of An-Norn"),
        ("They met Dorn Bin-Selt.", "Dorn Bin", "Dorn Bin-Selt"),
        ("It was a van-ramming.", "a van", "a van"),
        ("Kess-Rovia talks.", "Kess", "Kess"),
        ("Thousands of anti-Tibesh marchers.", "Thousands of anti", "Thousands of anti-Tibesh"),
        ("Iran-led talks.", "Iran", "Iran"),
        ("Iran's ports.", "Iran", "Iran"),
        ("He left Oman. A day later.", "Oman", "Oman"),
        ("It is version A.B here.", "version A.", "version A.B"),
        ("The U.S. struck.", "The U.S", "The U.S."),
        ("Talks with the U.S.", "the U.S.", "the U.S."),
        ("It was Qassem. He left.", "Qassem.", "Qassem"),
        ("He met Jama'at Nasr.", "Jama", "Jama'at"),
        ("Iran's army fired.", "Iran", "Iran"),
        ("The army fired.", "The", None),
        ("The army fired.", "The army", "The army"),
        ("'Iran' fired.", "Iran", "Iran"),
    ],
)
def test_a_mention_is_made_of_whole_words(text: str, found: str, settled: str | None) -> None:
    assert settle(text, found) == settled


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("The Congolese army fired.", "The Congolese", "The Congolese army"),
        ("Then a Rovian battery fired.", "a Rovian", "a Rovian battery"),
        ("The Iranian fired.", "The Iranian", "The Iranian"),
        ("The Italian and Greek navies fired.", "The Italian", "The Italian"),
        ("The Taliban often fired.", "The Taliban", "The Taliban"),
        ("Iranian forces fired.", "Iranian", "Iranian"),
    ],
)
def test_an_article_and_an_adjective_go_on_to_their_noun(text: str, found: str, settled: str) -> None:
    cut: Words = split(text, TOKENIZER)
    at, act = text.index(found), text.index("fired")
    piece = spans.with_noun(cut, Piece(*cut.range(at, at + len(found)), 1.0), cut.range(act, act + 5)[0])
    assert text[cut.start[piece.start] : cut.end[piece.end - 1]] == settled


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("He re-designates them.", "re-", "re-designates"),
        ("He re-designates them.", "designates", "re-designates"),
        ("A pre-emptive strike.", "emptive", "pre-emptive"),
        ("A pre-emptive strike.", "pre", "pre-emptive"),
        ("Talks mediated by Oman.", "Talks", "Talks"),
        ("A Qatari-mediated truce.", "mediated", "mediated"),
        ("They met - talks began.", "talks", "talks"),
        ("Re - no.", "Re", "Re"),
    ],
)
def test_an_anchor_is_both_halves_of_a_hyphenated_word(text: str, found: str, settled: str) -> None:
    cut: Words = split(text, TOKENIZER)
    at = text.index(found)
    piece = spans.anchor(cut, Piece(*cut.range(at, at + len(found)), 1.0))
    assert text[cut.start[piece.start] : cut.end[piece.end - 1]] == settled


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        (
            "Selt says it will stay unless Rovia leaves. Talks go on.",
            "it will stay",
            "it will stay unless Rovia leaves",
        ),
        ("Selt says it will stay until Rovia leaves.", "it will stay", "it will stay"),
        ('Selt says "it will stay" if only once.', '"it will stay"', '"it will stay"'),
        ("Selt says it will stay", "it will stay", "it will stay"),
    ],
)
def test_an_if_clause_belongs_to_what_is_said(text: str, found: str, settled: str) -> None:
    cut = split(text, TOKENIZER)
    at = text.index(found)
    piece = spans.with_condition(cut, Piece(*cut.range(at, at + len(found)), 1.0))
    assert text[cut.start[piece.start] : cut.end[piece.end - 1]] == settled


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("At least nine fell.", "At least", None),
        ("They took the town of Selt at night.", "the town of", "the town of Selt"),
        ("They took the towns of the north.", "the towns of", "the towns"),
        ("Selt and Dorn met.", "Selt and", "Selt"),
        ("The town of\n\nSelt fell.", "The town of", "The town"),
    ],
)
def test_a_mention_does_not_stop_at_a_link(text: str, found: str, settled: str | None) -> None:
    assert settle(text, found) == settled


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("They met the United States.", "the United", "the United States"),
        ("They met Dr Selt Dorn Arval today.", "Selt", "Selt Dorn Arval"),
        ("An Israeli Minister left.", "Israeli", "Israeli"),
        ("US President Dorn left.", "US", "US"),
        ("They met Selt. Dorn left.", "Selt", "Selt"),
        ("The army Dorn has.", "The army", "The army"),
    ],
)
def test_a_name_is_whole(text: str, found: str, settled: str) -> None:
    cut = split(text, TOKENIZER)
    at = text.index(found)
    piece = spans.name(cut, Piece(*cut.range(at, at + len(found)), 1.0))
    assert piece
    assert text[cut.start[piece.start] : cut.end[piece.end - 1]] == settled


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("The army denied it had fired.", "it had", "it had fired"),
        ("The army denied it had fired. It left.", "it had", "it had fired"),
        ("The army denied it had fired on a town, and Tyre said two died.", "it had", "it had fired on a town"),
        ("The army said it would leave the village.", "leave the", "leave the village"),
        ("It had fired at a car, the army said.", "It had", "It had fired at a car"),
        ("It had fired at a car, as the army said.", "It had", "It had fired at a car"),
        ("The army said it would.", "it would", "it would"),
        ("The army said it fired twice.", "it fired", "it fired"),
        ("The army said it did “not fire”, then left.", "it did “not", "it did “not fire”, then left"),
        ("They are, the army said, in Tyre.", "They are", "They are"),
        ("It fired and the army said so.", "and the", "and the"),
    ],
)
def test_what_is_said_does_not_stop_on_a_small_word(text: str, found: str, settled: str) -> None:
    cut: Words = split(text, TOKENIZER)
    at = text.index(found)
    own = [i for i in range(len(cut)) if cut.word(i) == "the" and cut.word(i + 1) == "army"]
    others = [i for i in range(len(cut)) if cut.word(i) == "Tyre"]
    piece = spans.with_rest(cut, Piece(*cut.range(at, at + len(found)), 1.0), own, others)
    assert text[cut.start[piece.start] : cut.end[piece.end - 1]] == settled


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("They hold a 48-hour truce.", "48", False),
        ("They hold a two–week strike.", "two", False),
        ("They met on 4 May.", "4 May", True),
        ("It began in 2019-era camps.", "2019", True),
    ],
)
def test_how_long_is_not_when(text: str, found: str, kept: bool) -> None:  # noqa: FBT001
    cut = split(text, TOKENIZER)
    at = text.index(found)
    assert (spans.moment(cut, Piece(*cut.range(at, at + len(found)), 1.0)) is not None) == kept
