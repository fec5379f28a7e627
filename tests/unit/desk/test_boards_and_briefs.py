"""Boards and briefs at the desk."""

import csv
import io
import re
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import Guard, make_desk
from parley.desk.data import DOWNLOADS
from parley.errors import InputError
from parley.model import Assessment, Span
from parley.record import Filter, Record


@pytest.fixture
def shelled(filled: Record, cut: Callable[..., Any]) -> str:
    """Keep that the shelling bears on clause 1, with nothing found of its entry; give the entry's id."""
    entry = next(filled.list_entries(Filter(type="ASSAULT"))).entry
    quote = cut(filled.get_document(entry.document_id), "Dessovia shelled Lurna", Span)
    about = {"agreement": "fenhavn-2025", "clause": "1", "bearing": "contrary", "against": "dessovia"}
    filled.assessments.add([Assessment("", entry.document_id, quote=quote, **about)], by="Ana")  # type: ignore[arg-type]
    return entry.id


@pytest.fixture
def desk(filled: Record) -> TestClient:
    with as_file(files("parley").joinpath("demo", "agreement.yaml")) as path:
        application = make_desk(filled, (str(path),))
    return TestClient(application, cookies={"parley_coder": "Ana"}, follow_redirects=False)


def test_boards_of_all_agreements_are_listed(desk: TestClient) -> None:
    names = re.findall(r'href="/board/([^"]+)"', desk.get("/board").text)
    assert names[0] == "fenhavn-2025"
    assert "minsk2-2015" in names


def test_a_report_of_the_board_leads_to_its_entry(desk: TestClient, shelled: str) -> None:
    page = desk.get("/board/fenhavn-2025/page?as_of=2025-04-30").text
    address = re.search(r'<a href="(/reports/[^"]+)" target="_top">', page)
    assert address
    assert desk.get(address[1].replace("&amp;", "&")).headers["location"] == f"/entries/{shelled}"


def test_days_and_view_of_a_board_stand_in_the_address(desk: TestClient, shelled: str) -> None:
    assert shelled
    query = "as_of=2025-04-30&known=2025-04-29&view=reviewed"
    page = desk.get(f"/board/fenhavn-2025?{query}").text
    assert f'href="/board/fenhavn-2025/page?{query.replace("&", "&amp;")}"' in page
    assert 'name="known" value="2025-04-29"' in page
    assert 'name="view" value="reviewed" checked' in page
    assert "As of <b>2025-04-30</b>, from what was known by <b>2025-04-29</b>" in page
    alone = desk.get(f"/board/fenhavn-2025/page?{query}").text
    assert "As of <b>2025-04-30</b>, from what was known by <b>2025-04-29</b>" in alone
    assert 'class="week' in page
    assert 'class="week' not in desk.get("/board/fenhavn-2025?as_of=2025-04-30&known=2025-04-01").text


def test_without_a_day_a_board_stands_as_of_the_last_report(desk: TestClient) -> None:
    assert "As of <b>2025-04-08</b>, from what was known by <b>2025-04-08</b>" in desk.get("/board/fenhavn-2025").text


def test_a_cell_is_opened_by_its_address_with_or_without_the_page(desk: TestClient, shelled: str) -> None:
    page = desk.get("/board/fenhavn-2025").text
    address = re.search(r'href="([^"]+opened=[^"]+)" data-swaps="opened"', page)
    assert address
    opened = desk.get(address[1].replace("&amp;", "&"))
    assert "Dessovia shelled Lurna</blockquote>" in opened.text
    assert "<html" in opened.text
    part = desk.get(address[1].replace("&amp;", "&"), headers={"parley-part": "opened"}).text
    assert part.strip().startswith("<aside")
    assert "Dessovia shelled Lurna</blockquote>" in part
    document = re.search(r'href="(/reports/[^"]+)" target="_top"', part)
    assert document
    assert desk.get(document[1].replace("&amp;", "&")).headers["location"] == f"/entries/{shelled}"
    assert "this cell is empty" in desk.get("/board/fenhavn-2025?opened=1~dessovia~nobody~2025-04-07").text


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("", 14),
        ("show=reported", 1),
        ("show=silent", 13),
        ("show=disputed", 0),
        ("find=armies+FIRE", 1),
        ("find=zzz", 0),
    ],
)
def test_filters_choose_the_clauses(desk: TestClient, shelled: str, query: str, clauses: int) -> None:
    assert shelled
    assert f"{clauses} of 14 clauses" in desk.get(f"/board/fenhavn-2025?{query}").text


