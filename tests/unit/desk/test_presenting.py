"""Boards and briefs at the desk."""

import re
from collections.abc import Callable
from importlib.resources import as_file, files
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import Guard, make_desk
from parley.errors import InputError
from parley.model import Assessment, Span
from parley.record import Filter, Record


@pytest.fixture
def shelled(filled: Record, cut: Callable[..., Any]) -> str:
    """Keep that the shelling bears on clause 1, with nothing said of its entry; give the entry's id."""
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
    outer = desk.get(f"/board/fenhavn-2025?{query}").text
    assert f'src="/board/fenhavn-2025/page?{query.replace("&", "&amp;")}"' in outer
    assert 'name="known" value="2025-04-29"' in outer
    inner = desk.get(f"/board/fenhavn-2025/page?{query}").text
    assert "As of <b>2025-04-30</b>, from what was known by <b>2025-04-29</b>" in inner
    assert "shelled" not in desk.get("/board/fenhavn-2025/page?as_of=2025-04-30&known=2025-04-01").text


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
