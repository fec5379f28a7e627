"""What holds of every record: redaction leaves no byte, its own format and tables come back, merging has no order."""

import csv
import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.export.codebook import TABLES, Column, load_codebook
from parley.export.sheets import CsvExporter, escape_formula
from parley.exporting import ExportAsked, export_record
from parley.model import Arrival, Assessment, Document, Event, Mention, Named, Reading, Statement
from parley.record import Record, load_record, merge_records, open_record
from parley.steps import Reader

QUICK = settings(max_examples=10, deadline=None)
NAMES = st.sampled_from(["Orsolya Kettering", "Øyvind", "محمد الصالح", "Zoë d'Arc", "Ле Ван-Тхо"])
CopyRecord = Callable[[], Path]
WORDS = st.lists(
    st.sampled_from(["the", "mill", "guns", "Lurna", "saw", "\n", "😀", "=1", "“now”"]), min_size=1, max_size=8
)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@st.composite
def texts(draw: st.DrawFn, name: str) -> str:
    """Draw a text in which a name stands, as it is or in capitals, among other words."""
    said = [" ".join(draw(WORDS)), draw(st.sampled_from([name, name.upper()])), " ".join(draw(WORDS)), f"{name}."]
    return " ".join(said[: draw(st.integers(2, 4))])


def read_words(document: Document) -> Reading:
    """Read every word as a name, every third as an event, the whole as a statement."""
    spans, start = [], 0
    for word in document.text.split(" "):
        if word.strip():
            spans.append((start, start + len(word)))
        start += len(word) + 1
    mentions = [Mention(*span, document.text[slice(*span)], entity=document.text[slice(*span)]) for span in spans]
    whole = document.span(0, len(document.text))
    statement = Statement("S1", document.span(*spans[0]), (whole,), source=mentions[-1])
    events = [
        Event(f"E{number}", document.span(*span), "ASSAULT", actor=(mentions[number],), condition=whole, within="S1")
        for number, span in enumerate(spans)
    ]
    named = tuple(Named(each.start, each.end, each.text, entity=each.text) for each in mentions)
    return Reading(document, (statement,), tuple(events[::3]), mentions=named)


def fill(record: Record, arrivals: list[Arrival], reader: Reader) -> None:
    list(record.add(arrivals))
    list(record.read(reader, frozenset({"en"})))


def find_faults(record: Record) -> list[object]:
    return [finding for finding in record.check() if finding and finding.broken]


@QUICK
@given(data=st.data(), name=NAMES)
def test_after_a_redaction_the_words_stand_in_no_byte_and_every_span_fits(
    copy_record: CopyRecord,
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    data: st.DataObject,
    name: str,
) -> None:
    path = copy_record()
    with open_record(path) as record:
        drawn = data.draw(st.lists(texts(name), min_size=1, max_size=3))
        arrivals = [arrive(text, title=f"On {name}", url=f"https://a.example/{name}") for text in drawn]
        fill(record, arrivals, make_reader("1", read_words))
        for listed in list(record.list_entries())[:3]:
            action = data.draw(st.sampled_from(["accept", "reject"]))
            record.decide(listed.entry.id, action, by="Ann", revision=1, reason=f"{name} says so")
            quote = listed.entry.item.anchor
            said = Assessment("", listed.entry.document_id, "a", "1", "done", quote, by=name, why=name)
            record.assessments.add([said], by="Ann")
        list(record.read(make_reader("2", read_words), frozenset({"en"})))
        before = [(each.entry.id, each.entry.item.anchor.start, each.entry.state) for each in record.list_entries()]
        record.custody.redact((name,), by="Ann", reason="protection", names=True)
        assert find_faults(record) == []
        after = [(each.entry.id, each.entry.item.anchor.start, each.entry.state) for each in record.list_entries()]
        assert after == before
    held = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    for form in (name, name.lower(), name.upper(), json.dumps(name).strip('"')):
        assert form.encode() not in held


@QUICK
@given(data=st.data())
def test_the_own_format_comes_back_byte_for_byte(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], data: st.DataObject
) -> None:
    path = copy_record()
    out, again = path.with_suffix(".record"), path.with_name("again.parley")
    with open_record(path) as record:
        drawn = data.draw(st.lists(texts("Øyvind"), max_size=3))
        fill(record, [arrive(text, data.draw(st.none() | DAYS)) for text in drawn], make_reader("1", read_words))
        for listed in list(record.list_entries())[:2]:
            record.decide(listed.entry.id, "accept", by="Ann", revision=1, reason=data.draw(st.none() | st.just("=1")))
        export_record(record, out, ExportAsked())
    with out.open("rb") as lines:
        list(load_record(again, enumerate(lines, start=1)))
    with open_record(again) as record:
        second = path.with_name("second.record")
        export_record(record, second, ExportAsked())
        assert second.read_bytes() == out.read_bytes()
        assert find_faults(record) == []
    again.unlink()
    second.unlink()


