import datetime as dt
from pathlib import Path

import pytest

from parley.model import Document, Event, Reading
from parley.read.rules import RuleReader
from parley.resolve import ActorResolver, TimeResolver

REPORT = Path(__file__).parents[4] / "shared" / "examples" / "report-2025-07-07.txt"


def read(text: str) -> Reading:
    return RuleReader().read(Document(text, dt.date(2025, 7, 7)))


def sayings(reading: Reading) -> list[tuple[str | None, str, list[str], str | None]]:
    return [
        (item.source.text if item.source else None, item.cue.text, [span.text for span in item.content], item.within)
        for item in reading.statements
    ]


def find_event(reading: Reading, trigger: str) -> Event:
    return next(event for event in reading.events if event.trigger.text == trigger)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said that talks failed.", [("The minister", "said", ["that talks failed"], None)]),
        ("According to the army, talks failed.", [("the army", "According to", ["talks failed"], None)]),
        ("Talks failed, according to the army.", [("the army", "according to", ["Talks failed"], None)]),
        ('"Talks failed," the minister said.', [("the minister", "said", ['"Talks failed,"'], None)]),
        ('"Talks failed," said the minister.', [("the minister", "said", ['"Talks failed,"'], None)]),
        (
            'Only then, he stated, "will we be ready".',
            [("he", "stated", ["Only then", '"will we be ready"'], None)],
        ),
        (
            "AFP reported that Jane Doe said talks failed.",
            [
                ("AFP", "reported", ["that Jane Doe said talks failed"], None),
                ("Jane Doe", "said", ["talks failed"], "S1"),
            ],
        ),
        (
            "Jane Doe said talks failed, AFP reported.",
            [
                ("Jane Doe", "said", ["talks failed"], "S2"),
                ("AFP", "reported", ["Jane Doe said talks failed"], None),
            ],
        ),
        (
            "Ruritania condemns the raid, accusing Elbonia of treason.",
            [
                ("Ruritania", "condemns", ["the raid"], None),
                ("Ruritania", "accusing", ["treason"], None),
            ],
        ),
    ],
)
def test_statements(text: str, expected: list[tuple[str | None, str, list[str], str | None]]) -> None:
    assert sayings(read(text)) == expected


def test_addressee() -> None:
    statement = read("Jane Doe told Reuters that talks failed.").statements[0]
    assert statement.addressee is not None
    assert statement.addressee.text == "Reuters"


@pytest.mark.parametrize(
    ("text", "trigger", "modality", "negated"),
    [
        ("The army shelled the town.", "shelled", "actual", False),
        ("The army did not shell the town.", "shell", "actual", True),
        ("The army has failed to withdraw.", "withdraw", "actual", True),
        ("The army will withdraw on Friday.", "withdraw", "future", False),
        ("The army could withdraw.", "withdraw", "hypothetical", False),
        ("The union urged the army to withdraw.", "withdraw", "requested", False),
        ("The army said it would not withdraw.", "withdraw", "refused", False),
        ("The army refuses to withdraw.", "withdraw", "refused", False),
        ("The treaty stipulates the withdrawal of the army.", "withdrawal", "obliged", False),
        ("The army will withdraw if rebels disarm.", "disarm", "hypothetical", False),
    ],
)
def test_modality(text: str, trigger: str, modality: str, negated: bool) -> None:  # noqa: FBT001
    event = find_event(read(text), trigger)
    assert (event.modality, event.negated) == (modality, negated)


def test_roles_of_a_noun() -> None:
    event = find_event(read("Israeli airstrikes on Gaza City kill six people."), "airstrikes")
    assert [span.text for span in event.actor] == ["Israeli"]
    assert [span.text for span in event.recipient] == ["six people"]
    assert [span.text for span in event.place] == ["Gaza City"]


def test_passive() -> None:
    event = find_event(read("Two men were arrested by police in Lima."), "arrested")
    assert [span.text for span in event.actor] == ["police"]
    assert [span.text for span in event.recipient] == ["Two men"]
    assert [span.text for span in event.place] == ["Lima"]


def test_condition_and_deadline() -> None:
    event = find_event(read("The rebels will disarm by Friday if prisoners are freed."), "disarm")
    assert event.condition is not None
    assert event.deadline is not None
    assert (event.condition.text, event.deadline.text) == ("if prisoners are freed", "by Friday")


def test_speech_act_is_about_its_statement() -> None:
    reading = read("Ruritania demanded that Elbonia withdraw.")
    request, withdrawal = reading.events
    assert (request.type, request.about, request.within) == ("REQUEST", "S1", None)
    assert (withdrawal.type, withdrawal.about, withdrawal.within) == ("RETREAT", None, "S1")
    assert [span.text for span in withdrawal.actor] == ["Elbonia"]


@pytest.mark.skipif(not REPORT.exists(), reason="the example report stands outside the repository, in shared/examples")
def test_report() -> None:
    reading = read(REPORT.read_text(encoding="utf-8"))
    reading = TimeResolver().resolve(ActorResolver().resolve(reading))
    by_id = {statement.id: statement for statement in reading.statements}

    def chain(name: str | None) -> list[str | None]:
        found: list[str | None] = []
        while name:
            source = by_id[name].source
            found.insert(0, source.entity if source else None)
            name = by_id[name].within
        return found

    refused = [chain(event.within) for event in reading.events if event.modality == "refused"]
    assert refused[0] == ["Agence France-Presse", "Naim Qassem"]
    assert ["Naim Qassem"] in refused
    withdrawals = [event for event in reading.events if event.trigger.text == "withdrawal"]
    assert [(event.modality, event.actor[0].entity) for event in withdrawals] == [
        ("obliged", "Hezbollah"),
        ("obliged", "Israel"),
    ]
    demanded = {event.trigger.text for event in reading.events if event.modality == "requested"}
    assert {"withdraw", "stop its aggression", "release"} <= demanded
    deadline = find_event(reading, "disarmament").deadline
    assert deadline is not None
    assert deadline.value == "2025-12-31"


def test_a_byline_is_nobodys_words() -> None:
    byline, sentence = "By Anna Bern\n\n", "Tollaria said its army had left Sonnor."
    assert sayings(read(byline + sentence)) == sayings(read(sentence))
    assert sayings(read(sentence))
