"""What people state anew about a document: with who did it in the log, and the record of before still there."""

import datetime as dt
from collections.abc import Callable

import pytest

from parley.errors import InputError, NoSuchEntry
from parley.model import Arrival, Assessment, Document, Reading, Span
from parley.record import Added, Filter, Record, Restatement
from parley.steps import Reader

BY = "A. Analyst"
SUNDAY = dt.date(2025, 4, 6)


def document_of(record: Record) -> str:
    return next(record.list_entries()).entry.document_id


def moment_of(record: Record) -> dt.datetime:
    return max(listed.entry.recorded_at for listed in record.list_entries())


def test_another_outlet_stands_from_now_on(filled: Record, arrive: Callable[..., Arrival]) -> None:
    document_id, moment = document_of(filled), moment_of(filled)
    done = filled.restate(document_id[:8], Restatement(outlet="The Post"), by=BY, reason="seen in print")
    assert (done.document.id, done.changed) == (document_id, True)
    assert [listed.publication.outlet for listed in filled.list_entries()][:1] == ["The Post"]
    assert filled.count_entries(Filter(outlet="Ternwire")) == 0
    then = next(filled.list_entries(Filter(recorded_by=moment)))
    assert then.publication.outlet == "Ternwire"
    head = filled.read_log_head()
    list(filled.add([arrive(url="https://ternwire.example/a", title="Teskal", given_id="a")]))
    assert filled.read_log_head() == head
    assert not filled.restate(document_id, Restatement(outlet="The Post"), by=BY).changed
    assert not [finding for finding in filled.check() if finding]


def test_another_language_stands_from_now_on(filled: Record) -> None:
    moment = moment_of(filled)
    filled.restate(document_of(filled), Restatement(lang="fr"), by=BY)
    languages = frozenset({"en"})
    assert [row.lang for row in filled.list_not_read(languages)] == ["fr"]
    assert filled.list_not_read(languages, moment) == []
    filled.restate(document_of(filled), Restatement(lang="en"), by=BY)
    assert filled.list_not_read(languages) == []


def test_another_day_makes_another_document_that_is_read_anew(
    filled: Record, read_sample: Callable[[Document], Reading], make_reader: Callable[..., Reader]
) -> None:
    old, moment = document_of(filled), moment_of(filled)
    entry = next(filled.list_entries()).entry
    filled.decide(entry.id, "accept", by=BY, revision=entry.revision)
    filled.assessments.add([Assessment("", old, "teskal", "1", "relates", Span(0, 3, "AFP"))], by=BY)
    done = filled.restate(old, Restatement(date=SUNDAY), by=BY)
    assert (done.document.date, done.decisions, done.assessments) == (SUNDAY, 1, 1)
    assert filled.count_documents() == 1
    assert list(filled.assessments.list_all()) == []
    reader = make_reader("1", read_sample)
    assert filled.list_unread(reader, frozenset({"en"})) == [done.document.id]
    list(filled.read(reader, frozenset({"en"})))
    stale = {(listed.entry.document_id, listed.entry.stale) for listed in filled.list_entries(Filter(set_aside=True))}
    assert stale == {(old, True), (done.document.id, False)}
    ((_, (publication,), _),) = filled.custody.list_documents()
    assert (publication.published_on, publication.date_from, publication.outlet) == (SUNDAY, "restated", "Ternwire")
    before = list(filled.list_entries(Filter(recorded_by=moment)))
    assert {(listed.entry.document_id, listed.entry.stale) for listed in before} == {(old, False)}
    assert not [finding for finding in filled.check() if finding]


def test_what_was_set_aside_counts_no_more_and_can_be_asked_for(
    filled: Record, read_sample: Callable[[Document], Reading], make_reader: Callable[..., Reader]
) -> None:
    listed = list(filled.list_entries())
    old, entry, number = document_of(filled), listed[0].entry, len(listed)
    standing, unresolved = filled.count_by_standing(), filled.mentions.list_unresolved("who")
    new = filled.restate(old, Restatement(date=SUNDAY), by=BY).document.id
    list(filled.read(make_reader("1", read_sample), frozenset({"en"})))
    assert {each.entry.document_id for each in filled.list_entries()} == {new}
    assert (filled.count_entries(), filled.count_by_standing()) == (number, standing)
    assert len(filled.review.list_queue()) == number
    assert [found.document_id for found in filled.search("Teskal")] == [new]
    assert [document.id for document, _, _ in filled.list_readings()] == [new]
    assert filled.mentions.list_unresolved("who") == unresolved != []
    assert [document.id for document, _, _ in filled.custody.list_documents()] == [new]
    assert filled.count_entries(Filter(set_aside=True)) == 2 * number
    assert filled.count_entries(Filter(document=old)) == len(filled.review.list_of_document(old)) == number
    assert filled.find_entry(entry.id).entry.stale
    assert [each.entry.id for each in filled.review.get_entries([entry.id])] == [entry.id]


def test_an_assessment_of_what_was_set_aside_is_found_by_its_id(filled: Record) -> None:
    entry = next(filled.list_entries()).entry
    said = Assessment("", entry.document_id, "teskal", "1", "relates", Span(0, 3, "AFP"), entry_id=entry.id)
    (kept,) = filled.assessments.add([said], by=BY)
    filled.restate(entry.document_id, Restatement(date=SUNDAY), by=BY)
    held = filled.assessments.find(kept.assessment_id[-8:])
    assert (held.assessment.id, held.entry.id if held.entry else None) == (kept.assessment_id, entry.id)
    assert [each.assessment.id for each in filled.assessments.list_of_entry(entry.id)] == [kept.assessment_id]
    assert list(filled.assessments.list_all()) == []


