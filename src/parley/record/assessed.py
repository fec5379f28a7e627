"""Assessments as the record holds them: as of a moment, with every revision, and what a machine has to heed."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, get_args

import msgspec
from sqlalchemy import Connection, Row, Select, and_, select, true

from parley.derive import cut_chain
from parley.errors import NoSuchEntry
from parley.model import Assessed, Assessment, AssessmentAction, AssessmentDecision, Entry, MachineAction, Statement
from parley.record.appearances import find_notice, is_set_aside, load_publications
from parley.record.documents import is_named
from parley.record.lists import load_entries, load_statements
from parley.record.schema import assessment_revisions, assessments, documents, in_force_at

Slot = tuple[str, str, str, str, str | None]
"""Document, agreement, clause, bearing, and whose duty it is."""
MACHINES: tuple[AssessmentAction, ...] = get_args(MachineAction)
_VERSION = re.compile(r"[\d.].*")
_BATCH = 500


def list_assessed(
    connection: Connection,
    agreement: str | None = None,
    recorded_by: dt.datetime | None = None,
    *,
    assessment_id: str | None = None,
    entry_id: str | None = None,
) -> Iterator[Assessed]:
    """Yield assessments with what is known of their documents and entries, in the order of their making.

    Those of a document whose day was stated anew are left out, unless asked for by an id: they rest on the wrong day.

    Args:
        connection: to the record.
        agreement: its id; null for all.
        recorded_by: the moment as of which the record is read; null for now.
        assessment_id: of the only one that is wanted; null for all.
        entry_id: only those that rest on this entry; null for all.
    """
    revised = assessment_revisions.c
    wanted = true() if agreement is None else revised.agreement == agreement
    chosen = true() if assessment_id is None else revised.assessment_id == assessment_id
    chosen = chosen if entry_id is None else and_(chosen, revised.entry_id == entry_id)
    counts = true() if assessment_id or entry_id else ~is_set_aside(recorded_by)
    query = (
        select(
            assessment_revisions,
            documents.c.published_on,
            documents.c.kind,
            documents.c.id.label("document_id"),
            find_notice(recorded_by).label("notice"),
        )
        .join(assessments, assessments.c.id == revised.assessment_id)
        .join(documents, documents.c.id == assessments.c.document_id)
        .where(in_force_at(recorded_by, assessment_revisions), wanted, chosen, counts)
        .order_by(revised.assessment_id)
    )
    for batch in connection.execute(query).partitions(_BATCH):
        appeared = load_publications(connection, {row.document_id for row in batch}, recorded_by)
        rest_on = load_entries(connection, sorted({row.entry_id for row in batch if row.entry_id}), recorded_by)
        said = {row.assessment_id: msgspec.json.decode(row.payload, type=Assessment) for row in batch}
        others = [one for row in batch if _speaks_elsewhere(one := said[row.assessment_id], rest_on.get(row.entry_id))]
        statements = load_statements(connection, {one.document_id for one in others}, recorded_by)
        quoted = {one.id: _find_quoted(one, statements.get(one.document_id, ())) for one in others}
        for row in batch:
            yield Assessed(
                assessment=said[row.assessment_id],
                revision=row.revision,
                recorded_at=row.recorded_at,
                document_kind=row.kind,
                published_on=row.published_on,
                publications=tuple(appeared.get(row.document_id, ())),
                entry=rest_on.get(row.entry_id or ""),
                notice=row.notice,
                statement=quoted.get(row.assessment_id),
            )


def list_agreements(connection: Connection, recorded_by: dt.datetime | None = None) -> list[str]:
    """List the ids of the agreements of the assessments that `list_assessed` yields, without reading these."""
    query = (
        select(assessment_revisions.c.agreement)
        .join(assessments, assessments.c.id == assessment_revisions.c.assessment_id)
        .join(documents, documents.c.id == assessments.c.document_id)
        .where(in_force_at(recorded_by, assessment_revisions), ~is_set_aside(recorded_by))
        .distinct()
        .order_by(assessment_revisions.c.agreement)
    )
    return list(connection.execute(query).scalars())


def _speaks_elsewhere(said: Assessment, entry: Entry | None) -> bool:
    """Tell whether somebody says it who does not stand around the entry that it rests on."""
    return said.by is not None and entry is not None and not cut_chain(entry.chain, said.by)


def _find_quoted(said: Assessment, statements: Iterable[Entry]) -> Entry | None:
    """Find among its document's the speaker's statement that an assessment quotes, the innermost if several hold it."""
    found = [
        (-len(one.chain), one.id, one)
        for one in statements
        if isinstance(one.item, Statement)
        and any(span.overlaps(said.quote) for span in one.item.content)
        and cut_chain(one.chain[-1:], said.by or "")
    ]
    return min(found)[2] if found else None


def find_assessed(connection: Connection, start: str) -> Assessed:
    """Read the one assessment whose id begins or ends so; see `find_decisions` for errors."""
    newest = find_decisions(connection, start)[-1]
    return next(list_assessed(connection, assessment_id=newest.assessment_id))


def list_of_entry(connection: Connection, entry_id: str) -> list[Assessed]:
    """List those that rest on an entry, whatever their state, in the order of their making."""
    return list(list_assessed(connection, entry_id=entry_id))


def find_decisions(connection: Connection, start: str) -> list[AssessmentDecision]:
    """Find the one assessment whose id begins or ends with some characters: its revisions, the first one first.

    Raises:
        NoSuchEntry: there is none, or several.
    """
    revised = assessment_revisions.c
    named = is_named(revised.assessment_id, start, either_end=True)
    query = select(assessment_revisions).where(named).order_by(revised.revision)
    rows: Sequence[Row[*tuple[Any, ...]]] = connection.execute(query).all() if start else []
    if len({row.assessment_id for row in rows}) != 1:
        what = "several assessments have ids like this one" if rows else "the record holds no assessment with this id"
        raise NoSuchEntry(what, where=start, remedy="The list shows the ids: parley assessments RECORD")
    return [decision_from_row(row) for row in rows]


def list_histories(connection: Connection) -> Iterator[list[AssessmentDecision]]:
    """Yield all revisions of every assessment, the first one first, in the order of their making."""
    yield from _read_histories(connection, select(assessment_revisions))


def drop_undone(decisions: Iterable[AssessmentDecision]) -> list[AssessmentDecision]:
    """Leave out, of the decisions on one assessment in their order, those that were taken back, and the taking back.

    A person takes back the newest of their own that stands, whatever others decided since.
    """
    standing: list[AssessmentDecision] = []
    for decision in decisions:
        if decision.action != "undo":
            standing.append(decision)
            continue
        own = [place for place, held in enumerate(standing) if held.by == decision.by and held.action not in MACHINES]
        if own:
            del standing[own[-1]]
    return standing


def find_decided(connection: Connection, agreements: Collection[str]) -> dict[Slot, list[Assessment]]:
    """Read all that was said and stands of the assessments with a person's decision that stands, by their places."""
    revised = assessment_revisions.c
    by_person = revised.action.not_in(MACHINES)
    decided = select(revised.assessment_id).where(by_person, revised.agreement.in_(agreements))
    found: dict[Slot, list[Assessment]] = {}
    for history in _read_histories(connection, select(assessment_revisions).where(revised.assessment_id.in_(decided))):
        standing = drop_undone(history)
        for one in standing if any(each.action not in MACHINES for each in standing) else ():
            found.setdefault(place_assessment(one.assessment), []).append(one.assessment)
    return found


