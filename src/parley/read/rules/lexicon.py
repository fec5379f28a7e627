"""The reader's lexicon: what each word form can mean, loaded once from `lexicon.toml`."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from parley.model import EventType

Frame = Literal["clause", "that", "listener", "object", "charge"]
Form = Literal["base", "present", "past", "participle", "noun"]
Governor = Literal["future", "requested", "refused", "hypothetical", "obliged", "actual", "unfulfilled"]

BLANK = "_"
_VOWELS = "aeiou"


class Sense(Struct, frozen=True):
    """One thing that a word form can mean: an act, a way of saying, or both (a speech act)."""

    form: Form
    type: EventType | None = None
    mode: str | None = None
    frame: Frame | None = None


class _Row(Struct, frozen=True):
    type: EventType | None = None
    mode: str | None = None
    frame: Frame | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class _Small(Struct, frozen=True):
    determiners: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    prepositions: frozenset[str]
    links: frozenset[str]
    auxiliaries: frozenset[str]
    modals: frozenset[str]
    negators: frozenset[str]
    adverbs: frozenset[str]
    accidents: frozenset[str]
    light: frozenset[str]
    documents: frozenset[str]
    abbreviations: frozenset[str]
    verbs: frozenset[str]


class _File(Struct, frozen=True):
    irregular: dict[str, tuple[str, ...]]
    cue: tuple[_Row, ...]
    act: tuple[_Row, ...]
    govern: dict[Governor, tuple[str, ...]]
    small: _Small


class Lexicon:
    """All word forms, indexed by their first word."""

    def __init__(self, source: _File) -> None:
        self.small = source.small
        self._irregular = source.irregular
        self._senses: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = {}
        forms: dict[tuple[str, ...], list[Sense]] = {}
        for words, sense in self._list_senses((*source.cue, *source.act)):
            forms.setdefault(words, []).append(sense)
        for words, senses in sorted(forms.items(), key=lambda item: -len(item[0])):
            self._senses.setdefault(words[0], []).append((words, tuple(senses)))
        self._governors: dict[str, list[tuple[tuple[str, ...], Governor]]] = {}
        for governor, lemmas in source.govern.items():
            for words in {words for lemma in lemmas for words, _ in self._inflect(lemma)}:
                self._governors.setdefault(words[0], []).append((words, governor))
        self.verbs = frozenset(words[0] for lemma in source.small.verbs for words, _ in self._inflect(lemma))

    def find_senses(self, words: Sequence[str], at: int) -> tuple[int, tuple[Sense, ...]]:
        """Return how many words from `at` on form the longest known entry, and its senses; (0, ()) when none."""
        for pattern, senses in self._senses.get(words[at], ()):
            if self._matches(pattern, words, at):
                return len(pattern), senses
        return 0, ()

    def find_governor(self, words: Sequence[str], at: int) -> tuple[int, Governor] | None:
        """Return the length and kind of the longest governing word at `at`."""
        found = [
            (len(pattern), kind)
            for pattern, kind in self._governors.get(words[at], ())
            if self._matches(pattern, words, at)
        ]
        return max(found, key=lambda item: item[0], default=None)

    def _matches(self, pattern: tuple[str, ...], words: Sequence[str], at: int) -> bool:
        if at + len(pattern) > len(words):
            return False
        small = self.small
        return all(
            part == words[at + i] or (part == BLANK and words[at + i] in small.possessives | small.determiners)
            for i, part in enumerate(pattern)
        )

    def _list_senses(self, rows: Iterable[_Row]) -> Iterator[tuple[tuple[str, ...], Sense]]:
        for row in rows:
            for noun in row.nouns:
                for words in _pluralise(noun):
                    yield words, Sense("noun", row.type, row.mode, row.frame)
            for verb in row.verbs:
                for words, form in self._inflect(verb):
                    yield words, Sense(form, row.type, row.mode, row.frame)

    def _inflect(self, lemma: str) -> Iterator[tuple[tuple[str, ...], Form]]:
        """Yield the forms of a verb, the first word inflected."""
        first, *rest = lemma.split()
        pasts = self._irregular.get(first) or (_suffix(first, "ed"),)
        yield (first, *rest), "base"
        yield (_add_s(first), *rest), "present"
        for past in pasts:
            yield (past, *rest), "past"
        yield (_suffix(first, "ing"), *rest), "participle"


def _suffix(verb: str, ending: str) -> str:
    """Add "ed" or "ing" as English spells it."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + ending
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied" if ending == "ed" else verb + ending
    short = len(verb) <= 4 or verb in ("kidnap", "commit", "permit", "admit", "regret", "expel")
    if short and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS and verb[-3:-2] not in tuple(_VOWELS):
        return verb + verb[-1] + ending
    return verb + ending


def _add_s(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in _VOWELS else word + "s"


def _pluralise(noun: str) -> Iterator[tuple[str, ...]]:
    *first, last = noun.split()
    yield (*first, last)
    yield (*first, _add_s(last))


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that stands beside this module."""
    data = files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    return Lexicon(msgspec.convert(tomllib.loads(data), _File))