def read_cell(text: str, column: Column) -> object:
    """Read a cell of CSV as docs/EXPORT.md says: an empty one is null, an apostrophe before a formula's sign goes."""
    if not text:
        return None
    if re.match(r"'+[=+\-@＝＋－＠\t\r\n]", text):
        text = text[1:]
    read: dict[str, Callable[[str], object]] = {"integer": int, "number": float, "boolean": "true".__eq__}
    return read[column.type](text) if column.type in read else text


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_any_text_comes_back_from_its_escaped_cell(text: str) -> None:
    escaped = str(escape_formula(text))
    assert not escaped.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert read_cell(escaped, load_codebook()["entries"]["quote"]) == (text or None)


@QUICK
@given(data=st.data())
def test_every_table_comes_back_from_its_csv_with_its_types(tmp_path_factory: Any, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES))
    values: dict[str, st.SearchStrategy[object]] = {
        "string": st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1),
        "integer": st.integers(0, 10**6),
        "number": st.floats(0, 1),
        "boolean": st.booleans(),
        "date": DAYS.map(dt.date.isoformat),
        "datetime": st.datetimes().map(lambda moment: moment.replace(tzinfo=dt.UTC).isoformat(timespec="seconds")),
    }
    columns = load_codebook()[table]
    row = st.fixed_dictionaries({name: st.none() | values[column.type] for name, column in columns.items()})
    rows = data.draw(st.lists(row, max_size=4))
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    assert CsvExporter().export(rows, path, table) == len(rows)
    assert read_table(path, table) == rows


def read_table(path: Path, table: str) -> list[dict[str, object]]:
    columns = load_codebook()[table]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: read_cell(row[name], column) for name, column in columns.items()} for row in csv.DictReader(file)
        ]


@QUICK
@given(data=st.data())
def test_the_order_of_merging_does_not_matter_and_no_decision_is_lost(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], data: st.DataObject
) -> None:
    path = copy_record()
    sides = (path, path.with_name("other.parley"))
    shared = [arrive(text) for text in data.draw(st.lists(texts("Øyvind"), max_size=2, unique=True))]
    with open_record(path) as record:
        if forked := data.draw(st.booleans()):
            fill(record, shared, make_reader("1", read_words))
    shutil.copy(path, sides[1])
    decided: set[tuple[str, str]] = set()
    for side, name in zip(sides, ("Ann", "Bo"), strict=True):
        with open_record(side) as record:
            own = [arrive(text) for text in data.draw(st.lists(texts(name), max_size=2))]
            fill(record, [*([] if forked else shared), *own], make_reader(data.draw(st.sampled_from("12")), read_words))
            for listed in record.list_entries():
                if action := data.draw(st.sampled_from([None, "accept", "reject", "undo"])):
                    verdict = "accept" if action == "undo" else action
                    record.decide(listed.entry.id, verdict, by=name, revision=listed.entry.revision)
                if action == "undo":
                    record.review.undo(by=name)
            for held in list(record.custody.list_documents()) if data.draw(st.booleans()) else ():
                words = held[0].span(0, len(held[0].text.split(" ")[0]))
                if words.text.strip():
                    record.review.add_entry(held[0].id, Event("", words, "CONCEDE"), by=name)
            decided |= {(each.id, each.by) for each in record.custody.list_decisions()}  # type: ignore[union-attr]
    merged = merge_records(sides, path.with_name("ab.parley"))
    again = merge_records((sides[1], sides[0]), path.with_name("ba.parley"))
    assert merged == again
    with open_record(path.with_name("ab.parley")) as ours, open_record(path.with_name("ba.parley")) as theirs:
        assert find_faults(ours) == []
        assert {(each.id, each.by) for each in ours.custody.list_decisions()} == decided  # type: ignore[union-attr]
        assert list_said(ours) == list_said(theirs)
        assert len({held[0].id for held in ours.custody.list_documents()}) == merged.documents
    for each in (*sides, path.with_name("ab.parley"), path.with_name("ba.parley")):
        each.unlink()


def list_said(record: Record) -> list[tuple[str, str, bytes]]:
    listed = record.list_entries()
    return sorted((each.entry.id, each.entry.state, msgspec.json.encode(each.entry.item)) for each in listed)
