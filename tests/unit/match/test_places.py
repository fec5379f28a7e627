"""Sites of an agreement on the map: which of them a resolved place lies in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from parley.agreement import find_agreement, load_agreement
from parley.match import Matcher
from parley.match.terms import Terms
from parley.model import Document, Event, Mention, Place, Reading, Span


def locate(name: str) -> Place | None:
    known = {"Lebanon": ("LB", 33.9, 35.9, 100.0), "Israel": ("IL", 31.5, 35.0, 150.0)}
    if name == "Southern Litani Area":
        return Place(0, len(name), name, id="litani/south", lat=33.3, lon=35.4, radius_km=25.0, country="LB")
    if name not in known:
        return None
    country, lat, lon, radius = known[name]
    return Place(0, len(name), name, id=country, lat=lat, lon=lon, radius_km=radius, country=country)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Terms(load_agreement(find_agreement("isr-lbn-2024")), locate=locate)


def make_place(lat: float, lon: float, country: str | None, **fields: Any) -> Place:
    return Place(0, 4, "Town", lat=lat, lon=lon, country=country, radius_km=fields.pop("radius_km", 3.0), **fields)


@pytest.mark.parametrize(
    ("place", "sites", "parties"),
    [
        (make_place(33.33, 35.6, "LB"), {"lebanon_territory", "south_litani"}, {"lebanon"}),
        (make_place(34.4, 35.8, "LB"), {"lebanon_territory"}, {"lebanon"}),
        (make_place(33.2, 35.57, "IL"), set(), {"israel"}),
        (make_place(33.5, 36.3, "SY"), set(), set()),
        (make_place(33.3, 35.4, "LB", radius_km=60.0), {"lebanon_territory"}, {"lebanon"}),
        (make_place(0.0, 0.0, "LB", id="litani/south"), {"lebanon_territory", "south_litani"}, {"lebanon"}),
    ],
    ids=["in the area", "in the country", "across the border, near by", "elsewhere", "wider than the area", "the area"],
)
def test_a_place_lies_in_sites_by_position_and_in_countries_by_code(
    terms: Terms, place: Place, sites: set[str], parties: set[str]
) -> None:
    ground = terms.directory.atlas.find(place)
    assert (ground.sites, ground.parties) == (sites, parties)


def test_without_a_map_places_count_by_their_names_alone() -> None:
    ground = Terms(load_agreement(find_agreement("isr-lbn-2024"))).directory.atlas.find(make_place(33.3, 35.6, "LB"))
    assert (ground.sites, ground.parties) == (frozenset(), frozenset())


@pytest.mark.parametrize(("country", "lat", "clauses"), [("LB", 33.3, ["2b"]), ("SY", 33.5, [])])
@pytest.mark.parametrize("role", ["place", "recipient"])
def test_a_strike_on_a_town_that_the_agreement_does_not_name_is_linked_by_where_it_lies(
    cut: Callable[..., Any], country: str, lat: float, clauses: list[str], role: str
) -> None:
    document = Document("Israel struck Merrowby on Tuesday.", dt.date(2025, 2, 18), "en")
    where = {role: (cut(document, "Merrowby", Mention),)}
    event = Event("E1", cut(document, "struck", Span), "ASSAULT", actor=(cut(document, "Israel", Mention),), **where)
    town = cut(document, "Merrowby", Place, lat=lat, lon=35.6, radius_km=3.0, country=country)
    matcher = Matcher([load_agreement(find_agreement("isr-lbn-2024"))], locate=locate)
    found = matcher.match(Reading(document, (), (event,), places=(town,)))
    assert [match.clause for match in found] == clauses
