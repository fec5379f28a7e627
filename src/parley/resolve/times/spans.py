"""Finding the words that name times: the rules of time_rules.toml, laid around words that hint at one."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary
from parley.ontology.times import time_words

_HINT = (
    r"\d+|(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun|to|yester|mid|week)?days?\b|\b\w*(?:year|month|week|decade|centur|hour|"
    r"minute|second|night|noon|morning|afternoon|evening|dawn|dusk|quarter|half)\w*|tomorrow|nineties|ies\b|"
    r"\b(?:spring|summer|autumn|fall|winter|daily|annual\w*|{vague})\b|twenties|"
    r"\b(?:since|until|till) (?:the|this|that|its|their)\b)"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|{feasts}"
)
"""Words that hint at a time, the tables of the vocabulary to be put in."""
_BLANK = r"(?:[ \t\u00a0]+(?:\n[ \t]*)?|\n[ \t]*)"
_AGAIN = "_"
"""Sets off the names of groups that stand in a pattern more than once."""
_BEFORE, _AFTER = 60, 60
"""Code points around a hint in which an expression that holds it may begin and end."""


class Rule(Struct, frozen=True):
    """One rule: its name, how its matches are read, and what it matches."""

    name: str
    read: str
    pattern: str


class _RuleFile(Struct):
    fragments: dict[str, str]
    rules: tuple[Rule, ...]


class Found(Struct, frozen=True):
    """Words that a rule took for a time: where they stand, and the named parts of the match."""

    start: int
    end: int
    rule: str
    read: str
    parts: Mapping[str, str]

    @property
    def length(self) -> int:
        """How many code points it covers."""
        return self.end - self.start


def find_spans(text: str) -> list[Found]:
    """List the time expressions of a text in their order; none overlaps another."""
    found = [one for begin, end in _list_windows(text) for one in _match_rules(text, begin, end)]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    chosen: list[Found] = []
    covered = bytearray(len(text))
    for one in found:
        if not any(covered[one.start : one.end]):
            covered[one.start : one.end] = b"\1" * one.length
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _match_rules(text: str, begin: int, end: int) -> Iterator[Found]:
    for rule, pattern in _compile_rules():
        for match in pattern.finditer(text, begin, end):
            parts = {name.rstrip(_AGAIN): words for name, words in match.groupdict().items() if words}
            yield Found(match.start(), match.end(), rule.name, rule.read, parts)


def _list_windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches around hints, each cut between words, none overlapping the next."""
    begin = end = 0
    for hint in _compile_hint().finditer(text):
        start = max(0, hint.start() - _BEFORE)
        if start > end:
            if end:
                yield begin, end
            begin = _next_word(text, start) if start else 0
        end = _next_word(text, min(len(text), hint.end() + _AFTER))
    if end:
        yield begin, end


def _next_word(text: str, offset: int) -> int:
    """Give the end of the word at an offset; a word that does not end soon is cut."""
    return next(
        (at for at in range(offset, min(len(text), offset + _AFTER)) if text[at].isspace()),
        min(len(text), offset + _AFTER),
    )


@cache
def _compile_hint() -> re.Pattern[str]:
    words = time_words()
    vague = "|".join(key for key in words.vague if "(?" not in key)
    feasts = "|".join(feast.name for feast in words.feasts)
    return re.compile(_HINT.replace("{vague}", vague).replace("{feasts}", feasts))


@cache
def _compile_rules() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    words = time_words()
    given = msgspec.convert(load_vocabulary("time_rules.toml"), _RuleFile)
    lists = {
        "VAGUE": "|".join(words.vague),
        "FEAST": "|".join(feast.name for feast in words.feasts),
        "NAMED": "|".join(sorted((one.words for one in words.named_days), key=len)),
        "HAPPENING": "|".join(words.happenings["nouns"]),
    }
    return tuple((rule, _compile(rule.pattern, given.fragments | lists)) for rule in given.rules)


def _compile(pattern: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    """Put fragments in the place of their names, and runs of blanks in the place of spaces; make group names unique."""
    while holes := re.search(r"\{([A-Z_]+)\}", pattern):
        pattern = pattern.replace(holes[0], f"(?:{fragments[holes[1]]})")
    spaced = re.sub(r"(\[[^\]]*\])| ", lambda part: part[1] or _BLANK, pattern)
    seen: Counter[str] = Counter()

    def number(group: re.Match[str]) -> str:
        seen[group[1]] += 1
        return f"(?P<{group[1]}{_AGAIN * (seen[group[1]] - 1)}>"

    spaced = re.sub(r"\(\?P<(\w+)>", number, spaced)
    return cast("re.Pattern[str]", re.compile(rf"(?i)(?<![\w-])(?:{spaced})(?!\w)"))
