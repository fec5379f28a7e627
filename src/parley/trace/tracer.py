"""From reports to relations: fingerprints find pairs, alignment shows the shared words, rules name what they mean."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from parley.model import Relation, Report, Span
from parley.steps import Watch, look_away
from parley.trace.alignment import Passage, align
from parley.trace.candidates import find_candidates
from parley.trace.credits import find_credits
from parley.trace.fingerprints import Tokens, split_words, winnow
from parley.trace.furniture import strip_furniture
from parley.trace.kinds import judge
from parley.trace.sharing import WordedSide, mark_quoted, measure

TRACER = "5"
"""Version of the rules; raised whenever a relation may come out otherwise."""


def trace_reports(reports: Sequence[Report], watch: Watch[Any] = look_away) -> Iterator[Relation]:
    """Find every pair of reports that share words, and say what they are to each other.

    A relation depends on its two reports, and on furniture: what the outlets of the two had by then printed on page
    after page (`strip_furniture`). Reports whose words are all the same are aligned once, whatever their number.

    Args:
        reports: with different ids, in any order.
        watch: follows the splitting of texts, then the alignment of pairs.

    Yields:
        The relations, by the ids of their reports.
    """
    reports = sorted(reports, key=lambda report: report.id)
    tokens = strip_furniture(reports, [split_words(report.text) for report in watch(reports, "fingerprinting")])
    groups = _group_equal(tokens)
    candidates = find_candidates([winnow(tokens[group[0]].words) for group in groups])
    equal = [(place, place) for place, group in enumerate(groups) if len(group) > 1]
    sides = _Sides(reports, tokens)
    found: list[Relation] = []
    for first, second in watch([*equal, *candidates.tolist()], "aligning"):
        one, other = groups[first], groups[second]
        if passages := align(tokens[one[0]].words, tokens[other[0]].words):
            found.extend(_relate_groups(one, other, passages, sides))
    yield from sorted(found, key=lambda relation: (relation.a, relation.b))


def _group_equal(tokens: Sequence[Tokens]) -> list[list[int]]:
    """Group the places of texts whose words are the same; texts without words belong nowhere.

    Groups stand in the order of their words, so that two texts are always aligned the same way round, whatever their
    ids and whichever other reports there are.
    """
    groups: dict[bytes, list[int]] = defaultdict(list)
    for place, each in enumerate(tokens):
        if len(each.words):
            groups[each.words.tobytes()].append(place)
    return [groups[words] for words in sorted(groups)]


class _Sides:
    """What the rules look at of each report, worked out when it is first needed."""

    def __init__(self, reports: Sequence[Report], tokens: Sequence[Tokens]) -> None:
        self._reports = reports
        self._tokens = tokens
        self._made: dict[int, WordedSide] = {}

    def __getitem__(self, place: int) -> WordedSide:
        if place not in self._made:
            report, tokens = self._reports[place], self._tokens[place]
            self._made[place] = WordedSide(report, find_credits(report), tokens, mark_quoted(report.text, tokens))
        return self._made[place]


def _relate_groups(
    first: Sequence[int], second: Sequence[int], passages: Sequence[Passage], sides: _Sides
) -> Iterator[Relation]:
    """Relate every report of one group of equal texts to every one of another, or of the same group."""
    pairs = combinations(first, 2) if first is second else product(first, second)
    turned = _turn(passages)
    for one, other in pairs:
        if one < other:
            relation = _relate(sides[one], sides[other], passages)
        else:
            relation = _relate(sides[other], sides[one], turned)
        if relation:
            yield relation


def _relate(a: WordedSide, b: WordedSide, passages: Sequence[Passage]) -> Relation | None:
    judged = judge(a, b, measure(a, b, passages))
    if judged is None:
        return None
    kind, direction, evidence = judged
    return Relation(
        a.report.id,
        b.report.id,
        kind,
        direction,
        tuple(_cut(a, passage.a_start, passage.a_end) for passage in passages),
        tuple(_cut(b, passage.b_start, passage.b_end) for passage in passages),
        evidence,
    )


def _cut(side: WordedSide, start: int, end: int) -> Span:
    first, last = int(side.tokens.starts[start]), int(side.tokens.ends[end - 1])
    return Span(first, last, side.report.text[first:last])


def _turn(passages: Sequence[Passage]) -> list[Passage]:
    """Exchange the texts of passages, and put these in the order of what is now the first."""
    turned = (Passage(each.b_start, each.b_end, each.a_start, each.a_end, each.same) for each in passages)
    return sorted(turned, key=lambda passage: passage.a_start)
