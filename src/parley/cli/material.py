"""Verbs that bring material in: new, add, note."""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from parley.cli.columns import settle_columns
from parley.cli.console import Interruption, err, follow, print_failures, print_json
from parley.cli.options import AsJson, RecordPath, parse_day
from parley.errors import FormatError, InputError
from parley.ingest import Media, Stated, count_inputs, decode, detect_language, language_name, load_path, load_stream
from parley.model import Arrival, Document, DocumentKind, Failure, Publication, Raw
from parley.pipeline import LANGUAGES
from parley.record import Added, create_record, load_record, open_record


def new(
    record: RecordPath,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE.record", help="Fill it with what parley export wrote.")
    ] = None,
) -> None:
    """Make a new, empty record: one file that holds everything. Or make one of what another wrote out.

    Examples:
      parley new desk.parley
      parley new desk.parley --from colleague.record
    """
    if source is None:
        with create_record(record):
            err.print(f"Made {record}. Next: parley add {record} REPORTS")
        return
    try:
        with source.open("rb") as lines:
            for _ in follow(load_record(record, enumerate(lines, start=1)), "verifying", None):
                pass
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", where=str(source)) from error
    err.print(f"Made {record} of {source}, and verified it.", markup=False)


def add(
    record: RecordPath,
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="Files, folders, or - for standard input.")],
    outlet: Annotated[str | None, typer.Option(help="The publishing outlet of all that is added.")] = None,
    url: Annotated[str | None, typer.Option(help="The address of the report.")] = None,
    title: Annotated[str | None, typer.Option(help="The title of the report.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication, as 2025-07-07.")] = None,
    lang: Annotated[str | None, typer.Option(help="The language, as en or ar.")] = None,
    kind: Annotated[
        DocumentKind | None, typer.Option(help="report, or what is in its author's own mouth: communique, letter ...")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=NAME", help="Which column of a table is which, as text=Body.")
    ] = None,
    columns: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Columns as --save-columns wrote them.")
    ] = None,
    save_columns: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Keep these columns for the next table of this kind.")
    ] = None,
    media: Annotated[
        Media | None, typer.Option("--format", help="What standard input holds; guessed if not said.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add reports: texts, pages, tables, PDF and word processor files, mail, feeds, archives; folders; standard input.

    The endings are .txt .md .html .jsonl .csv .tsv .xlsx .ods .pdf .docx .odt .eml .rss .atom .xml .zip .warc .warc.gz.
    A table or sheet is one report a row; a newsroom export is one report an article. PDF, DOCX and ODT need the
    optional part `office`. Nothing is fetched.

    Outlet, address, title and day of publication are taken from where they are stated (the fields of a line or table,
    the page, its address, the file's name); an option wins over all of them. Adding the same again changes nothing.

    Examples:
      parley add desk.parley reports/
      parley add desk.parley statement.txt --outlet "Ministry" --date 2025-07-07
      parley add desk.parley log.xlsx --column text=Body --column date=Day --save-columns log.toml
      parley add desk.parley next.xlsx --columns log.toml
    """
    named = settle_columns(column or [], columns, save_columns)
    stated = Stated(outlet, url, title, parse_day(date, "--date"), lang, named, kind)
    if (url or title) and (len(paths) > 1 or Path(paths[0]).is_dir()):
        remedy = "Add that report by itself, or put address and title where each report states them."
        raise FormatError("an address or a title belongs to one report", where="--url, --title", remedy=remedy)
    interruption = Interruption()
    added: list[Added] = []
    failed: list[Failure] = []

    with open_record(record) as opened, interruption.watched():
        total = None if "-" in paths else count_inputs([Path(path) for path in paths])
        outcomes = opened.add(interruption.until_asked(_load(paths, stated, media)))
        for outcome in follow(outcomes, "adding", None if total is None else max(total, 1)):
            if isinstance(outcome, Failure):
                failed.append(outcome)
            else:
                added.append(outcome)
                _tell_doubts(outcome)
            if as_json:
                print_json(_describe(outcome))
    _tell_sum(added)
    print_failures(failed)
    if interruption.asked:
        raise typer.Exit(130)
    if failed:
        raise typer.Exit(1)


def remove(
    record: RecordPath,
    document: Annotated[str, typer.Argument(help="The id of a document, or its first characters.")],
    by: Annotated[str, typer.Option(envvar="PARLEY_NAME", help="Your name; it stands in the log.")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the log, so name nobody who is to be protected.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a document for good: its text and everything made of it. It cannot be undone.

    The log keeps its rows without their contents, so that the gap can be seen and everything else still verifies. The
    same document is not taken in again. Copies of the record, exports and briefs made before are not reached.

    Example: parley remove desk.parley 3f2a91c0 --by "A. Analyst" --reason "takedown request of 7 July"
    """
    with open_record(record) as opened:
        if not yes:
            typer.confirm(f"Remove document {document} for good?", abort=True, err=True)
        gone = opened.remove(document, by=by, reason=reason)
    err.print(
        f"Removed document {gone.document_id[:12]}: {gone.entries} entries, {gone.decisions} decisions, "
        f"{gone.assessments} assessments; {gone.payloads} rows of the log keep their place without contents."
    )


def _load(paths: list[str], stated: Stated, media: Media | None) -> Iterator[Arrival | Failure]:
    today = dt.datetime.now(dt.UTC).date()
    for path in paths:
        if path == "-":
            yield from load_stream(sys.stdin.buffer.read(), stated, today, media=media)
        else:
            yield from load_path(Path(path), stated, today)


def _describe(outcome: Added | Failure) -> dict[str, object]:
    if isinstance(outcome, Failure):
        return {"error": outcome.what, "where": outcome.where, "remedy": outcome.remedy}
    return {
        "document": outcome.document.id,
        "new": outcome.new_document,
        "published_on": outcome.document.date,
        "outlet": outcome.publication.outlet,
        "lang": outcome.document.lang,
        "flags": list(outcome.publication.flags),
        "replaces": outcome.replaces,
    }


def _tell_doubts(outcome: Added) -> None:
    where = outcome.publication.ref or outcome.document.id[:12]
    for flag in outcome.publication.flags if outcome.new_publication else ():
        err.print(f"{where}: {flag}", markup=False)
    if outcome.replaces:
        err.print(f"{where}: the page has a new text; the entries of the old one are marked stale", markup=False)


def _tell_sum(added: list[Added]) -> None:
    new_documents = sum(outcome.new_document for outcome in added)
    seen = len(added) - new_documents
    undated = sum(outcome.document.date is None for outcome in added if outcome.new_document)
    parts = [f"{new_documents} new documents", f"{seen} already there"]
    if undated:
        parts.append(f"{undated} without a date (relative times in them stay open; see --date)")
    others = {out.document.lang for out in added if out.new_document and out.document.lang not in {None, *LANGUAGES}}
    parts += [f"not read later: {language_name(lang)}" for lang in sorted(filter(None, others))]
    err.print("; ".join(parts) + ".", markup=False)


def note(
    record: RecordPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened, in your words, or - for standard input.")],
    by: Annotated[str, typer.Option(help="Who writes it: it stands as the outlet.")],
    date: Annotated[str, typer.Option(metavar="DAY", help="The day of the call, meeting or patrol, as 2025-07-07.")],
    kind: Annotated[DocumentKind, typer.Option(help="What it notes.")] = "note",
    title: Annotated[str | None, typer.Option(help="A heading to find it by.")] = None,
) -> None:
    """Keep a call, meeting, patrol or letter as a document of its own, to be read and cited like a report.

    Example:
      parley note desk.parley "The mayor said: the road is open." --by "Field office" --date 2025-07-07 --kind call
    """
    words = decode(sys.stdin.buffer.read()).text if text == "-" else text
    day = parse_day(date, "--date")
    if day and day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        raise FormatError(f"{day} lies in the future", where="--date", remedy="Give the day on which it took place.")
    document = Document(words, day, detect_language(words), kind)
    publication = Publication(outlet=by, title=title, published_on=day, date_from="option", ref="note")
    raw = Raw(words.encode(), "text/plain", "note", "1")
    with open_record(record) as opened:
        for outcome in opened.add([Arrival(document, publication, raw)]):
            err.print(f"Kept as document {document.id[:12]}." if isinstance(outcome, Added) else outcome.what)
