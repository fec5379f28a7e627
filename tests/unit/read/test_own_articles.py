"""Our own annotated articles: each loads, every span fits, nothing of the probes' gate half stands in them."""

import re
import sys
from pathlib import Path

import pytest

from parley.errors import FormatError
from parley.read.encoder.labels import MODALITIES, MODES_OF, TYPES

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from training import articles, frames  # noqa: E402
from training.examples import from_reading, rows  # noqa: E402

FILES = sorted(articles.HERE.glob("*.txt"))
PROBE = ROOT / "tests/gate/probe"
HEAD = "title: t\ndate: 2034-01-01\n\n"
KEYS = {"format", "id", "url", "date", "outlet", "title", "text", "licence", "topic_path", "theatre", "cited",
        "statements", "events", "genre", "lang"}  # fmt: skip


def spans(item: dict[str, object]) -> list[dict[str, object]]:
    found = [value for value in item.values() if isinstance(value, dict)]
    return found + [span for value in item.values() if isinstance(value, list) for span in value]


def fours(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def gate_half() -> set[tuple[str, ...]]:
    items = [row for name in ("statements", "events") for row in rows(PROBE / f"{name}.jsonl")]
    return {four for item in items if item["half"] == "gate" for four in fours(item["text"])}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_article_is_whole(path: Path) -> None:
    document = articles.document(path.stem, path.read_text(encoding="utf-8"))
    text = document["text"]
    assert set(document) == KEYS
    assert not set("[]") & set(text)
    for item in document["statements"] + document["events"]:
        for span in spans(item):
            assert text[span["start"] : span["end"]] == span["text"]
            assert "\n\n" not in str(span["text"])
    names = {statement["id"] for statement in document["statements"]} | {None}
    for event in document["events"]:
        assert event["type"] in TYPES
        assert event["mode"] in (None, *MODES_OF.get(event["type"], ()))
        assert event["modality"] in MODALITIES
        assert {event["within"], event["about"]} <= names
    assert from_reading(document).text == text


def test_no_four_words_are_shared_with_the_gate_half() -> None:
    gate = gate_half()
    shared = {d["id"]: fours(d["text"]) & gate for d in articles.documents()}
    assert not {name: sorted(found) for name, found in shared.items() if found}


def test_the_frames_share_no_four_words_with_the_gate_half() -> None:
    gate = gate_half()
    written = "\n".join(re.sub(r"\[\S+ |\]", "", row[0]) for row in frames.table("frames.txt"))
    assert not {four for line in written.splitlines() for four in fours(re.sub(r"\{.*?\}", " 0 ", line))} & gate


def test_brackets_become_a_reading() -> None:
    written = (
        '[k2 [s1,x1 Adwan] [c1,t1:REQUEST/yield urged] [a1,r1,x2 Rema] [k1 not to [t2:ASSAULT/requested/not attack]]], '
        '[c2 says] [s2 AFP].\n\n[k1^ "Stop."]'
    )  # fmt: skip
    document = articles.document("d", HEAD + written)
    inner, outer = document["statements"]
    urged, attack = document["events"]
    assert document["text"] == 'Adwan urged Rema not to attack, says AFP.\n\n"Stop."'
    assert (inner["within"], outer["within"]) == (outer["id"], None)
    assert [content["text"] for content in inner["content"]] == ["not to attack", '"Stop."']
    assert (urged["about"], urged["within"], urged["modality"], urged["negated"]) == ("S1", "S2", "actual", False)
    assert (attack["about"], attack["within"], attack["modality"], attack["negated"]) == (None, "S1", "requested", True)
    assert attack["actor"][0]["text"] == inner["addressee"]["text"] == "Rema"


@pytest.mark.parametrize(
    "written",
    [
        "[s1 A] [c1 said] [k1 it.",
        "[s1 A] [c1 said] [k1 it]].",
        "[s1 A] [c1 said] it.",
        "[s1 A] [c1 said] [k1 it,] B.",
        "[c1 said] [k1 it] [c1 said].",
        "A [k1 [c1 said] it].",
        "[x1 A] left.",
        "A [t1:LEAVE left].",
        "A [t1:RETREAT/violence left].",
        "A [t1 left].",
        "A [c1:RETREAT left].",
        "A [z1 left].",
        "A l[t1:RETREAT eft].",
        "A [t1:RETREAT left\n\n] now.",
    ],
)
def test_what_is_not_in_the_format_is_refused(written: str) -> None:
    with pytest.raises(FormatError):
        articles.document("d", HEAD + written)


def test_a_header_has_title_and_date() -> None:
    with pytest.raises(FormatError):
        articles.document("d", "title: t\n\nA text.")
