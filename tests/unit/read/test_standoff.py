"""Annotation of others' texts: labels and offsets without a word, and back to brackets."""

import json
import re
from pathlib import Path

import pytest
from training import articles, standoff
from training.corpora import ANNOTATED, HELD_OUT
from training.examples import held_out, rows

from parley.errors import FormatError

OWN = list(articles.documents())
SHARED = Path(__file__).parents[4] / "shared/data"


def spans(row: dict, layer: str) -> list:
    """What is annotated in a layer, without names."""
    return [{k: v for k, v in item.items() if k not in {"id", "within", "about"}} for item in row[layer]]


@pytest.mark.parametrize("row", OWN[::7], ids=lambda row: row["id"])
def test_brackets_written_and_taken_in_again_say_the_same(row: dict) -> None:
    line = json.loads(json.dumps(standoff.take(standoff.write_brackets(row), row["id"])))
    [again] = standoff.documents(standoff.index([row]), [line])
    assert again["text"] == row["text"]
    for layer in ("statements", "events"):
        assert spans(again, layer) == spans(row, layer)


def test_no_word_of_the_text_is_kept() -> None:
    line = standoff.take("[x1 The army of Norlund] [t1:RETREAT/withdraw/future/not stays] in [p1,r1 Kessit].", "item")
    assert line["labels"] == [("x1", 0, 19), ("t1:RETREAT/withdraw/future/not", 20, 25), ("p1,r1", 29, 35)]


def test_what_is_shipped_holds_labels_and_offsets_alone() -> None:
    lines = list(standoff.kept())
    assert lines
    for line in lines:
        assert line.keys() == {"text", "labels"}
        assert re.fullmatch(r"[0-9a-f]{64}", line["text"])
        for names, start, end in line["labels"]:
            assert all(articles.LABEL.fullmatch(name) for name in names.split(","))
            assert 0 <= start < end


def test_square_brackets_of_the_text_stay_its_own() -> None:
    row = {"id": "one", "text": "[sic] He  left [Kessit].\n\n\n\nThen nothing.", "statements": [], "events": []}
    text = articles.tidy(row["text"])
    assert text == "[sic] He left [Kessit].\n\nThen nothing."
    line = standoff.take("⟦sic⟧ [x1 He] [t1:RETREAT/withdraw left] [p1 ⟦Kessit⟧].\n\nThen nothing.", "one")
    [again] = standoff.documents(standoff.index([row]), [line])
    assert again["text"] == text
    assert again["events"][0]["place"][0]["text"] == "[Kessit]"


def test_changed_words_and_broken_brackets_are_named_and_the_rest_is_taken() -> None:
    texts = standoff.index([{"id": "one", "text": "He left."}, {"id": "two", "text": "She came."}])
    written = "### one\n[x1 He] [t1:RETREAT left].\n\n### two\nShe came back.\n\n### three\n[x1 She came.\n"
    kept, wrong = standoff.take_all(written, texts)
    assert [line["labels"] for line in kept] == [[("x1", 0, 2), ("t1:RETREAT", 3, 7)]]
    assert wrong[0].startswith("two: without its brackets this is not the text")
    assert "three" in wrong[1]
    assert "not closed" in wrong[1]


def test_labels_that_do_not_fit_their_text_are_refused() -> None:
    texts = standoff.index([{"id": "one", "text": "He left."}])
    line = {"text": next(iter(texts)), "labels": [["t1:RETREAT", 3, 6]]}
    with pytest.raises(FormatError, match="does not lie on words"):
        list(standoff.documents(texts, [line]))


def test_every_kept_annotation_fits_a_text_at_hand() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared")
    texts = standoff.index(row for files in ANNOTATED.values() for name in files for row in rows(SHARED / name))
    lines = list(standoff.kept())
    annotated = {line["text"] for line in lines}
    assert len(list(standoff.documents(texts, lines))) == len(lines) == len(annotated) > 0
    assert not annotated & held_out(SHARED / held for held in HELD_OUT)
