"""The linter: what is valid and deserves a second look."""

from pathlib import Path

import pytest

import parley
from parley.agreement import list_library
from parley.agreement.linting import Finding, lint_agreement
from parley.ontology.judging import find_judging

DEMO = Path(parley.__file__).parent / "demo" / "agreement.yaml"
TEXT = DEMO.read_text(encoding="utf-8")

FAULTS = {
    "no-contrary-acts": ("kind: achieve\n    bearer: [dessovia, ", "kind: maintain\n    bearer: [dessovia, "),
    "cycle": ('  - id: "9"\n', '  - id: "9"\n    needs: ["9"]\n'),
    "unused-anchor": ("    border_talks_opened:\n", "    border_talks_held:\n"),
    "due-before-begin": ("      after: in_force\n      within: P42D\n", "      date: 2025-03-01\n"),
    "undated": ("        known: 2025-04-08\n", "        known: null\n"),
    "recollection": ('    checked: excerpt\n  - id: "3b"', '    checked: recollection\n  - id: "3b"'),
    "judging-word": ('gist: "both armies cease fire', 'gist: "both armies end their aggression'),
    "unlike-words": ('gist: "Tollaria withdraws its troops', 'gist: "Tollaria at last pulls out its troops'),
    "one-sided-parallel": ('    parallel_with: ["3a"]\n', ""),
    "foretold": ("      known: 2025-03-22\n", "      known: 2025-03-19\n"),
}  # fmt: skip


def lint(text: str) -> list[Finding]:
    return lint_agreement(text, "a.yaml")


@pytest.mark.parametrize("rule", FAULTS)
def test_each_rule_finds_what_it_is_for(rule: str) -> None:
    before, after = FAULTS[rule]
    assert before in TEXT
    sound = [finding for finding in lint(TEXT) if finding.rule == rule]
    found = [finding for finding in lint(TEXT.replace(before, after, 1)) if finding.rule == rule]
    assert len(found) > len(sound) or found != sound


def test_clauses_without_acts_are_found() -> None:
    acts = TEXT[TEXT.index('    acts:\n      - {type: ASSAULT, mode: null, object: "use of force') :]
    acts = acts[: acts.index("    checked")]
    found = lint(TEXT.replace(acts, "    acts: []\n"))
    assert ("no-acts", "clause 11 names no act that would carry it out") in [(each.rule, each.what) for each in found]


def test_what_is_kept_by_doing_nothing_needs_no_act() -> None:
    acts = TEXT[TEXT.index('    acts:\n      - {type: ASSAULT, mode: null, object: "use of force') :]
    acts = acts[: acts.index("    checked")]
    contrary = "contrary_acts: [{type: ASSAULT, mode: null, object: shelling, done_by: []}]"
    kept = TEXT.replace(acts, f"    acts: []\n    {contrary}\n")
    clause = kept[: kept.index("    acts: []")].rindex("modal: ")
    forbidden = f"{kept[:clause]}modal: must_not{kept[kept.index(chr(10), clause) :]}"
    assert "no-acts" not in {finding.rule for finding in lint(forbidden)}


@pytest.mark.parametrize("path", [DEMO, *list_library()], ids=lambda path: path.stem)
def test_what_is_shipped_has_nothing_to_mend(path: Path) -> None:
    assert [finding for finding in lint(path.read_text(encoding="utf-8")) if finding.weight == "mend"] == []


def test_what_is_from_recollection_is_listed() -> None:
    lebanon = next(path for path in list_library() if path.stem == "isr-lbn-2024")
    found = [finding.what for finding in lint(lebanon.read_text(encoding="utf-8")) if finding.rule == "recollection"]
    clauses = [what.split()[1] for what in found if what.startswith("clause")]
    assert clauses == ["7a", "7b", "7c", "10", "11", "12a", "12b"]


def test_a_finding_points_at_its_place() -> None:
    broken = TEXT.replace('gist: "both armies cease fire', 'gist: "both armies end their aggression')
    finding = next(each for each in lint(broken) if each.rule == "judging-word")
    assert broken.splitlines()[finding.line - 1][finding.column - 1 :].startswith('"both armies end')


def test_parallel_clauses_may_differ_in_names_alone() -> None:
    assert not [finding for finding in lint(TEXT) if finding.rule == "unlike-words"]
    graded = TEXT.replace('    parallel_with: ["3a"]\n    partial: true\n', '    parallel_with: ["3a"]\n')
    assert any("differ in partial" in finding.what for finding in lint(graded))


def test_words_that_judge_are_found_outside_quotation_marks_only() -> None:
    assert find_judging('both sides "violate" it; Violations of an unlawful act') == ["Violations", "unlawful"]
    assert find_judging("the terrain of the valley, an honest broker") == []
