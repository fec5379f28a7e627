"""Plain text and Markdown: the text is the document, with an optional block of facts before it."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePath
from typing import NamedTuple

from msgspec.structs import replace

from parley.ingest.dates import find_day
from parley.ingest.decoding import decode
from parley.ingest.intake import FIELDS, BuiltInLoader, Found, read_fields
from parley.ingest.newsroom import find_articles
from parley.ingest.refusing import refuse_length
from parley.model import DateClue, Raw

HEADINGS = frozenset(FIELDS) - {"text"}
"""What a block before a text can state."""
# Twenty lines at most: a rule of dashes deep in a text does not end a block.
_BLOCK = re.compile(r"---[ \t]*\r?\n(?P<facts>(?:[^\n]{0,500}\n){0,20}?)---[ \t]*(?:\r?\n|\Z)")
_OPENING = re.compile(r"---[ \t]*\r?\n")
_LONGEST_BLOCK = 10_000
"""Characters; what nothing closes is looked at so far, and to its first empty line, for what it was meant to be."""
_NOT_TAKEN = "the block at the top stands in the text"
_FACT = re.compile(r"(?P<name>\w+):[ \t]*(?P<value>.*)")


class PlainLoader(BuiltInLoader):
    """Loads one document from text that comes as text: decoded, otherwise untouched.

    A block between two lines of three dashes at the very start, one `name: value` a line, states outlet, url, title,
    date, lang, id, kind, the carriers cited, or which document this one retracts or corrects. It is not in the text.
    """

    suffixes = frozenset({".txt", ".md"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found]:
        refuse_length(len(data) // 4)  # no encoding needs more than four bytes a character
        decoded = decode(data, self._intake.served.charset)
        facts, text, flags = split_front_matter(decoded.text)
        raw = Raw(data, f"text/plain; charset={decoded.encoding}", "plain", "1")
        found = read_fields({**facts, "text": text}, raw, ref, "front matter", (*decoded.flags, *flags))
        whole = replace(found, clues=(*found.clues, *name_clues(ref)))
        yield from find_articles(whole)


class FrontMatter(NamedTuple):
    """The facts stated before a text, the text, and what is doubtful about the block that states them."""

    facts: dict[str, str]
    text: str
    flags: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Split off the facts stated before the text.

    A block that is anything else stays in the text; so does one with a fault, which is flagged.
    """
    if not (opening := _OPENING.match(text)):
        return FrontMatter({}, text)
    block = _BLOCK.match(text)
    head = block["facts"] if block else text[opening.end() :][:_LONGEST_BLOCK]
    lines = head.splitlines() if block else takewhile(str.strip, head.splitlines()[:20])
    read = [(number, line.strip(), _FACT.fullmatch(line.strip())) for number, line in enumerate(lines, start=2)]
    facts = {fact["name"].lower(): _unquote(fact["value"]) for _, _, fact in read if fact}
    if not HEADINGS & facts.keys():
        return FrontMatter({}, text)
    if not block:
        return FrontMatter({}, text, (f"{_NOT_TAKEN}: no line --- closes it",))
    if wrong := next((f"line {number} is no `name: value`" for number, line, fact in read if line and not fact), None):
        return FrontMatter({}, text, (f"{_NOT_TAKEN}: {wrong}",))
    unknown = ", ".join(sorted(facts.keys() - HEADINGS))
    flags = (f"nothing of this name can be stated: {unknown}",) if unknown else ()
    return FrontMatter(facts, text[block.end() :], flags)


def name_clues(ref: str) -> tuple[DateClue, ...]:
    """Take the date that a file's name carries, if it carries one."""
    day = find_day(PurePath(ref).name)
    return (DateClue("file name", day),) if day else ()


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
