"""From an agreement's file to the nouns of `terms`."""

import datetime as dt
from pathlib import Path
from typing import TypeVar

import msgspec

from parley.agreement import shape
from parley.agreement.checking import check_shape
from parley.agreement.references import check_references
from parley.agreement.terms import (
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
    Site,
    Term,
    Where,
)
from parley.agreement.tree import Tree, parse_tree
from parley.errors import InputError, NotAnAgreement

Noun = TypeVar("Noun", bound=msgspec.Struct)
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
    """Return the text of an agreement's file, with its own line ends.

    Raises:
        InputError: the file cannot be read, or is not in UTF-8.
    """
    try:
        return path.read_bytes().decode()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise InputError(what, where=str(path), remedy="Check the name.") from error
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
    return _make(
        Agreement,
        head,
        parties=[_make(Party, party, id=name) for name, party in file.parties.items()],
        sites=[_make(Site, site, id=name) for name, site in file.places.items()],
        anchors=[_build_anchor(name, anchor, public_from) for name, anchor in head.anchors.items()],
        clauses=[_build_clause(clause) for clause in file.clauses],
        amendments=[_build_amendment(amendment) for amendment in file.amendments],
        texts=head.text,
        related=[_make(Related, related, known=_build_known(related.known)) for related in file.related],
    )


def _make(noun: type[Noun], shaped: msgspec.Struct, **built: object) -> Noun:
    """Make a noun of a part of the file: fields of the same name as they stand there, `built` what is written else."""
    return msgspec.convert({**msgspec.structs.asdict(shaped), **built}, noun, from_attributes=True)


def _build_anchor(name: str, anchor: dt.datetime | shape.AnchorShape, public_from: dt.date) -> Anchor:
    if isinstance(anchor, dt.datetime):
        known = Known(min(public_from, anchor.date()))
        return Anchor(name, fixes=(Fix(known, at=anchor, precision="instant", by_text=True),))
    own = [shape.FixShape(date=_first_day(anchor.date), at=anchor.at, known=anchor.known, precision=anchor.precision,
                          source=anchor.source)] if anchor.date or anchor.at else []  # fmt: skip
    return _make(Anchor, anchor, id=name, fixes=[_build_fix(fix) for fix in (*own, *anchor.reported)])


def _build_fix(fix: shape.FixShape) -> Fix:
    precision = "instant" if fix.at else fix.precision
    return _make(Fix, fix, known=_build_known(fix.known), sources=_list_sources(fix.source), precision=precision)


def _build_known(known: str | None) -> Known | None:
    day = _first_day(known)
    return Known(day, "month" if known and len(known) == len("2025-01") else "day") if day else None


def _first_day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(f"{day}-01"[: len("2025-01-01")]) if day else None


def _list_sources(source: shape.Sources) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else tuple(source or ())


def _build_clause(clause: shape.ClauseShape) -> Clause:
    return _make(
        Clause,
        clause,
        where=Where(at=clause.place) if isinstance(clause.place, str) else clause.place,
        begins=Term(after=clause.begins) if isinstance(clause.begins, str) else clause.begins,
        bearer_inferred=clause.bearer_basis == "inferred",
        readings=[
            _make(Interpretation, reading, known=_build_known(reading.known), sources=_list_sources(reading.source))
            for reading in clause.readings
        ],
        sources=_list_sources(clause.source),
        known=_build_known(clause.known),
        target=_build_target(clause.target),
        measure=[Quantity(of, amount) for of, amount in clause.measure.items()],
        signs=clause.evidence,
    )


def _build_target(target: dict[str, float | str]) -> tuple[Quantity, ...]:
    """Take both ways of writing: `{of: detainees, at_least: 48}` and `{detainees: 48}`."""
    of = target.get("of")
    comparators = {"at_least": "at least", "at_most": "at most"}
    return tuple(
        msgspec.convert({"of": of or key, "amount": amount, "comparator": comparators.get(key)}, Quantity)
        for key, amount in target.items()
        if key != "of"
    )


def _build_amendment(amendment: shape.AmendmentShape) -> Amendment:
    due = amendment.effect.due
    return _make(
        Amendment,
        amendment,
        clauses=amendment.effect.clause,
        due=Term(at=dt.datetime.fromisoformat(due)) if "T" in due else Term(date=dt.date.fromisoformat(due)),
        known=_build_known(amendment.known),
        sources=_list_sources(amendment.source),
    )
