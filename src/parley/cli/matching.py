"""The verb that matches: reports against the clauses of agreements."""

from pathlib import Path
from typing import Annotated

import typer

from parley.agreement import find_agreement, list_library, load_agreement
from parley.annotation import match_lines
from parley.cli.console import err, follow, print_json
from parley.cli.reading import ReaderOption
from parley.cli.streams import open_lines
from parley.errors import InputError
from parley.match import Matcher
from parley.match.matcher import THRESHOLD
from parley.pipeline import make_pipeline

_AGREEMENT_ENDINGS = frozenset({".yaml", ".yml"})


def match(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="AGREEMENT... [DOCS.jsonl]",
            help="Agreements (files, or ids of those that come with Parley), then JSON Lines; else standard input.",
        ),
    ],
    reader: ReaderOption = "encoder",
    threshold: Annotated[float, typer.Option(min=0, max=1, help="Score from which a link is proposed.")] = THRESHOLD,
    explain: Annotated[bool, typer.Option("--explain", help="Say in `why` what speaks for each link.")] = False,
) -> None:
    """Propose which clauses of agreements each report bears on, and how; no record is needed.

    Documents are lines as for parley annotate; statements and events that a line holds are matched as they are. Each
    line out is {"id", "links"}: agreement, clause, bearing (done, partly, not_done, contrary, kept, denied, excused,
    planned, reads, calls, relates), by whom it is said (null: the report itself), against whom, the words, a score.
    What fits no clause well enough is left out. A link repeats what a report says; it never says that it is true.

    Example: parley match ceasefire.yaml reports.jsonl --explain | head -3
    """
    shipped = {path.stem for path in list_library()}
    files = [source for source in sources if Path(source).suffix in _AGREEMENT_ENDINGS or source in shipped]
    documents = [source for source in sources if source not in files]
    if not files or len(documents) > 1:
        remedy = "Name the agreements (.yaml, or an id), then one file of JSON Lines, or - for standard input."
        raise InputError(f"{len(files)} agreements and {len(documents)} files of documents are named", remedy=remedy)
    matcher = Matcher([load_agreement(find_agreement(file)) for file in files], threshold)
    lines, failed = open_lines(documents[0] if documents else "-"), 0
    for line in follow(match_lines(lines, make_pipeline(reader), matcher, explain=explain), "matching", None):
        failed += "error" in line
        print_json(line)
    if failed:
        err.print(f"{failed} documents failed; their lines say why.")
        raise typer.Exit(1)
