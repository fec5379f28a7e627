"""The application: all verbs in the order of the data, and what becomes of errors.

Exit codes: 0 done; 1 some items failed and the rest was done; 2 the command was not understood; 3 bad input;
4 the record cannot be opened or written; 5 a file cannot be written; 130 stopped by Ctrl-C.
"""

import ast
import inspect
import io
import pkgutil
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cache
from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer._click import Command, Context, HelpFormatter  # typer carries its own click and does not name these
from typer._click.exceptions import UsageError
from typer.core import TyperGroup
from typer.main import get_command

from parley.version import __version__

GROUPS: dict[str, tuple[str, ...]] = {
    "Begin": ("demo.demo", "material.new", "material.add", "material.note", "reading.read", "watch.watch"),
    "Look": (
        "lists.list_",
        "deadlines.deadlines",
        "lists.show",
        "documents.search",
        "documents.versions",
        "documents.failures",
    ),
    "Decide": (
        "desk.open_",
        "decisions.decide",
        "decisions.undo",
        "restating.restate",
        "material.remove",
        "custody.redact",
    ),
    "Who is who": ("explaining.explain", "actors.actors"),
    "Copies and origins": ("tracing.origins", "tracing.fold", "tracing.unfold"),
    "One event in several reports": ("same_events.same_events", "same_events.same", "same_events.different"),
    "Agreements": (
        "agreements.agreements",
        "agreements.schedule",
        "agreements.lint",
        "agreements.fix_anchor",
        "agreements.amend",
        "agreements.interpret",
    ),
    "Reports on clauses": (
        "matching.propose",
        "matching.why",
        "matching.proposals",
        "assessing.assess",
        "assessed.assessments",
        "boards.board",
    ),
    "Write and verify": (
        "briefs.brief",
        "files.export",
        "custody.verify",
        "custody.backup",
        "custody.merge",
        "custody.conflicts",
    ),
    "In a pipe, without a record": ("reading.annotate", "matching.match", "tracing.trace"),
}
"""Every verb by what it is for: the module of `parley.cli` and the function in it, imported when the verb is called."""
FORMER_NAMES = {"check": "custody.verify"}
"""Names that verbs once had; they work, and no help shows them."""
_ELSEWHERE = {"changes": "What changed: parley board RECORD AGREEMENT --since DAY, or parley brief RECORD --since DAY."}
"""Where that is found for which somebody may look for a verb of its own."""


def name_verb(place: str) -> str:
    """Name the verb of a function: `list` of `lists.list_`."""
    return place.partition(".")[2].rstrip("_").replace("_", "-")


class _Verbs(Mapping[str, Command]):
    """The verbs by name; asking for one imports its module."""

    def __init__(self) -> None:
        self._places = {name_verb(place): place for group in GROUPS.values() for place in group} | FORMER_NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, name: str) -> Command:
        return _make_command(name, self._places[name])


@cache
def _make_command(name: str, place: str) -> Command:
    from parley.cli.console import explain_errors  # noqa: PLC0415 (the help needs no console)

    module, _, function = place.partition(".")
    verb = getattr(import_module(f"parley.cli.{module}"), function)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(name=name, help=_write_help(verb.__doc__), hidden=name in FORMER_NAMES)(explain_errors(verb))
    return get_command(alone)


def _write_help(docstring: str | None) -> str:
    """Take a verb's help from its docstring, a line of it for each example (a backspace keeps lines as they are)."""
    return inspect.cleandoc(docstring or "").replace("\n\nExample", "\n\n\b\nExample")


class _Sections(TyperGroup):
    """Holds the verbs, and shows them by group, each with the first sentences of its help."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 (they are typer's)
        super().__init__(**settings)
        self.commands = cast("MutableMapping[str, Command]", _Verbs())

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Find the verb that is called; where there is none, say where that is found which its name asks for."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as error:
            error.message = " ".join(filter(None, (error.message, _ELSEWHERE.get(args[0]))))
            raise

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 (typer's signature)
        """Write a section for each group."""
        for heading, places in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(name_verb(place), _read_summary(place)) for place in places])


def _read_summary(place: str) -> str:
    """Read the first paragraph of a verb's help without importing what the verb needs."""
    module, _, function = place.partition(".")
    found = (node for node in _parse(module).body if isinstance(node, ast.FunctionDef) and node.name == function)
    return (ast.get_docstring(next(found)) or "").partition("\n\n")[0].replace("\n", " ")


@cache
def _parse(module: str) -> ast.Module:
    return ast.parse(pkgutil.get_data("parley.cli", f"{module}.py") or b"")


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
