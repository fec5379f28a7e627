"""Concepts, stems and pairs of acts."""

import re

import pytest

from parley.match.lexicon import (
    cue_pattern,
    find_concepts,
    find_freed,
    find_stems,
    load_lexicon,
    near_kinds,
    opposed_kinds,
)
from parley.match.scoring import load_weights
from parley.ontology import event_kinds


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("three captives", {"hostage"}),
        ("the remains of two soldiers", {"body", "soldiers"}),
        ("he remains in office", set()),
        ("600 aid trucks a day", {"aid", "truck"}),
        ("beyond the withdrawal line", {"line"}),
        ("Military Operations", {"operation"}),
        ("armistice talks", {"ceasefire", "talks"}),
    ],
)
def test_concepts_are_found_by_whole_words(text: str, concepts: set[str]) -> None:
    assert find_concepts(text) == concepts


def test_the_body_of_a_hostage_is_a_body() -> None:
    assert find_freed(find_concepts("the bodies of four hostages")) == {"body"}
    assert find_freed(find_concepts("four hostages for 200 prisoners")) == {"hostage", "prisoner"}
    assert find_freed(find_concepts("its troops")) == frozenset()


def test_stems_leave_out_idle_words_and_endings() -> None:
    assert find_stems("the convoys and crossings") == find_stems("a convoy at each crossing")
    assert find_stems("the of and") == frozenset()


def test_acts_stand_against_each_other_as_the_file_says() -> None:
    assert ("COERCE", "restrict") in opposed_kinds(("RETREAT", "access"))
    assert ("RETREAT", "release") in near_kinds(("RETREAT", "return"))
    assert near_kinds(("PROTEST", "demo")) == ()


def test_every_pair_names_types_and_modes_of_the_ontology() -> None:
    lexicon, kinds = load_lexicon(), event_kinds()
    for row in (*lexicon.opposites, *lexicon.neighbours):
        for kind, mode in (row.act, *row.against, *row.near):
            assert not mode or mode in kinds[kind].modes, (kind, mode)


def test_every_name_of_the_lexicon_is_one_that_it_holds() -> None:
    lexicon = load_lexicon()
    assert {*lexicon.freed, *lexicon.general} <= set(lexicon.concepts)
    for name in lexicon.cues:
        assert isinstance(cue_pattern(name), re.Pattern)


def test_weights_favour_what_speaks_for_a_clause() -> None:
    weights = load_weights()
    assert weights["bearer"] > weights["no_actor"] > weights["unknown_actor"]
    assert weights["particular"] > weights["general"]
    assert weights["place"] > weights["sentence_site"] > weights["document_ground"]
