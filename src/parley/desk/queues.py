"""The order in which entries come up, held still while a person works through it."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from parley.record import Filter, Queued, Record

_KEPT = 8
"""How many queues are remembered: one for each set of filters in use, in a handful of tabs."""


class Queue(Struct, frozen=True, dict=True):
    """The places of one set of filters, in order; ids only, so that a hundred thousand weigh little."""

    places: tuple[Queued, ...]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of each entry's place, from 0."""
        return {place.entry_id: number for number, place in enumerate(self.places)}

    def find_neighbours(self, entry_id: str) -> tuple[str | None, str | None]:
        """Name the entries before and after one; for one that is not in the queue, none and the first."""
        number = self.numbers.get(entry_id, -1)
        before = self.places[number - 1].entry_id if number > 0 else None
        after = self.places[number + 1].entry_id if number + 1 < len(self.places) else None
        return before, after


class Queues:
    """Makes queues and remembers the latest ones.

    A queue is made anew by its own page only: while entries are decided one after another, nothing moves.

    Args:
        record: from which they are made.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._known: dict[Filter, Queue] = {}

    def make(self, wanted: Filter) -> Queue:
        """Make the queue as the record stands now."""
        queue = Queue(tuple(self._record.review.list_queue(wanted)))
        self._known.pop(wanted, None)
        self._known[wanted] = queue
        while len(self._known) > _KEPT:
            self._known.pop(next(iter(self._known)))
        return queue

    def recall(self, wanted: Filter) -> Queue:
        """Give the queue as it was made last."""
        return self._known.get(wanted) or self.make(wanted)
