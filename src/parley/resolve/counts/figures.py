"""Finding numbers that may count something: figures, words, ranges, vague plurals; not ages, money, shares, names."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from parley.model import Comparator, Span
from parley.ontology.counts import count_words
from parley.resolve.numbers import read_number

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SCALED = "(?:(?:a|half a|one|two|several) (?:dozen|hundred|thousand|million)|hundred|thousand)"
_REST = rf"(?: and (?:{_TENS}(?:-(?:{_ONES}))?|{_ONES}|{_TEENS})(?= ))?"
_WORD = rf"(?:(?:{_TENS}(?:[ -](?:{_ONES}))?|{_ONES}|{_TEENS}|{_SCALED})(?:[ -](?:hundred|thousand|million))*{_REST})"
_FIGURE = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_NUMBER = rf"(?:(?:{_FIGURE})(?: (?:hundred|thousand|million|billion))?|{_WORD})"
_APART = (
    r"\baged \d+(?: (?:to|and) \d+)?|, \d\d,|\b\d+-year-old",
    r"(?<![\d,])\b\d+ to \d+(?= with| against|[.,]\D|[.,]\Z)|\b\d+-\d+ vote",
    r"\b(?:a|one|two|three)[ -](?:third|quarter|fifth|half|tenth)s?",
    r"(?:[$£€¥]|US\$|C\$)\s?\d[\d,.]*(?:\s?(?:million|billion|trillion|m|bn|k)\b)?|(?<![\d,.])\d[\d,.]*\s?%",
)
"""Ages, tallies of votes, fractions, money and shares."""


class Figure(Struct, frozen=True):
    """A number in the text, with its bounds; null where the words leave one open."""

    start: int
    end: int
    low: float | None
    high: float | None
    comparator: Comparator


def find_figures(text: str, times: Sequence[Span]) -> list[Figure]:
    """List the numbers of a text that may count something, without those inside `times`."""
    taken = bytearray(len(text))
    for start, end in [
        *((time.start, time.end) for time in times),
        *(match.span() for match in _apart().finditer(text)),
    ]:
        taken[start:end] = b"\1" * (end - start)
    return [figure for figure in _read_figures(text) if not any(taken[figure.start : figure.end])]


def _read_figures(text: str) -> Iterator[Figure]:
    for match in _pattern().finditer(text):
        start, end = match.start("figure"), match.end("figure")
        if "vague" in match.groupdict() and match["vague"]:
            least = count_words().vague[" ".join(match["vague"].lower().split())]
            yield Figure(start, end, least, None, "at least")
            continue
        low = read_number(match["low"])
        high = read_number(match["high"]) if match["high"] else low
        if low is None or high is None or _is_name(text, match):
            continue
        if high < low:
            scale = next((10**power for power in (3, 6) if low * 10**power <= high), None)
            low = low * scale if scale else low
        yield _bound(start, end, min(low, high), max(low, high), match["before"], match["after"])


def _bound(start: int, end: int, low: float, high: float, before: str | None, after: str | None) -> Figure:
    words = " ".join((before or "").lower().split())
    comparator: Comparator = count_words().comparators.get(words, "exactly")
    if after:
        comparator = "at least" if "more" in after.lower() else "at most"
    if low != high:
        return Figure(start, end, low, high, comparator)
    match comparator:
        case "at least" | "more than":
            return Figure(start, end, low, None, comparator)
        case "at most" | "less than" | "up to":
            return Figure(start, end, None, high, comparator)
    return Figure(start, end, low, high, comparator)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number is part of a name: "Group of Seven", capitalised in the midst of a sentence."""
    words = match["low"]
    begins = not match["before"] and re.search(
        r"(?:^|[.!?:;\n][\"”’)]*\s*|[\"“]\s*)\Z", text[max(0, match.start() - 6) : match.start()]
    )
    return words[0].isupper() and not begins and match.start("low") > 0


@cache
def _apart() -> re.Pattern[str]:
    """Match the numbers that count nothing: those of `_APART`, and numbers in names such as "Article 5"."""
    numbered = "|".join(count_words().nouns["numbered"])
    return re.compile("|".join((*_APART, rf"\b(?:{numbered})s? \d+(?:\.\d+)?")), re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    words = count_words()
    before = "|".join(sorted(words.comparators, key=len, reverse=True)).replace(" ", r"\s+")
    vague = "|".join(sorted(words.vague, key=len, reverse=True)).replace(" ", r"\s+")
    number = _NUMBER.replace(" ", r"\s+")
    return re.compile(
        rf"(?<![\w$£€.,/-])(?:(?P<before>{before})\s+)?(?P<figure>(?:all\s+)?(?:between\s+)?(?:(?P<vague>{vague})(?!\s+percent)"
        rf"|(?P<low>{number})(?:(?:\s+(?:to|or|and(?=\s+\d))\s+|–|-)(?P<high>{number}))?(?P<after>\s+or\s+(?:more|fewer|less))?))"
        r"(?![\w$£€%/]|[-–:]\w|[.,]\d|(?:st|nd|rd|th)\b)",
        re.IGNORECASE,
    )
