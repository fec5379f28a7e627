import datetime as dt
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model import Document, Reading
from parley.resolve import CountResolver, TimeResolver

PIECES = (
    "Israel", "Lebanon", "will", "withdraw", "said", "killed six people", "by Friday", "since the truce took hold",
    "in May", "on 5 March 2024", "March 5, 2024", "2025-07-07", "within 60 days of", "the signing", "1 December 2025",
    "overnight", "at", "4 a.m. local time", "midnight on Tuesday", "the past 24 hours", "two weeks ago",
    "early next year", "year's end", "Easter 2026", "Ashura", "the third straight day", "in 2019", "the 1980s",
    "the first quarter of 2025", "until", "from", "to", ",", ".", "and", "the November ceasefire", "the 20th",
    "at least 31", "dozens of", "trucks", "aged 34", "$5 million", "a day later", "10:00 GMT",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(" ".join) | st.text(
    alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=120
).filter(str.strip)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2070, 1, 1))
ABSOLUTE = (
    "by the end of 2025", "later in 2019", "early 2019", "until the end of May 2025", "in the first half of 2026",
    "from the beginning of 2024", "in the spring of 2023", "at 4 p.m. on 3 May 2022", "the night of 20 June 2025",
)  # fmt: skip
untimed = settings(deadline=None)
FULL_YEAR = re.compile(r"\b20\d\d\b")


def resolve(text: str, date: dt.date | None) -> Reading:
    return CountResolver().resolve(TimeResolver().resolve(Reading(Document(text, date))))


@untimed
@given(TEXTS, st.none() | st.dates())
def test_resolving_is_deterministic_and_keeps_to_the_text(text: str, date: dt.date | None) -> None:
    reading = resolve(text, date)
    assert resolve(text, date) == reading
    for layer in (reading.times, reading.counts):
        assert all(text[span.start : span.end] == span.text for span in layer)
        assert all(one.end <= other.start for one, other in pairwise(layer))


@untimed
@given(TEXTS, st.none() | DATES)
def test_days_are_in_order(text: str, date: dt.date | None) -> None:
    for time in resolve(text, date).times:
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
    for count in resolve(text, date).counts:
        assert count.low is None or count.high is None or count.low <= count.high


@untimed
@given(TEXTS, st.none() | DATES)
def test_resolving_again_changes_nothing(text: str, date: dt.date | None) -> None:
    reading = resolve(text, date)
    assert CountResolver().resolve(TimeResolver().resolve(reading)) == reading


@untimed
@given(st.lists(st.sampled_from((*PIECES, *ABSOLUTE)), min_size=1, max_size=20).map(" ".join), DATES, DATES)
def test_a_later_publication_date_never_moves_an_absolute_date(text: str, one: dt.date, other: dt.date) -> None:
    def absolute(date: dt.date) -> list[tuple[object, ...]]:
        times = resolve(text, date).times
        return [(time.text, time.value, time.earliest, time.latest) for time in times if FULL_YEAR.search(time.text)]

    assert absolute(one) == absolute(other)


@untimed
@given(st.sampled_from(("by Friday", "on Sunday", "in November", "within 48 hours", "next week")), DATES)
def test_relative_times_move_with_publication(words: str, date: dt.date) -> None:
    later = date + dt.timedelta(weeks=52 * 4 + 1)
    before, after = (resolve(f"They will leave {words}.", day).times[0] for day in (date, later))
    assert before.earliest is not None
    assert after.earliest is not None
    assert before.earliest < after.earliest


def test_swapping_the_parties_mirrors_times_and_counts() -> None:
    text = "{A} said on Sunday that {B} killed six people since the truce took hold and must leave by Friday."
    one, other = (
        resolve(text.format(A=a, B=b), dt.date(2025, 7, 7)) for a, b in (("Israel", "Lebanon"), ("Lebanon", "Israel"))
    )
    outlines = [
        [(time.text, time.value, time.modifier) for time in reading.times]
        + [(n.text, n.of, n.low) for n in reading.counts]
        for reading in (one, other)
    ]
    assert outlines[0] == outlines[1]
    assert len(outlines[0]) == 4
