"""Whether what an agreement's file names exists in it, and whether what belongs together stands together."""

from collections.abc import Iterable, Iterator

import msgspec

from parley.agreement.counting import parse_zone
from parley.agreement.shape import (
    ActShape,
    AmendmentShape,
    AnchorShape,
    ClauseShape,
    FileShape,
    PartyShape,
    WhereShape,
)
from parley.agreement.terms import TRIGGER, Term
from parley.agreement.tree import KeyPath, Tree
from parley.ontology.plover import event_kinds


class _Names(msgspec.Struct):
    parties: frozenset[str]
    sites: frozenset[str]
    anchors: frozenset[str]
    clauses: frozenset[str]


def check_references(tree: Tree, file: FileShape) -> None:
    """Add a complaint to the tree for every id that stands for nothing and every pair of keys that do not fit."""
    names = _Names(
        frozenset(file.parties),
        frozenset(file.places),
        frozenset(file.agreement.anchors),
        frozenset(clause.id for clause in file.clauses),
    )
    _check_zone(tree, file)
    for key, anchor in file.agreement.anchors.items():
        if isinstance(anchor, AnchorShape):
            _check_anchor(tree, ("agreement", "anchors", key), anchor)
    for key, party in file.parties.items():
        _check_party(tree, ("parties", key), party, names)
    for key, site in file.places.items():
        _find(tree, ("places", key, "part_of"), [site.part_of], names.sites, "place")
    _check_twice(tree, "clauses", [clause.id for clause in file.clauses])
    _check_twice(tree, "amendments", [amendment.id for amendment in file.amendments])
    for number, clause in enumerate(file.clauses):
        _check_clause(tree, ("clauses", number), clause, names)
    for number, amendment in enumerate(file.amendments):
        _check_amendment(tree, ("amendments", number), amendment, names)


def _find(tree: Tree, path: KeyPath, ids: Iterable[str | None], known: frozenset[str], what: str) -> None:
    for number, wanted in enumerate(ids):
        if wanted is not None and wanted not in known:
            place = (*path, number) if (*path, number) in tree.nodes else path
            remedy = f"Known here: {', '.join(sorted(known)) or 'none'}. Mend the id, or add the {what}."
            tree.complain(place, f"no {what} has the id {wanted!r}", remedy)


def _check_twice(tree: Tree, part: str, ids: list[str]) -> None:
    for number, each in enumerate(ids):
        if each in ids[:number]:
            tree.complain((part, number, "id"), f"the id {each!r} stands here twice", "Give each its own id.")


def _check_zone(tree: Tree, file: FileShape) -> None:
    """Ask for a zone where instants are reported and neither the file nor its text says where days begin."""
    anchors = file.agreement.anchors
    if file.agreement.zone is not None:
        if parse_zone(file.agreement.zone) is None:
            remedy = "Write an IANA name such as Europe/Kyiv, or an offset such as +02:00."
            tree.complain(("agreement", "zone"), f"no zone is called {file.agreement.zone!r}", remedy)
        return
    if any(not isinstance(anchor, AnchorShape) for anchor in anchors.values()):
        return
    for key, anchor in anchors.items():
        if isinstance(anchor, AnchorShape) and (anchor.at or any(fix.at for fix in anchor.reported)):
            what = "an instant is reported and no zone says where days begin"
            tree.complain(("agreement", "anchors", key), what, "Add zone: to agreement, such as Europe/Kyiv or +02:00.")


def _check_party(tree: Tree, path: KeyPath, party: PartyShape, names: _Names) -> None:
    for key in ("part_of", "through", "chair", "host"):
        _find(tree, (*path, key), [getattr(party, key)], names.parties, "party")
    _find(tree, (*path, "members"), party.members, names.parties, "party")
    if (party.role == "bound-through") != (party.through is not None):
        tree.complain(path, "role bound-through and the key through belong together", "Add the other, or drop both.")


