"""Giving the reports the names that the registry has by now, beside everything else that goes on at the desk."""

from threading import Lock, Thread
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from parley.errors import InputError, ParleyError
from parley.model import Failure
from parley.ontology.registry import load_registry
from parley.pipeline import LANGUAGES, ReaderName, make_pipeline
from parley.record import Record


class Progress(Struct, frozen=True):
    """How far it is: reports done, of how many; what went wrong, empty for nothing."""

    done: int = 0
    total: int = 0
    failed: int = 0
    running: bool = False
    trouble: str = ""


class Rereading:
    """Resolves names anew with the reader of the readings in force; one run at a time.

    Args:
        record: open for as long as the desk is.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = Lock()
        self.progress = Progress()

    def start(self) -> None:
        """Begin, unless it runs already.

        Raises:
            InputError: the reports were read by a reader that does not come with Parley, or not at all.
        """
        name = find_reader(self._record)
        with self._lock:
            if self.progress.running:
                return
            self.progress = Progress(running=True)
        Thread(target=self._run, args=(name,), daemon=True).start()

    def _run(self, name: ReaderName) -> None:
        try:
            pipeline = make_pipeline(name, load_registry(changes=self._record.list_actor_changes()))
            unread = self._record.list_unread(pipeline, LANGUAGES)
            self.progress = replace(self.progress, total=len(unread))
            for outcome in self._record.read(pipeline, LANGUAGES, unread):
                failed = self.progress.failed + isinstance(outcome, Failure)
                self.progress = replace(self.progress, done=self.progress.done + 1, failed=failed)
        except ParleyError as error:
            self._tell(f"{error.what}. {error.remedy}")
        except Exception as error:  # noqa: BLE001 (nobody else hears of what goes wrong on a thread of its own)
            remedy = f"What was read before stays as it was. Try again, or: parley read {self._record.path}"
            self._tell(f"{type(error).__name__}: {error}. {remedy}")
        finally:
            self.progress = replace(self.progress, running=False)

    def _tell(self, trouble: str) -> None:
        self.progress = replace(self.progress, trouble=f"Reading anew failed: {trouble}")


def find_reader(record: Record) -> ReaderName:
    """Find the reader whose readings are in force.

    Raises:
        InputError: it is none that comes with Parley, or nothing was read.
    """
    label = record.mentions.find_reader() or ""
    known: dict[str, ReaderName] = {name: name for name in get_args(ReaderName)}
    name = known.get(label.partition(" ")[0])
    if name is None:
        remedy = "Read the record anew from the command line: parley read RECORD"
        what = f"the reports were read by {label}" if label else "nothing was read yet"
        raise InputError(what, where="reading anew", remedy=remedy)
    return name
