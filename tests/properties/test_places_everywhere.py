"""What holds of places in every text; and that two countries swapped mirror."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model import Document, Place, Reading
from parley.resolve import PlaceResolver
from parley.resolve.places.folding import fold_place, loosen, strip_article

REPORT = (
    "{A} accused {B} of shelling a village in {A} on Monday. {B} denied it. {As} officials said troops from {B} had "
    "crossed into {A}; {Bs} forces called the claim baseless. Talks between {A} and {B} are planned, and both {As} and "
    "{Bs} envoys left. The {B}-backed plan would keep the border with {A} open. {A}'s demand was rejected by {B}."
)
PAIRS = [
    (("Thailand", "Thai"), ("Cambodia", "Cambodian")),
    (("Israel", "Israeli"), ("Lebanon", "Lebanese")),
    (("Russia", "Russian"), ("Ukraine", "Ukrainian")),
    (("India", "Indian"), ("Pakistan", "Pakistani")),
]


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    folded = fold_place(name)
    assert fold_place(folded) == folded
    assert re.fullmatch(r"[a-z0-9 ]*", folded)
    assert folded.endswith(strip_article(folded))
    assert loosen(folded) is None or loosen(folded)


@given(st.text(alphabet=st.sampled_from("Paris in Kyiv, the Gaza's al-Qa U.S. \n.()-’é"), min_size=1, max_size=80))
@settings(deadline=None)
def test_any_text_is_resolved_to_spans_that_fit_and_do_not_overlap(text: str) -> None:
    if not text.strip():
        return
    places = PlaceResolver().resolve(Reading(Document(text))).places
    for place, following in pairwise(places):
        assert place.end <= following.start
    for place in places:
        assert (place.lat is None) == (place.lon is None) == (place.name is None)
        assert place.lat is None or (place.radius_km is not None and (place.geonameid or place.id))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_countries_swapped_mirror(one: tuple[str, str], other: tuple[str, str]) -> None:
    def read(first: tuple[str, str], second: tuple[str, str]) -> list[Place]:
        text = REPORT.format(A=first[0], As=first[1], B=second[0], Bs=second[1])
        return list(PlaceResolver().resolve(Reading(Document(text))).places)

    plain, swapped = read(one, other), read(other, one)
    mirror = {one[0]: other[0], other[0]: one[0]}
    assert {place.name for place in plain} == {one[0], other[0]}
    assert [place.kind for place in plain] == [place.kind for place in swapped]
    assert [mirror[str(place.name)] for place in plain] == [place.name for place in swapped]
