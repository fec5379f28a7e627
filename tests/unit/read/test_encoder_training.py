"""Training data: nothing held out gets in, spans survive swapping of names, frames say what they mean."""

import json
import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from training import corpora, frames, swap  # noqa: E402
from training.examples import Anchor, Example, encode, fingerprint, from_polnear, from_reading  # noqa: E402

from parley.read.encoder.labels import CONVENTIONS  # noqa: E402
from parley.read.encoder.session import Session  # noqa: E402

SEEDED = random.Random(5)  # noqa: S311
HELD = {"id": "held", "text": "A held text.", "statements": [], "events": []}
FREE = {"id": "free", "text": "Iran denied it.", "statements": [], "events": []}


def write(path: Path, *rows: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, of whose news the held text and a new one are annotated."""
    write(tmp_path / "gold/dev.jsonl", HELD)
    write(tmp_path / "attribution/polnear_dev.jsonl", {"id": "p", "text": "Another held text."})
    spaced = {**HELD, "id": "again", "text": "A  held\ntext."}
    write(tmp_path / "gold/train.jsonl", FREE, HELD, spaced)
    for name in corpora.ANNOTATED["news"]:
        write(tmp_path / name, FREE, HELD, spaced, {"id": "new", "text": "New words."})
    lines = [{"text": fingerprint(text), "labels": []} for text in (HELD["text"], "New words.")]
    monkeypatch.setattr("training.standoff.kept", lambda: lines)
    return tmp_path


def test_no_text_that_is_held_out_is_trained_on(data: Path) -> None:
    assert [e.id for e in corpora.load("gold", data)] == ["free"]
    assert {e.text for e in corpora.vary("swapped", data, SEEDED)}.isdisjoint({HELD["text"]})
    assert [e.id for e in corpora.load("news", data)] == ["new"]
    assert [e.id for e in corpora.vary("swapped news", data, SEEDED)] == ["new"]


def test_texts_left_out_on_request_are_seen_in_no_corpus(data: Path) -> None:
    without = (data / "chosen.jsonl",)
    write(without[0], {"id": "other", "text": "Iran  denied it."}, {"id": "another", "text": "New words."})
    assert corpora.load("gold", data, without) == []
    assert corpora.vary("swapped", data, SEEDED, without) == []
    assert corpora.load("news", data, without) == []


def test_each_corpus_is_learned_under_its_own_convention() -> None:
    theirs = from_polnear({"id": "p", "text": "Iran denied it.", "attributions": []})
    assert (theirs.convention, from_reading(FREE).convention) == (
        CONVENTIONS.index("polnear"),
        CONVENTIONS.index("parley"),
    )
    assert encode(theirs, Session().tokenizer).convention == theirs.convention


def test_fingerprints_do_not_hang_on_spacing() -> None:
    assert fingerprint("a  b\n") == fingerprint("a b") != fingerprint("ab")


@pytest.mark.parametrize("seed", range(30))
def test_swapping_moves_every_span_along(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    text = "The United States said Iran hit American ships near Tehran; Iran denied it."
    spans = {name: (text.index(name), text.index(name) + len(name)) for name in ("said", "Iran", "American ships")}
    event = Anchor(
        spans["said"], {"actor": [(0, 17)], "recipient": [spans["American ships"]], "place": [spans["Iran"]]}
    )
    changed = swap.swapped(Example("x", text, [], [event]), rng)
    [moved] = changed.events
    assert changed.text[slice(*moved.span)] == "said"
    names = {row[0] for row in swap.ROWS}
    actor = changed.text[slice(*moved.roles["actor"][0])]
    assert actor[0].lower() + actor[1:] in names or actor in names
    assert changed.text[slice(*moved.roles["place"][0])] in names
    assert changed.text[slice(*moved.roles["recipient"][0])].endswith(" ships")
    assert "Iran" not in changed.text


def test_frames_are_whole() -> None:
    made = frames.examples(400, SEEDED)
    for example in made:
        assert not set("[]{}$#") & set(example.text)
        for statement in example.statements:
            assert statement.roles["content"]
        assert all(anchor.traits for anchor in example.events)


def test_examples_lie_on_words() -> None:
    row = {
        **FREE,
        "statements": [
            {"cue": {"start": 5, "end": 11}, "source": {"start": 0, "end": 4}, "content": [{"start": 12, "end": 14}],
             "addressee": None}
        ],
    }  # fmt: skip
    encoded = encode(from_reading(row), Session().tokenizer)
    assert encoded.cues.argmax(1).tolist() == [0, 1, 0, 0]
    assert encoded.statements[0].allowed.argmax(1).tolist() == [1, 0, 3, 0]
