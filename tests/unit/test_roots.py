"""One rule counts origins everywhere: of a clause's reports as of the entries of a list."""

import datetime as dt

import pytest

from parley.roots import Voice, find_roots

MONDAY = dt.date(2031, 3, 3)
SAID = "We have opened the road to the south for all who want to leave."


def count(*voices: Voice) -> int:
    return len(set(find_roots(voices)))


def hear(report: str, speaker: str | None = "irn", words: str = SAID, days: int = 0, **about: str) -> Voice:
    return Voice(report, speaker, MONDAY + dt.timedelta(days=days), words, **about)


@pytest.mark.parametrize(
    ("again", "roots"),
    [
        (hear("b"), 1),
        (hear("b", words="Colonel Irn said that they had opened the road to the south."), 1),
        (hear("b", words="The road south is open to all who want to leave"), 1),
        (hear("b", words="Nobody has asked us about the prisoners yet."), 2),
        (hear("b", days=2), 1),
        (hear("b", days=3), 2),
        (hear("b", speaker="osk"), 2),
        (hear("b", speaker=None), 2),
        (hear("a", words="Nobody has asked us.", days=9), 1),
    ],
)
def test_one_speakers_like_words_of_near_days_are_one_root(again: Voice, roots: int) -> None:
    assert count(hear("a"), again) == count(again, hear("a")) == roots


def test_few_words_are_the_same_only_when_all_are() -> None:
    assert count(hear("a", words="We refuse."), hear("b", words="“We refuse”")) == 1
    assert count(hear("a", words="We refuse."), hear("b", words="We refuse talks.")) == 2


def test_an_incident_joins_what_one_speaker_says_whenever() -> None:
    shelled = [hear("a", words="they shelled us", incident="i1"), hear("b", words="a shelling", days=9, incident="i1")]
    assert count(*shelled) == 1
    assert count(shelled[0], hear("b", speaker="osk", incident="i1")) == 2


def test_narrators_and_unnamed_sources_fold_by_their_reports_alone() -> None:
    for speaker in (None, ""):
        assert count(hear("a", speaker), hear("b", speaker), hear("b", speaker, "Something else.")) == 2


def test_roots_chain() -> None:
    other = "Nobody has asked us about the prisoners yet."
    assert count(hear("a"), hear("b", words=other), hear("a", words="Yes."), hear("b", days=1)) == 1
