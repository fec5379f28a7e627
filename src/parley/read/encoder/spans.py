"""Puts the borders of spans right: paragraphs, quotation marks, punctuation at the ends."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parley.ontology.names import find_name
from parley.ontology.persons import is_particle
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import Words

_OPENING = frozenset('“«"')
_CLOSING = frozenset('”»"')
_MARKS = _OPENING | _CLOSING
_LOOSE = frozenset(",.;:—–-")
_ARTICLES = frozenset({"the", "a", "an"})
_LINKS = frozenset({"and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "to", "with"})
_MEASURES = frozenset({"about", "at", "least", "more", "over", "than"})
_EMPTY = _ARTICLES | _LINKS | _MEASURES
"""Words that name nobody by themselves: no annotated mention holds them alone, or ends with a link."""
_AUXILIARIES = frozenset(
    {"am", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did"}
    | {"will", "would", "shall", "should", "can", "could", "may", "might", "must"}
)
_UNFINISHED = _ARTICLES | _LINKS | _AUXILIARIES | {"not", "that", "under", "over", "against", "between", "about"}
"""Words on which nothing said ends: of 1,856 annotated spans the 13 that do stand before their own cue or a mark."""
_APOSTROPHES = frozenset("'’ʼ")
_PREFIXES = frozenset({"anti", "co", "counter", "de", "mis", "non", "post", "pre", "re", "un"})
"""What a hyphen ties to the word after it: neither half is a word of its own."""
_HYPHENS = frozenset("-–‑")
_MEASURED = re.compile(r"(?:minute|hour|day|week|month|year)s?", re.IGNORECASE)
_OF_PEOPLES = ("ian", "ean", "ese", "ish")
"""How the adjectives of peoples end that no list holds."""
_NAME_ARTICLES = frozenset({"ad", "an", "ar", "as", "ash", "at", "ath", "az"})
"""The Arabic article before the letters that it takes the sound of: "As-Suwayda", "An-Nusra"."""


def content(words: Words, piece: Piece) -> Piece | None:
    """Settle a content span: within its paragraph, quotation whole, no loose punctuation at its ends."""
    start, end = piece.start, _paragraph_end(words, piece.start, piece.end)
    start, end = _balance(words, start, end)
    return _trim(words, start, end, piece.probability)


def with_condition(words: Words, piece: Piece) -> Piece:
    """Take an if-clause that follows a content at once into it: of 103 annotated ones 101 lie within what is said."""
    end = piece.end
    if end >= len(words) or words.word(end).lower() not in {"if", "unless"} or words.word(end - 1) in _CLOSING:
        return piece
    return _trim(words, piece.start, _sentence_end(words, end), piece.probability) or piece


def with_rest(words: Words, piece: Piece, own: Sequence[int], others: Sequence[int]) -> Piece:
    """Let a content that stops within a clause ("it had| fired") go on to the end of its clause or sentence.

    A span of nothing but small words ("and", "over") says nothing and stays.

    Args:
        words: those of the document.
        piece: a span of what is said.
        own: where cue and source of its statement begin; it goes on to the next of them at most.
        others: where those of other statements begin; a comma before the next of them ends the clause.
    """
    end = piece.end
    said = [words.word(i).lower() for i in range(piece.start, end)]
    if said[-1] not in _UNFINISHED or _UNFINISHED.issuperset(said):
        return piece
    sentence = _sentence_end(words, end)
    stop = min([sentence, *(place for place in own if place >= end)])
    while end < stop < sentence and words.word(stop - 1).lower() in _LINKS | _LOOSE:
        stop -= 1
    other = min((place for place in others if end < place < stop), default=end)
    commas = [i for i in range(end + 1, other) if words.word(i) in {",", ";"}]
    stop = commas[-1] if commas else stop
    if end == stop or not (words.word(end)[0].isalnum() or words.word(end) in _OPENING):
        return piece
    start, stop = _balance(words, piece.start, stop)
    return _trim(words, start, stop, piece.probability) or piece


def name(words: Words, piece: Piece) -> Piece | None:
    """Settle a span that names someone, something or some place: as `mention`, and the name whole."""
    settled = mention(words, piece)
    if settled is None:
        return None
    last = words.word(settled.end - 1)
    adjective = (known := find_name(last)) is not None and known.kind == "adjective"
    if not last[0].isupper() or last.isupper() or adjective:
        return settled
    return replace(settled, end=_run_on(words, settled.end))


def with_noun(words: Words, piece: Piece, trigger: int) -> Piece:
    """Let an article and the adjective of a people ("the Congolese| army") go on to their noun, unless that is the act.

    None of 5,256 annotated actors and recipients stops there. `trigger`: the word at which the act begins.
    """
    end = piece.end
    if (
        end - piece.start != 2
        or end in {len(words), trigger}
        or words.word(piece.start).lower() not in _ARTICLES | {"no"}
    ):
        return piece
    last, noun = words.word(end - 1), words.word(end)
    known = find_name(last)
    adjective = known.kind == "adjective" if known else last[0].isupper() and last.endswith(_OF_PEOPLES)
    named = noun.isalpha() and noun.islower() and noun not in _UNFINISHED | _EMPTY
    return replace(piece, end=end + 1) if adjective and named else piece


def mention(words: Words, piece: Piece) -> Piece | None:
    """Settle a span that names something or some time: one paragraph, whole words, more than small ones."""
    trimmed = _trim(words, piece.start, _paragraph_end(words, piece.start, piece.end), piece.probability)
    if trimmed is None:
        return None
    end = _complete(words, trimmed.end)
    if end == trimmed.end:
        if all(words.word(i).lower() in _EMPTY for i in range(trimmed.start, end)):
            return None
        end = _complete(words, _follow(words, end))
    return replace(trimmed, end=end)


def moment(words: Words, piece: Piece) -> Piece | None:
    """Settle a span that names some time; the number of "a 48-hour truce" says how long, not when."""
    settled = mention(words, piece)
    if settled is None or settled.end + 1 >= len(words):
        return settled
    measured = words.word(settled.end) in _HYPHENS and _touches(words, settled.end) and _touches(words, settled.end + 1)
    return None if measured and _MEASURED.fullmatch(words.word(settled.end + 1)) else settled


def anchor(words: Words, piece: Piece) -> Piece:
    """Settle a cue or trigger: both halves of "re-designates" or "pre-emptive", and no hyphen at its ends."""
    start, end = piece.start, piece.end
    while end - start > 1 and words.word(end - 1) == "-":
        end -= 1
    if words.word(end - 1).lower() in _PREFIXES and _tied(words, end):
        end += 2
    if start > 1 and words.word(start - 2).lower() in _PREFIXES and _tied(words, start - 1):
        start -= 2
    return replace(piece, start=start, end=end)


def quoted(words: Words, i: int) -> bool:
    """Tell whether word `i` lies within quotation marks, the marks included."""
    return bool(words.features[i] // 2 % 2)


def _sentence_end(words: Words, i: int) -> int:
    """Return where the sentence of word `i` ends."""
    after = int(words.sentences.searchsorted(i, "right"))
    return int(words.sentences[after]) if after < len(words.sentences) else len(words)


def _paragraph_end(words: Words, start: int, end: int) -> int:
    """Return where a span must stop: at its paragraph's end, unless the next one opens with a quotation mark."""
    for i in range(start + 1, end):
        if words.paragraph[i] != words.paragraph[i - 1] and words.word(i) not in _OPENING:
            return i
    return end


