"""Parties are treated alike: with two names exchanged in agreement and report, the links are those of the other."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parley
from parley.agreement import find_agreement, load_agreement, parse_agreement
from parley.match import Matcher
from parley.model import Document, Event, Mention, Reading, Span, Statement

FILE = (Path(parley.__file__).parent / "demo" / "agreement.yaml").read_text(encoding="utf-8")
ADJECTIVES = {"Dessovia": "Dessovian", "Tollaria": "Tollarian"}
ACTS = [
    ("withdrew", "RETREAT", "withdraw", "its troops", "from the Teskal heights"),
    ("withdrew", "RETREAT", "withdraw", "its troops", "from the Jurrel bridgehead"),
    ("shelled", "ASSAULT", "heavy-weapons", "{other} targets", "in the valley"),
    ("freed", "RETREAT", "release", "28 {other} detainees", "at the Lurna crossing"),
    ("held up", "COERCE", "restrict", "an announced aid convoy", "at the Lurna crossing"),
    ("let through", "RETREAT", "access", "an announced aid convoy", "at the Lurna crossing"),
    ("flew", "MOBILIZE", "weapons", "drones", "over the Ombrel valley"),
]
Cut = Callable[..., Any]


def exchange(text: str) -> str:
    """Exchange the two states everywhere: names, adjectives, seats and ids."""
    pairs = {"Dessovia": "Tollaria", "dessovia": "tollaria", "Halvek": "Marnisk"}
    both = pairs | {right: left for left, right in pairs.items()}
    return re.sub("|".join(both), lambda match: both[match[0]], text)


def read(text: str, act: tuple[str, str, str, str, str], state: str, speaker: str | None, cut: Cut) -> Reading:
    """Make the reading of `text`, in which a state does something to the other, perhaps in somebody's mouth."""
    verb, type_, mode, _, _ = act
    document = Document(text, dt.date(2025, 4, 2))
    within = "S1" if speaker else None
    object_text = text.partition(f"{verb} ")[2].rstrip(".")
    event = Event(
        "E1", cut(document, verb, Span), type_, mode, actor=(cut(document, f"{state} ", Mention),),  # type: ignore[arg-type]
        recipient=(cut(document, object_text, Mention),), within=within,
    )  # fmt: skip
    said = text.partition(" said ")[2].rstrip(".")
    statements = () if speaker is None else (
        Statement("S1", cut(document, "said", Span), (cut(document, said, Span),), cut(document, speaker, Mention)),
    )  # fmt: skip
    return Reading(document, statements, (event,))


@pytest.fixture(scope="module")
def matchers() -> tuple[Matcher, Matcher]:
    return Matcher([parse_agreement(FILE, "a")]), Matcher([parse_agreement(exchange(FILE), "b")])


@given(
    act=st.sampled_from(ACTS),
    state=st.sampled_from(sorted(ADJECTIVES)),
    speaker=st.sampled_from([None, "Dessovia", "Tollaria", "Sorrelund"]),
    modality=st.sampled_from(["actual", "future", "requested", "obliged", "refused", "hypothetical"]),
    negated=st.booleans(),
)
def test_with_the_parties_exchanged_the_links_mirror(
    matchers: tuple[Matcher, Matcher], cut: Cut, act: tuple[str, str, str, str, str], state: str,
    speaker: str | None, modality: str, negated: bool,  # noqa: FBT001 (drawn by Hypothesis)
) -> None:  # fmt: skip
    other = next(adjective for name, adjective in ADJECTIVES.items() if name != state)
    sentence = f"{state} {act[0]} {act[3].format(other=other)} {act[4]}."
    text = f"{speaker} said {sentence}" if speaker else sentence

    def links(matcher: Matcher, words: str, actor: str, source: str | None) -> list[tuple[Any, ...]]:
        reading = read(words, act, actor, source, cut)
        events = tuple(
            type(event)(**{**{f: getattr(event, f) for f in event.__struct_fields__}, "modality": modality,
                           "negated": negated})
            for event in reading.events
        )  # fmt: skip
        found = matcher.match(Reading(reading.document, reading.statements, events))
        return sorted((m.clause, m.bearing, m.by or "", m.against or "", round(m.score, 6)) for m in found)

    plain, mirrored = matchers
    expected = [
        (clause, bearing, exchange(by), exchange(against), score)
        for clause, bearing, by, against, score in links(plain, text, state, speaker)
    ]
    swapped = links(mirrored, exchange(text), exchange(state), speaker and exchange(speaker))
    assert swapped == sorted(expected)


def test_the_acts_of_this_test_do_find_clauses(matchers: tuple[Matcher, Matcher], cut: Cut) -> None:
    found = set()
    for act in ACTS:
        text = f"Dessovia {act[0]} {act[3].format(other='Tollarian')} {act[4]}."
        found |= {match.clause for match in matchers[0].match(read(text, act, "Dessovia", None, cut))}
    assert {"1", "3a", "4a", "5", "6"} <= found


@pytest.mark.parametrize(
    ("actor", "place", "clause"),
    [("Hezbollah", "northern Israel", "2a"), ("Israel", "southern Lebanon", "2b")],
)
def test_a_part_of_either_country_is_in_that_country(cut: Cut, actor: str, place: str, clause: str) -> None:
    """The shipped file names the territory of one side only; an attack on a part of the other is no less linked."""
    document = Document(f"{actor} fired rockets at {place}.", dt.date(2025, 2, 3))
    where = cut(document, place, Mention)
    event = Event(
        "E1", cut(document, "fired rockets", Span), "ASSAULT", "heavy-weapons", actor=(cut(document, actor, Mention),),
        recipient=(where,), place=(where,),
    )  # fmt: skip
    proposed = Matcher([load_agreement(find_agreement("isr-lbn-2024"))]).match(Reading(document, events=(event,)))
    assert clause in {proposal.clause for proposal in proposed}
