"""The order in which entries come up, held still while a person works through it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from parley.desk.filters import EntriesAsked
from parley.lineage import find_folding
from parley.record import Queued, Record, Why

_KEPT = 8
"""How many queues are remembered: one for each set of filters in use, in a handful of tabs."""


class Place(Struct, frozen=True):
    """A place in the queue: an entry, why it stands there, and entries of copies of its report that say the same."""

    entry_id: str
    why: Why
    copies: tuple[str, ...] = ()


class Queue(Struct, frozen=True, dict=True):
    """The places of one set of filters, in order; ids only, so that a hundred thousand weigh little.

    `counts` says how many places there are for each reason, also for those that the filters leave out.
    """

    places: tuple[Place, ...]
    counts: Mapping[Why, int]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of each entry's place, from 0; copies stand where their entry stands."""
        every = ((entry_id, number) for number, place in enumerate(self.places) for entry_id in place.copies)
        return dict(every) | {place.entry_id: number for number, place in enumerate(self.places)}

    def find_neighbours(self, entry_id: str) -> tuple[str | None, str | None]:
        """Name the entries before and after one; for one that is not in the queue, none and the first."""
        number = self.numbers.get(entry_id, -1)
        before = self.places[number - 1].entry_id if number > 0 else None
        after = self.places[number + 1].entry_id if number + 1 < len(self.places) else None
        return before, after

    def find_why(self, entry_id: str) -> Why | None:
        """Say why an entry stands in the queue; null for one that does not."""
        number = self.numbers.get(entry_id)
        return None if number is None else self.places[number].why

    def list_copies(self, entry_id: str) -> tuple[str, ...]:
        """List the entries that say the same as one, in copies of its report."""
        if entry_id not in self.numbers:
            return ()
        place = self.places[self.numbers[entry_id]]
        return tuple(other for other in (place.entry_id, *place.copies) if other != entry_id)


class Queues:
    """Makes queues and remembers the latest ones.

    A queue is made anew by its own page only: while entries are decided one after another, nothing moves.

    Args:
        record: from which they are made.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._known: dict[str, Queue] = {}

    def make(self, wanted: EntriesAsked) -> Queue:
        """Make the queue as the record stands now."""
        places = tuple(_fold(self._record.review.list_queue(wanted.filter), self._find_alike()))
        counts = Counter(place.why for place in places)
        chosen = tuple(place for place in places if wanted.why in {None, place.why})
        queue = Queue(chosen, counts)
        self._known.pop(wanted.query, None)
        self._known[wanted.query] = queue
        while len(self._known) > _KEPT:
            self._known.pop(next(iter(self._known)))
        return queue

    def recall(self, wanted: EntriesAsked) -> Queue:
        """Give the queue as it was made last."""
        return self._known.get(wanted.query) or self.make(wanted)

    def _find_alike(self) -> Mapping[str, int]:
        """Number the groups of entries that say the same in reports that go back to one origin."""
        if not self._record.review.knows_copies():
            return {}
        origins = find_folding(self._record).map_origins()
        sizes = Counter(origins.values())
        shared = {document_id: origin for document_id, origin in origins.items() if sizes[origin] > 1}
        groups = self._record.review.group_alike(shared)
        return {entry_id: number for number, group in enumerate(groups) for entry_id in group}


def _fold(queued: Iterable[Queued], alike: Mapping[str, int]) -> Iterator[Place]:
    """Put copies below the first of them; decided ones keep to themselves."""
    firsts: dict[tuple[int, bool], Queued] = {}
    copies: dict[str, list[str]] = {}
    order = []
    for place in queued:
        group = alike.get(place.entry_id)
        first = place if group is None else firsts.setdefault((group, place.why == "decided"), place)
        if first is place:
            order.append(place)
        else:
            copies.setdefault(first.entry_id, []).append(place.entry_id)
    for place in order:
        yield Place(place.entry_id, place.why, tuple(copies.get(place.entry_id, ())))
