"""Taking back: a person's newest act that is in force, on entries or on an assessment."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select

from parley.model import Assessment, AssessmentDecision, Decision
from parley.record.assessed import MACHINES, find_decisions
from parley.record.assessments import AssessmentWriter
from parley.record.deciding import DecisionWriter
from parley.record.schema import assessment_revisions
from parley.record.transaction import Transaction


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
    """Take back the newest act of a person that is in force; see `DecisionWriter.undo` for arguments and errors.

    With `entry_id` only decisions on this entry are looked at, and none on assessments.

    Returns:
        The decisions on entries that were taken back, or the one on an assessment.
    """
    writer = DecisionWriter(transaction)
    decided, assessed = writer.find_newest(by), None if entry_id else _find_assessed(transaction, by)
    if assessed is None or (decided is not None and decided > assessed.newest.at):
        return writer.undo(by=by, entry_id=entry_id, reason=reason)
    AssessmentWriter(transaction).restore(assessed.before, assessed.revision, by=by, reason=reason)
    return assessed.newest


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
