"""Swaps parties in annotated texts, so that what is learned does not hang on who does it."""

import random
import re
from bisect import bisect_right
from collections import Counter
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
    """Replace every party named in the text by another one, in the same form, and move all spans along."""
    fate: dict[int, int] = {}
    for row in parties(example.text):
        states = "-" not in ROWS[row]
        fate[row] = rng.choice([i for i, forms in enumerate(ROWS) if i != row and ("-" not in forms) == states])
    return exchange(example, fate)


def parties(text: str) -> list[int]:
    """Rows of the parties that a text names, most often named first."""
    counts = Counter(_row(match)[0] for match in _NAMES.finditer(text))
    return [row for row, _ in counts.most_common()]


def exchange(example: Example, fate: dict[int, int]) -> Example:
    """Replace parties as `fate` says, row by row; a form that the other party lacks gives way to its name."""
    pieces: list[str] = []
    moves: list[tuple[int, int, int, int]] = []
    at = size = 0
    for match in _NAMES.finditer(example.text):
        row, column = _row(match)
        forms = ROWS[fate.get(row, row)]
        new = forms[column] if forms[column] != "-" else forms[0]
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


def _row(match: re.Match[str]) -> tuple[int, int]:
    """Row and column of a name that was found."""
    return FORMS[re.sub(r"^The ", "the ", match[0])]


def _begins(match: re.Match[str]) -> bool:
    """Tell whether a name begins a sentence."""
    before = match.string[: match.start()].rstrip()
    return (
        match[0].startswith("The ") or before[-1:] in {"", ".", "!", "?"} or match.string[match.start() - 1] in '"“\n'
    )
