"""Where documents come in: files, folders and standard input, each with the loader for its kind."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from parley.errors import InputError
from parley.ingest.archives import Member, unpack_warc, unpack_zip
from parley.ingest.feeds import FeedLoader
from parley.ingest.intake import Intake, Served, Stated
from parley.ingest.json_lines import JsonLinesLoader
from parley.ingest.mail import MailLoader, unpack_mail
from parley.ingest.office import OfficeLoader
from parley.ingest.pdf import PdfLoader
from parley.ingest.plain import PlainLoader
from parley.ingest.refusing import refusal, refuse_large
from parley.ingest.sheets import SheetLoader
from parley.ingest.tables import CsvLoader
from parley.ingest.web import is_address
from parley.ingest.webpage import HtmlLoader
from parley.model import Arrival, Failure
from parley.steps import Loader

LOADERS: tuple[Callable[[Intake], Loader], ...] = (
    PlainLoader, HtmlLoader, JsonLinesLoader, CsvLoader, SheetLoader, OfficeLoader, PdfLoader, MailLoader, FeedLoader,
)  # fmt: skip
"""Every loader there is; a file is loaded by the one that lists its suffix."""
UNPACKERS: dict[str, Callable[[bytes, str], Iterator[Member | Failure]]] = {
    ".zip": unpack_zip, ".warc": unpack_warc, ".warc.gz": unpack_warc, ".eml": unpack_mail,
}  # fmt: skip
"""What holds files of its own; each of them is loaded like a file beside it."""
DEEPEST = 3
"""Archives inside archives."""

Result = Arrival | Failure
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
    files = FileLoader(stated, today)
    items = _walk(path, set())
    first = next(items, _Item(path, "the folder holds no files"))
    for item in chain([first], items):
        if item.problem:
            yield Failure(show_path(item.path), "add", item.problem, "Check the name and the rights.")
        else:
            yield from files.load_file(item.path)


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
    try:
        refuse_large(len(data))
    except InputError as error:
        yield refusal(error, name)
        return
    suffix = SUFFIX_OF_MEDIA[media or sniff_media(data)]
    yield from _loaders_by_suffix(Intake(stated, today))[suffix].load(data, name)


def count_inputs(paths: Iterable[str]) -> int:
    """Count the files that `load_path` will look at, without opening them; an address is one."""
    return sum(1 if is_address(path) else sum(1 for _ in _walk(Path(path), set())) for path in paths)


def show_path(path: Path) -> str:
    """Name a path in messages; bytes of a file name that are no text show as a replacement character."""
    return str(path).encode(errors="surrogateescape").decode(errors="replace")


def _loaders_by_suffix(intake: Intake) -> dict[str, Loader]:
    loaders = [make_loader(intake) for make_loader in LOADERS]
    return {suffix: loader for loader in loaders for suffix in sorted(loader.suffixes)}


class FileLoader:
    """Loads files by their endings, and what is inside of those that hold files.

    Args:
        stated: what the user states about all of them.
        today: the last day that is not the future.
    """

    def __init__(self, stated: Stated, today: dt.date) -> None:
        self._stated = stated
        self._today = today
        self._loaders = _loaders_by_suffix(Intake(stated, today))

    def load_file(self, path: Path) -> Iterator[Arrival | Failure]:
        """Load a file by its ending; what is wrong with it is its failure."""
        where = show_path(path)
        if problem := self._refuse_ending(path.name, where):
            yield problem
            return
        try:
            refuse_large(path.stat().st_size)
            data = path.read_bytes()
        except InputError as error:
            yield refusal(error, where)
        except OSError as error:
            yield _unreadable(path, error)
        else:
            yield from self.load_bytes(path.name, data, where)

    def load_bytes(
        self, name: str, data: bytes, where: str, depth: int = 0, served: Served | None = None
    ) -> Iterator[Result]:
        """Load a file's own document, then the files inside it.

        Args:
            name: its ending says which loader.
            data: its bytes.
            where: for messages.
            depth: in how many archives it lies.
            served: what the server or archive said that gave it.
        """
        loader = self._pick_loader(name, served)
        if loader:
            yield from loader.load(data, where)
        unpack = UNPACKERS.get(_ending(name))
        if unpack is None:
            return
        if depth == DEEPEST:
            yield Failure(where, "add", f"archives lie more than {DEEPEST} deep in each other", "Unpack them first.")
            return
        try:
            empty = loader is None
            for member in unpack(data, where):
                empty = False
                yield from [member] if isinstance(member, Failure) else self._load_member(member, where, depth + 1)
            if empty:
                yield Failure(
                    where, "add", "the archive holds no files or pages", "Check that it was saved completely."
                )
        except InputError as error:
            yield refusal(error, where)

    def _load_member(self, member: Member, where: str, depth: int) -> Iterator[Result]:
        inside = f"{where} › {member.url or member.name}"
        problem = self._refuse_ending(member.name, inside)
        served = Served(member.url) if member.url else None
        yield from [problem] if problem else self.load_bytes(member.name, member.data, inside, depth, served)

    def _pick_loader(self, name: str, served: Served | None) -> Loader | None:
        if served is None:
            return self._loaders.get(_ending(name))
        return _loaders_by_suffix(Intake(self._stated, self._today, served)).get(_ending(name))

    def _refuse_ending(self, name: str, where: str) -> Failure | None:
        ending, known = _ending(name), [*self._loaders, *(UNPACKERS.keys() - self._loaders.keys())]
        if ending in known:
            return None
        what = f"files ending in {ending!r} are not known" if ending else "the file's name has no ending"
        return Failure(where, "add", what, f"The endings known are {', '.join(known)}.")


def _ending(name: str) -> str:
    path = PurePath(name.lower())
    return "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix


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


def sniff_media(data: bytes) -> Media:
    """Tell JSON Lines and HTML from text by the first characters."""
    head = data[:4096]
    if _LOOKS_LIKE_JSON.match(head):
        return "jsonl"
    return "html" if _LOOKS_LIKE_HTML.match(head) else "text"


def _unreadable(path: Path, error: OSError) -> Failure:
    return Failure(show_path(path), "add", f"it cannot be read ({error.strerror})", "Check the name and the rights.")
