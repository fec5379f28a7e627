"""Verbs on the record as a whole: verify, redact, backup, merge, conflicts."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, follow, print_all, print_json
from parley.cli.options import AsJson, Name, RecordPath
from parley.derive import count
from parley.errors import FormatError, InputError
from parley.record import Conflict, Finding, Record, merge_records, open_record


def verify(
    record: RecordPath,
    head: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="A head of the log as a brief printed it: it must still be there."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the record: every span against its text, every reference, every hash, every row against the log.

    Names the first row that was changed behind Parley's back, then whatever else does not fit. Words that were redacted
    and documents that were removed are told with who did it and why; they are no faults.

    Example: parley verify desk.parley
    """
    with open_record(record) as opened:
        faults = [finding for finding in _list_findings(opened, head) if _tell(finding, as_json=as_json)]
        documents = opened.count_documents()
    if faults:
        first = min(faults, key=lambda fault: (fault.row is None, fault.row or 0))
        recorded = f" (recorded with log row {first.row})" if first.row else ""
        err.print(f"The first row that was tampered with: {first.where}: {first.what}{recorded}.", markup=False)
        err.print(f"{count(len(faults), 'fault')}. Restore from a backup, or send the list with what happened.")
        raise typer.Exit(4)
    err.print(f"The record is whole: {count(documents, 'document')}, every span, reference and hash fits.")


def _list_findings(opened: Record, head: str | None) -> Iterator[Finding]:
    for finding in follow(opened.check(), "verifying", opened.count_documents()):
        if finding is not None:
            yield finding
    if head is not None and not opened.custody.holds_head(head):
        yield Finding("log", f"no row has the hash {head}: the end of the log was cut off or written anew")


def _tell(finding: Finding, *, as_json: bool) -> bool:
    """Print a finding; tell whether it is a fault."""
    if as_json:
        print_json(msgspec.to_builtins(finding))
    else:
        err.print(f"{finding.where}: {finding.what}", markup=False)
    return finding.broken


def redact(
    record: RecordPath,
    by: Name,
    why: Annotated[str, typer.Option("--why", "--reason", help="It stands in the log: name nobody to be protected.")],
    document: Annotated[
        str | None,
        typer.Argument(metavar="[DOC]", help="The id of a document, or how it begins; left out: all."),
    ] = None,
    passage: Annotated[list[str] | None, typer.Option(help="Words to take out; may be repeated.")] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="A name to take out, with what it was resolved to; may be repeated.")
    ] = None,
    span: Annotated[
        str | None, typer.Option(metavar="A:B", help="The words from character A to before B of the document.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take words out of the record for good: a witness's name, a passage. It cannot be undone.

    Without DOC they go from the whole record. They go wherever they stand, whatever their case, as whole words: texts,
    readings, entries and their history, quotes, titles, reasons, the log, the search, the bytes of the file. Marks of
    the same length (█) stand there instead, so entries, decisions and ids stay; the log tells who did it and why, and
    still verifies. The same text is not taken in again. Copies, exports and briefs made before are not reached.

    Nobody can say from the file what stood there, but whoever guesses the exact words can test the guess: ids are
    hashes of the text as it was, and the marks show its length. Where that is too much, use parley remove.

    Examples:
      parley redact desk.parley --name "Orsolya Kettering" --name Kettering --by "A. Analyst" --why "protection"
      parley redact desk.parley 3f2a91c0 --span 120:148 --by "A. Analyst" --why "takedown of 7 July"
    """
    place = _parse_span(span)
    if sum(map(bool, (passage, name, span))) != 1 or (span and document is None):
        remedy = "Give --passage, --name, or a DOC with --span."
        raise FormatError("say in one way which words are to go", where="--passage, --name, --span", remedy=remedy)
    phrases = (*(passage or ()), *(name or ()))
    with open_record(record) as opened:
        if not yes:
            what = " and ".join(f"“{words}”" for words in phrases) or f"the words at {span}"
            where = f"document {document}" if document else "the whole record"
            typer.confirm(f"Take {what} out of {where} for good?", abort=True, err=True)
        gone = opened.custody.redact(phrases, by=by, reason=why, start=document, names=bool(name), span=place)
    if not gone.rows:
        raise InputError(
            "these words stand nowhere in it", where=document or str(record), remedy="Check how they are written."
        )
    places, documents = count(gone.places, "place"), count(gone.documents, "document")
    err.print(f"Taken out at {places} of {documents}; {count(gone.rows, 'row')} rewritten.")
    err.print("Backups, exports, colleagues' copies and the files it came from still hold the words.")
    for part, number in gone.parts.items():
        stands = f"“{part}” still stands {count(number, 'time')} by itself"
        err.print(f"{stands}; to take it out too: --name {part}", markup=False)
    if gone.elsewhere:
        err.print(f"The words stay in {count(gone.elsewhere, 'other document')}; without DOC they go from all.")


def _parse_span(span: str | None) -> tuple[int, int] | None:
    if span is None:
        return None
    start, _, end = span.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        remedy = "Write two offsets, as 120:148; parley show prints them."
        raise FormatError(f"{span!r} is no span", where="--span", remedy=remedy)
    return int(start), int(end)


def backup(
    record: RecordPath,
    dest: Annotated[Path, typer.Argument(metavar="DEST", help="The copy's file, or a folder for a file with the day.")],
) -> None:
    """Copy the record as it is at this moment, while others work on it, and verify the copy. Nothing is overwritten.

    Example: parley backup desk.parley /media/stick/
    """
    if dest.is_dir():
        dest /= f"{record.stem}-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}{record.suffix}"
    with open_record(record) as opened:
        for _ in follow(opened.custody.backup(dest), "verifying the copy", opened.count_documents()):
            pass
        position, head = opened.read_log_head()
    err.print(f"Copied to {dest} and verified: log row {position}, head {head[:12]}.", markup=False)


def merge(
    first: Annotated[Path, typer.Argument(metavar="A", help="A record.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another one, such as a colleague's.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="C", help="The new record.")],
    as_json: AsJson = False,
) -> None:
    """Make one record of two people's records; neither is changed, and the order does not matter.

    Documents are united by identity, the same entries become one, every decision stays with its name. Where two people
    decided differently on one entry, the newer decision holds and the conflict is listed, so that you can decide anew;
    `parley conflicts` lists it again.

    Example: parley merge mine.parley hers.parley -o ours.parley
    """
    with err.status("merging"):
        merged = merge_records((first, second), output)
    print_all(merged.conflicts, "conflict", _draw_conflict, as_json=as_json)
    documents = f"{count(merged.documents, 'document')} ({merged.shared_documents} in both)"
    err.print(f"{documents}, {count(merged.entries, 'entry')} ({merged.shared_entries} in both).", markup=False)
    err.print(f"Next: parley trace {output}, so that copies across the two are found.", markup=False)


def conflicts(record: RecordPath, as_json: AsJson = False) -> None:
    """List where two people decided differently before their records were merged, and nobody decided since.

    The newer decision holds until then. Deciding anew, on either side, takes the line off the list.

    Example: parley conflicts ours.parley
    """
    with open_record(record) as opened:
        print_all(opened.custody.list_conflicts(), "conflict", _draw_conflict, as_json=as_json)


def _draw_conflict(conflict: Conflict) -> Text:
    named = " ".join(one[-8:] for one in conflict.id.split())
    return Text(f"{conflict.kind} {named}: {conflict.holds} holds, not {conflict.other}")
