"""Which language a text is in. English is presumed for the Latin alphabet until another language is shown.

A text wrongly called foreign is never read, so the presumption errs towards English.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Protocol

HEAD = 2_000
"""Characters looked at; py3langid takes 0.3 ms for them."""
ENGLISH_WORDS = frozenset({
    "the", "of", "and", "that", "with", "from", "has", "have", "had", "been", "were", "which", "this", "these", "their",
    "they", "would", "could", "after", "before", "its", "says", "said", "between", "against", "who", "about",
})  # fmt: skip
"""Frequent words that other languages of the Latin alphabet do not have."""
ENGLISH_SHARE = 0.05
"""With this share of such words a text is English without asking the model: 90 % of 7,910 English news texts."""
CONFIDENCE = 0.6
"""Probability from which the model is believed; below it a text is in the language its script is presumed to show."""
LATIN = (
    "en", "es", "fr", "de", "it", "pt", "nl", "tr", "pl", "ro", "cs", "sk", "hu", "sv", "da", "no", "fi", "hr", "sl",
    "sq", "lt", "lv", "et", "ca", "az", "uz", "id", "ms", "tl", "vi", "sw", "so", "ha", "ku", "om", "rw", "af",
)  # fmt: skip
# Ranges of letters and the languages written in them that the model may choose from, the presumed one first.
SCRIPTS = (
    ("Latin", r"A-Za-zÀ-ɏḀ-ỿ", LATIN),
    ("Arabic", r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ("ar", "fa", "ur", "ps", "ug", "ku")),
    ("Hebrew", r"\u0590-\u05ff", ("he",)),
    ("Cyrillic", r"\u0400-\u052f", ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn")),
    ("Greek", r"\u0370-\u03ff\u1f00-\u1fff", ("el",)),
    ("Georgian", r"\u10a0-\u10ff", ("ka",)),
    ("Armenian", r"\u0530-\u058f", ("hy",)),
    ("Kana", r"\u3040-\u30ff", ("ja",)),
    ("Hangul", r"\uac00-\ud7af", ("ko",)),
    ("Han", r"\u3400-\u4dbf\u4e00-\u9fff", ("zh",)),
    ("Devanagari", r"\u0900-\u097f", ("hi", "ne", "mr")),
    ("Bengali", r"\u0980-\u09ff", ("bn",)),
    ("Gurmukhi", r"\u0a00-\u0a7f", ("pa",)),
    ("Tamil", r"\u0b80-\u0bff", ("ta",)),
    ("Sinhala", r"\u0d80-\u0dff", ("si",)),
    ("Thai", r"\u0e00-\u0e7f", ("th",)),
    ("Myanmar", r"\u1000-\u109f", ("my",)),
    ("Ethiopic", r"\u1200-\u137f", ("am", "ti")),
    ("Khmer", r"\u1780-\u17ff", ("km",)),
)  # fmt: skip
_LETTERS = tuple((re.compile(f"[{letters}]"), languages) for _, letters, languages in SCRIPTS)
_KANA = re.compile("[\u3040-\u30ff]")


class _Identifier(Protocol):
    """What is used of py3langid's model."""

    def rank(self, text: str) -> list[tuple[str, float]]: ...


def detect_language(text: str) -> str | None:
    """Tell the language of a text as a code of ISO 639-1; a text without letters has none."""
    head = text[:HEAD]
    languages = _languages_of_script(head)
    if not languages or len(languages) == 1:
        return next(iter(languages), None)
    if languages is LATIN and _is_plainly_english(head):
        return "en"
    language, probability = _classify(head, languages)
    return language if probability >= CONFIDENCE else languages[0]


def read_language(words: str) -> str | None:
    """Read a stated language: a code such as en or en-GB, or its English name; null when it is neither."""
    words = words.strip().lower()
    code = re.split(r"[-_]", words)[0]
    names = load_language_names()
    return code if code in names else next((code for code, name in names.items() if name.lower() == words), None)


def language_name(code: str) -> str:
    """Name a language in English, for messages such as "not read: Arabic"; an unknown code names itself."""
    return load_language_names().get(code, code)


@cache
def load_language_names() -> dict[str, str]:
    """Read the English names of languages by their codes of ISO 639-1."""
    return tomllib.loads(files("parley.ingest").joinpath("languages.toml").read_text(encoding="utf-8"))


def _languages_of_script(head: str) -> tuple[str, ...]:
    """List the languages of the script that most letters belong to; kana anywhere mean Japanese."""
    if head.isascii():
        return LATIN if any(map(str.isalpha, head)) else ()
    most, languages = 0, tuple[str, ...]()
    for letters, candidates in _LETTERS:
        count = len(letters.findall(head))
        if count > most:
            most, languages = count, candidates
        if count > len(head) / 2:
            break
    return ("ja",) if languages == ("zh",) and _KANA.search(head) else languages


def _is_plainly_english(head: str) -> bool:
    words = head.lower().split()
    return sum(word in ENGLISH_WORDS for word in words) >= ENGLISH_SHARE * len(words)


def _classify(head: str, languages: tuple[str, ...]) -> tuple[str, float]:
    """Choose among some languages, with the probability that it is this one of them."""
    scores = {language: score for language, score in _identifier().rank(head) if language in languages}
    best = max(scores, key=scores.__getitem__)
    return best, scores[best] / (sum(scores.values()) or 1)


@cache
def _identifier() -> _Identifier:
    """Load the model: a second or two, once, and never while all texts are plainly English."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - English needs no model

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier
