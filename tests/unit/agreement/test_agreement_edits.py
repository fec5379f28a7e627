"""Additions to a file: the addition arrives, and not a character of the rest is touched."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parley
from parley.agreement import Known, list_library, load_agreement, parse_agreement
from parley.agreement.editing import Edited, add_amendment, add_reading, add_report, edit_file
from parley.agreement.loading import read_text
from parley.errors import InputError, NotAnAgreement

DEMO = Path(parley.__file__).parent / "demo" / "agreement.yaml"
TEXT = DEMO.read_text(encoding="utf-8")
FILES = [DEMO, *list_library()]
DAY = dt.date(2025, 4, 1)
REPORT = {"date": DAY, "known": DAY, "source": ["report: 17"]}


def only_adds(before: str, edited: Edited) -> list[str]:
    """Return the lines added; every line of before is still there, in its order."""
    left = before.splitlines()
    added = [line for line in edited.text.splitlines() if not (left and line == left[0] and left.pop(0))]
    assert [line for line in left if line] == []
    return [line for line in added if line]


def sample(items: list[str]) -> list[str]:
    """Take the first and the last two: a file's parts are of one style."""
    return sorted({*items[:2], *items[-2:]})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_report_of_an_anchor_is_added_and_the_rest_stays(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    agreement = parse_agreement(text, "a.yaml")
    for name in sample([each.id for each in agreement.anchors if not any(fix.by_text for fix in each.fixes)]):
        edited = add_report(text, "a.yaml", name, REPORT)
        *before, added = edited.agreement.get_anchor(name).fixes
        assert (added.date, added.known, added.sources) == (DAY, Known(DAY), ("report: 17",))
        assert tuple(before) == agreement.get_anchor(name).fixes
        assert 3 <= len(only_adds(text, edited)) <= 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_reading_is_added_with_or_without_others_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    clauses = parse_agreement(text, "a.yaml").clauses
    item = {"by": None, "reading": 'so: "it"', "known": "2025-04", "precision": "month"}
    for name in sample([each.id for each in clauses]) + [each.id for each in clauses if each.readings][:1]:
        edited = add_reading(text, "a.yaml", name, item)
        added = edited.agreement.get_clause(name).readings[-1]
        assert (added.reading, added.known) == ('so: "it"', Known(DAY, "month"))
        only_adds(text, edited)


def amendment(text: str) -> Edited:
    clause = parse_agreement(text, "a.yaml").clauses[0].id
    item = {
        "id": "later",
        "known": DAY,
        "by": "somebody",
        "accepted_by": [],
        "effect": {"clause": [clause], "due": DAY},
    }
    return add_amendment(text, "a.yaml", item)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_amendment_is_added_and_an_empty_list_keeps_its_comment(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    edited = amendment(text)
    assert edited.agreement.amendments[:-1] == parse_agreement(text, "a.yaml").amendments
    assert edited.agreement.amendments[-1].id == "later"
    comments = [line.partition("# ")[2] for line in text.splitlines() if "# " in line]
    assert comments == [line.partition("# ")[2] for line in edited.text.splitlines() if "# " in line]


def test_lists_in_brackets_grow_within_their_brackets() -> None:
    flow = "    border_talks_opened: {event: talks, date: null}  # kept\n"
    start = TEXT.index("    border_talks_opened:")
    text = TEXT[:start] + flow + TEXT[TEXT.index("  text:\n") :]
    once = add_report(text, "a.yaml", "border_talks_opened", REPORT)
    twice = add_report(once.text, "a.yaml", "border_talks_opened", REPORT | {"note": "again"})
    assert len(twice.agreement.get_anchor("border_talks_opened").fixes) == 2
    assert "}]}  # kept\n" in twice.text


@pytest.mark.parametrize(
    "anchor",
    [
        "{event: talks}",
        "{event: talks, reported: []}",
        "{event: talks, reported: []}  # kept",
        "\n      event: talks\n      reported: []  # kept",
        "\n      reported: []\n      event: talks",
        "\n      event: >\n        talks\n        on and on\n",
        "\n      reported:\n      - {date: 2025-01-01, known: 2025-01-01}\n      event: talks",
    ],
)
def test_an_empty_list_however_written_is_filled(anchor: str) -> None:
    start, end = TEXT.index("    border_talks_opened:"), TEXT.index("  text:\n")
    text = f"{TEXT[:start]}    border_talks_opened: {anchor}\n{TEXT[end:]}"
    before = parse_agreement(text, "a.yaml")
    edited = add_report(text, "a.yaml", "border_talks_opened", REPORT)
    *others, added = edited.agreement.get_anchor("border_talks_opened").fixes
    assert (tuple(others), added.date) == (before.get_anchor("border_talks_opened").fixes, DAY)
    assert edited.agreement.get_anchor("border_talks_opened").event == before.get_anchor("border_talks_opened").event
    assert edited.agreement.clauses == before.clauses
    assert edited.text.count("# kept") == text.count("# kept")


def test_line_ends_and_a_missing_last_one_survive(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(TEXT.rstrip("\n").replace("\n", "\r\n").encode())
    edited = amendment(read_text(path))
    edit_file(path, edited)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") > TEXT.count("\n")
    assert load_agreement(path).amendments[-1].id == "later"
    assert list(tmp_path.iterdir()) == [path]


def test_the_moment_that_the_text_names_is_not_moved_by_a_report() -> None:
    with pytest.raises(InputError, match="the text itself names the moment of 'in_force'"):
        add_report(TEXT, "a.yaml", "in_force", REPORT)


def test_an_addition_that_would_make_the_file_invalid_is_refused() -> None:
    with pytest.raises(InputError, match="no anchor has the id 'nowhere'"):
        add_report(TEXT, "a.yaml", "nowhere", REPORT)
    with pytest.raises(NotAnAgreement):
        add_reading(TEXT, "a.yaml", "1", {"by": "nobody", "reading": "r", "known": DAY})
    with pytest.raises(NotAnAgreement):
        add_report(TEXT, "a.yaml", "mission_in_place", REPORT | {"known": None})


SMALL = """
format: agreement/0
agreement: {id: a, title: A, talk_from: 2025-01-01}
parties: {arda: {name: Arda}}
clauses:
  - {id: "1", gist: g, modal: must, kind: achieve, bearer: [arda], acts: []}
"""
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1).filter(str.strip)


@settings(deadline=None)
@given(words, words)
def test_whatever_is_written_is_read_back(reading: str, source: str) -> None:
    added = add_reading(SMALL, "a.yaml", "1", {"by": "arda", "reading": reading, "known": DAY, "source": [source]})
    last = added.agreement.get_clause("1").readings[-1]
    assert (last.reading, last.sources) == (reading, (source,))
