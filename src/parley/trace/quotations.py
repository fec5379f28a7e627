"""Where a text quotes: the words between quotation marks."""

import re

import numpy as np
import numpy.typing as npt

from parley.trace.fingerprints import Tokens

_PARAGRAPH = re.compile(r"[^\n]+")
_QUOTED = re.compile(r'“[^”]*(?:”|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)|"[^"]*(?:"|$)')
"""A quotation that is still open where its paragraph ends goes on in the next and ends here."""

Marks = npt.NDArray[np.bool_]


def mark_quoted(text: str, tokens: Tokens) -> Marks:
    """Tell for each word whether it stands in quotation marks."""
    marks = np.zeros(len(tokens.words), bool)
    for paragraph in _PARAGRAPH.finditer(text):
        for quoted in _QUOTED.finditer(paragraph.group()):
            start, end = paragraph.start() + quoted.start(), paragraph.start() + quoted.end()
            first, last = np.searchsorted(tokens.starts, [start, end])
            marks[first:last] = True
    return marks
