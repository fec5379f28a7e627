"""The verb that opens the desk: open."""

import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from parley.cli.console import err
from parley.cli.options import RecordPath
from parley.errors import InputError
from parley.record import open_record


def open_(
    record: RecordPath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to serve; 0 takes a free port.")] = 0,
    agreement: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="An agreement of your own to show the board of; may be repeated."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the browser, or only say where.")
    ] = True,
) -> None:
    """Open the desk: review entries, one key each, in the browser of this machine. Nothing leaves the machine.

    The address that it prints opens the desk once, in one browser. Ctrl-C closes it; every decision is kept at once.

    Example:
      parley open desk.parley
    """
    try:
        from parley.desk import serve_desk  # noqa: PLC0415 (an optional part)
    except ModuleNotFoundError as error:
        remedy = "Install it: pip install '.[desk]' where you have Parley"
        raise InputError("the desk needs the optional part 'desk'", where="open", remedy=remedy) from error

    def announce(address: str) -> None:
        err.print(f"The desk is open at {address}", markup=False)
        err.print("Ctrl-C closes it.")
        if browser:
            webbrowser.open(address)

    with open_record(record) as opened, suppress(KeyboardInterrupt):
        serve_desk(opened, port, announce, tuple(agreement or ()))
    err.print("The desk is closed. Every decision is kept.")
