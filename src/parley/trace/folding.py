"""Which reports go back to one origin: those that strong kinds, credits or a person's word tie together, in chains.

Weak ties (a passage embedded, a part shared, a quotation) never fold, so that no giants grow along them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal

from msgspec import Struct

from parley.model import Direction, FoldDecision, Relation, Report
from parley.trace.groups import Groups
from parley.trace.kinds import SIDE_BY_SIDE, STRONG, count_days

Why = Literal["decided", "verbatim", "cut", "edited", "later_version", "credit", "same page"]
PAGE_DAYS = 1
"""Days within which two reports that credit one page go back to the same text; later, the page may have another."""
_ORDER: tuple[Why, ...] = ("decided", "verbatim", "later_version", "cut", "edited", "credit", "same page")


class Reason(Struct, frozen=True):
    """Why two reports fold: the relation or the person's word behind it, or the page that both credit."""

    a: str
    b: str
    why: Why
    relation: Relation | None = None
    decision: FoldDecision | None = None
    page: str | None = None


class Fold(Struct, frozen=True):
    """Reports of one origin, the earliest first, with every reason that ties them; `origin` is the root's id."""

    origin: str
    reports: tuple[str, ...]
    reasons: tuple[Reason, ...]

    def pick_reasons(self) -> tuple[Reason, ...]:
        """Pick reasons that are enough to tie all reports together, the strongest: one less than there are reports."""
        groups = Groups(self.reports)
        picked = []
        for reason in sorted(self.reasons, key=lambda each: (_ORDER.index(each.why), each.a, each.b)):
            if groups.find(reason.a) != groups.find(reason.b):
                groups.join(reason.a, reason.b)
                picked.append(reason)
        return tuple(picked)


class Overruled(Struct, frozen=True):
    """A reason that would fold two reports, and the person's word that keeps them, or what they hang on, apart."""

    reason: Reason
    decision: FoldDecision


class Folding:
    """The folds of some reports.

    Args:
        folds: every report stands in exactly one.
        overruled: what does not fold because somebody said so.
    """

    def __init__(self, folds: Iterable[Fold], overruled: Iterable[Overruled] = ()) -> None:
        self.folds = tuple(folds)
        self.overruled = tuple(overruled)
        self._by_report = {report: fold for fold in self.folds for report in fold.reports}

    def find_fold(self, report_id: str) -> Fold:
        """Give the fold that a report stands in; a report that was not folded is its own."""
        return self._by_report.get(report_id) or Fold(report_id, (report_id,), ())

    def find_overruled(self, report_id: str) -> tuple[Overruled, ...]:
        """List what would fold a report with others if a person had not said otherwise."""
        return tuple(each for each in self.overruled if report_id in (each.reason.a, each.reason.b))

    def map_origins(self) -> dict[str, str]:
        """Give the id of the origin of every report."""
        return {report: fold.origin for report, fold in self._by_report.items()}


def fold_reports(
    reports: Sequence[Report], relations: Iterable[Relation], decisions: Iterable[FoldDecision] = ()
) -> Folding:
    """Fold reports; what the order of the arguments is does not matter.

    Args:
        reports: those known and published by then; what is said about others is passed over.
        relations: between them.
        decisions: people's, on pairs; the newest on a pair holds. Two reports that a person unfolded never stand in one
            fold: of the reasons that would bring them together, the weakest give way.
    """
    known = {report.id: report for report in reports}
    said = _take_newest(decisions)
    reasons = [
        reason
        for reason in (*_find_reasons(relations), *_find_pages(reports), *_find_decided(said))
        if reason.a in known and reason.b in known
    ]
    reasons.sort(key=lambda reason: (_ORDER.index(reason.why), reason.a, reason.b))
    apart = {pair: decision for pair, decision in said.items() if decision.action == "unfold"}
    groups = Groups(known, apart)
    kept = [reason for reason in reasons if groups.join(reason.a, reason.b)]
    overruled = [
        Overruled(reason, apart[pair])
        for reason in reasons
        if (pair := groups.find_apart(reason.a, reason.b)) is not None
    ]
    ties: dict[str, list[Reason]] = defaultdict(list)
    for reason in kept:
        ties[groups.find(reason.a)].append(reason)
    members: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        members[groups.find(report.id)].append(report)
    folds = (_make_fold(group, ties[head]) for head, group in members.items())
    return Folding(sorted(folds, key=lambda fold: fold.origin), overruled)


