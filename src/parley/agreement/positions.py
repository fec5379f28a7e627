"""Conditional positions: what parties offer, promise, refuse or threaten on a condition (docs/STATUS.md, 31).

They stand beside the clauses with what they wait for; they are no clauses and have no status.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from parley.agreement.reports import Bounds
from parley.agreement.sides import Sides
from parley.agreement.terms import Agreement
from parley.derive import Commitment, CommitmentKind, derive_commitments, find_route, join_names
from parley.model import Event, ListedEntry, Span, Statement
from parley.roots import fold_words

_KINDS: frozenset[CommitmentKind] = frozenset({"offer", "promise", "refusal", "threat", "concession"})


class Position(Struct, frozen=True):
    """What a party ties to a condition.

    `side` is the party, `by` its speaker, `of` whose act it is about; `act` and `waits_for` are the words of the text,
    `act` null where they name none, `deadline` the value of a deadline. `entry_id` is the speech act in the record.
    Where several reports carry the same words of the same speaker, the first one stands for all `reports`.
    """

    kind: CommitmentKind
    side: str
    by: str
    of: str
    act: str | None
    waits_for: Span
    deadline: str | None
    said: str
    entry_id: str
    document_id: str
    route: tuple[str, ...]
    published_on: dt.date | None
    reports: int = 1


def find_positions(
    agreement: Agreement, entries: Iterable[ListedEntry], sides: Sides, bounds: Bounds
) -> tuple[Position, ...]:
    """List the conditional positions of an agreement's parties as of a world and a known date, in order of day.

    Args:
        agreement: positions count from the day it is spoken of.
        entries: of the record, those of one document together.
        sides: tells whose speakers are.
        bounds: what was said later than the world date, or became known or was recorded later, is left out.
    """
    found = [
        position
        for document_id, listed in groupby(entries, key=lambda one: one.entry.document_id)
        for position in _find_in_document(document_id, list(listed), sides, bounds)
        if position.published_on is not None
        and agreement.talk_from <= position.published_on <= min(bounds.world, bounds.known)
    ]
    return _fold(sorted(found, key=lambda position: (position.published_on or dt.date.max, position.entry_id)))


def _fold(found: Iterable[Position]) -> tuple[Position, ...]:
    """Let the first report of a position stand for those that carry the same words."""
    first: dict[tuple[str, ...], Position] = {}
    for position in found:
        words = (position.kind, position.by, fold_words(position.said), fold_words(position.waits_for.text))
        held = first.get(words)
        first[words] = replace(held, reports=held.reports + 1) if held else position
    return tuple(first.values())


def _find_in_document(document_id: str, listed: list[ListedEntry], sides: Sides, bounds: Bounds) -> Iterator[Position]:
    held = {
        one.entry.id: one for one in listed if bounds.recorded_by is None or one.entry.recorded_at <= bounds.recorded_by
    }
    items = [one.entry.item for one in held.values()]
    events = {item.id: item for item in items if isinstance(item, Event)}
    statements = [item for item in items if isinstance(item, Statement)]
    for commitment in derive_commitments(statements, events.values()):
        if commitment.condition is None or commitment.kind not in _KINDS:
            continue
        one = held[commitment.event]
        by = one.entry.speaker or join_names(commitment.by)
        party = sides.find_party(by, one.published_on) if by else None
        if party is not None:
            yield _make_position(document_id, party, by, commitment, commitment.condition, one, events)


def _make_position(
    document_id: str,
    party: str,
    by: str,
    commitment: Commitment,
    condition: Span,
    one: ListedEntry,
    events: dict[str, Event],
) -> Position:
    act = events.get(commitment.act or "")
    deadline = commitment.deadline
    return Position(
        commitment.kind,
        party,
        by,
        join_names(commitment.of),
        act.trigger.text if act else None,
        condition,
        (deadline.value or deadline.text) if deadline else None,
        one.said or one.context,
        commitment.event,
        document_id,
        find_route(one.publication.outlet, one.publication.cited, commitment.chain),
        one.published_on,
    )
