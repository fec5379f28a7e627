"""The agreements of the desk: those that come with Parley, and files of the user's own."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from parley.agreement import Agreement, find_agreement, list_library, load_agreement
from parley.errors import InputError

_KEPT = 64


class Agreements:
    """Finds and loads agreements; one of the user's own stands before one of Parley's with the same id.

    Args:
        files: the user's own.

    Raises:
        InputError: a file is no agreement.
    """

    def __init__(self, files: tuple[str, ...]) -> None:
        own = {_load(*look_at(find_agreement(file))).id: file for file in files}
        self.names: Mapping[str, str] = own | {path.stem: path.stem for path in list_library() if path.stem not in own}

    def find_source(self, agreement: str) -> str:
        """Find what an agreement that the desk was opened with is loaded by; an address cannot name a file.

        Raises:
            InputError: there is none of this id.
        """
        if agreement not in self.names:
            raise InputError("no such agreement", where=agreement, remedy="Choose one of the list of boards.")
        return self.names[agreement]

    def load(self, agreement: str) -> Agreement | None:
        """Load an agreement by its id as its file stands now; null where no file that can be read is at hand."""
        try:
            return _load(*look_at(find_agreement(self.names[agreement])))
        except (InputError, KeyError, OSError):
            return None


def look_at(path: Path) -> tuple[Path, int, int]:
    """Say in which state a file is: it is loaded again when this changes."""
    looked = path.stat()
    return path, looked.st_mtime_ns, looked.st_size


@lru_cache(_KEPT)
def _load(path: Path, changed: int, size: int) -> Agreement:  # noqa: ARG001 (the file as it stood then)
    return load_agreement(path)
