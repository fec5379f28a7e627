"""The board: what a terminal, a page and a picture show of one status, and in whose voice."""

import datetime as dt
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from typing import get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.agreement import Agreement, Anchor, Evidence, Fix, Known, Position, View, find_changes, find_status
from parley.export.board import Board, draw_lines, draw_picture, render_page
from parley.export.board.layout import lay_out
from parley.export.board.marks import all_marks
from parley.export.board.moves import list_moves
from parley.export.board.periods import divide_days
from parley.export.board.telling import tell_board
from parley.model import Bearing, Span

HOSTILE = "<script>alert(1)</script> =cmd|' /C'!A0 \u202eback\u202c \x1b[31m & \"'><img src=x onerror=alert(2)>"
DAY = dt.date(2025, 4, 25)
Reports = tuple[Evidence, ...]
MakeBoard = Callable[..., Board]


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def ids(self) -> list[str]:
        return [fields["id"] or "" for _, fields in self.elements if "id" in fields]


def test_the_first_lines_say_what_is_contested_late_and_not_known(make_board: MakeBoard, reports: Reports) -> None:
    lines = list(draw_lines(make_board(*reports)))
    answers = {
        word: next(n for n, line in enumerate(lines) if line.startswith(word)) for word in ("CONT", "LATE", "NOT")
    }
    assert max(answers.values()) < 20
    first = " ".join(" ".join(lines[:30]).split())
    assert "1 incident asserted by some and denied by others" in first
    assert "3a: past due since 2025-04-04 or 2025-04-09 (by every count); nobody reports it done" in first
    assert "3b: past due since 2025-04-04 (21 days); reported done by Ombrel Monitoring Mission" in first
    assert "1 document not read: French" in first
    assert "an extension to which no acceptance by Tollaria is reported" in first


def test_the_terminal_board_is_plain_text_of_a_hundred_columns(
    make_board: MakeBoard, reports: Reports, make_report: Callable[..., Evidence]
) -> None:
    lines = list(
        draw_lines(make_board(*reports, make_report(9, "1", "contrary", HOSTILE, "tollaria", quote=HOSTILE * 3)))
    )
    assert max(map(len, lines)) <= 100
    assert not [line for line in lines if re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)]


def test_accounts_that_differ_stand_side_by_side_with_who_gives_them(make_board: MakeBoard, reports: Reports) -> None:
    text = " ".join(" ".join(draw_lines(make_board(*reports))).split())
    for words in (
        "asserted by Tollaria: “a battery fired",
        "denied by Dessovia: “No gun was used”",
        "called a breach by Tollaria",
    ):
        assert words in text


def test_an_incident_says_beside_it_that_its_report_was_taken_back(make_board: MakeBoard, reports: Reports) -> None:
    board = make_board(*reports)
    assert "the report was" not in " ".join(draw_lines(board))
    taken_back = replace(board, notices={reports[0].assessment.document_id: "retracted"})
    text = " ".join(" ".join(draw_lines(taken_back)).split())
    told = text[text.index("asserted by Tollaria") : text.index("denied by Dessovia")]
    assert told.count("[the report was retracted]") == 1


def test_reports_without_a_day_are_told_with_their_clauses(
    make_board: MakeBoard, reports: Reports, make_report: Callable[..., Evidence]
) -> None:
    undated = (
        make_report(20, "3a", "done", HOSTILE, None, day=None),
        make_report(21, "1", "kept", HOSTILE, None, day=None),
    )
    board = replace(make_board(*reports), undated=undated)
    told = "2 reports without a day are not on this board: 3a, 1"
    for shown in (" ".join(draw_lines(board)), Page(render_page(board)).text):
        assert told in " ".join(shown.split())
    assert "without a day" not in render_page(make_board(*reports))


def test_every_cell_opens_to_its_reports(make_board: MakeBoard, reports: Reports) -> None:
    page = Page(render_page(make_board(*reports)))
    assert len(page.ids) == len(set(page.ids))
    links = [str(fields["href"])[1:] for tag, fields in page.elements if tag == "a" and str(fields["href"])[0] == "#"]
    assert set(links) <= set(page.ids)
    opened = [fields["id"] for _, fields in page.elements if fields.get("class") == "opened"]
    assert len(opened) == len(reports)
    assert set(opened) <= set(links)
    for each in reports:
        assert each.assessment.quote.text in page.text
    words = " ".join(page.text.split())
    for said in ("Daily › Wire › tollaria", "2025-03-25", "origin Daily d1", "coded by A. Coder", "A title"):
        assert said in words
    assert words.count("unreviewed: proposed by a machine") >= 1
    assert words.count("coder unsure") >= 1


def test_the_page_needs_nothing_from_outside_and_runs_nothing(make_board: MakeBoard, reports: Reports) -> None:
    source = render_page(make_board(*reports))
    page = Page(source)
    assert not {tag for tag, _ in page.elements} & {
        "script",
        "link",
        "iframe",
        "object",
        "embed",
        "img",
        "base",
        "form",
    }
    for tag, fields in page.elements:
        assert not {"src", "srcset", "data", "action"} & fields.keys()
        assert not [name for name in fields if name.startswith("on")]
        assert tag in {"a", "use"} or "href" not in fields
    assert "url(" not in source
    assert "@import" not in source


