"""Who is unresolved in a record, and where."""

from collections.abc import Callable
from typing import Any

from parley.model import Arrival, Document, Event, Mention, Reading, Span, Statement
from parley.record import Record
from parley.steps import Reader

FIRST = 'The envoy met "Abu" Lurna. The ENVOY left Teskal.'
SECOND = "The envoy spoke. It rained."


def read(document: Document, cut: Callable[..., Any]) -> Reading:
    def name(words: str, entity: str | None = None) -> Mention:
        return cut(document, words, Mention, entity=entity)  # type: ignore[no-any-return]

    if document.text == SECOND:
        return Reading(document, (Statement("S1", cut(document, "spoke", Span), (), name("The envoy")),))
    met = Event(
        "E1", cut(document, "met", Span), "CONSULT", actor=(name("The envoy"),), recipient=(name('"Abu" Lurna'),)
    )
    left = Event("E2", cut(document, "left", Span), "RETREAT", actor=(name("The ENVOY"),), place=(name("Teskal"),))
    again = Event("E3", cut(document, "Lurna", Span), "CONSULT", actor=(name("The envoy"),))
    known = Event("E4", cut(document, "ENVOY", Span), "CONSULT", actor=(name("envoy", "Lirana Teshk"),))
    return Reading(document, events=(met, left, again, known))


def fill(record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Any) -> None:
    list(record.add([arrive(FIRST), arrive(SECOND)]))
    list(record.read(make_reader("1", lambda document: read(document, cut)), frozenset({"en"})))


def test_the_most_frequent_come_first_whatever_their_case(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    fill(record, arrive, make_reader, cut)
    found = record.mentions.list_unresolved("who")
    assert [(one.words.lower(), one.mentions, one.documents) for one in found] == [
        ("the envoy", 3, 2),
        ('"abu" lurna', 1, 1),
    ]
    assert [one.words for one in record.mentions.list_unresolved("where")] == ["Teskal"]


def test_contexts_are_those_in_which_the_words_stand_unresolved(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    fill(record, arrive, make_reader, cut)
    mentions = record.mentions
    assert len(mentions.list_contexts("who", words="THE ENVOY")) == 4
    assert len(mentions.list_contexts("who", words="the envoy", limit=2)) == 2
    assert [one.context for one in mentions.list_contexts("who", words='"Abu" Lurna')] == ['The envoy met "Abu" Lurna.']
    assert mentions.list_contexts("where", words="the envoy") == []
    assert mentions.list_contexts("who", words="envoy") == []
    (known,) = mentions.list_contexts("who", entity="Lirana Teshk")
    assert known.entry.item.anchor.text == "ENVOY"


def test_rejected_entries_mention_nobody(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    fill(record, arrive, make_reader, cut)
    for listed in list(record.list_entries()):
        record.decide(listed.entry.id, "reject", by="Ana", revision=1)
    assert record.mentions.list_unresolved("who") == []


def test_the_reader_in_force_is_named(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    assert record.mentions.find_reader() is None
    fill(record, arrive, make_reader, cut)
    assert record.mentions.find_reader() == "scripted 1"
