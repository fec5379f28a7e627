"""Adding: bytes once, texts once, appearances once."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from parley.model import Arrival, Carrier, Failure
from parley.record import Added, Record, open_record

Arrive = Callable[..., Arrival]


def add(record: Record, *arrivals: Arrival | Failure) -> list[Added]:
    return [outcome for outcome in record.add(arrivals) if isinstance(outcome, Added)]


def test_what_is_added_is_kept_word_for_word(record: Record, arrive: Arrive) -> None:
    text = "  “Ça va?”\r\nقال إنه لن 😀 ينسحب \u202e\n"
    carriers = (Carrier("AFP via France 24", "https://example.org"),)
    arrival = arrive(text, cited=carriers, flags=("odd",), published_at=dt.datetime(2025, 4, 8, 1, tzinfo=dt.UTC))
    (added,) = add(record, arrival)
    assert (added.new_document, added.new_publication, added.replaces) == (True, True, None)
    assert record.get_document(added.document.id) == arrival.document
    ((_, (publication,), _),) = record.custody.list_documents()
    assert publication.first_seen is not None
    assert (publication.cited, publication.flags) == (carriers, ("odd",))
    assert publication.published_at == arrival.publication.published_at


def test_adding_the_same_again_changes_nothing(
    record: Record, arrive: Arrive, dump: Callable[[Path], list[str]]
) -> None:
    arrivals = [arrive(f"Report {number}.", url="https://a.example") for number in range(5)]
    add(record, *arrivals)
    head, before = record.read_log_head(), dump(record.path)
    again = add(record, *arrivals, arrivals[0])
    assert not any(outcome.new_document or outcome.new_publication for outcome in again)
    assert record.read_log_head() == head
    assert dump(record.path) == before


def test_the_same_bytes_give_the_same_document_after_the_extractor_was_upgraded(record: Record, arrive: Arrive) -> None:
    old = arrive("Talks resumed.", data=b"<p>Talks resumed.", date_from="metadata")
    new = arrive("Share! Talks resumed.", data=b"<p>Talks resumed.", date_from="metadata", version="2")
    (first,), (second,) = add(record, old), add(record, new)
    assert second.document == first.document == old.document
    assert not second.new_document
    assert record.count_documents() == 1


def test_the_same_text_on_another_day_is_another_document(record: Record, arrive: Arrive) -> None:
    days = [dt.date(2025, 4, 8), dt.date(2025, 4, 9), None]
    added = add(record, *(arrive("Shelling went on.", day) for day in days))
    assert len({outcome.document.id for outcome in added}) == 3
    assert [outcome.document.date for outcome in added] == days


def test_one_text_in_two_outlets_is_one_document_with_two_appearances(record: Record, arrive: Arrive) -> None:
    first, second = add(record, arrive(outlet="Ternwire"), arrive(outlet="The Post"))
    assert (second.new_document, second.new_publication) == (False, True)
    ((document, appeared, _),) = record.custody.list_documents()
    assert document.id == first.document.id
    assert {publication.outlet for publication in appeared} == {"Ternwire", "The Post"}


def test_a_failure_is_yielded_in_its_place_and_kept_once(record: Record, arrive: Arrive) -> None:
    failure = Failure("a.txt", "add", "the text is empty", "Check it.")
    for _ in range(2):
        outcomes = list(record.add([arrive("One."), failure, arrive("Two.")]))
        assert [isinstance(outcome, Failure) for outcome in outcomes] == [False, True, False]
    assert record.list_failures() == [failure]


def test_a_failure_that_was_mended_is_no_longer_listed(record: Record, arrive: Arrive) -> None:
    list(record.add([Failure("a.txt", "add", "the text is empty", "Check it.")]))
    add(record, arrive("One.", ref="b.txt"))
    assert [failure.where for failure in record.list_failures()] == ["a.txt"]
    add(record, arrive("Two.", ref="a.txt"))
    assert record.list_failures() == []


def test_what_comes_twice_in_one_run_is_kept_once(record: Record, arrive: Arrive) -> None:
    failure = Failure("a.txt", "add", "the text is empty", "Check it.")
    again = arrive("Another extract.", data=b"One.", date_from="metadata", version="2")
    outcomes = list(
        record.add([arrive("One."), failure, arrive("One."), again, failure, arrive("One.", outlet="Post")])
    )
    new = [(outcome.new_document, outcome.new_publication) for outcome in outcomes if isinstance(outcome, Added)]
    assert new == [(True, True), (False, False), (False, False), (False, True)]
    assert (record.count_documents(), record.list_failures()) == (1, [failure])
    assert not [finding for finding in record.check() if finding]


def test_two_processes_that_add_at_once_wait_for_each_other(copy_record: Callable[[], Path], arrive: Arrive) -> None:
    path = copy_record()
    at_once = Barrier(2)

    def work(name: str) -> int:
        with open_record(path) as record:
            at_once.wait()
            return len(add(record, *(arrive(f"{name} {number}.") for number in range(700))))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, ["One", "Two"])) == [700, 700]
    with open_record(path) as record:
        assert (record.count_documents(), record.read_log_head()[0]) == (1400, 2814)
        assert not [finding for finding in record.check() if finding]


def test_more_than_a_batch_keeps_its_order(record: Record, arrive: Arrive) -> None:
    texts = [f"Report {number}." for number in range(205)]
    assert [outcome.document.text for outcome in add(record, *map(arrive, texts))] == texts
    assert record.count_documents() == 205


def test_what_was_yielded_before_an_error_is_kept(record: Record, arrive: Arrive) -> None:
    def arrivals() -> Iterator[Arrival]:
        yield from (arrive(f"Report {number}.") for number in range(150))
        raise ZeroDivisionError

    outcomes = record.add(arrivals())
    seen: list[Added | Failure] = []
    with pytest.raises(ZeroDivisionError):
        seen.extend(outcomes)
    assert record.count_documents() == 100
    assert not [finding for finding in record.check() if finding]
