"""Which events of two reports are proposed as one."""

import datetime as dt
import random
from typing import Any

import pytest

from parley.model import (
    Count,
    Document,
    Entry,
    Event,
    ListedEntry,
    Mention,
    Place,
    Reading,
    Span,
    TimeMention,
    ToldEvent,
)  # fmt: skip
from parley.trace import find_same_events, tell_event

MONDAY = dt.date(2031, 3, 3)
NOON = dt.datetime(2031, 3, 9, 12, tzinfo=dt.UTC)
TEXT = "Dessovia shelled Lurna in Teskal district on Monday, killing 12 people."


def names(*given: str) -> frozenset[str]:
    return frozenset(given)


def count(figure: int, of: str = "killed") -> Count:
    return Count(0, 2, str(figure), of, low=figure, high=figure)


def tell(entry: str, days: int = 0, **about: Any) -> ToldEvent:
    """Tell of shelling of Lurna by Dessovia, a number of days after Monday."""
    last = MONDAY + dt.timedelta(days=days)
    place = about.pop("place", "Lurna")
    given = {"actors": names("Dessovia"), "places": names(place), "around": names(place), "counts": (count(12),)}
    first = last if about.get("is_dated") else last - dt.timedelta(days=1)
    return ToldEvent(entry, about.pop("document", f"d{entry}"), about.pop("type", "ASSAULT"), "heavy-weapons",
                     first, last, **(given | about))  # fmt: skip


def pairs(*told: ToldEvent) -> list[tuple[str, str]]:
    return [(likeness.a, likeness.b) for likeness in find_same_events(told)]


@pytest.mark.parametrize(
    "other",
    [
        tell("b"),
        tell("b", counts=(count(15),)),
        tell("b", counts=(count(12), count(30, "injured"))),
        tell("b", 1),
        tell("b", actors=names(), is_dated=True),
    ],
)
def test_what_two_reports_tell_alike_is_one_event(other: ToldEvent) -> None:
    assert pairs(tell("a"), other) == pairs(other, tell("a")) == [("a", "b")]


@pytest.mark.parametrize(
    "other",
    [
        tell("b", type="COERCE"),
        tell("b", document="da"),
        tell("b", actors=names("Kess")),
        tell("b", place="Orram"),
        tell("b", counts=(count(40),)),
        tell("b", counts=()),
        tell("b", 1, counts=(count(15),)),
        tell("b", 2),
        tell("b", 3, is_dated=True),
        tell("b", places=names(), counts=(count(15),)),
    ],
)
def test_what_differs_or_says_too_little_is_not(other: ToldEvent) -> None:
    assert pairs(tell("a"), other) == []


def test_one_day_that_both_texts_give_does_without_a_place() -> None:
    bare = {"places": names(), "around": names(), "counts": (), "is_dated": True}
    assert pairs(tell("a", **bare), tell("b", **bare)) == [("a", "b")]
    assert pairs(tell("a", **bare), tell("b", **(bare | {"is_dated": False}))) == []


def test_an_event_that_is_like_two_of_one_report_is_left_open() -> None:
    assert pairs(tell("a"), tell("b", document="d"), tell("c", document="d"), tell("e")) == [("a", "e")]


WHOLE = {"is_dated": True, "recipients": names("Tollaria")}


def test_an_event_that_two_reports_put_a_day_apart_is_one_perhaps_when_all_else_agrees() -> None:
    (likeness,) = find_same_events([tell("a", **WHOLE), tell("b", 1, **WHOLE)])
    assert (likeness.first, likeness.last) == (MONDAY + dt.timedelta(days=1), MONDAY)
    assert pairs(tell("a", **WHOLE), tell("b", 2, **WHOLE)) == []
    for missing in ("actors", "recipients", "places"):
        assert pairs(tell("a", **WHOLE), tell("b", 1, **(WHOLE | {missing: names()}))) == []
    assert pairs(tell("a", **WHOLE), tell("b", 1, **WHOLE, counts=(count(40),))) == []


def test_a_day_apart_gives_way_to_the_same_day() -> None:
    assert pairs(tell("a", **WHOLE), tell("b", **WHOLE), tell("c", 1, **WHOLE)) == [("a", "b")]


