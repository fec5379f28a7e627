"""The nouns: what cannot be made, and what identity is made of."""

import datetime as dt
import hashlib
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parley.errors import NotADocument, SpanError
from parley.model import Document, Event, Named, Publication, Raw, Reading, Span, Statement, Time, proposal_id

TEXTS = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()) and "\0" not in text)


@pytest.mark.parametrize(
    ("start", "end", "words"), [(-1, 1, "ab"), (3, 3, ""), (3, 2, "a"), (0, 3, "ab"), (0, 1, "ab")]
)
def test_a_span_that_does_not_measure_its_words_cannot_be_made(start: int, end: int, words: str) -> None:
    with pytest.raises(SpanError, match="does not measure"):
        Span(start, end, words)


@given(TEXTS, st.data())
def test_a_span_cut_from_a_text_fits_and_a_shifted_one_is_refused(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document(text)
    words = document.span(start, end).text
    assert Reading(document, times=(Time(start, end, words, type="DATE"),)).times[0].text == text[start:end]
    shift = data.draw(st.integers(-start, len(text)))
    assume(text[start + shift : end + shift] != words)
    with pytest.raises(SpanError, match="the text says"):
        Reading(document, mentions=(Named(start + shift, end + shift, words),))


@pytest.mark.parametrize("layer", ["statements", "events", "times", "mentions"])
def test_a_span_that_is_not_in_the_text_is_refused_in_every_layer(layer: str) -> None:
    item = {
        "statements": Statement("S1", Span(0, 3, "not"), ()),
        "events": Event("E1", Span(0, 3, "not"), "AID"),
        "times": Time(0, 3, "not", type="DATE"),
        "mentions": Named(0, 3, "not"),
    }[layer]
    with pytest.raises(SpanError):
        Reading(Document("the text"), **{layer: (item,)})  # type: ignore[arg-type]


@given(TEXTS, st.data())
def test_overlap_is_symmetric_and_holding_implies_it(text: str, data: st.DataObject) -> None:
    document = Document(text)
    starts = st.integers(0, len(text) - 1)
    first, second = (
        document.span(start, data.draw(st.integers(start + 1, len(text))))
        for start in (data.draw(starts), data.draw(starts))
    )
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(second) == bool(set(range(first.start, first.end)) & set(range(second.start, second.end)))
    assert first.holds(second) == (set(range(second.start, second.end)) <= set(range(first.start, first.end)))


def test_a_document_is_named_by_its_text_and_its_day_only() -> None:
    day = dt.date(2025, 7, 7)
    document = Document("Talks resumed.", day)
    assert document.id == hashlib.sha256(b"2025-07-07\nTalks resumed.").hexdigest()
    assert document.id == Document("Talks resumed.", day, "en", "letter").id
    others = {
        Document("Talks resumed.").id,
        Document("Talks resumed. ", day).id,
        Document("Talks resumed.", dt.date.min).id,
    }
    assert len(others | {document.id}) == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("a\0b", "NUL"),
        ("a\ud800b", "surrogate at offset 1"),
        ("\udfff", "surrogate"),
    ],
)
def test_what_is_no_text_is_no_document(text: str, reason: str) -> None:
    with pytest.raises(NotADocument, match=reason) as caught:
        Document(text)
    assert caught.value.remedy


def test_a_reading_refuses_an_id_that_is_used_twice() -> None:
    document = Document("He said no.")
    cue = document.span(3, 7)
    with pytest.raises(SpanError, match="share one id"):
        Reading(document, (Statement("X", cue, ()),), (Event("X", cue, "REJECT"),))


@pytest.mark.parametrize("field", ["within", "about"])
def test_a_reading_refuses_a_reference_to_a_statement_that_is_not_there(field: str) -> None:
    document = Document("He said no.")
    cue = document.span(3, 7)
    events = (Event("E1", cue, "REJECT"), Event("E2", cue, "REJECT", **{field: "E1"}))  # type: ignore[arg-type]
    with pytest.raises(SpanError, match="no statement has the id 'E1'"):
        Reading(document, (Statement("S1", cue, ()),), events)


def test_a_proposal_is_named_by_what_it_says_not_by_its_local_id(
    document: Document, read_sample: Callable[[Document], Reading]
) -> None:
    event = read_sample(document).events[2]
    name = proposal_id(document.id, "r 1", event)
    assert name == proposal_id(document.id, "r 1", msgspec.structs.replace(event, id="E9", within="S1"))
    moved = msgspec.structs.replace(event, trigger=document.span(0, 3))
    retyped = msgspec.structs.replace(event, type="COERCE")
    asked = msgspec.structs.replace(event, modality="requested")
    others = [("r 2", event), ("r 1", moved), ("r 1", retyped), ("r 1", asked)]
    assert len({name, *(proposal_id(document.id, reader, item) for reader, item in others)}) == 5
    assert name != proposal_id("another", "r 1", event)


def test_raw_bytes_are_named_by_their_hash() -> None:
    assert Raw(b"abc", "text/plain", "plain", "1").sha256 == hashlib.sha256(b"abc").hexdigest()


def test_a_day_that_was_stated_beside_the_bytes_is_told_from_one_inside_them() -> None:
    outside = {"option", "file name"}
    for source in ("option", "field", "front matter", "metadata", "url", "page", "file name"):
        assert Publication(date_from=source).date_is_from_outside == (source in outside)
