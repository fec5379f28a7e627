"""What the first screen answers: what is contested, what is late, what is not known."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from parley.agreement.results import Incident
from parley.agreement.schedule import known_amendments
from parley.export.board.dates import list_deadlines, list_silent_parties, tell_schedule
from parley.export.board.layout import Block, Board, Layout
from parley.export.board.words import count, join, name_party

_DONE = {"done", "instances done", "steps done"}


class Item(Struct, frozen=True):
    """One line of the summary; `target` is the id of what it speaks of within the page, null for none."""

    text: str
    target: str | None = None


class Summary(Struct, frozen=True):
    """The three answers, each in a few lines, the most pressing first."""

    contested: tuple[Item, ...]
    late: tuple[Item, ...]
    unknown: tuple[Item, ...]


def summarize(board: Board, layout: Layout) -> Summary:
    """Answer the three questions."""
    return Summary(
        contested=tuple(_list_contested(board, layout.blocks)),
        late=tuple(_list_late(board, layout.blocks)),
        unknown=tuple(_list_unknown(board, layout.blocks)),
    )


def is_disputed(incident: Incident) -> bool:
    """Tell whether accounts of an incident differ: on whether it happened, or on what it is called."""
    return incident.happened == "both" or incident.breach == "both"


def _list_contested(board: Board, blocks: Iterable[Block]) -> Iterator[Item]:
    incidents = board.status.incidents
    for number, words in (
        (sum(each.happened == "both" for each in incidents), "asserted by some and denied by others"),
        (sum(each.breach == "both" for each in incidents), "called a breach by some and lawful by others"),
    ):
        if number:
            yield Item(f"{count(number, 'incident')} {words}", "incidents")
    accused = sum(bool(each.called_breach) and each.breach != "both" for each in incidents)
    if accused:
        yield Item(f"{count(accused, 'incident')} called a breach, and lawful by nobody in the view", "incidents")
    blocks = list(blocks)
    for block in blocks:
        if block.conflicting:
            yield Item(f"{block.clause.id}: reports on it conflict", block.anchor)
    for block in blocks:
        readers = [name_party(board.agreement, reading.by) for reading in block.readings if reading.by]
        if readers:
            yield Item(f"{block.clause.id}: what it requires is read in its own way by {join(readers)}", "readings")
    for amendment in board.agreement.amendments:
        open_ = list_silent_parties(board.agreement, amendment)
        shown = any(amendment in known_amendments(board.agreement, block.clause, board.status.known) for block in blocks)
        if open_ and shown:
            clauses = ", ".join(amendment.clauses)
            yield Item(f"{clauses}: an extension is not accepted by {join(open_)}, as reported", "deadlines")


def _list_late(board: Board, blocks: Iterable[Block]) -> Iterator[Item]:
    blocks = [block for block in blocks if block.schedule.dues]
    passed = [block for block in blocks if block.schedule.word == "past due"]
    for block in sorted(passed, key=_find_done):
        done = _find_done(block)
        told = f"reported done by {join(_name_sides(board, done))}" if done else "nobody reports it done"
        yield Item(f"{block.clause.id}: {tell_schedule(block.schedule, board.status.world)}; {told}", block.anchor)
    for block in blocks:
        if block.schedule.word == "due":
            yield Item(f"{block.clause.id}: {tell_schedule(block.schedule, board.status.world)}", block.anchor)
    ahead = [
        (deadline.last, block)
        for block in blocks
        if block.schedule.word in {"in force", "pending"}
        for deadline in list_deadlines(board.agreement, block.schedule, board.status.world)[:1]
    ]
    if ahead:
        day, block = min(ahead, key=lambda pair: pair[0])
        yield Item(f"{block.clause.id} is due next, {day}", block.anchor)


def _list_unknown(board: Board, blocks: Iterable[Block]) -> Iterator[Item]:
    blocks = list(blocks)
    bare = [block for block in blocks if not block.rows]
    if bare:
        yield Item(f"no report on {count(len(bare), 'clause')} of {len(blocks)}", "silent")
        for reach in ("nothing read", "read, nothing said", "coverage unknown"):
            number = sum(block.status.silence.reach == reach for block in bare)
            if number:
                yield Item(f"{number} of them: {reach}", "silent")
    waiting = [block.clause.id for block in blocks if block.schedule.waiting_on]
    if waiting:
        yield Item(f"{count(len(waiting), 'clause')} waiting on what nobody has dated: {', '.join(waiting)}", "deadlines")
    for language, number in board.not_read.items():
        yield Item(f"{count(number, 'document')} not read: {language}", "silent")
    reports = [report for block in blocks for row in block.rows for cell in row.cells if cell for report in cell.reports]
    unreviewed = sum(report.assessment.state == "proposed" for report in reports)
    if unreviewed:
        yield Item(f"{unreviewed} of {count(len(reports), 'report')} unreviewed", None)
    if board.status.set_aside:
        yield Item(f"{count(len(board.status.set_aside), 'report')} set aside, each with its reason", "aside")


def _find_done(block: Block) -> list[str]:
    """List the sides that report a clause done."""
    return [side for row in block.rows for side in row.sides if any(each.word in _DONE for each in row.counts)]


def _name_sides(board: Board, sides: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name_party(board.agreement, side) for side in sides))

