import datetime as dt

import pytest

from parley.model import Document, Event, Modality, Reading, TimeMention
from parley.resolve import TimeResolver
from parley.resolve.periods import find_period

MONDAY = dt.date(2025, 7, 7)


@pytest.mark.parametrize(
    ("words", "ahead", "iso", "timex"),
    [
        ("Sunday", None, "2025-07-06", "2025-07-06"),
        ("Sunday", True, "2025-07-13", "2025-07-13"),
        ("last Monday", None, "2025-06-30", "2025-06-30"),
        ("next Monday", None, "2025-07-14", "2025-07-14"),
        ("yesterday", None, "2025-07-06", "2025-07-06"),
        ("tomorrow", None, "2025-07-08", "2025-07-08"),
        ("last month", None, "2025-06", "2025-06"),
        ("last week", None, "2025-06-30/2025-07-06", "2025-W27"),
        ("next year", None, "2026", "2026"),
        ("year's end", True, "2025-12-31", "2025-12-31"),
        ("the end of the month", True, "2025-07-31", "2025-07-31"),
        ("November", None, "2024-11", "2024-11"),
        ("November", True, "2025-11", "2025-11"),
        ("July 20", None, "2025-07-20", "2025-07-20"),
        ("20 December", None, "2024-12-20", "2024-12-20"),
        ("December 20", True, "2025-12-20", "2025-12-20"),
        ("5 March 2024", None, "2024-03-05", "2024-03-05"),
        ("2023-10-07", None, "2023-10-07", "2023-10-07"),
        ("May of last year", None, "2024-05", "2024-05"),
        ("2024", None, "2024", "2024"),
        ("within 24 hours", True, "2025-07-08", "2025-07-08"),
        ("five days ago", None, "2025-07-02", "2025-07-02"),
        ("the past two weeks", None, "2025-06-23/2025-07-07", "P2W"),
    ],
)
def test_find_period(words: str, ahead: bool | None, iso: str, timex: str) -> None:  # noqa: FBT001
    period = find_period(words, MONDAY, ahead=ahead)
    assert period is not None
    assert (period.iso, period.timex) == (iso, timex)


@pytest.mark.parametrize("words", ["31 February", "9999-99-99", "soon", ""])
def test_what_is_no_date_stays_open(words: str) -> None:
    assert find_period(words, MONDAY) is None


def test_relative_times_stay_open_without_a_date() -> None:
    assert find_period("Sunday", None) is None
    assert find_period("5 March 2024", None) is not None


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_do_not_raise(day: dt.date) -> None:
    for words in ("last year", "next week", "November", "Sunday", "within 12 years"):
        find_period(words, day, ahead=True)


def resolve(text: str, times: tuple[str, ...], deadline: str | None = None, modality: Modality = "actual") -> Event:
    def time(words: str) -> TimeMention:
        start = text.index(words)
        return TimeMention(start, start + len(words), words)

    document = Document(text, MONDAY)
    event = Event(
        "E1",
        document.span(0, 4),
        "CONSULT",
        time=tuple(map(time, times)),
        deadline=time(deadline) if deadline else None,
        modality=modality,
    )
    return TimeResolver().resolve(Reading(document, events=(event,))).events[0]


def test_direction_comes_from_the_modality() -> None:
    assert resolve("They meet on Thursday.", ("Thursday",)).time[0].value == "2025-07-03"
    assert resolve("They meet on Thursday.", ("Thursday",), modality="future").time[0].value == "2025-07-10"


def test_deadline() -> None:
    deadline = resolve("They disarm by year's end.", (), "by year's end", "requested").deadline
    assert deadline is not None
    assert deadline.value == "2025-12-31"


def test_since_runs_to_the_day_of_publication() -> None:
    assert resolve("They have met since June 30.", ("since June 30",)).time[0].value == "2025-06-30/2025-07-07"


def test_layer_of_times() -> None:
    document = Document("Talks will resume on Thursday. The November truce ended yesterday.", MONDAY)
    times = TimeResolver().resolve(Reading(document)).times
    assert [(time.text, time.value) for time in times] == [
        ("Thursday", "2025-07-10"),
        ("November", "2024-11"),
        ("yesterday", "2025-07-06"),
    ]


def test_layer_without_a_date_holds_open_times() -> None:
    time = TimeResolver().resolve(Reading(Document("It ended yesterday."))).times[0]
    assert (time.value, time.earliest) == (None, None)
