"""The shape of an agreement's file, key by key: format `agreement/0`, explained in docs/AGREEMENT.md.

The checker walks these types, the JSON Schema is made of them, and `loading` turns them into the nouns of `terms`. What
the file writes as the noun itself (a term, signs, where the words stand) is that noun.
"""

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from parley.agreement.terms import (
    Attestation,
    Basis,
    Check,
    ClauseKind,
    Grade,
    Id,
    Instant,
    Modal,
    Name,
    Precision,
    Role,
    SideTerm,
    Signs,
    Term,
)
from parley.model import EventType

FORMAT = "agreement/0"

DayOrMonth = Annotated[
    str,
    Meta(pattern=r"^\d{4}-\d{2}(-\d{2})?$", description='2025-01-26, or "2025-01"', extra={"calendar": True}),
]
DayOrInstant = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$",
        description='2025-02-18, or "2025-02-18T23:59:59+02:00"',
        extra={"calendar": True},
    ),
]
Sources = str | list[Name] | None


class _Shape(Struct, forbid_unknown_fields=True):
    """A mapping of the file; keys that are not listed are refused."""


class FixShape(_Shape, kw_only=True):
    """A report of when an anchor came about."""

    date: dt.date | None = None
    at: Instant | None = None
    known: DayOrMonth | None
    precision: Precision = "day"
    source: Sources = None
    note: Name | None = None


class AnchorShape(_Shape, kw_only=True):
    """A named moment; `date` or `at` is its first report, `reported` holds rival ones."""

    event: Name | None = None
    date: DayOrMonth | None = None
    at: Instant | None = None
    known: DayOrMonth | None = None
    precision: Precision = "day"
    grade: Grade | None = None
    checked: Check | None = None
    source: Sources = None
    note: Name | None = None
    reported: list[FixShape] = []


class HeadShape(_Shape, kw_only=True):
    """What the agreement is, and the moments its dates count from."""

    id: Id
    title: Name
    talk_from: dt.date
    signed: dt.date | None = None
    announced: dt.date | None = None
    zone: Name | None = None
    anchors: dict[Id, Instant | AnchorShape] = {}
    text: list[Attestation] = []
    not_in_text: list[SideTerm] = []


class PartyShape(_Shape, kw_only=True):
    """Somebody whom the agreement names."""

    name: Name
    role: Role | None = None
    also: list[Name] = []
    part_of: Name | None = None
    through: Name | None = None
    members: list[Name] = []
    chair: Name | None = None
    host: Name | None = None
    until: dt.date | None = None


class SiteShape(_Shape, kw_only=True):
    """A place that the agreement names."""

    name: Name
    kind: Name | None = None
    also: list[Name] = []
    part_of: Name | None = None
    defined_by: Name | None = None
    grade_of_names: Grade | None = None


class ActShape(_Shape, kw_only=True):
    """An act in PLOVER terms."""

    type: EventType
    mode: Name | None
    object: Name
    done_by: list[Name]


class WhereShape(_Shape, kw_only=True, rename={"start": "from", "end": "to", "end_side": "to_side"}):
    """Away from one site, to another."""

    start: Name
    end: Name | None = None
    end_side: Name | None = None


class ReadingShape(_Shape, kw_only=True):
    """What somebody says that the clause requires."""

    by: Name | None
    reading: Name
    known: DayOrMonth | None
    precision: Precision = "day"
    checked: Check | None = None
    source: Sources = None


class ClauseShape(_Shape, kw_only=True, rename={"paragraph": "eId", "begins": "from", "excepts": "except"}):
    """One duty, permission or intention."""

    id: Id
    paragraph: Name | None = None
    gist: Name
    modal: Modal
    modal_basis: Basis | None = None
    kind: ClauseKind
    trigger: Name | None = None
    bearer: list[Name]
    bearer_basis: Basis | None = None
    bearer_contested: bool = False
    toward: list[Name] = []
    action: Name | None = None
    place: Name | WhereShape | None = None
    begins: Name | Term | None = None
    due: Term | None = None
    target_date: dt.date | None = None
    target: dict[str, float | str] = {}
    measure: dict[str, float] = {}
    order: Name | None = None
    excepts: list[Name] = []
    needs: list[Name] = []
    parallel_with: list[Name] = []
    details: list[Name] = []
    refers_to: list[Name] = []
    partial: bool = False
    verified_by: list[Name] = []
    acts: list[ActShape]
    contrary_acts: list[ActShape] = []
    evidence: Signs | None = None
    readings: list[ReadingShape] = []
    grade: Grade | None = None
    known: DayOrMonth | None = None
    checked: Check | None = None
    source: Sources = None
    note: Name | None = None


class EffectShape(_Shape, kw_only=True):
    """The new due date of some clauses."""

    clause: Annotated[list[Name], Meta(min_length=1)]
    due: DayOrInstant


class AmendmentShape(_Shape, kw_only=True):
    """A change of due dates, and who accepted it."""

    id: Id
    announced: dt.date | None = None
    known: DayOrMonth
    by: Name
    accepted_by: list[Name]
    effect: EffectShape
    wording: Name | None = None
    note: Name | None = None
    grade: Grade | None = None
    checked: Check | None = None
    source: Sources = None


class RelatedShape(_Shape, kw_only=True, rename={"paragraph": "eId"}):
    """A text or report beside the agreement."""

    ref: Name
    paragraph: Name | None = None
    gist: Name
    modal: Modal | None = None
    verb: Name | None = None
    known: DayOrMonth
    grade: Grade | None = None
    note: Name | None = None


class FileShape(_Shape, kw_only=True):
    """The whole file."""

    format: Literal["agreement/0"]
    agreement: HeadShape
    parties: dict[Id, PartyShape]
    places: dict[Id, SiteShape] = {}
    clauses: Annotated[list[ClauseShape], Meta(min_length=1)]
    amendments: list[AmendmentShape] = []
    related: list[RelatedShape] = []


def make_schema() -> dict[str, Any]:
    """Return the JSON Schema of the format, which stands beside this module for editors that check and complete files.

    It says what the file's keys and values may be. That ids stand for something, and that what belongs together
    stands together, is for the loader alone to say.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"An agreement, {FORMAT}"}
    return {**head, **msgspec.json.schema(FileShape)}
