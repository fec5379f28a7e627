"""Lists, search and counts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from parley.cli.lines import draw_entry
from parley.errors import InputError
from parley.model import Carrier, Document, Reading, Statement
from parley.record import Filter, Record
from parley.steps import Reader

DAY = dt.date(2025, 4, 8)


def words(record: Record, **wanted: Any) -> list[str]:
    return [listed.entry.item.anchor.text for listed in record.list_entries(Filter(**wanted))]


def test_entries_come_in_the_order_of_the_text(filled: Record) -> None:
    assert words(filled) == ["reported", "said", "said", "withdraw", "shelled", "demanded", "demanded", "talks"]
    listed = next(filled.list_entries(Filter(type="ASSAULT")))
    assert listed.context == "Dessovia shelled Lurna on Monday."
    assert (listed.published_on, [appeared.outlet for appeared in listed.publications]) == (DAY, ["Ternwire"])
    assert len(list(filled.list_entries(limit=3))) == 3


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": "statement"}, ["reported", "said", "demanded"]),
        ({"kind": "event"}, ["said", "withdraw", "shelled", "demanded", "talks"]),
        ({"speaker": "bastor"}, ["said", "said", "withdraw"]),
        ({"speaker": "bastor", "commitment": "refusal"}, ["said"]),
        ({"speaker": "%"}, []),
        ({"actor": "dessov"}, ["shelled"]),
        ({"recipient": "LURNA"}, ["shelled"]),
        ({"type": "RETREAT"}, ["withdraw"]),
        ({"mode": "withdraw"}, ["withdraw"]),
        ({"modality": "requested"}, ["talks"]),
        ({"commitment": "refusal"}, ["said"]),
        ({"standing": "fact"}, ["said", "shelled", "demanded"]),
        ({"fact": True, "act": True}, ["shelled"]),
        ({"fact": False}, ["withdraw", "talks"]),
        ({"act": False}, ["said", "demanded", "talks"]),
        ({"negated": True}, ["withdraw"]),
        ({"outlet": "wire", "type": "ASSAULT"}, ["shelled"]),
        ({"outlet": "Post"}, []),
        ({"words": "shelled NOT peace", "type": "ASSAULT"}, ["shelled"]),
        ({"via": "afp", "kind": "event"}, ["said", "withdraw"]),
        ({"via": "wire"}, []),
        ({"agreement": "teskal"}, []),
        ({"words": "peace"}, []),
        ({"words": "Monday. Its", "type": "ASSAULT"}, ["shelled"]),
        ({"published_from": DAY, "published_to": DAY, "type": "ASSAULT"}, ["shelled"]),
        ({"published_from": DAY + dt.timedelta(1)}, []),
        ({"published_to": DAY - dt.timedelta(1)}, []),
        ({"happened_from": dt.date(2025, 4, 7), "happened_to": dt.date(2025, 4, 7)}, ["shelled"]),
        ({"happened_from": dt.date(2025, 4, 9)}, []),
        ({"happened_to": dt.date(2025, 4, 6)}, []),
        ({"states": ("accepted",)}, []),
        ({"document": "zz"}, []),
    ],
)
def test_each_filter_narrows_the_list(filled: Record, wanted: dict[str, Any], found: list[str]) -> None:
    assert words(filled, **wanted) == found
    assert filled.count_entries(Filter(**wanted)) == len(found)


def test_what_a_reader_is_sure_of_and_what_a_person_decided(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[..., Reader]
) -> None:
    def read(document: Document) -> Reading:
        said = [Statement(f"S{at}", document.span(at, at + 3), (document.span(8, 11),)) for at in (0, 4, 12)]
        scored = (msgspec.structs.replace(one, confidence=at) for one, at in zip(said[:2], (0.9, 0.6), strict=True))
        return Reading(document, (*scored, said[2]))

    list(record.add([arrive("Ann Bob Cid Dan")]))
    list(record.read(make_reader("1", read), frozenset({"en"})))
    assert words(record, sure=0.5) == ["Ann", "Bob", "Dan"]
    assert words(record, sure=0.7) == ["Ann", "Dan"]
    assert [draw_entry(one).plain.count("uncertain") for one in record.list_entries()] == [0, 1, 0]
    uncertain = next(one.entry for one in record.list_entries() if one.entry.item.anchor.text == "Bob")
    record.decide(uncertain.id, "accept", by="Ann", revision=1)
    assert words(record, sure=0.7) == ["Ann", "Bob", "Dan"]
    assert [draw_entry(one).plain.count("uncertain") for one in record.list_entries()] == [0, 0, 0]


def test_a_document_is_named_by_the_beginning_of_its_id(filled: Record) -> None:
    document = next(filled.list_entries()).entry.document_id
    assert len(words(filled, document=document[:8])) == 8


def test_events_are_counted_by_standing_and_acts_apart_from_speech_acts(filled: Record) -> None:
    counts = {("fact", True): 1, ("fact", False): 2, ("refused", True): 1, ("demanded", False): 1}
    assert filled.count_by_standing() == counts
    assert filled.count_by_standing(Filter(type="ASSAULT")) == {("fact", True): 1}


def test_the_record_as_of_a_moment_ignores_what_came_later(filled: Record, arrive: Callable[..., Any]) -> None:
    entry = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    as_it_was = list(filled.list_entries(Filter(recorded_by=entry.recorded_at)))
    filled.decide(entry.id, "reject", by="Ann", revision=1)
    list(filled.add([arrive(outlet="The Post"), arrive("Other text.", url="https://ternwire.example/a", given_id="a")]))
    assert list(filled.list_entries(Filter(recorded_by=entry.recorded_at))) == as_it_was
    assert list(filled.list_entries(Filter(recorded_by=entry.recorded_at, outlet="Post"))) == []
    assert list(filled.list_entries(Filter(recorded_by=entry.recorded_at - dt.timedelta(microseconds=1)))) == []


def test_entries_are_listed_by_whom_their_report_credits(filled: Record, arrive: Callable[..., Any]) -> None:
    cited = (Carrier("Reuters via The Post"), Carrier(None, "https://post.example/"))
    assert list(filled.list_entries(Filter(via="reuters"))) == []
    list(filled.add([arrive(outlet="The Daily", cited=cited)]))
    assert len(list(filled.list_entries(Filter(via="reuters")))) == 8


def test_a_search_finds_words_whatever_their_accents_and_marks_them(record: Record, arrive: Callable[..., Any]) -> None:
    list(record.add([arrive("The café near Saïda closed.", title="Café"), arrive("Peace talks in Fenhavn.")]))
    (hit,) = record.search("saida OR nowhere")
    assert "[Saïda]" in hit.excerpt
    assert (hit.title, hit.outlet, hit.published_on) == ("Café", "Ternwire", DAY)
    assert record.search("talk*")[0].excerpt.startswith("Peace [talks]")
    assert record.search('"talks peace"') == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("10,000 aid", 1),
        ("aid, trucks.", 1),
        ("10,00* AND (north–south OR al-Naqoura)", 1),
        ("U.S. NOT trucks", 0),
        ("text:aid", 0),
        ("north-aid", 0),
        ("1,000 aid", 0),
    ],
)
def test_figures_hyphens_and_full_stops_are_searched_as_words(
    record: Record, arrive: Callable[..., Any], query: str, found: int
) -> None:
    list(record.add([arrive("The U.S. says that 10,000 aid trucks drove north-south."), arrive("Nothing was said.")]))
    assert len(record.search(query)) == found
    assert record.count_entries(Filter(words=query)) == 0


@pytest.mark.parametrize("query", ["", "  ", '"', "AND", "a AND", "(", "*", ", –"])
def test_a_search_that_is_not_understood_is_refused_kindly(filled: Record, query: str) -> None:
    for action in (lambda: filled.search(query), lambda: list(filled.list_entries(Filter(words=query)))):
        with pytest.raises(InputError) as caught:
            action()
        assert caught.value.remedy


def test_the_newest_reading_of_each_document_is_listed(filled: Record, make_reader: Callable[..., Reader]) -> None:
    def read_less(document: Document) -> Reading:
        return Reading(document)

    ((document, (appeared,), first),) = filled.list_readings()
    assert (appeared.given_id, len(first.events), first.document) == ("a", 5, document)
    list(filled.read(make_reader("2", read_less), frozenset({"en"})))
    ((_, _, second),) = filled.list_readings()
    assert second.events == ()


def test_entries_on_the_same_words_keep_their_order(
    record: Record, arrive: Callable[..., Any], make_reader: Callable[..., Reader]
) -> None:
    def read(document: Document) -> Reading:
        cue = document.span(0, 1)
        return Reading(document, tuple(Statement(f"S{size}", cue, (document.span(1, size),)) for size in range(2, 12)))

    list(record.add([arrive("Ann said Bo left.")]))
    list(record.read(make_reader("1", read), frozenset({"en"})))
    for listed in list(record.list_entries())[::3]:
        record.decide(listed.entry.id, "accept", by="Ann", revision=1)
    found = [listed.entry.id for listed in record.list_entries()]
    assert found == sorted(found)
    assert len(found) == 10