def test_documents_stand_as_they_were_stated_and_read_at_a_moment(
    filled: Record, read_sample: Callable[[Document], Reading], make_reader: Callable[..., Reader]
) -> None:
    def tell(moment: dt.datetime | None = None) -> tuple[str | None, str | None]:
        ((document, _, reader),) = filled.custody.list_documents(moment)
        return document.lang, reader

    def now() -> dt.datetime:
        return filled.find_last_change().recorded_at

    first = now()
    list(filled.read(make_reader("2", read_sample), frozenset({"en"})))
    second = now()
    filled.restate(document_of(filled), Restatement(lang="fr"), by=BY)
    assert (tell(first), tell(second), tell()) == (("en", "scripted 1"), ("en", "scripted 2"), ("fr", "scripted 2"))


def test_a_reader_put_in_force_again_is_not_told_of_before(
    filled: Record, read_sample: Callable[[Document], Reading], make_reader: Callable[..., Reader]
) -> None:
    moments = []
    for version in ("2", "1"):
        list(filled.read(make_reader(version, read_sample), frozenset({"en"})))
        moments.append(filled.find_last_change().recorded_at)
    told = [reader for moment in (*moments, None) for _, _, reader in filled.custody.list_documents(moment)]
    assert told == [None, "scripted 1", "scripted 1"]


def test_the_old_file_added_again_changes_nothing_after_a_new_day(
    filled: Record, arrive: Callable[..., Arrival]
) -> None:
    filled.restate(document_of(filled), Restatement(date=SUNDAY), by=BY)
    head = filled.read_log_head()
    (again,) = filled.add([arrive(url="https://ternwire.example/a", title="Teskal", given_id="a")])
    assert isinstance(again, Added)
    assert (again.new_document, again.new_publication, filled.read_log_head()) == (False, False, head)


def test_a_day_can_be_taken_back(filled: Record) -> None:
    old, day = document_of(filled), next(filled.list_entries()).published_on
    new = filled.restate(old, Restatement(date=SUNDAY), by=BY).document.id
    with pytest.raises(InputError, match="another day was stated"):
        filled.restate(old, Restatement(outlet="The Post"), by=BY)
    assert filled.restate(new, Restatement(date=day), by=BY).document.id == old
    assert {listed.entry.stale for listed in filled.list_entries()} == {False}
    assert not [finding for finding in filled.check() if finding]


def test_what_a_document_retracts_can_be_stated_later(filled: Record, arrive: Callable[..., Arrival]) -> None:
    (notice,) = filled.add([arrive("Ternwire takes back its report.")])
    assert isinstance(notice, Added)
    filled.restate(notice.document.id, Restatement(retracts="https://ternwire.example/a"), by=BY)
    assert {listed.entry.notice for listed in filled.list_entries()} == {"retracted"}


@pytest.mark.parametrize(
    ("by", "stated", "words"),
    [(" ", Restatement(lang="fr"), "nobody is named"), (BY, Restatement(), "nothing is stated")],
)
def test_what_is_not_said_is_asked_for(filled: Record, by: str, stated: Restatement, words: str) -> None:
    with pytest.raises(InputError, match=words):
        filled.restate(document_of(filled), stated, by=by)


def test_outlets_of_several_appearances_are_not_confused(filled: Record, arrive: Callable[..., Arrival]) -> None:
    list(filled.add([arrive(outlet="The Post")]))
    with pytest.raises(InputError, match="several outlets: Ternwire, The Post"):
        filled.restate(document_of(filled), Restatement(outlet="The Star"), by=BY)


def test_an_unknown_document_is_named(filled: Record) -> None:
    with pytest.raises(NoSuchEntry):
        filled.restate("nothing", Restatement(lang="fr"), by=BY)


def test_who_stated_it_stands_in_the_log_and_cannot_be_changed(filled: Record, tamper: Callable[..., None]) -> None:
    filled.restate(document_of(filled), Restatement(lang="fr"), by=BY, reason="read it")
    tamper(filled.path, "UPDATE restatements SET by = 'Somebody else'")
    assert any("restatement" in finding.where for finding in filled.check() if finding)


def test_removing_a_document_removes_it_under_the_days_before_too(filled: Record) -> None:
    old = document_of(filled)
    text = filled.get_document(old).text
    new = filled.restate(old, Restatement(date=SUNDAY), by=BY).document.id
    removed = filled.remove(new, by=BY, reason="takedown")
    assert (removed.document_id, removed.entries) == (new, 8)
    assert filled.search("shelled") == []
    assert text.encode() not in filled.path.read_bytes()
    assert not [finding for finding in filled.check() if finding and finding.broken]


def test_a_removed_document_takes_what_was_stated_with_it(filled: Record) -> None:
    document_id = document_of(filled)
    filled.restate(document_id, Restatement(lang="fr"), by=BY)
    filled.remove(document_id, by=BY, reason="takedown")
    assert not [finding for finding in filled.check() if finding and finding.broken]
