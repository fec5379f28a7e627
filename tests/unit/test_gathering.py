"""What boards and briefs are gathered from."""

import datetime as dt
from collections.abc import Callable

import pytest

from parley.agreement import find_agreement, load_agreement
from parley.errors import FormatError
from parley.export.board.page import render_page
from parley.export.board.telling import tell_board
from parley.gathering import BoardAsked, BriefAsked, find_documents_about, make_board, make_brief
from parley.model import Arrival, Assessment
from parley.record import Record, TextRead
from parley.watching import compare_boards


def test_a_brief_tells_what_changed_from_its_first_day_on(filled: Record) -> None:
    day = dt.date(2025, 4, 8)
    brief = make_brief(filled, BriefAsked(agreement="isr-lbn-2024", known=day, since=day))
    assert brief.since == day
    assert (brief.entries, brief.elsewhere) == ((), 8)
    assert brief.board
    assert brief.board.since == day
    assert brief.board.changes is not None
    plain = make_brief(filled, BriefAsked(known=day, since=day))
    assert {line.published_on for line in plain.entries} == {day}
    assert (len(plain.entries), plain.elsewhere) == (8, 0)


def test_a_board_tells_what_changed_on_the_first_day_itself(record: Record, arrive: Callable[..., Arrival]) -> None:
    list(record.add([arrive()]))
    (report,) = record.lineage.list_reports()
    words = record.get_document(report.id).span(0, 5)
    record.assessments.add(
        [Assessment("", report.id, "isr-lbn-2024", "12a", "partly", words, against="israel")], by="A"
    )
    path, day = find_agreement("isr-lbn-2024"), dt.date(2025, 4, 8)
    assert report.published_on == day

    def find_changed(since: dt.date) -> set[str]:
        board = make_board(record, path, BoardAsked(day + dt.timedelta(2), day + dt.timedelta(2), since=since))
        assert board.changes is not None
        return {change.clause for change in board.changes.rows}

    assert find_changed(day) == {"12a"}
    assert find_changed(day + dt.timedelta(1)) == set()
    assert find_changed(dt.date.min) == {"12a"}


def test_a_watched_board_says_which_day_it_is_compared_with(record: Record) -> None:
    moment, path = dt.datetime(2025, 4, 8, 12, tzinfo=dt.UTC), find_agreement("isr-lbn-2024")
    day = moment.date()
    (watched,) = compare_boards(record, [path], moment, day + dt.timedelta(2))
    board = make_board(record, path, BoardAsked(day + dt.timedelta(2), day + dt.timedelta(2), since=day))
    for compared, known in ((watched, day), (board, day - dt.timedelta(1))):
        assert compared.since == day
        assert f"as known on {known}" in render_page(compared)
        assert any(f"as known on {known}" in section.meaning for section in tell_board(compared))


def test_a_brief_without_a_day_takes_that_of_its_board(filled: Record) -> None:
    brief = make_brief(filled, BriefAsked(agreement="isr-lbn-2024"))
    assert brief.board
    assert (brief.board.status.world, brief.board.status.known) == (dt.date(2025, 4, 8),) * 2
    assert "--known 2025-04-08" in brief.made_from["made again by"]
    later = make_brief(filled, BriefAsked(agreement="isr-lbn-2024", since=dt.date(2025, 4, 10)))
    assert later.board
    assert (later.board.status.known, later.entries) == (dt.date(2025, 4, 10), ())


def test_a_brief_that_ends_before_it_begins_is_refused(filled: Record) -> None:
    with pytest.raises(FormatError, match="2025-04-09 comes after 2025-04-08") as refused:
        make_brief(filled, BriefAsked(since=dt.date(2025, 4, 9), known=dt.date(2025, 4, 8)))
    assert refused.value.where == "since, known"


def test_texts_are_read_once_for_all_agreements(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("Hezbollah said that Israel must leave.", "Russia and Ukraine hold talks.", "It rained.")
    day, outlets = dt.date(2025, 4, 8), frozenset({"Ternwire"})
    about = [TextRead(str(number), day, text, outlets) for number, text in enumerate(texts)]
    asked: list[object] = []

    def list_texts_read(moment: dt.datetime | None) -> list[TextRead]:
        asked.append(moment)
        return about

    monkeypatch.setattr(record, "list_texts_read", list_texts_read)
    agreements = [load_agreement(find_agreement(name)) for name in ("isr-lbn-2024", "minsk2-2015")]
    found = [find_documents_about(record, some) for some in ([agreements[0]], [agreements[1]], agreements)]
    assert found == [{"0"}, {"1"}, {"0", "1"}]
    assert len(asked) == len(found)


def test_a_board_knows_the_reports_that_no_day_puts_on_it(record: Record, arrive: Callable[..., Arrival]) -> None:
    list(record.add([arrive(date=None), arrive("Israeli troops left a town.")]))
    documents = [record.get_document(report.id) for report in record.lineage.list_reports()]
    path = find_agreement("isr-lbn-2024")
    linked = [
        Assessment("", document.id, "isr-lbn-2024", "12a", "partly", document.span(0, 5), against="israel")
        for document in documents
    ]
    kept = record.assessments.add(linked, by="Ann")
    day = dt.date(2025, 6, 1)
    (piece,) = make_board(record, path, BoardAsked(day, day)).undated
    assert record.get_document(piece.assessment.document_id).date is None
    assert make_board(record, path, BoardAsked(dt.date.max, dt.date.max)).undated == ()
    assert make_board(record, path, BoardAsked(day, day, view="lebanon")).undated == ()
    for one in kept:
        record.assessments.decide(one.assessment_id, "reject", by="Ann", revision=1)
    assert make_board(record, path, BoardAsked(day, day)).undated == ()
