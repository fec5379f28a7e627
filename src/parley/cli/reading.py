"""Verbs that read: read (into a record) and annotate (in a pipe)."""

from pathlib import Path
from typing import Annotated

import typer

from parley.annotation import annotate_lines
from parley.cli.console import Interruption, err, follow, print_failures, print_json, tell_stopped
from parley.cli.options import AsJson, RecordPath
from parley.cli.streams import open_lines, print_results
from parley.derive import count
from parley.ingest import language_name
from parley.model import Failure
from parley.ontology.registry import load_registry
from parley.pipeline import LANGUAGES, Convention, ReaderName, make_pipeline
from parley.record import Differences, open_record

ReaderOption = Annotated[
    ReaderName, typer.Option(help="encoder, the trained reader, or rules, the simple one it is measured against.")
]


def read(record: RecordPath, reader: ReaderOption = "encoder", as_json: AsJson = False) -> None:
    """Read every document that this version of the reader has not read yet.

    A person's decision outlives every reader: decided entries stay as they are; undecided ones that the new reader no
    longer proposes are kept as superseded (parley list RECORD --state superseded). After the actors were changed
    (parley actors) only names and days are resolved anew, which takes seconds.

    Example: parley read desk.parley
    """
    interruption = Interruption()
    total, failed, documents = Differences(), [], 0
    with open_record(record) as opened, interruption.watched():
        pipeline = make_pipeline(reader, load_registry(changes=opened.list_actor_changes()))
        unread = opened.list_unread(pipeline, LANGUAGES)
        outcomes = opened.read(pipeline, LANGUAGES, interruption.until_asked(unread))
        for outcome in follow(outcomes, "reading", len(unread)):
            if isinstance(outcome, Failure):
                failed.append(outcome)
            else:
                documents, total = documents + 1, total + outcome.differences
        not_read = opened.list_not_read(LANGUAGES)
    if as_json:
        differences = {name: getattr(total, name) for name in total.__struct_fields__}
        left = {language_name(row.lang): row.documents for row in not_read}
        print_json({"documents": documents, "failed": len(failed), "not_read": left} | differences)
    else:
        err.print(
            f"{count(documents, 'document')} read: {count(total.added, 'new entry')}, {total.revised} revised,"
            f" {total.superseded} superseded, {total.kept} decided ones kept."
        )
        for row in not_read:
            err.print(f"{row.documents} not read: {language_name(row.lang)}")
    print_failures(failed)
    if interruption.asked:
        tell_stopped()
        raise typer.Exit(130)
    if failed:
        raise typer.Exit(1)


def annotate(
    documents: Annotated[str, typer.Argument(metavar="DOCS.jsonl", help="JSON Lines, or - for standard input.")] = "-",
    layers: Annotated[
        str | None, typer.Option(help="Layers wanted, separated by commas; all that are built by default.")
    ] = None,
    reader: ReaderOption = "encoder",
    convention: Annotated[
        Convention, typer.Option(help="Whose borders cues and sources get: Parley's, or those of the PolNeAR corpus.")
    ] = "parley",
    pack: Annotated[
        list[Path] | None,
        typer.Option(envvar="PARLEY_PACKS", metavar="FILE", help="A pack of actors of your own; may be repeated."),
    ] = None,
) -> None:
    """Read documents given as JSON Lines and print their readings as JSON Lines; no record is needed.

    Each line needs `text`, and should have `id` and `date`. Layers that a line already holds are kept and completed.
    A document that fails gives {"id", "error"} with empty layers, and the rest goes on (exit code 1 at the end).

    Example: parley annotate reports.jsonl --layers statements,events | head -1
    """
    wanted = frozenset(name.strip() for name in layers.split(",")) if layers is not None else None
    pipeline = make_pipeline(reader, load_registry(pack or ()), convention)
    print_results(annotate_lines(open_lines(documents), pipeline, wanted), "annotating")
