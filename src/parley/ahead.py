"""Work that runs ahead of whoever uses it, so that one document is read while another is written down."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_ahead(do: Callable[[Item], Result], items: Iterable[Item], workers: int = 2) -> Iterator[Result]:
    """Yield `do(item)` for each item, in order, while the results to come are worked on.

    Args:
        do: runs on several threads at once.
        items: taken one after the other by a thread of its own, at most twice `workers` ahead: an item that is slow to
            come holds up no result before it.
        workers: how many items are worked on at once. It changes the speed and nothing else.

    Raises:
        Exception: what `do` or the items raise, in its place in the order.
    """
    results: SimpleQueue[Future[Result] | None] = SimpleQueue()
    room, stopped = Semaphore(2 * workers), Event()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="parley-ahead")

    def feed() -> None:
        try:
            room.acquire()
            for item in items:
                if stopped.is_set():
                    return
                results.put(pool.submit(do, item))
                room.acquire()
        except Exception as error:  # noqa: BLE001 (whatever it is, it is raised where the results are used)
            failed: Future[Result] = Future()
            failed.set_exception(error)
            results.put(failed)
        finally:
            results.put(None)

    Thread(target=feed, name="parley-feed", daemon=True).start()
    try:
        while (result := results.get()) is not None:
            yield result.result()
            room.release()
    finally:
        stopped.set()
        room.release()
        pool.shutdown(cancel_futures=True)
