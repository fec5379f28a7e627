"""How large one file may be, wherever it comes from: a folder, an archive, standard input, an address."""

from parley.errors import NotADocument

LARGEST_FILE = 64 * 2**20
"""Bytes; a file is read whole. Peak memory is twice the size of JSON Lines, five times a table, twelve times a page."""


def refuse_large(size: int) -> None:
    """Refuse a file of so many bytes.

    Raises:
        NotADocument: more than `LARGEST_FILE`.
    """
    if size > LARGEST_FILE:
        what = f"there is more than {LARGEST_FILE // 2**20} MB in one file"
        raise NotADocument(what, remedy="Split it into smaller files.")
