"""Numbers in words and figures, as times and counts write them."""

import re

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)} | {"thirtieth": 30}
_SMALL = {word: number for number, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_FACTORS = {"hundred": 100, "dozen": 12}
_SCALES = {"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_FIXED = {"half": 0.5, "couple": 2.0}
_EMPTY = frozenset({"and", "of"})


def read_number(words: str) -> float | None:
    """Read a cardinal number in words, figures or both ("twenty-one", "1,200", "3.5 million"); null for anything else.

    "a" and "an" are one, "half a million" is 500,000, "a dozen" twelve, "a couple" two.
    """
    total, current, seen = 0.0, 0.0, False
    for word in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?|[a-z]+", words.lower()):
        if word[0].isdigit():
            current += float(word.replace(",", ""))
        elif word in _SMALL:
            current += _SMALL[word]
        elif word in {"a", "an"} or word in _FIXED:
            current = _FIXED.get(word, current or 1)
        elif word in _FACTORS:
            current = (current or 1) * _FACTORS[word]
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif word not in _EMPTY:
            return None
        seen = True
    return total + current if seen else None


def read_ordinal(words: str) -> int | None:
    """Read an ordinal number in words or figures: "twenty-first", "3rd"; a plain number too."""
    folded = words.lower().strip()
    if figures := re.match(r"\d+", folded):
        return int(figures[0])
    tens, _, ones = folded.rpartition("-")
    if ones in _ORDINALS and (not tens or tens in _SMALL):
        return _ORDINALS[ones] + int(_SMALL.get(tens, 0))
    return None
