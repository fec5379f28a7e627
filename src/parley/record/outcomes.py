"""What becomes of documents when they are read, and the reading itself: one at a time, some for each commit."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from parley.errors import ParleyError
from parley.model import Document, Failure, Reading
from parley.record.entries import Differences
from parley.steps import Completer, Reader

Item = TypeVar("Item")
_SECONDS = 1.0
"""Longest time of reading between two commits."""


class DocumentRead(Struct, frozen=True):
    """One document that was read, and what its reading changed in the record."""

    document_id: str
    differences: Differences


class NotRead(Struct, frozen=True):
    """How many documents of one language were left unread."""

    lang: str
    documents: int


class Task(Struct, frozen=True):
    """One document to read, with the reading that is there already: the reader's own, or one to resolve anew."""

    document_id: str
    document: Document
    kept: Reading | None = None
    bare: Reading | None = None


def take_some(items: Iterator[Item], most: int) -> Iterator[Item]:
    """Yield items until there are enough for one commit, or until some time has passed."""
    began = time.monotonic()
    for item in islice(items, most):
        yield item
        if time.monotonic() - began > _SECONDS:
            return


def try_reading(reader: Reader, document: Document, bare: Reading | None = None) -> Reading | Failure:
    """Read a document, or only resolve anew what was read of it before (`bare`); no error is raised."""
    where = f"document {document.id[:12]}"
    remedy = "The document is kept; a newer reader will try it again."
    try:
        return reader.resolve(bare) if bare and isinstance(reader, Completer) else reader.read(document)
    except ParleyError as error:
        return Failure(where, "read", error.what, error.remedy or remedy)
    except Exception as error:  # noqa: BLE001 (any reader may fail in any way, and the batch goes on)
        return Failure(where, "read", f"the reader failed: {type(error).__name__}: {error}", remedy)
