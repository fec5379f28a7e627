"""Joining things to groups, some of which are kept apart."""

from collections import defaultdict
from collections.abc import Iterable


class Groups:
    """Connected components, two of which are never joined when a member of each is to be kept apart.

    Args:
        members: what is grouped, each a group of its own at first.
        apart: pairs of members that never come to stand in one group.
    """

    def __init__(self, members: Iterable[str], apart: Iterable[tuple[str, str]] = ()) -> None:
        self._head = {member: member for member in members}
        self._apart: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for a, b in apart:
            if a in self._head and b in self._head:
                self._apart[a].add((a, b))
                self._apart[b].add((a, b))

    def find(self, member: str) -> str:
        """Give the head of a member's group."""
        while (head := self._head[member]) != member:
            self._head[member] = member = self._head[head]
        return head

    def join(self, a: str, b: str) -> bool:
        """Join two groups unless they are kept apart; tell whether both stand in one group now."""
        a, b = sorted((self.find(a), self.find(b)))
        if a == b:
            return True
        if self.find_apart(a, b):
            return False
        self._head[b] = a
        self._apart[a] |= self._apart.pop(b, set())
        return True

    def find_apart(self, a: str, b: str) -> tuple[str, str] | None:
        """Give the least of the pairs that keep two groups apart; null where nothing does."""
        a, b = self.find(a), self.find(b)
        if a == b or a not in self._apart or b not in self._apart:
            return None
        pairs = [pair for pair in self._apart[a] & self._apart[b] if {self.find(each) for each in pair} == {a, b}]
        return min(pairs, default=None)
