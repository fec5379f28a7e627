"""The PLOVER event types: what each means, its quad class and its modes."""

from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from parley.model import EventType
from parley.ontology.folding import load_vocabulary

Quad = Literal["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]


class EventKind(Struct, frozen=True):
    """One PLOVER type."""

    gloss: str
    quad: Quad
    modes: tuple[str, ...] = ()

    @property
    def verbal(self) -> bool:
        """Tell whether the act is done by speaking."""
        return self.quad.startswith("verbal")


def name_kind(kind: str, mode: str | None) -> str:
    """Write a type with its mode where it has one: "RETREAT/release"."""
    return f"{kind}/{mode}" if mode else kind


@cache
def event_kinds() -> dict[EventType, EventKind]:
    """Return the sixteen types in PLOVER's order."""
    return msgspec.convert(load_vocabulary("plover.toml"), dict[EventType, EventKind])
