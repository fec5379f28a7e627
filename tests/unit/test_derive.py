"""What follows from a reading: facts, chains, standing, commitments, routes, intervals, sentences."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.derive import (
    Standing,
    attach_events,
    commitment_kind,
    derive_commitments,
    enclosing_statements,
    find_happened,
    find_interval,
    find_route,
    find_sentence,
    find_standing,
    index_statements,
    is_act,
    name_mention,
    sourcing_chain,
)
from parley.model import Carrier, Document, Event, EventType, Mention, Modality, Reading, Span, Statement, TimeMention

CUE = Span(0, 4, "said")
SPEAKERS = ("Bastor Nive", "the army", "Press Office of the Mission", None)
CARRIERS = ("AFP", "Reuters", "AFP and Reuters")


def nest(sources: Sequence[str | None]) -> dict[str, Statement]:
    """Nest one statement in the other, outermost first; the innermost is called like the number of sources."""
    return {
        str(depth): Statement(
            str(depth),
            CUE,
            (),
            Mention(0, len(name), name) if name else None,
            within=str(depth - 1) if depth > 1 else None,
        )
        for depth, name in enumerate(sources, start=1)
    }


def happen(statements: dict[str, Statement], **fields: Any) -> Event:
    return Event("E1", CUE, "ASSAULT", within=str(len(statements)) if statements else None, **fields)


@given(st.lists(st.sampled_from(CARRIERS)), st.sampled_from(SPEAKERS), st.lists(st.sampled_from(CARRIERS + SPEAKERS)))
def test_nothing_that_a_speaker_encloses_is_a_fact(
    outer: list[str], speaker: str | None, inner: list[str | None]
) -> None:
    statements = nest([*outer, speaker, *inner])
    assert find_standing(happen(statements), statements) == "claimed"


@given(st.lists(st.sampled_from(CARRIERS)))
def test_what_carriers_alone_report_is_a_fact(carriers: list[str]) -> None:
    statements = nest(carriers)
    assert find_standing(happen(statements), statements) == "fact"
    assert find_standing(happen(statements, negated=True), statements) == "did not happen"


@pytest.mark.parametrize("modality", [word for word in get_args(Modality) if word != "actual"])
def test_what_has_not_happened_is_no_fact(modality: Modality) -> None:
    assert find_standing(happen({}, modality=modality), {}) not in {"fact", "claimed"}


@pytest.mark.parametrize(
    ("sources", "fields", "standing"),
    [
        ([], {}, "fact"),
        (["AFP"], {}, "fact"),
        (["Nive"], {}, "claimed"),
        ([None], {}, "claimed"),
        (["Nive"], {"negated": True}, "denied"),
        ([], {"negated": True}, "did not happen"),
        ([], {"modality": "future"}, "planned"),
        ([], {"modality": "hypothetical"}, "possible"),
        (["Nive"], {"modality": "requested"}, "demanded"),
        (["Nive"], {"modality": "refused", "negated": True}, "refused"),
        ([], {"modality": "obliged"}, "required"),
    ],
)
def test_each_event_stands_in_one_word(sources: list[str | None], fields: dict[str, Any], standing: Standing) -> None:
    statements = nest(sources)
    assert find_standing(happen(statements, **fields), statements) == standing


def test_the_chain_names_sources_from_the_outermost_and_leaves_unnamed_ones_open() -> None:
    statements = nest(["AFP", None, "Nive"])
    assert sourcing_chain(happen(statements), statements) == ("AFP", None, "Nive")
    assert sourcing_chain(statements["2"], statements) == ("AFP", None)
    assert sourcing_chain(happen({}), {}) == ()


def test_the_outlets_own_people_are_no_source_beside_it() -> None:
    own = nest(["our correspondent on the east bank", "Nive"])
    assert sourcing_chain(happen(own), own) == ("Nive",)
    seen = nest(["this newspaper"])
    assert sourcing_chain(happen(seen), seen) == ()
    assert find_standing(happen(seen), seen) == "fact"
    theirs = nest(["our army"])
    assert sourcing_chain(happen(theirs), theirs) == ("our army",)
    assert find_standing(happen(theirs), theirs) != "fact"


def test_a_circle_of_statements_ends() -> None:
    statements = {"1": Statement("1", CUE, (), within="2"), "2": Statement("2", CUE, (), within="1")}
    assert len(enclosing_statements(statements["1"], statements)) == 2


def test_a_mention_goes_by_its_entity_else_by_its_words() -> None:
    assert name_mention(Mention(0, 3, "AFP", "Agence France-Presse")) == "Agence France-Presse"
    assert name_mention(Mention(0, 3, "AFP")) == "AFP"
    assert name_mention(None) is None


def test_speech_acts_are_told_from_acts() -> None:
    assert is_act(Event("E", CUE, "ASSAULT"))
    assert not is_act(Event("E", CUE, "ASSAULT", about="S1"))
    assert not is_act(Event("E", CUE, "REQUEST"))


def test_an_event_is_tied_to_the_shortest_content_around_it() -> None:
    document = Document("He said she said that they left.")
    outer = Statement("S1", document.span(3, 7), (document.span(8, 31),))
    inner = Statement("S2", document.span(12, 16), (document.span(22, 31),), within="S1")
    left = Event("E1", document.span(27, 31), "RETREAT", within="S1")
    speech = Event("E2", document.span(12, 16), "REJECT", about="elsewhere")
    alone = Event("E3", document.span(0, 2), "AID", within="S9")
    tied = attach_events([left, speech, alone], [outer, inner])
    assert [(event.within, event.about) for event in tied] == [("S2", None), ("S1", "S2"), (None, None)]


SPOKEN = Event("E2", CUE, "RETREAT", modality="future", within="S1")


@pytest.mark.parametrize(
    ("type_", "spoken_of", "kind"),
    [
        ("REQUEST", [], "demand"),
        ("REJECT", [SPOKEN], "refusal"),
        ("THREATEN", [], "threat"),
        ("CONCEDE", [], "concession"),
        ("AGREE", [], "acceptance"),
        ("AGREE", [SPOKEN], "promise"),
        ("AGREE", [replace(SPOKEN, condition=CUE)], "offer"),
        ("CONSULT", [], None),
    ],
)
def test_each_kind_of_commitment(type_: EventType, spoken_of: list[Event], kind: str | None) -> None:
    speech = Event("E1", CUE, type_, about="S1")
    assert commitment_kind(speech, iter(spoken_of)) == kind
    assert commitment_kind(replace(speech, negated=True), spoken_of) is None
    assert commitment_kind(replace(speech, about=None), spoken_of) is None


def test_a_commitment_carries_speaker_act_condition_deadline_and_chain(
    document: Document, read_sample: Callable[[Document], Reading], cut: Callable[..., Any]
) -> None:
    reading = read_sample(document)
    condition, deadline = cut(document, "on Monday", Span), cut(document, "Monday", TimeMention, value="2025-04-07")
    events = [
        replace(event, condition=condition, deadline=deadline) if event.id == "E2" else event
        for event in reading.events
    ]
    refusal, demand = derive_commitments(reading.statements, events)
    assert (refusal.kind, refusal.event, refusal.act, refusal.chain) == ("refusal", "E1", "E2", ("AFP", "Bastor Nive"))
    assert [mention.text for mention in (*refusal.by, *refusal.of)] == ["Bastor Nive", "Tollaria"]
    assert (refusal.condition, refusal.deadline) == (condition, deadline)
    assert (demand.kind, demand.act, demand.chain) == ("demand", "E5", ("Its envoy",))


def test_an_event_happened_between_the_first_and_the_last_day_of_its_times() -> None:
    times = tuple(TimeMention(0, 1, "x", value) for value in ("2025-02", None, "2025-01-26", "some day"))
    assert find_happened(happen({}, time=times)) == (dt.date(2025, 1, 26), dt.date(2025, 2, 28))
    assert find_happened(happen({}, time=times[1:2])) is None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025-01-26", "2025-01-26", "2025-01-26"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-01-26/2025-02-18", "2025-01-26", "2025-02-18"),
        ("2025-01/2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_an_iso_value_becomes_its_days(value: str, first: str, last: str) -> None:
    assert find_interval(value) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2025-13",
        "2025-02-30",
        "0000",
        "2025-W03",
        "2025-01-01/",
        "/2025",
        "2025-02/2025-01",
        "2025/2025/2025",
    ],
)
def test_what_names_no_days_is_left_open(value: str) -> None:
    assert find_interval(value) is None


@given(st.text(alphabet="0123456789-/W", max_size=22))
def test_an_interval_never_ends_before_it_begins(value: str) -> None:
    days = find_interval(value)
    assert days is None or days[0] <= days[1]


@pytest.mark.parametrize(
    ("outlet", "cited", "chain", "route"),
    [
        ("The Post", [], [], ["The Post"]),
        (None, [], [None], ["(no outlet)", "(unnamed)"]),
        ("The Post", ["AFP via France 24"], ["Nive"], ["The Post", "France 24", "AFP", "Nive"]),
        ("The Post", ["AFP", "Reuters"], ["Nive"], ["The Post", "AFP / Reuters", "Nive"]),
        ("The Post", ["AFP"], ["AFP", "Nive"], ["The Post", "AFP", "Nive"]),
        ("AFP", ["AFP"], ["Nive"], ["AFP", "Nive"]),
        ("The Post", [None], ["Nive"], ["The Post", "Nive"]),
        ("The Post", [], ["Nive", "Nive", "Oru"], ["The Post", "Nive", "Oru"]),
        ("The Post", [], [None, None], ["The Post", "(unnamed)", "(unnamed)"]),
    ],
)
def test_the_route_to_the_words(
    outlet: str | None, cited: list[str | None], chain: list[str | None], route: list[str]
) -> None:
    assert list(find_route(outlet, [Carrier(name) for name in cited], chain)) == route


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("First", "First came rain."),
        ("rain", "First came rain."),
        ("Then", "Then “it stopped.”"),
        ("stopped", "Then “it stopped.”"),
        ("“Talks", "“Talks resume,” he said"),
        ("he said", "“Talks resume,” he said"),
        ("Next", "Next line"),
    ],
)
def test_the_sentence_around_some_words(words: str, sentence: str, cut: Callable[..., Span]) -> None:
    text = "First came rain. Then “it stopped.” “Talks resume,” he said\nNext line"
    assert find_sentence(text, cut(Document(text), words, Span)) == sentence


def test_an_abbreviation_does_not_end_a_sentence(cut: Callable[..., Span]) -> None:
    text = "He left. Gen. Ann Orr told the U.S. State Department so. She left."
    for words in ("Orr", "Department"):
        assert (
            find_sentence(text, cut(Document(text), words, Span)) == "Gen. Ann Orr told the U.S. State Department so."
        )


@given(st.text(alphabet="aB. \n?”é😀", min_size=1, max_size=80), st.data())
def test_a_sentence_holds_its_words_and_is_word_for_word(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sentence = find_sentence(text, Span(start, end, text[start:end]))
    assert sentence in text
    assert text[start:end].strip() in sentence


def test_statements_are_found_by_their_ids(document: Document, read_sample: Callable[[Document], Reading]) -> None:
    assert list(index_statements(read_sample(document).items())) == ["S1", "S2", "S3"]