def test_hostile_words_stay_words_in_page_and_picture(
    make_board: MakeBoard, make_report: Callable[..., Evidence]
) -> None:
    board = make_board(make_report(1, "1", "contrary", HOSTILE, "dessovia", quote=HOSTILE, called_breach=True))
    page, picture = Page(render_page(board)), Page(draw_picture(board))
    assert page.text.count("<script>alert(1)</script>") >= 3
    for drawn in (page, picture):
        assert not {tag for tag, _ in drawn.elements} & {"script", "img"}
        assert not [name for _, fields in drawn.elements for name in fields if name.startswith("on")]


def test_the_picture_holds_no_word_of_a_report(make_board: MakeBoard, reports: Reports) -> None:
    picture = draw_picture(make_board(*reports))
    for each in reports:
        assert each.assessment.quote.text not in picture
    assert "violation" not in picture
    assert "contrary acts 1" in picture


def test_a_clause_without_a_report_stands_among_what_is_not_known(make_board: MakeBoard) -> None:
    board = make_board()
    page, lines = Page(render_page(board)), " ".join(draw_lines(board))
    for text in (page.text, lines):
        assert "no report on 14 of 14 clauses" in " ".join(text.split())
        assert "coverage unknown" in text
    assert not [fields for _, fields in page.elements if fields.get("class") == "opened"]
    assert not [mark for mark in all_marks() if f"{mark.sign}  {mark.words}" in lines]


def test_a_view_shows_its_sides_alone(make_board: MakeBoard, reports: Reports) -> None:
    text = " ".join(draw_lines(make_board(*reports, view=View("d", frozenset({"dessovia"})))))
    assert "reports of Dessovia" in text
    assert "a battery fired" not in text
    assert "No gun was used" not in text or "denied 1" in text


def test_when_the_parties_change_names_the_board_changes_only_their_names(
    fenhavn: Agreement, make_board: MakeBoard, reports: Reports
) -> None:
    """Symmetry: nothing is said of one party in other words than of the other (their names are equally long)."""

    def swap(text: str) -> str:
        return text.replace("Dessovia", "\0").replace("Tollaria", "Dessovia").replace("\0", "Tollaria")

    other = msgspec.json.decode(swap(msgspec.json.encode(fenhavn).decode()), type=Agreement)
    drawn = "\n".join(draw_lines(make_board(*reports)))
    assert swap(drawn) == "\n".join(draw_lines(make_board(*reports, of=other)))
    assert swap(render_page(make_board(*reports))) == render_page(make_board(*reports, of=other))


def test_every_bearing_has_a_mark_of_its_own_in_sign_and_shape() -> None:
    marks = all_marks()
    assert {mark.bearing for mark in marks} == set(get_args(Bearing))
    assert len({mark.sign for mark in marks}) == len({mark.shape for mark in marks}) == len(marks)
    drawn = files("parley.export").joinpath("templates", "shapes.svg").read_text(encoding="utf-8")
    assert {f"m-{mark.shape}" for mark in marks} == set(re.findall(r'id="([^"]+)"', drawn))


days = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))


@given(days, days, st.integers(1, 80))
def test_columns_cover_all_days_once_and_are_as_short_as_fits(one: dt.date, other: dt.date, limit: int) -> None:
    first, last = sorted((one, other))
    axis = divide_days(first, last, limit)
    assert len(axis.periods) <= limit or axis.unit == "year"
    assert axis.periods[0].first <= first <= axis.periods[0].last
    assert axis.periods[-1].first <= last <= axis.periods[-1].last
    for before, after in zip(axis.periods, axis.periods[1:], strict=False):
        assert after.first - before.last == dt.timedelta(days=1)
    assert axis.unit == "week" or (last - first).days / 7 > limit - 2
    assert axis.periods[axis.find(last)].holds(last)


def test_what_changed_names_what_stood_before_what_stands_now_and_the_reports(
    make_board: MakeBoard, reports: Reports
) -> None:
    now, since = make_board(*reports), dt.date(2025, 4, 1)
    then = find_status(now.agreement, reports, View(), since, since)
    compared = msgspec.structs.replace(now, changes=find_changes(then, now.status), since=since)
    moves = {move.what: (move.before, move.after) for move in list_moves(compared)}
    assert moves["3b, Ombrel Monitoring Mission on Tollaria"] == ("no report", "done 1")
    assert moves["4a, by the text"][1].startswith("past due since 2025-04-11")
    assert not [what for what in moves if what.startswith("1,")]
    text = " ".join(" ".join(draw_lines(compared)).split())
    assert (
        "3b, Ombrel Monitoring Mission on Tollaria: no report → done 1 (new report: “words of report 5” 2025-04-03,"
        " Daily › Wire › mission)" in text
    )
    for page in (render_page(compared), "".join(map(repr, tell_board(compared)))):
        told = page.partition("What changed since 2025-04-01")[2].partition("Incidents")[0]
        assert "words of report 5" in told
        assert f"as known on {then.known}" in told
    assert "What changed since 2025-04-01" in Page(render_page(compared)).text
    assert list_moves(now) == ()


