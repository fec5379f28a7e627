"""Swaps parties in annotated texts, so that what is learned does not hang on who does it."""

import random
import re
from bisect import bisect_right
from dataclasses import replace

from training.examples import Anchor, Example, Offsets
from training.frames import table


def _forms() -> dict[str, tuple[int, int]]:
    """Map each form of a party to its row and column in the table."""
    forms: dict[str, tuple[int, int]] = {}
    for row, columns in enumerate(table("parties.tsv")):
        for column, form in enumerate(columns[:3]):
            if form != "-":
                forms.setdefault(form, (row, column))
    return forms


ROWS = table("parties.tsv")
FORMS = _forms()
_LONGEST_FIRST = "|".join(sorted(map(re.escape, FORMS), key=len, reverse=True))
_NAMES = re.compile(r"\b(?:" + _LONGEST_FIRST.replace("the\\ ", "[Tt]he\\ ") + r")\b")


def swapped(example: Example, rng: random.Random) -> Example:
    """Exchange every party named in the text for another one, in the same form, and move all spans along."""
    fate: dict[int, int] = {}
    pieces: list[str] = []
    moves: list[tuple[int, int, int, int]] = []
    at = size = 0
    for match in _NAMES.finditer(example.text):
        row, column = FORMS[re.sub(r"^The ", "the ", match[0])]
        states = "-" not in ROWS[row]
        target = fate.setdefault(row, _other(row, states, rng))
        new = ROWS[target][column]
        new = new[0].upper() + new[1:] if _begins(match) else new
        pieces += [example.text[at : match.start()], new]
        size += match.start() - at
        moves.append((match.start(), match.end(), size, size + len(new)))
        size += len(new)
        at = match.end()
    text = "".join([*pieces, example.text[at:]])
    starts = [move[0] for move in moves]

    def moved(offset: int, *, end: bool) -> int:
        i = bisect_right(starts, offset - end) - 1
        if i < 0:
            return offset
        _, old_end, new_start, new_end = moves[i]
        if offset < old_end:
            return new_end if end else new_start
        return offset - old_end + new_end

    def spans(found: list[Offsets]) -> list[Offsets]:
        return [(moved(a, end=False), moved(b, end=True)) for a, b in found]

    def anchor(old: Anchor) -> Anchor:
        return Anchor(spans([old.span])[0], {role: spans(found) for role, found in old.roles.items()}, old.traits)

    return replace(
        example,
        text=text,
        statements=[anchor(a) for a in example.statements],
        events=[anchor(a) for a in example.events],
        open_cues=spans(example.open_cues),
        open_triggers=spans(example.open_triggers),
    )


def _begins(match: re.Match[str]) -> bool:
    """Tell whether a name begins a sentence."""
    before = match.string[: match.start()].rstrip()
    return (
        match[0].startswith("The ") or before[-1:] in {"", ".", "!", "?"} or match.string[match.start() - 1] in '"“\n'
    )


def _other(row: int, states: bool, rng: random.Random) -> int:  # noqa: FBT001
    pool = [i for i, columns in enumerate(ROWS) if i != row and ("-" not in columns) == states]
    return rng.choice(pool)
