"""From an agreement's file to the nouns of `terms`."""

import datetime as dt
from pathlib import Path

import msgspec

from parley.agreement import shape
from parley.agreement.checking import check_shape
from parley.agreement.references import check_references
from parley.agreement.terms import (
    Act,
    Agreement,
    Amendment,
    Anchor,
    Clause,
    Fix,
    Interpretation,
    Known,
    Party,
    Quantity,
    Related,
    SideTerm,
    Signs,
    Site,
    Term,
    Where,
    Wording,
)
from parley.agreement.tree import Tree, parse_tree
from parley.errors import InputError, NotAnAgreement

LIBRARY = Path(__file__).parent / "library"
"""The folder of the agreements that come with Parley, each under its id."""


def list_library() -> tuple[Path, ...]:
    """Return the files of the agreements that come with Parley."""
    return tuple(sorted(LIBRARY.glob("*.yaml")))


def find_agreement(name_or_path: str) -> Path:
    """Return the file of an agreement: the path itself, or the one that comes with Parley under this id.

    Raises:
        InputError: there is no such file and no such id.
    """
    path = Path(name_or_path)
    if path.is_file():
        return path
    shipped = {each.stem: each for each in list_library()}
    if name_or_path in shipped:
        return shipped[name_or_path]
    remedy = f"Give the path of a file, or one of {', '.join(shipped)}."
    raise InputError("no such agreement", where=name_or_path, remedy=remedy)


