"""`annotate_lines`: what a line holds is kept and completed; what fails is said, and the rest goes on."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from parley.annotation import annotate_lines
from parley.errors import FormatError
from parley.export import encode_reading
from parley.model import Document, Reading
from parley.pipeline import Pipeline
from parley.resolve import ActorResolver, TimeResolver
from parley.steps import Reader

Line = dict[str, Any]
Annotate = Callable[..., list[Line]]
TEXT = "France said Iran would not attack Israel on Monday."
ARABIC = "قال المتحدث باسم الجيش إن القوات لن تنسحب من الجنوب قبل نهاية الشهر، وأضاف أن المحادثات مستمرة."


def span(words: str) -> Line:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


SAID: Line = {"id": "S1", "cue": span("said"), "content": [span("Iran would not attack Israel on Monday")]}
ATTACK: Line = {"id": "E1", "trigger": span("attack"), "type": "ASSAULT"}


@pytest.fixture
def annotate(make_reader: Callable[..., Reader], read_sample: Callable[[Document], Reading]) -> Annotate:
    """Annotate lines with a reader that reads the sample text, fails on "fail" and finds nothing elsewhere."""

    def read(document: Document) -> Reading:
        if document.text == "fail":
            raise ZeroDivisionError
        return read_sample(document) if document.text.startswith("AFP") else Reading(document)

    pipeline = Pipeline(make_reader("1", read), [ActorResolver(), TimeResolver()])

    def run(*lines: Line | bytes, layers: frozenset[str] | None = None) -> list[Line]:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        annotated = annotate_lines(raw, pipeline, layers)
        return [json.loads(json.dumps(line)) for line in annotated]

    return run


def test_a_line_gets_every_layer_and_keeps_what_it_had(annotate: Annotate, document: Document) -> None:
    given = {"id": 7, "text": document.text, "date": "2025-04-08", "colour": {"a": [1]}, "title": None}
    (line,) = annotate(given)
    assert given.items() <= line.items()
    assert line["format"] == "reading/1"
    assert [item["id"] for item in line["statements"]] == ["S1", "S2", "S3"]
    assert [item["type"] for item in line["events"]] == ["REJECT", "RETREAT", "ASSAULT", "REQUEST", "CONSULT"]
    assert [time["text"] for time in line["times"]] == ["Monday"]
    assert isinstance(line["mentions"], list)
    assert "confidence" not in line["events"][0]


def test_every_span_given_out_fits_its_text(annotate: Annotate, document: Document) -> None:
    (line,) = annotate({"id": "a", "text": document.text, "date": "2025-04-08"})
    found = []

    def walk(value: Any) -> None:
        if isinstance(value, dict) and "start" in value:
            found.append(line["text"][value["start"] : value["end"]] == value["text"])
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(child)

    walk(line)
    assert len(found) > 20
    assert all(found)


def test_layers_that_are_given_keep_their_spans_and_are_filled_in(annotate: Annotate) -> None:
    source = {**span("France"), "entity": None}
    given = {
        "id": "a",
        "text": TEXT,
        "statements": [SAID | {"source": source, "mine": 1}],
        "events": [ATTACK | {"within": "S1"}],
    }
    (line,) = annotate(given)
    (statement,), (event,) = line["statements"], line["events"]
    assert statement == SAID | {"source": source | {"entities": []}, "mine": 1, "addressee": None, "within": None}
    assert ATTACK.items() <= event.items()
    assert (event["within"], event["modality"], event["negated"], event["actor"]) == ("S1", "hypothetical", False, [])


def test_an_absent_entity_is_filled_and_a_null_one_stays_open(annotate: Annotate) -> None:
    events = [ATTACK | {"actor": [span("Iran")], "recipient": [span("Israel") | {"entity": None}]}]
    (line,) = annotate({"id": "a", "text": TEXT, "statements": [], "events": events})
    (event,) = line["events"]
    assert event["actor"][0]["entity"] == "Iran"
    assert event["recipient"][0]["entity"] is None


def test_times_that_are_given_stay_as_they_are(annotate: Annotate) -> None:
    time = {**span("Monday"), "type": "DATE", "value": "2020-01-06"}
    other = {**span("France"), "type": "DATE", "value": None}
    for given in (time, other):
        (line,) = annotate(
            {"id": "a", "text": TEXT, "date": "2025-04-08", "statements": [], "events": [], "times": [given]}
        )
        assert given.items() <= line["times"][0].items()
        assert line["times"][0].get("earliest") in {None, "2020-01-06"}


def test_events_read_beside_given_statements_are_tied_to_these(annotate: Annotate, document: Document) -> None:
    start = document.text.index("Its envoy")
    said = {
        "id": "X",
        "cue": {"start": start, "end": start + 9, "text": "Its envoy"},
        "content": [{"start": 0, "end": 75, "text": document.text[:75]}],
    }
    (line,) = annotate({"id": "a", "text": document.text, "statements": [said]})
    assert [item["id"] for item in line["statements"]] == ["X"]
    assert {event["trigger"]["text"]: event["within"] for event in line["events"]} == {
        "said": "X", "withdraw": "X", "shelled": None, "demanded": None, "talks": None,
    }  # fmt: skip


def test_only_the_layers_wanted_are_given_and_statements_and_events_always(
    annotate: Annotate, document: Document
) -> None:
    (line,) = annotate({"id": "a", "text": document.text}, layers=frozenset({"statements"}))
    assert line.keys() == {"format", "id", "text", "statements", "events"}
    assert line["events"]


def test_an_unknown_layer_is_refused_with_those_there_are(annotate: Annotate) -> None:
    with pytest.raises(FormatError, match="no layer called colours") as caught:
        annotate(layers=frozenset({"colours"}))
    assert "events, mentions, statements, times" in caught.value.remedy


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{broken", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[1]", "not a document"),
        (b"[" * 100_000, "not a document"),
        ({"id": "x"}, "no text"),
        ({"id": "x", "text": 5}, "no text"),
        ({"id": "x", "text": "  "}, "empty"),
        ({"id": "x", "text": "a\0"}, "NUL"),
        (b'{"id": "x", "text": "\\ud800"}', "JSON"),
        ({"id": "x", "text": "Hello.", "date": "soon"}, "no day"),
        ({"id": "x", "text": "Hello.", "date": 20250407}, "not a string"),
        (
            {"id": "x", "text": TEXT, "events": [ATTACK | {"trigger": span("France") | {"text": "Frence"}}]},
            "the text says",
        ),
        ({"id": "x", "text": TEXT, "events": [ATTACK | {"type": "KISS"}]}, "KISS"),
        ({"id": "x", "text": TEXT, "statements": [], "events": [ATTACK | {"within": "S7"}]}, "S7"),
        ({"id": "x", "text": "fail"}, "ZeroDivisionError"),
        ({"id": "x", "text": ARABIC}, "not read: Arabic"),
        ({"id": "x", "text": TEXT, "lang": "ar"}, "not read: Arabic"),
    ],
)
def test_a_line_that_fails_says_why_and_the_rest_goes_on(annotate: Annotate, line: Line | bytes, error: str) -> None:
    first, failed, last = annotate({"id": 1, "text": "Hello."}, line, {"id": 2, "text": "Hello."})
    assert [first["id"], last["id"]] == [1, 2]
    assert "error" not in first
    assert "error" not in last
    assert error in failed["error"]
    assert failed["error"].startswith("line 2: ")
    assert failed["id"] == ("x" if isinstance(line, dict) else None)
    assert failed.items() >= {"statements": [], "events": [], "times": [], "mentions": []}.items()


def test_another_language_is_read_when_its_layers_are_given(annotate: Annotate) -> None:
    (line,) = annotate({"id": "a", "text": ARABIC, "statements": [], "events": []})
    assert "error" not in line


def test_nothing_in_nothing_out(annotate: Annotate) -> None:
    assert annotate() == []
    assert annotate(b"", b"\n", b"  \n") == []


def test_a_byte_order_mark_before_the_first_line_is_passed_over(annotate: Annotate) -> None:
    (line,) = annotate(b'\xef\xbb\xbf{"id": "a", "text": "Hello."}')
    assert (line["id"], "error" in line) == ("a", False)


def test_ids_come_out_as_they_went_in(annotate: Annotate) -> None:
    ids = ["b", "a", 3, None, "b", {"odd": True}]
    assert [line["id"] for line in annotate(*({"id": given, "text": "Hello."} for given in ids))] == ids


def test_what_is_exported_is_taken_back_unchanged(
    annotate: Annotate, document: Document, read_sample: Callable[[Document], Reading]
) -> None:
    exported = json.loads(json.dumps(encode_reading(read_sample(document))))
    (line,) = annotate(exported)
    assert line | {"times": [], "mentions": []} == exported
    assert annotate(line) == [line]
