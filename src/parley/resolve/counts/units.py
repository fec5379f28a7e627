"""What a number counts: the noun after it, what befell those counted, or the unit that stands before it."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from parley.ontology.counts import CountWords, count_words
from parley.resolve.counts.figures import Figure

_REACH = 90
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_GAP = re.compile(
    r"\s+(?:of\s+(?:the|its|their|these|those|his|her)\s+(?:[\d,]+\s+)?|of\s+|other\s+|more\s+|additional\s+|further\s+)*"
)
_MORE = re.compile(r"\s+(?:others?|more)\b(?!\s+(?:than|[a-z]+s\b))", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;!?](?:\s|$)|\n")
_PARTITIVE = re.compile(r"\s+of\s+(?:the|its|their|these|those|his|her)\s+", re.IGNORECASE)
_OF_WHOM = re.compile(r"\s+of\s+(?:whom|which|them)\b", re.IGNORECASE)
_SMALL_AND_KNOWN = re.compile(r"(?<!of\s)\b(?:the|these|those|both|its|their)\s+\Z", re.IGNORECASE)
_ALONE = re.compile(r"\s*(?:[.,;]|\Z|and\b)")
_ADJECTIVE_BEFORE = re.compile(r"\s[a-z]+(?<!ed)(?=\s(?:was|were)\b)")
_NEXT = re.compile(r"\s+([a-z]+)")
_PEOPLE = re.compile(r"[A-Z]\w+(?:ese|ish|iss|nch|tch)")
_BLANK = re.compile(r"\s+")
_TO_NUMBER = re.compile(
    r"[^,]*?\b(?:to|at|of|is|was|reached|stood at|stands at|over|than|about)\s+(?:\w+\s+)?", re.IGNORECASE
)


class Unit(Struct, frozen=True):
    """What is counted: `of` as worded, `whom` where `of` tells what befell them; `verb` the offsets of that word."""

    of: str
    whom: str | None = None
    verb: tuple[int, int] | None = None


def find_unit(text: str, figure: Figure, before: Unit | None) -> Unit | None:
    """Find what a number counts; null when it counts nothing that can be told.

    `before` is the unit of the count before it in the same sentence, which a number without one of its own shares.
    """
    if toll := _find_toll(text, figure):
        return toll
    noun = _find_noun(text, figure)
    if _OF_WHOM.match(text, figure.end) or (noun and _is_known_pair(text, figure)):
        return None
    befell = _find_after(text, noun[2] if noun else figure.end) or _find_active(text, figure.start)
    if befell:
        named = noun and noun[0].lower() not in {"others", "more"}
        return Unit(befell[0], noun[0] if noun and named else None, befell[1])
    return Unit(noun[0], noun[1]) if noun else _share_unit(text, figure, before)


def _is_known_pair(text: str, figure: Figure) -> bool:
    """Tell whether a small number names what is known ("the two sides") rather than counts it."""
    small = figure.low == figure.high and (figure.low or 9) <= 4
    return small and _SMALL_AND_KNOWN.search(text[max(0, figure.start - 8) : figure.start]) is not None


def _share_unit(text: str, figure: Figure, before: Unit | None) -> Unit | None:
    """Give a number without a noun the unit before it; one that only people are counted by needs none."""
    if before and before.verb and _MORE.match(text, figure.end):
        return Unit(before.of, None, before.verb)
    if before:
        return before if _stands_alone(text, figure) else None
    crowd = figure.low is not None and figure.low >= 20 and figure.high is None and figure.comparator == "at least"
    return Unit("") if crowd and _next_word(text, figure.end) else None


def _stands_alone(text: str, figure: Figure) -> bool:
    return _ALONE.match(text, figure.end) is not None


def _next_word(text: str, offset: int) -> str | None:
    match = _NEXT.match(text, offset)
    return match[1] if match else None


def _find_toll(text: str, figure: Figure) -> Unit | None:
    """Find a unit before its number: "the death toll rose to 58", "put the number of wounded at 214"."""
    clause = _CLAUSE.split(text[max(0, figure.start - _REACH) : figure.start])[-1]
    for match in _tolls().finditer(clause):
        rest = clause[match.end() :]
        if _TO_NUMBER.fullmatch(rest):
            return Unit(match["whom"] or match[0])
    return None


def _find_noun(text: str, figure: Figure) -> tuple[str, str | None, int] | None:
    """Find the noun after a number: its words, an adjective that says whose, and where it ends."""
    gap = _GAP.match(text, figure.end)
    if gap is None:
        return None
    found: list[str] = []
    at = gap.end()
    singular = figure.low == figure.high == 1 and not _PARTITIVE.match(text, figure.end)
    for _ in range(4):
        word = _WORD.match(text, at)
        if word is None or word[0].lower() in _list_nouns("stops"):
            break
        found.append(word[0])
        following = _next_word(text, word.end())
        leads = _is_collective(word[0]) and following is not None and _is_plural(following)
        if not leads and (_is_plural(word[0]) or (singular and not _ADJECTIVE_BEFORE.match(text, word.end()))):
            return (*_name_noun(found), word.end())
        blank = _BLANK.match(text, word.end())
        if blank is None:
            break
        at = blank.end()
    return None


def _name_noun(words: list[str]) -> tuple[str, str | None]:
    """Name a noun by its plural and the noun before it where that is part of it ("aid workers")."""
    head, before = words[-1], words[-2] if len(words) > 1 else None
    if before and before[0].islower() and head.lower() in _list_nouns("heads"):
        return f"{before} {head}", None
    if before and head.lower() in _list_nouns("fates"):
        return head, before
    if before and before.lower() in count_words().befell:
        return before.lower(), head
    return head, None


def _is_plural(word: str) -> bool:
    known = word.lower() in _list_nouns("plurals") or _is_collective(word)
    return known or (len(word) > 3 and word[-1] == "s" and word[-2] not in "su'’")


def _is_collective(word: str) -> bool:
    """Tell whether a word stands for those counted unless a plural follows: "police", "Lebanese", "French"."""
    return word.lower() in _list_nouns("collectives") or _PEOPLE.fullmatch(word) is not None


def _find_after(text: str, end: int) -> tuple[str, tuple[int, int]] | None:
    """Find what befell the counted after them: "six people were killed", "31 dead", "16 soldiers are missing"."""
    match = _after().match(text, end)
    return (" ".join(match["verb"].lower().split()), match.span("verb")) if match else None


def _find_active(text: str, start: int) -> tuple[str, tuple[int, int]] | None:
    """Find what befell the counted before them: "killed six", "killing at least 31 people", "wounded four others"."""
    match = _active().search(text, max(0, start - 60), start)
    if match is None:
        return None
    verb = match["verb"].lower()
    return _forms().get(verb, verb), match.span("verb")


@cache
def _forms() -> dict[str, str]:
    return {form: word for word, forms in count_words().befell.items() for form in forms}


@cache
def _list_nouns(name: str) -> frozenset[str]:
    return frozenset(count_words().nouns[name])


@cache
def measures() -> re.Pattern[str]:
    """Match the name of a measure after a number."""
    return re.compile(rf"\s*-?(?:{'|'.join(count_words().nouns['measures'])})\b", re.IGNORECASE)


@cache
def _tolls() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(count_words().nouns['tolls'])})\b", re.IGNORECASE)


def _words_of(words: CountWords) -> Iterator[str]:
    yield from words.befell
    yield from _forms()


@cache
def _active() -> re.Pattern[str]:
    verbs = "|".join(sorted(_words_of(count_words()), key=len, reverse=True))
    lead = "|".join(sorted(count_words().comparators, key=len, reverse=True)).replace(" ", r"\s+")
    return re.compile(
        rf"(?<!were )(?<!was )(?<!been )(?<!be )\b(?P<verb>{verbs})\s+(?:(?:{lead}|all|another|the|only|also)\s+)*\Z",
        re.IGNORECASE,
    )


@cache
def _after() -> re.Pattern[str]:
    words = count_words()
    verbs = "|".join(sorted([*words.befell, *words.only_after["words"]], key=len, reverse=True)).replace(" ", r"\s+")
    be = rf"(?:\s+(?:{'|'.join(words.nouns['auxiliaries'])}))+\s+"
    return re.compile(rf"(?:{be}|\s+)(?P<verb>{verbs})\b(?!\s+(?:at least|more than|\d))", re.IGNORECASE)
