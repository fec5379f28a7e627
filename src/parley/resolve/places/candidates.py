"""Which places a name can mean: as it stands, without the noun of its kind, as a part of another place."""

import math
import re
from functools import cache, lru_cache

from msgspec.structs import replace

from parley.resolve.places.gazetteer import Feature, Gazetteer, Site, slug
from parley.resolve.places.supplement import find_supplement

_DIVISION = (
    "Autonomous Region|Canton|County|Department|District|Division|Emirate|Governorate|Krai|Municipality|Oblast|Parish|"
    "Prefecture|Province|Raion|Regency|Region|Republic|State|Territory"
)
_AFTER = re.compile(rf"\s+(?:{_DIVISION})$", re.IGNORECASE)
_BEFORE = re.compile(
    rf"^(?:the\s+)?(?:[\w-]+\s+){{0,3}}(?:{_DIVISION}|area|capital|city|enclave|port|town|township|village)s?\s+of\s+"
    r"(?=[A-Z])",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\s+(?:(?:international\s+)?airport|air\s?base|(?:refugee\s+)?camp|border\s+crossing)$", re.IGNORECASE
)
_TOWN = re.compile(
    r"\s+(?:City|Town|Village|Township)$|^(?:Downtown|Central|Inner|Greater|Metropolitan)\s+", re.IGNORECASE
)
_PART = re.compile(
    r"^(?:the\s+)?(?P<side>(?:north|south)(?:-?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?|central|mid|upper|lower|"
    r"mainland|rural|coastal|occupied|[\w-]+-(?:held|controlled|occupied|administered))[\s-]+(?P<rest>[A-Z].+)$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(
    r"^(?:the\s+)?(?P<side>(?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)?\s+(?:bank\s+|part\s+|side\s+)?of\s+"
    r"(?P<rest>(?:the\s+)?[A-Z].+)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_SHIFT = 0.45
"""How far from the middle of a place the middle of its north lies, in its radius."""
_REACH = 0.6
"""Radius of a part of a place, in the radius of the whole."""
_BESIDE_KM = 25.0
"""How far to a side of a line or river "north of" it reaches at least."""
_DIVISION_KM = 50.0
"""Radius of a division that is known only by the name of its town."""
_SITE_KM = 20.0
"""Radius around a town in which the airport or camp that bears its name lies."""
_KM_PER_DEGREE = 111.2


@lru_cache(maxsize=16_384)
def find_sites(words: str) -> tuple[Site, ...]:
    """Return the places that the words can mean, the supplement's first, then by people; none when nothing is known.

    "Latakia province" falls back on the town, with the reach of a province; "southern Lebanon" and "north of the
    Litani" are described areas: a middle with a radius, never a point.
    """
    words = _ARTICLE.sub("", words.strip())
    return find_exactly(words) or _find_part(words) or _find_by_kind(words)


@lru_cache(maxsize=4_096)
def find_near_names(words: str) -> tuple[Site, ...]:
    """Return the towns whose transliterated names come near the words, which are known to name a place."""
    return open_gazetteer().find_loosely(_ARTICLE.sub("", words.strip()))


@cache
def open_gazetteer() -> Gazetteer:
    """Open the shipped gazetteer, once."""
    return Gazetteer()


def find_exactly(words: str) -> tuple[Site, ...]:
    """Return the places of supplement and gazetteer that go by exactly these words."""
    own = find_supplement(words)
    return own + tuple(site for site in open_gazetteer().find(words) if site.name not in {mine.name for mine in own})


def _find_part(words: str) -> tuple[Site, ...]:
    """Find the parts of places that the words describe ("southern Lebanon")."""
    match = _SIDE_OF.match(words) or _PART.match(words)
    if not match:
        return ()
    sites = find_sites(match["rest"])
    wholes = tuple(site for site in sites if site.feature != "town")
    return tuple(_describe(site, match) for site in wholes or sites)


def _find_by_kind(words: str) -> tuple[Site, ...]:
    """Find the places whose name stands with a noun for their kind ("the city of Aden", "Kassala State")."""
    if (bare := _BEFORE.sub("", words)) != words:
        return find_sites(bare)
    if (bare := _AFTER.sub("", words)) != words:
        sites = find_exactly(bare)
        regions = tuple(site for site in sites if site.feature == "region")
        return regions or tuple(_widen(site, words, "area") for site in sites if site.feature == "town")
    if (bare := _SITE.sub("", words)) != words:
        return tuple(_widen(site, words, "site") for site in find_exactly(bare) if site.feature == "town")
    if (bare := _TOWN.sub("", words)) != words:
        return tuple(site for site in find_exactly(bare) if site.feature == "town")
    return ()


def _widen(town: Site, words: str, feature: Feature) -> Site:
    """Make a division or site that bears a town's name: around the town, with an id of its own."""
    radius = max(town.radius_km, _DIVISION_KM if feature == "area" else _SITE_KM)
    name = words[0].upper() + words[1:]
    return replace(town, name=name, feature=feature, radius_km=radius, geonameid=None, id=f"{town.key}/{slug(words)}")


def _describe(whole: Site, match: re.Match[str]) -> Site:
    """Make the described area: shifted to its side where that is a direction of the compass."""
    side, beside = match["side"].casefold().replace("-", ""), match.re is _SIDE_OF
    north = ("north" in side) - ("south" in side)
    east = ("east" in side) - ("west" in side)
    reach = max(whole.radius_km, _BESIDE_KM) if beside else whole.radius_km
    shift = _SHIFT * reach / (math.hypot(north, east) or 1) / _KM_PER_DEGREE
    narrow = max(0.1, math.cos(math.radians(whole.lat)))
    return replace(
        whole, name=match[0][0].upper() + match[0][1:], feature="area", geonameid=None,
        id=f"{whole.key}/{slug(match['side'])}", people=0,
        lat=whole.lat + north * shift, lon=whole.lon + east * shift / narrow, radius_km=round(_REACH * reach, 1),
    )  # fmt: skip
