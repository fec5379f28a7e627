"""Where reports go back to: tracing JSON Lines without a record, and the documents of a record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from parley.derive import count
from parley.errors import FormatError
from parley.model import Carrier, Likeness, ListedEntry, Report, SameEventDecision
from parley.ontology.registry import Affiliations, load_registry
from parley.record import Filter, Record, Traced
from parley.steps import Watch, look_away
from parley.trace import (
    Folding,
    find_same_events,
    fold_reports,
    pick_tied,
    tell_event,
)

_REMEDY = 'Each line holds one object: {"id": …, "text": …, "date": "2025-07-07", "outlet": …}.'


class Line(Struct, frozen=True):
    """The fields of a line that tracing takes; other keys are passed over."""

    text: str
    id: str | int
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    first_seen: str | None = None
    cited: tuple[Carrier, ...] | None = None


def trace_lines(lines: Iterable[bytes], watch: Watch[Any] = look_away) -> Iterator[dict[str, object] | FormatError]:
    """Trace the reports of a stream of JSON Lines.

    Args:
        lines: objects with `id` and `text`; `date` is the day of publication, `first_seen` the moment at which the
            report was first seen (else the time in `date`, if any); `outlet`, `url`, `title` and `cited` help.
        watch: as for `trace_reports`.

    Yields:
        An error for each line that is no report or has the id of one before, then a relation for each related pair, in
        which ids are as they were given.
    """
    from parley.ingest import decode_line, number_lines  # noqa: PLC0415 (folding, which many verbs do, needs neither)
    from parley.trace.tracer import trace_reports  # noqa: PLC0415

    reports: list[Report] = []
    given: dict[str, str | int] = {}
    for number, line in number_lines(lines):
        try:
            given_id, report = _make_report(decode_line(line, Line, "a report", _REMEDY), known=given)
        except FormatError as error:
            yield FormatError(error.what, where=f"line {number}", remedy=error.remedy)
            continue
        given[report.id] = given_id
        reports.append(report)
    for relation in trace_reports(reports, watch):
        yield msgspec.to_builtins(relation) | {"a": given[relation.a], "b": given[relation.b]}


def _make_report(given: Line, known: Container[str]) -> tuple[str | int, Report]:
    """Make the report of a line; give it with its id as it was given."""
    try:
        day = dt.date.fromisoformat(given.date[:10]) if given.date else None
        seen = given.first_seen or given.date or ""
        moment = dt.datetime.fromisoformat(seen) if len(seen) > len("2025-07-07") else None
    except ValueError as error:
        raise FormatError(str(error), remedy=_REMEDY) from error
    if str(given.id) in known:
        raise FormatError(f"a line before has the id {given.id!r} too", remedy="Give every report an id of its own.")
    report = Report(
        id=str(given.id),
        text=given.text,
        outlet=given.outlet,
        url=given.url,
        title=given.title,
        published_on=day,
        first_seen=moment if moment is None or moment.tzinfo else moment.replace(tzinfo=dt.UTC),
        cited=given.cited or (),
    )
    return given.id, report


def trace_record(record: Record, reports: Iterable[Report], watch: Watch[Any] = look_away) -> Traced:
    """Trace the documents of a record and put the relations found in force; again, it changes nothing.

    Args:
        record: takes the relations.
        reports: all its documents, as `record.lineage.list_reports()` gives them.
        watch: as for `trace_reports`.
    """
    from parley.trace.tracer import TRACER, trace_reports  # noqa: PLC0415

    found = list(trace_reports(list(reports), watch))
    return record.lineage.store(found, TRACER)


class EventPair(Struct, frozen=True):
    """Two entries of two reports that may tell of one event: what they agree on, a person's word on them, or both."""

    one: ListedEntry
    other: ListedEntry
    likeness: Likeness | None
    decision: SameEventDecision | None


def pair_events(record: Record, wanted: Filter, watch: Watch[Any] = look_away) -> list[EventPair]:
    """Pair the events of a record that may be one, and those on which somebody decided; nothing is merged.

    Args:
        record: its entries are compared as its readings in force see places and figures.
        wanted: which entries; both of a pair are among them.
        watch: follows the documents that are compared.
    """
    by_id = {each.entry.id: each for each in record.list_entries(wanted) if each.entry.kind == "event"}
    by_document: dict[str, list[ListedEntry]] = defaultdict(list)
    for each in by_id.values():
        by_document[each.entry.document_id].append(each)
    find_whose = Affiliations(load_registry(changes=record.list_actor_changes(wanted.recorded_by))).find
    told = []
    for document_id in watch(list(by_document), "comparing"):
        reading = record.get_reading(document_id)
        told += [event for each in by_document[document_id] if (event := tell_event(each, reading, find_whose))]
    alike = {(likeness.a, likeness.b): likeness for likeness in find_same_events(told)}
    decided = {(each.a, each.b): each for each in record.lineage.list_event_decisions(wanted.recorded_by)}
    pairs = [pair for pair in {**alike, **decided} if by_id.keys() >= set(pair)]
    pairs.sort(key=lambda pair: (str(by_id[pair[0]].published_on), pair))
    return [EventPair(by_id[a], by_id[b], alike.get((a, b)), decided.get((a, b))) for a, b in pairs]


def find_one_events(record: Record, recorded_by: dt.datetime | None = None) -> dict[str, list[SameEventDecision]]:
    """Give, by entry, the decisions of people that it tells of one event with another."""
    found: dict[str, list[SameEventDecision]] = defaultdict(list)
    for decision in record.lineage.list_event_decisions(recorded_by):
        if decision.action == "same":
            found[decision.a].append(decision)
            found[decision.b].append(decision)
    return found


def describe_untraced(record: Record, recorded_by: dt.datetime | None = None) -> str:
    """Say how many documents were recorded since the last tracing, so that their copies still count; "" for none."""
    untraced = record.lineage.count_untraced(recorded_by)
    return f"; {count(untraced, 'document')} not yet traced: parley trace tells copies" if untraced else ""


def find_folding(
    record: Record,
    published_by: dt.date | None = None,
    recorded_by: dt.datetime | None = None,
    wanted: Collection[str] | None = None,
) -> Folding:
    """Fold the documents of a record by what tracing found and people decided.

    `map_origins()` of the result gives the origin of every document, as `Evidence.origin` takes it.

    Args:
        record: traced before; documents that were not are origins of their own.
        published_by: only what was published by this day.
        recorded_by: only what was recorded, found and decided by this moment.
        wanted: ids of the documents whose folds are asked for, null for all; the others are left out, unless a wanted
            one may fold with them.
    """
    if wanted is not None and not wanted:
        return Folding(())
    lineage = record.lineage
    reports = list(lineage.list_reports(published_by, recorded_by, texts=False))
    relations, decisions = lineage.list_relations(recorded_by), lineage.list_decisions(recorded_by)
    if wanted is not None:
        reports = pick_tied(reports, relations, decisions, wanted)
    return fold_reports(reports, relations, decisions)
