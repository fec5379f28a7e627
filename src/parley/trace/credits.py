"""Whom a report credits: beside its text, in its dateline, at its end, in lines on its making, and in its sentences.

Only names of carriers count (ontology/carriers.toml, and whatever calls itself a news agency or state media); a party
that a report quotes is its source and no credit. A carrier that is itself the news (sued, banned) is none either.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

from msgspec import Struct

from parley.model import Carrier, Credit, CreditWay, Report, Span
from parley.ontology import carrier_names, credit_words, find_carrier, find_page_carrier
from parley.ontology.times import WEEKDAYS

_JOINT = re.compile(r"\s*(?:/|,|&|\band\b)\s*")
_NOTE = re.compile(r"\s+\(?in(?: [A-Z][a-z]+){1,2}\)?$|^[‘’“”\"']+|[‘’“”\"'.\s]+$")
"""What is no part of a name: the language of a page ("El Sonnor in Spanish"), quotation marks, a full stop."""
_NUMBER = re.compile(r" [1-9]$")
"""Tells two pages of one carrier apart ("Ternwire 2")."""
_HEAD_LINES = 4
"""Lines that are not blank in which a dateline may stand: headline, subtitle, byline and the first sentence."""
_TAIL_LINES = 3
"""Lines that are not blank in which a signature may stand alone."""
_PERSON = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}"
_PLACE = r"[^!?()\n]{0,60}"
_YEAR = r"(?:©\s*)?(?:\d{4}\s+)?"
_BETWEEN = r"\s*(?:/|-|&|,\s*and\b|,|\band\b)\s*"
"""What joins the names of carriers."""
_LONGEST_NAME = 80
_NEAR = 240
"""Code points to either side of a carrier's name in which a credit may be worded."""
_STATE = r"[Ss]tate(?:-run|-owned|-controlled)? (?:media|television|TV|radio|broadcaster|news agency)"
_GENERIC = rf"(?:(?:News|Press) (?:Agency|Service)|{_STATE})"
"""Ends of the names of carriers that no list holds: "Sonnor News Agency", "Tollarian state television"."""


class _Patterns(Struct, frozen=True):
    """Each but the last three has a group `names`, which holds one carrier or several.

    `made_by` and `telling` begin with it.
    """

    datelines: tuple[re.Pattern[str], ...]
    head_lines: tuple[re.Pattern[str], ...]
    signature: re.Pattern[str]
    ending: re.Pattern[str]
    bylines: tuple[re.Pattern[str], ...]
    made_by: tuple[re.Pattern[str], ...]
    citings: tuple[re.Pattern[str], ...]
    telling: tuple[re.Pattern[str], ...]
    name: re.Pattern[str]
    agency: re.Pattern[str]
    kinds: re.Pattern[str]


def name_outlet(report: Report) -> str | None:
    """Name who published a report: its outlet, else whose pages stand at its address, else the host of that."""
    return report.outlet or find_page_carrier("", report.url) or urlsplit(report.url or "").hostname


def find_credits(report: Report) -> tuple[Credit, ...]:
    """List a report's credits: those stated beside the text first, then by their place in it.

    Words that could be read in several ways are taken once: as dateline, signature, line on the making, citing.
    """
    text, found = report.text, dict[int, Credit]()
    for way, start, end in _find_in_text(text):
        span = Span(start, end, text[start:end])
        if any(credit.span and credit.span.overlaps(span) for credit in found.values()):
            continue
        carrier = _find_full(report, span) if span.text in credit_words().short else _name_carrier(span.text)
        if carrier:
            found[start] = Credit(carrier, way, span)
    return (*_find_cited(report.cited), *(found[start] for start in sorted(found)))


def _find_full(report: Report, short: Span) -> str | None:
    """Name the paper that "the Post" is: one named in full before, else itself; null where it is the outlet."""
    end = f" {short.text}"
    if report.outlet and report.outlet.endswith(end):
        return None
    named = (match.group() for match in re.finditer(_known(), report.text[: short.start]))
    return next((_name_carrier(name) for name in named if name.endswith(end)), short.text)


def _name_carrier(words: str) -> str:
    """Give the full name of a carrier, whatever adjectives or parts of its house stand with it ("Iran's Fars News")."""
    house = re.sub(rf" (?:{_any(credit_words().sections)})$", "", words)
    parts, house_parts = words.split(), house.split()
    known = (find_carrier(" ".join(each[start:])) for each in (parts, house_parts) for start in range(len(each)))
    return next(filter(None, known), words)


