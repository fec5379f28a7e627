"""The brief in Markdown: footnotes for every sentence, and no report that writes Markdown."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from parley.agreement import Agreement, Evidence, View, find_changes, find_status
from parley.errors import OutputError
from parley.export.board import Board
from parley.export.brief import Brief, write_brief
from parley.export.markdown import escape_markdown
from parley.record import Record

MOMENT = dt.datetime(2025, 4, 9, 12, tzinfo=dt.UTC)
WriteBrief = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> WriteBrief:
    def write(record: Record, **fields: Any) -> str:
        given: dict[str, Any] = {"made_from": {"log": "row 3, head abc"}, "not_read": {"Arabic": 3}, "as_of": MOMENT}
        entries = tuple(record.list_entries())
        brief = Brief(title="# Teskal", entries=entries, documents=record.count_documents(), **{**given, **fields})
        write_brief(brief, tmp_path / "brief.md")
        return (tmp_path / "brief.md").read_text(encoding="utf-8")

    return write


def test_every_sentence_has_its_footnote_with_words_route_and_day(filled: Record, written: WriteBrief) -> None:
    page = written(filled)
    sentences = [line for line in page.splitlines() if line.startswith("- ") and not line.startswith("- log")]
    named = {number for line in sentences for number in re.findall(r"\[\^(\d+)\]$", line)}
    noted = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", page, re.MULTILINE))
    assert len(sentences) == 6
    assert all(re.search(r"\[\^\d+\]$", line) for line in sentences[:5])
    assert named == set(noted)
    shelling = next(note for note in noted.values() if "shelled" in note)
    assert (
        shelling == "“Dessovia shelled Lurna on Monday.”, Ternwire, 2025-04-08, [Teskal](<https://ternwire.example/a>)"
    )


def test_the_fewer_are_marked_and_the_lead_says_which(filled: Record, written: WriteBrief) -> None:
    page = written(filled)
    assert ("Nobody has decided on any of these lines" in page, "[unreviewed" in page) == (True, False)
    first, second, third, *_ = (listed.entry.id for listed in filled.list_entries() if listed.entry.kind == "event")
    filled.decide(first, "accept", by="Ann", revision=1)
    page = written(filled)
    assert "Of 5 lines that rest on reports, people decided on 1" in page
    assert (page.count("[unreviewed\\]"), page.count("[accepted\\]")) == (0, 1)
    for entry_id in (second, third):
        filled.decide(entry_id, "accept", by="Ann", revision=1)
    page = written(filled)
    assert "A sentence marked unreviewed is" in page
    assert (page.count("[unreviewed\\]"), page.count("[accepted\\]")) == (2, 3)


def test_a_brief_with_a_board_leads_with_incidents_and_clauses(
    filled: Record, written: WriteBrief, board: Board
) -> None:
    page = written(filled, board=board)
    headings = re.findall(r"^## (.*?) \(", page, re.MULTILINE)
    assert headings[:2] == ["Incidents", "Clauses"]
    incident = page.partition("### 2025-03-25, clause 1, Dessovia\n")[2].partition("###")[0]
    told = [line for line in incident.splitlines() if line.startswith("- ")]
    assert [re.sub(r"\[\^\d+\]", "", line) for line in told] == [
        "- Asserted by **Ternwire:** “words of report 3” \\[unreviewed\\]",
        "- Asserted by **Tollaria:** “a battery fired three rounds, a deliberate violation”",
        "- Denied by **Dessovia:** “No gun was used”",
        "- Called a breach by **Tollaria:** “a battery fired three rounds, a deliberate violation”",
    ]
    assert told[1][-4:] == told[3][-4:] != told[2][-4:]
    assert "Tollaria on Dessovia: **contrary acts:** “a battery fired three rounds, a deliberate violation”" in page
    for line in page.splitlines():
        if line.startswith("- ") and page.index(line) < page.index("## Made from"):
            assert re.search(r"\[\^\d+\]$", line), line


def test_what_changed_through_unreviewed_reports_alone_is_marked(
    filled: Record, written: WriteBrief, board: Board, fenhavn: Agreement, reports: tuple[Evidence, ...]
) -> None:
    since = dt.date(2025, 3, 1)
    changes = find_changes(find_status(fenhavn, reports, View(), since, since), board.status)
    page = written(filled, board=replace(board, since=since, changes=changes), since=since)
    moved = page.partition("## What changed")[2].partition("\n## ")[0]
    (proposed,) = (line for line in moved.splitlines() if "Ternwire on Dessovia" in line)
    (coded,) = (line for line in moved.splitlines() if "Tollaria on Dessovia" in line)
    assert ("unreviewed" in proposed, "unreviewed" in coded) == (True, False)
    assert "They were published from 2025-03-01 to 2025-04-25" in page


def test_the_same_report_is_one_footnote(filled: Record, written: WriteBrief, board: Board) -> None:
    page = written(filled, board=board)
    assert page.count("]: “No gun was used") == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "# heading",
        "[x](javascript:alert(1))",
        "<img src=x>",
        "*a* _b_ `c`",
        "![x](http://y)",
        "line\n\n# two",
        "| a |",
        "$x$",
    ],
)
def test_words_of_reports_stay_words(hostile: str) -> None:
    escaped = escape_markdown(hostile)
    assert "\n" not in escaped
    assert not re.search(r"(?<!\\)[\[\]<>#*_`|!$]", escaped)
    assert re.sub(r"\\(.)", r"\1", escaped) == " ".join(hostile.split())


def test_characters_that_turn_writing_round_are_shown() -> None:
    assert escape_markdown("a\u202eb\u2066c\x1b") == "a⟨U+202E⟩b⟨U+2066⟩c⟨U+001B⟩"
    assert escape_markdown("می\u200cخواهد") == "می\u200cخواهد"


def test_an_ending_without_a_format_is_named(tmp_path: Path) -> None:
    brief = Brief("x", {}, (), 0, {}, MOMENT)
    with pytest.raises(OutputError, match="no format") as caught:
        write_brief(brief, tmp_path / "brief.odt")
    assert ".md or .docx" in str(caught.value.remedy)
