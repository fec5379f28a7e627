"""What holds of the status of every history of reports."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, get_args

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.agreement import Agreement, Anchor, Clause, Evidence, Fix, Known, Party, Term, View
from parley.agreement.changes import find_changes
from parley.agreement.reports import Bounds
from parley.agreement.results import AgreementStatus, SideEvidence
from parley.agreement.status import find_status, find_statuses
from parley.model import Assessment, Bearing, Span

FIRST = dt.date(2031, 3, 1)
LAST = FIRST + dt.timedelta(days=30)
SIDES = ("north", "south", "watch", "Ternwire")
SWAP = {"north": "south", "south": "north", "both": "both"}
PARTIES = (Party("north", "North", "party"), Party("south", "South", "party"), Party("watch", "Watch", "monitor"))


def make_clause(clause_id: str, kind: Any, modal: Any, bearer: tuple[str, ...], due: Term | None = None) -> Clause:
    return Clause(clause_id, "", modal, kind, bearer, (), due=due)


CLAUSES = (
    make_clause("fire", "maintain", "must", ("north", "south")),
    make_clause("leave-north", "achieve", "must", ("north",), Term(date=FIRST + dt.timedelta(days=9))),
    make_clause("leave-south", "achieve", "must", ("south",), Term(date=FIRST + dt.timedelta(days=9))),
    make_clause("tell", "whenever", "must", ("north", "south")),
    make_clause("steps", "progress", "must", ("north", "south")),
    make_clause("defence", "reservation", "may", ("north", "south")),
)
FORCE = Anchor("in_force", fixes=(Fix(Known(FIRST), FIRST + dt.timedelta(days=2)),))
AGREEMENT = Agreement("x", "X", FIRST, PARTIES, (), (FORCE,), CLAUSES)
EVERYTHING = Bounds(LAST, LAST)
DAYS = st.dates(FIRST, LAST)


@st.composite
def reports(draw: st.DrawFn) -> Evidence:
    clause = draw(st.sampled_from([clause.id for clause in CLAUSES]))
    side = draw(st.sampled_from(SIDES))
    on = draw(DAYS)
    told = draw(st.none() | st.integers(0, 5))
    documents = st.sampled_from([f"d{number}" for number in range(8)])
    assessment = Assessment(
        id="",
        document_id=draw(documents),
        agreement="x",
        clause=clause,
        bearing=draw(st.sampled_from(get_args(Bearing))),
        quote=Span(0, 3, draw(st.sampled_from(["abc", "Abc", "xyz"]))),
        by=draw(st.sampled_from([None, side])),
        against=draw(st.sampled_from(["north", "south", None])),
        called_breach=draw(st.booleans()),
        incident=draw(st.none() | st.sampled_from(["i1", "i2"])),
        state=draw(st.sampled_from(["accepted", "accepted", "proposed", "rejected"])),
    )
    return Evidence(
        assessment,
        side,
        draw(documents),
        (side,),
        on,
        dt.datetime.combine(on, dt.time(12), dt.UTC),
        happened=None if told is None else (on - dt.timedelta(days=told),) * 2,
        corrects=draw(st.none() | documents) if draw(st.integers(0, 5)) == 0 else None,
    )


def number(history: Sequence[Evidence]) -> list[Evidence]:
    return [
        replace(piece, assessment=replace(piece.assessment, id=f"a{place:03}")) for place, piece in enumerate(history)
    ]


HISTORIES = st.lists(reports(), max_size=14).map(number)


def find(history: Sequence[Evidence], view: View | None = None, known: dt.date = LAST) -> AgreementStatus:
    return find_status(AGREEMENT, history, view or View(), LAST, known)


def list_rows(status: AgreementStatus) -> list[SideEvidence]:
    return [row for clause in status.clauses for row in (*clause.together, *clause.by_side)]


@given(HISTORIES, DAYS)
def test_what_came_later_than_the_known_date_changes_nothing(history: list[Evidence], known: dt.date) -> None:
    by_then = [piece for piece in history if piece.known_on <= known]
    assert find(history, known=known) == find(by_then, known=known)


@given(HISTORIES, st.frozensets(st.sampled_from(SIDES), min_size=1))
def test_reports_outside_the_view_change_nothing(history: list[Evidence], sides: frozenset[str]) -> None:
    view = View("some", sides)
    assert find(history, view) == find([piece for piece in history if piece.side in sides], view)


@given(HISTORIES, st.permutations(range(14)))
def test_the_order_of_arrival_changes_nothing(history: list[Evidence], order: list[int]) -> None:
    assert find([history[place] for place in order if place < len(history)]) == find(history)


@given(HISTORIES)
def test_views_together_are_as_each_view_alone(history: list[Evidence]) -> None:
    views = [View(), *(View(side, frozenset({side})) for side in SIDES), View("two", frozenset(SIDES[:2])),
             View("reviewed", reviewed=True)]  # fmt: skip
    assert find_statuses(AGREEMENT, history, views, EVERYTHING) == [find(history, view) for view in views]


@given(HISTORIES)
def test_silence_never_becomes_kept(history: list[Evidence]) -> None:
    for row in list_rows(find(history)):
        told = {report.assessment.bearing for word in row.words for report in word.reports if word.word == "kept"}
        assert told <= {"kept"}
        assert all(word.reports for word in row.words)
    silent = [piece for piece in history if piece.assessment.bearing != "kept"]
    assert "kept" not in {word.word for row in list_rows(find(silent)) for word in row.words}


@given(HISTORIES, st.sampled_from(["i1", "i2"]), st.sampled_from(SIDES))
def test_a_denial_touches_only_its_incident(history: list[Evidence], incident: str, side: str) -> None:
    said = Assessment("z", "dz", "x", "fire", "denied", Span(0, 3, "abc"), side, "north", incident=incident)
    noon = dt.datetime.combine(LAST, dt.time(12), dt.UTC)
    denial = Evidence(said, side, "dz", (side,), LAST, noon, happened=(LAST, LAST))
    without = [piece for piece in history if piece.corrects is None]
    before, after = find(without), find([*without, denial])
    others = [[one for one in status.incidents if one.id != incident] for status in (before, after)]
    assert others[0] == others[1]
    kept = {one.id: one.assertions for one in after.incidents}
    assert all(one.assertions == kept[one.id] for one in before.incidents)


@given(HISTORIES)
def test_a_correction_takes_the_place_of_its_own_voice_alone(history: list[Evidence]) -> None:
    for aside in find(history).set_aside:
        voice = aside.report.side, aside.report.assessment.by is None
        by = [piece for piece in history if piece.assessment.document_id in aside.by and piece.corrects is not None]
        assert aside.reason != "corrected" or any(
            piece.side == voice[0] or (piece.assessment.by is None and voice[1]) for piece in by
        )


@given(HISTORIES)
def test_every_report_that_counts_stands_in_one_tally_of_its_side(history: list[Evidence]) -> None:
    status = find(history)
    told = [
        report.assessment.id
        for clause in status.clauses
        for row in clause.by_side
        for tally in row.tallies
        for report in tally.reports
    ]
    aside = [aside.report.assessment.id for aside in status.set_aside]
    assert len(told) == len(set(told))
    assert not set(told) & set(aside)
    counted = {piece.assessment.id for piece in history if piece.assessment.state != "rejected"}
    assert set(told) | set(aside) <= counted
    for row in list_rows(status):
        assert all(1 <= tally.origins <= len(tally.reports) for tally in row.tallies)


@given(HISTORIES)
def test_exchanging_the_parties_exchanges_the_status(history: list[Evidence]) -> None:
    def exchange(text: str) -> str:
        return text.replace("north", "\0").replace("south", "north").replace("\0", "south")

    def mirror(value: Any, kind: Any) -> Any:
        return msgspec.json.decode(exchange(msgspec.json.encode(value).decode()), type=kind)

    mirrored = find_status(
        mirror(AGREEMENT, Agreement), [mirror(piece, Evidence) for piece in history], View(), LAST, LAST
    )
    assert sort_status(mirrored) == sort_status(mirror(find(history), AgreementStatus))


def sort_status(status: AgreementStatus) -> dict[str, Any]:
    clauses = {
        clause.clause: (sorted(map(repr, clause.together)), sorted(map(repr, clause.by_side)))
        for clause in status.clauses
    }
    incidents = [
        (one.id, sorted(one.clauses), sorted(one.bearers), one.first, one.last, one.happened, one.breach, one.reports)
        for one in status.incidents
    ]
    return {"clauses": clauses, "incidents": incidents, "aside": status.set_aside}


@settings(max_examples=50)
@given(HISTORIES, DAYS, DAYS)
def test_changes_name_what_differs_and_nothing_else(history: list[Evidence], one: dt.date, other: dt.date) -> None:
    earlier, later = sorted((one, other))
    before, after = find(history, known=earlier), find(history, known=later)
    changes = find_changes(before, after)
    assert not find_changes(after, after).rows
    came = {cause.report.assessment.id for change in changes.rows for cause in change.because}
    told = [
        {report.assessment.id for row in list_rows(status) for tally in row.tallies for report in tally.reports}
        for status in (before, after)
    ]
    assert came == told[0] ^ told[1]
