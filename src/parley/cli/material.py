"""Verbs that bring material in: new, add, note."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli.columns import settle_columns
from parley.cli.console import Interruption, err, follow, print_failures, print_json, tell_stopped
from parley.cli.hints import remedy_date
from parley.cli.options import AsJson, Corrects, DocumentStart, Name, RecordPath, Retracts, find_today, parse_past_day
from parley.cli.streams import open_lines
from parley.derive import count
from parley.errors import FormatError, InputError
from parley.ingest import (
    Addresses,
    Fetcher,
    Media,
    Stated,
    count_inputs,
    decode,
    detect_language,
    is_address,
    language_name,
    load_path,
    load_stream,
    show_path,
)
from parley.model import Arrival, Document, DocumentKind, Failure, Publication, Raw
from parley.pipeline import LANGUAGES
from parley.record import Added, Record, Restated, create_record, load_record, open_record


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
    for _ in follow(load_record(record, enumerate(open_lines(str(source)), start=1)), "verifying"):
        pass
    err.print(f"Made {record} of {source}, and verified it.", markup=False)


def add(
    record: RecordPath,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATHS", help="Files, folders, addresses, or - for standard input.")
    ],
    outlet: Annotated[str | None, typer.Option(help="The publishing outlet of all that is added.")] = None,
    url: Annotated[str | None, typer.Option(help="The address of the report.")] = None,
    title: Annotated[str | None, typer.Option(help="The title of the report.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication, as 2025-07-07.")] = None,
    lang: Annotated[str | None, typer.Option(help="The language, as en or ar.")] = None,
    kind: Annotated[
        DocumentKind | None, typer.Option(help="report, or what is in its author's own mouth: communique, letter ...")
    ] = None,
    retracts: Retracts = None,
    corrects: Corrects = None,
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
    """Add reports: texts, pages, tables, PDF, word processor files, mail, feeds, archives; folders; addresses.

    The endings are .txt .md .html .jsonl .csv .tsv .xlsx .ods .pdf .docx .odt .eml .rss .atom .xml .zip .warc .warc.gz.
    A table or sheet is one report a row; a newsroom export is one report an article. PDF, DOCX and ODT need the
    optional part `office`. Only addresses that you name are fetched (https://…); what has not changed since is not sent
    again. `parley watch` does it for many feeds.

    Outlet, address, title and day of publication are taken from where they are stated (the fields of a line or table,
    the page, its address, the file's name); an option wins over all of them. Adding the same again changes nothing.

    A retraction or correction is a report that points at another: `retracts` and `corrects` name its address, or the id
    of its document. The entries of that one stay and are marked retracted or corrected, in lists and on boards.

    Examples:
      parley add desk.parley reports/
      parley add desk.parley statement.txt --outlet "Ministry" --date 2025-07-07
      parley add desk.parley https://ternwire.example/feed.xml
      parley add desk.parley log.xlsx --column text=Body --column date=Day --save-columns log.toml
      parley add desk.parley next.xlsx --columns log.toml
    """
    named = settle_columns(column or [], columns, save_columns)
    stated = Stated(outlet, url, title, parse_past_day(date, "--date"), lang, named, kind, retracts, corrects)
    _check_paths(paths, one_report=bool(url or title or retracts or corrects))
    interruption = Interruption()
    with open_record(record) as opened, interruption.watched():
        addresses = Addresses(Fetcher(), stated, find_today(), opened.fetches.find)
        total = None if "-" in paths else max(count_inputs(paths), 1)
        loaded = _load(paths, stated, media, addresses)
        outcomes = opened.add(loaded, task=_name_task(paths), is_over=lambda: interruption.asked)
        added, failed = _sort_out(record, follow(outcomes, "adding", total), as_json=as_json)
        if not interruption.asked:
            opened.fetches.keep(addresses.answered, failed)
        _tell_sum(opened, added, addresses.unchanged)
    print_failures(failed)
    if interruption.asked:
        tell_stopped()
        raise typer.Exit(130)
    if failed:
        raise typer.Exit(1)


def _check_paths(paths: list[str], *, one_report: bool) -> None:
    """Refuse a path that is not there before anything is added: a slip of the hand is no failure of the record.

    Raises:
        InputError: naming all of them.
        FormatError: what is stated belongs to one report, and there may be several.
    """
    if one_report and (len(paths) > 1 or Path(paths[0]).is_dir()):
        remedy = "Add that report by itself, or put this where each report states it."
        what = "an address, a title, or what is retracted or corrected belongs to one report"
        raise FormatError(what, where="--url, --title, --retracts, --corrects", remedy=remedy)
    missing = [path for path in paths if path != "-" and not is_address(path) and not os.path.lexists(path)]
    if missing:
        what = "there is no such file or folder; nothing was added"
        raise InputError(what, where=", ".join(show_path(Path(path)) for path in missing), remedy="Check the name.")


def _sort_out(record: Path, outcomes: Iterable[Added | Failure], *, as_json: bool) -> tuple[list[Added], list[Failure]]:
    """Tell what became of each document, and part those added from those that failed."""
    added: list[Added] = []
    failed: list[Failure] = []
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failed.append(outcome)
        else:
            added.append(outcome)
            _tell_doubts(record, outcome)
        if as_json:
            print_json(_describe(outcome))
    return added, failed


def remove(
    record: RecordPath,
    document: DocumentStart,
    by: Name,
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
    went = (count(gone.entries, "entry"), count(gone.decisions, "decision"), count(gone.assessments, "assessment"))
    kept = f"{count(gone.payloads, 'row')} of the log kept without contents"
    err.print(f"Removed document {gone.document_id[:12]}: {', '.join(went)}; {kept}.")


def _load(paths: list[str], stated: Stated, media: Media | None, addresses: Addresses) -> Iterator[Arrival | Failure]:
    for path in paths:
        if path == "-":
            yield from load_stream(sys.stdin.buffer.read(), stated, find_today(), media=media)
        elif is_address(path):
            yield from addresses.load(path)
        else:
            yield from load_path(Path(path), stated, find_today())


def _name_task(paths: list[str]) -> str | None:
    """Name what is added, so that the same command goes on after it was stopped; standard input is gone by then."""
    if "-" in paths:
        return None
    return "\n".join(path if is_address(path) else str(Path(path).absolute()) for path in paths)


def _describe(outcome: Added | Failure) -> dict[str, object]:
    if isinstance(outcome, Failure):
        return {"error": outcome.what, "where": outcome.where, "remedy": outcome.remedy}
    return {
        "document": outcome.document.id,
        "new": outcome.new_document,
        "published_on": outcome.document.date,
        "date_from": outcome.publication.date_from,
        "claimed": msgspec.to_builtins(outcome.publication.claimed),
        "outlet": outcome.publication.outlet,
        "lang": outcome.document.lang,
        "flags": list(outcome.publication.flags),
        "replaces": outcome.replaces,
    }


def _tell_doubts(record: Path, outcome: Added) -> None:
    where = outcome.publication.ref or outcome.document.id[:12]
    for flag in outcome.publication.flags if outcome.new_publication else ():
        err.print(f"{where}: {flag}{remedy_date(record, outcome.document.id, [flag])}", markup=False)
    if outcome.replaces:
        err.print(f"{where}: the page has a new text; the entries of the old one are marked stale", markup=False)


def tell_unmet(record: Record, added: Iterable[Added | Restated]) -> None:
    """Tell which retractions and corrections name nothing that the record holds; what they mean may still come."""
    ids = {outcome.document.id for outcome in added}
    for document_id, what in record.find_unmet().items():
        if document_id in ids:
            err.print(f"document {document_id[:12]}: {what}", markup=False)


def _tell_sum(record: Record, added: list[Added], unchanged: list[str]) -> None:
    tell_unmet(record, added)
    for address in unchanged:
        err.print(f"{address}: not changed since it was added", markup=False)
    new_documents = sum(outcome.new_document for outcome in added)
    seen = len(added) - new_documents
    undated = sum(outcome.document.date is None for outcome in added if outcome.new_document)
    parts = [count(new_documents, "new document"), f"{seen} already there"]
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
    day = parse_past_day(date, "--date")
    document = Document(words, day, detect_language(words), kind)
    publication = Publication(outlet=by, title=title, published_on=day, date_from="option", ref="note")
    raw = Raw(words.encode(), "text/plain", "note", "1")
    with open_record(record) as opened:
        (outcome,) = opened.add([Arrival(document, publication, raw)])
    if isinstance(outcome, Failure):
        raise InputError(outcome.what, remedy=outcome.remedy)
    err.print(f"Kept as document {document.id[:12]}.")
