"""What holds of tracing, whatever the reports."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parley.lineage import find_folding, trace_record
from parley.model import Arrival, FoldDecision, Relation, Report, Span
from parley.record import open_record
from parley.trace import fold_reports, pick_tied
from parley.trace.alignment import align
from parley.trace.candidates import find_candidates
from parley.trace.fingerprints import RUN, WINDOW, split_words, winnow
from parley.trace.tracer import trace_reports

FIRST = dt.date(2025, 3, 3)
VOCABULARY = [
    f"{head}{tail}" for head in "bdfgklmnprst" for tail in ("a", "eli", "oru", "unak", "iset", "ovil", "etha")
]
QUICK = settings(max_examples=40, deadline=None)
CopyRecord = Callable[[], Path]


def tell(story: int, start: int, end: int) -> str:
    """Give words of one of a few endless stories."""
    words = random.Random(story).choices(VOCABULARY, k=400)  # noqa: S311 (texts, no secrets)
    return " ".join(words[start:end])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text of one to three passages, each from any story; a few stories, so that passages come back."""
    passages = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, 8)) * 30
        passages.append(tell(draw(st.integers(0, 3)), start, start + draw(st.sampled_from([10, 60, 120]))))
    return " ".join(passages)


@st.composite
def report_lists(draw: st.DrawFn, *, outlets: bool = True) -> list[Report]:
    outlet = st.none() | st.sampled_from(["Courier", "Herald"]) if outlets else st.none()
    count = draw(st.integers(2, 12))
    return [
        Report(
            id=f"r{number:02}",
            text=draw(texts()),
            outlet=draw(outlet),
            title=draw(st.none() | st.sampled_from(["One", "Two", "Three"])),
            published_on=draw(st.none() | st.integers(0, 4).map(lambda days: FIRST + dt.timedelta(days=days))),
        )
        for number in range(count)
    ]


def trace(reports: list[Report]) -> dict[tuple[str, str], Relation]:
    return {(relation.a, relation.b): relation for relation in trace_reports(reports)}


def turn(relation: Relation) -> tuple[Any, ...]:
    """Say what a relation says with its sides exchanged."""
    exchanged = {"a_to_b": "b_to_a", "b_to_a": "a_to_b", "unknown": "unknown"}
    evidence = msgspec.structs.replace(
        relation.evidence, a_share=relation.evidence.b_share, b_share=relation.evidence.a_share
    )
    return relation.kind, exchanged[relation.direction], evidence, pair_spans(relation.b_spans, relation.a_spans)


def pair_spans(spans: Sequence[Span], others: Sequence[Span]) -> list[tuple[Span, Span]]:
    return sorted(zip(spans, others, strict=True), key=lambda pair: pair[0].start)


@QUICK
@given(report_lists(), st.randoms())
def test_the_order_of_reports_does_not_matter(reports: list[Report], shuffled: Any) -> None:
    before = trace(reports)
    shuffled.shuffle(reports)
    assert trace(reports) == before


@QUICK
@given(report_lists(outlets=False))
def test_the_names_of_reports_do_not_matter(reports: list[Report]) -> None:
    """Renaming turns pairs around: kind, direction, shares and spans turn with them."""
    renamed = [msgspec.structs.replace(report, id=f"z{99 - int(report.id[1:])}") for report in reports]
    names = {old.id: new.id for old, new in zip(reports, renamed, strict=True)}
    after = trace(renamed)
    for (a, b), relation in trace(reports).items():
        spans = pair_spans(relation.a_spans, relation.b_spans)
        assert turn(after[names[b], names[a]]) == (relation.kind, relation.direction, relation.evidence, spans)


EXCHANGED = [f"{tell(0, 0, 60)} {tell(1, 0, 60)}", f"{tell(1, 0, 60)} {tell(2, 0, 60)} {tell(0, 0, 60)}"]
"""Two texts that share two passages, in another order."""


@QUICK
@given(report_lists(), texts())
@example([Report("r00", EXCHANGED[0]), Report("r01", EXCHANGED[1])], EXCHANGED[1])
def test_a_report_of_another_outlet_changes_nothing_between_others(reports: list[Report], text: str) -> None:
    before = trace(reports)
    after = trace([*reports, Report("new", text, "Another outlet", published_on=FIRST)])
    assert {pair: relation for pair, relation in after.items() if "new" not in pair} == before


@QUICK
@given(report_lists(), st.integers(0, 4))
def test_as_of_a_day_nothing_later_matters(reports: list[Report], days: int) -> None:
    day = FIRST + dt.timedelta(days=days)
    known = [report for report in reports if report.published_on and report.published_on <= day]
    names = {report.id for report in known}
    assert {pair: relation for pair, relation in trace(reports).items() if names >= set(pair)} == trace(known)