def _check_anchor(tree: Tree, path: KeyPath, anchor: AnchorShape) -> None:
    fixed = anchor.date or anchor.at
    if anchor.date and anchor.at:
        tree.complain(path, "an anchor has date or at, not both", "Keep at where the hour is known.")
    if fixed and not anchor.known:
        tree.complain(path, "known is missing", "Say when the report was public: no earlier view may know it.")
    if not fixed and (anchor.known or anchor.source):
        tree.complain(path, "known and source say nothing without a date", "Add date or at, or a report to reported.")
    if anchor.date and (anchor.precision == "month") != (len(anchor.date) == len("2025-01")):
        tree.complain((*path, "date"), "date and precision differ", "Write 2025-01 and precision: month, or a day.")
    for number, fix in enumerate(anchor.reported):
        if (fix.date is None) == (fix.at is None):
            tree.complain((*path, "reported", number), "a report has date or at", "Write the one that is known.")


def _check_clause(tree: Tree, path: KeyPath, clause: ClauseShape, names: _Names) -> None:
    for key in ("bearer", "toward", "verified_by"):
        _find(tree, (*path, key), getattr(clause, key), names.parties, "party")
    for key, field in (("except", "excepts"), ("needs", "needs"), ("parallel_with", "parallel_with")):
        _find(tree, (*path, key), getattr(clause, field), names.clauses, "clause")
    _find(tree, (*path, "details"), clause.details, names.clauses, "clause")
    if isinstance(clause.place, WhereShape):
        _find(tree, (*path, "place", "from"), [clause.place.start], names.sites, "place")
        _find(tree, (*path, "place", "to"), [clause.place.end], names.sites, "place")
    else:
        _find(tree, (*path, "place"), [clause.place], names.sites, "place")
    for place, act in _list_acts(clause):
        _check_act(tree, (*path, *place), act, names)
    begins = Term(after=clause.begins) if isinstance(clause.begins, str) else clause.begins
    _check_term(tree, (*path, "from"), begins, clause, names)
    _check_term(tree, (*path, "due"), clause.due, clause, names)
    if (clause.kind == "whenever") != (clause.trigger is not None):
        tree.complain(path, "kind whenever and the key trigger belong together", "Say what sets the duty off.")
    for number, reading in enumerate(clause.readings):
        at = (*path, "readings", number)
        _find(tree, (*at, "by"), [reading.by], names.parties, "party")
        _check_precision(tree, at, reading.known, reading.precision)
    for key, amount in clause.target.items():
        if (key == "of") != isinstance(amount, str):
            tree.complain((*path, "target", key), f"{key} is {amount!r}", "of takes a word, every other key a number.")


def _list_acts(clause: ClauseShape) -> Iterator[tuple[KeyPath, ActShape]]:
    for key, acts in (("acts", clause.acts), ("contrary_acts", clause.contrary_acts)):
        for number, act in enumerate(acts):
            yield (key, number), act


def _check_act(tree: Tree, path: KeyPath, act: ActShape, names: _Names) -> None:
    _find(tree, (*path, "done_by"), act.done_by, names.parties, "party")
    modes = event_kinds()[act.type].modes
    if act.mode is not None and act.mode not in modes:
        remedy = f"Write one of {', '.join(modes)}, or null for any." if modes else "Write null: the type has no modes."
        tree.complain((*path, "mode"), f"{act.type} has no mode {act.mode!r}", remedy)


def _check_precision(tree: Tree, path: KeyPath, known: str | None, precision: str) -> None:
    if known and (precision == "month") != (len(known) == len("2025-01")):
        tree.complain((*path, "known"), "known and precision differ", 'Write "2025-01" and precision: month, or a day.')


def _check_term(tree: Tree, path: KeyPath, term: Term | None, clause: ClauseShape, names: _Names) -> None:
    if term is None:
        return
    place = (*path, "after") if (*path, "after") in tree.nodes else path
    anchors = names.anchors | {TRIGGER} if clause.kind == "whenever" else names.anchors
    _find(tree, place, [term.after], anchors, "anchor")
    if sum(each is not None for each in (term.after, term.date, term.at)) != 1:
        tree.complain(path, "a moment has one of after, date, at", "Keep one of them.")
    if term.within and not term.after:
        tree.complain(path, "within counts from nothing", "Add after: and an anchor.")
    if term.first_day_counts is not None and (not term.within or "T" in term.within):
        tree.complain(path, "first_day_counts needs a duration in days", "Drop it: hours count from the moment.")


def _check_amendment(tree: Tree, path: KeyPath, amendment: AmendmentShape, names: _Names) -> None:
    _find(tree, (*path, "accepted_by"), amendment.accepted_by, names.parties, "party")
    _find(tree, (*path, "effect", "clause"), amendment.effect.clause, names.clauses, "clause")
