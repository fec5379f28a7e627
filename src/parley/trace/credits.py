"""Whom a report credits: beside its text, in its dateline, at its end, in lines on its making, and in its sentences.

Only names of carriers count (ontology/carriers.toml, or anything that calls itself a news agency); a party that a
report quotes is its source and no credit. A carrier that is itself the news (sued, banned, bombed) is no credit either.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from parley.model import Carrier, Credit, CreditWay, Report, Span
from parley.ontology import carrier_names, credit_words, find_carrier

_JOINT = re.compile(r"\s*(?:/|,|&|\band\b)\s*")
_HEAD_LINES = 4
"""Lines that are not blank in which a dateline may stand: headline, subtitle, byline and the first sentence."""
_TAIL_LINES = 3


class _Patterns(Struct, frozen=True):
    datelines: tuple[re.Pattern[str], ...]
    signature: re.Pattern[str]
    ending: re.Pattern[str]
    bylines: tuple[re.Pattern[str], ...]
    citings: tuple[re.Pattern[str], ...]
    name: re.Pattern[str]


def find_credits(report: Report) -> tuple[Credit, ...]:
    """List a report's credits: those stated beside the text first, then by their place in it, each stretch once."""
    found = list(_find_cited(report.cited))
    text = report.text
    taken: list[tuple[int, int]] = []
    for way, start, end in _find_in_text(text):
        if any(start < until and since < end for since, until in taken):
            continue
        taken.append((start, end))
        found.append(Credit(_name_carrier(text[start:end]), way, Span(start, end, text[start:end])))
    cited = [credit for credit in found if credit.span is None]
    return (*cited, *sorted((credit for credit in found if credit.span), key=_place))


def _place(credit: Credit) -> int:
    return credit.span.start if credit.span else -1


def _name_carrier(words: str) -> str:
    """Give the full name of a carrier, whatever adjectives stand before it ("Iranian Fars News Agency")."""
    parts = words.split()
    known = (find_carrier(" ".join(parts[start:])) for start in range(len(parts)))
    return next(filter(None, known), words)


def _find_cited(cited: Iterable[Carrier]) -> Iterator[Credit]:
    """Take "AFP via X" apart: the report goes back to AFP, and came by way of X."""
    for carrier in cited:
        for route in (carrier.outlet or "").split(" via "):
            parts = _JOINT.split(route.strip())
            for part in parts if all(map(find_carrier, parts)) else (route.strip(),):
                if part:
                    yield Credit(find_carrier(part) or part, "cited", url=carrier.url)


def _find_in_text(text: str) -> Iterator[tuple[CreditWay, int, int]]:
    patterns = _patterns()
    lines = [match for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    for line in lines[:_HEAD_LINES]:
        for pattern in patterns.datelines:
            if match := pattern.search(line.group()):
                yield from _name_all("dateline", match, line.start())
    for line in lines[-_TAIL_LINES:]:
        if len(lines) > 1 and (match := patterns.signature.fullmatch(line.group().strip())):
            yield from _name_all("signature", match, line.start() + line.group().index(line.group().strip()[0]))
    if match := patterns.ending.search(text):
        yield from _name_all("signature", match, 0)
    for pattern in patterns.bylines:
        for match in pattern.finditer(text):
            yield from _name_all("byline", match, 0)
    for pattern in patterns.citings:
        for match in pattern.finditer(text):
            yield from _name_all("citing", match, 0)


def _name_all(way: CreditWay, match: re.Match[str], offset: int) -> Iterator[tuple[CreditWay, int, int]]:
    for name in _patterns().name.finditer(match["names"]):
        start = offset + match.start("names")
        yield way, start + name.start(), start + name.end()


@cache
def _patterns() -> _Patterns:
    words = credit_words()
    known = "|".join(re.escape(name) for name in sorted(carrier_names(), key=len, reverse=True))
    agency = r"(?:[A-Z][\w’'-]+ ){1,4}(?:(?:News|Press) Agency|state(?:-run|-owned)? (?:media|television|TV|radio))"
    name = rf"(?<![\w-])(?:[Tt]he )?(?:{agency}|(?:{known})(?: (?:news agency|News Agency))?)(?![\w-]|\s[A-Z]\w)"
    strict = rf"(?<![\w-])(?:{agency}|{known})(?![\w-])"
    joint = r"\s*(?:/|,|&|\band\b|,\s*and\b)\s*"
    strict_names = rf"(?P<names>{strict}(?:{joint}{strict})*)"
    names = rf"(?P<names>{name}(?:{joint}{name})*)"
    attribute = rf"(?:{_any(words.fillers)}|[\w’'-]+(?:['’]s|s['’])|[A-Z][a-z]+|[\w’-]+-(?:run|linked|affiliated|owned|backed|based|funded|language))"  # noqa: E501
    around = rf"(?:{attribute},?\s+){{0,6}}"
    people = rf"(?:\s+(?i:{_any(words.work)}))?"
    belongs = rf"(?:\s+(?:{_any(words.fillers)}))*{people}"
    itself = r"(?!(?:\s+that)?\s+(?:it|its|he|his|she|her|they|their|we)\b)"
    nobody_else = r"(?!['’]s|\s+(?:lawyer|chief|owner|spokes|executive|director|chair|president|headquarters|office))"
    return _Patterns(
        datelines=(
            re.compile(rf"^[^.!?()\n]{{0,80}}\(\s*{strict_names}\s*\)\s*(?:[-–—:]|$)"),
            re.compile(rf"^\s*{strict_names}\s*[-–—:]\s"),
        ),
        signature=re.compile(rf"\W*(?:©\s*(?:\d{{4}}\s*)?|(?:with|by|via|from)\s+)?{strict_names}\W*", re.IGNORECASE),
        ending=re.compile(rf"(?:\(\s*|[—–]\s*|\[\s*){strict_names}\s*[)\]]?\s*\Z"),
        bylines=(
            re.compile(rf"(?:{_any(words.line_before)})[:\s]\s*(?:©\s*)?(?:\d{{4}}\s+)?(?:the\s+)?{names}", re.IGNORECASE),
            re.compile(rf"{names}[^.!?\n]{{0,80}}?\s(?:{_any(words.line_after)})\b"),
        ),
        citings=(
            re.compile(rf"\b(?i:{_any(words.before)})\s+{around}{names}{nobody_else}"),
            re.compile(rf"{names}{belongs}\s+(?:{_any(words.after)})\b{itself}"),
        ),
        name=re.compile(strict),
    )


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
