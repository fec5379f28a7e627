"""Newsroom exports: many articles in one text, each between a heading and the line "End of Document".

The shape is that of the large press databases: title, outlet, day, then lines such as "Length:", the line "Body", the
article, and "Load-Date:" at its end. A text without the closing line is one document. Each article keeps its own bytes.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from parley.ingest.intake import Found
from parley.model import DateClue, Raw

_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_BODY = re.compile(r"^[ \t]*Body[ \t]*$", re.MULTILINE)
_TAIL = re.compile(r"^[ \t]*(?:Load-Date|Classification|Graphic|Notes)\b.*", re.MULTILINE | re.DOTALL)
_WEEKDAY = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*", re.IGNORECASE)
_DATED = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}"
    r"|\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)


def find_articles(whole: Found) -> Iterator[Found]:
    """Yield each article of an export, or the one document that the text is."""
    ends = list(_END.finditer(whole.text))
    if not ends:
        yield whole
        return
    starts = [0, *(match.end() for match in ends)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1):
        yield _take_article(replace(whole, where=f"{whole.where} article {number}"), whole.text[start : end.start()])


def _take_article(whole: Found, text: str) -> Found:
    """Split an article's heading from its body; one without a line "Body" begins after its first empty line."""
    body = _BODY.search(text)
    head, article = (text[: body.start()], text[body.end() :]) if body else _split_head(text)
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    day = next((match[0] for line in lines if (match := _DATED.match(_WEEKDAY.sub("", line)))), None)
    before = lines[: next((i for i, line in enumerate(lines) if _DATED.match(line)), len(lines))]
    return replace(
        whole,
        text=_TAIL.sub("", article).strip(),
        raw=Raw(text.encode(), "text/plain; charset=utf-8", "newsroom", "1"),
        title=before[0] if before else whole.title,
        outlet=before[1] if len(before) > 1 else whole.outlet,
        clues=(DateClue("field", day),) if day else whole.clues,
    )


def _split_head(text: str) -> tuple[str, str]:
    head, _, article = text.strip().partition("\n\n")
    return head, article
