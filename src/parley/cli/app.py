"""The application: all verbs in the order of the data, and what becomes of errors.

Exit codes: 0 done; 1 some items failed and the rest was done; 2 the command was not understood; 3 bad input;
4 the record cannot be opened or written; 5 a file cannot be written; 130 stopped by Ctrl-C.
"""

import os
import sys
from typing import Annotated

import click
import typer

from parley.cli import decisions, demo, files, lists, material, reading
from parley.cli.console import err, print_error
from parley.errors import ParleyError
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
    lists.show,
    lists.search,
    lists.versions,
    lists.failures,
    decisions.decide,
    files.export,
    files.brief,
    files.check,
    reading.annotate,
)
for command in COMMANDS:
    app.command(name=command.__name__.rstrip("_"))(command)


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
    """Run the command line; every error becomes one clear message and an exit code."""
    try:
        code = app(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        err.print("Stopped.")
        code = 130
    except KeyboardInterrupt:
        err.print("Stopped. What was finished is kept; the same command goes on from there.")
        code = 130
    except ParleyError as error:
        print_error(error)
        code = error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
