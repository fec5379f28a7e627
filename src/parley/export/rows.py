"""Rows of the tables, keys as in the codebook; those of entries hold quote, chain, outlet, date and link."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from msgspec import Struct

from parley.derive import derive_commitments, describe_route, find_happened, find_interval, join_names, name_mention
from parley.export.codebook import Row, load_codebook
from parley.model import (
    MARK,
    Assessed,
    AssessmentDecision,
    Decision,
    Document,
    Event,
    FoldDecision,
    ListedEntry,
    MachineAction,
    Mention,
    Publication,
    SameEventDecision,
    Span,
    Statement,
    find_first,
)
from parley.ontology.registry import Registry, code_actor, load_registry

COLUMNS = {name: column.meaning for name, column in load_codebook()["entries"].items()}
"""Name and meaning of each column of the table of entries."""


def make_row(listed: ListedEntry, registry: Registry | None = None) -> Row:
    """Turn a listed entry into one row, keys as in `COLUMNS`.

    Args:
        listed: the entry.
        registry: codes actors and recipients; the shipped one by default.
    """
    entry, item, first = listed.entry, listed.entry.item, listed.publication
    row: Row = dict.fromkeys(COLUMNS)
    row |= _tell_report(listed) | {
        "entry": entry.id,
        "kind": entry.kind,
        "state": entry.state,
        "standing": entry.standing,
        "act": entry.act,
        "commitment": entry.commitment,
        "speaker": entry.speaker,
        "words": item.anchor.text,
        "said": listed.said,
        "title": first.title,
        "start": item.anchor.start,
        "end": item.anchor.end,
        "appearances": len(listed.publications),
        "reader": entry.reader,
        "confidence": item.confidence if isinstance(item.confidence, float) else None,
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


def _said(statement: Statement) -> Row:
    return {"quote": statement.said}


def _done(event: Event, context: str) -> Row:
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


class HeldDocument(Struct, frozen=True):
    """A document with its appearances, the earliest first, and the reader whose reading is in force."""

    document: Document
    publications: tuple[Publication, ...]
    reader: str | None


def make_document_row(held: HeldDocument) -> Row:
    """Turn a document into a row."""
    document = held.document
    first = find_first(held.publications)
    return {
        "document": document.id,
        "published_on": document.date.isoformat() if document.date else None,
        "outlet": first.outlet,
        "title": first.title,
        "link": first.url,
        "document_kind": document.kind,
        "lang": document.lang,
        "cited": "; ".join(carrier.outlet for carrier in first.cited if carrier.outlet),
        "first_seen": first.first_seen.isoformat(timespec="seconds") if first.first_seen else None,
        "appearances": len(held.publications),
        "given_id": first.given_id,
        "reader": held.reader,
        "characters": len(document.text),
        "redacted": document.text.count(MARK) if document.original_id else 0,
        "text": document.text,
    }


def make_statement_row(listed: ListedEntry) -> Row | None:
    """Turn a listed entry into a row; null for one that is no statement."""
    entry, item = listed.entry, listed.entry.item
    if not isinstance(item, Statement):
        return None
    return _tell_report(listed) | {
        "entry": entry.id,
        "state": entry.state,
        "source": name_mention(item.source),
        "source_words": item.source.text if item.source else None,
        "addressee": name_mention(item.addressee),
        "cue": item.cue.text,
        "content": item.said,
        "within": item.within,
        "start": item.cue.start,
        "end": item.cue.end,
        "reader": entry.reader,
    }


def make_commitment_rows(of_document: Sequence[ListedEntry]) -> Iterator[Row]:
    """Turn the listed entries of one document into a row for each commitment."""
    by_id = {listed.entry.id: listed for listed in of_document}
    items = [listed.entry.item for listed in of_document]
    events = [item for item in items if isinstance(item, Event)]
    acts = {event.id: event for event in events}
    for one in derive_commitments([item for item in items if isinstance(item, Statement)], events):
        listed, act = by_id[one.event], acts.get(one.act or "")
        days = find_interval(one.deadline.value) if one.deadline and one.deadline.value else None
        yield _tell_report(listed) | {
            "entry": one.event,
            "commitment": one.kind,
            "state": listed.entry.state,
            "by": join_names(one.by),
            "of": join_names(one.of),
            "act": one.act,
            "act_type": act.type if act else None,
            "act_negated": act.negated if act else None,
            "act_words": act.trigger.text if act else None,
            "condition": one.condition.text if one.condition else None,
            "deadline": one.deadline.text if one.deadline else None,
            "deadline_from": days[0].isoformat() if days else None,
            "deadline_to": days[1].isoformat() if days else None,
            "quote": listed.context,
        }


def _tell_report(listed: ListedEntry) -> Row:
    first = listed.publication
    return {
        "chain": describe_route(first, listed.entry.chain),
        "published_on": listed.published_on.isoformat() if listed.published_on else None,
        "outlet": first.outlet,
        "link": first.url,
        "document": listed.entry.document_id,
        "document_kind": listed.document_kind,
        "decided_by": listed.entry.decided_by,
    }


def make_assessment_row(held: Assessed) -> Row:
    """Turn an assessment into a row."""
    said = held.assessment
    first = held.publication
    return {
        "assessment": said.id,
        "revision": held.revision,
        "state": said.state,
        "agreement": said.agreement,
        "clause": said.clause,
        "bearing": said.bearing,
        "by": said.by,
        "against": said.against,
        "called_breach": said.called_breach,
        "incident": said.incident,
        "quote": said.quote.text,
        "start": said.quote.start,
        "end": said.quote.end,
        "entry": said.entry_id,
        "coder": said.coder,
        "score": said.score,
        "why": said.why,
        "unsure": said.unsure,
        "corrects": said.corrects,
        "published_on": held.published_on.isoformat() if held.published_on else None,
        "outlet": first.outlet,
        "title": first.title,
        "link": first.url,
        "document": said.document_id,
        "document_kind": held.document_kind,
        "recorded_at": held.recorded_at.isoformat(timespec="seconds"),
    }


def make_decision_rows(
    found: Iterable[Decision | AssessmentDecision | FoldDecision | SameEventDecision],
) -> Iterator[Row]:
    """Turn decisions into rows; what a machine proposed or superseded is none."""
    for one in found:
        if isinstance(one, Decision):
            told: Row = {"decision": one.id, "on": "entry", "target": one.entry_id, "revision": one.revision}
        elif isinstance(one, FoldDecision | SameEventDecision):
            on = "folding" if isinstance(one, FoldDecision) else "same event"
            told = {"decision": one.id, "on": on, "target": f"{one.a}; {one.b}", "revision": None}
        elif one.action in get_args(MachineAction):
            continue
        else:
            key = f"{one.assessment_id}/{one.revision}"
            told = {"decision": key, "on": "assessment", "target": one.assessment_id, "revision": one.revision}
        yield told | {
            "action": one.action,
            "by": one.by,
            "at": one.at.isoformat(timespec="seconds"),
            "reason": one.reason,
        }
