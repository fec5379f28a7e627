"""Plain text and Markdown: the text is the document, with an optional block of facts before it."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from parley.ingest.dates import find_day
from parley.ingest.decoding import decode
from parley.ingest.intake import FIELDS, Found, Intake, refuse_length, split_cited
from parley.ingest.newsroom import find_articles
from parley.model import Arrival, DateClue, Failure, Raw

HEADINGS = frozenset(FIELDS) - {"text"}
"""What a block before a text can state."""
# Twenty lines at most: a rule of dashes deep in a text does not end a block.
_BLOCK = re.compile(r"---[ \t]*\r?\n(?P<facts>(?:[^\n]{0,500}\n){0,20}?)---[ \t]*(?:\r?\n|\Z)")
_FACT = re.compile(r"(?P<name>\w+):[ \t]*(?P<value>.*)")


class PlainLoader:
    """Loads one document from text that comes as text: decoded, otherwise untouched.

    A block between two lines of three dashes at the very start, one `name: value` a line, states outlet, url, title,
    date, lang, id, kind, the carriers cited, or which document this one retracts or corrects. It is not in the text.
    """

    suffixes = frozenset({".txt", ".md"})

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def load(self, data: bytes, ref: str) -> Iterator[Arrival | Failure]:
        """Yield the one document, or the reason why it is none."""
        return self._intake.take(self._find(data, ref), ref)

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        refuse_length(len(data) // 4)  # no encoding needs more than four bytes a character
        decoded = decode(data, self._intake.served.charset)
        facts, text = split_front_matter(decoded.text)
        clues = [DateClue("front matter", facts["date"])] if facts.get("date") else []
        whole = Found(
            text=text,
            raw=Raw(data, f"text/plain; charset={decoded.encoding}", "plain", "1"),
            where=ref,
            given_id=facts.get("id") or None,
            outlet=facts.get("outlet"),
            url=facts.get("url"),
            title=facts.get("title"),
            lang=facts.get("lang"),
            cited=split_cited(facts.get("cited")),
            kind=facts.get("kind"),
            retracts=facts.get("retracts"),
            corrects=facts.get("corrects"),
            clues=(*clues, *name_clues(ref)),
            flags=decoded.flags,
        )
        yield from find_articles(whole)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split off the facts stated before the text; a block that is anything else stays in the text."""
    match = _BLOCK.match(text)
    lines = [line.strip() for line in match["facts"].splitlines()] if match else []
    facts = {}
    for line in filter(None, lines):
        fact = _FACT.fullmatch(line)
        if not fact:
            return {}, text
        facts[fact["name"].lower()] = _unquote(fact["value"])
    if not match or not HEADINGS & facts.keys():
        return {}, text
    return facts, text[match.end() :]


def name_clues(ref: str) -> tuple[DateClue, ...]:
    """Take the date that a file's name carries, if it carries one."""
    day = find_day(PurePath(ref).name)
    return (DateClue("file name", day),) if day else ()


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
