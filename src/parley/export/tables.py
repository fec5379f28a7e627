"""Entries as flat tables: CSV and XLSX, one row an entry, quote, chain, outlet, date and link in every row."""

import csv
import datetime as dt
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import xlsxwriter

from parley.derive import Deadline, describe_route, find_happened, join_names
from parley.errors import OutputError
from parley.model import Event, ListedEntry, Mention, Span, Statement
from parley.ontology.registry import Registry, code_actor, load_registry

COLUMNS = {
    "entry": "id of the entry, for life",
    "kind": "statement or event",
    "state": "proposed by a reader, or unsure, accepted, amended, rejected by a person",
    "standing": "how the event stands: fact, claimed, denied, did not happen, planned, possible, demanded, refused,"
    " required; empty for a statement",
    "act": "true for an act, false for a speech act, empty for a statement",
    "type": "PLOVER event type",
    "mode": "PLOVER mode, where one fits",
    "modality": "actual, future, hypothetical, requested, refused, obliged",
    "negated": "true when the text says that it did not happen, or asks that it should not",
    "commitment": "demand, refusal, threat, concession, promise, offer, acceptance",
    "speaker": "who says it: the innermost source, for a speech act whose it is; empty for the narrator",
    "actors": "who acts, separated by '; '",
    "recipients": "who is acted upon",
    "actor_codes": "PLOVER's country (ISO 3166-1 alpha-3) and sector of each actor, as 'ISR MIL', in the order of"
    " `actors`; '---' stands for what cannot be told",
    "recipient_codes": "the same of the recipients",
    "places": "where",
    "times": "when, as worded, with the day or interval in brackets",
    "happened_from": "first day that the times can mean",
    "happened_to": "last day that the times can mean",
    "condition": "the condition as worded",
    "deadline": "the deadline as worded, with its day in brackets",
    "words": "the cue of a statement, the trigger of an event",
    "said": "what a speech act says: the content of its statement",
    "quote": "exact words: what is said, or the sentence that holds the event",
    "chain": "everybody between you and the words, outermost first",
    "outlet": "publishing outlet",
    "published_on": "day of publication",
    "title": "title of the report",
    "link": "address of the report",
    "document": "id of the document",
    "document_kind": "report, or (in its author's own mouth) communique, call, meeting, patrol, letter, note",
    "start": "first code point of the words",
    "end": "code point after the words",
    "appearances": "how many publications the record knows of this document",
    "reader": "reader and version that proposed the entry",
    "confidence": "how sure the reader is, 0 to 1; it orders entries and is no probability",
    "decided_by": "who decided on it, empty when nobody has",
    "stale": "true when the page has another text by now",
    "recorded_at": "when the record took this revision, UTC",
}
"""Name and meaning of each column: the codebook."""

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


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


def escape_formula(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula (OWASP, "CSV Injection")."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


class CsvExporter:
    """Comma-separated values, UTF-8 with a byte-order mark, which spreadsheet programs need to see the encoding."""

    name = "csv"
    suffix = ".csv"

    def export(self, rows: Iterable[dict[str, object]], path: Path) -> int:
        """Write the rows and return how many."""
        count = 0
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                for row in rows:
                    writer.writerow([_plain(escape_formula(row[name])) for name in COLUMNS])
                    count += 1
        except OSError as error:
            raise _cannot_write(path, error) from error
        return count


class XlsxExporter:
    """A workbook with the entries and the codebook; every text is written as text, so no formula can run."""

    name = "xlsx"
    suffix = ".xlsx"

    def export(self, rows: Iterable[dict[str, object]], path: Path) -> int:
        """Write the rows and return how many."""
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        count = 0
        try:
            packed = BytesIO()
            with xlsxwriter.Workbook(packed, options) as book:
                bold = book.add_format({"bold": True})
                sheet = book.add_worksheet("entries")
                sheet.freeze_panes(1, 0)
                sheet.write_row(0, 0, list(COLUMNS), bold)
                for count, row in enumerate(rows, start=1):
                    sheet.write_row(count, 0, [_cell(row[name]) for name in COLUMNS])
                sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
                codebook = book.add_worksheet("codebook")
                codebook.write_row(0, 0, ["column", "meaning"], bold)
                for number, (name, meaning) in enumerate(COLUMNS.items(), start=1):
                    codebook.write_row(number, 0, [name, meaning])
            path.write_bytes(packed.getvalue())
        except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
            raise _cannot_write(path, error) from error
        return count


_LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds at most."""


def _cell(value: object) -> object:
    return value[:_LONGEST_CELL] if isinstance(value, str) else value


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _cannot_write(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(f"the file cannot be written ({reason})", where=str(path), remedy="Choose another place.")
