"""What a person says that an entry should read, by fields and words of the report."""

import pytest
from msgspec.structs import replace

from parley.amending import Wording, Words, amend_item, make_item, parse_settings
from parley.errors import FormatError
from parley.model import Document, Event, Mention, Reading, Span, Statement, TimeMention


@pytest.fixture
def shelling(document: Document, read_sample: "object") -> Event:
    return read_sample(document).events[2]  # type: ignore[operator,no-any-return]


def amend(item: Statement | Event, document: Document, *settings: str) -> Statement | Event:
    return amend_item(item, document, parse_settings(settings))


def test_every_field_and_role_of_an_event_can_be_set_in_words(document: Document, shelling: Event) -> None:
    amended = amend(
        shelling, document,
        "type=COERCE", "modality=future", "negated=yes", "trigger=demanded", "actor=Its envoy=Lirana Teshk; Dessovia",
        "recipient=", "place=Lurna=Lurna", "time=", "deadline=Monday=2025-04", "condition=talks", "within=S1",
        "about=S2",
    )  # fmt: skip
    assert isinstance(amended, Event)
    assert (amended.type, amended.mode, amended.modality, amended.negated) == ("COERCE", None, "future", True)
    assert (amended.trigger.text, amended.recipient, amended.time) == ("demanded", (), ())
    assert [(actor.text, actor.entity) for actor in amended.actor] == [
        ("Its envoy", "Lirana Teshk"),
        ("Dessovia", "Dessovia"),
    ]
    assert [(place.text, place.entity) for place in amended.place] == [("Lurna", "Lurna")]
    assert amended.deadline == TimeMention(*_find(document, "Monday"), "2025-04")
    assert amended.condition == Span(*_find(document, "talks"))
    assert (amended.within, amended.about) == ("S1", "S2")
    Reading(document, events=(replace(amended, within=None, about=None),))


def _find(document: Document, words: str) -> tuple[int, int, str]:
    start = document.text.index(words)
    return start, start + len(words), words


def test_a_statement_takes_content_in_the_order_of_the_text(document: Document) -> None:
    said = Statement("S1", Span(*_find(document, "said")), ())
    start, end, _ = _find(document, "Teskal")
    amended = amend(said, document, f"content={start}-{end}; Tollaria", "source=Bastor Nive", "addressee=")
    assert isinstance(amended, Statement)
    assert [span.text for span in amended.content] == ["Tollaria", "Teskal"]
    assert amended.source == Mention(*_find(document, "Bastor Nive"))


def test_words_that_stand_several_times_are_found_next_to_the_entry_and_over_line_breaks() -> None:
    document = Document("He left.\nThe two\n sides met. He spoke to the two sides.")
    spoke = Event("E", Span(32, 37, "spoke"), "CONSULT")
    assert document.text[32:37] == "spoke"
    near = amend(spoke, document, "actor=He", "recipient=the two sides")
    assert isinstance(near, Event)
    assert (near.actor[0].start, near.recipient[0].text) == (29, "the two sides")
    far = amend_item(
        spoke,
        document,
        Wording(roles={"actor": [Words("He", near="0-2")], "place": [Words("two sides", near="13-22")]}),
    )
    assert isinstance(far, Event)
    assert (far.actor[0].start, far.place[0].text) == (0, "two\n sides")


def test_what_was_understood_stays_until_something_else_is_said(document: Document, shelling: Event) -> None:
    joint = replace(shelling.actor[0], entity="A and B", entities=("A", "B"))
    event = replace(shelling, actor=(joint,))
    kept = amend(event, document, "actor=Dessovia; Lurna")
    told = amend(event, document, "actor=Dessovia=C")
    opened = amend(event, document, "actor=Dessovia=")
    assert isinstance(kept, Event)
    assert isinstance(told, Event)
    assert isinstance(opened, Event)
    assert kept.actor[0] == joint
    assert (told.actor[0].entity, told.actor[0].entities) == ("C", ())
    assert opened.actor[0].entity is None


@pytest.mark.parametrize(
    ("setting", "where"),
    [
        ("type=SHOUT", "type"),
        ("mode=withdraw", "mode"),
        ("modality=maybe", "modality"),
        ("negated=perhaps", "negated"),
        ("trigger=", "trigger"),
        ("trigger=Lurna;Monday", "trigger"),
        ("deadline=Lurna;Monday", "deadline"),
        ("time=Monday=soon", "Monday"),
        ("actor=nobody of this name", "nobody of this name"),
        ("actor=5-5", "5-5"),
        ("actor=5-99999", "5-99999"),
        ("cue=said", "cue"),
        ("colour=red", "colour=red"),
        ("modality", "modality"),
        ("modality=actual", "amendment"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_place(
    document: Document, shelling: Event, setting: str, where: str
) -> None:
    with pytest.raises(FormatError) as caught:
        amend(shelling, document, setting)
    assert caught.value.where == where
    assert caught.value.remedy


def test_an_item_of_ones_own_lies_in_the_innermost_statement_that_holds_it(
    document: Document, read_sample: "object"
) -> None:
    statements = read_sample(document).statements  # type: ignore[operator]
    wanted = parse_settings(["trigger=would not", "type=REJECT", "actor=Tollaria"])
    event = make_item("event", document, wanted, statements)
    assert isinstance(event, Event)
    assert (event.type, event.within, event.actor[0].text) == ("REJECT", "S2", "Tollaria")
    free = make_item("event", document, Wording(wanted.fields | {"within": ""}, wanted.roles), statements)
    assert free.within is None
    said = make_item("statement", document, parse_settings(["cue=shelled", "content=Lurna"]), statements)
    assert isinstance(said, Statement)
    assert (said.within, said.said) == (None, "Lurna")
    with pytest.raises(FormatError, match="hangs on words"):
        make_item("event", document, parse_settings(["type=REJECT"]), statements)
