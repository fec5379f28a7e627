"""Rows of the table of entries: quote, chain, outlet, date and link in every row."""

import datetime as dt
from collections.abc import Iterable

from parley.derive import Deadline, describe_route, find_happened, join_names
from parley.export.codebook import load_codebook
from parley.model import Event, ListedEntry, Mention, Span, Statement
from parley.ontology.registry import Registry, code_actor, load_registry

COLUMNS = {name: column.meaning for name, column in load_codebook()["entries"].items()}
"""Name and meaning of each column of the table of entries."""


def make_row(listed: ListedEntry, registry: Registry | None = None) -> dict[str, object]:
    """Turn a listed entry into one row, keys as in `COLUMNS`.

    Args:
        listed: the entry.
        registry: codes actors and recipients; the shipped one by default.
    """
    entry, item, first = listed.entry, listed.entry.item, listed.publication
    row: dict[str, object] = dict.fromkeys(COLUMNS)
    row |= {
        "entry": entry.id,
        "kind": entry.kind,
        "state": entry.state,
        "standing": entry.standing,
        "act": entry.act,
        "commitment": entry.commitment,
        "speaker": entry.speaker,
        "words": item.anchor.text,
        "said": listed.said,
        "chain": describe_route(first, entry.chain),
        "outlet": first.outlet,
        "published_on": listed.published_on.isoformat() if listed.published_on else None,
        "title": first.title,
        "link": first.url,
        "document": entry.document_id,
        "document_kind": listed.document_kind,
        "start": item.anchor.start,
        "end": item.anchor.end,
        "appearances": len(listed.publications),
        "reader": entry.reader,
        "confidence": item.confidence if isinstance(item.confidence, float) else None,
        "decided_by": entry.decided_by,
        "stale": entry.stale,
        "notice": entry.notice,
        "recorded_at": entry.recorded_at.isoformat(timespec="seconds"),
    }
    if isinstance(item, Statement):
        return row | _said(item)
    known, day = registry or load_registry(), listed.published_on
    codes = {"actor_codes": _code(known, item.actor, day), "recipient_codes": _code(known, item.recipient, day)}
    return row | _done(item, listed.context) | codes


def _code(registry: Registry, mentions: Iterable[Mention], day: dt.date | None) -> str:
    parts = [(mention.text, name) for mention in mentions for name in mention.entities or (mention.entity,)]
    codes = (code_actor(registry, words, name, day) for words, name in parts)
    return "; ".join(f"{code.country or '---'} {code.sector or '---'}" for code in codes)


def describe_due(listed: ListedEntry, deadline: Deadline) -> str:
    """Say in one line what is due, in the report's words, and by whose commitment."""
    item = listed.entry.item
    parts = [f"“{item.anchor.text}”"]
    if isinstance(item, Event):
        actors, recipients = join_names(item.actor, ", "), join_names(item.recipient, ", ")
        parts = [actors, "not" if item.negated else "", *parts, f"→ {recipients}" if recipients else ""]
    if deadline.commitment:
        speaker = join_names(deadline.by, ", ")
        parts.append(f"({deadline.commitment}{f' by {speaker}' if speaker else ''})")
    return " ".join(filter(None, parts)).replace("\n", " ")


def _said(statement: Statement) -> dict[str, object]:
    return {"quote": statement.said}


def _done(event: Event, context: str) -> dict[str, object]:
    happened = find_happened(event)
    return {
        "happened_from": happened[0].isoformat() if happened else None,
        "happened_to": happened[1].isoformat() if happened else None,
        "type": event.type,
        "mode": event.mode,
        "modality": event.modality,
        "negated": event.negated,
        "actors": join_names(event.actor),
        "recipients": join_names(event.recipient),
        "places": join_names(event.place),
        "times": "; ".join(_with_value(time, time.value) for time in event.time),
        "condition": event.condition.text if event.condition else None,
        "deadline": _with_value(event.deadline, event.deadline.value) if event.deadline else None,
        "quote": context,
    }


def _with_value(span: Span, value: str | None) -> str:
    return f"{span.text} [{value}]" if value else span.text
