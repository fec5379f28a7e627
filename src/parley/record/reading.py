"""Reading one document after another: what fails is kept as a failure, and what is read is committed in time."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from parley.errors import ParleyError
from parley.model import Document, Failure, Reading
from parley.steps import Completer, Reader

Item = TypeVar("Item")
_BATCH = 100
_SECONDS = 1.0
"""Longest time of reading between two commits."""


def take_some(items: Iterator[Item]) -> Iterator[Item]:
    """Yield items until there are enough for one commit, or until some time has passed."""
    began = time.monotonic()
    for item in islice(items, _BATCH):
        yield item
        if time.monotonic() - began > _SECONDS:
            return


def try_reading(reader: Reader, document: Document, bare: Reading | None = None) -> Reading | Failure:
    """Read a document, or only resolve anew what was read of it before."""
    where = f"document {document.id[:12]}"
    remedy = "The document is kept; a newer reader will try it again."
    try:
        return reader.resolve(bare) if bare and isinstance(reader, Completer) else reader.read(document)
    except ParleyError as error:
        return Failure(where, "read", error.what, error.remedy or remedy)
    except Exception as error:  # noqa: BLE001 (any reader may fail in any way, and the batch goes on)
        return Failure(where, "read", f"the reader failed: {type(error).__name__}: {error}", remedy)