def _find_cited(cited: Iterable[Carrier]) -> Iterator[Credit]:
    """Take "AFP via X" apart: the report goes back to AFP, and came by way of X."""
    for carrier in cited:
        *routes, last = [route.strip() for route in _NOTE.sub("", carrier.outlet or "").split(" via ")]
        parts = [part for route in routes for part in _split_joint(route)]
        for part in (*parts, *_split_joint(last, carrier.url)):
            yield Credit(part, "cited", url=carrier.url)


def _split_joint(names: str, url: str | None = None) -> list[str]:
    """Take "AFP/Reuters" apart and name the carriers in full; what is no carrier's name stays as it is, and whole."""
    parts = [_find_beside(part) for part in _JOINT.split(names)]
    if len(parts) > 1 and all(parts) and not find_carrier(names):
        return [part for part in parts if part]
    return [name for name in (find_page_carrier(names, url) or _find_beside(names) or names,) if name]


def _find_beside(name: str) -> str | None:
    """Find a carrier as it is named beside a text, where "Ternwire 2" is a second page of Ternwire."""
    return find_page_carrier(name) or find_page_carrier(_NUMBER.sub("", name))


def _find_in_text(text: str) -> Iterator[tuple[CreditWay, int, int]]:
    patterns, places = _patterns(), _find_places(text)
    windows = _find_windows(places)
    for way, match in (
        *_find_on_lines(text),
        *(("signature", match) for match in [patterns.ending.search(text)] if match),
        *(("byline", match) for match in _search(patterns.bylines, text, windows)),
        *(("byline", match) for match in _match(patterns.made_by, text, places)),
        *(("citing", match) for match in _search(patterns.citings, text, windows)),
        *(("citing", match) for match in _match(patterns.telling, text, places)),
    ):
        for name in patterns.name.finditer(text, *match.span("names")):
            yield way, *name.span()


