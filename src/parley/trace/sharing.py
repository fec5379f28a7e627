"""What the passages that two reports share amount to, counted in words."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from parley.ontology.quotations import find_quotations
from parley.trace.alignment import Passage
from parley.trace.fingerprints import Tokens
from parley.trace.kinds import Sharing, Side


class WordedSide(Side, frozen=True):
    """One report of a pair with its words, and for each whether it stands in quotation marks."""

    tokens: Tokens
    quoted: npt.NDArray[np.bool_]


def mark_quoted(text: str, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Tell for each word whether it stands in quotation marks."""
    marks = np.zeros(len(tokens.words), bool)
    for start, end in find_quotations(text):
        first, last = np.searchsorted(tokens.starts, [start, end])
        marks[first:last] = True
    return marks


def measure(a: WordedSide, b: WordedSide, passages: Sequence[Passage]) -> Sharing:
    """Sum up the passages of a pair."""
    in_a = sum(passage.a_end - passage.a_start for passage in passages)
    in_b = sum(passage.b_end - passage.b_start for passage in passages)
    words = sum(passage.same for passage in passages)
    quoted = sum(_share_quoted(a, b, passage) * passage.same for passage in passages)
    shares = in_a / len(a.tokens.words), in_b / len(b.tokens.words)
    return Sharing(words, round(quoted), *shares, alike=words / max(in_a, in_b))


def _share_quoted(a: WordedSide, b: WordedSide, passage: Passage) -> float:
    """Give the share of a passage that stands in quotation marks in both texts."""
    in_a = float(np.mean(a.quoted[passage.a_start : passage.a_end]))
    in_b = float(np.mean(b.quoted[passage.b_start : passage.b_end]))
    return min(in_a, in_b)