def pick_tied(
    reports: Sequence[Report],
    relations: Iterable[Relation],
    decisions: Iterable[FoldDecision],
    wanted: Collection[str],
) -> list[Report]:
    """Pick the reports without which some wanted ones would fold otherwise: all that any tie leads to from them.

    Folding these alone gives every wanted report the fold that it has among all.
    """
    tied: dict[str, list[str]] = defaultdict(list)
    for a, b in [(relation.a, relation.b) for relation in relations] + [(each.a, each.b) for each in decisions]:
        tied[a].append(b)
        tied[b].append(a)
    for report in reports:
        if page := _find_page(report):
            tied[report.id].append(page)
            tied[page].append(report.id)
    reached, ahead = set(wanted), list(wanted)
    while ahead:
        following = [each for each in tied.get(ahead.pop(), ()) if each not in reached]
        reached.update(following)
        ahead.extend(following)
    return [report for report in reports if report.id in reached]


def find_reason(relation: Relation) -> Reason | None:
    """Say why a relation folds its reports, or None when it does not."""
    evidence = relation.evidence
    if relation.kind in STRONG or (relation.kind == "later_version" and evidence.likeness in STRONG):
        return Reason(relation.a, relation.b, relation.kind, relation)  # type: ignore[arg-type]
    of_smaller = max(evidence.a_share, evidence.b_share)
    if relation.kind != "quotation" and evidence.credit and of_smaller >= SIDE_BY_SIDE:
        return Reason(relation.a, relation.b, "credit", relation)
    return None


def _find_reasons(relations: Iterable[Relation]) -> Iterator[Reason]:
    for relation in relations:
        if reason := find_reason(relation):
            yield reason


def _find_page(report: Report) -> str | None:
    """Give the address of the one page that a report credits; null where it credits another or none."""
    return report.cited[0].url if len(report.cited) == 1 else None


def _find_pages(reports: Sequence[Report]) -> Iterator[Reason]:
    """Tie reports that credit the same one page, and no other, at about the same time."""
    crediting: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if page := _find_page(report):
            crediting[page].append(report)
    for page, group in crediting.items():
        for one, other in combinations(sorted(group, key=lambda each: each.id), 2):
            if abs(count_days(one, other) or 0) <= PAGE_DAYS:
                yield Reason(one.id, other.id, "same page", page=page)


def _take_newest(decisions: Iterable[FoldDecision]) -> dict[tuple[str, str], FoldDecision]:
    newest: dict[tuple[str, str], FoldDecision] = {}
    for decision in sorted(decisions, key=lambda each: (each.at, each.id)):
        newest[min(decision.a, decision.b), max(decision.a, decision.b)] = decision
    return newest


def _find_decided(said: Mapping[tuple[str, str], FoldDecision]) -> Iterator[Reason]:
    for (a, b), decision in said.items():
        if decision.action == "fold":
            yield Reason(a, b, "decided", decision=decision)


def _make_fold(reports: Sequence[Report], reasons: Sequence[Reason]) -> Fold:
    if len(reports) == 1:
        return Fold(reports[0].id, (reports[0].id,), ())
    credited = {_find_source(reason.relation) for reason in reasons if reason.relation}
    ordered = sorted(reports, key=_when)
    root = min(ordered, key=lambda report: (report.id not in credited, _when(report)))
    return Fold(root.id, tuple(report.id for report in ordered), tuple(reasons))


def _find_source(relation: Relation) -> str | None:
    sources: Mapping[Direction, str | None] = {"a_to_b": relation.a, "b_to_a": relation.b, "unknown": None}
    return sources[relation.direction] if relation.evidence.direction == "credit" else None


def _when(report: Report) -> tuple[dt.date, dt.datetime, str]:
    moment = report.first_seen or dt.datetime.max.replace(tzinfo=dt.UTC)
    return report.published_on or (report.first_seen.date() if report.first_seen else dt.date.max), moment, report.id
