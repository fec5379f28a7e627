"""Spans that nest and overlap, cut into segments."""

import datetime as dt
from html import unescape

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from parley.desk.segments import LANES, cut_segments, list_roles
from parley.model import Document, Entry, Event, Mention, Span, Statement
from parley.record import Record


def make_entry(item: Statement | Event) -> Entry:
    now = dt.datetime(2025, 4, 8, tzinfo=dt.UTC)
    return Entry(item.id, 1, "proposed", "d", item, (), None, None, None, None, None, "r", None, now)


def test_segments_are_the_text_and_carry_every_span(filled: Record) -> None:
    entries = [listed.entry for listed in filled.list_entries()]
    text = filled.get_document(entries[0].document_id).text
    for shown in entries:
        segments = cut_segments(text, entries, shown)
        assert unescape("".join(segment.text for segment in segments)) == text
        own = {(role, span.text) for role, span in list_roles(shown.item)}
        for role, words in own:
            assert words in "".join(str(segment.text) if role in segment.own else "|" for segment in segments)
        led = {segment.leads_to for segment in segments} - {None}
        assert shown.id not in led
        assert led <= {entry.id for entry in entries}


def test_inner_spans_lie_nearer_to_the_text_and_depth_is_bounded() -> None:
    text = "abcdefghijklmnopqrst"
    nested = [
        Statement(f"S{n}", Span(n, n + 1, text[n]), (Span(n, 20 - n, text[n : 20 - n]),)) for n in range(LANES + 2)
    ]
    shown = make_entry(Event("E", Span(19, 20, "t"), "CONSULT"))
    segments = cut_segments(text, [make_entry(item) for item in nested], shown)
    middle = next(segment for segment in segments if "j" in segment.text)
    lanes = [line.lane for line in middle.lines]
    assert lanes == sorted(lanes, reverse=True)
    assert len(lanes) == LANES + 2
    assert max(lanes) == LANES - 1


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb & <c>", "\n\na b", "é́👍🏽 שלום \u202e x"])
def test_a_browser_gets_exactly_the_code_points(text: str) -> None:
    document = Document(text)
    shown = make_entry(Event("E", document.span(0, 1), "CONSULT", actor=(Mention(1, 2, text[1]),)))
    markup = "".join(str(segment.text) for segment in cut_segments(text, [], shown))
    assert "\r" not in markup
    assert unescape(markup) == text
