"""Where documents come in: files, folders and standard input, each with the loader for its kind."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from parley.errors import InputError, NotADocument
from parley.ingest.intake import Intake, Stated, refusal
from parley.ingest.json_lines import JsonLinesLoader
from parley.ingest.plain import PlainLoader
from parley.ingest.tables import CsvLoader
from parley.ingest.webpage import HtmlLoader
from parley.model import Arrival, Failure
from parley.steps import Loader

LOADERS: tuple[Callable[[Intake], Loader], ...] = (PlainLoader, HtmlLoader, JsonLinesLoader, CsvLoader)
"""Every loader there is; a file is loaded by the one that lists its suffix."""
LARGEST_FILE = 64 * 2**20
"""Bytes; a file is read whole. Peak memory is twice the size of JSON Lines, five times a table, twelve times a page."""

Media = Literal["text", "jsonl", "csv", "html"]
SUFFIX_OF_MEDIA: dict[Media, str] = {"text": ".txt", "jsonl": ".jsonl", "csv": ".csv", "html": ".html"}
_LOOKS_LIKE_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*\{)")
_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


class _Item(NamedTuple):
    """A file of a folder, or what is wrong with it."""

    path: Path
    problem: str | None = None


def load_path(path: Path, stated: Stated, today: dt.date) -> Iterator[Arrival | Failure]:
    """Load a file, or every file of a folder and the folders in it, in the order of their names.

    Args:
        path: the file or folder; hidden files of a folder are passed over.
        stated: what the user states about all of it.
        today: the last day that is not the future.

    Yields:
        An arrival for each document, a failure for each file, line or row that holds none.
    """
    loaders = _loaders_by_suffix(Intake(stated, today))
    items = _walk(path, set())
    first = next(items, _Item(path, "the folder holds no files"))
    for item in chain([first], items):
        if item.problem:
            yield Failure(show_path(item.path), "add", item.problem, "Check the name and the rights.")
        else:
            yield from _load_file(item.path, loaders)


def load_stream(
    data: bytes, stated: Stated, today: dt.date, name: str = "standard input", media: Media | None = None
) -> Iterator[Arrival | Failure]:
    """Load bytes that come without a file name, such as standard input.

    Args:
        data: all of the bytes.
        stated: what the user states about all of it.
        today: the last day that is not the future.
        name: what messages call the source.
        media: the kind of data; null tells JSON Lines and HTML from text by the first characters.

    Yields:
        An arrival for each document, a failure for each line or row that holds none.
    """
    if len(data) > LARGEST_FILE:
        yield refusal(_too_large(), name)
        return
    suffix = SUFFIX_OF_MEDIA[media or _sniff_media(data)]
    yield from _loaders_by_suffix(Intake(stated, today))[suffix].load(data, name)


def count_inputs(paths: Iterable[Path]) -> int:
    """Count the files that `load_path` will look at, without opening them."""
    return sum(1 for path in paths for _ in _walk(path, set()))


def show_path(path: Path) -> str:
    """Name a path in messages; bytes of a file name that are no text show as a replacement character."""
    return str(path).encode(errors="surrogateescape").decode(errors="replace")


def _loaders_by_suffix(intake: Intake) -> dict[str, Loader]:
    loaders = [make_loader(intake) for make_loader in LOADERS]
    return {suffix: loader for loader in loaders for suffix in sorted(loader.suffixes)}


def _load_file(path: Path, loaders: dict[str, Loader]) -> Iterator[Arrival | Failure]:
    where = show_path(path)
    loader = loaders.get(path.suffix.lower())
    if loader is None:
        what = f"files ending in {path.suffix!r} are not known" if path.suffix else "the file's name has no ending"
        yield Failure(where, "add", what, f"The endings known are {', '.join(loaders)}.")
        return
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _too_large()
        data = path.read_bytes()
    except InputError as error:
        yield refusal(error, where)
    except OSError as error:
        yield _unreadable(path, error)
    else:
        yield from loader.load(data, where)


def _walk(path: Path, seen: set[tuple[int, int]]) -> Iterator[_Item]:
    """Yield the files below a path; a folder that links lead to twice is entered once."""
    try:
        if path.is_dir():
            status = path.stat()
            if (status.st_dev, status.st_ino) in seen:
                return
            seen.add((status.st_dev, status.st_ino))
            for child in sorted(path.iterdir()):
                if not child.name.startswith("."):
                    yield from _walk(child, seen)
        elif path.is_file():
            yield _Item(path)
        else:
            yield _Item(path, "this is no regular file or folder" if path.exists() else "there is no such file")
    except OSError as error:
        yield _Item(path, f"it cannot be read ({error.strerror})")


def _sniff_media(data: bytes) -> Media:
    head = data[:4096]
    if _LOOKS_LIKE_JSON.match(head):
        return "jsonl"
    return "html" if _LOOKS_LIKE_HTML.match(head) else "text"


def _too_large() -> NotADocument:
    what = f"there is more than {LARGEST_FILE // 2**20} MB in one file"
    return NotADocument(what, remedy="Split it into smaller files.")


def _unreadable(path: Path, error: OSError) -> Failure:
    return Failure(show_path(path), "add", f"it cannot be read ({error.strerror})", "Check the name and the rights.")
