"""When a clause begins and is due: worked by hand, counted in every way that the text leaves open."""

import datetime as dt
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.agreement import (
    Agreement,
    Amendment,
    Anchor,
    Clause,
    Fix,
    Interpretation,
    Known,
    Party,
    Schedule,
    Term,
    find_agreement,
    load_agreement,
    schedule_clause,
)
from parley.agreement.counting import Window, count_from, find_order, parse_duration, place_fix
from parley.agreement.schedule import known_readings

EET = dt.timezone(dt.timedelta(hours=2))
FOREVER = dt.date(2030, 1, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def report(date: str, known: str | None = None, note: str | None = None) -> Fix:
    return Fix(Known(day(known or date)), day(date), sources=(f"report-{date}",), note=note)


def make(clause: Clause, *anchors: Anchor, amendments: tuple[Amendment, ...] = ()) -> Agreement:
    parties = (Party("arda", "Arda", "party"), Party("belm", "Belm", "party"), Party("corin", "Corin", "guarantor"))
    return Agreement("a", "A", day("2025-01-01"), parties, (), anchors, (clause,), amendments)


def clause(**fields: object) -> Clause:
    return Clause("1", "gist", "must", "achieve", ("arda",), (), **fields)


def look(agreement: Agreement, world: str, known: str | None = None) -> Schedule:
    return schedule_clause(agreement, agreement.clauses[0], day(world), day(known) if known else FOREVER)


def days(schedule: Schedule) -> list[str]:
    return [reckoning.due_days for reckoning in schedule.dues]


IN_FORCE = Anchor("in_force", fixes=(Fix(Known(day("2025-01-01")), at=at("2025-01-10T06:00:00+02:00"), by_text=True),))
TEN_DAYS = Term("in_force", "P10D")


@pytest.mark.parametrize(
    ("counts", "expected"), [(True, "2025-01-19"), (False, "2025-01-20"), (None, "2025-01-19 or 2025-01-20")]
)
def test_whether_the_first_day_counts_is_never_silently_decided(*, counts: bool | None, expected: str) -> None:
    due = Term("in_force", "P10D", first_day_counts=counts)
    schedule = look(make(clause(due=due), IN_FORCE), "2025-01-12")
    assert days(schedule) == [expected]
    assert ("the text does not say whether the first of P10D counts" in schedule.reasons) == (counts is None)


@pytest.mark.parametrize(
    ("world", "word"),
    [
        ("2025-01-09", "pending"),
        ("2025-01-10", "in force"),
        ("2025-01-18", "in force"),
        ("2025-01-19", "due"),
        ("2025-01-20", "due"),
        ("2025-01-21", "past due"),
    ],
)
def test_the_word_follows_the_days(world: str, word: str) -> None:
    schedule = look(make(clause(due=TEN_DAYS), IN_FORCE), world)
    assert (schedule.word, schedule.split) == (word, False)


def test_a_clause_that_waits_for_what_nobody_has_dated_is_dormant() -> None:
    floating = Anchor("talks", "talks open")
    waiting = look(make(clause(due=Term("talks", "P5D")), IN_FORCE, floating), "2025-02-01")
    assert (waiting.word, waiting.waiting_on) == ("dormant", ("talks",))
    begun = look(make(clause(begins=Term("in_force"), due=Term("talks", "P5D")), IN_FORCE, floating), "2025-02-01")
    assert (begun.word, begun.waiting_on) == ("in force", ("talks",))
    assert "due P5D after talks: waiting on talks (talks open)" in begun.reasons


def test_a_report_of_an_anchor_counts_from_the_day_on_which_it_was_known() -> None:
    agreement = make(
        clause(due=Term("talks", "P5D", first_day_counts=False)),
        Anchor("talks", fixes=(report("2025-02-01", "2025-02-04"),)),
    )
    assert look(agreement, "2025-02-03", "2025-02-03").word == "dormant"
    assert look(agreement, "2025-02-03", "2025-02-04").word == "in force"
    assert days(look(agreement, "2025-02-03", "2025-02-04")) == ["2025-02-06"]


def test_rival_reports_give_rival_dues() -> None:
    rivals = Anchor(
        "talks", fixes=(report("2025-02-10", note="opening session"), report("2025-02-01", note="first contact"))
    )
    agreement = make(clause(due=Term("talks", "P5D", first_day_counts=True)), rivals)
    split = look(agreement, "2025-02-08")
    assert days(split) == ["2025-02-05", "2025-02-14"]
    assert (split.word, split.split) == ("due", True)
    assert [reckoning.sources for reckoning in split.dues] == [("report-2025-02-01",), ("report-2025-02-10",)]
    assert any("first contact" in reason for reason in split.reasons)
    assert (look(agreement, "2025-02-15").word, look(agreement, "2025-02-15").split) == ("past due", False)


def test_hours_run_by_the_clock() -> None:
    exact = look(make(clause(due=Term("in_force", "PT72H")), IN_FORCE), "2025-01-13")
    assert exact.dues[0].window == Window(at("2025-01-13T06:00:00+02:00"), at("2025-01-13T06:00:00+02:00"))
    by_day = look(
        make(clause(due=Term("talks", "PT72H")), Anchor("talks", fixes=(report("2025-02-01"),))), "2025-02-03"
    )
    assert by_day.dues[0].window == Window(at("2025-02-04"), at("2025-02-05"), whole_days=True)
    assert days(by_day) == ["2025-02-04"]


def test_days_begin_in_the_zone_and_hours_cross_the_change_of_clocks() -> None:
    agreement = make(clause(due=Term("in_force", "P60D", first_day_counts=False)), IN_FORCE)
    zoned = replace(agreement, zone="Europe/Kyiv")
    end = look(zoned, "2025-01-12").dues[0].window.latest
    assert end.replace(tzinfo=None) == at("2025-03-12")
    spring = count_from(Window(*(at("2025-03-30T01:00:00+02:00"),) * 2), parse_duration("PT24H"), first_day_counts=None)
    assert spring.earliest == at("2025-03-31T01:00:00+02:00")


def test_months_end_with_their_last_day() -> None:
    assert parse_duration("P1M").after(day("2025-01-31")) == day("2025-02-28")
    assert parse_duration("P1Y2M").after(day("2023-12-31")) == day("2025-02-28")
    assert parse_duration("P6W").after(day("2025-01-19")) == day("2025-03-02")


def test_a_month_is_every_day_of_it() -> None:
    fix = Fix(Known(day("2025-03-05")), day("2025-02-01"), precision="month")
    assert place_fix(fix, None) == Window(at("2025-02-01"), at("2025-03-01"), whole_days=True)
    agreement = make(clause(due=Term("talks", "P10D", first_day_counts=True)), Anchor("talks", fixes=(fix,)))
    assert days(look(agreement, "2025-03-20")) == ["2025-02-10 to 2025-03-09"]


def extension(known: str, *accepted: str) -> Amendment:
    return Amendment("ext", ("1",), Term(date=day("2025-02-10")), Known(day(known)), "corin", accepted, sources=("r",))


def test_an_extension_stands_beside_the_text_until_every_party_accepted_it() -> None:
    agreement = make(clause(due=TEN_DAYS), IN_FORCE, amendments=(extension("2025-01-15", "arda"),))
    before = look(agreement, "2025-01-25", "2025-01-14")
    assert (before.word, days(before)) == ("past due", ["2025-01-19 or 2025-01-20"])
    after = look(agreement, "2025-01-25", "2025-01-15")
    assert (after.word, after.split) == ("due", True)
    assert days(after) == ["2025-01-19 or 2025-01-20", "2025-02-10 by ext"]
    assert after.dues[1].accepted_by == ("arda",)
    assert any("amendment ext by corin, accepted by arda, known 2025-01-15" in reason for reason in after.reasons)


def test_an_extension_that_every_party_accepted_takes_the_place_of_the_text() -> None:
    agreement = make(clause(due=TEN_DAYS), IN_FORCE, amendments=(extension("2025-01-15", "belm", "arda"),))
    assert days(look(agreement, "2025-01-25")) == ["2025-02-10 by ext"]
    assert look(agreement, "2025-01-25").word == "in force"


def test_where_no_party_is_named_nobody_has_accepted() -> None:
    agreement = make(clause(due=TEN_DAYS), IN_FORCE, amendments=(extension("2025-01-15", "corin"),))
    nobody = replace(agreement, parties=agreement.parties[2:])
    assert days(look(nobody, "2025-01-25")) == ["2025-01-19 or 2025-01-20", "2025-02-10 by ext"]


def test_what_has_lapsed_stays_lapsed_and_only_once_that_was_known() -> None:
    agreement = make(clause(due=TEN_DAYS), IN_FORCE, Anchor("lapsed", fixes=(report("2025-01-15", "2025-01-30"),)))
    assert look(agreement, "2025-01-16", "2025-01-29").word == "in force"
    assert look(agreement, "2025-01-14", "2025-01-30").word == "in force"
    lapsed = look(agreement, "2025-01-16", "2025-01-30")
    assert lapsed.word == "lapsed"
    assert lapsed.reasons[-1].startswith("lapsed: lapsed (2025-01-15, as reported (report-2025-01-15)")


def test_a_text_that_was_not_public_says_nothing() -> None:
    agreement = make(clause(due=TEN_DAYS), IN_FORCE)
    assert look(agreement, "2025-01-25", "2024-12-31").reasons == ("not public by 2024-12-31",)
    late = make(clause(due=TEN_DAYS, known=Known(day("2025-01-20"))), IN_FORCE)
    assert look(late, "2025-01-25", "2025-01-19").word == "dormant"
    assert look(late, "2025-01-25", "2025-01-20").word == "past due"


def test_a_duty_that_is_set_off_each_time_has_no_date_of_its_own() -> None:
    each_time = Clause("1", "g", "must", "whenever", ("arda",), (), due=Term("trigger", "PT48H"), trigger="a shot")
    schedule = look(make(each_time, IN_FORCE), "2025-02-01")
    assert (schedule.word, schedule.dues, schedule.waiting_on) == ("in force", (), ())
    assert "each time: a shot, within PT48H of it" in schedule.reasons


def test_readings_are_known_from_their_own_day() -> None:
    readings = (
        Interpretation("arda", "early", Known(day("2025-01-05"))),
        Interpretation("belm", "month", Known(day("2025-01-01"), "month")),
        Interpretation(None, "undated", None),
    )
    assert [each.reading for each in known_readings(clause(readings=readings), day("2025-01-05"))] == ["early"]
    assert len(known_readings(clause(readings=readings), day("2025-01-31"))) == 2


def test_a_report_of_a_day_against_a_deadline_within_it() -> None:
    noon = Window(at("2025-01-26T12:00:00+02:00"), at("2025-01-26T12:00:00+02:00"))
    end = Window(at("2025-01-26T23:59:59+02:00"), at("2025-01-26T23:59:59+02:00"))
    on_the_day = Window(at("2025-01-26"), at("2025-01-27"), whole_days=True)
    open_count = Window(at("2025-01-25T00:00:00+02:00"), at("2025-01-28T00:00:00+02:00"))
    assert find_order(on_the_day, noon) == "same day, order unknown"
    assert find_order(on_the_day, end) == "before"
    assert find_order(on_the_day, open_count) == "depends on the count"
    assert find_order(Window(at("2025-01-27"), at("2025-01-28"), whole_days=True), end) == "after"
    assert find_order(Window(at("2025-01-26T11:00:00"), at("2025-01-26T11:00:00")), noon) == "before"


SHIPPED = [
    ("isr-lbn-2024", "12a", "2025-01-25", "due", ["2025-01-25 or 2025-01-26"]),
    ("isr-lbn-2024", "12a", "2025-01-27", "due", ["2025-01-25 or 2025-01-26", "2025-02-18 by ext-2025-02-18"]),
    ("isr-lbn-2024", "12a", "2025-02-19", "past due", ["2025-01-25 or 2025-01-26", "2025-02-18 by ext-2025-02-18"]),
    ("isr-lbn-2024", "12a", "2026-03-02", "lapsed", ["2025-01-25 or 2025-01-26", "2025-02-18 by ext-2025-02-18"]),
    ("gaza-plan-2025", "4a", "2025-10-08", "past due", ["2025-10-02"]),
    ("gaza-plan-2025", "4a", "2025-10-10", "due", ["2025-10-02", "2025-10-12"]),
    ("gaza-plan-2025", "4a", "2025-10-13", "past due", ["2025-10-02", "2025-10-12"]),
    ("gaza-plan-2025", "16b", "2026-01-31", "dormant", []),
    ("gaza-three-phase-2025", "op3a", "2025-03-01", "pending", []),
    ("gaza-three-phase-2025", "op3a", "2025-03-02", "in force", []),
    ("gaza-three-phase-2025", "p1a", "2025-03-20", "in force", []),
    ("gaza-three-phase-2025", "p1a", "2025-04-01", "lapsed", []),
    ("minsk2-2015", "2a", "2015-03-01", "due", ["2015-02-28 or 2015-03-01"]),
    ("minsk2-2015", "4b", "2015-03-14", "due", ["2015-03-14"]),
    ("minsk2-2015", "6", "2015-03-14", "in force", []),
]


@pytest.mark.parametrize(("name", "clause_id", "world", "word", "expected"), SHIPPED)
def test_the_shipped_agreements_as_known_on_the_day(
    name: str, clause_id: str, world: str, word: str, expected: list[str]
) -> None:
    agreement = load_agreement(find_agreement(name))
    schedule = schedule_clause(agreement, agreement.get_clause(clause_id), day(world), day(world))
    assert (schedule.word, days(schedule)) == (word, expected)


PAGE = (Path(__file__).parents[3] / "docs" / "AGREEMENT.md").read_text(encoding="utf-8")
WORKED = re.findall(r"\*\*(Israel–Lebanon|Gaza plan) (\w+)\*\*.*?\n\n((?:\|[^\n]*\n)+)", PAGE, re.DOTALL)
ROWS = [(name, clause_id, row) for name, clause_id, table in WORKED for row in table.splitlines()[2:]]


def test_the_page_works_two_agreements_in_tables() -> None:
    assert [name for name, _clause_id, _row in ROWS] == ["Israel–Lebanon"] * 5 + ["Gaza plan"] * 4


@pytest.mark.parametrize(("name", "clause_id", "row"), ROWS)
def test_the_worked_examples_of_the_page_come_out_so(name: str, clause_id: str, row: str) -> None:
    world, known, words, counts = (cell.strip() for cell in row.strip("|").split("|"))
    agreement = load_agreement(find_agreement({"Gaza plan": "gaza-plan-2025"}.get(name, "isr-lbn-2024")))
    seen = day(world if known == "same day" else known)
    schedule = schedule_clause(agreement, agreement.get_clause(clause_id), day(world), seen)
    assert words == f"{schedule.word}{', counts differ' if schedule.split else ''}"
    assert set(re.findall(r"2025-\d\d-\d\d", counts)) <= set(re.findall(r"2025-\d\d-\d\d", " ".join(days(schedule))))


def test_six_weeks_from_a_day_that_may_be_the_first_of_them() -> None:
    agreement = load_agreement(find_agreement("gaza-three-phase-2025"))
    words = [
        schedule_clause(agreement, agreement.get_clause("op3a"), day(world), day(world))
        for world in ("2025-03-01", "2025-03-02", "2025-03-03")
    ]
    assert [(each.word, each.split) for each in words] == [("pending", False), ("in force", True), ("in force", False)]
