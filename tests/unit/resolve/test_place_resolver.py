from collections.abc import Callable
from typing import Any

import pytest

from parley.model import Document, Event, Mention, Named, Place, Reading
from parley.resolve import ActorResolver, PlaceResolver
from parley.resolve.places.containment import split_place
from parley.resolve.places.toponyms import find_toponyms

Cut = Callable[..., Any]


def resolve(text: str, *places: str, cut: Cut, actors: bool = False) -> Reading:
    """Resolve a text with one event whose places are these words."""
    document = Document(text)
    trigger = document.span(0, 1)
    event = Event("E1", trigger, "ASSAULT", place=tuple(cut(document, words, Mention) for words in places))
    reading = Reading(document, events=(event,))
    return PlaceResolver().resolve(ActorResolver().resolve(reading) if actors else reading)


def name_of(text: str, words: str, cut: Cut, *, actors: bool = False) -> str | None:
    return resolve(text, words, cut=cut, actors=actors).events[0].place[0].entity


def place_named(reading: Reading, words: str) -> Place:
    return next(place for place in reading.places if place.text == words)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Shells fell on Dingolfing, Bavaria, Germany.", "Dingolfing, Bavaria, Germany", "Dingolfing"),
        ("Shells fell on the town of Walikale.", "the town of Walikale", "Walikale"),
        ("Shells fell on Gdańsk's streets.", "Gdańsk's streets", "Gdańsk"),
        ("Shells fell along the Litani.", "the Litani", "Litani River"),
        ("Shells fell on the Durano Heights.", "the Durano Heights", "Durano Heights"),
        ("Shells fell in Iraqi territory.", "Iraqi territory", "Iraq"),
        ("Shells fell on the coast of Greece.", "the coast of Greece", "Greece"),
        ("Shells fell in western Ukraine.", "western Ukraine", "Western Ukraine"),
        ("Shells fell in Lebanon's Bekaa Valley.", "Lebanon's Bekaa Valley", "Bekaa Valley"),
        ("Shells fell in Stockton, California.", "Stockton, California", "Stockton, California"),
        ("Shells fell in Chicago, Illinois.", "Chicago, Illinois", "Chicago"),
        ("Shells fell in Washington, D.C., United States.", "Washington, D.C., United States", "Washington, D.C."),
        ("Shells fell in Latakia province.", "Latakia province", "Latakia Governorate"),
    ],
)
def test_the_place_of_an_event_gets_its_plain_name(text: str, words: str, name: str, cut: Cut) -> None:
    assert name_of(text, words, cut) == name


@pytest.mark.parametrize("words", ["a market", "two villages", "the area", "its car park", "the base"])
def test_what_names_no_place_stays_open(words: str, cut: Cut) -> None:
    assert name_of(f"Shells fell on {words}.", words, cut) is None


def test_the_country_goes_back_to_the_last_one_named_as_a_place(cut: Cut) -> None:
    assert name_of("Kenya said an envoy in Chad had left the country.", "the country", cut) == "Chad"
    assert name_of("Kenya expelled a Peruvian envoy from the country.", "the country", cut) == "Kenya"
    assert name_of("The envoy left the country.", "the country", cut) is None


def test_one_place_within_another_is_not_two(cut: Cut) -> None:
    assert name_of("Talks were held in Doha, Qatar.", "Doha, Qatar", cut, actors=True) == "Doha"


def test_given_names_and_positions_stay() -> None:
    document = Document("Talks were held in Paris.")
    event = Event("E1", document.span(0, 5), "CONSULT", place=(Mention(19, 24, "Paris", entity="Paris, Texas"),))
    given = Place(19, 24, "Paris", geonameid=4717560, name="Paris", lat=33.66, lon=-95.56)
    resolved = PlaceResolver().resolve(Reading(document, events=(event,), places=(given,)))
    assert resolved.places == (given,)
    assert resolved.events[0].place[0].entity == "Paris, Texas"


