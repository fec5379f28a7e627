"""The worked cases of docs/STATUS.md: every line that must come out, and no other."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ruamel.yaml import YAML

from parley.agreement import Agreement, Evidence, View
from parley.agreement.joining import join_evidence
from parley.agreement.results import AgreementStatus, Incident, SideEvidence, Silence, Tally
from parley.agreement.status import find_status
from parley.model import Assessed, Assessment, Carrier, Publication, Span

FILE = Path(__file__).with_name("status.yaml")
TABLE = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
LAST = dt.date(2031, 3, 31)


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def make_assessed(number: int, told: dict[str, Any]) -> Assessed:
    document, on = told.get("in", f"d{number}"), told["on"]
    words = told.get("says", f"the words of {document}")
    assessment = Assessment(
        id=f"a{number:03}",
        document_id=document,
        agreement="teskal",
        clause=told["clause"],
        bearing=told["bearing"],
        quote=Span(0, len(words), words),
        by=told.get("by"),
        against=told.get("against"),
        called_breach=told.get("breach", False),
        incident=told.get("incident"),
        state=told.get("state", "accepted"),
        coder="Ann",
        unsure=told.get("unsure", False),
        corrects=told.get("corrects"),
    )
    cited = tuple(Carrier(outlet) for outlet in told.get("cited", ()))
    publication = Publication(outlet=told.get("outlet", "Ternwire"), published_on=on, cited=cited)
    recorded = at_noon(told.get("recorded", on))
    return Assessed(assessment, 1, recorded, told.get("kind", "report"), on, (publication,))


def make_evidence(agreement: Agreement, reports: list[dict[str, Any]]) -> list[Evidence]:
    assessed = [make_assessed(number, told) for number, told in enumerate(reports, start=1)]
    origins = {held.assessment.document_id: told["origin"] for held, told in zip(assessed, reports, strict=True)
               if "origin" in told}  # fmt: skip
    happened = {f"a{number:03}": told.get("happened") for number, told in enumerate(reports, start=1)}
    return [
        msgspec.structs.replace(piece, happened=read_days(happened[piece.assessment.id]))
        for piece in join_evidence(agreement, assessed, origins=origins)
    ]


def read_days(days: dt.date | list[dt.date] | None) -> tuple[dt.date, dt.date] | None:
    if days is None:
        return None
    return (days[0], days[1]) if isinstance(days, list) else (days, days)


def find_case(case: dict[str, Any]) -> AgreementStatus:
    agreement = msgspec.convert({**TABLE["agreement"], **case.get("changed", {})}, Agreement)
    known = case.get("known", LAST)
    recorded = case.get("recorded_by")
    return find_status(
        agreement,
        make_evidence(agreement, case["reports"]),
        View("case", frozenset(case.get("view", ())), reviewed=case.get("reviewed", False)),
        case.get("world", known),
        known,
        recorded_by=at_noon(recorded) if recorded else None,
        coverage=case.get("coverage"),
    )


def describe_status(status: AgreementStatus, silent: list[str]) -> Iterator[str]:
    yield from map(describe_incident, status.incidents)
    for clause in status.clauses:
        if clause.clause in silent:
            yield f"{clause.clause}: {describe_silence(clause.silence)}"
        for row in clause.together:
            sides = [own for own in clause.by_side if own.bearer == row.bearer]
            assert sides, "nobody's row"
            if len(sides) == 1:
                assert row == msgspec.structs.replace(sides[0], side=None)
            else:
                yield describe_row(clause.clause, row, silent=clause.clause in silent)
            yield from (describe_row(clause.clause, own, silent=clause.clause in silent) for own in sides)
    for aside in status.set_aside:
        assessment = aside.report.assessment
        by = f" by {', '.join(aside.by)}" if aside.by else ""
        yield f"set aside: {assessment.document_id} {assessment.bearing} {assessment.clause}: {aside.reason}{by}"


def describe_incident(incident: Incident) -> str:
    def name(accounts: Any) -> str:
        return ", ".join(account.side for account in accounts)

    origins = f"({incident.origins} origin{'s' * (incident.origins != 1)})"
    parts = [
        f"asserted by {name(incident.asserted)} {origins}" if incident.asserted else "",
        f"denied by {name(incident.denied)}" if incident.denied else "",
        f"called a breach by {name(incident.called_breach)}" if incident.called_breach else "",
        f"called lawful by {name(incident.called_lawful)}" if incident.called_lawful else "",
        f"grounds {len(incident.grounds)}" if incident.grounds else "",
        "same day, order unknown" if incident.same_day_as_force else "",
    ]
    head = f"incident {'+'.join(incident.clauses)} {'+'.join(incident.bearers) or 'jointly'}"
    return "; ".join(filter(None, [f"{head}: {incident.happened}, {incident.breach}", *parts]))


def describe_row(clause: str, row: SideEvidence, *, silent: bool) -> str:
    words = ", ".join(word.word + (f" ({word.timing})" if word.timing else "") for word in row.words)
    parts = [
        f"{clause} {row.bearer or 'jointly'} {row.side or 'everybody'}: {words}",
        *map(describe_tally, row.tallies),
    ]
    return "; ".join([*parts, describe_silence(row.silence)] if silent else parts)


def describe_tally(tally: Tally) -> str:
    numbers = [len(tally.reports), tally.origins, *([len(tally.incidents)] if tally.incidents else [])]
    marks = [
        f"against interest {len(tally.against_interest)}" if tally.against_interest else "",
        "unsure" if tally.unsure else "",
        "unreviewed" if tally.unreviewed else "",
    ]
    return " ".join(filter(None, [tally.bearing, "/".join(map(str, numbers)), *marks]))


def describe_silence(silence: Silence) -> str:
    since = f"no report since {silence.since}" if silence.since else "no report"
    return f"{since}; {silence.reach}" + (f" ({silence.read})" if silence.read else "")


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["case"])
def test_status_is_as_the_rules_say(case: dict[str, Any]) -> None:
    assert sorted(describe_status(find_case(case), case.get("silence", []))) == sorted(case["expect"])


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["case"])
def test_the_order_of_arrival_changes_nothing(case: dict[str, Any]) -> None:
    agreement = msgspec.convert({**TABLE["agreement"], **case.get("changed", {})}, Agreement)
    evidence = make_evidence(agreement, case["reports"])
    known = case.get("known", LAST)
    statuses = [find_status(agreement, told, View(), known, known) for told in (evidence, evidence[::-1])]
    assert statuses[0] == statuses[1]


def test_every_rule_has_a_case_or_a_test_of_its_own() -> None:
    elsewhere = {28, 29, 30, 31}
    assert {rule for case in TABLE["cases"] for rule in case["rules"]} == set(range(1, 32)) - elsewhere
