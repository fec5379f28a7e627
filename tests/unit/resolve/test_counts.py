import datetime as dt

import pytest

from parley.model import Count, Document, Event, Mention, Reading
from parley.resolve import CountResolver, TimeResolver
from parley.resolve.numbers import read_number, read_ordinal

MONDAY = dt.date(2025, 7, 7)


def count(text: str, *events: Event) -> tuple[Count, ...]:
    return CountResolver().resolve(TimeResolver().resolve(Reading(Document(text, MONDAY), events=events))).counts


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("six", 6), ("twenty-one", 21), ("a hundred", 100), ("one hundred and four", 104),
        ("two dozen", 24), ("1,200", 1200),
        ("3.5 million", 3_500_000), ("half a million", 500_000), ("eight thousand", 8000),
        ("a couple", 2), ("many", None),
    ],
)  # fmt: skip
def test_numbers(words: str, number: float | None) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(("words", "number"), [("first", 1), ("twenty-first", 21), ("3rd", 3), ("lone", None)])
def test_ordinals(words: str, number: int | None) -> None:
    assert read_ordinal(words) == number


@pytest.mark.parametrize(
    ("text", "of", "whom", "low", "high", "comparator"),
    [
        ("Strikes killed six people.", "killed", "people", 6, 6, "exactly"),
        ("Two divers were wounded.", "wounded", "divers", 2, 2, "exactly"),
        ("At least 31 people were reported dead.", "dead", "people", 31, None, "at least"),
        ("More than 40 homes burned.", "homes", None, 40, None, "more than"),
        ("Up to 900 fighters may move.", "fighters", None, None, 900, "up to"),
        ("Fewer than 500 soldiers stayed.", "soldiers", None, None, 500, "less than"),
        ("Some 92,000 residents left.", "residents", None, 92_000, 92_000, "about"),
        ("They logged between 70 and 80 shells.", "shells", None, 70, 80, "exactly"),
        ("At least 12,000 to 20,000 people fled.", "fled", "people", 12_000, 20_000, "at least"),
        ("Fifteen to twenty trucks crossed.", "trucks", None, 15, 20, "exactly"),
        ("Dozens of villagers returned.", "villagers", None, 24, None, "at least"),
        ("Several hundred houses stand empty.", "houses", None, 300, None, "at least"),
        ("The death toll rose to 58.", "death toll", None, 58, 58, "exactly"),
        ("The number of wounded stands at 214.", "wounded", None, 214, 214, "exactly"),
        ("Two Sudanese were wounded.", "wounded", "Sudanese", 2, 2, "exactly"),
        ("Two Sudanese soldiers were wounded.", "wounded", "soldiers", 2, 2, "exactly"),
        ("Two Ugandan soldiers were wounded.", "wounded", "soldiers", 2, 2, "exactly"),
        ("They freed 30 police officers.", "freed", "police officers", 30, 30, "exactly"),
    ],
)
def test_what_is_counted_and_how_exactly(
    text: str, of: str, whom: str | None, low: float | None, high: float | None, comparator: str
) -> None:
    found = count(text)
    assert [(one.of, one.whom, one.low, one.high, one.comparator) for one in found] == [
        (of, whom, low, high, comparator)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A 34-year-old man spoke.", "The suspect is aged 18 to 25.", "It cost $3 million.", "It cost 3 million euros.",
        "It fell by 12 percent.", "On 5 July 2025 at 10:30 it ended.", "They adopted resolution 1701.",
        "Article 7 binds both.", "The two sides met.", "It lies 20 kilometres away.", "Group of Seven ministers met.",
        "The 21-point plan was read.", "A third of the wells failed.",
    ],
)  # fmt: skip
def test_what_is_no_count(text: str) -> None:
    assert count(text) == ()


def test_two_counters_are_two_counts_and_share_the_unit() -> None:
    found = count("The mayor said 19 were killed, while the army said 11.")
    assert [(one.of, one.low) for one in found] == [("killed", 19), ("killed", 11)]


def test_others_are_those_that_the_text_leaves_open() -> None:
    found = count("A blast killed one guard and wounded four others.")
    assert [(one.of, one.whom) for one in found] == [("killed", "guard"), ("wounded", None)]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Eleven bodies were found since Friday.", "2025-07-04", None),
        ("Over the past 24 hours 18 bodies were found.", "2025-07-06", "2025-07-07"),
        ("Between January and June 640 shells fell.", "2025-01", "2025-06"),
        ("On Friday 18 bodies were found.", None, None),
    ],
)
def test_since_when(text: str, since: str | None, until: str | None) -> None:
    found = count(text)
    assert [(one.since, one.until) for one in found] == [(since, until)]


def test_a_count_belongs_to_the_event_whose_party_or_trigger_it_stands_in() -> None:
    text = "Strikes killed six people; four trucks crossed."
    document = Document(text, MONDAY)
    killed = Event("E1", document.span(8, 14), "ASSAULT")
    crossed = Event("E2", document.span(39, 46), "AID", actor=(Mention(27, 38, "four trucks"),))
    assert [one.event for one in count(text, killed, crossed)] == ["E1", "E2"]


def test_counts_that_were_given_are_kept() -> None:
    document = Document("Strikes killed six people.", MONDAY)
    given = Count(15, 18, "six", of="dead")
    assert CountResolver().resolve(Reading(document, counts=(given,))).counts == (given,)
