"""Words that tell what an act is about and how it stands: the data file `lexicon.toml`, compiled once."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from parley.model import EventType

Kind = tuple[EventType, str]
"""A PLOVER type and mode; an empty mode is any mode or none."""

_WORD = re.compile(r"[^\W\d_][\w’'-]+")
_ENDINGS = re.compile(r"(?:ie|ing|ed|e|y)?(?:'s|’s|s'|s’|s)?$")


class _Pairing(Struct, frozen=True):
    act: Kind
    against: tuple[Kind, ...] = ()
    near: tuple[Kind, ...] = ()


class Lexicon(Struct, frozen=True):
    """The data file: concepts by name, pairs of acts, cues by name."""

    freed: tuple[str, ...]
    general: frozenset[str]
    concepts: dict[str, tuple[str, ...]]
    opposites: tuple[_Pairing, ...]
    neighbours: tuple[_Pairing, ...]
    cues: dict[str, tuple[str, ...]]
    idle: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """Load the data file."""
    data = files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(data), Lexicon)


@lru_cache(maxsize=65_536)
def find_concepts(text: str) -> frozenset[str]:
    """Name the concepts that a text speaks of."""
    return frozenset(match.lastgroup for match in _concept_pattern().finditer(text) if match.lastgroup)


def find_freed(concepts: frozenset[str]) -> frozenset[str]:
    """Say who or what is let go where the concepts name it; the body of a hostage is a body."""
    named = concepts & frozenset(load_lexicon().freed)
    return frozenset({"body"}) if "body" in named else named


def has_cue(name: str, text: str) -> bool:
    """Tell whether a text holds a cue of that name."""
    return cue_pattern(name).search(text) is not None


@cache
def cue_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of the cues of that name."""
    return re.compile(rf"\b(?:{'|'.join(load_lexicon().cues[name])})\b", re.IGNORECASE)


@cache
def _concept_pattern() -> re.Pattern[str]:
    """Concepts that stand earlier in the file win where two begin at the same word."""
    groups = [
        f"(?P<{name}>{'|'.join(sorted(words, key=len, reverse=True))})"
        for name, words in load_lexicon().concepts.items()
    ]
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def find_stems(text: str) -> frozenset[str]:
    """Reduce the content words of a text to stems."""
    idle = load_lexicon().idle
    stems = (_ENDINGS.sub("", word) for word in _WORD.findall(text.casefold()) if word not in idle)
    return frozenset(stem for stem in stems if len(stem) > 2)


def opposed_kinds(kind: Kind) -> tuple[Kind, ...]:
    """List the acts that withhold or undo an act of this kind."""
    return _pairings("against").get(kind, ())


def near_kinds(kind: Kind) -> tuple[Kind, ...]:
    """List the acts that a report may mean by an act of this kind, beside the kind itself."""
    return _pairings("near").get(kind, ())


@cache
def _pairings(field: str) -> dict[Kind, tuple[Kind, ...]]:
    lexicon = load_lexicon()
    rows = lexicon.opposites if field == "against" else lexicon.neighbours
    return {row.act: getattr(row, field) for row in rows}
