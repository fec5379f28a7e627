"""Who is let in: one browser, at the desk's own address, from the desk's own pages."""

from collections.abc import Callable

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import Guard, make_desk
from parley.record import Record

HERE = "http://127.0.0.1:8123"
Visit = Callable[[], TestClient]


@pytest.fixture
def guard(filled: Record) -> Guard:
    return Guard(make_desk(filled), 8123)


@pytest.fixture
def visit(guard: Guard) -> Visit:
    """Come as another browser."""
    return lambda: TestClient(guard, base_url=HERE, follow_redirects=False)


@pytest.fixture
def known(guard: Guard, visit: Visit) -> TestClient:
    browser = visit()
    assert browser.get(guard.opening).status_code == 303
    return browser


def test_the_token_opens_once_and_becomes_a_cookie(guard: Guard, visit: Visit) -> None:
    first, second = visit(), visit()
    opened = first.get(guard.opening)
    assert opened.headers["location"] == "/"
    assert "HttpOnly" in opened.headers["set-cookie"]
    assert "samesite=strict" in opened.headers["set-cookie"].lower()
    assert guard.opening.rpartition("=")[2] not in opened.headers["set-cookie"]
    assert first.get("/").status_code == 200
    assert second.get(guard.opening).status_code == 403
    assert second.get("/").status_code == 403
    assert first.get(guard.opening).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/entries/x", "/name", "/static/desk.css", "/nowhere", "//open", "/open/"])
def test_nothing_is_shown_without_the_cookie(visit: Visit, path: str) -> None:
    assert visit().get(path).status_code == 403


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_wrong_token_opens_nothing_and_does_not_spend_the_right_one(guard: Guard, visit: Visit, token: str) -> None:
    assert visit().get("/open", params={"token": token}).status_code == 403
    assert visit().get(guard.opening).status_code == 303


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8123", "127.0.0.1", "127.0.0.1:9999", "127.0.0.1.evil.example:8123", ""]
)
def test_a_foreign_host_is_refused_even_with_the_cookie(known: TestClient, host: str) -> None:
    assert known.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://127.0.0.1:9999", "https://127.0.0.1:8123", f"{HERE}.evil"]
)
def test_changes_come_from_the_desks_own_pages(known: TestClient, origin: str | None) -> None:
    headers = {"origin": origin} if origin else {}
    assert known.post("/name", headers=headers, data={"name": "A"}).status_code == 403
    assert known.post("/name", headers={"origin": HERE}, data={"name": "A"}).status_code == 303


def test_every_answer_forbids_scripts_frames_and_third_parties(known: TestClient) -> None:
    for path in ("/", "/entries/none", "/static/desk.js", "/nowhere"):
        headers = known.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"])
def test_no_path_leads_out_of_the_static_files(known: TestClient, path: str) -> None:
    assert known.get(path).status_code == 404


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "/ok\r\nx: y", "/\t/evil"]
)
def test_no_form_leads_out_of_the_desk(known: TestClient, back: str) -> None:
    sent = known.post("/name", headers={"origin": HERE}, data={"name": "A", "to": back})
    assert sent.headers["location"] == "/"
