"""Which of the places that share a name is meant: what contains it, what else the document names, people last.

Scores are in powers of ten of people: a place that the text puts in its container is worth a million people more.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from parley.resolve.places.gazetteer import Site

Cell = tuple[int, int]
"""A square of the globe, about `_CELL` degrees wide."""


class Candidates(Struct, frozen=True):
    """A name in a document with the places that it can mean and the places that the text says contain it."""

    name: str
    sites: tuple[Site, ...]
    containers: tuple[Site, ...] = ()


CONTAINED = 6.0
SAME_COUNTRY = 3.0
SAME_REGION = 3.0
NEAR = 4.0
SHARPNESS = 0.25
"""Weights of context, and how fast a place that falls behind loses its say; set by trying on the even documents of the
Local-Global Lexicon and of GeoWebNews' first half, and measured by `tests/gate/places_gate.py`."""
NAMING = {"name": 0.0, "other name": -1.5, "people": 0.0, "loose": -2.0}
_SEAT = 2.0
_ROUNDS = 3
_TOLD = 0.5
"""Weight from which a country counts as named."""
_CONSIDERED = 12
_POINT_KM = 80.0
"""Radius up to which a place is a point that others can be near to."""
_CELL = 1.2
_FEATURE = {"country": 2.0, "continent": 2.0, "region": 0.7, "county": 3.0} | dict.fromkeys(
    ("area", "water", "line", "site"), 4.0
)
_EARTH_KM = 6371.0
_SMALLEST = 100


class _Support:
    """What names speak for: countries, regions, and cells of the globe to be near to."""

    def __init__(self) -> None:
        self.weight = 0.0
        self.countries: defaultdict[str | None, float] = defaultdict(float)
        self.regions: defaultdict[str | None, float] = defaultdict(float)
        self.cells: defaultdict[Cell, float] = defaultdict(float)

    def add(self, other: "_Support") -> None:
        """Add what another name speaks for."""
        self.weight += other.weight
        for mine, theirs in ((self.countries, other.countries), (self.regions, other.regions)):
            for key, weight in theirs.items():
                mine[key] += weight
        for cell, weight in other.cells.items():
            self.cells[cell] += weight

    def score(self, site: Site, own: "_Support | None") -> float:
        """Say how well a place fits what the names mean, its own left out: 0 to the sum of the weights of context."""
        own = own or _Support()
        rest = self.weight - own.weight
        if rest <= 0:
            return 0.0
        cell = _find_cell(site)
        country = self.countries[site.country] - own.countries[site.country]
        region = self.regions[site.region] - own.regions[site.region]
        near = self.cells[cell] - own.cells[cell]
        return (SAME_COUNTRY * country + SAME_REGION * region + NEAR * near) / rest


def _support(ranked: Sequence[tuple[float, Site]], times: int) -> _Support:
    """Weigh what one name speaks for: each place that it can mean, by how far it falls behind the best."""
    support = _Support()
    support.weight = weight = 1 + math.log(times)
    for score, site in ranked[:_CONSIDERED]:
        share = weight * 10 ** ((score - ranked[0][0]) * SHARPNESS)
        if site.country:
            support.countries[site.country] = max(support.countries[site.country], share)
        if site.region:
            support.regions[site.region] = max(support.regions[site.region], share)
        if site.radius_km < _POINT_KM:
            lat, lon = _find_cell(site)
            for cell in ((lat + north, lon + east) for north in (-1, 0, 1) for east in (-1, 0, 1)):
                support.cells[cell] = max(support.cells[cell], share)
    return support


def _find_cell(site: Site) -> Cell:
    return round(site.lat / _CELL), round(site.lon * math.cos(math.radians(round(site.lat))) / _CELL)


def choose_sites(names: Sequence[Candidates]) -> list[Site | None]:
    """Choose the place that each name of one document means; None for names without any.

    The same name means the same place throughout, unless the text puts it elsewhere.
    """
    counts = Counter(name.name for name in names)
    scored: list[list[tuple[float, Site]]] = []
    own: dict[str, _Support] = {}
    whole = _Support()
    for _ in range(_ROUNDS):
        whole = _Support()
        for support in own.values():
            whole.add(support)
        scored = [_rank(name, whole, own.get(name.name)) for name in names]
        ranked_names = zip(names, scored, strict=True)
        own = {name.name: _support(ranked, counts[name.name]) for name, ranked in ranked_names if ranked}
    best = [ranked[0][1] if ranked else None for ranked in scored]
    told = {name.name: site for name, site in zip(names, best, strict=True) if name.containers}
    chosen = (
        site if name.containers else told.get(name.name, site) for name, site in zip(names, best, strict=True)
    )  # fmt: skip
    return [
        None if site and _is_far_fetched(site, whole, own.get(name.name)) else site
        for name, site in zip(names, chosen, strict=True)
    ]


def _is_far_fetched(site: Site, whole: _Support, own: _Support | None) -> bool:
    """Tell whether only a loosened spelling speaks for a place, and nothing else that is named lies in its country."""
    mine = own.countries[site.country] if own else 0.0
    return site.naming == "loose" and whole.countries[site.country] - mine < _TOLD


def measure_km(one: Site, other: Site) -> float:
    """Measure the distance over the globe, in km."""
    lats, lons = math.radians(other.lat - one.lat), math.radians(other.lon - one.lon)
    slope = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    square = math.sin(lats / 2) ** 2 + slope * math.sin(lons / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(square)))


def lies_in(site: Site, container: Site) -> bool:
    """Tell whether a place can lie in another: the same region, the same country, or within its reach."""
    if container.feature == "country":
        return site.country == container.country
    if container.region and site.region:
        return site.region == container.region
    return site.country == container.country and measure_km(site, container) < max(container.radius_km, 50.0)


def _rank(name: Candidates, whole: _Support, own: _Support | None) -> list[tuple[float, Site]]:
    """Score the places that a name can mean, the best first."""
    ranked = [
        (
            math.log10(site.people + _SMALLEST) + _FEATURE.get(site.feature, 0.0) + NAMING[site.naming]
            + _SEAT * site.seat + CONTAINED * any(lies_in(site, container) for container in name.containers)
            + whole.score(site, own),
            site,
        )
        for site in name.sites
    ]  # fmt: skip
    return sorted(ranked, key=lambda pair: -pair[0])
