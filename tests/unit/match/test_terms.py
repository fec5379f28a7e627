"""An agreement laid out: provisions by type, the clause for the whole, and when clauses have begun."""

import datetime as dt

import pytest

from parley.agreement import parse_agreement
from parley.match.terms import Provision, Terms, read_numbers

FILE = """
format: agreement/0
agreement:
  id: trial
  title: "An arrangement that never was"
  announced: 2025-01-01
  talk_from: 2025-01-01
  anchors:
    in_force: "2025-01-10T00:00:00+00:00"
    second_phase: {event: "the second phase is agreed", date: null, known: null}
    lapsed: {event: "the arrangement ends", date: 2025-03-01, known: 2025-03-01, precision: day, grade: reported}
parties:
  east: {name: East Province, role: party}
  west: {name: West Province, role: party}
places:
  valley: {name: Long Valley}
clauses:
  - id: "1"
    gist: "East Province suspends military operations"
    modal: must
    kind: maintain
    bearer: [east]
    from: in_force
    acts:
      - {type: RETREAT, mode: ceasefire, object: "military operations", done_by: [east]}
  - id: "2"
    gist: "ceasefire in the Long Valley"
    modal: must
    kind: maintain
    bearer: [east, west]
    from: {after: in_force, within: P14D}
    acts:
      - {type: RETREAT, mode: ceasefire, object: "fighting in the Long Valley", done_by: [east, west]}
  - id: "3"
    gist: "for each captive of West Province whose body is handed over East Province returns bodies"
    modal: must
    kind: whenever
    trigger: "the body of a captive is handed over"
    bearer: [east]
    from: {after: second_phase}
    acts:
      - {type: RETREAT, mode: return, object: "bodies of three fighters for each dead captive", done_by: [east]}
"""


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Terms(parse_agreement(FILE, "trial.yaml"))


def find(terms: Terms, clause: str, side: str = "wanted") -> list[Provision]:
    found = (provision for group in terms.provisions.values() for provision in group)
    return [provision for provision in found if provision.clause.id == clause and provision.side == side]


def test_the_whole_is_the_first_clause_that_speaks_of_a_ceasefire(terms: Terms) -> None:
    assert terms.whole is not None
    assert terms.whole.id == "2"
    assert [provision.concrete for provision in find(terms, "1")] == [True]


@pytest.mark.parametrize(
    ("day", "talk", "acts"),
    [("2024-12-31", False, False), ("2025-01-05", True, False), ("2025-01-10", True, True),
     ("2025-03-01", True, True), ("2025-03-02", False, False)],
)  # fmt: skip
def test_talk_and_acts_have_their_windows(terms: Terms, day: str, talk: bool, acts: bool) -> None:  # noqa: FBT001
    date = dt.date.fromisoformat(day)
    assert (terms.is_open(date, talk=True), terms.is_open(date, talk=False)) == (talk, acts)


def test_without_hindsight_an_end_counts_from_the_day_on_which_it_was_known() -> None:
    late = FILE.replace("date: 2025-03-01, known: 2025-03-01", "date: 2025-03-01, known: 2025-03-20")
    days = [dt.date(2025, 3, day) for day in (1, 10, 20)]
    for hindsight, acts in ((True, [True, False, False]), (False, [True, True, False])):
        terms = Terms(parse_agreement(late, "trial.yaml"), hindsight=hindsight)
        assert [terms.is_open(day, talk=False) for day in days] == acts


def test_acts_count_for_nothing_while_nobody_has_dated_the_entry_into_force() -> None:
    undated = FILE.replace(
        'in_force: "2025-01-10T00:00:00+00:00"', 'in_force: {event: "it begins", date: null, known: null}'
    )
    terms = Terms(parse_agreement(undated, "trial.yaml"))
    day = dt.date(2025, 2, 1)
    assert (terms.is_open(day, talk=True), terms.is_open(day, talk=False)) == (True, False)
    assert not any(terms.has_begun(clause, day) for clause in terms.agreement.clauses)


def test_months_are_counted_by_the_calendar_and_rival_ends_by_the_latest() -> None:
    ends = ("{date: 2025-03-01, known: 2025-03-01}", "{date: 2025-04-01, known: 2025-03-02}")
    rivals = f"{{event: ends, reported: [{', '.join(ends)}], grade: reported}}"
    changed = FILE.replace("within: P14D", "within: P1M").replace(
        '{event: "the arrangement ends", date: 2025-03-01, known: 2025-03-01, precision: day, grade: reported}', rivals
    )
    terms = Terms(parse_agreement(changed, "trial.yaml"))
    second = terms.agreement.clauses[1]
    assert [terms.has_begun(second, dt.date(2025, 2, day)) for day in (9, 12)] == [False, True]
    assert terms.is_open(dt.date(2025, 4, 1), talk=False)


def test_a_clause_begins_so_long_after_its_anchor_and_not_while_that_is_undated(terms: Terms) -> None:
    first, second, third = terms.agreement.clauses
    day = dt.date(2025, 1, 20)
    assert [terms.has_begun(clause, day) for clause in (first, second, third)] == [True, False, False]
    assert terms.has_begun(second, dt.date(2025, 1, 24))
    assert terms.has_begun(third, None)


def test_what_is_given_in_exchange_is_not_what_is_let_go(terms: Terms) -> None:
    exact = next(provision for provision in find(terms, "3") if provision.exact)
    assert exact.freed == {"body"}
    assert exact.counterpart == {"hostage"}
    assert {provision.mode for provision in find(terms, "3")} == {"return", "release", None}
    assert [provision.mode for provision in find(terms, "3", "thwarted")] == ["withhold"]


def test_numbers_are_read_without_separators() -> None:
    assert read_numbers("1,900 of 2000 in 3 days") == {"1900", "2000", "3"}
