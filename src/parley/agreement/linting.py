"""What is valid in an agreement's file and still deserves a second look."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from parley.agreement.loading import parse_agreement
from parley.agreement.schedule import schedule_clause
from parley.agreement.terms import IN_FORCE, LAPSED, Act, Agreement, Clause
from parley.agreement.tree import KeyPath, Tree, parse_tree
from parley.ontology.judging import find_judging

Weight = Literal["mend", "know"]
_CONVENTIONAL = {IN_FORCE, LAPSED, "signed", "announced"}


class Finding(NamedTuple):
    """One thing to look at: `mend` asks for a change of the file, `know` only tells."""

    line: int
    column: int
    rule: str
    what: str
    remedy: str
    weight: Weight


class _Found(NamedTuple):
    path: KeyPath
    what: str


def lint_agreement(text: str, where: str) -> list[Finding]:
    """List what deserves a second look in an agreement's file, in the order of the file.

    Raises:
        NotAnAgreement: the text is none.
    """
    agreement = parse_agreement(text, where)
    tree = parse_tree(text)
    found = [
        _place(tree, rule, each, remedy, weight)
        for rule, (look, remedy, weight) in RULES.items()
        for each in look(agreement)
    ]
    return sorted(found)


def _place(tree: Tree, rule: str, found: _Found, remedy: str, weight: Weight) -> Finding:
    mark = tree.find_nearest(found.path).start_mark
    return Finding(mark.line + 1, mark.column + 1, rule, found.what, remedy, weight)


def _clauses(agreement: Agreement) -> Iterator[tuple[KeyPath, Clause]]:
    for number, clause in enumerate(agreement.clauses):
        yield ("clauses", number), clause


def _find_without_acts(agreement: Agreement) -> Iterator[_Found]:
    for path, clause in _clauses(agreement):
        kept_by_none = clause.modal == "must_not" and clause.contrary_acts
        if not clause.acts and not kept_by_none:
            yield _Found((*path, "acts"), f"clause {clause.id} names no act that would carry it out")


def _find_without_contrary(agreement: Agreement) -> Iterator[_Found]:
    for path, clause in _clauses(agreement):
        if clause.kind == "maintain" and clause.modal in {"must", "must_not"} and not clause.contrary_acts:
            yield _Found(path, f"clause {clause.id} is to be kept and names no act that it excludes")


def _find_cycles(agreement: Agreement) -> Iterator[_Found]:
    parties = {party.id: [each for each in (party.part_of, party.through) if each] for party in agreement.parties}
    sites = {site.id: [site.part_of] if site.part_of else [] for site in agreement.sites}
    needs = {clause.id: list(clause.needs) for clause in agreement.clauses}
    places = {clause.id: number for number, clause in enumerate(agreement.clauses)}
    for start in _on_cycles(parties):
        yield _Found(("parties", start), f"part_of and through lead from {start} back to {start}")
    for start in _on_cycles(sites):
        yield _Found(("places", start), f"part_of leads from {start} back to {start}")
    for start in _on_cycles(needs):
        yield _Found(("clauses", places[start], "needs"), f"needs leads from clause {start} back to {start}")


def _on_cycles(edges: Mapping[str, list[str]]) -> Iterator[str]:
    for start in edges:
        reached: set[str] = set()
        ahead = list(edges[start])
        while ahead:
            step = ahead.pop()
            if step not in reached:
                reached.add(step)
                ahead.extend(edges[step])
        if start in reached:
            yield start


def _find_unused_anchors(agreement: Agreement) -> Iterator[_Found]:
    terms = [term for clause in agreement.clauses for term in (clause.begins, clause.due) if term]
    used = {term.after for term in terms} | _CONVENTIONAL
    for anchor in agreement.anchors:
        if anchor.id not in used:
            yield _Found(("agreement", "anchors", anchor.id), f"no clause counts from the anchor {anchor.id}")


def _find_due_before_begin(agreement: Agreement) -> Iterator[_Found]:
    for path, clause in _clauses(agreement):
        schedule = schedule_clause(agreement, clause, dt.date.max, dt.date.max)
        begins = [reckoning.window.as_beginning[0] for reckoning in schedule.begins]
        dues = [reckoning.window.as_deadline[1] for reckoning in schedule.dues]
        if begins and dues and max(dues) < min(begins):
            yield _Found((*path, "due"), f"clause {clause.id} is due on {max(dues)} and begins on {min(begins)}")


def _find_undated(agreement: Agreement) -> Iterator[_Found]:
    for path, clause in _clauses(agreement):
        for number, reading in enumerate(clause.readings):
            if reading.known is None:
                yield _Found((*path, "readings", number), f"a reading of clause {clause.id} has no known date")
        if clause.grade in {"reported", "reported-unpublished"} and clause.known is None:
            yield _Found(path, f"clause {clause.id} is known from reports only, and not since when")


def _find_foretold(agreement: Agreement) -> Iterator[_Found]:
    for anchor in agreement.anchors:
        for fix in anchor.fixes:
            day = fix.at.date() if fix.at else fix.date
            if day and fix.known and not fix.by_text and fix.known.precision == "day" and fix.known.date < day:
                what = f"{anchor.id} on {day} was known on {fix.known.date}, before it came about"
                yield _Found(("agreement", "anchors", anchor.id), what)


def _find_recollection(agreement: Agreement) -> Iterator[_Found]:
    for anchor in agreement.anchors:
        if anchor.checked == "recollection":
            yield _Found(("agreement", "anchors", anchor.id), f"anchor {anchor.id} is from recollection")
    for path, clause in _clauses(agreement):
        if clause.checked == "recollection":
            yield _Found((*path, "checked"), f"clause {clause.id} is from recollection")
        for number, reading in enumerate(clause.readings):
            if reading.checked == "recollection":
                yield _Found((*path, "readings", number), f"a reading of clause {clause.id} is from recollection")
    for number, amendment in enumerate(agreement.amendments):
        if amendment.checked == "recollection":
            yield _Found(("amendments", number), f"amendment {amendment.id} is from recollection")


def _find_judging(agreement: Agreement) -> Iterator[_Found]:
    for path, clause in _clauses(agreement):
        for word in find_judging(clause.gist):
            yield _Found((*path, "gist"), f"the gist of clause {clause.id} says {word!r}")
        for key, acts in (("acts", clause.acts), ("contrary_acts", clause.contrary_acts)):
            for number, act in enumerate(acts):
                for word in find_judging(act.object):
                    yield _Found((*path, key, number), f"an act of clause {clause.id} says {word!r}")


def _find_unlike(agreement: Agreement) -> Iterator[_Found]:
    """Compare parallel clauses that name the same deeds: but for names, they should be worded and graded alike."""
    names = _name_pattern(agreement)
    by_id = {clause.id: clause for clause in agreement.clauses}
    for path, clause in _clauses(agreement):
        for other in (by_id[each] for each in clause.parallel_with if each in by_id):
            if clause.bearer == other.bearer or _deeds(clause.acts) != _deeds(other.acts):
                continue
            alone = _words(clause.gist, names) - _words(other.gist, names)
            if alone:
                words = ", ".join(sorted(alone))
                yield _Found((*path, "gist"), f"clause {clause.id} says {words!r} where {other.id} says it otherwise")
            for key in ("modal", "kind", "partial", "bearer_inferred", "bearer_contested"):
                if getattr(clause, key) != getattr(other, key):
                    yield _Found((*path, key), f"clauses {clause.id} and {other.id} are parallel and differ in {key}")
            if _deeds(clause.contrary_acts) != _deeds(other.contrary_acts):
                what = f"clauses {clause.id} and {other.id} are parallel and exclude unlike acts"
                yield _Found((*path, "contrary_acts"), what)


def _find_unanswered(agreement: Agreement) -> Iterator[_Found]:
    by_id = {clause.id: clause for clause in agreement.clauses}
    for path, clause in _clauses(agreement):
        for other in clause.parallel_with:
            if clause.id not in by_id[other].parallel_with:
                yield _Found((*path, "parallel_with"), f"clause {other} does not name {clause.id} as parallel")


def _name_pattern(agreement: Agreement) -> re.Pattern[str]:
    named = [(party.name, *party.also) for party in agreement.parties]
    named += [(site.name, *site.also) for site in agreement.sites]
    names = sorted({name for each in named for name in each}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)


def _words(gist: str, names: re.Pattern[str]) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d]+", names.sub(" ", gist).lower()))


def _deeds(acts: tuple[Act, ...]) -> Counter[tuple[str, str | None]]:
    return Counter((act.type, act.mode) for act in acts)


Look = Callable[[Agreement], Iterator[_Found]]
RULES: dict[str, tuple[Look, str, Weight]] = {
    "no-acts": (_find_without_acts, "Name the acts that would carry it out: matching works on them.", "mend"),
    "no-contrary-acts": (_find_without_contrary, "Name the acts that it excludes.", "mend"),
    "cycle": (_find_cycles, "Take one of the links out.", "mend"),
    "due-before-begin": (_find_due_before_begin, "Look at from, due and their anchors.", "mend"),
    "foretold": (_find_foretold, "Look at date and known.", "mend"),
    "judging-word": (_find_judging, "Say it neutrally, or put the text's own word into quotation marks.", "mend"),
    "unlike-words": (_find_unlike, "Word both sides alike, unless the text itself does not.", "mend"),
    "one-sided-parallel": (_find_unanswered, "Name each clause in the other's parallel_with.", "mend"),
    "undated": (_find_undated, "Say since when it was public: no view of a day may use it until then.", "know"),
    "unused-anchor": (_find_unused_anchors, "Keep it if it is there to be shown.", "know"),
    "recollection": (_find_recollection, "Hold it against the text, then say what it was checked against.", "know"),
}
"""Each rule: who looks, what to do about what is found, and whether it asks for a change."""
