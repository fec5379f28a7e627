"""Words and sentences of a text, with their offsets."""

import re
from collections.abc import Iterator

from msgspec import Struct

from parley.read.rules.lexicon import load_lexicon

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)+|\w+(?:[-’'](?![sS]\b)\w+)*|[’'][sS]\b|[^\w\s]")
_QUOTES = '"“”'
_STOPS = ".!?"
_LONGEST_QUOTE = 120
_LONGEST_SENTENCE = 160


class Token(Struct, frozen=True):
    """One word or mark; `low` is what the lexicon is asked with."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Tell a word from a mark."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Tell whether the word is written with a capital."""
        return self.text[0].isupper()


def split_sentences(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence. A sentence does not end inside a quotation of ordinary length."""
    tokens = [Token(m[0], m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    sentence: list[Token] = []
    opened = 0
    for i, token in enumerate(tokens):
        sentence.append(token)
        follower = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.text in _QUOTES:
            closing = token.text == "”" or (token.text == '"' and opened > 0)
            opened = 0 if closing else i + 1
        inside = opened and i - opened < _LONGEST_QUOTE
        broken = follower is not None and "\n" in text[token.end : follower.start]
        if (
            follower is None
            or broken
            or len(sentence) == _LONGEST_SENTENCE
            or (not inside and _ends_sentence(sentence, follower))
        ):
            yield sentence
            sentence, opened = [], opened if inside and not broken else 0


def _ends_sentence(sentence: list[Token], follower: Token) -> bool:
    last = sentence[-1]
    if last.text in _QUOTES and len(sentence) > 1 and sentence[-2].text in _STOPS:
        return follower.is_capital and last.end < follower.start
    if last.text not in _STOPS or not (follower.is_capital or follower.text in "\"“'‘(" or follower.text[0].isdigit()):
        return False
    before = sentence[-2] if len(sentence) > 1 else None
    if last.text == "." and before is not None and before.end == last.start:
        initial = len(before.text) == 1 and before.is_capital
        return last.end < follower.start and not initial and before.low not in load_lexicon().small.abbreviations
    return last.end < follower.start or follower.text in _QUOTES
