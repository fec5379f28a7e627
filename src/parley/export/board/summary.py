"""What the first screen answers: what is contested, what is late, what is not known."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from parley.agreement.results import Incident
from parley.agreement.schedule import known_amendments
from parley.agreement.terms import LAPSED
from parley.derive import count
from parley.export.board.dates import list_deadlines, list_silent_parties, tell_schedule
from parley.export.board.layout import Block, Board, Layout, find_known_fixes
from parley.export.board.words import join, name_party

_DONE = {"done", "instances done", "steps done"}


class Item(Struct, frozen=True):
    """One line of the summary; `target` is the id of what it speaks of within the page, null for none."""

    text: str
    target: str | None = None


class Answer(Struct, frozen=True):
    """One of the answers, in a few lines, the most pressing first."""

    heading: str
    meaning: str
    items: tuple[Item, ...]


def summarize(board: Board, layout: Layout) -> tuple[Answer, ...]:
    """Answer the three questions."""
    return tuple(
        Answer(heading, meaning, tuple(find(board, layout.blocks)))
        for heading, meaning, find in (
            ("Contested", "Accounts, readings and extensions that differ.", _list_contested),
            ("Late", "By the text alone; beside it who reports it done.", _list_late),
            ("Not known", "Silence says nothing about what was done.", _list_unknown),
        )
    )


def is_disputed(incident: Incident) -> bool:
    """Tell whether an incident has two accounts: asserted and denied, or asserted and a ground given for it."""
    return incident.happened == "both" or bool(incident.asserted and incident.called_lawful)


def _list_contested(board: Board, blocks: tuple[Block, ...]) -> Iterator[Item]:
    incidents = board.status.incidents
    for number, words in (
        (sum(each.happened == "both" for each in incidents), "asserted by some and denied by others"),
        (
            sum(bool(each.asserted and each.called_lawful) for each in incidents),
            "called lawful, or for which a ground is given",
        ),
    ):
        if number:
            yield Item(f"{count(number, 'incident')} {words}", "incidents")
    accusers = _count_accusers(incidents)
    for block in blocks:
        if called := accusers.get(block.clause.id):
            accused = join(f"{name_party(board.agreement, side)} ({number})" for side, number in sorted(called.items()))
            yield Item(f"{block.clause.id}: acts or omissions called a breach by {accused}", block.anchor)
    for block in blocks:
        if block.conflicting:
            yield Item(f"{block.clause.id}: reports on it conflict", block.anchor)
    for block in blocks:
        readers = dict.fromkeys(name_party(board.agreement, each.by) for each in block.readings if each.by)
        if readers:
            yield Item(f"{block.clause.id}: its own reading is put forward by {join(readers)}", "readings")
    yield from _list_extensions(board, blocks)


def _count_accusers(incidents: Iterable[Incident]) -> dict[str, Counter[str]]:
    """Count, by clause, the incidents under it that each side calls a breach."""
    called: dict[str, Counter[str]] = {}
    for incident in incidents:
        for account in incident.called_breach:
            for clause in {report.assessment.clause for report in account.reports}:
                called.setdefault(clause, Counter())[account.side] += 1
    return called


def _list_extensions(board: Board, blocks: Iterable[Block]) -> Iterator[Item]:
    known = {
        each.id for block in blocks for each in known_amendments(board.agreement, block.clause, board.status.known)
    }
    for amendment in board.agreement.amendments:
        silent = list_silent_parties(board.agreement, amendment)
        if silent and amendment.id in known:
            clauses = ", ".join(amendment.clauses)
            yield Item(f"{clauses}: an extension to which no acceptance by {join(silent)} is reported", "deadlines")


def _list_late(board: Board, blocks: tuple[Block, ...]) -> Iterator[Item]:
    with_dues = [block for block in blocks if block.schedule.dues]
    passed = [block for block in with_dues if block.schedule.word == "past due"]
    for block in sorted(passed, key=lambda block: bool(_find_sides(block, _DONE))):
        told = _tell_done(board, block)
        yield Item(f"{block.clause.id}: {tell_schedule(block.schedule, board.status.world)}; {told}", block.anchor)
    for block in with_dues:
        if block.schedule.word == "due":
            yield Item(f"{block.clause.id}: {tell_schedule(block.schedule, board.status.world)}", block.anchor)
    ahead = [
        (deadline.last, block)
        for block in with_dues
        if block.schedule.word in {"in force", "pending"}
        for deadline in list_deadlines(board.agreement, block.schedule, board.status.world)[:1]
    ]
    if ahead:
        day, block = min(ahead, key=lambda pair: pair[0])
        yield Item(f"{block.clause.id} is due next, {day}", block.anchor)


def _list_unknown(board: Board, blocks: tuple[Block, ...]) -> Iterator[Item]:
    for anchor in board.agreement.anchors:
        days = [fix.at.date() if fix.at else fix.date for fix in find_known_fixes(anchor, board.status.known)]
        if anchor.id == LAPSED and (ended := min(filter(None, days), default=None)) and ended <= board.status.world:
            source = ", from recollection" if anchor.checked == "recollection" else ""
            yield Item(f"counted as lapsed from {ended}{source}: {anchor.event or anchor.note or 'no reason given'}")
    bare = [block for block in blocks if not block.rows]
    if bare:
        reaches = Counter(block.status.silence.reach for block in bare)
        told = ", ".join(f"{reach} ({number})" for reach, number in sorted(reaches.items()))
        yield Item(f"no report on {len(bare)} of {count(len(blocks), 'clause')}: {told}", "silent")
    if board.unlinked:
        bears = "bears" if board.unlinked == 1 else "bear"
        told = f"{count(board.unlinked, 'report')} about this agreement {bears} on no clause"
        yield Item(f"{told}: parley list RECORD --unlinked {board.agreement.id} --until {board.status.known}")
    waiting = [block.clause.id for block in blocks if block.schedule.waiting_on]
    if waiting:
        yield Item(
            f"{count(len(waiting), 'clause')} waiting on what nobody has dated: {', '.join(waiting)}", "deadlines"
        )
    for language, number in board.not_read.items():
        yield Item(f"{count(number, 'document')} not read: {language}", "silent")
    reports = [
        report for block in blocks for row in block.rows for cell in row.cells if cell for report in cell.reports
    ]
    unreviewed = sum(report.assessment.state == "proposed" for report in reports)
    if unreviewed:
        yield Item(f"{unreviewed} of {count(len(reports), 'report')} unreviewed", None)
    if board.undated:
        clauses = ", ".join(dict.fromkeys(report.assessment.clause for report in board.undated))
        are = "is" if len(board.undated) == 1 else "are"
        told = f"{count(len(board.undated), 'report')} without a day {are} not on this board: {clauses}"
        yield Item(told, None)
    if board.status.set_aside:
        yield Item(f"{count(len(board.status.set_aside), 'report')} set aside, each with its reason", "aside")


def _tell_done(board: Board, block: Block) -> str:
    done, partly = _find_sides(block, _DONE), _find_sides(block, {"partly done"})
    if done:
        return f"reported done by {_name_sides(board, done)}{_tell_timings(block)}"
    return f"reported partly done by {_name_sides(board, partly)}" if partly else "nobody reports it done"


def _tell_timings(block: Block) -> str:
    """Say how the days of what is reported done lie to the due date."""
    counts = [counted for row in block.rows for counted in row.counts if counted.word in _DONE]
    timings = dict.fromkeys(counted.timing for counted in counts if counted.timing)
    return f" ({'; '.join(timings)})" if timings else ""


def _find_sides(block: Block, words: set[str]) -> list[str]:
    """List the sides whose row holds one of the words."""
    return [side for row in block.rows for side in row.sides if any(each.word in words for each in row.counts)]


def _name_sides(board: Board, sides: Iterable[str]) -> str:
    """Name sides, the first three of them."""
    named = list(dict.fromkeys(name_party(board.agreement, side) for side in sides))
    return join(named) if len(named) < 4 else f"{', '.join(named[:3])} and {count(len(named) - 3, 'other')}"
