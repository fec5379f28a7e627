"""Taking words out of texts and of what was made of them: marks of the same length, so that every other span fits."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from parley.errors import InputError
from parley.model import MARK

Offsets = tuple[int, int]
"""Code points of a text, half-open."""
_TOKEN = re.compile(r"[^\W_]+")
_SPAN = {"start", "end", "text"}
_LAYERS = {"times", "places", "mentions", "counts"}
"""Layers of a reading: their elements say what words mean, so they go with the words."""
_FIXED = {
    "id", "within", "about", "type", "mode", "modality", "kind", "document_id", "entry_id", "agreement", "clause",
    "bearing", "state", "action", "coder", "sha256", "comparator", "modifier", "rule", "corrects", "corrects_id",
}  # fmt: skip
"""Keys whose values are ids or words of Parley's own."""


class Phrases:
    """Words to take out: found whatever their case and whatever stands between them, as whole words only.

    Args:
        phrases: passages or names.

    Raises:
        InputError: a phrase holds no letter or digit.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(dict.fromkeys(phrases))
        forms = [form for phrase in self.phrases for form in _vary(phrase)]
        forms.sort(key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])[\u0300-\u036f]*", re.IGNORECASE)

    def find(self, text: str) -> list[Offsets]:
        """List where the words stand in a text."""
        return [match.span() for match in self._pattern.finditer(text)]

    def stand_in(self, text: str) -> bool:
        """Tell whether any of the words stands in a text, be it written as an address."""
        return bool(self._pattern.search(text) or ("%" in text and self._pattern.search(unquote(text))))

    def black(self, text: str) -> str:
        """Put marks in the place of the words."""
        if "%" in text and not self._pattern.search(text) and self._pattern.search(unquote(text)):
            text = unquote(text)
        return black_places(text, self.find(text))


def _vary(phrase: str) -> list[str]:
    """Write a phrase as patterns, with its letters composed and decomposed."""
    forms = {unicodedata.normalize(form, phrase) for form in ("NFC", "NFD")}
    tokens = [_TOKEN.findall(form) for form in forms | {phrase}]
    if not all(tokens):
        remedy = "Give a passage or a name, or the offsets of one."
        raise InputError("there are no words to take out", where=repr(phrase), remedy=remedy)
    return list(dict.fromkeys(r"[\W_]+".join(map(re.escape, found)) for found in tokens))


def list_tokens(name: str) -> list[str]:
    """Cut a name into its words."""
    return _TOKEN.findall(name)


def widen_place(text: str, start: int, end: int) -> str:
    """Return the words that a place touches, whole.

    Raises:
        InputError: the place does not lie in the text.
    """
    if not 0 <= start < end <= len(text):
        what = f"{start}:{end} does not lie in the text, which has {len(text)} characters"
        raise InputError(
            what, where="--span", remedy="Offsets count characters (code points) from 0; the end is left out."
        )
    touched = [match.span() for match in _TOKEN.finditer(text) if match.start() < end and start < match.end()]
    return text[min((s for s, _ in touched), default=start) : max((e for _, e in touched), default=end)]


def black_places(text: str, places: Iterable[Offsets]) -> str:
    """Put a mark in the place of each code point of some places."""
    parts, done = [], 0
    for start, end in sorted(places):
        if end > done:
            parts += [text[done : max(start, done)], MARK * (end - max(start, done))]
            done = end
    return "".join([*parts, text[done:]])


class Blacked(Struct, frozen=True):
    """A document's text with marks, and where they stand."""

    text: str
    places: Sequence[Offsets]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a place shares a code point with the marks."""
        return any(first < end and start < last for first, last in self.places)


def black_value(value: Any, words: Phrases, of: Blacked | None = None) -> Any:  # noqa: ANN401 (JSON)
    """Take the words out of a value of JSON.

    Args:
        value: spans in it are cut anew; a name, a day or a position that was read from words that are gone goes too.
        words: taken out of every text in it that is not a span's.
        of: the document that its spans lie in; null where it has none.
    """
    if isinstance(value, str):
        return words.black(value)
    if isinstance(value, list):
        return [black_value(item, words, of) for item in value]
    if not isinstance(value, dict):
        return value
    if of and value.keys() >= _SPAN:
        start, end = value["start"], value["end"]
        cut = {"start": start, "end": end, "text": of.text[start:end]}
        return cut if of.touches(start, end) else {**_black_fields(value, words, of), **cut}
    return _black_fields(value, words, of)


def _black_fields(value: Mapping[str, Any], words: Phrases, of: Blacked | None) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, field in value.items():
        if key in _FIXED and isinstance(field, str):
            kept[key] = field
        elif key in _LAYERS and of and isinstance(field, list):
            kept[key] = [black_value(item, words, of) for item in field if not of.touches(item["start"], item["end"])]
        else:
            kept[key] = black_value(field, words, of)
    return kept


def find_names(value: Any, of: Blacked) -> set[str]:  # noqa: ANN401 (JSON)
    """Collect the names that were read from words that marks now cover."""
    if isinstance(value, list):
        return {name for item in value for name in find_names(item, of)}
    if not isinstance(value, dict):
        return set()
    if value.keys() >= _SPAN and of.touches(value["start"], value["end"]):
        return {name for name in (value.get("entity"), *value.get("entities", ())) if name}
    return {name for item in value.values() for name in find_names(item, of)}
