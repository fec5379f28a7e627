"""JSON Lines: one document a line, in the fields of reading format 1."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
from msgspec import Struct

from parley.errors import FormatError, NotADocument
from parley.ingest.decoding import decode, refuse_binary
from parley.ingest.intake import FIELDS, BuiltInLoader, Found, read_fields
from parley.ingest.refusing import refusal
from parley.model import Carrier, Failure, Raw

PATIENCE = 100
"""Lines; when none of so many at the start is a document, the file is something else and the rest is not tried."""
REMEDY = f'Each line is an object such as {{"text": "...", "date": "2025-07-07"}}; the fields are {", ".join(FIELDS)}.'
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
Kind = TypeVar("Kind")


class Line(Struct, frozen=True):
    """The fields of a line that ingest takes; other keys stay in the raw line."""

    text: str
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    id: str | int | None = None
    cited: tuple[Carrier, ...] | None = None
    kind: str | None = None
    retracts: str | None = None
    corrects: str | None = None


class JsonLinesLoader(BuiltInLoader):
    """Loads a document from each line; a broken line is a failure of its own."""

    suffixes = frozenset({".jsonl", ".ndjson"})

    def _find(self, data: bytes, ref: str) -> Iterator[Found | Failure]:
        return _find(data, ref)


def _find(data: bytes, ref: str) -> Iterator[Found | Failure]:
    refuse_binary(data)
    tried = taken = 0
    for number, line in number_lines(split_lines(data)):
        tried += 1
        found = _take_line(line, f"{ref} line {number}")
        taken += isinstance(found, Found)
        yield found
        if tried == PATIENCE and not taken:
            what = f"none of the first {PATIENCE} lines is a document; the rest was not tried"
            raise FormatError(what, remedy=REMEDY)
    if not tried:
        raise NotADocument("the file holds blank lines only", remedy=REMEDY)


def split_lines(data: bytes) -> Iterator[bytes]:
    """Yield each line, without copying the whole; text in UTF-16 becomes UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decode(data).text.encode()
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end + 1


def number_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank with its number from 1, without the byte order mark of the first."""
    for number, line in enumerate(lines, start=1):
        bare = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if stripped := bare.strip():
            yield number, stripped


def decode_line(data: bytes, kind: type[Kind], named: str, remedy: str) -> Kind:
    """Read the object of one line.

    Args:
        data: the line.
        kind: what it holds.
        named: that, in words.
        remedy: shows what a line looks like.

    Raises:
        FormatError: it is no UTF-8, no JSON, or holds something else.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except UnicodeDecodeError as error:
        raise FormatError(f"the line is not UTF-8 (byte {error.start})", remedy="Save the file as UTF-8.") from error
    except RecursionError as error:
        raise FormatError("the line is nested too deeply", remedy=remedy) from error
    except msgspec.ValidationError as error:
        raise FormatError(f"the line is not {named}: {error}", remedy=remedy) from error
    except msgspec.DecodeError as error:
        if _SURROGATE.search(data):
            what = "the line is not JSON, or holds half of a surrogate pair such as \\ud800"
            raise FormatError(what, remedy="Write characters as UTF-8 rather than as escapes.") from error
        raise FormatError(f"the line is not JSON: {error}", remedy=remedy) from error


def _take_line(data: bytes, where: str) -> Found | Failure:
    try:
        line = decode_line(data, Line, "a document", REMEDY)
    except FormatError as error:
        return refusal(error, where)
    fields = {name: value for name, value in msgspec.structs.asdict(line).items() if isinstance(value, str)}
    raw = Raw(data, "application/json", "json lines", "1")
    found = read_fields(fields | {"id": name_given(line.id)}, raw, where)
    return msgspec.structs.replace(found, cited=line.cited or ())


def name_given(given: str | int | None) -> str | None:
    """Return the id that a sender gave as text; a number means the same as its digits, a blank one means none."""
    return None if given is None else str(given).strip() or None
