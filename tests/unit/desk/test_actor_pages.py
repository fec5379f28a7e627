"""Actors and places at the desk: what the forms do to the registry, and to the reports."""

import re
import time
from collections.abc import Callable

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import make_desk
from parley.desk.actors import is_name
from parley.desk.registering import find_candidates, make_change
from parley.errors import FormatError
from parley.model import Arrival
from parley.ontology.registry import load_registry
from parley.pipeline import LANGUAGES, make_pipeline
from parley.record import Filter, Record

TEXT = "Asharian engineers shelled Lurna on Monday, officials said."


@pytest.fixture
def read(record: Record, arrive: Callable[..., Arrival]) -> Record:
    list(record.add([arrive(TEXT)]))
    list(record.read(make_pipeline("rules"), LANGUAGES))
    return record


@pytest.fixture
def desk(read: Record) -> TestClient:
    return TestClient(make_desk(read), cookies={"parley_coder": "Ana"}, follow_redirects=False)


def test_someone_new_is_known_once_names_are_resolved_anew(desk: TestClient, read: Record) -> None:
    (words,) = [one.words for one in read.mentions.list_unresolved("who") if "engineers" in one.words]
    page = desk.get("/actors", params={"words": words}).text
    assert "shelled Lurna" in page
    assert "no name, office or antecedent was sure enough" in page
    form = {"action": "new", "name": 'Ashar "A" Front', "kind": "armed group", "country": "lby", "names": words}
    assert desk.post("/actors", data=form).headers["location"] == "/actors?part=who"
    assert desk.post("/actors/resolved", data={"part": "who"}).status_code == 303
    for _ in range(400):
        if "have the names by now" in desk.get("/actors").text:
            break
        time.sleep(0.05)
    (listed,) = read.list_entries(Filter(type="ASSAULT", actor='Ashar "A" Front'))
    assert listed.entry.state == "proposed"
    actor = desk.get("/actors/ashar_a_front").text
    assert "source: <bdi>Ana</bdi>" in actor or "Source: <bdi>Ana</bdi>" in actor
    assert "shelled Lurna" in actor


