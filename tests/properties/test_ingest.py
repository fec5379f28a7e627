"""Whatever comes in, ingest gives arrivals and failures, and the same ones again."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.ingest import Media, Stated, decode, load_stream
from parley.model import Arrival, Failure

TODAY = dt.date(2025, 7, 20)
MEDIA: list[Media | None] = ["text", "jsonl", "csv", "html", None]
PIECES = st.sampled_from([
    "<p>", "</p>", "<html>", "<article>", "<!--", "&#xD800;", "<script>", '"', '""', ",", ";", "\n", "\r", "\\ud800",
    '{"text": "', '"}', "text", "date", "---\n", "outlet: X\n", "\ufeff", "\u202e", "👩‍👩‍👧", "قال", "e\u0301",
    "2025-13-45", '<meta name="date" content="', "2031-01-01", "The army said so. ", "\x1b[31m", "\0",
])  # fmt: skip
MIXTURES = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)
STARTS = st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"%PDF-", b"PK\x03\x04", b"text\n"])

thorough = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load(data: bytes, media: Media | None) -> list[Arrival | Failure]:
    return list(load_stream(data, Stated(), TODAY, media=media))


def check(data: bytes, media: Media | None) -> None:
    results = load(data, media)
    assert results
    for result in results:
        if isinstance(result, Failure):
            assert result.stage == "add"
            assert result.what
            assert result.remedy
            assert result.where.startswith("standard input")
        else:
            (again, *_) = load(result.raw.data, media)
            assert isinstance(again, Arrival)
            assert again.document.id == result.document.id
    assert load(data, media) == results


@pytest.mark.parametrize("media", MEDIA)
@given(data=st.builds(bytes.__add__, STARTS, st.binary(max_size=200)))
@thorough
def test_arbitrary_bytes(media: Media | None, data: bytes) -> None:
    check(data, media)


@pytest.mark.parametrize("media", MEDIA)
@given(text=MIXTURES)
@thorough
def test_arbitrary_unicode(media: Media | None, text: str) -> None:
    check(text.encode(errors="surrogatepass"), media)


@given(text=st.text(min_size=1), encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
@thorough
def test_text_that_is_marked_comes_back_unchanged(text: str, encoding: str) -> None:
    if sum(character < " " for character in text) * 20 <= len(text) and "\0" not in text:
        assert decode(text.encode(encoding)).text == text


@given(
    fields=st.fixed_dictionaries(
        {"text": st.text() | st.integers() | st.none()},
        optional={
            name: st.text(max_size=12) | st.integers() | st.none() | st.lists(st.integers(), max_size=2)
            for name in ("date", "outlet", "url", "title", "lang", "id", "cited")
        },
    )
)
@thorough
def test_json_objects_of_any_types(fields: dict[str, object]) -> None:
    check(json.dumps(fields).encode(), "jsonl")


@given(words=st.text(max_size=30) | st.from_regex(r"\d{1,4}[-/.]?\d{1,2}[-/.]?\d{1,4}(T\d{2}:\d{2}Z)?", fullmatch=True))
@thorough
def test_no_date_raises_or_lies_in_the_future(words: str) -> None:
    (arrival,) = load(json.dumps({"text": "The army said so.", "date": words}).encode(), "jsonl")
    assert isinstance(arrival, Arrival)
    taken = arrival.document.date
    assert taken is None or taken <= TODAY + dt.timedelta(days=1)
    assert taken or arrival.publication.flags or not words.strip()
