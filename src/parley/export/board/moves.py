"""What moved between two known dates, in words: what the text fixes, incidents, and what each side reports."""

from collections.abc import Iterator

from msgspec import Struct

from parley.agreement import Evidence, schedule_agreement
from parley.agreement.changes import Cause, CauseKind, Changes
from parley.agreement.results import Incident, SideEvidence
from parley.export.board.dates import tell_schedule
from parley.export.board.layout import Board
from parley.export.board.words import join, label_sides, name_bearers

_CAUSES: dict[CauseKind, str] = {
    "new": "new report",
    "late": "late report, of a day already covered",
    "correction": "correction",
    "corrected": "corrected by another report",
    "set aside": "set aside",
    "amended": "its assessment was changed",
    "dropped": "no longer assessed",
}


TOLD = 3
"""So many reports behind a move say their words beside it; the others open on demand, or stand in the notes."""


class Move(Struct, frozen=True):
    """One thing that stands otherwise than before; `causes` are the reports that came or went, each with how."""

    what: str
    before: str
    after: str
    causes: tuple[tuple[str, Evidence], ...] = ()


def list_moves(board: Board) -> tuple[Move, ...]:
    """List what moved between the day that the board is compared with and its own; nothing when compared with none."""
    if board.changes is None:
        return ()
    changes = board.changes
    return (*_list_schedules(board, changes), *_list_incidents(board, changes), *_list_rows(board, changes))


def _list_schedules(board: Board, changes: Changes) -> Iterator[Move]:
    status = board.status
    earlier = schedule_agreement(board.agreement, changes.world, changes.known)
    later = schedule_agreement(board.agreement, status.world, status.known)
    for before, after in zip(earlier, later, strict=True):
        if before.word != after.word:
            told = tell_schedule(before, changes.world), tell_schedule(after, status.world)
            yield Move(f"{after.clause}, by the text", *told)


def _list_incidents(board: Board, changes: Changes) -> Iterator[Move]:
    for change in changes.incidents:
        known = change.after or change.before
        if known is None:
            continue
        what = f"Incident of {known.first}, {join(known.clauses)}, {name_bearers(board.agreement, known.bearers)}"
        yield Move(what, _tell_incident(change.before), _tell_incident(change.after), _tell_causes(change.because))


def _list_rows(board: Board, changes: Changes) -> Iterator[Move]:
    for change in changes.rows:
        if change.side is not None:
            who = " ".join(label_sides(board.agreement, (change.side,), change.bearer))
            told = _tell_words(change.before), _tell_words(change.after)
            yield Move(f"{change.clause}, {who}", *told, _tell_causes(change.because))


def _tell_incident(incident: Incident | None) -> str:
    if incident is None:
        return "not reported"
    happened = {"both": "asserted and denied", "not said": "a ground given only"}.get(incident.happened)
    breach = {"both": "called a breach; called lawful, or a ground given", "not said": None}
    told = breach.get(incident.breach, incident.breach)
    return "; ".join(filter(None, (happened or incident.happened, told)))


def _tell_words(row: SideEvidence | None) -> str:
    return ", ".join(f"{word.word} {len(word.reports)}" for word in row.words) if row else "no report"


def _tell_causes(causes: tuple[Cause, ...]) -> tuple[tuple[str, Evidence], ...]:
    return tuple((_CAUSES[cause.kind], cause.report) for cause in causes)
