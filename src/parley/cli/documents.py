"""Verbs that look at documents: search, versions, failures."""

import difflib
import re
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, out, print_failures, print_json
from parley.cli.options import AsJson, RecordPath
from parley.record import open_record

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
    for hit in found:
        if as_json:
            print_json(msgspec.to_builtins(hit))
        else:
            head = f"{hit.published_on or 'no date'}  {hit.document_id[:12]}  {hit.outlet or ''}  {hit.title or ''}"
            out.print(Text(f"{head.rstrip()}\n    {hit.excerpt}".replace("\n\n", " ")))
    if not as_json:
        err.print(f"{len(found)} documents.")


def versions(record: RecordPath, as_json: AsJson = False) -> None:
    """List pages whose text changed, each with the sentences that went (-) and came (+)."""
    with open_record(record) as opened:
        found = opened.list_versions()
    for version in found:
        before, after = _cut_sentences(version.replaced.text), _cut_sentences(version.by.text)
        difference = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
        if as_json:
            ids = {"replaced": version.replaced.id, "by": version.by.id}
            print_json({"url": version.url} | ids | {"difference": difference})
            continue
        out.print(Text(f"{version.url}: {version.replaced.id[:12]} replaced by {version.by.id[:12]}", style="bold"))
        for line in difference:
            out.print(Text(f"    {line}", style="red" if line[0] == "-" else "green" if line[0] == "+" else "dim"))
    if not as_json:
        err.print(f"{len(found)} pages changed.")


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
        for publication in doubts:
            print_json({"where": publication.ref, "doubts": list(publication.flags)})
        return
    print_failures(found, out)
    for publication in doubts:
        out.print(Text(f"{publication.ref or publication.title}: {'; '.join(publication.flags)}"))
    if not found:
        err.print("Nothing failed.")
