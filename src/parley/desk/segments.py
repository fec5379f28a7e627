"""A report's text cut into segments, so that spans that nest and overlap can be drawn one below the other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from markupsafe import Markup, escape
from msgspec import Struct

from parley.amending import ANCHORS, ROLES, list_spans
from parley.derive import join_names
from parley.model import Entry, EntryKind, Event, Span, Statement

Held = TypeVar("Held")

LANES = 5
"""How many underlines are stacked; what nests deeper shares the lowest."""


class Line(Struct, frozen=True):
    """An underline below a segment: lane 0 is next to the text."""

    lane: int
    role: str


class Segment(Struct, frozen=True):
    """A stretch of text under the same spans throughout.

    `own` are the roles that it plays in the entry on show; `leads_to` is the entry that hangs on it, if another.
    """

    text: Markup
    own: tuple[str, ...]
    lines: tuple[Line, ...]
    leads_to: str | None = None
    title: str = ""


def list_roles(item: Statement | Event) -> Iterator[tuple[str, Span]]:
    """Yield every span of an item with the role that it plays there, the anchor first."""
    kind: EntryKind = "statement" if isinstance(item, Statement) else "event"
    for role in dict.fromkeys((ANCHORS[kind], *ROLES[kind])):
        for span in list_spans(item, role):
            yield role, span


def cut_segments(text: str, entries: Sequence[Entry], shown: Entry) -> list[Segment]:
    """Cut a text wherever a span of one of its entries begins or ends.

    Args:
        text: of the document.
        entries: of the document, as they stand.
        shown: the one entry whose own spans are told apart.
    """
    others = {
        (span.start, span.end): (role, span)
        for entry in entries
        if entry.id != shown.id
        for role, span in list_roles(entry.item)
    }
    own, lines = list(list_roles(shown.item)), list(_stack(others.values()))
    anchors = list(_list_anchors(entries, shown))
    spans = [span for layer in (own, lines, anchors) for _, span in layer]
    bounds = sorted({0, len(text)} | {span.start for span in spans} | {span.end for span in spans})
    roles, under, hanging = _spread(own, bounds), _spread(lines, bounds), _spread(anchors, bounds)
    segments = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        leads = next(iter(hanging[number]), None)
        segments.append(
            Segment(
                text=_escape(text[start:end]),
                own=tuple(dict.fromkeys(roles[number])),
                lines=tuple(sorted(under[number], key=lambda line: -line.lane)),
                leads_to=leads.id if leads else None,
                title=_tell(leads) if leads else "",
            )
        )
    return segments


def _spread(layer: Iterable[tuple[Held, Span]], bounds: Sequence[int]) -> list[list[Held]]:
    """List for each segment what the spans that cover it carry."""
    number_of = {bound: number for number, bound in enumerate(bounds)}
    covering: list[list[Held]] = [[] for _ in bounds]
    for held, span in layer:
        for number in range(number_of[span.start], number_of[span.end]):
            covering[number].append(held)
    return covering


def _stack(spans: Iterable[tuple[str, Span]]) -> Iterator[tuple[Line, Span]]:
    """Give each span the first lane that is free along it, the shortest spans first, so that outer ones lie lower."""
    taken: list[list[Span]] = [[] for _ in range(LANES)]
    for role, span in sorted(spans, key=lambda pair: (pair[1].end - pair[1].start, pair[1].start)):
        free = (lane for lane, held in enumerate(taken) if not any(span.overlaps(other) for other in held))
        lane = next(free, LANES - 1)
        taken[lane].append(span)
        yield Line(lane, role), span


def _list_anchors(entries: Iterable[Entry], shown: Entry) -> Iterator[tuple[Entry, Span]]:
    """Yield the anchors on which other entries hang, each once: an event before the statement whose cue it shares."""
    taken = {(shown.item.anchor.start, shown.item.anchor.end)}
    for entry in sorted(entries, key=lambda entry: entry.kind):
        anchor = entry.item.anchor
        if (anchor.start, anchor.end) not in taken:
            taken.add((anchor.start, anchor.end))
            yield entry, anchor


def _tell(entry: Entry) -> str:
    if isinstance(entry.item, Statement):
        return f"statement of {entry.speaker or 'somebody'}"
    return f"{entry.standing}: {entry.item.type} {join_names(entry.item.actor)}".strip()


def _escape(text: str) -> Markup:
    """Escape a text so that a browser counts it as we do: a bare carriage return would become a line feed."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 (escaped just before)
