"""Assembles a reading: orders statements and events, nests them, and turns words into spans of the document."""

from dataclasses import dataclass

from parley.model import Document, Event, Mention, Reading, Span, Statement, TimeMention
from parley.read.encoder import conditions
from parley.read.encoder.casualties import settle_casualties
from parley.read.encoder.doubles import settle_doubles
from parley.read.encoder.statements import Done, Said, complete_contents, innermost, settle_claims, share_speakers
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words


def reading(document: Document, words: Words, said: list[Said], done: list[Done]) -> Reading:
    """Order statements and events by place, tie them to each other, and turn words into spans of the document."""
    said = complete_contents(words, sorted(said, key=lambda s: (s.cue.start, s.cue.end)))
    in_order = sorted(done, key=lambda d: (d.trigger.start, d.trigger.end))
    single = settle_doubles(words, settle_casualties(words, in_order, said), said)
    done = conditions.complete(words, settle_claims(single), said)
    parents = _parents(said)
    spoken = [next((i for i, s in enumerate(said) if s.cue.overlaps(d.trigger)), None) for d in done]
    done = share_speakers(said, done, spoken)
    cut = _Cut(document, words)
    return Reading(
        document=document,
        statements=tuple(cut.statement(i, s, parents[i]) for i, s in enumerate(said)),
        events=tuple(
            cut.event(i, d, innermost(said, d.trigger, own), own)
            for i, (d, own) in enumerate(zip(done, spoken, strict=True))
        ),
    )


def _parents(said: list[Said]) -> list[int | None]:
    """Index of the statement that encloses each: the smallest whose content holds its cue without being held."""
    parents: list[int | None] = []
    for i, inner in enumerate(said):
        around = [
            j for j, s in enumerate(said)
            if j != i and s.encloses(inner.cue) and not inner.encloses(s.cue) and (s.size, -j) > (inner.size, -i)
        ]  # fmt: skip
        parents.append(min(around, key=lambda j: (said[j].size, j), default=None))
    return parents


@dataclass(frozen=True)
class _Cut:
    """Cuts spans of words out of the document."""

    document: Document
    words: Words

    def statement(self, i: int, said: Said, parent: int | None) -> Statement:
        return Statement(
            id=f"S{i + 1}",
            source=self.mention(said.source, said.cue) if said.source else None,
            cue=self.span(said.cue),
            content=tuple(self.span(piece) for piece in said.content),
            addressee=self.mention(said.addressee, said.cue) if said.addressee else None,
            within=None if parent is None else f"S{parent + 1}",
            confidence=round(said.confidence, 4),
        )

    def event(self, i: int, done: Done, within: int | None, own: int | None) -> Event:
        return Event(
            id=f"E{i + 1}",
            trigger=self.span(done.trigger),
            type=done.type,  # type: ignore[arg-type]
            mode=done.mode,
            actor=tuple(self.mention(piece, done.trigger) for piece in done.roles["actor"]),
            recipient=tuple(self.mention(piece, done.trigger) for piece in done.roles["recipient"]),
            place=tuple(self.mention(piece, done.trigger) for piece in done.roles["place"]),
            time=tuple(self.time(piece, done.trigger) for piece in done.roles["time"]),
            modality=done.modality,  # type: ignore[arg-type]
            negated=done.negated,
            condition=self.span(done.condition) if done.condition else None,
            deadline=self.time(done.deadline, done.trigger) if done.deadline else None,
            within=None if within is None else f"S{within + 1}",
            about=None if own is None else f"S{own + 1}",
            confidence=round(done.confidence, 4),
        )

    def span(self, piece: Piece) -> Span:
        return self.document.span(*self._offsets(piece))

    def mention(self, piece: Piece, anchor: Piece) -> Mention:
        start, end = self._offsets(piece)
        return Mention(start, end, self.document.text[start:end], confidence=_sureness(piece, anchor))

    def time(self, piece: Piece, anchor: Piece) -> TimeMention:
        start, end = self._offsets(piece)
        return TimeMention(start, end, self.document.text[start:end], confidence=_sureness(piece, anchor))

    def _offsets(self, piece: Piece) -> tuple[int, int]:
        return int(self.words.start[piece.start]), int(self.words.end[piece.end - 1])


def _sureness(piece: Piece, anchor: Piece) -> float:
    """How probable it is that there is a cue or trigger, and that the piece belongs to it."""
    return round(piece.probability * anchor.probability, 4)
