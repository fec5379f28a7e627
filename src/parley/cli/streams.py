"""JSON Lines from a file or standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path

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
