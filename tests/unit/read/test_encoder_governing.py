"""What governing words settle, whatever the network made of the event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.model import Document, Event, EventType, Mention, Modality, Reading, Span, Statement
from parley.read.encoder.governing import govern_events


def read(text: str, trigger: str, modality: Modality = "actual", *, negated: bool = False) -> Reading:
    document = Document(text)
    start = text.index(trigger)
    event = Event("E1", document.span(start, start + len(trigger)), "ASSAULT", modality=modality, negated=negated)
    return Reading(document, events=(event,))


def say(reading: Reading, source: str, cue: str, act: EventType | None = None) -> Reading:
    """Put the event into a statement that fills the rest of the text after the cue."""
    text = reading.document.text
    start, end = text.index(cue), text.index(cue) + len(cue)
    statement = Statement(
        "S1", Span(start, end, cue), (reading.document.span(end + 1, len(text)),),
        Mention(text.index(source), text.index(source) + len(source), source) if source else None,
    )  # fmt: skip
    events = tuple(replace(event, within="S1") for event in reading.events)
    if act:
        events += (Event("E2", statement.cue, act, about="S1"),)
    return replace(reading, statements=(statement,), events=events)


def settled(reading: Reading) -> tuple[Modality, bool]:
    event = govern_events(reading).events[0]
    return event.modality, event.negated


def test_what_is_denied_is_negated() -> None:
    assert settled(say(read("The army denies that it shelled Dorn", "shelled"), "The army", "denies")) == (
        "actual",
        True,
    )
    assert settled(say(read("The army says that it shelled Dorn", "shelled"), "The army", "says")) == ("actual", False)


def test_what_a_text_requires_is_obliged_and_what_a_person_requires_is_not() -> None:
    text = read("The accord requires both sides to withdraw", "withdraw", "requested")
    assert settled(say(text, "The accord", "requires")) == ("obliged", False)
    person = read("The envoy requires both sides to withdraw", "withdraw", "requested")
    assert settled(say(person, "The envoy", "requires")) == ("requested", False)
    forbidden = read("The truce stipulates that nobody shall host them", "host", "refused")
    assert settled(say(forbidden, "The truce", "stipulates")) == ("obliged", True)


def test_a_demand_not_to_act_is_a_demand() -> None:
    reading = read("Rovia urges Selt not to arm anyone", "arm", "refused", negated=True)
    assert settled(say(reading, "Rovia", "urges", "REQUEST")) == ("requested", True)


@pytest.mark.parametrize(
    ("promised", "trigger", "modality"),
    [
        ("that it would keep its word", "keep", "future"),
        ("to carry out every article", "carry out", "future"),
        ("that it would not fire first", "fire", "refused"),
        ("to rule out a strike", "strike", "refused"),
        ("that nobody will be harmed", "harmed", "refused"),
    ],
)
def test_a_promise_is_no_refusal_unless_a_word_refuses(promised: str, trigger: str, modality: Modality) -> None:
    for promiser in ("Selt", "Rovia"):
        reading = say(read(f"{promiser} promised {promised}", trigger, "refused"), promiser, "promised", "AGREE")
        assert settled(reading)[0] == modality
        plain = say(read(f"{promiser} said {promised}", trigger, "refused"), promiser, "said")
        assert settled(plain)[0] == "refused"


def test_what_somebody_is_accused_of_is_said_to_have_happened() -> None:
    reading = read("Rovia accuses Selt of arming the League", "arming", "requested")
    assert settled(say(reading, "Rovia", "accuses", "ACCUSE")) == ("actual", False)
    refusal = read("Rovia accuses Selt of refusing to withdraw", "withdraw", "refused")
    assert settled(say(refusal, "Rovia", "accuses", "ACCUSE")) == ("refused", False)


def test_what_is_negotiated_or_proposed_is_not_yet_asked_for() -> None:
    assert settled(read("Talks with Selt on the release go on", "release", "requested")) == ("hypothetical", False)
    assert settled(read("A proposal to release them", "release", "requested")) == ("hypothetical", False)
    assert settled(read("The envoy asked Selt for their release", "release", "requested")) == ("requested", False)


def test_what_is_threatened_is_possible() -> None:
    reading = read("Rovia vowed to close the pass", "close", "future")
    assert settled(say(reading, "Rovia", "vowed", "THREATEN")) == ("hypothetical", False)
    assert settled(say(reading, "Rovia", "vowed", "AGREE")) == ("future", False)


@pytest.mark.parametrize(
    ("text", "trigger", "standing"),
    [
        ("Selt never shelled Dorn.", "shelled", ("actual", True)),
        ("The convoy has yet to be released.", "released", ("actual", True)),
        ("Selt did not strike.", "strike", ("actual", True)),
        ("Selt could strike.", "strike", ("hypothetical", False)),
        ("Selt is about to strike.", "strike", ("future", False)),
        ("Selt failed to withdraw.", "withdraw", ("actual", True)),
        ("Selt postponed the withdrawal.", "withdrawal", ("actual", True)),
        ("Selt agreed to fully withdraw.", "withdraw", ("future", False)),
        ("Selt threatens to carry out attacks.", "attacks", ("hypothetical", False)),
        ("Selt said it was ready to withdraw.", "withdraw", ("hypothetical", False)),
        ("Selt will permanently withdraw.", "withdraw", ("future", False)),
        ("Selt refuses to withdraw.", "withdraw", ("refused", False)),
        ("Selt ruled out any withdrawal.", "withdrawal", ("refused", False)),
        ("Selt said it would not withdraw.", "withdraw", ("refused", False)),
        ("Under the truce, both sides must withdraw.", "withdraw", ("obliged", False)),
        ("Under the truce no soldier may withdraw and they may not attack.", "attack", ("obliged", True)),
        ("Selt must withdraw.", "withdraw", ("actual", False)),
        ("No village was shelled.", "shelled", ("actual", True)),
        ("The army said no U.S. troops were killed.", "killed", ("actual", True)),
        ("None of the 3.5 million were expelled.", "expelled", ("actual", True)),
        ("Hardly anybody was shot.", "shot", ("actual", True)),
        ("There is no doubt that villagers were shot.", "shot", ("actual", False)),
        ("Selt saw no gain. Villagers were shot.", "shot", ("actual", False)),
        ("Claims that troops were killed are false.", "killed", ("actual", True)),
        ("The report that villagers were shot is baseless.", "shot", ("actual", True)),
        ("Reports that villagers were shot were not true.", "shot", ("actual", True)),
        ("The army said it is a lie that villagers were shot.", "shot", ("actual", True)),
        ("Reports that villagers were shot are disputed.", "shot", ("actual", False)),
        ("Villagers were shot and the reports are false.", "shot", ("actual", False)),
        ("Rovia stays if Selt does withdraw.", "withdraw", ("hypothetical", False)),
        ("Selt withdraws, if slowly, and Rovia attacked.", "attacked", ("actual", False)),
        ("Selt shelled Dorn.", "shelled", ("actual", False)),
    ],
)
def test_auxiliaries_before_the_trigger_settle_it(text: str, trigger: str, standing: tuple[Modality, bool]) -> None:
    assert settled(read(text, trigger)) == standing


def test_a_refusal_is_not_negated_and_spans_stay() -> None:
    reading = read("Selt will not withdraw.", "withdraw", "refused", negated=True)
    assert settled(reading) == ("refused", False)
    assert govern_events(reading).events[0].trigger == reading.events[0].trigger


def test_who_denies_rejects() -> None:
    reading = say(read("Selt disputes having shelled Dorn", "shelled"), "Selt", "disputes", "ACCUSE")
    assert [event.type for event in govern_events(reading).events] == ["ASSAULT", "REJECT"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Selt begins to deport them", "actual"),
        ("Selt began quietly deport them", "actual"),
        ("Selt will begin to deport them", "future"),
        ("If Selt starts to deport them", "hypothetical"),
        ("Selt plans to deport them", "future"),
    ],
)
def test_what_has_begun_happens(text: str, modality: Modality) -> None:
    assert settled(read(text, "deport", "future"))[0] == modality


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army said no U.S. troops were killed.", "killed"),
        ("None of the 3.5 million were expelled.", "expelled"),
        ("Claims that troops were killed are false.", "killed"),
        ("The report that villagers were shot is baseless.", "shot"),
        ("Reports that villagers were shot were not true.", "shot"),
        ("Hardly anybody was shot.", "shot"),
        ("The army said it is a lie that villagers were shot.", "shot"),
        (f"Not a single one of the villagers {'of the upper valley and ' * 8}of Dorn were shot.", "shot"),
        ("The army said the raid was cancelled.", "cancelled"),
    ],
)
def test_what_was_read_as_denied_stays_denied(text: str, trigger: str) -> None:
    reading = read(text, trigger, negated=True)
    assert settled(reading) == ("actual", True)
    if " said " in text:
        assert settled(say(reading, "The army", "said")) == ("actual", True)


GOVERNORS = ("was", "were", "has been", "not", "no", "to", "will", "may", "began", "agreed", "if", "must", "talks on")


@given(st.lists(st.sampled_from(GOVERNORS), max_size=6))
def test_no_word_before_a_verb_makes_a_denial_a_fact(words: list[str]) -> None:
    modality, negated = settled(read(" ".join(["Selt", *words, "shelled Dorn."]), "shelled", negated=True))
    assert (modality, negated) != ("actual", False)


@pytest.mark.parametrize(
    ("text", "trigger", "events"),
    [
        ("Tollaria accused Dessovia of an attack without giving evidence.", "giving", 0),
        ("Tollaria spoke of an attack without providing any further details.", "providing", 0),
        ("Tollaria left without giving food to the camp.", "giving", 1),
        ("Tollaria was giving evidence to the court.", "giving", 1),
    ],
)
def test_how_something_is_said_is_no_act(text: str, trigger: str, events: int) -> None:
    assert len(govern_events(read(text, trigger, negated=True)).events) == events
