"""Watching feeds: what one poll adds to a record, and what it moves on the boards of agreements."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct
from msgspec.structs import replace

from parley.agreement import find_agreement, find_changes
from parley.errors import OutputError, RecordBusy
from parley.export.board import Board
from parley.gathering import BoardAsked, find_followed, make_board
from parley.ingest import Addresses, Feed, FeedList, Fetcher, is_address, load_path
from parley.model import Failure
from parley.record import REMOVED, Added, Record


class Polled(Struct, frozen=True):
    """What came of one feed: documents, what failed and is new, and whether the server said that nothing changed."""

    feed: Feed
    added: tuple[Added, ...] = ()
    failures: tuple[Failure, ...] = ()
    unchanged: bool = False

    @property
    def new(self) -> int:
        """How many documents the record did not hold before."""
        return sum(added.new_document for added in self.added)


@contextmanager
def hold_watch(path: Path) -> Iterator[None]:
    """Hold the one place from which a record is watched; the system lets go of it when the process ends.

    Raises:
        RecordBusy: another process watches the record.
        OutputError: no file can be made beside the record.
    """
    lock = FileLock(path.with_name(f"{path.name}-watch"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        remedy = "Nothing is lost: that one does the work. Wait for it, or end it."
        raise RecordBusy("another parley watch is at work on this record", where=str(path), remedy=remedy) from error
    except OSError as error:
        what = f"no lock can be made beside the record ({error.strerror})"
        raise OutputError(what, where=lock.lock_file, remedy="Check the rights of the folder.") from error
    try:
        yield
    finally:
        lock.release()


def poll_feeds(
    record: Record, feeds: Iterable[Feed], fetcher: Fetcher, today: dt.date, is_over: Callable[[], bool]
) -> Iterator[Polled]:
    """Fetch each feed and add what is new; one that fails does not stop the others.

    Args:
        record: takes the documents.
        feeds: in the order in which they are asked.
        fetcher: fetches.
        today: the last day that is not the future.
        is_over: asked before each document; with true, what was fetched by then is kept and the poll ends.
    """
    for feed in feeds:
        if is_over():
            return
        yield _poll(record, feed, Addresses(fetcher, feed.stated, today, record.fetches.find), today, is_over)


def _poll(record: Record, feed: Feed, addresses: Addresses, today: dt.date, is_over: Callable[[], bool]) -> Polled:
    known = {(failure.where, failure.what) for failure in record.list_failures()}
    arrivals = addresses.load(feed.url) if is_address(feed.url) else load_path(Path(feed.url), feed.stated, today)
    if feed.pages:
        arrivals = addresses.load_pages(feed.url, feed.pages, record.fetches.knows)
    outcomes = list(record.add(arrivals, is_over=is_over))
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if not is_over():
        record.fetches.keep(addresses.answered, failures)
    failures = [failure for failure in failures if failure.stage != REMOVED]
    return Polled(
        feed,
        added=tuple(outcome for outcome in outcomes if isinstance(outcome, Added)),
        failures=tuple(each for each in failures if each.where == feed.url or (each.where, each.what) not in known),
        unchanged=bool(addresses.unchanged),
    )


def find_watched_agreements(record: Record, feeds: FeedList, folder: Path) -> list[Path]:
    """Find the files of the agreements whose boards are watched.

    Args:
        record: where the list names none, those that its reports are linked to and that come with Parley.
        feeds: names some, as ids or as paths from the folder that it lies in.
        folder: that one.

    Raises:
        InputError: there is no agreement of a name.
    """
    if feeds.agreements:
        return [folder / name if (folder / name).is_file() else find_agreement(name) for name in feeds.agreements]
    return find_followed(record)


def compare_boards(record: Record, agreements: Iterable[Path], since: dt.datetime, today: dt.date) -> Iterator[Board]:
    """Yield the board of each agreement with what changed since a moment, as it was recorded and known then.

    The first day of the changes is that of the moment: what was recorded later on it is among them.
    """
    then = BoardAsked(since.date(), since.date(), recorded_by=since)
    for path in agreements:
        board = make_board(record, path, BoardAsked(today, today))
        changes = find_changes(make_board(record, path, then).status, board.status)
        yield replace(board, changes=changes, since=then.world)