def test_outlets_in_their_own_voice_share_a_row_and_named_speakers_keep_theirs(
    make_board: MakeBoard, make_report: Callable[..., Evidence]
) -> None:
    told = [
        make_report(number, "3b", "done", side, "tollaria", called_breach=False)
        for number, side in enumerate(("Wire", "Daily", "Courier", "Aid Watch", "tollaria"), start=1)
    ]
    told[:3] = [
        msgspec.structs.replace(each, narrated=True, assessment=msgspec.structs.replace(each.assessment, by=None))
        for each in told[:3]
    ]
    echo = msgspec.structs.replace(told[1], origin=told[0].origin)
    board = make_board(*told[:1], echo, *told[2:])
    rows = next(block.rows for block in lay_out(board, 60).blocks if block.clause.id == "3b")
    assert [row.sides for row in rows] == [("tollaria",), ("Aid Watch",), ("Courier", "Daily", "Wire")]
    assert [row.narrated for row in rows] == [False, False, True]
    (counted,) = rows[2].counts
    assert (counted.word, counted.reports, counted.origins, counted.timing) == ("done", 3, 2, "by the due date")
    page = Page(render_page(board))
    assert "3 outlets in their own voice on Tollaria: Courier, Daily and Wire" in " ".join(page.text.split())
    for each in told:
        assert each.assessment.quote.text in page.text


def test_conditional_positions_stand_beside_the_clauses_and_say_when_nobody_reviewed_them(
    make_board: MakeBoard, reports: Reports
) -> None:
    position = Position(
        "promise", "tollaria", "Bastor Nive", "", None, Span(0, 14, "once they left"), None, "we will release all",
        "e1", "d1", ("Courier", "Bastor Nive"), DAY,
    )  # fmt: skip
    board = msgspec.structs.replace(make_board(*reports), positions=(position,), unreviewed=frozenset({"e1"}))
    text = " ".join(" ".join(draw_lines(board)).split())
    assert (
        "Bastor Nive, promise: “we will release all” waits for “once they left” (2025-04-25, Courier › Bastor Nive)"
        in text
    )
    assert text.count("[unreviewed]") == 1
    page = Page(render_page(board)).text
    assert "Conditional positions" in page
    assert "we will release all" in page


def test_an_incident_that_nobody_asserts_is_told_as_such(
    make_board: MakeBoard, make_report: Callable[..., Evidence]
) -> None:
    page = Page(render_page(make_board(make_report(1, "1", "denied", "dessovia", "dessovia"))))
    assert "denied by Dessovia" in " ".join(page.text.split())
    assert "asserted by" not in page.text


def test_columns_end_soon_after_the_agreement_lapsed(make_board: MakeBoard, fenhavn: Agreement) -> None:
    fix = Fix(Known(dt.date(2025, 3, 20)), date=dt.date(2025, 3, 18))
    over = msgspec.structs.replace(fenhavn, anchors=(*fenhavn.anchors, Anchor("lapsed", fixes=(fix,))))
    assert lay_out(make_board(of=over), 60).axis.periods[-1].holds(dt.date(2025, 4, 15))
    assert lay_out(make_board(), 60).axis.periods[-1].holds(DAY)


def test_many_sides_that_the_agreement_does_not_name_share_a_row(
    make_board: MakeBoard, make_report: Callable[..., Evidence]
) -> None:
    papers = [make_report(number, "1", "contrary", f"Paper {number}", "dessovia") for number in range(1, 6)]
    block = lay_out(make_board(*papers, make_report(9, "1", "contrary", "tollaria", "dessovia")), 60).blocks[0]
    assert [len(row.sides) for row in block.rows] == [1, 5]
    assert [count.reports for row in block.rows for count in row.counts] == [1, 5]


def test_a_side_that_has_been_quiet_for_weeks_is_said_to_be(
    make_board: MakeBoard, make_report: Callable[..., Evidence]
) -> None:
    old = make_report(1, "1", "kept", "mission", "dessovia", day=dt.date(2025, 3, 20))
    new = make_report(2, "1", "kept", "tollaria", "dessovia", day=dt.date(2025, 4, 20))
    text = " ".join(Page(render_page(make_board(old, new))).text.split())
    assert text.count("no report since") == 1
    assert "no report since 2025-03-20 (coverage unknown)" in text


def test_an_incident_of_two_bearers_says_who_is_meant_by_whom(
    make_board: MakeBoard, make_report: Callable[..., Evidence]
) -> None:
    board = make_board(
        make_report(1, "1", "contrary", "tollaria", "dessovia", incident="i"),
        make_report(2, "1", "contrary", "dessovia", "tollaria", incident="i"),
        make_report(3, "1", "denied", "dessovia", "dessovia", incident="i"),
    )
    text = " ".join(" ".join(draw_lines(board)).split())
    for words in (
        "asserted by Tollaria on Dessovia:",
        "asserted by Dessovia on Tollaria:",
        "denied by Dessovia on itself:",
    ):
        assert words in text