def _search(
    patterns: Iterable[re.Pattern[str]], text: str, windows: Iterable[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        for start, end in windows:
            yield from pattern.finditer(text, start, end)


def _match(patterns: Iterable[re.Pattern[str]], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from filter(None, (pattern.match(text, place) for place in places))


def _find_places(text: str) -> list[int]:
    """Find where a carrier's name begins: looking only there and nearby is many times as fast."""
    begins, patterns = _first_words(), _patterns()
    words = (word.start() for word in re.finditer(r"\w+", text) if word.group() in begins)
    places = {place for place in words if patterns.name.match(text, place)}
    places.update(kind.end() for kind in patterns.kinds.finditer(text))
    places.update(state.start() for state in re.finditer(rf"\b{_STATE}", text))
    for generic in re.finditer(_ends(), text):
        if agency := patterns.agency.search(text, max(0, generic.start() - _LONGEST_NAME), generic.end()):
            places.add(agency.start())
    return sorted(places)


def _find_windows(places: Iterable[int]) -> list[tuple[int, int]]:
    """Find the stretches in which a credit may be worded."""
    windows: list[tuple[int, int]] = []
    for place in places:
        start, end = max(0, place - _NEAR), place + 2 * _NEAR
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _find_on_lines(text: str) -> Iterator[tuple[CreditWay, re.Match[str]]]:
    """Find lines at the end of a text that are nothing but a signature, and datelines at its head."""
    patterns = _patterns()
    lines = list(re.finditer(r"\S[^\n]*", text))
    for line in lines[1:][-_TAIL_LINES:]:
        if match := patterns.signature.fullmatch(text, *line.span()):
            yield "signature", match
    for line in lines[:_HEAD_LINES]:
        for pattern in patterns.datelines:
            if match := pattern.match(text, *line.span()):
                yield "dateline", match
        for pattern in patterns.head_lines:
            if match := pattern.fullmatch(text, *line.span()):
                yield "byline", match


@cache
def _described() -> str:
    """Match names of carriers that no list holds, said to be such: "the newspaper Sonnor Courier"."""
    kinds = "|".join(rf"(?<=\b{re.escape(kind)} )" for kind in credit_words().kinds)
    return rf"(?:{kinds})[A-Z][\w’'-]*(?: (?:(?:de|la|el|al|of) )?[A-Z][\w’'-]*)*"


@cache
def _names() -> frozenset[str]:
    """Give the names of carriers as texts have them: "a New York Times article", but never "guardian" or "times"."""
    bare = {name.removeprefix("The ") for name in carrier_names() if name.startswith("The ")}
    return (carrier_names() - _words_alone()) | {name for name in bare if " " in name and not name.endswith("an")}


@cache
def _words_alone() -> frozenset[str]:
    """Give names of one word that need words before them: a person may be called Guardian, too."""
    return frozenset(name for name in carrier_names() if name.istitle() and f"The {name}" in carrier_names())


@cache
def _first_words() -> frozenset[str]:
    """Give the word with which each name of a carrier begins."""
    names = _names() | _words_alone() | set(credit_words().short)
    return frozenset(found.group() for name in names if (found := re.search(r"\w+", name)))


@cache
def _ends() -> str:
    """Match the last words of the names of carriers that no list holds, in sentences."""
    words = credit_words()
    no_paper = "".join(rf"(?<!\b{re.escape(phrase)})" for phrase in words.no_mastheads)
    return rf"(?:{_GENERIC}|(?:{_any(words.mastheads)})\b{no_paper}(?! of\b))"


@cache
def _known() -> str:
    """Match the name of a carrier on a line of credits: a listed one, an agency's, or one that the words call such."""
    agency = rf"(?:(?!The )[A-Z][\w’'-]+ ){{1,4}}{_GENERIC}"
    return rf"(?<![\w-])(?:{agency}|{_any(_names())}|{_described()})(?!\w|-[a-z])"


@cache
def _told() -> str:
    """Match the name of a carrier in a sentence, where many more kinds of names can be told from the wording."""
    words = credit_words()
    alone = rf"(?<=[a-z’'] )(?:{_any(_words_alone())})|(?<=[Tt]he )(?:{_any(words.short)})|{_STATE}"
    name = rf"(?:{_agency()}|{_any(_names())}|{_described()}|{alone})(?!\w|-[a-z])"
    return rf"(?<![\w-]){name}(?: (?:{_any(words.sections)})\b)?"


@cache
def _agency() -> str:
    return rf"(?:(?!The )[A-Z][\w’'-]+ ){{1,4}}{_ends()}"


@cache
def _bare_names() -> str:
    """Match the names of carriers on a line of credits: one, or several that are joined."""
    return rf"(?P<names>{_known()}(?:{_BETWEEN}{_known()})*)"


@cache
def _told_names() -> str:
    """Match the names of carriers in a sentence, with their short forms; what a longer name begins with is none."""
    institution = r"(?:Trust|Foundation|Institute|Board|Group|Corporation|Council|Secretary)\b"
    followed_by_a_name = rf"(?:(?:(?<=[A-Z]{{3}})|(?<=News))(?! {institution})|(?!(?: news agency)? [A-Z]\w))"
    short_form = rf"(?:\s*\(\s*{_known()}\s*\))?"
    one = rf"{_told()}{short_form}"
    return rf"(?P<names>{one}(?:{_BETWEEN}(?:[Tt]he )?{one})*){followed_by_a_name}"


@cache
def _patterns() -> _Patterns:
    words, bare_names, names = credit_words(), _bare_names(), _told_names()
    return _Patterns(
        datelines=_compile_datelines(bare_names),
        head_lines=(
            re.compile(rf"(?i:by)\s+(?:{_PERSON},\s*)?(?:[Tt]he\s+)?{bare_names}\W*"),
            re.compile(rf"{_PERSON}\s*(?:[|/,–—]|\bfor\b)\s*(?:[Tt]he\s+)?{bare_names}\W*"),
            re.compile(rf"{bare_names},\s*{_PLACE}"),
        ),
        signature=re.compile(rf"\W*{_YEAR}(?:(?i:with|by|via|from)\s+)?{bare_names}\W*"),
        ending=re.compile(rf"[(—–\[]\s*{bare_names}\s*[)\]]?\s*\Z"),
        bylines=(re.compile(rf"\b(?i:{_any(words.line_before)})[:\s]\s*{_YEAR}(?:[Tt]he\s+)?{names}"),),
        made_by=(re.compile(rf"{names}[^.!?\n]{{0,80}}?\s(?:{_any(words.line_after)})\b"),),
        citings=_compile_citings(names),
        telling=_compile_telling(bare_names, names),
        name=re.compile(_told()),
        agency=re.compile(_agency()),
        kinds=re.compile(rf"\b(?:{_any(words.kinds)}) (?=[A-Z])"),
    )


def _compile_datelines(bare_names: str) -> tuple[re.Pattern[str], ...]:
    """Compile what leads a report's first sentence: "ORLEN (AFP) -"."""
    return (
        re.compile(rf"{_PLACE}\(\s*{bare_names}\s*\)\s*(?:[-–—:_.]|$)"),
        re.compile(rf"(?:{_PLACE}[-–—]\s*)?\(\s*{bare_names}\s*\)\s"),
        re.compile(rf"[^!?()/\n]{{0,60}}/\s*{bare_names}\s*/"),
        re.compile(rf"{bare_names}\s*[-–—:]\s"),
        re.compile(rf"{bare_names}, {_PLACE} [-–—] "),
    )


def _compile_citings(names: str) -> tuple[re.Pattern[str], ...]:
    """Compile what leads to a carrier that a sentence credits: "according to the Ruritanian newspaper ..."."""
    words = credit_words()
    adjective = (
        rf"(?!{_known()})(?:[A-Z][a-z]+|[\w’'-]+(?:['’]s|s['’])"
        r"|[\w’-]+-(?:run|linked|affiliated|owned|backed|based|funded|language))"
    )
    before = rf"(?:(?:{_any(words.fillers)}|{adjective}),?\s+){{0,6}}[“\"'‘]?"
    of_its_own = rf"(?:['’]s)?\s+(?:{_any(words.own)})"
    of = r"(?:of|from|with|(?<!hosted )by)"
    return (
        re.compile(rf"(?<!will be )(?<!to be )\b(?i:{_any(words.before)})\s+{before}{names}(?!{of_its_own})"),
        re.compile(
            rf"\b(?:{_any(words.given)})(?:\s+\w+){{0,5}}\s+(?:to|with|on|for)\s+{before}{names}(?!{of_its_own})"
        ),
        re.compile(rf"\b(?:{_any(words.told_by)})\s+(?:[Tt]he\s+)?{names}(?=[.,;]|['’]s [A-Z])(?!, who\b)"),
        re.compile(
            rf"\b(?i:{_any(words.within)})\s+{before}{names}(?:['’]s)?(?:\s+[a-z-]+)?\s+(?:{_any(words.writing)})\b"
        ),
        re.compile(rf"\b(?:told|asked by|interviewed by)\s+(?:[\w.,]+\s+){{1,5}}?{of}\s+(?:the\s+)?{names}"),
        re.compile(rf"\[\s*{names}\s*\.?\]"),
        re.compile(rf"\b(?:{_any(words.done_by)})(?:\s+\w+){{0,5}}\s+by\s+{before}{names}(?!{of_its_own})"),
        re.compile(rf"(?:^|[\n.!?”\"])\s*From\s+{before}{names}:", re.MULTILINE),
        re.compile(rf"(?:[”\"]|\b(?:{_any(map(str.title, WEEKDAYS))}|\d{{1,2}}))\s+on\s+{before}{names}"),
        re.compile(rf"(?i:\bpool)(?:\s+\w+)?/{names}"),
    )


def _compile_telling(bare_names: str, names: str) -> tuple[re.Pattern[str], ...]:
    """Compile what a carrier that a sentence credits leads: "... reported", "a ... correspondent saw"."""
    words = credit_words()
    at_the_scene = r"(?:\s+(?:at the scene|on the scene|on the ground|in [A-Z][\w’'-]+))?"
    apposition = r"(?:, (?:the|an?|its|his) [^,.;!?\n]{3,60},)?"
    behind = rf"{apposition}(?:\s+(?:{_any(words.fillers)}))*(?:\s+(?i:{_any(words.work)}){at_the_scene})?"
    adverb = r"(?:\s+(?:first|also|later|earlier|previously))?"
    about_itself = r"\s+(?:in a statement|(?:that\s+)?(?:it|its|itself|they|their|we))\b(?!\s*[.,;])"
    pollster = rf"(?:\s*[/-]\s*{_PERSON})?(?:\s+[A-Z]?[a-z]+){{0,3}}?"
    return (
        re.compile(rf"{bare_names}(?:\s+via\s+|/)Getty\b"),
        re.compile(rf"{names}{pollster}\s+(?i:polls?|polling|survey)\b"),
        re.compile(rf"{names}{behind}{adverb}\s+(?:{_any(words.after)})\b(?!{about_itself})"),
        re.compile(rf"{names}(?:['’]s?)?{behind}\s+{_PERSON}{adverb}\s+(?:{_any(words.report_verbs)})\b"),
    )


def _any(phrases: Iterable[str]) -> str:
    """Match any of some phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
