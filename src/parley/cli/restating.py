"""The verb that puts right what is known of a document: restate."""

from typing import Annotated

import typer

from parley.cli.console import err
from parley.cli.material import tell_unmet
from parley.cli.options import Corrects, DocumentStart, Name, RecordPath, Retracts, parse_past_day
from parley.derive import count
from parley.errors import FormatError
from parley.ingest import read_language
from parley.pipeline import LANGUAGES
from parley.record import Restated, Restatement, open_record


def restate(
    record: RecordPath,
    document: DocumentStart,
    by: Name,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication, as 2025-07-07.")] = None,
    lang: Annotated[str | None, typer.Option(help="The language, as en or ar.")] = None,
    outlet: Annotated[str | None, typer.Option(help="The publishing outlet.")] = None,
    retracts: Retracts = None,
    corrects: Corrects = None,
    reason: Annotated[str | None, typer.Option(help="Why; it stands in the log.")] = None,
) -> None:
    """State anew the day, language or outlet of a document, or what it retracts or corrects; the log keeps who did.

    Relative times hang on the day of publication, so with another day it is another document: parley read reads it
    anew. The one with the old day is set aside: it counts in no list, export or board, and parley show still finds its
    entries, marked stale; decisions made on it stay with it and have to be made again.

    Example: parley restate desk.parley 3f2a91c0 --date 2025-07-06 --by "A. Analyst" --reason "the page shows the day"
    """
    stated = Restatement(
        date=parse_past_day(date, "--date"),
        lang=_parse_language(lang),
        outlet=outlet,
        retracts=retracts,
        corrects=corrects,
    )
    with open_record(record) as opened:
        done = opened.restate(document, stated, by=by, reason=reason)
        _tell(done, record=str(record))
        tell_unmet(opened, [done])


def _parse_language(words: str | None) -> str | None:
    lang = read_language(words) if words is not None else None
    if words is not None and lang is None:
        raise FormatError(f"no language is called {words!r}", where="--lang", remedy="State a code of ISO 639-1: en.")
    return lang


def _tell(done: Restated, record: str) -> None:
    if not done.changed:
        err.print("Nothing changed: this is what was known already.")
        return
    document = done.document
    parts = [f"Kept: document {document.id[:12]}, {document.date or 'no date'}, {document.lang or 'language unknown'}."]
    if done.decisions or done.assessments:
        kept = f"{count(done.decisions, 'decision')} and {count(done.assessments, 'assessment')}"
        parts.append(f"{kept} stay with the old day; they have to be made again.")
    if document.lang in {None, *LANGUAGES}:
        parts.append(f"Next: parley read {record}")
    err.print(" ".join(parts), markup=False)
