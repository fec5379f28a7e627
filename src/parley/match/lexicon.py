"""Words that tell what an act is about and how it stands: the data file `lexicon.toml`, compiled once."""

import hashlib
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

Kind = tuple[str, str]
"""A PLOVER type and mode; an empty mode is any mode or none."""

_WORD = re.compile(r"[^\W\d_][\w’'-]+")
_ENDINGS = re.compile(r"(?:'s|’s|s'|s’|ies|ing|ed|es|s|e|y)$")
_STOP = frozenset(
    "the and for with from into onto that this these those their its his her who whom which what when where not are was"
    " were been being has have had will would may can shall must other others each any all some one two first said says"
    " say by of on in at to as or an it they them than then there also such only more most over under up out off"
    " between through during until after before while new forces force state states".split()
)


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


@cache
def load_lexicon() -> Lexicon:
    """Load the data file."""
    return msgspec.convert(tomllib.loads(_read()), Lexicon)


def fingerprint_lexicon() -> str:
    """Name the state of the data file by the first digits of its SHA-256."""
    return hashlib.sha256(_read().encode()).hexdigest()[:6]


def _read() -> str:
    return files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")


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
    parts = [
        (fragment, name) for name, fragments in load_lexicon().concepts.items() for fragment in fragments
    ]
    longest_first = sorted(parts, key=lambda part: -len(part[0]))
    names = dict.fromkeys(name for _, name in parts)
    grouped: dict[str, list[str]] = {name: [] for name in names}
    for fragment, name in longest_first:
        grouped[name].append(fragment)
    return re.compile(
        r"\b(?:" + "|".join(f"(?P<{name}>{'|'.join(found)})" for name, found in grouped.items()) + r")\b", re.IGNORECASE
    )


@lru_cache(maxsize=65_536)
def find_stems(text: str) -> frozenset[str]:
    """Reduce the content words of a text to stems."""
    return frozenset(
        stem
        for word in _WORD.findall(text.casefold())
        if word not in _STOP and len(stem := _ENDINGS.sub("", word)) > 2
    )


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
