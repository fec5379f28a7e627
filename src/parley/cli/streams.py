"""What goes in and out without a record: files or standard input, and JSON Lines on standard output."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import typer

from parley.cli.console import err, follow, print_json
from parley.derive import count
from parley.errors import InputError


def open_lines(source: str) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input for `-`.

    Raises:
        InputError: the file cannot be read.
    """
    if source == "-":
        # Opened anew: a thread that still waited for a line of sys.stdin would make the program's end abort.
        with open(sys.stdin.fileno(), "rb", closefd=False) as file:
            yield from file
        return
    try:
        with Path(source).open("rb") as file:
            yield from file
    except OSError as error:
        remedy = "Check the name, or give - for standard input."
        raise InputError(f"the file cannot be read ({error.strerror})", where=source, remedy=remedy) from error


def read_whole(source: str) -> bytes:
    """Read a file, or standard input for `-`; errors as for `open_lines`."""
    return b"".join(open_lines(source))


def print_results(results: Iterable[Mapping[str, object]], doing: str) -> None:
    """Print what came of each document as a line of JSON; where one holds an error, the exit code is 1 at the end."""
    failed = 0
    for result in follow(results, doing):
        failed += "error" in result
        print_json(result)
    if failed:
        err.print(f"{count(failed, 'document')} failed; {'its line says' if failed == 1 else 'their lines say'} why.")
        raise typer.Exit(1)
