"""Taking back: a person's newest act that is in force, on entries or on an assessment."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Select, func, select

from parley.errors import InputError
from parley.model import Assessment, AssessmentDecision, Decision
from parley.record.align import DECIDED
from parley.record.assessed import drop_undone, find_decisions
from parley.record.assessments import revise_assessment
from parley.record.deciding import keep_decision
from parley.record.entries import EntryLine, line_from_row, load_current
from parley.record.facets import decode_item
from parley.record.schema import assessment_revisions, decisions, revisions
from parley.record.transaction import Transaction, make_id


class _Standing(Struct, frozen=True):
    """The decisions on an assessment that stand, the first one first, and its newest revision."""

    decisions: list[AssessmentDecision]
    revision: int

    @property
    def newest(self) -> AssessmentDecision:
        return self.decisions[-1]

    @property
    def before(self) -> Assessment:
        """What it said before the newest decision; one that a person made is rejected by its undoing."""
        if len(self.decisions) > 1:
            return self.decisions[-2].assessment
        return replace(self.newest.assessment, state="rejected")


def undo_newest(
    transaction: Transaction, *, by: str, entry_id: str | None = None, reason: str | None = None
) -> list[Decision] | AssessmentDecision:
    """Take back a person's newest act that is in force: what it decided on stands as that person saw it before.

    Every decision stays in the log. An entry that the person had added becomes superseded: nobody proposes it.

    Args:
        transaction: takes the rows.
        by: the person's name.
        entry_id: only a decision on this entry, and none on an assessment.
        reason: in the person's words.

    Returns:
        The decisions on entries that were taken back, the newest first, several only where one act made them; or the
        one on an assessment.

    Raises:
        InputError: no decision of this person is in force.
    """
    query = _select_in_force(by)
    query = query.where(decisions.c.entry_id == entry_id) if entry_id else query
    newest = transaction.connection.execute(query.limit(1)).first()
    assessed = None if entry_id else _find_assessed(transaction, by)
    if assessed and (newest is None or newest.at <= assessed.newest.at):
        revise_assessment(transaction, assessed.before, assessed.revision + 1, "undo", by=by, reason=reason)
        return assessed.newest
    if newest is None:
        remedy = "What somebody else decided since then is not taken back: decide again."
        raise InputError("there is no decision of yours in force that could be taken back", where=by, remedy=remedy)
    undone = []
    for row in transaction.connection.execute(query.where(decisions.c.at == newest.at)).all():
        undone.append(Decision(row.id, row.entry_id, row.action, row.by, row.at, row.revision, row.reason))
        _take_back(transaction, undone[-1], row.document_id, reason)
        transaction.flush()
    return undone


def _find_assessed(transaction: Transaction, by: str) -> _Standing | None:
    """Find the assessment on which a person's decision is the newest of those in force."""
    revised = assessment_revisions.c
    query = (
        select(revised.assessment_id)
        .where(revised.by == by, revised.action != "propose")
        .group_by(revised.assessment_id)
        .order_by(func.max(revised.recorded_at).desc(), revised.assessment_id.desc())
    )
    best: _Standing | None = None
    for assessment_id in transaction.connection.execute(query).scalars():
        found = find_decisions(transaction.connection, assessment_id)
        own = [decision for decision in found if decision.by == by]
        if best and own[-1].at <= best.newest.at:
            break
        standing = _Standing(drop_undone(found), found[-1].revision)
        mine = standing.decisions and standing.newest.by == by and standing.newest.action != "propose"
        if mine and (best is None or standing.newest.at > best.newest.at):
            best = standing
    return best


def _take_back(transaction: Transaction, undone: Decision, document_id: str, reason: str | None) -> None:
    current = load_current(transaction.connection, document_id)
    held = current[undone.entry_id]
    decision = Decision(make_id(), undone.entry_id, "undo", undone.by, transaction.now, held.revision, reason)
    wanted = {
        **current,
        **_put_back(transaction, undone, current),
        undone.entry_id: _restore(transaction, undone, held),
    }
    keep_decision(transaction, decision, document_id, current, wanted, undoes=undone.id)


def _restore(transaction: Transaction, undone: Decision, held: EntryLine) -> EntryLine:
    """Read the line that stood before a decision; for an entry that it added, one that nobody proposes."""
    if undone.action == "add":
        return EntryLine("superseded", held.item, held.reader, held.proposal_id)
    query = select(revisions).where(revisions.c.entry_id == undone.entry_id, revisions.c.revision == undone.revision)
    return replace(line_from_row(transaction.connection.execute(query).one()), revision=0)


def _put_back(transaction: Transaction, undone: Decision, current: Mapping[str, EntryLine]) -> dict[str, EntryLine]:
    """Hang what a decision moved where it hung before, unless something else became of it since."""
    connection = transaction.connection
    written = revisions.alias()
    query = (
        select(revisions, written.c.item.label("moved"))
        .join(written, (written.c.entry_id == revisions.c.entry_id) & (written.c.item != revisions.c.item))
        .where(written.c.revision == revisions.c.revision + 1, written.c.recorded_at == undone.at)
        .where(revisions.c.entry_id.in_(current), revisions.c.entry_id != undone.entry_id)
    )
    return {
        row.entry_id: replace(current[row.entry_id], item=decode_item(row.kind, row.item), revision=0)
        for row in connection.execute(query)
        if current[row.entry_id].item == decode_item(row.kind, row.moved) and current[row.entry_id].state not in DECIDED
    }


def _select_in_force(by: str) -> Select[tuple[Any, ...]]:
    """Select a person's decisions that entries hang on now, with their documents, the newest first."""
    in_force = (revisions.c.decision_id == decisions.c.id) & (revisions.c.entry_id == decisions.c.entry_id)
    return (
        select(decisions, revisions.c.document_id)
        .join(revisions, in_force & revisions.c.recorded_until.is_(None))
        .where(decisions.c.by == by)
        .order_by(decisions.c.at.desc(), decisions.c.id.desc())
    )
