"""The application: all verbs in the order of the data, and what becomes of errors.

Exit codes: 0 done; 1 some items failed and the rest was done; 2 the command was not understood; 3 bad input;
4 the record cannot be opened or written; 5 a file cannot be written; 130 stopped by Ctrl-C.
"""

import io
import sys
from typing import Annotated

import typer

from parley.cli import (
    actors,
    agreements,
    assessing,
    boards,
    briefs,
    deadlines,
    decisions,
    demo,
    desk,
    files,
    lists,
    matching,
    material,
    reading,
    tracing,
)
from parley.cli.console import explain_errors
from parley.version import __version__

app = typer.Typer(
    name="parley",
    help="Reads news about conflicts and negotiations and keeps the record: who said what, according to whom.\n\n"
    "Begin with `parley demo`. On your own material: new, add, read, list, show, export.",
    epilog="Exit codes: 0 done · 1 some items failed, the rest is done · 2 command not understood · 3 bad input · "
    "4 record · 5 output · 130 stopped by Ctrl-C.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

COMMANDS = (
    demo.demo,
    material.new,
    material.add,
    material.note,
    reading.read,
    lists.list_,
    deadlines.deadlines,
    lists.show,
    lists.search,
    lists.versions,
    lists.failures,
    desk.open_,
    actors.explain,
    actors.actors,
    decisions.decide,
    assessing.assess,
    assessing.assessments,
    tracing.trace,
    tracing.origins,
    tracing.fold,
    tracing.unfold,
    files.export,
    briefs.brief,
    boards.board,
    files.check,
    reading.annotate,
    matching.match,
    matching.propose,
    matching.proposals,
    agreements.agreements,
    agreements.schedule,
    agreements.lint,
    agreements.fix_anchor,
    agreements.amend,
    agreements.interpret,
)
for command in COMMANDS:
    app.command(name=command.__name__.rstrip("_").replace("_", "-"))(explain_errors(command))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"parley {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; what it writes to files and pipes is UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