def load_agreement(path: Path) -> Agreement:
    """Load an agreement's file.

    Raises:
        NotAnAgreement: with every fault of the file, each with line, column and remedy.
        InputError: the file cannot be read.
    """
    return parse_agreement(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of an agreement's file.

    Raises:
        InputError: the file cannot be read, or is not in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError("the file cannot be read", where=str(path), remedy=str(error.strerror or "")) from error
    except UnicodeDecodeError as error:
        raise InputError("the file is not in UTF-8", where=str(path), remedy="Save it as UTF-8.") from error


def parse_agreement(text: str, where: str) -> Agreement:
    """Do what `load_agreement` does, for the text of a file; `where` is its name in complaints."""
    tree = parse_tree(text)
    if tree.nodes:
        check_shape(tree)
    _refuse(tree, where)
    file = msgspec.convert(tree.value, shape.FileShape)
    check_references(tree, file)
    _refuse(tree, where)
    return _build_agreement(file)


def _refuse(tree: Tree, where: str) -> None:
    if tree.complaints:
        raise NotAnAgreement(where, sorted(tree.complaints))


def _build_agreement(file: shape.FileShape) -> Agreement:
    head = file.agreement
    public_from = min(day for day in (head.announced, head.signed, head.talk_from) if day)
    return Agreement(
        id=head.id,
        title=head.title,
        talk_from=head.talk_from,
        parties=tuple(_build_party(name, party) for name, party in file.parties.items()),
        sites=tuple(_build_site(name, site) for name, site in file.places.items()),
        anchors=tuple(_build_anchor(name, anchor, public_from) for name, anchor in head.anchors.items()),
        clauses=tuple(_build_clause(clause) for clause in file.clauses),
        amendments=tuple(_build_amendment(amendment) for amendment in file.amendments),
        announced=head.announced,
        signed=head.signed,
        texts=tuple(Wording(text.ref, text.grade, text.note, text.file) for text in head.text),
        not_in_text=tuple(SideTerm(term.id, term.gist, term.grade) for term in head.not_in_text),
        zone=head.zone,
        related=tuple(_build_related(related) for related in file.related),
    )


def _build_party(name: str, party: shape.PartyShape) -> Party:
    return Party(
        id=name,
        name=party.name,
        role=party.role,
        also=tuple(party.also),
        part_of=party.part_of,
        through=party.through,
        members=tuple(party.members),
        chair=party.chair,
        host=party.host,
        until=party.until,
    )


def _build_site(name: str, site: shape.SiteShape) -> Site:
    return Site(name, site.name, site.kind, tuple(site.also), site.part_of, site.defined_by, site.grade_of_names)


def _build_anchor(name: str, anchor: dt.datetime | shape.AnchorShape, public_from: dt.date) -> Anchor:
    if isinstance(anchor, dt.datetime):
        known = Known(min(public_from, anchor.date()))
        return Anchor(name, fixes=(Fix(known, at=anchor, precision="instant", by_text=True),))
    fixes = [_build_fix(fix) for fix in anchor.reported]
    if anchor.date or anchor.at:
        own = Fix(
            known=_build_known(anchor.known),
            date=_first_day(anchor.date),
            at=anchor.at,
            sources=_list_sources(anchor.source),
            precision="instant" if anchor.at else anchor.precision,
        )
        fixes.insert(0, own)
    return Anchor(name, anchor.event, tuple(fixes), anchor.grade, anchor.checked, anchor.note)


def _build_fix(fix: shape.FixShape) -> Fix:
    precision = "instant" if fix.at else fix.precision
    return Fix(_build_known(fix.known), fix.date, fix.at, _list_sources(fix.source), fix.note, precision)


def _build_known(known: str | None) -> Known | None:
    day = _first_day(known)
    return Known(day, "month" if known and len(known) == len("2025-01") else "day") if day else None


def _first_day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(f"{day}-01"[: len("2025-01-01")]) if day else None


def _list_sources(source: shape.Sources) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else tuple(source or ())


def _build_term(term: str | shape.TermShape | None) -> Term | None:
    if term is None or isinstance(term, str):
        return Term(after=term) if term else None
    return Term(term.after, term.within, term.date, term.at, term.wording, term.first_day_counts)


def _build_where(where: str | shape.WhereShape | None) -> Where | None:
    if where is None or isinstance(where, str):
        return Where(at=where) if where else None
    return Where(start=where.start, end=where.end, end_side=where.end_side)


def _build_act(act: shape.ActShape) -> Act:
    return Act(act.type, act.object, act.mode, tuple(act.done_by))


def _build_target(target: dict[str, float | str]) -> tuple[Quantity, ...]:
    """Take both ways of writing: `{of: detainees, at_least: 48}` and `{detainees: 48}`."""
    of = target.get("of")
    comparators = {"at_least": "at least", "at_most": "at most"}
    return tuple(
        msgspec.convert({"of": of or key, "amount": amount, "comparator": comparators.get(key)}, Quantity)
        for key, amount in target.items()
        if key != "of"
    )


def _build_reading(reading: shape.ReadingShape) -> Interpretation:
    known = _build_known(reading.known)
    return Interpretation(reading.by, reading.reading, known, _list_sources(reading.source), reading.checked)


def _build_signs(signs: shape.SignsShape | None) -> Signs | None:
    if signs is None:
        return None
    return Signs(tuple(signs.counts_against), signs.done_if, signs.not_done_if, signs.silent_is)


def _build_clause(clause: shape.ClauseShape) -> Clause:
    return Clause(
        id=clause.id,
        gist=clause.gist,
        modal=clause.modal,
        kind=clause.kind,
        bearer=tuple(clause.bearer),
        acts=tuple(_build_act(act) for act in clause.acts),
        contrary_acts=tuple(_build_act(act) for act in clause.contrary_acts),
        toward=tuple(clause.toward),
        where=_build_where(clause.place),
        begins=_build_term(clause.begins),
        due=_build_term(clause.due),
        trigger=clause.trigger,
        excepts=tuple(clause.excepts),
        needs=tuple(clause.needs),
        parallel_with=tuple(clause.parallel_with),
        verified_by=tuple(clause.verified_by),
        partial=clause.partial,
        bearer_inferred=clause.bearer_basis == "inferred",
        bearer_contested=clause.bearer_contested,
        readings=tuple(_build_reading(reading) for reading in clause.readings),
        paragraph=clause.paragraph,
        grade=clause.grade,
        checked=clause.checked,
        sources=_list_sources(clause.source),
        known=_build_known(clause.known),
        action=clause.action,
        target=_build_target(clause.target),
        measure=tuple(Quantity(of, amount) for of, amount in clause.measure.items()),
        details=tuple(clause.details),
        refers_to=tuple(clause.refers_to),
        order=clause.order,
        target_date=clause.target_date,
        modal_basis=clause.modal_basis,
        signs=_build_signs(clause.evidence),
        note=clause.note,
    )


def _build_amendment(amendment: shape.AmendmentShape) -> Amendment:
    due, known = amendment.effect.due, _build_known(amendment.known)
    return Amendment(
        id=amendment.id,
        clauses=tuple(amendment.effect.clause),
        due=Term(at=dt.datetime.fromisoformat(due)) if "T" in due else Term(date=dt.date.fromisoformat(due)),
        known=msgspec.convert(known, Known),
        by=amendment.by,
        accepted_by=tuple(amendment.accepted_by),
        wording=amendment.wording,
        note=amendment.note,
        sources=_list_sources(amendment.source),
        grade=amendment.grade,
        announced=amendment.announced,
        checked=amendment.checked,
    )


def _build_related(related: shape.RelatedShape) -> Related:
    known = msgspec.convert(_build_known(related.known), Known)
    return Related(
        related.ref, related.gist, known, related.modal, related.verb, related.paragraph, related.grade, related.note
    )
