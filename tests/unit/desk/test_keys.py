"""The desk's keys, and those that a person puts in their place."""

import json
import re
from urllib.parse import unquote

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import make_desk
from parley.desk.keys import COOKIE, KEYS, read_keys
from parley.desk.pages import STATIC
from parley.record import Record


@pytest.fixture
def desk(filled: Record) -> TestClient:
    return TestClient(make_desk(filled), cookies={"parley_coder": "Ana"}, follow_redirects=False)


def field(key: str) -> str:
    return f"key{list(KEYS).index(key)}"


def test_every_key_of_the_templates_is_explained_and_can_be_chosen() -> None:
    pages = [path.read_text(encoding="utf-8") for path in (STATIC.parent / "templates").iterdir()]
    used = {key for page in pages for keys in re.findall(r'data-key="([^"{]+)"', page) for key in keys.split()}
    assert {"a", "u", "c", "/", "?"} <= used <= KEYS.keys()


def test_a_key_is_kept_in_the_browser_and_given_back_when_it_is_emptied(desk: TestClient) -> None:
    answer = desk.post("/keys", data={field("a"): "y", field("u"): "ü"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/keys")
    kept = desk.cookies[COOKIE].strip('"')
    assert json.loads(unquote(kept)) == {"a": "y", "u": "ü"} == read_keys(kept)
    assert re.search(r'value="y" placeholder="a"', desk.get("/keys").text)
    desk.post("/keys", data={})
    assert read_keys(desk.cookies[COOKIE].strip('"')) == {}


@pytest.mark.parametrize("form", [{"a": "r"}, {"a": "yy"}, {"a": "\x07"}, {"a": "y", "r": "y"}])
def test_a_key_that_cannot_be_is_refused_and_stays_in_the_form(desk: TestClient, form: dict[str, str]) -> None:
    answer = desk.post("/keys", data={field(key): own for key, own in form.items()})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert COOKIE not in desk.cookies


@pytest.mark.parametrize("cookie", ["", "{", "[1]", "%7B%22a%22%3A%201%7D", "%7B%22zz%22%3A%20%22y%22%7D"])
def test_a_cookie_that_is_not_in_order_counts_for_nothing(cookie: str) -> None:
    assert read_keys(cookie) == {}
