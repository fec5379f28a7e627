"""Retractions and corrections: documents that point at documents."""

from collections.abc import Callable

import pytest

from parley.model import Arrival, Assessment, Document, Notice, Publication, Reading, Span
from parley.record import Added, Filter, Record
from parley.steps import Reader

URL = "https://ternwire.example/a"


def add(record: Record, *arrivals: Arrival) -> list[Added]:
    return [outcome for outcome in record.add(arrivals) if isinstance(outcome, Added)]


def notices(record: Record, wanted: Filter | None = None) -> set[Notice | None]:
    return {listed.entry.notice for listed in record.list_entries(wanted)}


def find_appearances(record: Record) -> dict[str, tuple[Publication, ...]]:
    return {document.id: appeared for document, appeared, _ in record.custody.list_documents()}


@pytest.mark.parametrize("pointer", [URL, "a", "the document's id"])
@pytest.mark.parametrize(("kind", "notice"), [("retracts", "retracted"), ("corrects", "corrected")])
def test_the_entries_of_what_is_pointed_at_stay_and_are_marked(
    filled: Record, arrive: Callable[..., Arrival], pointer: str, kind: str, notice: str
) -> None:
    before = filled.count_entries()
    first = next(filled.list_entries()).entry
    moment = first.recorded_at
    target = first.document_id if pointer.startswith("the") else pointer
    (added,) = add(filled, arrive("Ternwire takes back its report.", **{kind: target}))
    assert getattr(find_appearances(filled)[added.document.id][0], kind) == target
    assert (notices(filled), filled.count_entries()) == ({notice}, before)
    assert notices(filled, Filter(recorded_by=moment)) == {None}
    assert not [finding for finding in filled.check() if finding]


def test_a_retraction_counts_for_more_than_a_correction(filled: Record, arrive: Callable[..., Arrival]) -> None:
    add(filled, arrive("Two died, not three.", corrects=URL), arrive("None died.", retracts=URL))
    assert notices(filled) == {"retracted"}


def test_who_points_may_come_before_what_is_pointed_at(
    record: Record,
    arrive: Callable[..., Arrival],
    read_sample: Callable[[Document], Reading],
    make_reader: Callable[..., Reader],
) -> None:
    add(record, arrive("Ternwire takes back its report.", retracts=URL))
    (report,) = add(record, arrive(url=URL))
    list(record.read(make_reader("1", read_sample), frozenset({"en"}), [report.document.id]))
    assert notices(record) == {"retracted"}


def test_a_new_text_that_names_its_own_address_means_the_one_before(
    filled: Record, arrive: Callable[..., Arrival]
) -> None:
    (notice,) = add(filled, arrive("This report was withdrawn.", url=URL, given_id="a", retracts=URL))
    assert notices(filled) == {"retracted"}
    assert [version.by.id for version in filled.list_versions()] == [notice.document.id]


def test_a_pointer_that_is_stated_later_takes_the_place_of_none(filled: Record, arrive: Callable[..., Arrival]) -> None:
    plain = arrive("Ternwire takes back its report.")
    (first,) = add(filled, plain)
    add(filled, arrive("Ternwire takes back its report.", retracts=URL))
    assert len(find_appearances(filled)[first.document.id]) == 1
    head = filled.read_log_head()
    add(filled, arrive("Ternwire takes back its report.", retracts=URL), plain)
    assert (filled.read_log_head(), notices(filled)) == (head, {"retracted"})


def test_a_report_that_comes_with_and_without_its_pointer_at_once_is_kept_once(
    filled: Record, arrive: Callable[..., Arrival]
) -> None:
    words = "Ternwire takes back its report."
    added, _ = add(filled, arrive(words), arrive(words, retracts=URL))
    assert [one.retracts for one in find_appearances(filled)[added.document.id]] == [URL]
    assert not [finding for finding in filled.check() if finding]


def test_assessments_of_a_retracted_report_say_so(filled: Record, arrive: Callable[..., Arrival]) -> None:
    document_id = next(filled.list_entries()).entry.document_id
    quote = Span(0, 3, "AFP")
    filled.assessments.add([Assessment("", document_id, "teskal", "1", "relates", quote)], by="A. Coder")
    add(filled, arrive("Ternwire takes back its report.", retracts=URL))
    (held,) = filled.assessments.list_all()
    assert held.notice == "retracted"
