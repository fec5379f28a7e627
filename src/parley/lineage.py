"""Where reports go back to: tracing JSON Lines without a record, and the documents of a record."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from parley.errors import FormatError
from parley.model import Carrier, Report
from parley.record import Record, Traced
from parley.trace import TRACER, Folding, Watch, fold_reports, trace_reports


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


def parse_reports(lines: Iterable[bytes]) -> Iterator[Report | FormatError]:
    """Read reports from JSON Lines; a line that is none is yielded as the error it is.

    `date` is the day of publication, `first_seen` the moment at which the report was first seen.
    """
    known: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            report = _parse_report(line)
        except (msgspec.MsgspecError, ValueError) as error:
            remedy = 'Each line holds one object: {"id": …, "text": …, "date": "2025-07-07", "outlet": …}.'
            yield FormatError(str(error), where=f"line {number}", remedy=remedy)
            continue
        if report.id in known:
            what = f"a line before has the id {report.id!r} too"
            yield FormatError(what, where=f"line {number}", remedy="Give every report an id of its own.")
            continue
        known.add(report.id)
        yield report


def _parse_report(line: bytes) -> Report:
    given = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=Line)
    seen = dt.datetime.fromisoformat(given.first_seen) if given.first_seen else None
    return Report(
        id=str(given.id),
        text=given.text,
        outlet=given.outlet,
        url=given.url,
        title=given.title,
        published_on=dt.date.fromisoformat(given.date[:10]) if given.date else None,
        first_seen=seen if seen is None or seen.tzinfo else seen.replace(tzinfo=dt.UTC),
        cited=given.cited or (),
    )


def trace_record(record: Record, reports: Iterable[Report], watch: "Watch[Any] | None" = None) -> Traced:
    """Trace the documents of a record and put the relations found in force; again, it changes nothing.

    Args:
        record: takes the relations.
        reports: all its documents, as `record.lineage.list_reports()` gives them.
        watch: as for `trace_reports`.
    """
    found = trace_reports(list(reports), watch) if watch else trace_reports(list(reports))
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
