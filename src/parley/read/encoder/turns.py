"""Interviews and transcripts: a paragraph that begins with a name and a colon is that speaker's own words.

The network has hardly seen any; without this rule an answer would stand as the outlet's report.
"""

import re
from collections import Counter
from typing import TypeVar

import msgspec

from parley.model import Event, Mention, Reading, Statement

_TURN = re.compile(
    r"^(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|al|bin|de|van|von)){0,4})(?P<cue>:)[ \t]+(?P<words>\S.*)$",
    re.MULTILINE,
)
Item = TypeVar("Item", Statement, Event)
_UNNAMED = frozenset({"Q", "A"})


def add_turns(reading: Reading) -> Reading:
    """Add a statement for each turn of a conversation, and put what it holds into it.

    A text is taken for a conversation when somebody has two turns; "Note: ..." alone makes none.
    """
    found = list(_TURN.finditer(reading.document.text))
    if not found or max(Counter(match["name"] for match in found).values()) < 2:
        return reading
    said = [_make_statement(reading, match, f"T{number}") for number, match in enumerate(found, start=1)]
    statements = [*said, *(_enclose(statement, said) for statement in reading.statements)]
    return msgspec.structs.replace(
        reading,
        statements=tuple(sorted(statements, key=lambda statement: statement.cue.start)),
        events=tuple(_enclose(event, said) for event in reading.events),
    )


def _make_statement(reading: Reading, match: re.Match[str], name: str) -> Statement:
    source = None if match["name"] in _UNNAMED else Mention(*match.span("name"), match["name"])
    content = reading.document.span(*match.span("words"))
    return Statement(name, reading.document.span(*match.span("cue")), (content,), source)


def _enclose(item: Item, said: list[Statement]) -> Item:
    around = next((turn for turn in said if turn.content[0].holds(item.anchor)), None)
    if around is None or item.within is not None or _is_same_speaker(item, around):
        return item
    return msgspec.structs.replace(item, within=around.id)


def _is_same_speaker(item: Statement | Event, turn: Statement) -> bool:
    """Tell whether a statement was read with the turn's own name as its source: nobody stands between the two."""
    source = item.source if isinstance(item, Statement) else None
    return bool(source and turn.source and source.overlaps(turn.source))
