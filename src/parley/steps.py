"""The extension points: what a part must offer to take its place in the way of the data.

There are four, and the built-in parts use the same ones (the literal lists stand in `parley.pipeline`).
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, Protocol, TypeVar, runtime_checkable

from parley.model import Arrival, Document, Failure, Reading

TableName = Literal["entries", "documents", "statements", "commitments", "assessments", "decisions"]
"""The tables that are exported (export/codebook.toml)."""
Layer = str
"""The name of a layer of reading format 1: statements, events, times, mentions, ..."""
Item = TypeVar("Item")
Watch = Callable[[Iterable[Item], str], Iterable[Item]]
"""Follows items while they are worked on, for a progress bar; the second argument says what is done."""


def look_away(items: Iterable[Item], _doing: str) -> Iterable[Item]:
    """Follow nothing: what a `Watch` is when nobody looks."""
    return items


class Loader(Protocol):
    """Turns the bytes of one kind of file into documents."""

    @property
    def suffixes(self) -> frozenset[str]:
        """Endings of the files it loads, with the dot."""
        ...

    def load(self, data: bytes, ref: str) -> Iterator[Arrival | Failure]:
        """Yield what the bytes hold, in order; what cannot be taken is yielded as a Failure, never raised."""
        ...


class Reader(Protocol):
    """Turns a document into a reading. Must be a function of the document alone."""

    @property
    def name(self) -> str:
        """Its name, on every proposal."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever what it reads may change."""
        ...

    def read(self, document: Document) -> Reading:
        """Read one document. Spans that do not fit its text are refused by `Reading` itself."""
        ...


@runtime_checkable
class Completer(Protocol):
    """A reader of two parts: what it reads first, and what is resolved after. The second can be done again alone."""

    @property
    def base_version(self) -> str:
        """The version of the first part; the reader's own version begins with it and a plus sign."""
        ...

    def resolve(self, reading: Reading) -> Reading:
        """Complete what the first part read."""
        ...


class Resolver(Protocol):
    """Adds to a reading what its words denote; never changes a span."""

    @property
    def name(self) -> str:
        """Its name, in reader versions."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever what it gives may change."""
        ...

    @property
    def needs(self) -> frozenset[Layer]:
        """Layers that must be there before."""
        ...

    @property
    def gives(self) -> frozenset[Layer]:
        """Layers that it adds."""
        ...

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with the layers `gives` filled in, leaving open what cannot be resolved."""
        ...


class Exporter(Protocol):
    """Writes lines of the record to a file for other programs."""

    @property
    def name(self) -> str:
        """The format's name, as the user gives it."""
        ...

    @property
    def suffix(self) -> str:
        """Ending of its files, with the dot."""
        ...

    def export(self, rows: Iterable[dict[str, object]], path: Path, table: TableName = "entries") -> int:
        """Write the rows of a table of the codebook and return how many were written."""
        ...
