"""Everything that can go wrong, in one tree.

* ParleyError
    * InputError             a file, line or value that cannot be taken
        * SpanError          a span that does not fit its text
        * FormatError        a line that is not in the format it claims
        * NotADocument       nothing to read: empty, binary, furniture only
        * NotAnAgreement     an agreement's file with its faults, all of them at once
        * NotFetched         an address that does not give what was asked for
    * RecordError            the record cannot be opened or written
        * NoSuchRecord       there is none at this path
        * NotARecord         the file is something else
        * NewerRecord        written by a newer Parley
        * RecordBusy         another process is writing
        * UnsafePlace        a network share, where SQLite's WAL mode loses data
        * EntryChanged       somebody else revised the entry in between
    * NoSuchEntry            an id that the record does not hold
    * OutputError            a file or folder that cannot be written

Each error says what happened, where, and what to do; the command line prints exactly that.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, NamedTuple


class ParleyError(Exception):
    """Root of the tree.

    Args:
        what: what went wrong, one sentence without a full stop.
        where: the file, line, document or offsets concerned.
        remedy: what the user can do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.remedy}" if self.remedy else head


class InputError(ParleyError):
    """A file, line or value that cannot be taken."""

    exit_code = 3


class SpanError(InputError):
    """A span that does not fit its text."""


class FormatError(InputError):
    """A line that is not in the format it claims."""


class NotADocument(InputError):
    """Nothing to read: empty, binary or page furniture only."""


class NotFetched(InputError):
    """An address that does not give what was asked for; `status` is the server's answer in HTTP, if it gave one."""

    def __init__(self, what: str, *, remedy: str, status: int | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.status = status


class Complaint(NamedTuple):
    """What is wrong at one place of a file: line and column count from one."""

    line: int
    column: int
    what: str
    remedy: str


class NotAnAgreement(InputError):
    """A file that is no agreement as it stands; `complaints` holds every fault, in the order of the file."""

    def __init__(self, where: str, complaints: Sequence[Complaint]) -> None:
        faults = [f"{where}:{fault.line}:{fault.column}: {fault.what}. {fault.remedy}" for fault in complaints]
        what = f"{len(faults)} faults in this agreement" if len(faults) != 1 else "one fault in this agreement"
        super().__init__(what, where=where, remedy="\n".join(faults))
        self.complaints = tuple(complaints)


class RecordError(ParleyError):
    """The record cannot be opened or written."""

    exit_code = 4


class NoSuchRecord(RecordError):
    """There is no record at this path."""


class NotARecord(RecordError):
    """The file exists and is something else."""


class NewerRecord(RecordError):
    """The record was written by a newer Parley."""


class RecordBusy(RecordError):
    """Another process is writing to the record."""


class UnsafePlace(RecordError):
    """The record lies on a network share, where WAL mode can lose data."""


class EntryChanged(RecordError):
    """The entry was revised after the caller read it."""


class NoSuchEntry(ParleyError):
    """The record holds no entry or document with this id."""

    exit_code = 3


class OutputError(ParleyError):
    """A file or folder cannot be written."""

    exit_code = 5


@contextmanager
def explain_unwritten(
    place: Path, what: str = "the file cannot be written", remedy: str = "Choose another place."
) -> Iterator[None]:
    """Turn what the system says while something is written into an error of ours.

    Raises:
        OutputError: with the system's reason.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(f"{what} ({error.strerror or error})", where=str(place), remedy=remedy) from error