def test_the_changes_are_those_of_the_command_line(desk: TestClient, read: Record) -> None:
    for form in (
        {"action": "alias", "subject": "m23", "names": "the Goma rebels"},
        {"action": "rename", "subject": "m23", "names": "March 23 Movement (M23)"},
        {"action": "split", "subject": "m23", "names": "the Goma rebels"},
        {"action": "merge", "subject": "afc", "into": "m23"},
    ):
        assert desk.post("/actors", data=form).status_code == 303
    changes = read.list_actor_changes()
    assert [(one.action, one.subject, one.names, one.into, one.by) for one in changes] == [
        ("alias", "m23", ("the Goma rebels",), None, "Ana"),
        ("rename", "m23", ("March 23 Movement (M23)",), None, "Ana"),
        ("split", "m23", ("the Goma rebels",), "goma_rebels", "Ana"),
        ("merge", "afc", (), "m23", "Ana"),
    ]
    assert "March 23 Movement (M23)" in desk.get("/actors").text
    assert desk.get("/actors/afc").status_code == 404
    assert desk.post("/actors", data={"action": "undo", "subject": changes[3].id}).status_code == 303
    assert desk.get("/actors/afc").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"action": "alias", "subject": "nobody", "names": "x"},
        {"action": "alias", "subject": "m23"},
        {"action": "merge", "subject": "m23", "into": "m23"},
        {"action": "split", "subject": "m23", "names": "never a name of it"},
        {"action": "undo", "subject": "none"},
        {"action": "new", "name": "", "kind": "person"},
        {"action": "new", "name": "X", "kind": "thing"},
    ],
)
def test_a_change_that_cannot_be_made_is_said_and_none_is_kept(
    desk: TestClient, read: Record, form: dict[str, str]
) -> None:
    answer = desk.post("/actors", data=form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert read.list_actor_changes() == []


def test_names_are_given_split_and_merged_from_an_entry(desk: TestClient, read: Record) -> None:
    (entry,) = [listed.entry for listed in read.list_entries(Filter(type="ASSAULT"))]
    here = f"/entries/{entry.id}/names?kind=event"
    assert f'href="/entries/{entry.id}/names?kind=event" data-key="g"' in desk.get(here.replace("/names", "")).text
    page = desk.get(f"{here}&name=Lurna&find=Mali").text
    assert "no name, office or antecedent was sure enough" in page
    assert f'href="/entries/{entry.id}?kind=event" data-key="p"' in page
    form = {"action": "alias", "subject": "m23", "names": "Asharian engineers", "back": here}
    assert desk.post("/actors", data=form).headers["location"] == here
    assert desk.post("/actors/resolved", data={"back": here}).headers["location"] == here
    for _ in range(400):
        if "have the names by now" in desk.get(here).text:
            break
        time.sleep(0.05)
    named = desk.get(here).text
    assert 'name="action" value="split"><input type="hidden" name="subject" value="m23"' in named
    assert 'name="action" value="undo"' in named
    merging = desk.get(f"{here}&name=Asharian+engineers&find=afc").text
    assert re.search(r'value="merge"><input type="hidden" name="subject" value="m23"><input[^>]+value="afc"', merging)
    assert desk.post("/actors", data=form | {"action": "split", "back": "//evil.example"}).headers["location"] == "/"
    assert [change.action for change in read.list_actor_changes()] == ["alias", "split"]
    assert desk.get("/entries/none/names").status_code == 404


def test_a_change_needs_a_name_of_who_makes_it(read: Record) -> None:
    stranger = TestClient(make_desk(read), follow_redirects=False)
    answer = stranger.post("/actors", data={"action": "alias", "subject": "m23", "names": "x"})
    assert answer.headers["location"] == "/name?to=%2Factors"
    assert read.list_actor_changes() == []


def test_reports_of_another_reader_are_left_to_the_command_line(filled: Record) -> None:
    desk = TestClient(make_desk(filled), cookies={"parley_coder": "Ana"})
    answer = desk.post("/actors/resolved", data={})
    assert answer.status_code == 400
    assert "parley read" in answer.text


@pytest.mark.parametrize("words", ["M23", "The Goma rebels", "al-Qaeda fighters in Mali", "حماس", "Hamas"])
def test_names_are_told_from_phrases(words: str) -> None:
    assert is_name(words)


@pytest.mark.parametrize(
    "words", ["we", "He", "the other side", "Both sides", "48 detainees", "officials", "Its forces"]
)
def test_phrases_are_told_from_names(words: str) -> None:
    assert not is_name(words)


def test_candidates_are_found_by_id_name_and_part() -> None:
    registry = load_registry()
    assert find_candidates(registry, "M23", loosely=False)[0].id == "m23"
    assert "m23" in [actor.id for actor in find_candidates(registry, "march 23", loosely=True)]
    assert find_candidates(registry, " ", loosely=True) == []


def test_a_new_entry_takes_an_id_that_is_free() -> None:
    registry = load_registry()
    change = make_change({"action": "new", "name": "M23", "kind": "armed group"}, "Ana", registry)
    assert change.subject == "m23_2"
    assert 'source = "Ana"' in (change.pack or "")
    with pytest.raises(FormatError):
        make_change({"action": "add"}, "Ana", registry)


def test_reading_anew_that_fails_in_any_way_says_so_and_what_to_do(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the network is cut")

    monkeypatch.setattr("parley.desk.rereading.make_pipeline", fail)
    desk.post("/actors/resolved", data={"part": "who"})
    until = time.monotonic() + 60
    while "data-again" in (page := desk.get("/actors").text) and time.monotonic() < until:
        time.sleep(0.01)
    assert "data-again" not in page
    assert "Reading anew failed: RuntimeError: the network is cut." in page
    assert "parley read " in page