def _balance(words: Words, start: int, end: int) -> tuple[int, int]:
    """Widen a span that holds one of two quotation marks to hold the other, or drop the one at its edge."""
    marks = sum(words.word(i) in _MARKS for i in range(start, end))
    if marks % 2 == 0:
        return start, end
    if start and quoted(words, start) and words.word(start - 1) in _OPENING and words.word(start) not in _OPENING:
        return start - 1, end
    if quoted(words, end - 1) and (words.word(end - 1) not in _CLOSING or end - start == 1):
        close = _closing(words, end)
        return (start, close + 1) if close is not None else (start, end)
    if words.word(end - 1) in _CLOSING:
        return start, end - 1
    return (start + 1, end) if words.word(start) in _MARKS else (start, end)


def _closing(words: Words, at: int) -> int | None:
    """Return the index of the mark that closes the quotation running at word `at - 1`, in the same paragraph."""
    for i in range(at, len(words)):
        if words.paragraph[i] != words.paragraph[at - 1] or not quoted(words, i):
            return None
        if words.word(i) in _CLOSING:
            return i
    return None


def _trim(words: Words, start: int, end: int, probability: float) -> Piece | None:
    while start < end and words.word(start) in _LOOSE:
        start += 1
    while start < end and words.word(end - 1) in _LOOSE:
        end -= 1
    return Piece(start, end, probability) if start < end else None


def _follow(words: Words, end: int) -> int:
    """Return the end of a span that stopped at a link: with the name after it ("the town of|"), or before the link."""
    if words.word(end - 1).lower() not in _LINKS:
        return end
    named = end if words.word(end - 1).lower() == "and" else _run_on(words, end)
    if named > end:
        return named
    while words.word(end - 1).lower() in _LINKS:
        end -= 1
    return end


def _run_on(words: Words, end: int) -> int:
    """Return where the capitalised words end that stand right after a span: "the European| Union"."""
    while end < len(words) and words.word(end)[0].isupper():
        if words.text[words.end[end - 1] : words.start[end]] != " ":
            break
        end += 1
    return end


def _complete(words: Words, end: int) -> int:
    """Return the end of a span that stopped inside a word: "U|.S." and "Jama|'at" are whole, "Iran|'s" was."""
    while end < len(words) and _touches(words, end):
        if end + 1 < len(words) and _touches(words, end + 1) and _joins(*map(words.word, range(end - 1, end + 2))):
            end += 2
        elif words.word(end) == "." and end > 1 and len(words.word(end - 1)) == 1 and words.word(end - 2) == ".":
            return end + 1
        else:
            break
    return end


def _joins(before: str, mark: str, after: str) -> bool:
    """Tell whether a mark between two words makes one of them: in "U.S.", "72-year-old", "Al-Rahma", "Jama'at"."""
    if mark == "-":
        return before.lower() in _PREFIXES or after == "old" or (after[0].isupper() and _begins_name(before))
    if mark == ".":
        return len(before) == len(after) == 1 and after.isupper()
    return mark in _APOSTROPHES and after.isalpha() and after not in {"s", "S"}


def _begins_name(word: str) -> bool:
    """Tell whether a hyphen ties a word to the name after it: "Al-Rahma", "Bin-Laden", "Ash-Shaddadi"."""
    return is_particle(word) or word.lower() in _NAME_ARTICLES


def _tied(words: Words, i: int) -> bool:
    """Tell whether word `i` is a hyphen between two words."""
    return i + 1 < len(words) and words.word(i) == "-" and _touches(words, i) and _touches(words, i + 1)


def _touches(words: Words, i: int) -> bool:
    """Tell whether nothing stands between word `i` and the one before it."""
    return bool(words.start[i] == words.end[i - 1])
