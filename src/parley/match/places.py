"""Which sites and countries of an agreement a resolved place lies in: by ids and positions, not by names."""

import math
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from parley.agreement import Site
from parley.agreement.naming import strip_style
from parley.model import Mention, Place, Reading
from parley.ontology import find_country

Locate = Callable[[str], Place | None]
"""Says where the place lies that a name names outside any text; null where that is not known."""
_EARTH_KM = 6371.0
_IN_PLACE = frozenset({"literal", "modifier"})
"""Capacities in which a name stands for the place, not for those who act in its name."""


class Ground(Struct, frozen=True):
    """What a place lies in: sites, and the parties whose country it is in."""

    sites: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()


class Atlas:
    """Where the sites of an agreement and the countries of its parties lie.

    Args:
        sites: of the agreement, by id.
        by_country: parties by the name of their country.
        locate: finds places by name; null where nothing can be located.
    """

    def __init__(self, sites: Mapping[str, Site], by_country: Mapping[str, str], locate: Locate | None) -> None:
        found = {site.id: _locate_site(site, locate) for site in sites.values()} if locate else {}
        self._areas = {name: place for name, place in found.items() if place}
        self._whole = frozenset(name for name in self._areas if find_country(strip_style(sites[name].name)))
        located = {party: locate(country) for country, party in by_country.items()} if locate else {}
        self._parties = {place.country: party for party, place in located.items() if place and place.country}

    def find(self, place: Place) -> Ground:
        """Say what a place lies in; nothing where it was refused."""
        inside = (name for name, area in self._areas.items() if self._lies_in(place, name, area))
        party = self._parties.get(place.country or "")
        return Ground(frozenset(inside), frozenset({party} if party else ()))

    def _lies_in(self, place: Place, name: str, area: Place) -> bool:
        if place.country is not None and area.country is not None and place.country != area.country:
            return False
        if name in self._whole:
            return place.country == area.country
        return _key(place) == _key(area) or (
            (place.radius_km or 0.0) <= (area.radius_km or 0.0) and _measure(place, area) <= (area.radius_km or 0.0)
        )


def list_resolved(reading: Reading, mention: Mention) -> Iterator[Place]:
    """Yield the places of a reading that a mention names, as far as it is known where they lie."""
    for place in reading.places:
        if place.lat is not None and place.kind in _IN_PLACE and (mention.holds(place) or place.holds(mention)):
            yield place


def _locate_site(site: Site, locate: Locate) -> Place | None:
    """Locate a site by the first of its names that is known; a line is no area that anything lies in."""
    if site.kind == "line":
        return None
    names = (spelled for name in (site.name, *site.also) for spelled in (name, strip_style(name)))
    return next((place for name in names if (place := locate(name))), None)


def _key(place: Place) -> int | str | None:
    return place.geonameid or place.id


def _measure(one: Place, other: Place) -> float:
    """Measure how far two places lie apart, in km, on the sphere; infinitely far where one has no position."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    lat, lon, to_lat, to_lon = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    bow = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(bow))
