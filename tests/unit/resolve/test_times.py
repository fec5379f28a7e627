import datetime as dt

import pytest

from parley.model import Document, Event, Modality, Reading, Time, TimeMention
from parley.resolve import TimeResolver

MONDAY = dt.date(2025, 7, 7)


def tag(text: str, published: dt.date | None = MONDAY) -> tuple[Time, ...]:
    return TimeResolver().resolve(Reading(Document(text, published))).times


def only(text: str, published: dt.date | None = MONDAY) -> Time:
    times = tag(text, published)
    assert len(times) == 1, [time.text for time in times]
    return times[0]


def days(time: Time) -> str:
    return f"{time.earliest}..{time.latest}"


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met on Sunday.", "Sunday", "2025-07-06"),
        ("They met last Monday.", "last Monday", "2025-06-30"),
        ("They meet next Monday.", "next Monday", "2025-07-14"),
        ("It fell yesterday.", "yesterday", "2025-07-06"),
        ("It ends tomorrow.", "tomorrow", "2025-07-08"),
        ("It fell last month.", "last month", "2025-06"),
        ("It fell last week.", "last week", "2025-W27"),
        ("They met over the weekend.", "the weekend", "2025-W27-WE"),
        ("It comes next year.", "next year", "2026"),
        ("It was signed on 5 March 2024.", "5 March 2024", "2024-03-05"),
        ("It was signed on March 5, 2024.", "March 5, 2024", "2024-03-05"),
        ("It was signed on 2023-10-07.", "2023-10-07", "2023-10-07"),
        ("It was signed on 27/03/2025.", "27/03/2025", "2025-03-27"),
        ("It was signed in May of last year.", "May of last year", "2024-05"),
        ("The line was drawn in 2000.", "2000", "2000"),
        ("It began in the 1980s.", "the 1980s", "198"),
        ("They met five days ago.", "five days ago", "2025-07-02"),
        ("They met four years ago.", "four years ago", "2021"),
        ("Shelling resumed overnight.", "overnight", "2025-07-06TNI"),
        ("They met on Friday night.", "Friday night", "2025-07-04TNI"),
        ("They are now in Doha.", "now", "PRESENT_REF"),
        ("They meet every Tuesday.", "every Tuesday", "XXXX-WXX-2"),
        ("Talks took six weeks.", "six weeks", "P6W"),
        ("A 48-hour pause was agreed.", "48-hour", "PT48H"),
        ("It fell in the first quarter of 2025.", "the first quarter of 2025", "2025-Q1"),
        ("It comes in the second half of 2026.", "the second half of 2026", "2026-H2"),
    ],
)
def test_words_and_value(text: str, words: str, value: str) -> None:
    time = only(text)
    assert (time.text, time.value) == (words, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Talks will resume on Thursday.", "2025-07-10"),
        ("Talks resumed on Thursday.", "2025-07-03"),
        ("He said on Thursday that talks will resume.", "2025-07-03"),
        ("They must disarm by year's end.", "2025-12-31"),
        ("The November ceasefire has held.", "2024-11"),
        ("Talks are planned for November.", "2025-11"),
        ("The truce was extended until February 18.", "2026-02-18"),
        ("The mandate was last renewed on 28 August.", "2024-08-28"),
        ("They were to have left by 18 February.", "2025-02-18"),
    ],
)
def test_what_governs_a_time_gives_its_direction(text: str, value: str) -> None:
    assert only(text).value == value


def test_the_first_phase_will_last_six_weeks_is_not_the_last_six_weeks() -> None:
    ahead, back = only("The phase will last six weeks."), only("They stayed for the last six weeks.")
    assert (ahead.value, ahead.earliest) == ("P6W", None)
    assert (back.value, days(back)) == ("P6W", "2025-05-26..2025-07-07")


@pytest.mark.parametrize(
    ("text", "modifier", "bounds"),
    [
        ("They leave by Friday.", "by", "2025-07-11..2025-07-11"),
        ("They leave on Friday at the latest.", "by", "2025-07-11..2025-07-11"),
        ("They leave no earlier than Friday.", "since", "2025-07-11..2025-07-11"),
        ("They have been there since Thursday.", "since", "2025-07-03..2025-07-03"),
        ("They will leave before early September.", "by", "2025-09-01..2025-09-10"),
        ("They will leave around 20 July.", "around", "2025-07-20..2025-07-20"),
        ("They will leave within 60 days.", "within", "2025-07-07..2025-09-05"),
        ("They have 24 hours to leave.", "within", "2025-07-07..2025-07-08"),
        ("They expect an answer within hours.", "within", "2025-07-07..None"),
    ],
)
def test_modifier_and_days(text: str, modifier: str, bounds: str) -> None:
    time = only(text)
    assert (time.modifier, days(time)) == (modifier, bounds)


