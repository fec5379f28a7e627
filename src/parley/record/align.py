"""What a new reading of a document means for the entries that the record already holds.

A person's decision outlives every reader: decided entries are frozen. New proposals are laid beside the entries by
kind, type and overlap of anchors (a statement's cue, an event's trigger).
"""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from parley.model import EntryState, Event, Span, Statement

DECIDED: frozenset[EntryState] = frozenset({"unsure", "accepted", "amended", "rejected"})
"""States in which a person has spoken of the words of an entry: no reader changes them."""


class Held(Struct, frozen=True):
    """An entry of the record as the alignment sees it.

    `item` is what it says, ids being the record's; `origin` is what a reader last proposed for it, which an amendment
    leaves behind. `frozen` entries keep their words: decided ones, and the statements that a decided one hangs on.
    """

    entry_id: str
    state: EntryState
    item: Statement | Event
    origin: Statement | Event
    frozen: bool


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
        parties = _same_spans(_some(left.source), _some(right.source))
        addressees = _same_spans(_some(left.addressee), _some(right.addressee))
        said = any(ours.overlaps(theirs) for ours in left.content for theirs in right.content)
        return parties and addressees and said
    if isinstance(left, Event) and isinstance(right, Event):
        words = ("type", "mode", "modality", "negated")
        roles = ("actor", "recipient", "place", "time")
        return all(getattr(left, name) == getattr(right, name) for name in words) and all(
            _same_spans(getattr(left, name), getattr(right, name)) for name in roles
        )
    return False


def _some(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _same_spans(left: Sequence[Span], right: Sequence[Span]) -> bool:
    return len(left) == len(right) and all(ours.overlaps(theirs) for ours, theirs in zip(left, right, strict=True))


def align_reading(held: Sequence[Held], proposed: Sequence[Statement | Event]) -> Alignment:
    """Lay proposals beside entries, one to one, the best overlap first.

    An entry takes a proposal of the same kind and type whose anchor overlaps, be it with what the entry says or with
    what was proposed for it before a person amended it. A rejected one does so only when the proposal says the same
    again, so that a changed proposal comes up for decision as a new entry.
    """
    candidates = []
    for row, entry in enumerate(held):
        for column, item in enumerate(proposed):
            if overlap := _measure_pair(entry, item):
                candidates.append((-overlap, entry.state not in DECIDED, row, column))
    taken_rows: set[int] = set()
    pairs: dict[str, str] = {}
    for _, _, row, column in sorted(candidates):
        if row not in taken_rows and proposed[column].id not in pairs:
            taken_rows.add(row)
            pairs[proposed[column].id] = held[row].entry_id
    unmatched = [
        entry.entry_id
        for row, entry in enumerate(held)
        if row not in taken_rows and entry.state == "proposed" and not entry.frozen
    ]
    return Alignment(pairs, tuple(unmatched))


def _measure_pair(entry: Held, item: Statement | Event) -> float:
    """Overlap of the anchors where the two may pair, else 0."""
    versions = [version for version in (entry.item, entry.origin) if _is_of_a_kind(version, item)]
    if entry.state == "rejected":
        versions = [version for version in versions if says_the_same(version, item)]
    return max((measure_overlap(version.anchor, item.anchor) for version in versions), default=0.0)


def _is_of_a_kind(left: Statement | Event, right: Statement | Event) -> bool:
    if isinstance(left, Event) and isinstance(right, Event):
        return left.type == right.type
    return isinstance(left, Statement) and isinstance(right, Statement)


def rename_item(item: Statement | Event, ids: Mapping[str, str]) -> Statement | Event:
    """Replace the local ids of an item by entry ids."""
    within = ids[item.within] if item.within else None
    if isinstance(item, Event):
        about = ids[item.about] if item.about else None
        return msgspec.structs.replace(item, id=ids[item.id], within=within, about=about)
    return msgspec.structs.replace(item, id=ids[item.id], within=within)
