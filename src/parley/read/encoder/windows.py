"""Cuts a document into words and windows, the units that the encoder sees.

A word is what the tokenizer's first pass yields (letters and digits together, every mark alone); the encoder reads word
pieces, the heads read words. Training imports this module, so that text is cut in one way only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

FEATURES = 20
"""How many different values `Words.features` takes: 5 shapes, inside or outside quotation, start of a paragraph."""

PIECES = 192
"""The most word pieces in a window, the two marks at its ends not counted."""

CONTEXT = 32
"""How many word pieces of its own paragraph a core has as context on each side where it was cut within one."""

_CAPITAL, _CAPITALS, _DIGITS, _MARK = 1, 2, 3, 4
_NAMES_BEFORE_DOT = re.compile(r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Sen|Rep|Gov|St|Jr|Sr|No|vs|Inc|Co)\Z")
_ENDS = frozenset(".!?")
_CLOSERS = frozenset("\"”’')]»")
_OPENING, _CLOSING = frozenset("“«"), frozenset("”»")


@dataclass(frozen=True)
class Words:
    """The words of one text.

    `start` and `end` are code-point offsets, one per word; `first` is the index of each word's first piece in `pieces`,
    with the number of pieces appended; `features` holds one value below FEATURES per word.
    """

    text: str
    start: Ints
    end: Ints
    first: Ints
    pieces: Ints
    features: Ints
    paragraph: Ints

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def sentences(self) -> Ints:
        """Indices of the words that begin a sentence or a paragraph."""
        begins = (i for i in range(1, len(self)) if self.paragraph[i] != self.paragraph[i - 1] or self._breaks(i))
        return np.array([0, *begins], dtype=np.int64)

    def word(self, i: int) -> str:
        """Return the word at index `i` as the text has it."""
        return self.text[self.start[i] : self.end[i]]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the words that share a code point with `start:end`."""
        return int(np.searchsorted(self.end, start, "right")), int(np.searchsorted(self.start, end, "left"))

    def _breaks(self, i: int) -> bool:
        """Tell whether a sentence ends before word `i`."""
        if self.start[i] == self.end[i - 1]:
            return False
        j = i - 1
        while j > 0 and self.word(j) in _CLOSERS:
            j -= 1
        if self.word(j) not in _ENDS:
            return False
        initial = self.word(j) == "." and _NAMES_BEFORE_DOT.match(self.word(j - 1)) is not None if j else False
        return not initial and not self.word(i)[0].islower()


@dataclass(frozen=True)
class Window:
    """A half-open range of words to run through the encoder; anchors are taken from its core only."""

    start: int
    end: int
    core_start: int
    core_end: int


def split(text: str, tokenizer: Tokenizer) -> Words:
    """Cut a text into words. The tokenizer must neither truncate, pad nor add marks."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    owner = np.array(encoding.word_ids, dtype=np.int64)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    is_first = np.diff(owner, prepend=-1) != 0
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(owner)) - 1 if len(first) else first
    start, end = offsets[first, 0], offsets[last, 1] if len(first) else offsets[:0, 1]
    paragraph = _paragraphs(text, start)
    return Words(
        text=text,
        start=start,
        end=end,
        first=np.append(first, len(owner)),
        pieces=np.array(encoding.ids, dtype=np.int64),
        features=_features(text, start, end, paragraph),
        paragraph=paragraph,
    )


def windows(words: Words) -> Iterator[Window]:
    """Yield the windows of a document: cores tile it at borders of paragraphs, or else of sentences.

    The windows depend on this document alone. What is said or done seldom reaches beyond its paragraph, so only
    a core that was cut within one has context.
    """
    count, core = len(words), 0
    while core < count:
        start = max(_reach(words, core, -CONTEXT), _paragraph_start(words, core))
        limit = _reach(words, start, PIECES)
        end = limit if limit == count else _border(words, core, limit)
        if end < count and words.paragraph[end] == words.paragraph[end - 1]:
            end = _border(words, core, _reach(words, start, PIECES - CONTEXT))
        stop = min(_reach(words, end, CONTEXT), _paragraph_end(words, end), _reach(words, start, PIECES))
        yield Window(start, max(stop, end), core, end)
        core = end


def _reach(words: Words, word: int, pieces: int) -> int:
    """Return the farthest word border within so many pieces of the start of `word`; onwards, at least one word."""
    target = int(words.first[word]) + pieces
    if pieces < 0:
        return int(np.searchsorted(words.first, max(target, 0), "left"))
    reached = int(np.searchsorted(words.first, target, "right")) - 1
    return min(max(reached, word + 1), len(words))


def _border(words: Words, after: int, limit: int) -> int:
    """Return the best place to cut in `after + 1 .. limit`: a paragraph's end in the second half, else a sentence's."""
    begins = words.sentences[(words.sentences > after) & (words.sentences <= limit)]
    opens = begins[words.paragraph[np.minimum(begins, len(words) - 1)] != words.paragraph[begins - 1]]
    late = opens[words.first[opens] - words.first[after] > PIECES // 2]
    best = late if len(late) else begins
    return int(best[-1]) if len(best) else max(limit, after + 1)


def _paragraph_start(words: Words, word: int) -> int:
    return int(np.searchsorted(words.paragraph, words.paragraph[word], "left"))


def _paragraph_end(words: Words, end: int) -> int:
    """Return where the paragraph of the last word before `end` ends."""
    return int(np.searchsorted(words.paragraph, words.paragraph[end - 1], "right"))


def _paragraphs(text: str, start: Ints) -> Ints:
    """Number the paragraph of each word."""
    breaks = np.array([m.start() for m in re.finditer(r"\n", text)], dtype=np.int64)
    return np.searchsorted(breaks, start).astype(np.int64)


def _features(text: str, start: Ints, end: Ints, paragraph: Ints) -> Ints:
    """Give each word its shape, whether it lies in double quotation marks, and whether it begins a paragraph.

    A straight mark toggles; quotation left open at a paragraph's end runs on only if the next one opens with a mark.
    """
    values = np.zeros(len(start), dtype=np.int64)
    quoted = False
    for i in range(len(start)):
        word = text[start[i] : end[i]]
        begins = i == 0 or paragraph[i] != paragraph[i - 1]
        quoted = quoted and not begins
        closes = word in _CLOSING or (word == '"' and quoted)
        opens = not closes and (word in _OPENING or word == '"')
        quoted = quoted or opens
        values[i] = (_shape(word) * 2 + quoted) * 2 + begins
        quoted = quoted and not closes
    return values


def _shape(word: str) -> int:
    if not word[0].isalnum():
        return _MARK
    if word[0].isdigit():
        return _DIGITS
    if len(word) > 1 and word.isupper():
        return _CAPITALS
    return _CAPITAL if word[0].isupper() else 0
