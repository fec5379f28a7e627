import hashlib
import tomllib
from pathlib import Path

import pytest

from parley.errors import InputError
from parley.resolve.places.candidates import find_near_names, find_sites, open_gazetteer
from parley.resolve.places.folding import fold_place, loosen, strip_article
from parley.resolve.places.gazetteer import MAGIC, Gazetteer
from parley.resolve.places.supplement import find_supplement, list_supplement

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khān Yūnis", "khan yunis"),
        ("Bint Jbeïl", "Bint Jbeil"),
        ("Đà Nẵng", "Da Nang"),
        ("St. Louis", "Saint Louis"),
        ("Ra's al-ʿAyn", "Ras al Ayn"),
        ("Ułan", "Ulan"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold_place(one) == fold_place(other) != ""


def test_names_in_other_scripts_fold_to_nothing() -> None:
    assert fold_place("Київ") == fold_place("القدس") == ""


@pytest.mark.parametrize("article", ["Al-", "al ", "El ", "Ash-", "Ar ", "The "])
def test_articles_are_taken_off(article: str) -> None:
    assert strip_article(fold_place(f"{article}Shaddadah")) == "shaddadah"


def test_an_article_that_is_the_whole_name_stays() -> None:
    assert strip_article("al") == "al"


@pytest.mark.parametrize(
    ("one", "other"), [("Hodeidah", "Al Hudaydah"), ("Deir al-Balah", "Dayr al Balah"), ("Qamishli", "Al Kamishly")]
)
def test_transliterations_meet_when_loosened(one: str, other: str) -> None:
    assert loosen(fold_place(one)) == loosen(fold_place(other)) is not None


def test_a_short_name_is_not_loosened() -> None:
    assert loosen(fold_place("Gao")) is None


def test_towns_are_found_in_any_spelling_the_largest_first() -> None:
    paris = open_gazetteer().find("PARIS")
    assert [site.country for site in paris[:2]] == ["FR", "ZA"]
    assert [site.people for site in paris] == sorted((site.people for site in paris), reverse=True)


def test_adjectives_and_peoples_find_their_country() -> None:
    for words in ("Syrian", "Syrians"):
        (syria,) = open_gazetteer().find(words)
        assert (syria.name, syria.feature, syria.naming) == ("Syria", "country", "people")


def test_abbreviations_are_matched_as_written() -> None:
    assert [site.name for site in open_gazetteer().find("U.S.")] == ["United States"]
    assert [site.name for site in open_gazetteer().find("Ky.")] == ["Kentucky"]
    assert "United States" not in {site.name for site in open_gazetteer().find("us")}
    assert open_gazetteer().find("EU") == ()


def test_a_county_lies_in_its_state() -> None:
    regions = {site.region for site in open_gazetteer().find("Henry County")}
    assert {"US.TN", "US.AL"} <= regions
    assert all(site.feature == "county" and site.id for site in open_gazetteer().find("Henry County"))


def test_capitals_are_marked() -> None:
    assert [site.country for site in open_gazetteer().find("Nairobi") if site.seat] == ["KE"]


def test_unknown_names_find_nothing() -> None:
    assert open_gazetteer().find("Tollaria") == ()
    assert open_gazetteer().find("") == ()


def test_a_loosened_name_finds_its_town() -> None:
    assert find_sites("Deir al-Balah") == ()
    assert [(site.country, site.naming) for site in find_near_names("Deir al-Balah")] == [("PS", "loose")]


def test_a_file_that_is_missing_or_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        Gazetteer(tmp_path / "none.bin")
    (tmp_path / "other.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match="no gazetteer"):
        Gazetteer(tmp_path / "other.bin")


def test_the_shipped_file_is_small_and_made_from_what_stands_beside_its_builder() -> None:
    gazetteer = open_gazetteer()
    file = ROOT / "src/parley/resolve/places/gazetteer.bin"
    assert file.stat().st_size < 12_000_000
    assert file.read_bytes().startswith(MAGIC)
    regions = (ROOT / "gazetteer" / "regions.toml").read_bytes()
    assert gazetteer.header.inputs["regions.toml"] == hashlib.sha256(regions).hexdigest()
    for line in (ROOT / "gazetteer" / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if "==" in line:
            name, _, version = line.partition("==")
            assert gazetteer.header.inputs[name] == version


def test_every_region_from_memory_says_so() -> None:
    assert tomllib.loads((ROOT / "gazetteer" / "regions.toml").read_text(encoding="utf-8"))["grade"] == "recollection"


def test_the_supplement_is_sound() -> None:
    entries = list_supplement()
    assert len(entries) >= 150
    names = [entry.name for entry in entries]
    assert len(set(names)) == len(names)
    for entry in entries:
        assert -90 <= entry.at[0] <= 90, entry.name
        assert -180 <= entry.at[1] <= 180, entry.name
        assert entry.radius_km > 0, entry.name
        assert entry.grade == "recollection", entry.name
        assert entry.country is None or (len(entry.country) == 2 and entry.country.isupper()), entry.name


def test_part_of_names_a_place_that_is_known() -> None:
    for entry in list_supplement():
        assert entry.part_of is None or find_sites(entry.part_of), entry.part_of


def test_other_names_find_the_entry() -> None:
    for words in ("Litani", "the Litani River"):
        (river,) = find_supplement(words)
        assert (river.name, river.feature, river.id) == ("Litani River", "water", "litani-river")


@pytest.mark.parametrize("words", ["southern Lebanon", "north of the Litani", "eastern Ukraine", "northern Gaza Strip"])
def test_a_side_of_a_place_is_an_area_with_a_reach(words: str) -> None:
    site = find_sites(words)[0]
    assert site.feature in {"area", "region"}
    assert site.geonameid is None
    assert site.radius_km >= 10


def test_a_side_lies_on_its_side() -> None:
    (whole,) = (site for site in find_sites("Ukraine") if site.feature == "country")
    (east,) = find_sites("eastern Ukraine")
    (west,) = find_sites("western Ukraine")
    assert west.lon < whole.lon < east.lon
    (north,) = find_sites("north of the Litani")
    assert north.lat > find_sites("Litani")[0].lat


def test_names_that_begin_like_a_side_are_names() -> None:
    for words in ("South Sudan", "North Macedonia", "West Bank", "East Timor", "Central African Republic"):
        assert find_sites(words)[0].feature in {"country", "region"}


def test_a_division_reaches_further_than_its_town() -> None:
    (division,) = (site for site in find_sites("Kadugli Governorate") if site.country == "SD")
    assert (division.feature, division.radius_km) == ("area", 50.0)
    assert find_sites("Kharkiv Oblast")[0].feature == "region"


def test_a_town_with_its_kind_before_it_is_the_town() -> None:
    assert find_sites("the city of Bukavu") == find_sites("Bukavu")
