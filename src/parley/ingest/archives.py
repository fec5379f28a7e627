"""Archives of files: ZIP and WARC are opened member by member, never onto the disk, within bounds."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from parley.errors import NotADocument
from parley.ingest.refusing import LARGEST_FILE, refusal, refuse_large
from parley.model import Failure

MOST_MEMBERS = 20_000
LARGEST_WHOLE = 512 * 2**20
"""Bytes that the parts of an office file may unpack to."""
_STEP = 2**20
_DAMAGED = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What unpacking a damaged file may raise."""
_AGAIN = "Fetch or save it again."


class Member(Struct, frozen=True):
    """One file of an archive: its name there, its bytes, and the address it was fetched from, if it was."""

    name: str
    data: bytes
    url: str | None = None


def unpack_zip(data: bytes, ref: str) -> Iterator[Member | Failure]:
    """Yield the files of a ZIP archive in the order of their names.

    Raises:
        NotADocument: it is no ZIP archive, or holds too many files.
    """
    with _open_zip(data) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        for member in sorted(members, key=lambda member: member.filename):
            where = f"{ref} › {member.filename}"
            if _is_hidden(PurePosixPath(member.filename)):
                continue
            try:
                yield Member(member.filename, _read_member(archive, member))
            except NotADocument as error:
                yield refusal(error, where)


def unpack_warc(data: bytes, ref: str) -> Iterator[Member | Failure]:
    """Yield the pages of a web archive: responses that hold HTML or text, with their addresses."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 (for web archives only)
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(data)), start=1):
            if record.rec_type != "response" or not record.http_headers:
                continue
            media = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            suffix = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}.get(media)
            url = record.rec_headers.get_header("WARC-Target-URI")
            if suffix is None or not (record.http_headers.get_statuscode() or "").startswith("2"):
                continue
            body = record.content_stream().read(LARGEST_FILE + 1)
            try:
                refuse_large(len(body))
            except NotADocument as error:
                yield refusal(error, f"{ref} › {url}")
            else:
                yield Member(f"record {number}{suffix}", body, url)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        what = f"the web archive breaks off or is damaged ({type(error).__name__})"
        yield Failure(ref, "add", what, "What came before is added; fetch the archive again for the rest.")


def refuse_bomb(data: bytes) -> None:
    """Refuse an office file whose parts unpack to more than can be one report; they are counted, not trusted.

    Raises:
        NotADocument: too large, encrypted, or no archive, which an office file is.
    """
    with _open_zip(data) as archive:
        left = LARGEST_WHOLE
        for member in archive.infolist():
            left -= _count_bytes(archive, member, left)


def _open_zip(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotADocument("the file is damaged, or not of the kind that its ending says", remedy=_AGAIN) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise NotADocument(f"the archive holds more than {MOST_MEMBERS:,} files", remedy="Unpack it and add a part.")
    return archive


def _is_hidden(path: PurePosixPath) -> bool:
    return "__MACOSX" in path.parts or any(part.startswith(".") and part.strip(".") for part in path.parts)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    _refuse_locked(member)
    try:
        with archive.open(member) as file:
            body = file.read(LARGEST_FILE + 1)
    except _DAMAGED as error:
        raise NotADocument(f"the file is damaged in the archive ({type(error).__name__})", remedy=_AGAIN) from error
    refuse_large(len(body))
    return body


def _count_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    _refuse_locked(member)
    count = 0
    try:
        with archive.open(member) as file:
            while chunk := file.read(_STEP):
                count += len(chunk)
                if count > most:
                    what = f"its parts unpack to more than {LARGEST_WHOLE // 2**20} MB"
                    raise NotADocument(what, remedy="It is no report; do not open it.")
    except _DAMAGED as error:
        raise NotADocument(f"the file is damaged ({type(error).__name__})", remedy=_AGAIN) from error
    return count


def _refuse_locked(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise NotADocument("it is locked with a password", remedy="Unpack it with its password and add what it holds.")
