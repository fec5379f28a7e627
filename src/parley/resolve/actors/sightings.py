"""A stretch of a text that names somebody: an antecedent that later mentions go back to."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from parley.model import Mention, Reading
from parley.resolve.actors.links import Link

Sort = Literal["person", "state", "group", "body", "place", "joint"]
PLACED = re.compile(r"^(?:[\w.'’-]+ ){0,3}(?:state|city|town|village|island|province|region|emirate) of (?=[A-Z])")
"""What a name is of that stands after it: "the village of"."""
INDIRECT = 0.5
"""Score of what is only implied: an adjective, a capital."""


class Sighting(Struct, frozen=True):
    """A stretch of the text that names somebody, in the order of the text; `subject` tells who acts or speaks."""

    start: int
    end: int
    text: str
    link: Link
    sort: Sort
    subject: bool = False

    @property
    def quoted(self) -> str:
        """Its words with their place in the text."""
        return f"“{self.text}” at {self.start}-{self.end}"

    def lead(self, rule: str, score: float, alternatives: Iterable[str] = ()) -> Link:
        """Link what goes back to it."""
        evidence = f"{rule}: {self.quoted}"
        return Link(self.link.entities, evidence, score, self.link.ids, tuple(alternatives))


def list_named(reading: Reading) -> Iterator[Mention]:
    """Yield whoever speaks, is spoken to, acts or is acted on."""
    for statement in reading.statements:
        yield from filter(None, (statement.source, statement.addressee))
    for event in reading.events:
        yield from (*event.actor, *event.recipient)


def list_attackers(reading: Reading) -> Iterator[Mention]:
    """Yield who attacked, where that is told as having happened."""
    for event in reading.events:
        if event.type == "ASSAULT" and event.modality == "actual" and not event.negated:
            yield from event.actor
