"""Where everything stands on a board: a block of rows for each clause, a row for each side, a cell for each week."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import get_args

from msgspec import Struct

from parley.agreement import Agreement, Clause, Evidence, Interpretation
from parley.agreement.changes import Changes
from parley.agreement.coverage import WeekCounts
from parley.agreement.positions import Position
from parley.agreement.results import AgreementStatus, ClauseStatus, EvidenceWord, SideEvidence, Silence, Tally, Word
from parley.agreement.schedule import Phase, Schedule, known_readings, schedule_clause
from parley.agreement.terms import LAPSED, Anchor, Fix
from parley.export.board.dates import list_bands
from parley.export.board.marks import Mark, all_marks, count_marks
from parley.export.board.periods import Axis, divide_days
from parley.export.board.words import Count
from parley.model import Bearing, Notice, Publication

_BEARINGS: dict[EvidenceWord, Bearing] = {
    "contrary acts": "contrary",
    "done": "done",
    "instances done": "done",
    "instances not done": "not_done",
    "steps done": "done",
    "partly done": "partly",
    "not done": "not_done",
    "kept": "kept",
    "begun": "done",
    "invoked": "done",
    "denied": "denied",
    "ground given": "excused",
}
"""The bearing that a word of a row counts; words of several bearings are not here."""
_WORDS: tuple[EvidenceWord, ...] = get_args(EvidenceWord)
_AFTERWARDS = dt.timedelta(days=28)
"""So long after its end an agreement's columns go on, and so long a side is quiet before its row says so."""
_TIMINGS: dict[str, str] = {"not said": "day not said", "depends on the count": "in time by one count only"}
"""How the day of a report lies to the due date, where the word of the status needs its context."""
_APART = 3
"""So many sides that the agreement does not name get rows of their own; more of them share one."""


class Board(Struct, frozen=True):
    """What a board shows.

    `publications` holds the appearances of each document (by id), the earliest first; `not_read` counts the documents
    that were not read, by the name of their language; `made_from` is what the board can be made again from.
    `notices` says of documents (by id) that another one retracts or corrects them.
    `unreviewed` holds the ids of entries that nobody has decided on, for the conditional positions that rest on them.
    `changes` tells what moved from the day `since` on, compared with what was known on `changes.known`; both are null
    where the board is compared with no other day.
    `read` counts the documents read by outlet and week; `panel` names the outlets whose reports alone count, null where
    those of all outlets do. `unlinked` counts the reports about the agreement that bear on none of its clauses.
    `undated` are the reports of the view that count for nothing as they have no day: without one they are known from
    the day on which they were recorded.
    """

    agreement: Agreement
    status: AgreementStatus
    publications: Mapping[str, tuple[Publication, ...]]
    made_from: Mapping[str, str]
    documents: int = 0
    not_read: Mapping[str, int] = {}
    notices: Mapping[str, Notice] = {}
    positions: tuple[Position, ...] = ()
    unreviewed: frozenset[str] = frozenset()
    changes: Changes | None = None
    since: dt.date | None = None
    read: WeekCounts = {}
    panel: frozenset[str] | None = None
    unlinked: int = 0
    undated: tuple[Evidence, ...] = ()


class Cell(Struct, frozen=True):
    """The reports of one row in one period. `id` names it within the page."""

    id: str
    period: int
    marks: tuple[tuple[Mark, int], ...]
    reports: tuple[Evidence, ...]


class Row(Struct, frozen=True):
    """What one side, or several that the agreement does not name, report of one bearer.

    `narrated` marks the row of outlets and agencies in their own voice. `cells` holds one place for each period, null
    where nothing is reported. `silence` says since when a side that the agreement names has reported no conduct, null
    where that is not long ago.
    """

    bearer: str | None
    sides: tuple[str, ...]
    narrated: bool
    counts: tuple[Count, ...]
    cells: tuple[Cell | None, ...]
    silence: Silence | None


