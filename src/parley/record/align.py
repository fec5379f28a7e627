"""What a new reading of a document means for the entries that the record already holds.

A person's decision outlives every reader: decided entries are frozen. New proposals are laid beside the entries by
kind, type and overlap of anchors (a statement's cue, an event's trigger).
"""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from parley.model import EntryState, Event, Span, Statement

DECIDED: frozenset[EntryState] = frozenset({"accepted", "amended", "rejected"})


class Held(Struct, frozen=True):
    """An entry of the record as the alignment sees it: `item` carries entry ids."""

    entry_id: str
    state: EntryState
    item: Statement | Event


class Alignment(Struct, frozen=True):
    """`pairs` maps local ids of the reading to entry ids; `unmatched` are undecided entries nobody proposes now."""

    pairs: dict[str, str]
    unmatched: tuple[str, ...]


def measure_overlap(left: Span, right: Span) -> float:
    """Share of the two spans' union that both cover, 0 to 1."""
    common = min(left.end, right.end) - max(left.start, right.start)
    return common / (max(left.end, right.end) - min(left.start, right.start)) if common > 0 else 0.0


def says_the_same(left: Statement | Event, right: Statement | Event) -> bool:
    """Tell whether two items say the same of the same words, whatever the exact borders of their spans."""
    if isinstance(left, Statement) and isinstance(right, Statement):
        same_source = bool(left.source) == bool(right.source)
        if left.source and right.source:
            same_source = left.source.overlaps(right.source)
        return same_source and any(ours.overlaps(theirs) for ours in left.content for theirs in right.content)
    if isinstance(left, Event) and isinstance(right, Event):
        return (left.type, left.modality, left.negated) == (right.type, right.modality, right.negated)
    return False


def align_reading(held: Sequence[Held], proposed: Sequence[Statement | Event]) -> Alignment:
    """Lay proposals beside entries, one to one, the best overlap first.

    A decided entry takes a proposal of the same kind and type whose anchor overlaps; a rejected one only when the
    proposal says the same again, so that a changed proposal comes up for decision as a new entry.
    """
    candidates = []
    for row, entry in enumerate(held):
        for column, item in enumerate(proposed):
            if _may_pair(entry, item):
                overlap = measure_overlap(entry.item.anchor, item.anchor)
                if overlap:
                    candidates.append((-overlap, entry.state not in DECIDED, row, column))
    taken_rows: set[int] = set()
    pairs: dict[str, str] = {}
    for _, _, row, column in sorted(candidates):
        if row not in taken_rows and proposed[column].id not in pairs:
            taken_rows.add(row)
            pairs[proposed[column].id] = held[row].entry_id
    unmatched = [
        entry.entry_id for row, entry in enumerate(held) if row not in taken_rows and entry.state == "proposed"
    ]
    return Alignment(pairs, tuple(unmatched))


def _may_pair(entry: Held, item: Statement | Event) -> bool:
    if isinstance(entry.item, Event) != isinstance(item, Event):
        return False
    if isinstance(entry.item, Event) and isinstance(item, Event) and entry.item.type != item.type:
        return False
    return entry.state != "rejected" or says_the_same(entry.item, item)


def rename_item(item: Statement | Event, ids: Mapping[str, str]) -> Statement | Event:
    """Replace the local ids of an item by entry ids."""
    within = ids[item.within] if item.within else None
    if isinstance(item, Event):
        about = ids[item.about] if item.about else None
        return msgspec.structs.replace(item, id=ids[item.id], within=within, about=about)
    return msgspec.structs.replace(item, id=ids[item.id], within=within)
