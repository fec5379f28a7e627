"""Where a text quotes: the words between quotation marks."""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"[^\n]+")
_QUOTED = re.compile(r'“[^”]*(?:”|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)|"[^"]*(?:"|$)')


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of what stands in quotation marks, the marks included.

    A quotation that is still open where its paragraph ends goes on in the next and ends here.
    """
    for paragraph in _PARAGRAPH.finditer(text):
        for quoted in _QUOTED.finditer(paragraph.group()):
            yield paragraph.start() + quoted.start(), paragraph.start() + quoted.end()
