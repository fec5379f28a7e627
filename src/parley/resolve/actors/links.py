"""What a mention was found to denote, and why."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from parley.ontology.registry import Actor, Name


class Link(Struct, frozen=True):
    """The entities of a mention (several for a joint one), the rule that found them, and what else they might be.

    `ids` are registry ids, empty where the entry is the document's own; `score` runs from 0 to 1 and says how far the
    rule is to be trusted; `evidence` is what the user is shown: rule, alias or office, antecedent with its offsets.
    """

    entities: tuple[str, ...]
    evidence: str
    score: float
    ids: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()

    @property
    def entity(self) -> str:
        """The plain name; those of a joint mention as they are listed: "A", "A and B", "A, B and C"."""
        *first, last = self.entities
        return f"{', '.join(first)} and {last}" if first else last

    def seen_as(self, evidence: str, score: float) -> "Link":
        """Return the same entities found in another way."""
        return replace(self, evidence=evidence, score=score)


def link_name(name: Name, evidence: str, score: float, others: Sequence[Name] = ()) -> Link:
    """Link to what a name denotes."""
    return Link((name.entity,), evidence, score, (name.id,), tuple(other.entity for other in others))


def link_actor(actor: Actor, evidence: str, score: float, others: Sequence[Actor] = ()) -> Link:
    """Link to an entry."""
    return Link((actor.name,), evidence, score, (actor.id,), tuple(other.name for other in others))


def join_links(parts: Sequence[Link], evidence: str = "joint") -> Link:
    """Link to several entities at once, as sure as the least sure of them."""
    return Link(
        tuple(entity for part in parts for entity in part.entities),
        evidence,
        min(part.score for part in parts),
        tuple(actor_id for part in parts for actor_id in part.ids),
    )