@pytest.mark.parametrize(
    ("text", "anchor", "modifier"),
    [
        ("They leave within 60 days of its entry into force.", "its entry into force", "within"),
        ("They leave two weeks after the signing.", "the signing", "after"),
    ],
)
def test_a_term_that_hangs_on_an_undated_event_has_no_days(text: str, anchor: str, modifier: str) -> None:
    time = only(text)
    assert (time.anchor, time.modifier, days(time)) == (anchor, modifier, "None..None")


def test_a_term_that_hangs_on_a_named_day_has_days() -> None:
    term, day = tag("They leave within two weeks of 1 December 2025.")
    assert (term.value, days(term)) == ("P2W", "2025-12-01..2025-12-15")
    assert day.value == "2025-12-01"


def test_since_an_event() -> None:
    time = only("Nobody has crossed since the truce took hold.")
    assert (time.text, time.value, time.anchor) == ("the truce took hold", None, "the truce took hold")


def test_the_third_straight_day_ends_with_the_report() -> None:
    time = only("They fired for the third straight day.")
    assert (time.value, days(time)) == ("P3D", "2025-07-05..2025-07-07")


@pytest.mark.parametrize(
    ("published", "text", "bounds"),
    [
        ("2024-01-31", "They must report within one month.", "2024-01-31..2024-02-29"),
        ("2024-02-28", "The offer is good for the next 48 hours.", "2024-02-28..2024-03-01"),
        ("2023-02-28", "The offer is good for the next 48 hours.", "2023-02-28..2023-03-02"),
        ("2020-12-31", "Talks will be held next week.", "2021-01-04..2021-01-10"),
        ("2024-12-30", "It leaves this week.", "2024-12-30..2025-01-05"),
        ("2023-12-29", "They will leave by 1 January.", "2024-01-01..2024-01-01"),
        ("2023-12-29", "They will leave early next year.", "2024-01-01..2024-04-30"),
    ],
)
def test_turns_of_the_calendar(published: str, text: str, bounds: str) -> None:
    assert days(only(text, dt.date.fromisoformat(published))) == bounds


@pytest.mark.parametrize(
    ("published", "text", "value", "bounds"),
    [
        ("2025-07-07", "Rockets fell during Ashura.", "2025-07-05", "2025-07-04..2025-07-06"),
        ("2025-03-02", "The pause should last until Eid al-Fitr.", "2025-03-30", "2025-03-29..2025-03-31"),
        ("2026-03-31", "A truce will begin on Orthodox Easter.", "2026-04-12", "2026-04-12..2026-04-12"),
        ("2026-03-31", "A truce will begin on Easter Sunday.", "2026-04-05", "2026-04-05..2026-04-05"),
        ("2025-04-02", "It must be done by Passover.", "2025-04-13", "2025-04-12..2025-04-13"),
        ("2025-02-20", "It will be quiet in Ramadan.", "2025-03-01/2025-03-29", "2025-02-28..2025-03-30"),
    ],
)
def test_feasts(published: str, text: str, value: str, bounds: str) -> None:
    time = only(text, dt.date.fromisoformat(published))
    assert (time.value, days(time)) == (value, bounds)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It begins at 10:00 GMT on Friday.", "2025-07-11T10:00Z"),
        ("It began at 4 a.m. Beirut time on Friday.", "2025-07-04T04:00+03:00"),
        ("Sirens sounded in Kyiv at 4 a.m. local time on Friday.", "2025-07-04T04:00+03:00"),
        ("It began at 4 a.m. local time on Friday.", "2025-07-04T04:00"),
        ("It expires at midnight on Tuesday.", "2025-07-08T24:00"),
        ("They must leave by noon on Wednesday.", "2025-07-09T12:00"),
    ],
)
def test_clocks_and_zones(text: str, value: str) -> None:
    time = tag(text)[-1]
    assert (time.type, time.value) == ("TIME", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The truce of 14 March holds. The battery fired at 9 p.m. and left.", "2025-07-07T21:00"),
        (
            "Shells fell on Saturday. The truce began on 14 March. Guns fired at 9 p.m. and left.",
            "2025-07-05T21:00",
        ),
        ("The truce began on 14 March. On Sunday the battery fired at 9 p.m. and left.", "2025-07-06T21:00"),
        ("The battery fired at 9 p.m., the army said on Sunday.", "2025-07-06T21:00"),
        ("Shells fell on Sunday. The two sides will meet at 9 p.m. in the town.", None),
        ("Shells fell on Sunday. The truce expires at midnight.", "2025-07-07T24:00"),
    ],
)
def test_a_time_of_day_is_on_a_day_of_its_sentence_else_on_the_newest_of_the_week(text: str, value: str | None) -> None:
    (time,) = [time for time in tag(text) if time.type == "TIME" and ("9 p.m." in time.text or "midnight" in time.text)]
    assert time.value == value


