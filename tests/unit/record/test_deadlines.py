"""Deadlines of the record, and its order by when things happened."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest

import parley
from parley.agreement import load_agreement
from parley.agreement.editing import add_report, edit_file
from parley.errors import OutputError
from parley.export.board.dates import ClauseDeadline, list_clause_deadlines
from parley.export.board.dates import Deadline as CountedDay
from parley.export.calendar import write_calendar
from parley.model import Arrival, Document, Event, Mention, Reading, Span, Statement, TimeMention
from parley.pipeline import Pipeline
from parley.record import Filter, Record
from parley.resolve import TimeResolver
from parley.steps import Reader

DAY = dt.date(2025, 4, 8)
TEXT = (
    "The League demanded that Dessovia leave the heights by Friday. Tollaria shelled Lurna on Sunday. "
    "The commission shall meet within ten days of the signing. Dessovia shelled Breve in March."
)


@pytest.fixture
def due(record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Any) -> Record:
    def read(document: Document) -> Reading:
        def span(words: str) -> Span:
            return document.span(document.text.index(words), document.text.index(words) + len(words))

        league, content = cut(document, "The League", Mention), span("Dessovia leave the heights by Friday")
        said = Statement("S1", span("demanded"), (content,), league)
        events = (
            Event("E1", span("demanded"), "REQUEST", actor=(league,), about="S1"),
            Event(
                "E2", span("leave"), "RETREAT", actor=(cut(document, "Dessovia", Mention),), modality="requested",
                within="S1", deadline=cut(document, "by Friday", TimeMention),
            ),
            Event("E3", span("shelled Lurna"), "ASSAULT", time=(cut(document, "Sunday", TimeMention),)),
            Event(
                "E4", span("meet"), "CONSULT", modality="obliged",
                deadline=cut(document, "within ten days of the signing", TimeMention),
            ),
            Event("E5", span("shelled Breve"), "ASSAULT", time=(cut(document, "March", TimeMention),)),
        )  # fmt: skip
        return Reading(document, (said,), events)

    list(record.add([arrive(TEXT, DAY)]))
    list(record.read(Pipeline(make_reader("1", read), [TimeResolver()]), parley.LANGUAGES))
    return record


def test_deadlines_come_by_day_with_what_they_hang_on(due: Record) -> None:
    (leave, by_friday), (meet, term) = due.list_deadlines()
    assert (leave.entry.item.anchor.text, by_friday.first, by_friday.modifier) == ("leave", dt.date(2025, 4, 11), "by")
    assert (by_friday.commitment, [mention.text for mention in by_friday.by]) == ("demand", ["The League"])
    assert (meet.entry.item.anchor.text, term.first, term.hangs_on) == ("meet", None, "the signing")


def test_deadlines_are_filtered_like_entries(due: Record) -> None:
    assert [deadline.words.text for _, deadline in due.list_deadlines(Filter(actor="dessovia"))] == ["by Friday"]
    assert due.list_deadlines(Filter(actor="nobody")) == []
    assert due.list_deadlines(Filter(recorded_by=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))) == []
    assert [listed.entry.item.anchor.text for listed in due.list_entries(Filter(due=True))] == ["leave", "meet"]


def test_a_list_by_when_things_happened_puts_what_has_no_day_last(due: Record) -> None:
    acts = Filter(kind="event", act=True)
    told = [listed.entry.item.anchor.text for listed in due.list_entries(acts)]
    happened = [listed.entry.item.anchor.text for listed in due.list_entries(acts, order="happened")]
    assert told == ["leave", "shelled Lurna", "shelled Breve"]
    assert happened == ["shelled Breve", "shelled Lurna", "leave"]


def test_the_calendar_holds_the_deadlines_that_have_a_day(due: Record, tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    assert write_calendar(due.list_deadlines(), path) == 1
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2025, 4, 11), dt.date(2025, 4, 12))
    assert str(event["summary"]) == "Due as reported: Dessovia “leave” (demand by The League)"
    assert "Deadline as worded: “by Friday” (by)" in str(event["description"])


def list_uids(path: Path, *dues: ClauseDeadline) -> list[str]:
    write_calendar((), path, dues)
    return [str(event["uid"]) for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")]


def test_due_dates_by_the_text_keep_ids_of_their_own_in_a_calendar(tmp_path: Path) -> None:
    def fix(agreement: str, clause: str, day: dt.date = DAY, counted: str = "text") -> ClauseDeadline:
        deadline = CountedDay(day, day, "the text's own day", 0, counted)
        return ClauseDeadline(agreement, clause, "leave", "Dessovia", "due", deadline)

    dues = [fix("truce", "1-b"), fix("truce-1", "b"), fix("truce", "1-b", counted="anchor signing")]
    uids = list_uids(tmp_path / "due.ics", *dues)
    assert len(set(uids)) == len(dues)
    assert list_uids(tmp_path / "again.ics", *dues) == uids
    assert list_uids(tmp_path / "moved.ics", fix("truce", "1-b", DAY + dt.timedelta(9))) == uids[:1]


def test_a_due_date_keeps_its_id_when_its_day_its_sources_or_the_list_change(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text((Path(parley.__file__).parent / "demo" / "agreement.yaml").read_text("utf-8"), "utf-8")

    def list_dues() -> dict[tuple[str, bool, str], str]:
        """Map clause, beginning and day to the id in the calendar."""
        dues = list(list_clause_deadlines(load_agreement(path), DAY, DAY))
        uids = list_uids(tmp_path / "due.ics", *dues)
        assert len(set(uids)) == len(dues)
        assert [uid for due in dues for uid in list_uids(tmp_path / "one.ics", due)] == uids
        return {(due.clause, due.begins, due.deadline.when): uid for due, uid in zip(dues, uids, strict=True)}

    def report(day: int, known: int, source: str) -> None:
        stated = {"date": DAY.replace(month=3, day=day), "known": DAY.replace(month=3, day=known), "source": [source]}
        edit_file(path, add_report(path.read_text("utf-8"), str(path), "mission_in_place", stated))

    first = list_dues()
    report(20, 23, "report-2")
    assert list_dues() == first
    report(18, 24, "report-3")
    rival = list_dues()
    assert first.items() <= rival.items()
    assert len(rival) > len(first)
    path.write_text(path.read_text("utf-8").replace("2025-03-20", "2025-03-19"), "utf-8")
    moved = list_dues()
    assert moved.keys() != rival.keys()
    assert set(moved.values()) == set(rival.values())


def test_a_calendar_that_cannot_be_written_says_so(due: Record, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_calendar(due.list_deadlines(), tmp_path)
