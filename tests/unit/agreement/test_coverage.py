"""Coverage: what was read that names a clause's bearer or its place."""

import datetime as dt

from parley.agreement import Agreement, parse_agreement
from parley.agreement.coverage import WeekCounts, count_weeks
from parley.agreement.subject import find_clauses_named

MONDAY, SUNDAY, NEXT = dt.date(2025, 3, 24), dt.date(2025, 3, 30), dt.date(2025, 3, 31)


def count_coverage(agreement: Agreement, read: list[tuple[dt.date, str]]) -> WeekCounts:
    days, texts = zip(*read, strict=True)
    return count_weeks(zip(days, find_clauses_named(agreement, texts), strict=True))


def test_a_document_counts_once_for_each_clause_whose_bearer_it_names(fenhavn: Agreement) -> None:
    counted = count_coverage(
        fenhavn, [(MONDAY, "Dessovia, Dessovia and the Dessovian army."), (SUNDAY, "Halvek spoke.")]
    )
    assert counted["3a"] == {MONDAY: 2}
    assert "3b" not in counted
    assert counted["1"] == {MONDAY: 2}


def test_groups_speak_for_the_clause_of_those_they_are_bound_through(fenhavn: Agreement) -> None:
    counted = count_coverage(fenhavn, [(NEXT, "The Ombrel Defence League held its fire.")])
    assert counted["2"] == {NEXT: 1}
    assert "3a" not in counted


def test_a_place_counts_and_so_does_what_lies_in_it(fenhavn: Agreement) -> None:
    counted = count_coverage(fenhavn, [(NEXT, "Snow fell on the Lurna crossing.")])
    assert counted["5"] == {NEXT: 1}
    assert counted["6"] == {NEXT: 1}
    assert "9" not in counted


def test_names_are_whole_words(fenhavn: Agreement) -> None:
    assert count_coverage(fenhavn, [(NEXT, "Antitollarian, Tollariania, halvek.")]) == {}


def test_words_that_the_lists_know_count_for_the_state_that_the_file_names() -> None:
    lebanon = parse_agreement(
        "format: agreement/0\n"
        "agreement: {id: x, title: T, announced: 2024-11-26, talk_from: 2024-11-26, anchors: {}}\n"
        "parties:\n  lebanon: {name: Republic of Lebanon, role: party}\n"
        "clauses:\n  - {id: '1', gist: G, modal: must, kind: progress, bearer: [lebanon], acts: []}\n",
        "x.yaml",
    )
    assert count_coverage(lebanon, [(NEXT, "Lebanese officials met."), (NEXT, "Nobody met.")])["1"] == {NEXT: 1}
