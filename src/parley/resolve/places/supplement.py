"""Places that the gazetteer lacks and the news names: waters, crossings, camps, corridors, lines, sites."""

from functools import cache

import msgspec
from msgspec import Struct

from parley.ontology.folding import load_vocabulary
from parley.resolve.places.folding import fold_place, strip_article
from parley.resolve.places.gazetteer import Feature, Site, abbreviate, slug


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the file; what each key means stands at its top."""

    name: str
    kind: Feature
    at: tuple[float, float]
    radius_km: float
    country: str | None = None
    part_of: str | None = None
    others: tuple[str, ...] = ()
    people: int = 0
    grade: str = "recollection"


def find_supplement(name: str) -> tuple[Site, ...]:
    """Return the places of the supplement that go by this name."""
    found = _sites()
    short, folded = abbreviate(name), fold_place(name)
    return (found.get(short, ()) if short else ()) or found.get(folded, ()) or found.get(strip_article(folded), ())


@cache
def list_supplement() -> tuple[_Entry, ...]:
    """Return the entries in the order of the file."""
    return msgspec.convert(load_vocabulary("places.toml")["place"], tuple[_Entry, ...])


@cache
def _sites() -> dict[str, tuple[Site, ...]]:
    sites: dict[str, tuple[Site, ...]] = {}
    for entry in list_supplement():
        site = Site(
            entry.name, entry.kind, *entry.at, entry.radius_km, entry.people,
            id=slug(entry.name), country=entry.country,
        )  # fmt: skip
        for name in (entry.name, *entry.others):
            folded = fold_place(name)
            for key in {abbreviate(name) or folded, strip_article(folded)}:
                sites[key] = (*sites.get(key, ()), site)
    return sites
