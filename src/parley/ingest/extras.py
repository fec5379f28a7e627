"""Kinds of files that need an optional part, and what to say when it is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from parley.errors import NotADocument


@contextmanager
def explain_missing(kind: str) -> Iterator[None]:
    """Turn a library that is not installed into the failure of one file.

    Raises:
        NotADocument: with the command that installs it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        remedy = (
            "Install Parley once more from where you have it, with [office] behind its name: pip install '.[office]'"
        )
        raise NotADocument(f"{kind} need the optional part 'office'", remedy=remedy) from error