def test_a_text_that_narrates_counts_from_the_year_it_named() -> None:
    text = (
        "The war began in 1912. The first siege lasted until March 1913. A truce was signed on 5 May 1913. "
        "In June it broke down. The treaty of 1913 was revised in 1914."
    )
    assert [time.value for time in tag(text)] == ["1912", "1913-03", "1913-05-05", "1913-06", "1913", "1914"]


def test_a_day_that_has_become_a_name() -> None:
    assert only("He was abducted in the October 7 attacks.").value == "2023-10-07"
    assert only("The shop opens on October 7.").value == "2025-10-07"


@pytest.mark.parametrize(
    "text",
    [
        "A 34-year-old was hurt.",
        "They adopted resolution 1701.",
        "The fall of the town came.",
        "The March on the town.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert tag(text) == ()


def test_relative_times_stay_open_without_a_date() -> None:
    relative, absolute = tag("It ended on Sunday; it began on 5 March 2024.", None)
    assert (relative.value, relative.earliest) == (None, None)
    assert absolute.value == "2024-03-05"


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_do_not_raise(day: dt.date) -> None:
    words = "last year, next week, by November, on Sunday, within 12 years, at Easter, tomorrow, the next decade"
    assert tag(f"It will be {words}.", day)


def test_every_time_names_its_rule_and_anchor() -> None:
    relative, absolute = tag("It ended on Sunday; it began on 5 March 2024.")
    assert (relative.rule, relative.anchor) == ("weekday", "publication")
    assert (absolute.rule, absolute.anchor) == ("day and month", None)


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


@pytest.mark.parametrize(
    ("text", "deadline", "value"),
    [
        ("They disarm by year's end.", "by year's end", "2025-12-31"),
        ("They disarm within 72 hours.", "within 72 hours", "2025-07-10"),
        ("They got 90 days.", "90 days", "2025-10-05"),
        ("They disarm within 90 days of the signing.", "within 90 days of the signing", None),
    ],
)
def test_deadlines_of_events(text: str, deadline: str, value: str | None) -> None:
    event = resolve(text, (), deadline, "requested")
    assert event.deadline is not None
    assert event.deadline.value == value


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They have met since June 30.", "since June 30", "2025-06-30/2025-07-07"),
        ("They will meet until July 20.", "until July 20", "2025-07-07/2025-07-20"),
        ("They met between 2009 and 2012.", "between 2009 and 2012", "2009/2012"),
        ("They met last week.", "last week", "2025-06-30/2025-07-06"),
        ("They met last summer.", "last summer", "2025-06/2025-08"),
        ("They met next month on August 2.", "next month on August 2", "2025-08-02"),
        ("They met over the past two weeks.", "the past two weeks", "2025-06-23/2025-07-07"),
    ],
)
def test_times_of_events(text: str, words: str, value: str) -> None:
    modality: Modality = "future" if "will" in text else "actual"
    assert resolve(text, (words,), modality=modality).time[0].value == value


def test_times_that_were_given_are_kept() -> None:
    document = Document("It ended on Sunday.", MONDAY)
    given = Time(12, 18, "Sunday", type="DATE", value="1999-01-03")
    assert TimeResolver().resolve(Reading(document, times=(given,))).times == (given,)


@pytest.mark.parametrize(
    ("text", "modality", "year"),
    [
        ("Dessovia had begun to leave and said the rest would be gone by 17 August.", "hypothetical", 2025),
        ("Dessovia had begun to leave and said the rest would be gone by 17 August.", "actual", 2025),
        ("Tollaria had warned that it will act if the guns have not been moved by 17 August.", "hypothetical", 2025),
        ("The guns had been moved by 17 August.", "actual", 2024),
        ("Dessovia said that it would talk and withdrew by 17 August.", "actual", 2024),
        ("The guns would follow, as Dessovia had promised, and were to have gone by 17 August.", "hypothetical", 2024),
    ],
)
def test_what_is_promised_for_a_day_lies_ahead_whatever_was_told_before(
    text: str, modality: Modality, year: int
) -> None:
    start = text.index("17 August")
    mention = TimeMention(start, start + 9, "17 August")
    document = Document(text, MONDAY)
    event = Event("E1", document.span(0, 1), "RETREAT", modality=modality, deadline=mention)
    [resolved] = TimeResolver().resolve(Reading(document, events=(event,))).events
    assert resolved.deadline
    assert resolved.deadline.value == f"{year}-08-17"
