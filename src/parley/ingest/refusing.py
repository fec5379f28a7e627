"""What is no document, and how that is told: too large, without words, furniture only, or too much for its parser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from parley.errors import InputError, NotADocument
from parley.model import Failure
from parley.ontology.furniture import LONGEST, find_furniture

LARGEST_FILE = 64 * 2**20
"""Bytes; a file is read whole. Peak memory is twice the size of JSON Lines, five times a table, twelve times a page."""
LONGEST_TEXT = 2_000_000
"""Characters; a longer text is a book or an archive, not one report. The longest article in our data has 29,381."""
_WORD = re.compile(r"[^\W\d_]{2}")


def refusal(error: InputError, where: str) -> Failure:
    """Turn an error into the failure of one document or line."""
    return Failure(where, "add", error.what, error.remedy)


def refuse_large(size: int) -> None:
    """Refuse a file of so many bytes.

    Raises:
        NotADocument: more than `LARGEST_FILE`.
    """
    if size > LARGEST_FILE:
        what = f"there is more than {LARGEST_FILE // 2**20} MB in one file"
        raise NotADocument(what, remedy="Split it into smaller files.")


def refuse_length(characters: int) -> None:
    """Refuse a text that is too long to be one report.

    Raises:
        NotADocument: more than `LONGEST_TEXT` characters.
    """
    if characters > LONGEST_TEXT:
        what = f"the text is too long to be one report (more than {LONGEST_TEXT:,} characters)"
        raise NotADocument(what, remedy="Split it into its reports: one file or one JSON line each.")


def refuse_wordless(text: str) -> None:
    """Refuse a text without words; an empty one is refused where a document is made of it.

    Raises:
        NotADocument: no two letters stand together.
    """
    if text.strip() and "\0" not in text and not _WORD.search(text):
        raise NotADocument("the text holds no words", remedy="Check that the file is what you meant to add.")


def refuse_furniture(text: str) -> None:
    """Refuse a text that holds nothing but page furniture.

    Raises:
        NotADocument: every sentence is a cookie notice, share line, login wall or the like.
    """
    if len(text) > LONGEST:
        return
    kinds: dict[str, None] = {}
    for kind in find_furniture(text, "page"):
        if kind is None:
            return
        kinds[kind] = None
    if kinds:
        remedy = "Open the page, close its notices, and save or copy the report itself."
        raise NotADocument(f"there is only page furniture here ({', '.join(kinds)})", remedy=remedy)


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
