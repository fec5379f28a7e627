"""Coverage: what was read that names a clause's bearer or its place."""

import datetime as dt

from parley.agreement import Agreement, parse_agreement
from parley.agreement.coverage import count_coverage

MONDAY, SUNDAY, NEXT = dt.date(2025, 3, 24), dt.date(2025, 3, 30), dt.date(2025, 3, 31)


def test_a_document_counts_once_for_each_clause_whose_bearer_it_names(fenhavn: Agreement) -> None:
    counted = count_coverage(
        fenhavn, [(MONDAY, "Dessovia, Dessovia and the Dessovian army."), (SUNDAY, "Halvek spoke.")]
    )
    assert counted["3a"] == {MONDAY: 2}
    assert counted["3b"] == {}
    assert counted["1"] == {MONDAY: 2}


def test_groups_speak_for_the_clause_of_those_they_are_bound_through(fenhavn: Agreement) -> None:
    counted = count_coverage(fenhavn, [(NEXT, "The Ombrel Defence League held its fire.")])
    assert counted["2"] == {NEXT: 1}
    assert counted["3a"] == {}


def test_a_place_counts_and_so_does_what_lies_in_it(fenhavn: Agreement) -> None:
    counted = count_coverage(fenhavn, [(NEXT, "Snow fell on the Lurna crossing.")])
    assert counted["5"] == {NEXT: 1}
    assert counted["6"] == {NEXT: 1}
    assert counted["9"] == {}


def test_names_are_whole_words(fenhavn: Agreement) -> None:
    assert not any(count_coverage(fenhavn, [(NEXT, "Antitollarian, Tollariania, halvek.")]).values())


def test_words_that_the_lists_know_count_for_the_state_that_the_file_names() -> None:
    lebanon = parse_agreement(
        "format: agreement/0\n"
        "agreement: {id: x, title: T, announced: 2024-11-26, talk_from: 2024-11-26, anchors: {}}\n"
        "parties:\n  lebanon: {name: Republic of Lebanon, role: party}\n"
        "clauses:\n  - {id: '1', gist: G, modal: must, kind: progress, bearer: [lebanon], acts: []}\n",
        "x.yaml",
    )
    assert count_coverage(lebanon, [(NEXT, "Lebanese officials met."), (NEXT, "Nobody met.")])["1"] == {NEXT: 1}
