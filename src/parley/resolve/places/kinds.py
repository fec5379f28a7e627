"""In what capacity the name of a place stands: the place, those who act in its name, an adjective, a people.

After Markert and Nissim's distinction of literal and metonymic readings by the grammar around a name ("Metonymy
resolution as a classification task", 2002, by recollection), with words of our own.
"""

import re
from functools import cache

import msgspec
from msgspec import Struct

from parley.model import PlaceKind, Span
from parley.ontology.folding import load_vocabulary
from parley.resolve.places.gazetteer import Site

_NAME = r"(?:the\s+)?[A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*"
_LIST_BEFORE = re.compile(rf"(?:{_NAME},\s+)*{_NAME}(?:,)?\s+(?:and|or)\s+(?:the\s+)?$|(?:{_NAME},\s+)+(?:the\s+)?$")
_LIST_AFTER = re.compile(rf"(?:,\s+{_NAME})*,?\s+(?:and|or)\s+{_NAME}")
_ADVERB = r"(?:(?:also|always|already|never|still|now|then|not|\w+ly)\s+)?"
_WORD = re.compile(rf"\s+{_ADVERB}([\w-]+)")
_VERB = re.compile(rf"\s+{_ADVERB}[a-z]+(?:s|ed)\s+(?:the|an?|its|his|that|it|this)\b")
_OWNED = re.compile(r"['’]s?\s+(?:own\s+|most\s+)?([\w-]+)")
_LAST_WORDS = re.compile(r"(?:([\w-]+)\s+)?([\w-]+)\s+(?:the\s+)?$")
_SPOKEN = re.compile(r"\b(?:in|speak|speaks|speaking|spoke|spoken|fluent|learn|learning|into)\s+$")
_WINDOW = 80
_GROUND = frozenset({"water", "line", "area", "site"})
"""What nobody acts in the name of."""


class _Words(Struct, frozen=True):
    where: frozenset[str]
    firmly: frozenset[str]
    whom: frozenset[str]
    ground: frozenset[str]
    acts: frozenset[str]
    irregular: frozenset[str]
    apart: frozenset[str]
    acting: frozenset[str]
    placed: frozenset[str]


def find_kind(text: str, span: Span, site: Site | None, actors: frozenset[int] = frozenset()) -> PlaceKind:
    """Say in what capacity a name stands at its place in the text.

    Args:
        text: the document's.
        span: the name.
        site: what it means, None when that is not known.
        actors: where the spans begin that the reading holds for who speaks, acts or is acted on.
    """
    before, after = text[max(0, span.start - _WINDOW) : span.start], text[span.end : span.end + _WINDOW]
    if site and site.naming == "people":
        return _read_people(before, span.text, after)
    words, lead = _words(), _find_lead(before)
    if kind := _read_ending(after, words):
        return kind
    firm = bool(lead) and bool(words.firmly & {lead[-1], " ".join(lead)})
    if not firm and (_acts_after(after, words) or _acts_after_list(after, words)):
        return "metonymic"
    if _goes_with(after, words):
        return "modifier"
    if firm or (site and site.feature in _GROUND):
        return "literal"
    return _read_lead(lead, words) or ("metonymic" if span.start in actors else "literal")


def _read_people(before: str, name: str, after: str) -> PlaceKind:
    if re.match(r"\s+[\w-]+", after) and not (name.endswith("s") and not name.endswith("ss")):
        return "other" if _SPOKEN.search(before) else "modifier"
    return "other" if _SPOKEN.search(before) else "demonym"


def _read_ending(after: str, words: _Words) -> PlaceKind | None:
    """Read what is tied to the name: a hyphen, or what it owns."""
    if match := re.match(r"[-–](\w+)", after):
        if match[1] in words.placed:
            return "literal"
        return "metonymic" if match[1] in words.acting or match[1][0].isupper() else "modifier"
    if match := _OWNED.match(after):
        return "literal" if match[1] in words.ground else "metonymic"
    return None


def _acts_after(after: str, words: _Words) -> bool:
    """Tell whether what follows the name says that it does something."""
    match = _WORD.match(after)
    if match is None:
        return False
    return match[1] in words.irregular or _is_act(match[1], words) or bool(_VERB.match(after))


def _acts_after_list(after: str, words: _Words) -> bool:
    match = _LIST_AFTER.match(after)
    return match is not None and _acts_after(after[match.end() :], words)


def _goes_with(after: str, words: _Words) -> bool:
    """Tell whether a noun follows that the name goes with ("US officials", "London police")."""
    match = re.match(r" ([a-z][a-z-]+)\b", after)
    if not match or match[1] in words.apart or match[1].endswith(("ly", "ing", "ed")):
        return False
    return match[1] not in words.irregular


def _find_lead(before: str) -> tuple[str, ...]:
    """Return the one or two words that lead to the name, or to the list that it stands in, the nearest last."""
    if match := _LIST_BEFORE.search(before):
        before = before[: match.start()]
    last = _LAST_WORDS.search(before)
    return tuple(word.casefold() for word in last.groups() if word) if last else ()


def _read_lead(lead: tuple[str, ...], words: _Words) -> PlaceKind | None:
    for phrase in (" ".join(lead), *lead[-1:]):
        if phrase in words.where:
            return "literal"
        if phrase in words.whom:
            return "metonymic"
    return "metonymic" if lead and _is_act(lead[-1], words) else None


def _is_act(word: str, words: _Words) -> bool:
    stems = {word, *(word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing"))}
    if word.endswith(("ied", "ies")):
        stems.add(word[:-3] + "y")
    if word.endswith("ing"):
        stems.add(word[:-3] + "e")
    return bool(stems & words.acts)


@cache
def _words() -> _Words:
    return msgspec.convert(load_vocabulary("place_kinds.toml"), _Words)
