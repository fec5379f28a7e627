"""The revisions of one thing that two records know, in one order, so that no person's decision is lost.

A decision outlives what readers say later. An undoing takes back that person's own newest decision and no other one:
where another person decided too, that person's word is in force again.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from parley.record.pairing import Row, is_decided, order_of, says

Found = Sequence[tuple[int, Row]]
"""Revisions of one thing, each with the number of the record that it stands in: 0 or 1."""
Undoings = Collection[tuple[str, dt.datetime]]
"""Entries on which a decision was taken back, each with the moment."""
_CONTENT = ("state", "item", "reader", "proposal_id", "decision_id", "payload", "identity", "agreement", "entry_id")
"""Columns of a revision that say what holds, not who wrote it when."""


class Ordered:
    """Revisions of one thing in one order.

    Args:
        found: of one record or of both, ids as the new record has them.
        undoings: of both records.

    Attributes:
        kept: the revisions of the new record.
        numbers: by record and revision there, the revision here; null for one that is not needed.
        standing: the revisions that nobody took back, the first one first.
    """

    def __init__(self, found: Found, undoings: Undoings) -> None:
        self.kept: list[Row] = []
        self.numbers: dict[tuple[int, int], int | None] = {}
        self.standing: list[Row] = []
        self._undoings = undoings
        self._own = {(number, row["revision"]): says(row) for number, row in found}
        self._known = [{said for (of, _), said in self._own.items() if of == number} for number in (0, 1)]
        placed: dict[tuple[str, str], int | None] = {}
        for number, row in sorted(found, key=lambda each: order_of(each[1])):
            if order_of(row) not in placed:
                placed[order_of(row)] = self._place(number, row)
            self.numbers[number, row["revision"]] = placed[order_of(row)]
        for row in self.kept:
            following = self.kept[row["revision"] : row["revision"] + 1]
            row["recorded_until"] = following[0]["recorded_at"] if following else None

    def find_last_word(self) -> Row | None:
        """Return the newest decision that stands; null where there is none."""
        return next((row for row in reversed(self.standing) if is_decided(row)), None)

    def _place(self, number: int, row: Row) -> int | None:
        if self._undoes(row):
            row = self._take_back(number, row)
        elif self.kept and is_decided(self.kept[-1]) and not is_decided(row) and not self._follows(number, row):
            return None
        else:
            self.standing.append(row)
        if not self.kept or says(self.kept[-1]) != says(row):
            self.kept.append(row | {"revision": len(self.kept) + 1})
        return len(self.kept)

    def _undoes(self, row: Row) -> bool:
        return row["action"] == "undo" if "action" in row else (row["entry_id"], row["recorded_at"]) in self._undoings

    def _follows(self, number: int, row: Row) -> bool:
        return self._own.get((number, row["revision"] - 1)) == says(self.kept[-1])

    def _take_back(self, number: int, row: Row) -> Row:
        """Let stand what stood before a decision: what its own record says, or what the other person decided."""
        undone = self._own.get((number, row["revision"] - 1))
        places = [
            place
            for place, held in enumerate(self.standing)
            if (is_decided(held) and held["by"] == row["by"] if "by" in row else says(held) == undone)
        ]
        if places:
            del self.standing[places[-1]]
        before = self.standing[-1] if self.standing else None
        if before is None or not is_decided(before) or says(before) in self._known[number]:
            return row
        return row | {name: before[name] for name in _CONTENT if name in before}