def test_several_sides_can_be_chosen_and_a_new_report_is_on_the_next_board(
    desk: TestClient, filled: Record, shelled: str, cut: Callable[..., Any]
) -> None:
    entry = filled.find_entry(shelled).entry
    quote = cut(filled.get_document(entry.document_id), "Its envoy demanded talks", Span)
    assert "reports of <b>Tollaria and" not in desk.get("/board/fenhavn-2025").text
    given = Assessment("", entry.document_id, "fenhavn-2025", "1", "calls", quote, "Tollaria", "dessovia")
    filled.assessments.add([given], by="Ana")
    page = desk.get("/board/fenhavn-2025?view=Ternwire&view=tollaria").text
    assert "reports of <b>Ternwire and Tollaria</b>" in page
    assert 'value="tollaria" checked' in page


def test_proposals_are_accepted_together_from_a_cell_or_a_clause(
    desk: TestClient, filled: Record, shelled: str, cut: Callable[..., Any]
) -> None:
    document = filled.find_entry(shelled).entry.document_id
    quotes = [cut(filled.get_document(document), words, Span) for words in ("shelled", "shelled Lurna", "Lurna")]
    given = [Assessment("", document, "fenhavn-2025", "1", "contrary", quote, None, "dessovia") for quote in quotes]
    kept = [one.assessment_id for one in filled.assessments.add(given, by="match1", action="propose")]
    page = desk.get("/board/fenhavn-2025?show=waiting").text
    assert "1 of 14 clauses" in page
    address = re.search(r'href="([^"]+opened=waiting[^"]+)"', page)
    assert address
    opened = desk.get(address[1].replace("&amp;", "&")).text
    fields = dict(re.findall(r'name="(take\.[^"]+)" value="(\d+)" checked', opened))
    assert fields == {f"take.{one}": "1" for one in kept}
    target = re.search(r'action="([^"]+/decide[^"]+)"', opened)
    assert target
    away = target[1].replace("&amp;", "&")
    answer = desk.post(away, data={"action": "accept", **{name: fields[name] for name in list(fields)[:2]}})
    assert (answer.status_code, answer.headers["location"]) == (303, away.replace("/decide", ""))
    states = [filled.assessments.find(one).assessment.state for one in kept]
    assert states == ["accepted", "accepted", "proposed"]
    assert desk.post(away, data={"action": "reject", f"take.{kept[2]}": "1", f"take.{kept[0]}": "1"}).status_code == 409
    assert desk.post(away, data={"action": "accept"}).status_code == 400
    assert desk.post(away, data={f"take.{kept[2]}": "1"}).status_code == 400
    assert [filled.assessments.find(one).assessment.state for one in kept] == states
    assert re.findall(r'name="take\.([^"]+)"', desk.get(address[1].replace("&amp;", "&")).text) == [kept[2]]
    for _ in range(2):
        desk.post("/undo")
    assert {filled.assessments.find(one).assessment.state for one in kept} == {"proposed"}


def test_the_board_counts_what_was_read_by_outlet_and_week(desk: TestClient, shelled: str) -> None:
    assert shelled
    page = desk.get("/board/fenhavn-2025?panel=true").text
    assert re.search(r"<bdi>Ternwire</bdi> <span class=\"tag\">read throughout</span></th><td>1</td>", page)
    assert "in 1 outlet read throughout" in page


