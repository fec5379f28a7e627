"""The application: all verbs in the order of the data, and what becomes of errors.

Exit codes: 0 done; 1 some items failed and the rest was done; 2 the command was not understood; 3 bad input;
4 the record cannot be opened or written; 5 a file cannot be written; 130 stopped by Ctrl-C.
"""

import inspect
import io
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from typer._click import Context, HelpFormatter  # typer carries its own click and does not name these
from typer.core import TyperGroup

from parley.cli import (
    actors,
    agreements,
    assessing,
    boards,
    briefs,
    custody,
    deadlines,
    decisions,
    demo,
    desk,
    files,
    lists,
    matching,
    material,
    reading,
    restating,
    same_events,
    tracing,
    watch,
)
from parley.cli.console import explain_errors
from parley.version import __version__

GROUPS: dict[str, tuple[Callable[..., None], ...]] = {
    "Begin": (demo.demo, material.new, material.add, material.note, reading.read, watch.watch),
    "Look": (
        lists.list_,
        deadlines.deadlines,
        lists.show,
        lists.search,
        lists.versions,
        lists.failures,
    ),
    "Decide": (desk.open_, decisions.decide, decisions.undo, restating.restate, material.remove, custody.redact),
    "Who is who": (actors.explain, actors.actors),
    "Copies and origins": (tracing.origins, tracing.fold, tracing.unfold),
    "One event in several reports": (same_events.same_events, same_events.same, same_events.different),
    "Agreements": (
        agreements.agreements,
        agreements.schedule,
        agreements.lint,
        agreements.fix_anchor,
        agreements.amend,
        agreements.interpret,
    ),
    "Reports on clauses": (
        matching.propose,
        matching.proposals,
        assessing.assess,
        assessing.assessments,
        boards.board,
    ),
    "Write and verify": (briefs.brief, files.export, custody.verify, custody.backup, custody.merge, custody.conflicts),
    "In a pipe, without a record": (reading.annotate, matching.match, tracing.trace),
}
"""Every verb, by what it is for."""


class _Sections(TyperGroup):
    """Shows the verbs by group, each with the first sentence of its help."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write a section for each group."""
        for heading, commands in GROUPS.items():
            names = [_name_verb(command) for command in commands]
            with formatter.section(heading):
                formatter.write_dl([(name, self._tell(ctx, name)) for name in names])

    def _tell(self, ctx: Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return (command.help or "").partition("\n\n")[0].replace("\n", " ") if command else ""


def _name_verb(command: Callable[..., None]) -> str:
    return command.__name__.rstrip("_").replace("_", "-")


def _write_help(command: Callable[..., None]) -> str:
    """Take a verb's help from its docstring, a line of it for each example (a backspace keeps lines as they are)."""
    return inspect.cleandoc(command.__doc__ or "").replace("\n\nExample", "\n\n\b\nExample")


app = typer.Typer(
    name="parley",
    cls=_Sections,
    help="Reads news about conflicts and negotiations and keeps the record: who said what, according to whom.\n\n"
    "Begin with `parley demo`. On your own material: new, add, read, list, show, export.",
    epilog="Exit codes: 0 done · 1 some items failed, the rest is done · 2 command not understood · 3 bad input · "
    "4 record · 5 output · 130 stopped by Ctrl-C.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for group in GROUPS.values():
    for verb in group:
        app.command(name=_name_verb(verb), help=_write_help(verb))(explain_errors(verb))


app.command(name="check", hidden=True)(explain_errors(custody.verify))
"""The name that `verify` had."""


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
