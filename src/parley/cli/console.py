"""How the command line talks: results to standard output, everything else to standard error."""

import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import ParamSpec, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from parley.derive import count
from parley.errors import FormatError, OutputError, ParleyError
from parley.model import Failure

Item = TypeVar("Item")

Arguments = ParamSpec("Arguments")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `explain_errors` that nobody reads any more, where rich would end with exit code 1."""
        raise BrokenPipeError


out = _Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def explain_errors(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Let every error of a command become one clear message and an exit code; typer explains its own."""

    @wraps(command)
    def explained(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            try:
                command(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt:
            tell_stopped()
            raise typer.Exit(130) from None
        except BrokenPipeError:
            _drop_output()
            raise typer.Exit from None
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            _drop_output()
            print_error(OutputError("the disk is full", where="output", remedy="Make room, then run it again."))
            raise typer.Exit(OutputError.exit_code) from error
        except UnicodeEncodeError as error:
            what = "a name or option holds bytes that are no text"
            print_error(FormatError(what, where=repr(error.object), remedy="Write it in UTF-8."))
            raise typer.Exit(FormatError.exit_code) from error
        except ParleyError as error:
            print_error(error)
            raise typer.Exit(error.exit_code) from error

    return explained


def tell_stopped() -> None:
    """Say after Ctrl-C how to go on."""
    err.print("Stopped. What was finished is kept; run the same command again to go on from there.")


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Interruption:
    """Ctrl-C as a wish: the item in hand is finished and kept, then the run ends. A second Ctrl-C ends at once."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take Ctrl-C as a wish for as long as the block runs."""
        before = signal.signal(signal.SIGINT, self._ask)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        # The run may be writing to Python's own stream at this moment, which cannot be entered twice.
        line_above = b"\n" if os.isatty(2) else b""
        os.write(2, line_above + b"Stopping after this document; press Ctrl-C again to stop at once.\n")

    def until_asked(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items until somebody asks to stop."""
        for item in items:
            if self.asked:
                return
            yield item


def follow(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """Yield items while a progress bar on standard error counts them; no bar where standard error is no terminal.

    Without a total, it is the length of the items where they have one.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        for item in items:
            yield item
            progress.advance(task)


def print_json(value: object) -> None:
    """Print one value as one line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def print_all(
    items: Iterable[Item],
    what: str,
    draw: Callable[[Item], Text],
    encode: Callable[[Item], object] = msgspec.to_builtins,
    *,
    as_json: bool,
    more: str = "",
) -> None:
    """Print items one below the other and how many there are, and what more there is to say; or as JSON Lines."""
    number = 0
    for number, item in enumerate(items, start=1):  # noqa: B007 (it is told at the end)
        print_json(encode(item)) if as_json else out.print(draw(item))
    if not as_json:
        err.print(f"{count(number, what)}{more}.", markup=False)


def print_failures(failures: list[Failure], console: Console = err) -> None:
    """Print the table of failures, on standard error unless said otherwise; nothing when there are none."""
    if not failures:
        return
    table = Table(title=f"{len(failures)} not done", title_justify="left", show_edge=False, pad_edge=False)
    for heading in ("where", "what", "what to do"):
        table.add_column(heading, overflow="fold")
    for failure in failures:
        table.add_row(Text(failure.where), Text(failure.what), Text(failure.remedy))
    console.print(table)


def print_error(error: ParleyError) -> None:
    """Print what went wrong, where, and what to do."""
    message = Text("parley: ")
    if error.where:
        message.append(f"{error.where}: ")
    message.append(error.what)
    err.print(message)
    if error.remedy:
        err.print(Text(f"        {error.remedy}"))
