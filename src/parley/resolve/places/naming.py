"""The plain name of the place that a mention of an event denotes: as worded, without article, container and kind."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from parley.model import Mention
from parley.ontology.folding import load_vocabulary
from parley.resolve.places.candidates import find_exactly, find_sites
from parley.resolve.places.containment import split_place
from parley.resolve.places.gazetteer import Feature, Site

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_GROUND = "territory|territories|airspace|soil|waters|coast|coasts|coastline"
_TOWN = r"(?:[\w-]+\s+){0,3}(?:city|town|village|port|capital|island|border\s+town)"
_WRAPPED = (
    re.compile(rf"^(?P<rest>.+?)(?:['’]s?)?\s+(?:territorial\s+)?(?:{_GROUND}|streets)$"),
    re.compile(
        rf"^(?:{_GROUND}|streets|shores|outskirts|entirety|rest|whole|centre|center|{_TOWN})(?:\s+city)?\s+"
        r"(?:of|in|across|off)\s+(?P<rest>(?:the\s+)?[A-Z].*)$"
    ),
    re.compile(rf"^.*\b{_TOWN}(?:\s+city)?,?\s+(?P<rest>[A-Z].*)$"),
    re.compile(r"^[\w-]+-(?:held|controlled|occupied|administered)\s+(?P<rest>[A-Z].*)$", re.IGNORECASE),
    re.compile(r"^(?:[A-Z][\w-]*\s+){0,3}[A-Z][\w-]*['’]s\s+(?:\w+ern\s+)?(?P<rest>[A-Z].*)$"),
    re.compile(
        r"^(?P<rest>[A-Z].*?)\s+(?:area|border\s+area|city\s+cent(?:er|re)|neighbou?rhood|suburb|village|kibbutz)"
        r"(?:\s+of\s+.*)?$"
    ),
)
"""Words around a name that do not change which place is meant; `rest` is the name."""
_PROPER = re.compile(
    r"(?:[A-Z0-9]|al-|el-)[\w.'’–-]*(?:\s+(?:(?:of|the|de|del|la|al|el|for|and|to|in)\s+)*(?:[A-Z0-9]|al-|el-)[\w.'’–-]*)*"
    r"(?:\s+(?:military\s+|concentration\s+|air\s+)?(?:base|camp|field|plant|pipeline|festival|prison))?"
)
_BACK: dict[str, frozenset[Feature]] = {
    "country": frozenset({"country"}),
    "nation": frozenset({"country"}),
    "city": frozenset({"town"}),
    "town": frozenset({"town"}),
    "village": frozenset({"town"}),
    "capital": frozenset({"town"}),
    "province": frozenset({"region"}),
    "region": frozenset({"region", "area"}),
    "state": frozenset({"region"}),
    "territory": frozenset({"region", "country"}),
    "enclave": frozenset({"region"}),
    "strip": frozenset({"region"}),
    "island": frozenset({"area", "region"}),
    "strait": frozenset({"water"}),
}
"""Nouns that go back to a place of a kind that was named before."""
_CAPITAL_DISTRICT = {"District of Columbia": "D.C."}
_CODE = 4
"""Letters up to which a name in capitals is an abbreviation, not a headline's spelling."""
_BY_OUR_NAME = frozenset({"country", "continent", "water", "line", "site", "area"})


def name_place(mention: Mention, site: Site | None, earlier: Sequence[Site]) -> tuple[str, str] | None:
    """Name the place that a mention denotes and say how it was found; None when the words leave it open.

    Args:
        mention: a place of an event, still open.
        site: what the first name in it was resolved to.
        earlier: the places named before it that a noun can go back to, the likeliest first.
    """
    words = _POSSESSIVE.sub("", mention.text)
    definite = bool(_ARTICLE.match(words))
    words, _ = split_place(_ARTICLE.sub("", words))
    if definite and (kinds := _BACK.get(words.casefold())):
        back = next((place for place in earlier if place.feature in kinds), None)
        return (_title(back.name, back), "antecedent") if back else None
    for pattern in _WRAPPED:
        if not find_exactly(words) and (match := pattern.match(words)):
            words, _ = split_place(_ARTICLE.sub("", match["rest"]))
    return _name_words(words, site) if any(letter.isupper() for letter in words) else None


def _name_words(words: str, site: Site | None) -> tuple[str, str] | None:
    sites = find_sites(words)
    best = site if site in sites else sites[0] if sites else None
    if best and best.naming == "people":
        return (best.name, "people") if best.feature == "country" else None
    if best and best.feature in _BY_OUR_NAME:
        return best.name, "gazetteer"
    if best and best.feature == "region" and not words.rsplit(maxsplit=1)[-1][0].isupper():
        return best.name, "gazetteer"
    if words.isupper() and len(words) > _CODE:
        words = words.title()
    if best or _PROPER.fullmatch(words):
        return _title(words[0].upper() + words[1:], best), "gazetteer" if best else "as worded"
    return None


def _title(name: str, site: Site | None) -> str:
    """Add the state to a town of the United States, as its plain English name has it, unless it is one of the few."""
    if site is None or site.feature != "town" or site.country != "US" or not site.region or "," in name:
        return name
    if name in _towns_alone() or not (states := find_exactly(site.region.removeprefix("US."))):
        return name
    return f"{name}, {_CAPITAL_DISTRICT.get(states[0].name, states[0].name)}"


@cache
def _towns_alone() -> frozenset[str]:
    return msgspec.convert(load_vocabulary("place_words.toml")["towns_alone"], frozenset[str])
