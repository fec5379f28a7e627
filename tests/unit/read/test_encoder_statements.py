"""Statements nest by containment, events find their statement, conditions and deadlines come by rule."""

import re
from dataclasses import replace

import pytest

from parley.model import Document, Reading
from parley.read.encoder import conditions, decode
from parley.read.encoder.session import Session
from parley.read.encoder.statements import Done, Said, complete_contents, settle_claims, statement
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words, split

TOKENIZER = Session().tokenizer


def piece(words: Words, part: str) -> Piece:
    match = re.search(re.escape(part), words.text)
    assert match, part
    return Piece(*words.range(*match.span()), 1.0)


def said(words: Words, source: str | None, cue: str, *content: str) -> Said:
    spans = tuple(piece(words, part) for part in content)
    return Said(piece(words, cue), piece(words, source) if source else None, spans, None, 0.9)


def done(words: Words, trigger: str, modality: str = "hypothetical", *time: str) -> Done:
    roles = {"actor": (), "recipient": (), "place": (), "time": tuple(piece(words, part) for part in time)}
    return Done(piece(words, trigger), "RETREAT", None, modality, negated=False, roles=roles)


def claim(event: Done, where: Piece, probability: float) -> Done:
    return replace(event, roles={**event.roles, "place": (replace(where, probability=probability),)})


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [(0.6, 0.7, [False, True]), (0.9, 0.95, [True, True]), (0.4, 0.4, [True, True]), (0.99, 0.8, [True, False])],
)
def test_a_place_that_two_events_claim_goes_to_the_surer(first: float, second: float, kept: list[bool]) -> None:
    words = split("Selt shelled Dorn and withdrew.", TOKENIZER)
    dorn = piece(words, "Dorn")
    events = [claim(done(words, "shelled"), dorn, first), claim(done(words, "withdrew"), dorn, second)]
    assert [bool(event.roles["place"]) for event in settle_claims(events)] == kept


def read(words: Words, statements: list[Said], events: list[Done]) -> Reading:
    return decode.reading(Document(words.text), words, statements, events)


def test_a_loose_source_keeps_the_mark_at_its_end() -> None:
    words = split("Nive, the envoy, said no.", TOKENIZER)
    roles = {"source": [piece(words, "Nive, the envoy,")], "content": [piece(words, "no.")], "addressee": []}
    ours, loose = (statement(words, piece(words, "said"), roles, loose=loose) for loose in (False, True))
    assert ours == replace(loose, source=piece(words, "Nive, the envoy"))
    assert loose == Said(piece(words, "said"), roles["source"][0], (piece(words, "no"),), None, 1.0)


def test_a_speech_act_and_its_statement_have_one_speaker() -> None:
    words = split("Nive told Selt to leave.", TOKENIZER)
    demand = replace(said(words, "Nive", "told", "to leave"), addressee=piece(words, "Selt"))
    [told, leave] = read(words, [demand], [done(words, "told", "actual"), done(words, "leave")]).events
    assert ([span.text for span in told.actor], [span.text for span in told.recipient]) == (["Nive"], ["Selt"])
    assert (leave.actor, leave.recipient) == ((), ())


def test_statements_nest_by_containment() -> None:
    words = split("AFP reported that Qassem said the army would withdraw.", TOKENIZER)
    outer = said(words, "AFP", "reported", "that Qassem said the army would withdraw")
    inner = said(words, "Qassem", "said", "the army would withdraw")
    reading = read(words, [inner, outer], [done(words, "withdraw"), done(words, "said", "actual")])
    assert [(s.cue.text, s.within) for s in reading.statements] == [("reported", None), ("said", "S1")]
    assert [(e.trigger.text, e.within, e.about) for e in reading.events] == [
        ("said", "S1", "S2"),
        ("withdraw", "S2", None),
    ]


def test_statements_that_hold_each_other_do_not_nest() -> None:
    words = split("A said B claimed it", TOKENIZER)
    one = said(words, "A", "said", "B claimed it")
    two = said(words, "B", "claimed", "A said")
    assert [s.within for s in read(words, [one, two], []).statements] == [None, None]


@pytest.mark.parametrize(
    ("text", "trigger", "condition"),
    [
        ("Hamas will withdraw if Israel stops the raids, he said.", "withdraw", "if Israel stops the raids"),
        ("If Israel stops the raids, Hamas will withdraw.", "withdraw", "If Israel stops the raids"),
        ("Hamas would withdraw in exchange for 20 prisoners.", "withdraw", "in exchange for 20 prisoners"),
        ("They asked if Hamas would withdraw.", "withdraw", None),
    ],
)
def test_conditions(text: str, trigger: str, condition: str | None) -> None:
    words = split(text, TOKENIZER)
    [event] = read(words, [], [done(words, trigger)]).events
    assert (event.condition.text if event.condition else None) == condition


def test_a_deadline_is_not_repeated_in_time() -> None:
    words = split("They must withdraw by Sunday.", TOKENIZER)
    [event] = read(words, [], [done(words, "withdraw", "obliged", "Sunday")]).events
    assert event.time == ()
    assert event.deadline is not None
    assert event.deadline.text == "Sunday"


def test_a_term_is_found_without_a_time() -> None:
    words = split("They must withdraw within 60 days of the signing.", TOKENIZER)
    [event] = conditions.complete(words, [done(words, "withdraw", "obliged")], [])
    assert event.deadline is not None
    assert words.text[words.start[event.deadline.start] : words.end[event.deadline.end - 1]] == "within 60 days"


def test_what_happened_has_no_deadline() -> None:
    words = split("They had withdrawn by Sunday.", TOKENIZER)
    [event] = conditions.complete(words, [done(words, "withdrawn", "actual", "Sunday")], [])
    assert event.deadline is None


def test_what_is_said_goes_on_to_where_the_next_statement_has_a_clause() -> None:
    words = split("Iran denied it had fired at the port, and Oman said a ship had burned.", TOKENIZER)
    denied, told = said(words, "Iran", "denied", "it had"), said(words, "Oman", "said", "a ship had")
    found = [[(p.start, p.end) for p in each.content] for each in complete_contents(words, [denied, told])]
    assert found == [
        [words.range(*match.span())] for match in re.finditer(r"it had.*?port|a ship had burned", words.text)
    ]
