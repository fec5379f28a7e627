"""What moved between two known dates, and because of which reports."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from parley.agreement import Agreement, Anchor, Clause, Evidence, Fix, Known, Party, View
from parley.agreement.changes import Change, Changes, find_changes
from parley.agreement.status import find_status
from parley.model import Assessment, Bearing, Span

FORCE = dt.date(2031, 3, 1)
PARTIES = (Party("north", "North", "party"), Party("south", "South", "party"))
CLAUSES = (
    Clause("raids", "", "must_not", "maintain", ("south",), ()),
    Clause("leave", "", "must", "achieve", ("south",), ()),
)
ANCHOR = Anchor("in_force", fixes=(Fix(Known(FORCE), FORCE),))
AGREEMENT = Agreement("x", "X", FORCE, PARTIES, (), (ANCHOR,), CLAUSES)


def march(day: int) -> dt.date:
    return FORCE.replace(day=day)


def report(document: str, day: int, clause: str, bearing: Bearing, happened: int = 0, **more: Any) -> Evidence:
    said = Assessment(document, document, "x", clause, bearing, Span(0, 1, "x"), by=more.pop("by", None))
    noon = dt.datetime.combine(march(day), dt.time(12), dt.UTC)
    days = (march(happened),) * 2 if happened else None
    return Evidence(said, said.by or "Ternwire", document, ("Ternwire",), march(day), noon, happened=days, **more)


def compare(history: list[Evidence], before: int, after: int) -> Changes:
    statuses = [find_status(AGREEMENT, history, View(), march(day), march(day)) for day in (before, after)]
    return find_changes(*statuses)


def list_causes(changes: Changes) -> set[tuple[str, str]]:
    return {(cause.kind, cause.report.assessment.id) for change in changes.rows for cause in change.because}


def do_words_differ(change: Change) -> bool:
    """Tell whether the words themselves moved, not only what they rest on."""
    words = [[word.word for word in row.words] if row else [] for row in (change.before, change.after)]
    return words[0] != words[1]


def test_nothing_moves_between_a_day_and_itself() -> None:
    changes = compare([report("d1", 4, "raids", "contrary")], 10, 10)
    assert (changes.incidents, changes.rows) == ((), ())


def test_new_and_late_reports_are_told_apart() -> None:
    history = [report("d1", 12, "raids", "contrary", 11), report("d2", 12, "raids", "contrary", 5)]
    changes = compare(history, 10, 20)
    assert list_causes(changes) == {("new", "d1"), ("late", "d2")}
    assert [change.before for change in changes.incidents] == [None, None]


def test_a_correction_is_named_with_what_it_corrects() -> None:
    history = [report("d1", 4, "raids", "contrary"), report("d2", 12, "raids", "denied", corrects="d1")]
    changes = compare(history, 10, 20)
    assert list_causes(changes) == {("correction", "d2"), ("corrected", "d1")}
    (together, own) = [change for change in changes.rows if change.clause == "raids"]
    assert do_words_differ(together)
    assert do_words_differ(own)


def test_more_of_the_same_moves_what_a_word_rests_on() -> None:
    changes = compare([report("d1", 4, "leave", "partly"), report("d2", 12, "leave", "partly")], 10, 20)
    assert list_causes(changes) == {("new", "d2")}
    assert not any(do_words_differ(change) for change in changes.rows)


def test_a_late_copy_that_tells_of_an_earlier_day_moves_the_incident_and_renames_none() -> None:
    history = [
        report("d1", 4, "raids", "contrary"),
        replace(report("d2", 6, "raids", "contrary", 3), origin="d1", side="Daily"),
    ]
    (moved,) = compare(history, 5, 10).incidents
    assert moved.before is not None
    assert moved.after is not None
    assert moved.before.id == moved.after.id == moved.incident
    assert (moved.before.first, moved.after.first) == (march(4), march(3))
    views = (View("all"), View("Daily", frozenset({"Daily"})))
    seen = [find_status(AGREEMENT, history, view, march(10), march(10)).incidents for view in views]
    assert {incident.id for incidents in seen for incident in incidents} == {moved.incident}


def test_a_lapse_that_becomes_known_sets_aside() -> None:
    lapse = Anchor("lapsed", fixes=(Fix(Known(march(15)), march(8)),))
    agreement = replace(AGREEMENT, anchors=(ANCHOR, lapse))
    history = [report("d1", 9, "raids", "contrary")]
    statuses = [find_status(agreement, history, View(), march(day), march(day)) for day in (10, 20)]
    assert list_causes(find_changes(*statuses)) == {("set aside", "d1")}


def test_a_decision_of_a_coder_is_no_news() -> None:
    said = report("d1", 4, "leave", "partly")
    decided = replace(said, assessment=replace(said.assessment, bearing="done"))
    statuses = [find_status(AGREEMENT, [piece], View(), march(10), march(10)) for piece in (said, decided)]
    assert list_causes(find_changes(*statuses)) == {("amended", "d1")}
    gone = find_status(AGREEMENT, [], View(), march(10), march(10))
    assert list_causes(find_changes(statuses[0], gone)) == {("dropped", "d1")}
