"""Foreign parsers: what to say when one is not installed, or breaks on a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from parley.errors import InputError, NotADocument


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


@contextmanager
def explain_broken(what: str, remedy: str) -> Iterator[None]:
    """Turn whatever a hostile file makes a parser raise into the failure of one file.

    Args:
        what: the file, as the sentence "… cannot be taken apart" begins.
        remedy: what the user can do about it.

    Raises:
        NotADocument: something was raised that is no error of ours.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        raise NotADocument(f"{what} cannot be taken apart ({type(error).__name__})", remedy=remedy) from error
