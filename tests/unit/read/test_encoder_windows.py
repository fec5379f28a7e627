"""Words and windows: every word in exactly one core, no window too long, quotation and paragraphs marked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.read.encoder.session import Session
from parley.read.encoder.spans import content, mention, quoted
from parley.read.encoder.tags import Piece
from parley.read.encoder.windows import FEATURES, PIECES, Words, split, windows

TOKENIZER = Session().tokenizer


def cut(text: str) -> Words:
    return split(text, TOKENIZER)


def settle(text: str, start: int, end: int) -> str:
    words = cut(text)
    piece = content(words, Piece(*words.range(start, end), 1.0))
    assert piece is not None
    return text[words.start[piece.start] : words.end[piece.end - 1]]


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('abcABC 1.,"“”\n\u200b😀éא-'), max_size=400) | st.text(max_size=60))
def test_words_fit_any_text(text: str) -> None:
    words = cut(text)
    assert len(words.first) == len(words) + 1
    assert np.all(words.start < words.end)
    assert np.all(words.end[:-1] <= words.start[1:])
    assert np.all((words.features >= 0) & (words.features < FEATURES))


@pytest.mark.parametrize("sentence", ["He said so. ", "unending words without a stop ", "One.\n\nTwo!\n"])
@pytest.mark.parametrize("times", [1, 40, 90, 400])
def test_cores_tile_the_document(sentence: str, times: int) -> None:
    words = cut(sentence * times)
    found = list(windows(words))
    assert [w.core_start for w in found[1:]] == [w.core_end for w in found[:-1]]
    assert (found[0].core_start, found[-1].core_end) == (0, len(words))
    for w in found:
        assert w.start <= w.core_start < w.core_end <= w.end
        assert words.first[w.end] - words.first[w.start] <= PIECES


def test_a_short_document_is_one_window() -> None:
    assert len(list(windows(cut("Iran denied it. Israel said nothing.")))) == 1


def test_a_text_without_words_has_no_window() -> None:
    assert list(windows(cut("\u200b"))) == []


def test_sentences_do_not_end_at_initials() -> None:
    words = cut("Gen. J. Smith met Mr. Doe. They left.")
    assert [words.word(i) for i in words.sentences] == ["Gen", "They"]


def test_quotation_runs_on_only_into_a_paragraph_that_opens_with_a_mark() -> None:
    words = cut('He said: "We go\n\n"We stay" and left "now\n\nThe end.')
    inside = [words.word(i) for i in range(len(words)) if quoted(words, i)]
    assert inside == ['"', "We", "go", '"', "We", "stay", '"', '"', "now"]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ('He said "we will stay." Then he left.', '"we will stay', '"we will stay."'),
        ("He said “we will stay” again.", "we will stay”", "“we will stay”"),
        ("He said it was over, and left.", "it was over,", "it was over"),
        ("It was over.\n\nHe said so.", "It was over.\n\nHe", "It was over"),
    ],
)
def test_content_is_settled(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    assert settle(text, start, start + len(part)) == whole


def test_nothing_but_punctuation_is_no_mention() -> None:
    assert mention(cut("a , b"), Piece(1, 2, 1.0)) is None