class Block(Struct, frozen=True):
    """A clause and its rows. `anchor` is its id within the page.

    `bands` are the schedule's words along the row, each with how many periods it holds. `conflicting` tells that the
    reports of all sides together conflict. `silent` are the ids of the sides bound by the clause, or watching over it,
    that have no row.
    """

    anchor: str
    clause: Clause
    schedule: Schedule
    bands: tuple[tuple[Phase, int], ...]
    readings: tuple[Interpretation, ...]
    status: ClauseStatus
    rows: tuple[Row, ...]
    conflicting: bool
    silent: tuple[str, ...]


class Layout(Struct, frozen=True):
    """The whole board, ready to be drawn."""

    axis: Axis
    blocks: tuple[Block, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that it holds, most telling first."""
        cells = [cell for block in self.blocks for row in block.rows for cell in row.cells if cell]
        held = {mark for cell in cells for mark, _ in cell.marks}
        return tuple(mark for mark in all_marks() if mark in held)


def lay_out(board: Board, limit: int) -> Layout:
    """Lay a board out in at most `limit` columns, from the first day on which reports can count to the world date."""
    axis = divide_days(board.agreement.talk_from, _find_last_day(board), limit)
    blocks = (_lay_block(number, board, axis, status) for number, status in enumerate(board.status.clauses, start=1))
    return Layout(axis, tuple(blocks))


def place_day(report: Evidence) -> dt.date:
    """Give the day at which a report stands: the last that it gives for the act, else that of its publication.

    Days after its publication are spoken of, not reported: then too it stands where it was published.
    """
    if report.happened and report.happened[1] <= report.known_on:
        return report.happened[1]
    return report.known_on


def _find_last_day(board: Board) -> dt.date:
    """Give the world date, or some weeks after the agreement lapsed where that was known: no report counts then."""
    lapsed = [anchor for anchor in board.agreement.anchors if anchor.id == LAPSED]
    fixes = [fix for anchor in lapsed for fix in find_known_fixes(anchor, board.status.known)]
    days = [fix.at.date() if fix.at else fix.date for fix in fixes]
    ends = [day + _AFTERWARDS for day in days if day]
    return min(board.status.world, max(ends, default=board.status.world))


def find_known_fixes(anchor: Anchor, known: dt.date) -> list[Fix]:
    """Give the reports of a moment that were known by a day."""
    return [fix for fix in anchor.fixes if fix.known and fix.known.held_by(known)]


def _lay_block(number: int, board: Board, axis: Axis, status: ClauseStatus) -> Block:
    clause = board.agreement.get_clause(status.clause)
    rows = [
        _lay_row(f"c{number}-{place}", group, axis, board)
        for place, group in enumerate(_group_rows(board.agreement, clause, status.by_side), start=1)
    ]
    heard = {side for row in rows for side in row.sides}
    watched = dict.fromkeys((*clause.bearer, *clause.toward, *clause.verified_by))
    silent = [party for party in watched if party not in heard and not _is_watched_through(board.agreement, party)]
    conflicting = any(row.words and row.words[0].word == "conflicting" for row in status.together)
    world, known = board.status.world, board.status.known
    return Block(
        anchor=f"c{number}",
        clause=clause,
        schedule=schedule_clause(board.agreement, clause, world, known),
        bands=list_bands(board.agreement, clause, axis, world, known),
        readings=known_readings(clause, known),
        status=status,
        rows=tuple(rows),
        conflicting=conflicting,
        silent=tuple(silent),
    )


def _is_watched_through(agreement: Agreement, party: str) -> bool:
    """Tell whether a party reports through another one: an army through its state, a body through its members."""
    return any(known.id == party and (known.part_of or known.role == "body") for known in agreement.parties)


def _group_rows(
    agreement: Agreement, clause: Clause, found: Iterable[SideEvidence]
) -> Iterator[tuple[SideEvidence, ...]]:
    """Put rows in the order of bearers, then of the agreement's parties, then of others.

    Many speakers whom the agreement does not name share a row; outlets in their own voice share the last one.
    """
    order = {party.id: place for place, party in enumerate(agreement.parties)}
    bearers = {bearer: place for place, bearer in enumerate(clause.bearer)}
    ordered = sorted(
        found,
        key=lambda row: (
            bearers.get(row.bearer or "", len(bearers)),
            row.bearer or "",
            order.get(row.side or "", len(order)),
            row.side or "",
        ),
    )
    for _, rows in groupby(ordered, key=lambda row: row.bearer):
        of_bearer = list(rows)
        named = [row for row in of_bearer if row.side in order]
        outlets = tuple(row for row in of_bearer if row.side not in order and is_narrated(row))
        others = [row for row in of_bearer if row.side not in order and row not in outlets]
        yield from ((row,) for row in named)
        if len(others) <= _APART:
            yield from ((row,) for row in others)
        else:
            yield tuple(others)
        if outlets:
            yield outlets


def is_narrated(row: SideEvidence) -> bool:
    """Tell whether everything that a side reports is told by an outlet or agency in its own voice."""
    return all(report.narrated for tally in row.tallies for report in tally.reports)


def _lay_row(row_id: str, group: tuple[SideEvidence, ...], axis: Axis, board: Board) -> Row:
    reports = sorted(
        (report for side in group for tally in side.tallies for report in tally.reports),
        key=lambda report: (place_day(report), report.known_on, report.assessment.id),
    )
    by_period = {
        period: tuple(found) for period, found in groupby(reports, key=lambda report: axis.find(place_day(report)))
    }
    cells = tuple(
        Cell(f"{row_id}-{period}", period, count_marks(by_period[period]), by_period[period])
        if period in by_period
        else None
        for period in range(len(axis.periods))
    )
    return Row(
        bearer=group[0].bearer,
        sides=tuple(side.side or "" for side in group),
        narrated=group[0].side not in {party.id for party in board.agreement.parties} and is_narrated(group[0]),
        counts=_count_words(group),
        cells=cells,
        silence=_find_silence(group, board),
    )


def _find_silence(group: tuple[SideEvidence, ...], board: Board) -> Silence | None:
    silence, named = group[0].silence, {party.id for party in board.agreement.parties}
    if len(group) > 1 or group[0].side not in named or silence.since is None:
        return None
    return silence if board.status.world - silence.since > _AFTERWARDS else None


def _count_words(group: tuple[SideEvidence, ...]) -> tuple[Count, ...]:
    found = ((name, [word for side in group for word in side.words if word.word == name]) for name in _WORDS)
    return tuple(_count_word(name, words, group) for name, words in found if words)


def _count_word(name: EvidenceWord, words: list[Word], group: tuple[SideEvidence, ...]) -> Count:
    """Count the reports of one word, those of several sides together; a timing stands where all sides share it."""
    reports = tuple(report for word in words for report in word.reports)
    timings = {word.timing for word in words}
    timing = timings.pop() if len(timings) == 1 else None
    tallies = [tally for side in group if name in _BEARINGS and (tally := side.tally(_BEARINGS[name]))]
    if not tallies:
        return Count(name, len(reports))
    against = tuple(report for tally in tallies for report in tally.against_interest)
    together = Tally(_BEARINGS[name], reports, against_interest=against)
    told = _TIMINGS.get(timing, timing) if timing else None
    return Count(name, len(reports), together.origins, told, tuple(_note_tally(together)))


def _note_tally(tally: Tally) -> Iterator[str]:
    breaches = sum(report.assessment.called_breach for report in tally.reports)
    if breaches:
        yield "called a breach" if breaches == len(tally.reports) else f"{breaches} called a breach"
    if tally.against_interest:
        yield "against own interest"
    if tally.unsure:
        yield "unsure"
    if tally.unreviewed:
        yield "unreviewed"
