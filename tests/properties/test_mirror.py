"""Swapping one party's names for the other's throughout mirrors the actors: whose they are, and what they are.

One state's army may have an entry of its own where another's has not, so ids are compared by country and sector.
"""

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model import Document, Event, Mention, Reading, Statement
from parley.ontology.registry import load_registry
from parley.resolve import ActorResolver

DAY = dt.date(2025, 11, 1)
PARTIES = {
    "IND": {"name": "India", "adjective": "Indian", "seat": "New Delhi"},
    "PAK": {"name": "Pakistan", "adjective": "Pakistani", "seat": "Islamabad"},
    "THA": {"name": "Thailand", "adjective": "Thai", "seat": "Bangkok"},
    "KHM": {"name": "Cambodia", "adjective": "Cambodian", "seat": "Phnom Penh"},
    "RUS": {"name": "Russia", "adjective": "Russian", "seat": "Moscow"},
    "UKR": {"name": "Ukraine", "adjective": "Ukrainian", "seat": "Kyiv"},
    "ISR": {"name": "Israel", "adjective": "Israeli", "seat": "Jerusalem"},
    "IRN": {"name": "Iran", "adjective": "Iranian", "seat": "Tehran"},
}
SENTENCES = (
    "[{A[name]}] accused [{B[name]}] of firing first.",
    "[The {A[adjective]} military] said that [{B[adjective]} forces] crossed the line.",
    "[{A[seat]}] said that [it] would answer [{B[adjective]} troops].",
    "[The {A[adjective]} government] told [the {B[adjective]} foreign ministry] so.",
    "[{A[name]} and {B[name]}] met and [both sides] agreed.",
    "[{B[adjective]} authorities] blamed [the country] and [its army].",
    "[A {B[adjective]} official] denied it to [{A[name]}]; [they] did not.",
)


def resolve(marked: str) -> list[str | None]:
    """Give country and sector of the mentions between brackets, sources and actors by turns."""
    text, spans = "", []
    for part in re.split(r"(\[[^\]]*\])", marked):
        words = part[1:-1] if part.startswith("[") else part
        spans += [(len(text), len(text) + len(words))] if part.startswith("[") else []
        text += words
    document = Document(text, DAY)
    end = document.span(len(text) - 1, len(text))
    mentions = [Mention(start, stop, text[start:stop]) for start, stop in spans]
    statements = tuple(Statement(f"S{n}", end, (end,), one) for n, one in enumerate(mentions[::2]))
    events = tuple(Event(f"E{n}", end, "ASSAULT", actor=(one,)) for n, one in enumerate(mentions[1::2]))
    found = {
        (one.start, one.end): one for one in ActorResolver().resolve(Reading(document, statements, events)).mentions
    }
    return [_code(found[span].entity_id) if span in found else None for span in spans]


def _code(actor_ids: str | None) -> str:
    actors = [load_registry().actors[actor_id] for actor_id in (actor_ids or "").split(" and ")]
    return " ".join(f"{actor.country} {actor.sector}" for actor in actors)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    st.lists(st.sampled_from(sorted(PARTIES)), min_size=2, max_size=2, unique=True),
)
def test_swapped_parties_mirror(sentences: list[str], parties: list[str]) -> None:
    one, other = parties
    told = " ".join(sentences).format(A=PARTIES[one], B=PARTIES[other])
    swapped = " ".join(sentences).format(A=PARTIES[other], B=PARTIES[one])
    pair = rf"\b({one}|{other})\b"
    mirrored = [actor and re.sub(pair, lambda code: other if code[1] == one else one, actor) for actor in resolve(told)]
    assert resolve(swapped) == mirrored
    assert any(mirrored)
