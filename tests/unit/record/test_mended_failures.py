"""A failure is listed until it is mended."""

from collections.abc import Callable

import pytest

from parley.model import Arrival, Failure
from parley.record import Record

Arrive = Callable[..., Arrival]


def fail(place: str, what: str = "the line is not JSON") -> Failure:
    return Failure(place, "add", what, "Mend it.")


def listed(record: Record) -> list[str]:
    return [failure.where for failure in record.list_failures()]


def test_a_row_that_was_taken_out_of_its_file_fails_no_more(record: Record, arrive: Arrive) -> None:
    list(record.add([arrive("One.", ref="log.csv line 2"), fail("log.csv line 3"), fail("other.csv line 3")]))
    assert listed(record) == ["log.csv line 3", "other.csv line 3"]
    list(record.add([arrive("One.", ref="log.csv line 2")]))
    assert listed(record) == ["other.csv line 3"]


def test_a_file_that_gives_a_document_that_is_there_already_is_mended(record: Record, arrive: Arrive) -> None:
    list(record.add([arrive("One.", ref="a.txt"), fail("b.txt", "the file is empty")]))
    list(record.add([arrive("One.", ref="b.txt")]))
    assert listed(record) == []


def test_what_fails_for_another_reason_is_listed_once(record: Record) -> None:
    list(record.add([fail("a.pdf", "it is locked")]))
    list(record.add([fail("a.pdf", "it was scanned")]))
    assert [failure.what for failure in record.list_failures()] == ["it was scanned"]


def test_what_fails_again_is_listed_again(record: Record, arrive: Arrive) -> None:
    list(record.add([fail("a.txt")]))
    list(record.add([arrive(ref="a.txt")]))
    assert listed(record) == []
    list(record.add([fail("a.txt")]))
    assert listed(record) == ["a.txt"]


@pytest.mark.parametrize("place", ["x.zip › a.txt", "log.xlsx sheet One line 4", "all.docx article 2", "x.zip"])
def test_all_that_lies_in_a_file_is_tried_with_it(record: Record, arrive: Arrive, place: str) -> None:
    file = place.partition(" ")[0]
    list(record.add([fail(place)]))
    list(record.add([arrive(ref=f"{file} line 9")]))
    assert listed(record) == []


def test_an_entry_of_a_feed_is_not_mended_by_another_one(record: Record, arrive: Arrive) -> None:
    list(record.add([fail("https://a.example/feed › https://a.example/1")]))
    list(record.add([arrive(ref="https://a.example/feed › https://a.example/2")]))
    assert len(listed(record)) == 1
