"""One act has one event, whatever words name it twice."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.read.encoder.doubles import settle_doubles
from parley.read.encoder.session import Session
from parley.read.encoder.statements import Done, Said
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words, split

TOKENIZER = Session().tokenizer


def piece(words: Words, part: str) -> Piece:
    match = re.search(re.escape(part), words.text)
    assert match, part
    return Piece(*words.range(*match.span()), 1.0)


def act(words: Words, trigger: str, kind: str, confidence: float, actor: str = "") -> Done:
    roles = {"actor": (piece(words, actor),) if actor else (), "recipient": (), "place": (), "time": ()}
    return Done(piece(words, trigger), kind, None, "actual", negated=False, roles=roles, confidence=confidence)


def triggers(words: Words, *events: Done, said: tuple[Said, ...] = ()) -> list[str]:
    found = [event.trigger for event in settle_doubles(words, events, said)]
    return [words.text[words.start[p.start] : words.end[p.end - 1]] for p in found]


@pytest.mark.parametrize(
    ("text", "first", "second", "kept"),
    [
        ("Selt imposes sanctions on Dorn.", ("imposes", "SANCTION", 0.9), ("sanctions", "SANCTION", 0.8), 1),
        ("Selt imposes a wide ban on Dorn.", ("imposes", "COERCE", 0.9), ("ban", "COERCE", 0.8), 1),
        ("Selt and Dorn near a ceasefire deal.", ("ceasefire", "RETREAT", 0.9), ("deal", "AGREE", 0.4), 1),
        ("Selt and Dorn near a ceasefire deal.", ("ceasefire", "RETREAT", 0.9), ("deal", "AGREE", 0.6), 2),
        ("Selt shells and bombs Dorn.", ("shells", "ASSAULT", 0.9), ("bombs", "ASSAULT", 0.3), 2),
        ("Selt shells Dorn, bombs Kess.", ("shells", "ASSAULT", 0.9), ("bombs", "ASSAULT", 0.3), 2),
        ("Selt released its long awaited peace plan.", ("released", "RETREAT", 0.9), ("peace", "RETREAT", 0.4), 1),
        ("Selt released its long awaited peace plan.", ("released", "RETREAT", 0.9), ("peace", "RETREAT", 0.6), 2),
        ("Selt bans the sale of all arms.", ("bans", "COERCE", 0.9), ("arms", "AID", 0.3), 2),
    ],
)
def test_two_words_for_one_act_are_one_event(
    text: str, first: tuple[str, str, float], second: tuple[str, str, float], kept: int
) -> None:
    words = split(text, TOKENIZER)
    assert len(triggers(words, act(words, *first), act(words, *second))) == kept


def test_triggers_that_touch_are_joined_and_the_surer_of_others_is_kept() -> None:
    words = split("Selt grants asylum to Orr and voices its support.", TOKENIZER)
    grants, asylum = act(words, "grants", "AID", 0.6, actor="Selt"), act(words, "asylum", "AID", 0.9)
    voices, support = act(words, "voices", "SUPPORT", 0.3), act(words, "support", "SUPPORT", 0.8)
    assert triggers(words, grants, asylum, voices, support) == ["grants asylum", "support"]
    joined = settle_doubles(words, [grants, asylum], ())[0]
    assert joined.confidence == 0.9
    assert joined.roles["actor"] == grants.roles["actor"]


def test_both_halves_of_a_word_with_a_hyphen_are_one_trigger() -> None:
    words = split("Orr was re-arrested.", TOKENIZER)
    whole = act(words, "re-arrested", "COERCE", 0.9)
    assert triggers(words, act(words, "re-arrested", "RETREAT", 0.5), whole) == ["re-arrested"]


def test_a_speech_act_and_what_it_is_about_are_two() -> None:
    words = split("Selt welcomes help.", TOKENIZER)
    said = Said(piece(words, "welcomes"), piece(words, "Selt"), (piece(words, "help"),), None, 0.9)
    welcomes, aid = act(words, "welcomes", "SUPPORT", 0.9), act(words, "help", "AID", 0.3)
    assert triggers(words, welcomes, aid, said=(said,)) == ["welcomes", "help"]
    likewise = act(words, "help", "SUPPORT", 0.3)
    assert triggers(words, welcomes, likewise, said=(said,)) == ["welcomes", "help"]


WORDS = split("Selt shells Dorn and strikes, bombs the raid that attacks killed. Kess fires", TOKENIZER)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ASSAULT", "COERCE"]), st.floats(0, 1)), min_size=14, max_size=14))
def test_what_is_left_does_not_overlap_and_settling_twice_adds_no_event(kinds: list[tuple[str, float]]) -> None:
    roles: dict[str, tuple[Piece, ...]] = {"actor": (), "recipient": (), "place": (), "time": ()}
    events = [
        Done(Piece(i, i + 1, 1.0), kind, None, "actual", negated=False, roles=roles, confidence=sure)
        for i, (kind, sure) in enumerate(kinds)
        if sure > 0.2
    ]
    once = settle_doubles(WORDS, events, ())
    assert all(a.trigger.end <= b.trigger.start for a, b in pairwise(once))
    assert len(settle_doubles(WORDS, once, ())) <= len(once) <= len(events)
