"""Results come in order whatever the pace of the work; errors come in their place; nothing is left running."""

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.ahead import run_ahead


def count_threads() -> int:
    """Count the threads that run ahead."""
    return sum(thread.name.startswith(("parley-ahead", "parley-feed")) for thread in threading.enumerate())


@given(st.lists(st.sampled_from([0, 0.001, 0.003]), max_size=12), st.integers(1, 4))
def test_results_come_in_order(delays: list[float], workers: int) -> None:
    def work(item: tuple[int, float]) -> int:
        time.sleep(item[1])
        return item[0]

    assert list(run_ahead(work, enumerate(delays), workers)) == list(range(len(delays)))


def test_a_result_is_given_before_the_next_item_comes() -> None:
    given_back = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        assert given_back.wait(10), "the first result was held up by the second item"
        yield 2

    results = run_ahead(str, items())
    assert next(results) == "1"
    given_back.set()
    assert list(results) == ["2"]


def test_an_error_of_the_work_is_raised_in_its_place() -> None:
    results = run_ahead(lambda item: 6 // item, [3, 2, 0, 1])
    assert [next(results), next(results)] == [2, 3]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_an_error_of_the_items_is_raised_after_what_came_before() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    results = run_ahead(str, items())
    assert next(results) == "1"
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


@pytest.mark.parametrize("workers", [1, 2])
def test_who_stops_early_leaves_nothing_running(workers: int) -> None:
    before, taken = count_threads(), []

    def items() -> Iterator[int]:
        for item in range(1000):
            taken.append(item)
            yield item

    results = run_ahead(lambda item: item, items(), workers)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while count_threads() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert count_threads() == before
    assert len(taken) <= 2 * workers + 1