@QUICK
@given(report_lists(outlets=False), st.data())
def test_a_copy_never_adds_an_origin(reports: list[Report], data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(reports))
    copy = msgspec.structs.replace(copied, id="copy")
    before = fold_reports(reports, trace_reports(reports)).folds
    after = fold_reports([*reports, copy], trace_reports([*reports, copy])).folds
    assert len(after) <= len(before)


PAIRS = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] != pair[1])


@st.composite
def decision_lists(draw: st.DrawFn) -> list[FoldDecision]:
    chosen = draw(st.lists(st.tuples(PAIRS, st.sampled_from(["fold", "unfold"])), max_size=5))
    at = dt.datetime(2025, 3, 9, tzinfo=dt.UTC)
    return [
        FoldDecision(f"{number}", f"r{a:02}", f"r{b:02}", action, "A.", at + dt.timedelta(hours=number))
        for number, ((a, b), action) in enumerate(chosen)
    ]


@QUICK
@given(report_lists(), decision_lists(), st.randoms())
def test_folds_part_the_reports_and_keep_what_people_said(
    reports: list[Report], decisions: list[FoldDecision], shuffled: Any
) -> None:
    relations = list(trace_reports(reports))
    folding = fold_reports(reports, relations, decisions)
    assert sorted(name for fold in folding.folds for name in fold.reports) == sorted(each.id for each in reports)
    newest = {frozenset((decision.a, decision.b)): decision.action for decision in decisions}
    known = {report.id for report in reports}
    for pair, action in newest.items():
        if action == "unfold" and pair <= known:
            one, other = pair
            assert folding.find_fold(one).origin != folding.find_fold(other).origin
    for rows in (reports, relations, decisions):
        shuffled.shuffle(rows)
    assert fold_reports(reports, relations, decisions).folds == folding.folds
    assert all(len(fold.reports) == 1 for fold in fold_reports(reports, ()).folds)


@QUICK
@given(report_lists(), decision_lists(), st.data())
def test_a_few_reports_fold_as_they_do_among_all(
    reports: list[Report], decisions: list[FoldDecision], data: st.DataObject
) -> None:
    relations = list(trace_reports(reports))
    wanted = set(data.draw(st.lists(st.sampled_from([report.id for report in reports]), max_size=3)))
    picked = pick_tied(reports, relations, decisions, wanted)
    folded, among_few = fold_reports(reports, relations, decisions), fold_reports(picked, relations, decisions)
    for name in wanted:
        assert among_few.find_fold(name) == folded.find_fold(name)
        assert among_few.find_overruled(name) == folded.find_overruled(name)


@given(st.integers(0, 300), st.integers(0, 200), st.integers(0, 200))
def test_a_long_enough_passage_is_always_found(start: int, before: int, after: int) -> None:
    """Three fingerprints in a row come from any passage of three times what winnowing promises one for."""
    passage = tell(0, start, start + 3 * (RUN + WINDOW - 1))
    texts = [f"{tell(1, 0, before)} {passage}", f"{passage} {tell(2, 0, after)}"]
    words = [split_words(text).words for text in texts]
    assert find_candidates([winnow(each) for each in words]).tolist() == [[0, 1]]
    (longest,) = sorted(align(*words), key=lambda found: found.same)[-1:]
    assert longest.same >= 3 * (RUN + WINDOW - 1)


@settings(max_examples=8, deadline=None)
@given(documents=st.lists(st.tuples(texts(), st.integers(0, 3)), min_size=2, max_size=6), days=st.integers(0, 3))
def test_a_record_traced_twice_is_traced_once_and_looks_back_truly(
    copy_record: CopyRecord,
    arrive: Callable[..., Arrival],
    dump: Callable[[Path], list[str]],
    documents: list[tuple[str, int]],
    days: int,
) -> None:
    arrivals = [arrive(text, FIRST + dt.timedelta(days=day)) for text, day in documents]
    until = FIRST + dt.timedelta(days=days)
    with open_record(copy_record()) as record, open_record(copy_record()) as early:
        list(record.add(arrivals))
        trace_record(record, record.lineage.list_reports())
        before = dump(record.path)
        trace_record(record, record.lineage.list_reports())
        assert dump(record.path) == before
        assert [finding for finding in record.check() if finding] == []
        list(early.add([each for each in arrivals if each.document.date and each.document.date <= until]))
        trace_record(early, early.lineage.list_reports())
        assert find_folding(record, published_by=until).map_origins() == find_folding(early).map_origins()
