"""The clauses that an entry is said to bear on, beside the entry, and what a person says of that."""

from collections.abc import Mapping
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from parley.desk.agreements import Agreements
from parley.desk.forms import Form, read_number
from parley.errors import FormatError
from parley.model import Assessed, Assessment, AssessmentAction, Bearing
from parley.record import Record

_TAKEN = "take."
_VERDICTS: tuple[AssessmentAction, ...] = ("accept", "reject", "amend")


class ClauseView(Struct, frozen=True):
    """One assessment beside its entry: what it says, the clause in neutral words, and the clauses to change it to.

    `gist` is empty and `clauses` has only its own where the agreement's file is not at hand.
    """

    held: Assessed
    title: str
    gist: str
    clauses: tuple[tuple[str, str], ...]


class Clauses:
    """What is said of clauses, as the desk shows and decides it.

    Args:
        record: open for as long as the desk is.
        agreements: whose clauses they are.
    """

    def __init__(self, record: Record, agreements: Agreements) -> None:
        self._record = record
        self._agreements = agreements

    def view(self, entry_id: str) -> list[ClauseView]:
        """Show the assessments that rest on an entry, those that nobody has decided on first."""
        found = self._record.assessments.list_of_entry(entry_id)
        return [self._show(held) for held in sorted(found, key=lambda held: held.assessment.state != "proposed")]

    def decide(self, assessment_id: str, form: Mapping[str, str], by: str) -> None:
        """Take the decision of a form, as `parley assess` does.

        Raises:
            FormatError: the form names no decision, or a clause or bearing that is not there.
            EntryChanged: somebody else decided since the page was made.
        """
        action = _read_verdict(form)
        newest = self._record.assessments.list_decisions(assessment_id)[-1]
        changed = self._change(newest.assessment, form) if action == "amend" else None
        self._record.assessments.decide(
            newest.assessment_id,
            action,
            by=by,
            revision=read_number(form.get("revision")),
            reason=form.get("reason", "").strip() or None,
            changed=changed,
        )

    def _change(self, said: Assessment, form: Mapping[str, str]) -> Assessment:
        agreement = self._agreements.load(said.agreement)
        clause = form.get("clause", said.clause)
        known = [one.id for one in agreement.clauses] if agreement else [said.clause]
        if clause not in known:
            raise FormatError("the agreement has no such clause", where=clause, remedy=", ".join(known))
        bearing = next((one for one in get_args(Bearing) if one == form.get("bearing")), None)
        if bearing is None:
            remedy = f"Choose one of {', '.join(get_args(Bearing))}."
            raise FormatError("this is no bearing", where=form.get("bearing", ""), remedy=remedy)
        changed = replace(said, clause=clause, bearing=bearing)
        if changed == said:
            raise FormatError("nothing is changed", where="clause", remedy="Accept it if it is right as it is.")
        return changed

    def _show(self, held: Assessed) -> ClauseView:
        said = held.assessment
        agreement = self._agreements.load(said.agreement)
        if agreement is None:
            return ClauseView(held, said.agreement, "", ((said.clause, ""),))
        gists = {clause.id: clause.gist for clause in agreement.clauses}
        return ClauseView(held, agreement.title, gists.get(said.clause, ""), tuple(gists.items()))


def decide_together(record: Record, form: Form) -> None:
    """Take one decision on several assessments, none of them if somebody else decided on one since the page was made.

    Each becomes a decision of its own, which is taken back by itself.

    Args:
        record: holds them.
        form: its fields `take.ID` hold the revisions that were shown of those that are chosen.

    Raises:
        FormatError: the form names no decision, or chooses nothing.
        EntryChanged: one has another revision by now.
    """
    action = _read_verdict(form.fields)
    fields = ((name.removeprefix(_TAKEN), value) for name, value in form.fields.items() if name.startswith(_TAKEN))
    chosen = {assessment_id: read_number(revision) for assessment_id, revision in fields}
    if not chosen or action == "amend":
        raise FormatError("nothing is chosen", where="reports", remedy="Tick the ones that you decide on.")
    record.assessments.decide_alike(action, chosen, by=form.by)


def _read_verdict(form: Mapping[str, str]) -> AssessmentAction:
    """Read what a form decides.

    Raises:
        FormatError: it names no decision.
    """
    action = next((known for known in _VERDICTS if known == form.get("action")), None)
    if action is None:
        raise FormatError("the form names no decision", where="action", remedy="Use the buttons of the page.")
    return action
