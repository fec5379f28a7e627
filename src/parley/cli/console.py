"""How the command line talks: results to standard output, everything else to standard error."""

import json
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from parley.errors import ParleyError
from parley.model import Failure

Item = TypeVar("Item")

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


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
        err.print("Stopping after this document; press Ctrl-C again to stop at once.")

    def until_asked(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items until somebody asks to stop."""
        for item in items:
            if self.asked:
                return
            yield item


def follow(items: Iterable[Item], what: str, total: int | None) -> Iterator[Item]:
    """Yield items while a progress bar on standard error counts them; no bar where standard error is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        for item in items:
            yield item
            progress.advance(task)


def print_json(value: object) -> None:
    """Print one value as one line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def print_failures(failures: list[Failure]) -> None:
    """Print the table of failures on standard error; nothing when there are none."""
    if not failures:
        return
    table = Table(title=f"{len(failures)} not done", title_justify="left", show_edge=False, pad_edge=False)
    for heading in ("where", "what", "what to do"):
        table.add_column(heading, overflow="fold")
    for failure in failures:
        table.add_row(Text(failure.where), Text(failure.what), Text(failure.remedy))
    err.print(table)


def print_error(error: ParleyError) -> None:
    """Print what went wrong, where, and what to do."""
    message = Text("parley: ")
    if error.where:
        message.append(f"{error.where}: ")
    message.append(error.what)
    err.print(message)
    if error.remedy:
        err.print(Text(f"        {error.remedy}"))
