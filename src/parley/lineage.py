"""Where reports go back to: tracing JSON Lines without a record, and the documents of a record."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from parley.errors import FormatError
from parley.ingest import decode_line, number_lines
from parley.model import Carrier, Report
from parley.record import Record, Traced
from parley.trace import TRACER, Folding, Watch, fold_reports, look_away, trace_reports

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
    reports: list[Report] = []
    given: dict[str, str | int] = {}
    for number, line in number_lines(lines):
        try:
            given_id, report = _parse_line(line, known=given)
        except FormatError as error:
            yield FormatError(error.what, where=f"line {number}", remedy=error.remedy)
            continue
        given[report.id] = given_id
        reports.append(report)
    for relation in trace_reports(reports, watch):
        yield msgspec.to_builtins(relation) | {"a": given[relation.a], "b": given[relation.b]}


def _parse_line(line: bytes, known: Container[str]) -> tuple[str | int, Report]:
    """Read the report of a line; give it with its id as it was given."""
    given = decode_line(line, Line, "a report", _REMEDY)
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
    found = list(trace_reports(list(reports), watch))
    return record.lineage.store(found, TRACER)


def describe_untraced(record: Record, recorded_by: dt.datetime | None = None) -> str:
    """Say how many documents were recorded since the last tracing, so that their copies still count; "" for none."""
    count = record.lineage.count_untraced(recorded_by)
    return f"; {count} document{'s'[: count != 1]} not yet traced" if count else ""


def find_folding(
    record: Record, published_by: dt.date | None = None, recorded_by: dt.datetime | None = None
) -> Folding:
    """Fold the documents of a record by what tracing found and people decided.

    `map_origins()` of the result gives the origin of every document, as `Evidence.origin` takes it.

    Args:
        record: traced before; documents that were not are origins of their own.
        published_by: only what was published by this day.
        recorded_by: only what was recorded, found and decided by this moment.
    """
    lineage = record.lineage
    reports = list(lineage.list_reports(published_by, recorded_by, texts=False))
    return fold_reports(reports, lineage.list_relations(recorded_by), lineage.list_decisions(recorded_by))
