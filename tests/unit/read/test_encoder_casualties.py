"""An attack and its dead are one event; nobody who died is told as helped."""

import re

import pytest

from parley.read.encoder.casualties import settle_casualties
from parley.read.encoder.session import Session
from parley.read.encoder.statements import Done, Said
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words, split

TOKENIZER = Session().tokenizer


def piece(words: Words, part: str) -> Piece:
    match = re.search(re.escape(part), words.text)
    assert match, part
    return Piece(*words.range(*match.span()), 1.0)


def act(words: Words, trigger: str, actor: str = "", recipient: str = "", kind: str = "ASSAULT") -> Done:
    roles = {
        name: (piece(words, part),) if part else ()
        for name, part in {"actor": actor, "recipient": recipient, "place": "", "time": ""}.items()
    }
    return Done(piece(words, trigger), kind, None, "actual", negated=False, roles=roles)


def tell(words: Words, *events: Done, said: tuple[Said, ...] = ()) -> list[tuple[str, list[str], list[str]]]:
    """Settle events and give the words of trigger, actors and recipients of each."""

    def cut(span: Piece) -> str:
        return words.text[words.start[span.start] : words.end[span.end - 1]]

    return [
        (cut(event.trigger), [cut(p) for p in event.roles["actor"]], [cut(p) for p in event.roles["recipient"]])
        for event in settle_casualties(words, events, said)
    ]


@pytest.mark.parametrize(
    ("text", "actor", "kept"),
    [
        ("Nine soldiers are killed in a raid by Selt.", "Selt", "raid"),
        ("Nine soldiers are killed in a raid on Dorn.", "", "killed"),
    ],
)
def test_the_dead_and_their_attack_are_one_event(text: str, actor: str, kept: str) -> None:
    words = split(text, TOKENIZER)
    killed, raid = act(words, "killed", recipient="Nine soldiers"), act(words, "raid", actor)
    assert tell(words, killed, raid) == [(kept, [actor] if actor else [], ["Nine soldiers"])]


def test_who_is_named_with_both_joins_them_over_any_distance() -> None:
    words = split("Nine soldiers are killed and some others badly hurt when at last Selt shells Dorn.", TOKENIZER)
    killed = act(words, "killed", recipient="Nine soldiers")
    assert len(tell(words, killed, act(words, "shells", "Selt", "Nine soldiers"))) == 1
    assert len(tell(words, killed, act(words, "shells", "Selt", "Dorn"))) == 2


@pytest.mark.parametrize(
    "text", ["Nine soldiers are killed. Selt raids Dorn.", "A raid by Selt comes after nine soldiers are killed."]
)
def test_other_attacks_stay_apart(text: str) -> None:
    words = split(text, TOKENIZER)
    events = sorted((act(words, "killed"), act(words, "raid")), key=lambda event: event.trigger.start)
    assert len(tell(words, *events)) == 2


def test_what_somebody_else_says_stays_apart() -> None:
    words = split("Nine were killed, Selt said of a raid.", TOKENIZER)
    said = Said(piece(words, "said"), piece(words, "Selt"), (piece(words, "of a raid"),), None, 0.9)
    events = act(words, "killed"), act(words, "raid")
    assert [len(tell(words, *events, said=them)) for them in ((), (said,))] == [1, 2]


def test_the_dead_are_not_helped() -> None:
    words = split("Four people are killed and ten others are rescued.", TOKENIZER)
    rescued = act(words, "rescued", kind="AID")
    both = (piece(words, "Four people"), piece(words, "ten others"))
    [(_, _, helped)] = tell(words, Done(**{**vars(rescued), "roles": {**rescued.roles, "recipient": both}}))
    assert helped == ["ten others"]