@pytest.mark.parametrize(
    "address",
    [
        "/board/nothing",
        "/board/nothing/page",
        "/board/..%2F..%2Fetc%2Fpasswd/page",
        "/brief/page?agreement=/etc/passwd",
        "/board/fenhavn-2025/page?as_of=soon",
        "/brief?since=2025-02-30",
        "/reports/none",
    ],
)
def test_what_cannot_be_shown_is_said(desk: TestClient, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code in {400, 404}
    assert 'role="alert"' in answer.text or answer.text == "Not Found"


def test_the_brief_takes_its_days_from_the_address_and_leaves_no_row(desk: TestClient, filled: Record) -> None:
    before = filled.read_log_head()
    assert "shelled" in desk.get("/brief/page").text
    assert "shelled" not in desk.get("/brief/page?known=2025-04-01").text
    assert "Fenhavn" in desk.get("/brief/page?agreement=fenhavn-2025&known=2025-04-30").text
    assert "<option selected>fenhavn-2025" in desk.get("/brief?agreement=fenhavn-2025").text
    assert filled.read_log_head() == before


def test_footnotes_of_the_brief_lead_to_the_words(desk: TestClient, shelled: str) -> None:
    page = desk.get("/brief/page?agreement=fenhavn-2025&known=2025-04-30").text
    assert f'<a href="/entries/{shelled}" target="_top">in the report</a>' in page
    assert '<a href="/reports/' in page


@pytest.mark.parametrize(("suffix", "start"), [(".html", b"<!doctype html>"), (".md", b"# March"), (".docx", b"PK")])
def test_a_brief_is_taken_along_and_stands_in_the_log(
    desk: TestClient, filled: Record, suffix: str, start: bytes
) -> None:
    assert f'name="format" value="{suffix}"' in desk.get("/brief").text
    row, _ = filled.read_log_head()
    given = desk.post("/brief/file", data={"format": suffix, "title": "March", "known": "2025-04-30"})
    assert given.content.lstrip().startswith(start)
    assert f'filename="brief{suffix}"' in given.headers["content-disposition"]
    assert b"in the report" not in given.content
    assert filled.read_log_head()[0] == row + 1
    assert desk.post("/brief/file", data={"format": ".exe"}).status_code == 400


def test_data_is_given_as_the_filters_choose(desk: TestClient, filled: Record) -> None:
    assert 'href="/data/entries.csv?kind=event" download' in desk.get("/data?kind=event").text
    rows = list(csv.DictReader(io.StringIO(desk.get("/data/entries.csv?kind=event").content.decode("utf-8-sig"))))
    assert len(rows) == filled.count_entries(Filter(kind="event"))
    assert {row["kind"] for row in rows} == {"event"}
    masked = desk.get("/data/entries.csv?mask_names=true").text
    assert "Dessovia" in desk.get("/data/entries.csv").text
    assert "Dessovia" not in masked
    assert "shelled Lurna" not in desk.get("/data/entries.csv?without_texts=true").text


@pytest.mark.parametrize("name", DOWNLOADS)
def test_every_file_is_given_and_leaves_nothing_behind(
    desk: TestClient, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "given"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    given = desk.get(f"/data/{name}")
    assert given.status_code == 200
    assert len(given.content) > 50
    assert f'filename="{name}"' in given.headers["content-disposition"]
    assert list(place.iterdir()) == []


def test_only_what_is_listed_is_given(desk: TestClient) -> None:
    for name in ("desk.parley", "..%2Fdesk.csv", "entries.exe"):
        assert desk.get(f"/data/{name}").status_code == 404


def test_a_page_that_brings_its_style_runs_no_script(filled: Record) -> None:
    guard = Guard(make_desk(filled), 8123)
    browser = TestClient(guard, base_url="http://127.0.0.1:8123")
    browser.get(guard.opening)
    for address in ("/brief/page", "/board/minsk2-2015/page"):
        policies = browser.get(address).headers.get_list("content-security-policy")
        assert len(policies) == 1
        assert "default-src 'none'" in policies[0]
        assert "script-src" not in policies[0]
        assert "frame-ancestors 'self'" in policies[0]


def test_a_file_that_is_no_agreement_opens_no_desk(filled: Record) -> None:
    with pytest.raises(InputError):
        make_desk(filled, (str(filled.path),))
