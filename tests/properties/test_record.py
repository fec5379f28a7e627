"""What holds of every record, whatever is read and decided."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import FormatError, InputError
from parley.export import encode_layers, encode_reading
from parley.model import (
    Action,
    Arrival,
    Document,
    Entry,
    EntryState,
    Event,
    EventType,
    ListedEntry,
    Mention,
    Modality,
    Named,
    Reading,
    Span,
    Statement,
    Time,
    TimeMention,
    Verdict,
)
from parley.record import DocumentRead, Filter, Record, open_record
from parley.steps import Reader

TEXTS = st.text("aB é😀\n.“”ن", min_size=3, max_size=40).filter(str.strip)
DAYS = st.none() | st.dates(dt.date(2024, 12, 30), dt.date(2025, 1, 2))
DOCUMENTS = st.builds(Document, TEXTS, DAYS, st.just("en"))
SHORT = Document("Ann said Bo left. Cy said Di stays.", dt.date(2025, 1, 1), "en")
EVERY = Filter(states=get_args(EntryState))
DECIDED = {"unsure", "accepted", "amended", "rejected"}
DAWN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
QUICK = settings(max_examples=12, deadline=None)
CopyRecord = Callable[[], Path]


@st.composite
def spans(draw: st.DrawFn, /, document: Document, kind: type[Span] = Span, **fields: st.SearchStrategy[Any]) -> Any:
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, min(len(document.text), start + 12)))
    return kind(start, end, document.text[start:end], **{name: draw(value) for name, value in fields.items()})


@st.composite
def readings(draw: st.DrawFn, document: Document) -> Reading:
    """Draw any reading of a document: statements nest, events hang on them, spans lie anywhere."""
    mention = spans(document, Mention, entity=st.none() | st.sampled_from(["Ann", "AFP"]))
    several = st.lists(mention, max_size=2).map(tuple)
    when = spans(document, TimeMention, value=st.sampled_from([None, "2025-01-01", "2024/2025"]))
    statements: list[Statement] = []
    for number in range(draw(st.integers(0, 3))):
        around = draw(st.none() | st.sampled_from(statements)) if statements else None
        content = draw(st.lists(spans(document), max_size=2).map(tuple))
        said = Statement(
            f"S{number}", draw(spans(document)), content, draw(st.none() | mention), draw(st.none() | mention)
        )
        statements.append(msgspec.structs.replace(said, within=around.id if around else None))
    named = st.sampled_from([None, *(statement.id for statement in statements)])
    events = [
        Event(
            f"E{number}", draw(spans(document)), draw(st.sampled_from(get_args(EventType)[:3])), None,
            draw(several), draw(several), draw(several), draw(st.lists(when, max_size=1).map(tuple)),
            draw(st.sampled_from(get_args(Modality))), draw(st.booleans()), draw(st.none() | spans(document)),
            draw(st.none() | when), draw(named), draw(named),
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    times = draw(st.lists(spans(document, Time, type=st.just("DATE"), earliest=DAYS), max_size=1).map(tuple))
    mentions = draw(st.lists(spans(document, Named, entity=st.just("Ann")), max_size=1).map(tuple))
    return Reading(document, tuple(statements), tuple(events), times=times, mentions=mentions)


def read(record: Record, reader: Reader) -> None:
    for outcome in record.read(reader, frozenset({"en"})):
        assert isinstance(outcome, DocumentRead)


def list_all(record: Record, **wanted: Any) -> list[ListedEntry]:
    return list(record.list_entries(msgspec.structs.replace(EVERY, **wanted)))


def find_faults(record: Record) -> list[object]:
    return [finding for finding in record.check() if finding]


@given(DOCUMENTS.flatmap(readings))
def test_a_reading_survives_its_line_of_json(reading: Reading) -> None:
    line = msgspec.json.decode(msgspec.json.encode(encode_reading(reading)))
    assert msgspec.convert({**encode_layers(reading), "document": reading.document}, Reading) == reading
    layers = {name: line[name] for name in ("statements", "events", "times", "mentions")}
    assert msgspec.convert({"document": reading.document, **layers}, Reading) == reading
    assert (line["text"], line["id"]) == (reading.document.text, reading.document.id)


@QUICK
@given(documents=st.lists(DOCUMENTS, max_size=6), again=st.randoms())
def test_adding_twice_is_adding_once(
    copy_record: CopyRecord,
    arrive: Callable[..., Arrival],
    dump: Callable[[Path], list[str]],
    documents: list[Document],
    again: Any,
) -> None:
    arrivals = [arrive(document.text, document.date) for document in documents]
    with open_record(copy_record()) as record:
        list(record.add(arrivals))
        head, before = record.read_log_head(), dump(record.path)
        assert record.count_documents() == len({document.id for document in documents})
        again.shuffle(arrivals)
        list(record.add(arrivals))
        assert record.read_log_head() == head
        assert dump(record.path) == before
        assert find_faults(record) == []


@QUICK
@given(data=st.data())
def test_whatever_is_read_only_a_decision_changes_what_was_decided(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], data: st.DataObject
) -> None:
    decided: dict[str, Entry] = {}
    with open_record(copy_record()) as record:
        list(record.add([arrive(SHORT.text, SHORT.date)]))
        for version in range(data.draw(st.integers(1, 4))):
            reading = data.draw(readings(SHORT))
            read(record, make_reader(str(version), lambda _, reading=reading: reading))
            for listed in list_all(record):
                assert listed.entry.item == decided.get(listed.entry.id, listed.entry).item
                assert listed.entry.state == decided.get(listed.entry.id, listed.entry).state
                if action := data.draw(st.sampled_from([None, None, *get_args(Verdict)])):
                    item = reword(listed.entry) if action == "amend" else None
                    now = record.find_entry(listed.entry.id).entry
                    record.decide(now.id, action, by="Ann", revision=now.revision, item=item)
                    decided[now.id] = record.find_entry(now.id).entry
            assert decided.keys() <= {listed.entry.id for listed in list_all(record)}
        states = {listed.entry.id: listed.entry.state for listed in list_all(record)}
        assert {entry_id for entry_id, state in states.items() if state in DECIDED} == decided.keys()
        assert find_faults(record) == []


def reword(entry: Entry) -> Statement | Event:
    return msgspec.structs.replace(entry.item, confidence=1.0)


@QUICK
@given(data=st.data())
def test_the_same_reading_by_another_version_adds_and_supersedes_nothing(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], data: st.DataObject
) -> None:
    reading = data.draw(readings(SHORT))
    with open_record(copy_record()) as record:
        list(record.add([arrive(SHORT.text, SHORT.date)]))
        read(record, make_reader("1", lambda _: reading))
        before = {listed.entry.id: listed.entry.state for listed in list_all(record)}
        read(record, make_reader("2", lambda _: reading))
        assert {listed.entry.id: listed.entry.state for listed in list_all(record)} == before


@QUICK
@given(data=st.data())
def test_the_record_as_of_a_moment_ignores_all_that_came_later(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], data: st.DataObject
) -> None:
    seen: list[tuple[dt.datetime, list[ListedEntry]]] = []
    with open_record(copy_record()) as record:
        for step in range(data.draw(st.integers(1, 4))):
            arrival = arrive(
                SHORT.text, SHORT.date, outlet=f"Outlet {step}", url="https://a.example", given_id=str(step % 2)
            )
            list(
                record.add([arrival, arrive(f"{SHORT.text} {step}", SHORT.date, url="https://a.example", given_id="0")])
            )
            reading = data.draw(readings(SHORT))
            read(
                record,
                make_reader(
                    str(step), lambda document, reading=reading: reading if document == SHORT else Reading(document)
                ),
            )
            for listed in list_all(record)[:1]:
                record.decide(listed.entry.id, "accept", by="Ann", revision=listed.entry.revision)
            moment = dt.datetime.now(dt.UTC)
            seen.append((moment, list_all(record)))
        for moment, entries in seen:
            assert list_all(record, recorded_by=moment) == entries


@pytest.mark.parametrize("action", get_args(Verdict))
@QUICK
@given(data=st.data())
def test_a_reader_that_moves_every_span_keeps_every_decision(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader],
    move_spans: Callable[[Reading], Reading], action: Verdict, data: st.DataObject,
) -> None:  # fmt: skip
    reading = data.draw(readings(SHORT))
    with open_record(copy_record()) as record:
        list(record.add([arrive(SHORT.text, SHORT.date)]))
        read(record, make_reader("1", lambda _: reading))
        for listed in list_all(record):
            item = reword(listed.entry) if action == "amend" else None
            record.decide(listed.entry.id, action, by="Ann", revision=1, item=item)
        decided = {listed.entry.id: (listed.entry.state, listed.entry.item) for listed in list_all(record)}
        read(record, make_reader("2", lambda _: move_spans(reading)))
        after = {listed.entry.id: (listed.entry.state, listed.entry.item) for listed in list_all(record)}
        assert {entry_id: after[entry_id] for entry_id in decided} == decided


@QUICK
@given(data=st.data())
def test_taking_back_every_decision_leaves_what_was_read_and_every_moment_as_it_was(
    copy_record: CopyRecord, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], data: st.DataObject
) -> None:
    def state(recorded_by: dt.datetime | None = None) -> dict[str, object]:
        listed = list_all(record, recorded_by=recorded_by)
        return {
            one.entry.id: msgspec.structs.replace(one.entry, revision=0, recorded_at=DAWN)
            for one in listed
            if one.entry.proposal_id
        }

    with open_record(copy_record()) as record:
        list(record.add([arrive(SHORT.text, SHORT.date)]))
        reading = data.draw(readings(SHORT).filter(lambda made: made.items()))
        read(record, make_reader("1", lambda _: reading))
        seen = [(dt.datetime.now(dt.UTC), state())]
        for _ in range(data.draw(st.integers(1, 5))):
            decide_something(record, data)
            seen.append((dt.datetime.now(dt.UTC), state()))
        for moment, before in reversed(seen[:-1]):
            record.review.undo(by="Ann")
            assert state() == state(moment) == before
        with pytest.raises(InputError):
            record.review.undo(by="Ann")
        for moment, before in seen:
            assert state(moment) == before
        assert find_faults(record) == []


def decide_something(record: Record, data: st.DataObject) -> None:
    """Decide on any entry, with other words where a statement is amended, or add a statement."""
    entry = data.draw(st.sampled_from([listed.entry for listed in list_all(record)]))
    action = data.draw(st.sampled_from(get_args(Action)[:-1]))
    if action == "add":
        content = data.draw(st.lists(spans(SHORT), min_size=1, max_size=2).map(tuple))
        said = Statement("", data.draw(spans(SHORT)), content)
        try:
            record.review.add_entry(entry.document_id, said, by="Ann")
        except FormatError:
            record.decide(entry.id, "accept", by="Ann", revision=entry.revision)
        return
    item = reword(entry) if action == "amend" else None
    if isinstance(item, Statement):
        item = msgspec.structs.replace(item, content=data.draw(st.lists(spans(SHORT), max_size=2).map(tuple)))
    record.decide(entry.id, action, by="Ann", revision=entry.revision, item=item)
