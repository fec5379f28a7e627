"""Facets: the columns, derived from an entry and what encloses it, that lists filter by."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from parley.derive import (
    commitment_kind,
    find_happened,
    find_speaker,
    find_standing,
    index_statements,
    is_act,
    join_names,
    sourcing_chain,
)
from parley.model import DocumentKind, Event, Statement

Row = TypeVar("Row", bound=Mapping[Any, Any])


def derive_facets(items: Sequence[Statement | Event], kind: DocumentKind) -> dict[str, dict[str, object]]:
    """Work out, per entry id, the columns that lists filter by.

    Args:
        items: of one document, ids as the record has them.
        kind: of that document.
    """
    statements = index_statements(items)
    events = [item for item in items if isinstance(item, Event)]
    return {item.id: _facets_of(item, statements, events, kind) for item in items}


def derive_history(rows: Sequence[Row], kind: DocumentKind) -> Iterator[tuple[Row, dict[str, object]]]:
    """Work out those columns for every revision of a document's entries, as of the moment of each.

    Args:
        rows: `revisions` of one document, with `recorded_at` and `recorded_until`.
        kind: of that document.
    """
    moments: dict[dt.datetime, list[Row]] = {}
    for row in rows:
        moments.setdefault(row["recorded_at"], []).append(row)
    for moment, begun in moments.items():
        held = {
            row["entry_id"]: decode_item(row["kind"], row["item"])
            for row in rows
            if row["recorded_at"] <= moment and (row["recorded_until"] is None or row["recorded_until"] > moment)
        }
        held |= {row["entry_id"]: decode_item(row["kind"], row["item"]) for row in begun}
        facets = derive_facets(list(held.values()), kind)
        yield from ((row, facets[row["entry_id"]]) for row in begun)


def decode_item(kind: str, text: str) -> Statement | Event:
    """Read an item as `revisions.item` holds it."""
    if kind == "statement":
        return msgspec.json.decode(text, type=Statement)
    return msgspec.json.decode(text, type=Event)


def _facets_of(
    item: Statement | Event, statements: Mapping[str, Statement], events: Sequence[Event], kind: DocumentKind
) -> dict[str, object]:
    chain = sourcing_chain(item, statements)
    facets: dict[str, object] = {
        "chain": list(chain),
        "speaker": find_speaker(item, statements),
        "actors": "",
        "recipients": "",
        "type": None,
        "mode": None,
        "modality": None,
        "negated": None,
        "fact": None,
        "act": None,
        "commitment": None,
        "standing": None,
        "happened_from": None,
        "happened_to": None,
    }
    if isinstance(item, Statement):
        return facets
    inside = [other for other in events if item.about and other.within == item.about]
    happened, standing = find_happened(item), find_standing(item, statements, kind)
    return facets | {
        "actors": join_names(item.actor),
        "recipients": join_names(item.recipient),
        "type": item.type,
        "mode": item.mode,
        "modality": item.modality,
        "negated": item.negated,
        "fact": standing == "fact",
        "standing": standing,
        "act": is_act(item),
        "commitment": commitment_kind(item, inside),
        "happened_from": happened[0] if happened else None,
        "happened_to": happened[1] if happened else None,
    }
