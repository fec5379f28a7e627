"""Looks names up in the gazetteer: one read-only file, mapped into memory when the first place is asked for.

The file is built by `gazetteer/build.py`. It holds, one after the other: the line `MAGIC`; the length of a JSON header
(4 bytes) and the header; postings, sorted; records of places; their names. A posting is the first bytes of the SHA-1
of a folded name, then four bytes, of which the lower two bits say how the name names the place. Nothing is loaded
but what a lookup touches.
"""

import hashlib
import mmap
import struct
from bisect import bisect_left
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from parley.errors import InputError
from parley.resolve.places.folding import fold_place, loosen, strip_article

Feature = Literal["town", "county", "region", "country", "continent", "area", "water", "line", "site"]
Naming = Literal["name", "other name", "people", "loose"]

FILE = Path(__file__).with_name("gazetteer.bin")
MAGIC = b"parley gazetteer 1\n"
DIGEST = 6
POSTING = DIGEST + 4
PLACE = struct.Struct("<iiIIIBBBHH")
"""Latitude and longitude in 1e-5 degrees, people, GeoNames id, offset and length of the name, feature, country,
region, radius in km."""
FEATURES: tuple[Feature, ...] = ("town", "county", "region", "country", "continent")
SEAT = len(FEATURES)
"""Stands in the file for the town that is its country's capital."""
NAMINGS: tuple[Naming, ...] = ("name", "other name", "people", "loose")
PEOPLE = NAMINGS.index("people")
LOOSE = NAMINGS.index("loose")


_LONGEST_ABBREVIATION = 5
_LONGEST_CODE = 3
"""Letters up to which a name in capitals is a code or nothing: "EU" is not the town Eu."""


class Header(Struct, frozen=True):
    """What stands in front of the tables: counts, the codes that records point into, where everything came from."""

    postings: int
    places: int
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    inputs: dict[str, str]


class Site(Struct, frozen=True):
    """One place that a name can mean.

    `id` is our own id ("LB/southern-lebanon") where there is no GeoNames id; `people` is 0 when unknown;
    `country` is ISO 3166-1, `region` GeoNames' code of the first-order division; `naming` says how the name that was
    looked up names it; `seat` is true for the capital of a country.
    """

    name: str
    feature: Feature
    lat: float
    lon: float
    radius_km: float
    people: int = 0
    geonameid: int | None = None
    id: str | None = None
    country: str | None = None
    region: str | None = None
    naming: Naming = "name"
    seat: bool = False

    @property
    def key(self) -> str:
        """What names it in lists of candidates: its GeoNames id, or our own."""
        return str(self.geonameid) if self.geonameid else self.id or self.name

    @property
    def whole(self) -> bool:
        """Tell whether it is a country or a part of one, so that other places can lie in it."""
        return self.feature in {"region", "country", "continent", "area"}


class Gazetteer:
    """A mapped file of places.

    Raises:
        InputError: the file is missing or no gazetteer.
    """

    def __init__(self, path: Path = FILE) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            remedy = "Install Parley again, or build it: python gazetteer/build.py."
            raise InputError("the gazetteer cannot be opened", where=str(path), remedy=remedy) from error
        if self._data[: len(MAGIC)] != MAGIC:
            raise InputError("this is no gazetteer", where=str(path), remedy="Install Parley again.")
        at = len(MAGIC) + 4
        length = int.from_bytes(self._data[len(MAGIC) : at], "little")
        self.header = msgspec.json.decode(self._data[at : at + length], type=Header)
        self._postings = at + length
        self._places = self._postings + self.header.postings * POSTING
        self._names = self._places + self.header.places * PLACE.size

    @property
    def fingerprint(self) -> str:
        """Names the state of the file by the first digits of a SHA-256 of its header and size."""
        at = self._postings
        return hashlib.sha256(self._data[:at] + str(len(self._data)).encode()).hexdigest()[:6]

    def find(self, name: str) -> tuple[Site, ...]:
        """Return the places that go by this name in any Latin spelling, the most populous first."""
        folded = fold_place(name)
        short = abbreviate(name)
        found = self._find_key(short) if short else ()
        if found or not folded or (short and name.isupper() and len(folded) <= _LONGEST_CODE):
            return found
        bare = strip_article(folded)
        return self._find_key(folded) or (self._find_key(bare) if bare != folded else ())

    def find_loosely(self, name: str) -> tuple[Site, ...]:
        """Return the places whose transliterated names come near this one; for words that are known to name one."""
        loose = loosen(fold_place(name))
        return self._find_key(f"~{loose}") if loose else ()

    def _find_key(self, key: str) -> tuple[Site, ...]:
        digest = digest_key(key)
        at = bisect_left(range(self.header.postings), digest, key=self._digest)
        found = []
        while at < self.header.postings and self._digest(at) == digest:
            start = self._postings + at * POSTING + DIGEST
            found.append(self._site(int.from_bytes(self._data[start : start + 4], "big")))
            at += 1
        return tuple(sorted(found, key=lambda site: -site.people))

    def _digest(self, index: int) -> bytes:
        start = self._postings + index * POSTING
        return self._data[start : start + DIGEST]

    def _site(self, posting: int) -> Site:
        row = PLACE.unpack_from(self._data, self._places + (posting >> 2) * PLACE.size)
        lat, lon, people, number, offset, length, feature, country, region, radius = row
        name = self._data[self._names + offset : self._names + offset + length].decode()
        code = self.header.regions[region] or None
        return Site(
            name, "town" if feature == SEAT else FEATURES[feature], lat / 1e5, lon / 1e5, float(radius), people,
            geonameid=number or None, id=None if number else f"{code or self.header.countries[country]}/{slug(name)}",
            country=self.header.countries[country] or None,
            region=code, naming=NAMINGS[posting & 3],
            seat=feature == SEAT,
        )  # fmt: skip


def abbreviate(name: str) -> str | None:
    """Return the key of a name that is written as an abbreviation ("U.S.", "NSW", "Ky."), or None."""
    letters = name.replace(".", "").replace(" ", "")
    if 2 <= len(letters) <= _LONGEST_ABBREVIATION and letters.isalpha() and (letters.isupper() or name.endswith(".")):
        return f"={letters}"
    return None


def slug(name: str) -> str:
    """Write a name as a part of an id."""
    return fold_place(name).replace(" ", "-")


def digest_key(key: str) -> bytes:
    """Hash a key to the bytes by which postings are sorted."""
    return hashlib.sha1(key.encode(), usedforsecurity=False).digest()[:DIGEST]
