"""Which reports fold, and how a person overrules it."""

import datetime as dt

from parley.model import Carrier, Direction, FoldDecision, Folding, Relation, RelationEvidence, RelationKind, Report
from parley.trace import fold_reports, pick_tied

MONDAY = dt.date(2025, 3, 3)
NOON = dt.datetime(2025, 3, 9, 12, tzinfo=dt.UTC)


def tie(
    a: str, b: str, kind: RelationKind = "verbatim", share: float = 1.0, credit: str | None = None,
    likeness: RelationKind | None = None, direction: Direction = "unknown",
) -> Relation:  # fmt: skip
    why = "credit" if direction != "unknown" else None
    evidence = RelationEvidence(50, share, share, 1.0, likeness or kind, why, credit)
    return Relation(a, b, kind, direction, (), (), evidence)


def decide(a: str, b: str, action: Folding, hour: int = 0) -> FoldDecision:
    return FoldDecision(f"{a}{b}{hour}", a, b, action, "A. Analyst", NOON + dt.timedelta(hours=hour))


def fold(names: str, *relations: Relation, decisions: tuple[FoldDecision, ...] = ()) -> set[str]:
    reports = [Report(name, name, published_on=MONDAY + dt.timedelta(days=ord(name) - 97)) for name in names]
    return {"".join(sorted(each.reports)) for each in fold_reports(reports, relations, decisions).folds}


def test_strong_kinds_chain_and_weak_ones_do_not() -> None:
    assert fold("abc", tie("a", "b", "cut"), tie("b", "c", "edited")) == {"abc"}
    assert fold("abcd", tie("a", "b", "embedded"), tie("b", "c", "partial"), tie("c", "d", "quotation")) == set("abcd")


def test_a_credit_makes_a_good_part_strong_but_no_quotation() -> None:
    assert fold("ab", tie("a", "b", "partial", 0.5, "Reuters")) == {"ab"}
    assert fold("ab", tie("a", "b", "embedded", 0.1, "Reuters")) == {"a", "b"}
    assert fold("ab", tie("a", "b", "quotation", 0.5, "Reuters")) == {"a", "b"}


def test_a_later_version_folds_when_its_words_do() -> None:
    assert fold("ab", tie("a", "b", "later_version", likeness="edited")) == {"ab"}
    assert fold("ab", tie("a", "b", "later_version", likeness="partial")) == {"a", "b"}


def test_reports_that_credit_one_page_fold_for_a_day() -> None:
    page = (Carrier("AFP", "https://afp.example/1"),)
    days = [MONDAY, MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=5)]
    reports = [Report(name, name, published_on=day, cited=page) for name, day in zip("abc", days, strict=True)]
    reports.append(Report("d", "d", published_on=MONDAY, cited=(*page, Carrier("AP", "https://ap.example/2"))))
    folding = fold_reports(reports, [])
    assert {fold.reports for fold in folding.folds} == {("a", "b"), ("c",), ("d",)}
    assert [reason.page for reason in folding.find_fold("a").reasons] == ["https://afp.example/1"]


def test_the_root_is_the_earliest_unless_somebody_credits_another() -> None:
    reports = [Report(name, name, published_on=MONDAY + dt.timedelta(days=ord(name) - 97)) for name in "abc"]
    plain = fold_reports(reports, [tie("a", "b"), tie("b", "c")])
    assert plain.map_origins() == {"a": "a", "b": "a", "c": "a"}
    credited = fold_reports(reports, [tie("a", "b", direction="b_to_a", credit="Reuters"), tie("b", "c")])
    assert credited.find_fold("c").origin == "b"


def test_a_person_folds_and_unfolds_and_the_newest_word_holds() -> None:
    assert fold("ab", decisions=(decide("b", "a", "fold"),)) == {"ab"}
    assert fold("ab", tie("a", "b"), decisions=(decide("a", "b", "unfold"),)) == {"a", "b"}
    assert fold("ab", decisions=(decide("a", "b", "unfold", 1), decide("a", "b", "fold", 0))) == {"a", "b"}


def test_unfolded_reports_stay_apart_along_every_chain() -> None:
    apart = (decide("a", "c", "unfold"),)
    assert fold("abc", tie("a", "b"), tie("b", "c", "edited"), tie("a", "c"), decisions=apart) == {"ab", "c"}
    assert fold("abcd", tie("a", "b"), tie("c", "d"), tie("b", "d", "edited"), decisions=apart) == {"ab", "cd"}


def test_a_few_reasons_are_enough_to_tie_all_reports() -> None:
    reports = [Report(name, name) for name in "abcd"]
    ties = [tie("a", "b", "edited"), tie("a", "c"), tie("b", "c"), tie("c", "d", "cut"), tie("a", "d", "edited")]
    (fold_of_all,) = fold_reports(reports, ties).folds
    assert [(reason.a, reason.b) for reason in fold_of_all.pick_reasons()] == [("a", "c"), ("b", "c"), ("c", "d")]
    assert len(fold_of_all.reasons) == len(ties)


def test_what_people_overrule_is_told_with_their_word() -> None:
    apart = decide("a", "c", "unfold")
    reports = [Report(name, name) for name in "abc"]
    folding = fold_reports(reports, [tie("a", "b"), tie("b", "c", "edited")], [apart])
    (overruled,) = folding.overruled
    assert (overruled.reason.a, overruled.reason.b, overruled.decision) == ("b", "c", apart)
    assert folding.find_overruled("c") == (overruled,)
    assert folding.find_overruled("a") == ()
    assert fold_reports(reports, [tie("a", "b")], [apart]).overruled == ()


def test_the_reports_that_ties_lead_to_are_picked() -> None:
    page = (Carrier("AFP", "https://afp.example/1"),)
    reports = [Report(name, name, cited=page if name in "de" else ()) for name in "abcdefg"]
    picked = pick_tied(reports, [tie("a", "b"), tie("b", "c", "quotation")], [decide("c", "d", "fold")], {"a", "g"})
    assert [report.id for report in picked] == ["a", "b", "c", "d", "e", "g"]


def test_what_is_said_of_unknown_reports_is_passed_over() -> None:
    assert fold("a", tie("a", "b"), decisions=(decide("a", "b", "fold"),)) == {"a"}


def test_every_fold_tells_its_reasons() -> None:
    relation, decision = tie("a", "b"), decide("b", "c", "fold")
    reports = [Report(name, name) for name in "abc"]
    (fold_of_all,) = fold_reports(reports, [relation], [decision]).folds
    assert {(reason.why, reason.relation, reason.decision) for reason in fold_of_all.reasons} == {
        ("verbatim", relation, None),
        ("decided", None, decision),
    }