def test_figures_that_differ_stand_side_by_side() -> None:
    (likeness,) = find_same_events([tell("b", counts=(count(15),)), tell("a")])
    assert likeness.counts == (("12 killed", "15 killed"),)
    assert (likeness.actors, likeness.places, likeness.first, likeness.last) == (
        ("Dessovia",), ("Lurna",), MONDAY - dt.timedelta(days=1), MONDAY,
    )  # fmt: skip


def tell_some(actor: str) -> list[ToldEvent]:
    some = [("a", 0, 12), ("b", 0, 15), ("c", 1, 12), ("d", 1, 40), ("e", 9, 12)]
    return [tell(name, days, counts=(count(figure),), actors=names(actor)) for name, days, figure in some]


def test_the_order_of_events_and_the_names_of_parties_do_not_matter() -> None:
    told, before = tell_some("Dessovia"), pairs(*tell_some("Dessovia"))
    assert before == [("a", "b"), ("a", "c")]
    random.Random(3).shuffle(told)  # noqa: S311 (no secret)
    assert pairs(*told) == pairs(*tell_some("Tollaria")) == before


def list_entry(
    standing: str = "fact", *, act: bool = True, value: str | None = "2031-03-03", actor: str = "Dessovia"
) -> ListedEntry:
    def span(words: str, kind: Any = Mention, **fields: Any) -> Any:
        start = TEXT.index(words)
        return kind(start, start + len(words), words, **fields)

    times = (span("Monday", TimeMention, value=value),)
    event = Event("E1", span("shelled", Span), "ASSAULT", actor=(span("Dessovia", entity=actor),),
                  place=(span("Lurna in Teskal district"),), time=times)  # fmt: skip
    entry = Entry("e", 1, "proposed", "d", event, (), None, fact=None, act=act, commitment=None, standing=standing,
                  reader="r", proposal_id=None, recorded_at=NOON)  # fmt: skip
    return ListedEntry(entry, MONDAY + dt.timedelta(days=1), (), "report", TEXT)


def find_whose(name: str, _day: dt.date | None) -> str | None:
    return {"Dessovian Army": "Dessovia"}.get(name)


def read() -> Reading:
    item = list_entry().entry.item
    assert isinstance(item, Event)
    lurna, teskal = TEXT.index("Lurna"), TEXT.index("Teskal")
    places = (
        Place(lurna, lurna + 5, "Lurna", name="Lurna", radius_km=5.0),
        Place(teskal, teskal + 6, "Teskal", name="Teskal", radius_km=50.0),
    )
    twelve = TEXT.index("12")
    counts = (Count(twelve, twelve + 2, "12", "killed", low=12, high=12, event="E1"),)
    return Reading(Document(TEXT), (), (item,), places=places, counts=counts)


def test_an_entry_is_compared_by_what_its_reading_sees() -> None:
    told = tell_event(list_entry(), read(), find_whose)
    assert told is not None
    assert (told.first, told.last, told.is_dated) == (MONDAY, MONDAY, True)
    assert (told.actors, told.places, told.around) == (names("Dessovia"), names("Lurna"), names("Lurna", "Teskal"))
    assert [each.low for each in told.counts] == [12]


def test_forces_count_as_whose_they_are() -> None:
    told = tell_event(list_entry(actor="Dessovian Army"), None, find_whose)
    assert told is not None
    assert told.actors == names("Dessovia")


def test_the_mode_of_what_happens_once_a_day_counts_on_one_day() -> None:
    bare = {"type": "COERCE", "counts": ()}
    assert pairs(tell("a", **bare), tell("b", **bare)) == [("a", "b")]
    assert pairs(tell("a", **bare), tell("b", 1, **bare)) == []


def test_an_undated_event_lies_on_the_day_of_its_report_or_before() -> None:
    told = tell_event(list_entry(value="2031"), None, find_whose)
    assert told is not None
    assert (told.first, told.last, told.is_dated) == (MONDAY, MONDAY + dt.timedelta(days=1), False)


def test_what_did_not_happen_or_is_only_said_is_not_compared() -> None:
    assert tell_event(list_entry("planned"), None, find_whose) is None
    assert tell_event(list_entry(act=False), None, find_whose) is None
