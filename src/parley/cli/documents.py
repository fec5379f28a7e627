"""Verbs that look at documents: search, versions, failures."""

import difflib
import re
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, out, print_all, print_failures, print_json
from parley.cli.hints import remedy_date
from parley.cli.options import AsJson, RecordPath
from parley.record import DocumentVersion, TextFound, open_record

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z]|[\"“])")


def search(
    record: RecordPath,
    words: Annotated[str, typer.Argument(help='Words, "exact phrases", OR, NOT, begin*.')],
    limit: Annotated[int, typer.Option(min=1, help="At most so many documents.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search the texts of all documents; the best match comes first."""
    with open_record(record) as opened:
        found = opened.search(words, limit)
    print_all(found, "document", _draw_hit, as_json=as_json)


def _draw_hit(hit: TextFound) -> Text:
    head = f"{hit.published_on or 'no date'}  {hit.document_id[:12]}  {hit.outlet or ''}  {hit.title or ''}"
    return Text(f"{head.rstrip()}\n    {hit.excerpt}".replace("\n\n", " "))


def versions(record: RecordPath, as_json: AsJson = False) -> None:
    """List pages whose text changed, each with the sentences that went (-) and came (+)."""
    with open_record(record) as opened:
        found = opened.list_versions()
    print_all(found, "changed page", _draw_version, _describe_version, as_json=as_json)


def _draw_version(version: DocumentVersion) -> Text:
    drawn = Text(f"{version.url}: {version.replaced.id[:12]} replaced by {version.by.id[:12]}", style="bold")
    for line in _compare(version):
        colour = "red" if line[0] == "-" else "green" if line[0] == "+" else "dim"
        drawn.append(f"\n    {line}", style=f"not bold {colour}")
    return drawn


def _describe_version(version: DocumentVersion) -> dict[str, object]:
    ids = {"replaced": version.replaced.id, "by": version.by.id}
    return {"url": version.url, **ids, "difference": _compare(version)}


def _compare(version: DocumentVersion) -> list[str]:
    before, after = _cut_sentences(version.replaced.text), _cut_sentences(version.by.text)
    return list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]


def _cut_sentences(text: str) -> list[str]:
    """Cut a text into pieces that can be compared one by one: a changed word shows with its sentence."""
    return [piece for line in text.splitlines() for piece in _SENTENCE_END.split(line)]


def failures(record: RecordPath, as_json: AsJson = False) -> None:
    """List what could not be added or read, and what to do about each; then what was taken with a doubt or in part.

    Doubts are tables and scanned pages that were not read, days that contradict each other or lie in the future,
    encodings that were guessed. What was mended since is left out.
    """
    with open_record(record) as opened:
        found, doubts = opened.list_failures(), list(opened.list_doubts())
    if as_json:
        for failure in found:
            print_json(msgspec.to_builtins(failure))
        for document_id, publication in doubts:
            print_json({"where": publication.ref, "document": document_id, "doubts": list(publication.flags)})
        return
    print_failures(found, out)
    for document_id, publication in doubts:
        remedy = remedy_date(record, document_id, publication.flags)
        out.print(Text(f"{publication.ref or publication.title}: {'; '.join(publication.flags)}{remedy}"))
    if not found:
        err.print("Nothing failed.")