def list_open(connection: Connection, machine: str, agreements: Collection[str]) -> list[AssessmentDecision]:
    """Read the proposals in force that a machine, of whatever version, made on some agreements.

    What a person decided on and took back is a proposal again. A machine is known by its name before figures and hash:
    "match.4f2a9c" and "match2.07b3e1" are one.
    """
    revised = assessment_revisions.c
    in_force = in_force_at(None, assessment_revisions)
    query = select(assessment_revisions).where(in_force, revised.state == "proposed", revised.agreement.in_(agreements))
    found = map(decision_from_row, connection.execute(query.order_by(revised.assessment_id)))
    return [one for one in found if _name_machine(one.assessment.coder) == _name_machine(machine)]


def place_assessment(said: Assessment) -> Slot:
    """Say where an assessment bears on what, and how; whose words they are and which stand beside it."""
    return said.document_id, said.agreement, said.clause, said.bearing, said.against


def _name_machine(version: str) -> str:
    return _VERSION.sub("", version)


def _read_histories(connection: Connection, query: Select[tuple[Any, ...]]) -> Iterator[list[AssessmentDecision]]:
    revised = assessment_revisions.c
    rows = connection.execute(query.order_by(revised.assessment_id, revised.revision))
    for _, history in groupby(rows, key=lambda row: row.assessment_id):
        yield [decision_from_row(row) for row in history]


def decision_from_row(row: Row[*tuple[Any, ...]]) -> AssessmentDecision:
    """Make a decision of a row that has the columns of `assessment_revisions`."""
    return AssessmentDecision(
        row.assessment_id,
        row.revision,
        row.action,
        row.by,
        row.recorded_at,
        msgspec.json.decode(row.payload, type=Assessment),
        row.reason,
    )
