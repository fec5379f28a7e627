"""What boards and briefs are gathered from."""

import datetime as dt
from collections.abc import Callable

from parley.agreement import find_agreement
from parley.gathering import BoardAsked, BriefAsked, make_board, make_brief
from parley.model import Arrival, Assessment
from parley.record import Record


def test_a_brief_tells_what_changed_from_its_first_day_on(filled: Record) -> None:
    day = dt.date(2025, 4, 8)
    brief = make_brief(filled, BriefAsked(agreement="isr-lbn-2024", known=day, since=day))
    assert brief.since == day
    assert (brief.entries, brief.elsewhere) == ((), 8)
    assert brief.board
    assert brief.board.since == dt.date(2025, 4, 7)
    assert brief.board.changes is not None
    plain = make_brief(filled, BriefAsked(known=day, since=day))
    assert {line.published_on for line in plain.entries} == {day}
    assert (len(plain.entries), plain.elsewhere) == (8, 0)


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