def test_given_spans_are_the_ones_resolved() -> None:
    document = Document("Talks in Doha and Cairo.")
    resolved = PlaceResolver().resolve(Reading(document, places=(Place(9, 13, "Doha"),)))
    assert [place.text for place in resolved.places] == ["Doha"]
    assert resolved.places[0].country == "QA"


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("A fire broke out in Paris, Texas.", "US", 33.7),
        ("A fire broke out in Paris.", "FR", 48.9),
        ("Henry County, Tenn., and the town of Paris sent crews.", "US", 36.3),
        ("Kenya's Garissa was hit; so was Paris in Ontario, Canada.", "CA", 43.2),
    ],
)
def test_container_and_company_decide_between_places_of_one_name(text: str, country: str, region: float) -> None:
    paris = place_named(PlaceResolver().resolve(Reading(Document(text))), "Paris")
    assert paris.country == country
    assert paris.lat == pytest.approx(region, abs=0.5)


def test_candidates_are_told_and_a_name_nobody_knows_is_refused() -> None:
    document = Document("Shells fell on Tollaria.")
    (place,) = PlaceResolver().resolve(Reading(document, places=(Place(15, 23, "Tollaria"),))).places
    assert (place.geonameid, place.id, place.lat, place.candidates) == (None, None, None, ())
    tripoli = place_named(PlaceResolver().resolve(Reading(Document("Shells fell on Tripoli, Lebanon."))), "Tripoli")
    assert (tripoli.country, len(tripoli.candidates) > 1) == ("LB", True)


def test_a_loosened_spelling_needs_its_country_named() -> None:
    def find(text: str) -> Place:
        at = text.index("Deir")
        given = Place(at, at + 13, "Deir al-Balah")
        rest = [Place(m, m + 4, "Gaza") for m in [text.find("Gaza")] if m >= 0]
        return PlaceResolver().resolve(Reading(Document(text), places=(given, *rest))).places[0]

    assert find("Shells fell on Deir al-Balah in Gaza.").country == "PS"
    assert find("Shells fell on Deir al-Balah.").lat is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shells fell in southern Lebanon and near Goma.", ["southern Lebanon", "Goma"]),
        ("Jordan Ames met Chad Boro in Amman.", ["Amman"]),
        ("The Boston Globe said so.", []),
        ("In May, police said the market was quiet.", []),
        ("Kenyan-Ugandan talks began.", ["Kenyan", "Ugandan"]),
        ("Deputy Marcus Hull said no. Hull left.", []),
        ("A crash near Hull killed two.", ["Hull"]),
        ("Kenyan President Ada Boro left.", ["Kenyan"]),
        ("The United States and the U.K. agreed.", ["United States", "U.K."]),
    ],
)
def test_places_are_found_and_persons_and_bodies_passed_by(text: str, found: list[str]) -> None:
    assert [place.text for place in find_toponyms(Reading(Document(text)))] == found


def test_names_that_the_reading_holds_for_persons_are_no_places() -> None:
    text = "Envoys praised Lincoln in Chad."
    person = Named(15, 22, "Lincoln", entity="Ada Lincoln", evidence="surname")
    assert [place.text for place in find_toponyms(Reading(Document(text)))] == ["Lincoln", "Chad"]
    named = Reading(Document(text), mentions=(person,))
    assert [place.text for place in find_toponyms(named)] == ["Chad"]


def test_a_mention_is_parted_from_what_contains_it() -> None:
    head, containers = split_place("Kobani, Aleppo Governorate")
    assert head == "Kobani"
    assert containers[0].country == "SY"
    assert split_place("a town in Syria") == ("a town in Syria", ())


def test_filled_names_stand_in_the_layer_of_mentions(cut: Cut) -> None:
    resolved = resolve("Shells fell near Goma.", "Goma", cut=cut)
    assert [(named.text, named.entity, named.evidence) for named in resolved.mentions] == [
        ("Goma", "Goma", "gazetteer")
    ]


def test_an_unknown_place_of_an_event_stands_in_the_layer_refused(cut: Cut) -> None:
    (place,) = resolve("Shells fell on the Durano Heights.", "the Durano Heights", cut=cut).places
    assert (place.text, place.kind, place.lat, place.id) == ("Durano Heights", "literal", None, None)


def test_a_transliterated_place_of_an_event_is_resolved_where_its_country_is_named(cut: Cut) -> None:
    resolved = resolve("Shells fell on Deir al-Balah, Gaza.", "Deir al-Balah, Gaza", cut=cut)
    assert resolved.events[0].place[0].entity == "Deir al-Balah"
    assert [(place.text, place.country) for place in resolved.places] == [("Deir al-Balah", "PS"), ("Gaza", "PS")]
