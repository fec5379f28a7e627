"""Stored assessments become evidence: reporter, route, origin, days."""

import datetime as dt

import pytest
from msgspec.structs import replace

from parley.agreement import Agreement, Evidence, Party
from parley.agreement.joining import join_evidence
from parley.model import Assessed, Assessment, Carrier, Entry, Event, Publication, Span, TimeMention

DAY = dt.date(2031, 3, 4)
NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)
PARTIES = (Party("tollaria", "Tollaria", "party"), Party("dessovia", "Dessovia", "party"))
AGREEMENT = Agreement("teskal", "Teskal", DAY, PARTIES, (), (), ())
SAID = Assessment("a1", "d1", "teskal", "raids", "contrary", Span(0, 5, "a raid"[:5]), by="Tollaria")
HELD = Assessed(SAID, 1, NOON, "report", DAY, (Publication("Daily", published_on=DAY, cited=(Carrier("Ternwire"),)),))


def join(held: Assessed, **given: object) -> Evidence:
    return next(join_evidence(AGREEMENT, [held], **given))  # type: ignore[arg-type]


def make_entry(chain: tuple[str | None, ...], *times: TimeMention) -> Entry:
    event = Event("e1", Span(0, 4, "raid"), "ASSAULT", time=times)
    return Entry("e1", 1, "accepted", "d1", event, chain, None, None, None, None, "claimed", "rules 1", None, NOON)


def test_the_speaker_reports_and_stands_at_the_end_of_the_route() -> None:
    evidence = join(HELD)
    assert (evidence.side, evidence.route) == ("tollaria", ("Daily", "Ternwire", "Tollaria"))
    assert (evidence.published_on, evidence.recorded_at, evidence.origin) == (DAY, NOON, "d1")


def test_the_narrator_is_the_agency_that_the_text_or_the_page_credits() -> None:
    narrated = replace(HELD, assessment=replace(SAID, by=None))
    assert join(narrated).side == "Ternwire"
    in_text = replace(narrated, entry=make_entry(("AFP",)), publications=(Publication("Daily"),))
    assert (join(in_text).side, join(in_text).route) == ("AFP", ("Daily", "AFP"))
    assert join(replace(narrated, publications=())).side == "(no outlet)"
    assert (join(narrated).narrated, join(HELD).narrated) == (True, False)
    assert join(replace(HELD, assessment=replace(SAID, by="Reuters"))).narrated


def test_what_is_no_report_is_its_authors() -> None:
    letter = replace(HELD, assessment=replace(SAID, by=None), document_kind="letter")
    assert join(letter).side == "Daily"
    assert not join(letter).narrated
    assert join(replace(letter, publications=(Publication("Dessovia"),))).side == "dessovia"


def test_a_chain_in_the_text_is_kept_and_not_doubled() -> None:
    entry = make_entry(("AFP", "Tollaria"))
    assert join(replace(HELD, entry=entry, publications=(Publication("Daily"),))).route == ("Daily", "AFP", "Tollaria")


def test_the_route_leads_to_the_speaker_of_the_words_and_no_further() -> None:
    ministry, plain = make_entry(("AFP", "the health ministry")), (Publication("Daily"),)
    ground = replace(HELD, assessment=replace(SAID, by="the army"), entry=ministry, publications=plain)
    assert join(ground).route == ("Daily", "the army")
    statement = make_entry(("an officer", "the army"))
    assert join(replace(ground, statement=statement)).route == ("Daily", "an officer", "the army")
    outer = replace(ground, assessment=replace(SAID, by="AFP"))
    assert join(outer).route == ("Daily", "AFP")


def test_a_government_and_its_country_are_one_speaker() -> None:
    entry = make_entry(("Ternwire", "Government of Lebanon"))
    held = replace(HELD, assessment=replace(SAID, by="Lebanon"), entry=entry, publications=(Publication("Daily"),))
    assert join(held).route == ("Daily", "Ternwire", "Government of Lebanon")


def test_days_come_from_the_entry() -> None:
    monday = TimeMention(0, 4, "raid", value="2031-03-03")
    assert join(replace(HELD, entry=make_entry((), monday))).happened == (dt.date(2031, 3, 3),) * 2
    assert join(HELD).happened is None


def test_days_that_the_coder_states_come_before_those_of_the_entry() -> None:
    monday = TimeMention(0, 4, "raid", value="2031-03-03")
    stated = replace(SAID, happened="2031-03-01/2031-03-02")
    expected = (dt.date(2031, 3, 1), dt.date(2031, 3, 2))
    assert join(replace(HELD, assessment=stated)).happened == expected
    assert join(replace(HELD, assessment=stated, entry=make_entry((), monday))).happened == expected


def test_origins_and_corrections_are_taken_over() -> None:
    assert join(HELD, origins={"d1": "d0"}).origin == "d0"
    assert join(replace(HELD, assessment=replace(SAID, corrects="d9"))).corrects == "d9"


@pytest.mark.parametrize("agreement", ["another"])
def test_assessments_of_other_agreements_are_left_out(agreement: str) -> None:
    other = replace(HELD, assessment=replace(SAID, agreement=agreement))
    assert list(join_evidence(AGREEMENT, [other])) == []
