"""Statements and events in words: what the heads said of one cue or trigger, settled into spans."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from parley.read.encoder import spans
from parley.read.encoder.labels import EVENT_ROLES, MODALITIES, MODES, MODES_OF, STATEMENT_ROLES, TYPES
from parley.read.encoder.tags import Floats, Piece, log_softmax
from parley.read.encoder.windows import Words

SURE = 0.85
"""How probable a place or time must be that an event shares with another one that it belongs to more probably."""


@dataclass(frozen=True)
class Said:
    """A statement in words of the document."""

    cue: Piece
    source: Piece | None
    content: tuple[Piece, ...]
    addressee: Piece | None
    confidence: float

    @property
    def size(self) -> int:
        """Number of words said."""
        return sum(piece.end - piece.start for piece in self.content)

    def encloses(self, piece: Piece) -> bool:
        """Tell whether the piece lies within one span of the content."""
        return any(part.holds(piece) for part in self.content)


@dataclass(frozen=True)
class Done:
    """An event in words of the document."""

    trigger: Piece
    type: str
    mode: str | None
    modality: str
    negated: bool
    roles: dict[str, tuple[Piece, ...]] = field(default_factory=dict)
    condition: Piece | None = None
    deadline: Piece | None = None
    confidence: float = 0.0


def statement(words: Words, cue: Piece, roles: dict[str, list[Piece]], *, loose: bool = False) -> Said | None:
    """Make a statement from a cue and the spans of its roles; None when nothing is said.

    `loose`: source and addressee keep the marks at their ends.
    """
    said = [p for piece in roles["content"] if (p := spans.content(words, piece)) and not p.overlaps(cue)]
    if not said:
        return None
    if said[-1].start >= cue.end:
        said[-1] = spans.with_condition(words, said[-1])
    source, addressee = (_single(words, roles[role], cue, loose=loose) for role in STATEMENT_ROLES if role != "content")
    confidence = cue.probability * float(np.mean([p.probability for p in said]))
    confidence *= source.probability if source else 1.0
    return Said(spans.anchor(words, cue), source, tuple(_disjoint(said)), addressee, confidence)


def complete_contents(words: Words, said: Sequence[Said]) -> list[Said]:
    """Let contents that stop within a clause go on to its end, or to where another statement's begins."""
    places = [[piece.start for piece in (s.cue, s.source) if piece] for s in said]
    return [
        replace(s, content=tuple(_disjoint([spans.with_rest(words, p, own, others) for p in s.content])))
        for i, (s, own) in enumerate(zip(said, places, strict=True))
        for others in [[place for j, theirs in enumerate(places) if j != i for place in theirs]]
    ]


def event(words: Words, trigger: Piece, roles: dict[str, list[Piece]], traits: Floats) -> Done:
    """Make an event from a trigger, the spans of its roles and the scores of its traits [traits]."""
    sizes = (len(TYPES), len(MODES), len(MODALITIES))
    kinds, modes, modalities, negation = (log_softmax(part) for part in np.split(traits, np.cumsum(sizes)))
    kind = TYPES[int(kinds.argmax())]
    allowed = [i for i, mode in enumerate(MODES) if mode is None or mode in MODES_OF.get(kind, ())]
    mode = MODES[max(allowed, key=lambda i: float(modes[i]))]
    settled = {role: tuple(_disjoint(_settle(words, roles[role], role, trigger))) for role in EVENT_ROLES}
    sure = trigger.probability * float(np.exp(kinds.max() + modalities.max() + negation.max()))
    modality = MODALITIES[int(modalities.argmax())]
    return Done(spans.anchor(words, trigger), kind, mode, modality, bool(negation.argmax()), settled, confidence=sure)


def _settle(words: Words, pieces: list[Piece], role: str, trigger: Piece) -> list[Piece]:
    settle = spans.moment if role == "time" else spans.name
    settled = [p for piece in pieces if (p := settle(words, piece)) and not p.overlaps(trigger)]
    return [spans.with_noun(words, p, trigger.start) for p in settled]


def settle_claims(done: Sequence[Done]) -> list[Done]:
    """Leave a place or time that several events claim to the surest of them, and to those that are sure enough."""
    for role in ("place", "time"):
        claims = [piece for event in done for piece in event.roles[role]]
        done = [
            replace(event, roles={**event.roles, role: tuple(p for p in event.roles[role] if _stands(p, claims))})
            for event in done
        ]
    return list(done)


def _stands(piece: Piece, claims: Sequence[Piece]) -> bool:
    return piece.probability >= max(
        (min(SURE, rival.probability) for rival in claims if rival.overlaps(piece)), default=0.0
    )


def share_speakers(said: Sequence[Said], done: Sequence[Done], spoken: Sequence[int | None]) -> list[Done]:
    """Give a speech act without an actor its statement's source, and take the addressee among its recipients.

    `spoken` holds, for each event, the index of the statement that it utters, or None. Of 772 annotated acts whose
    statement has a source 764 have it as their actor; of 104 addressees 95 are recipients.
    """
    found: list[Done] = []
    for event, own in zip(done, spoken, strict=True):
        if own is None:
            found.append(event)
            continue
        statement, roles = said[own], event.roles
        if not roles["actor"] and statement.source:
            roles = {**roles, "actor": (statement.source,)}
        if statement.addressee and not any(statement.addressee.overlaps(p) for p in roles["recipient"]):
            roles = {**roles, "recipient": (*roles["recipient"], statement.addressee)}
        found.append(replace(event, roles=roles))
    return found


def innermost(said: Sequence[Said], piece: Piece, own: int | None = None) -> int | None:
    """Index of the innermost statement, other than `own`, whose content holds a piece."""
    around = [j for j, s in enumerate(said) if j != own and s.encloses(piece)]
    return min(around, key=lambda j: (said[j].size, j), default=None)


def _single(words: Words, pieces: list[Piece], cue: Piece, *, loose: bool) -> Piece | None:
    """Choose the likeliest of several spans where there can be one; the nearest to the cue among equals."""
    settled = pieces if loose else [p for piece in pieces if (p := spans.name(words, piece))]
    return max(settled, key=lambda p: (round(p.probability, 2), -abs(p.start - cue.start)), default=None)


def _disjoint(pieces: list[Piece]) -> list[Piece]:
    """Join spans that came to overlap when they were settled."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.start, p.end)):
        if joined and joined[-1].overlaps(piece):
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return joined
