"""What holds of every schedule, whatever was reported when."""

import datetime as dt
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.agreement import (
    Agreement,
    Amendment,
    Anchor,
    Clause,
    Fix,
    Known,
    Party,
    Schedule,
    Term,
    schedule_clause,
)

START = dt.date(2025, 1, 1)
LAST = dt.date(2025, 6, 30)
WORDS = ["dormant", "pending", "in force", "due", "past due", "lapsed"]
dates = st.dates(START, LAST)
zones = st.integers(-12, 14).map(lambda hours: dt.timezone(dt.timedelta(hours=hours)))
sources = st.lists(st.sampled_from(["r1", "r2", "r3"]), max_size=2).map(tuple)
knowns = st.builds(Known, dates, st.sampled_from(["day", "month"]))
instants = st.builds(
    lambda day, minute, zone: dt.datetime.combine(day, dt.time(minute // 60, minute % 60), zone),
    dates, st.integers(0, 1439), zones,
)  # fmt: skip
fixes = st.builds(Fix, knowns, date=dates, sources=sources) | st.builds(Fix, knowns, at=instants, sources=sources)
durations = st.sampled_from(["P1D", "P10D", "P6W", "P1M", "PT72H", "PT1H", None])
terms = st.builds(
    Term, st.sampled_from(["one", "two"]), durations, first_day_counts=st.sampled_from([True, False, None])
) | st.builds(Term, date=dates)
parties = (Party("arda", "Arda", "party"), Party("belm", "Belm", "party"))
amendments = st.builds(
    Amendment, st.uuids().map(str), st.just(("1",)), st.builds(Term, date=dates), knowns,
    st.just("mediator"), st.lists(st.sampled_from(["arda", "belm"]), unique=True).map(tuple),
)  # fmt: skip


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    begins, due = draw(st.none() | terms), draw(st.none() | terms)
    clause = Clause("1", "g", "must", "achieve", ("arda",), (), begins=begins, due=due)
    lapsed = draw(st.lists(fixes, max_size=2))
    anchors = tuple(
        Anchor(name, fixes=tuple(reports))
        for name, reports in (
            ("one", draw(st.lists(fixes, max_size=3))),
            ("two", draw(st.lists(fixes, max_size=3))),
            ("lapsed", lapsed),
        )
    )
    added = tuple(draw(st.lists(amendments, max_size=2)))
    zone = draw(st.sampled_from([None, "+02:00", "Europe/Kyiv"]))
    return Agreement("a", "A", START, parties, (), anchors, (clause,), added, zone=zone)


def look(agreement: Agreement, world: dt.date, known: dt.date) -> Schedule:
    return schedule_clause(agreement, agreement.clauses[0], world, known)


def with_fixes(agreement: Agreement, change: dict[str, tuple[Fix, ...]]) -> Agreement:
    return replace(
        agreement,
        anchors=tuple(replace(each, fixes=change.get(each.id, each.fixes)) for each in agreement.anchors),
    )


@settings(deadline=None)
@given(agreements(), dates, dates)
def test_what_became_known_later_changes_nothing(agreement: Agreement, world: dt.date, known: dt.date) -> None:
    then = with_fixes(
        agreement,
        {
            each.id: tuple(fix for fix in each.fixes if fix.known and fix.known.held_by(known))
            for each in agreement.anchors
        },
    )
    then = replace(then, amendments=tuple(each for each in agreement.amendments if each.known.held_by(known)))
    assert look(agreement, world, known) == look(then, world, known)


@settings(deadline=None)
@given(agreements(), dates, dates, st.randoms(use_true_random=False))
def test_the_order_of_reports_and_amendments_is_irrelevant(
    agreement: Agreement, world: dt.date, known: dt.date, random: Random
) -> None:
    def shuffle(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(random.sample(items, len(items)))

    mixed = with_fixes(agreement, {each.id: shuffle(each.fixes) for each in agreement.anchors})
    mixed = replace(mixed, amendments=shuffle(agreement.amendments), anchors=shuffle(mixed.anchors))
    assert look(mixed, world, known) == look(agreement, world, known)


@settings(deadline=None)
@given(agreements(), instants, zones, dates, dates, knowns)
def test_the_same_instant_written_in_another_zone_adds_nothing(
    agreement: Agreement, at: dt.datetime, zone: dt.timezone, world: dt.date, known: dt.date, since: Known
) -> None:
    once = Fix(since, at=at)
    again = Fix(since, at=at.astimezone(zone))
    one = look(with_fixes(agreement, {"one": (once,)}), world, known)
    two = look(with_fixes(agreement, {"one": (once, again)}), world, known)
    other = look(with_fixes(agreement, {"one": (again,)}), world, known)
    assert (
        [each.window for each in one.dues] == [each.window for each in two.dues] == [each.window for each in other.dues]
    )
    assert one.word == two.word == other.word
    assert one.split == two.split == other.split


@settings(deadline=None)
@given(agreements(), dates, dates, dates)
def test_as_days_pass_a_clause_never_goes_back(
    agreement: Agreement, early: dt.date, late: dt.date, known: dt.date
) -> None:
    first, second = sorted([early, late])
    before, after = (WORDS.index(look(agreement, day, known).word) for day in (first, second))
    assert before <= after


@settings(deadline=None)
@given(agreements(), dates, dates)
def test_both_parties_count_alike(agreement: Agreement, world: dt.date, known: dt.date) -> None:
    swap = {"arda": "belm", "belm": "arda"}
    mirrored = replace(
        agreement,
        clauses=(replace(agreement.clauses[0], bearer=("belm",)),),
        amendments=tuple(
            replace(each, accepted_by=tuple(swap[name] for name in each.accepted_by)) for each in agreement.amendments
        ),
    )
    one, other = look(agreement, world, known), look(mirrored, world, known)
    assert (one.word, one.split, [each.window for each in one.dues]) == (
        other.word, other.split, [each.window for each in other.dues],
    )  # fmt: skip


@settings(deadline=None)
@given(agreements(), dates, dates)
def test_every_word_has_its_reason(agreement: Agreement, world: dt.date, known: dt.date) -> None:
    schedule = look(agreement, world, known)
    assert schedule.reasons
    if schedule.word == "dormant" and schedule.waiting_on:
        assert any(f"waiting on {name}" in reason for name in schedule.waiting_on for reason in schedule.reasons)
    assert not schedule.split or len(schedule.begins) + len(schedule.dues) + len(agreement.anchors[2].fixes) > 1
