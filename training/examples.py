"""Training examples: annotated texts, whatever corpus they come from, as words with sets of allowed labels.

A label is a *set* of tags: where a corpus does not say (an addressee in PolNeAR, a cue inside somebody's content there)
every tag that it leaves open is allowed, and the loss asks only that the allowed tags together be probable.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from parley.read.encoder.labels import (
    BEGIN,
    CONVENTIONS,
    EVENT_ROLES,
    EVENT_TAGS,
    INSIDE,
    MODALITIES,
    MODES,
    OUTSIDE,
    STATEMENT_ROLES,
    STATEMENT_TAGS,
    TYPES,
)
from parley.read.encoder.windows import Words, split

Offsets = tuple[int, int]
Bools = npt.NDArray[np.bool_]


@dataclass
class Anchor:
    """A cue or a trigger with its roles, in code points. `traits` are indices of type, mode, modality, negation."""

    span: Offsets
    roles: dict[str, list[Offsets]]
    traits: tuple[int, int, int, int] | None = None


@dataclass
class Example:
    """One annotated text, and where its annotation is silent: there any cue or trigger may or may not be."""

    id: str
    text: str
    statements: list[Anchor] = field(default_factory=list)
    events: list[Anchor] = field(default_factory=list)
    open_cues: list[Offsets] = field(default_factory=list)
    open_triggers: list[Offsets] = field(default_factory=list)
    addressees: bool = True
    convention: int = CONVENTIONS.index("parley")


@dataclass
class Labelled:
    """An anchor in words: its range, and the tags allowed for each word of the text, as [words, tags]."""

    start: int
    end: int
    allowed: Bools
    traits: tuple[int, int, int, int] | None


@dataclass
class Encoded:
    """An example cut into words with allowed tags: cues [words, 3], triggers [words, 3], and its anchors."""

    words: Words
    cues: Bools
    triggers: Bools
    statements: list[Labelled]
    events: list[Labelled]
    convention: int


def fingerprint(text: str) -> str:
    """Hash by which a text is kept out of training when it is held out."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def from_reading(row: dict[str, Any]) -> Example:
    """Turn a row in reading format 1 into an example."""
    statements = [
        Anchor(
            _span(s["cue"]),
            {"source": _spans(s["source"]), "content": _spans(s["content"]), "addressee": _spans(s["addressee"])},
        )
        for s in row["statements"]
    ]
    events = [Anchor(_span(e["trigger"]), _event_roles(e), _traits(e)) for e in row["events"]]
    return Example(row["id"], row["text"], statements, events)


def from_polnear(row: dict[str, Any]) -> Example:
    """Turn a PolNeAR article into an example: it has no events, no addressees, and nothing within what is said."""
    statements = [
        Anchor((a["cue"][0][0], a["cue"][-1][1]), {"source": _pairs(a["source"]), "content": _pairs(a["content"])})
        for a in row["attributions"]
        if a["cue"] and a["content"]
    ]
    said = [span for anchor in statements for span in anchor.roles["content"]]
    everywhere = [(0, len(row["text"]))]
    own = CONVENTIONS.index("polnear")
    return Example(row["id"], row["text"], statements, [], said, everywhere, addressees=False, convention=own)


def encode(example: Example, tokenizer: Tokenizer) -> Encoded:
    """Cut an example into words and lay its annotation over them."""
    words = split(example.text, tokenizer)
    lenient = not example.addressees
    return Encoded(
        words=words,
        cues=_anchor_tags(words, example.statements, example.open_cues),
        triggers=_anchor_tags(words, example.events, example.open_triggers),
        statements=[_label(words, a, STATEMENT_ROLES, STATEMENT_TAGS, lenient=lenient) for a in example.statements],
        events=[_label(words, a, EVENT_ROLES, EVENT_TAGS) for a in example.events],
        convention=example.convention,
    )


def held_out(paths: Iterable[Path]) -> frozenset[str]:
    """Return the fingerprints of all texts in held-out files."""
    return frozenset(fingerprint(row["text"]) for path in paths for row in rows(path))


def _span(span: dict[str, Any]) -> Offsets:
    return span["start"], span["end"]


def _spans(value: dict[str, Any] | list[dict[str, Any]] | None) -> list[Offsets]:
    return [_span(v) for v in ([value] if isinstance(value, dict) else value or [])]


def _pairs(value: list[list[int]]) -> list[Offsets]:
    return [(a, b) for a, b in value]


def _event_roles(event: dict[str, Any]) -> dict[str, list[Offsets]]:
    """The roles of an event; a deadline is learned as a time and told apart by rule."""
    roles = {role: _spans(event[role]) for role in EVENT_ROLES}
    return {**roles, "time": roles["time"] + _spans(event["deadline"])}


def _traits(event: dict[str, Any]) -> tuple[int, int, int, int]:
    return (TYPES.index(event["type"]), MODES.index(event["mode"]), MODALITIES.index(event["modality"]),
            int(bool(event["negated"])))  # fmt: skip


def _anchor_tags(words: Words, anchors: list[Anchor], unsaid: list[Offsets]) -> Bools:
    """Allowed tags [words, 3] of cues or triggers; inside `unsaid` any tag is allowed."""
    allowed = np.zeros((len(words), 3), dtype=bool)
    allowed[:, OUTSIDE] = True
    for span in unsaid:
        start, end = words.range(*span)
        allowed[start:end] = True
    for anchor in anchors:
        start, end = words.range(*anchor.span)
        allowed[start:end] = False
        allowed[start : start + 1, BEGIN] = True
        allowed[start + 1 : end, INSIDE] = True
    return allowed


def _label(
    words: Words, anchor: Anchor, roles: tuple[str, ...], tags: tuple[str, ...], *, lenient: bool = False
) -> Labelled:
    """Lay the roles of an anchor over the words. `lenient`: what is outside may also be an addressee."""
    allowed = np.zeros((len(words), len(tags)), dtype=bool)
    allowed[:, 0] = True
    if lenient:
        allowed[:, [tags.index("B-addressee"), tags.index("I-addressee")]] = True
    for role in reversed(roles):
        for span in anchor.roles.get(role, []):
            start, end = words.range(*span)
            allowed[start:end] = False
            allowed[start : start + 1, tags.index(f"B-{role}")] = True
            allowed[start + 1 : end, tags.index(f"I-{role}")] = True
    return Labelled(*words.range(*anchor.span), allowed, anchor.traits)
