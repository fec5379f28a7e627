"""Which statement an entry lies in, worked out anew when a person changes what a statement holds."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from parley.derive import enclosing_statements, index_statements
from parley.model import GONE, Event, Span, Statement
from parley.record.align import DECIDED
from parley.record.entries import EntryLine


def hang_anew(lines: Mapping[str, EntryLine], changed: EntryLine) -> dict[str, EntryLine]:
    """Move what nobody has decided on into or out of a statement that a person added, changed or took back.

    An entry lies in the statement with the shortest content that holds its anchor; a speech act lies where its own
    statement lies. What the change does not concern stays where its reader put it.

    Args:
        lines: of one document, as they stand.
        changed: what stands now; for an event nothing moves.

    Returns:
        The lines that read differently, by entry id.
    """
    said = changed.item
    if not isinstance(said, Statement):
        return {}
    in_force = index_statements(line.item for line in lines.values() if line.state not in GONE)
    in_force.pop(said.id, None)
    if changed.state not in GONE:
        in_force[said.id] = said
    around = {statement.id for statement in enclosing_statements(said, in_force)}
    moved = {}
    for entry_id, line in lines.items():
        if line.state in DECIDED | GONE or entry_id in around or entry_id == said.id:
            continue
        within = _find_place(line.item, said, in_force)
        if within != line.item.within:
            moved[entry_id] = replace(line, item=replace(line.item, within=within), revision=0)
    return moved | dict(_list_followers(lines, moved | {said.id: changed}))


def _list_followers(lines: Mapping[str, EntryLine], stands: Mapping[str, EntryLine]) -> Iterator[tuple[str, EntryLine]]:
    """Let speech acts that nobody has decided on lie where their statements lie."""
    for entry_id, line in lines.items():
        about = stands.get(line.item.about or "") if isinstance(line.item, Event) else None
        if about and line.state not in DECIDED | GONE and about.item.within != line.item.within:
            yield entry_id, replace(line, item=replace(line.item, within=about.item.within), revision=0)


def _find_place(item: Statement | Event, changed: Statement, in_force: Mapping[str, Statement]) -> str | None:
    """Name the statement that an entry lies in now."""
    if isinstance(item, Event) and item.about:
        return item.within
    now = in_force.get(item.within or "")
    size = _measure(now, item.anchor) if now else None
    if item.within == changed.id and size is None:
        held = [
            (found, one.id) for one in in_force.values() if (found := _measure(one, item.anchor)) and one.id != item.id
        ]
        return min(held)[1] if held else None
    claims = _measure(in_force.get(changed.id), item.anchor)
    return changed.id if claims and (size is None or claims < size) else item.within


def _measure(statement: Statement | None, anchor: Span) -> int | None:
    """Length of the content that holds an anchor, null where none does."""
    content = statement.content if statement else ()
    return min((span.end - span.start for span in content if span.holds(anchor)), default=None)
