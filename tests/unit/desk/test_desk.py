"""What the pages show, and what their forms do to the record."""

import re
import sys
from collections.abc import Callable
from itertools import pairwise
from subprocess import CompletedProcess
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import make_desk
from parley.errors import OutputError
from parley.model import Arrival, Document, Event, Mention, Reading, Span
from parley.record import Filter, Record
from parley.steps import Reader

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


@pytest.fixture
def desk(filled: Record) -> TestClient:
    return TestClient(make_desk(filled), cookies={"parley_coder": "Ana%20%C5%A0."}, follow_redirects=False)


def find(record: Record, words: str) -> Event:
    items = [listed.entry.item for listed in record.list_entries(Filter(kind="event"))]
    return next(item for item in items if isinstance(item, Event) and item.trigger.text == words)


def test_the_queue_says_why_and_leads_to_each_entry(desk: TestClient, filled: Record) -> None:
    page = desk.get("/").text
    assert "0 of 8 decided" in page
    assert [place.why for place in filled.review.list_queue()][:4] == ["commitment"] * 3 + ["routine"]
    for listed in filled.list_entries():
        assert f'href="/entries/{listed.entry.id}"' in page


def test_filters_stand_in_the_address_and_stay_in_the_links(desk: TestClient, filled: Record) -> None:
    page = desk.get("/?type=ASSAULT&actor=dessov&words=").text
    assert re.findall(r"/entries/(\S+)\?type=ASSAULT&amp;actor=dessov\"", page) == [find(filled, "shelled").id]
    assert "Nothing here with these filters" in desk.get("/?until=2001-01-01").text


@pytest.mark.parametrize("query", ["since=yesterday", "state=gone", "fact=perhaps", 'words="'])
def test_a_filter_that_cannot_be_is_explained(desk: TestClient, query: str) -> None:
    answer = desk.get(f"/?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_page_of_the_queue_holds_fifty(
    record: Record,
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    read_sample: Callable[..., Reading],
) -> None:
    list(record.add([arrive(f"{arrive().document.text} {number}") for number in range(9)]))
    list(record.read(make_reader("1", read_sample), frozenset({"en"})))
    desk = TestClient(make_desk(record))
    sizes = [desk.get(f"/?first={first}").text.count('class="sentence"') for first in (0, 50, 51, 9999)]
    assert sizes == [50, 22, 22, 0]


def test_who_decides_is_asked_once(filled: Record) -> None:
    desk = TestClient(make_desk(filled), follow_redirects=False)
    address = f"/entries/{find(filled, 'shelled').id}?type=ASSAULT"
    asked = desk.get(address)
    assert asked.headers["location"].startswith("/name?to=")
    kept = desk.post("/name", data={"name": "  Ana   Š. ", "to": address})
    assert kept.headers["location"] == address
    assert "Ana Š." in desk.get(address).text


def test_accepting_keeps_the_name_and_goes_on_to_the_next(desk: TestClient, filled: Record) -> None:
    first, second = filled.review.list_queue()[:2]
    answer = desk.post(f"/entries/{first.entry_id}", data={"action": "accept", "revision": "1"})
    assert answer.headers["location"] == f"/entries/{second.entry_id}?after={first.entry_id}"
    assert "Accepted: " in desk.get(answer.headers["location"]).text
    decision = filled.list_decisions(first.entry_id)[0]
    assert (decision.action, decision.by) == ("accept", "Ana Š.")
    assert "1 of 8 decided" in desk.get("/").text


def test_the_order_holds_still_while_one_decides(desk: TestClient, filled: Record) -> None:
    ids = [place.entry_id for place in filled.review.list_queue()]
    desk.get("/")
    for entry_id, following in pairwise(ids):
        answer = desk.post(f"/entries/{entry_id}", data={"action": "reject", "reason": "no", "revision": "1"})
        assert answer.headers["location"] == f"/entries/{following}?after={entry_id}"
        assert f'href="/entries/{entry_id}" data-key="p k"' in desk.get(answer.headers["location"]).text
    last = desk.post(f"/entries/{ids[-1]}", data={"action": "accept", "revision": "1"})
    assert last.headers["location"] == "/"


def test_an_amendment_changes_what_the_form_says_and_nothing_else(desk: TestClient, filled: Record) -> None:
    shelled = find(filled, "shelled")
    text = next(filled.list_entries()).entry.document_id
    start = filled.get_document(text).text.index("Teskal")
    form = {
        "type": "COERCE", "mode": "", "modality": "hypothetical", "negated": "yes", "revision": "1",
        "actor.0.words": "Dessovia", "actor.0.meaning": "Dessovian army",
        "recipient.0.words": "Lurna", "recipient.0.drop": "yes",
        "recipient.1.words": "Teskal", "recipient.1.at": f"{start}-{start + 6}", "recipient.1.meaning": "",
        "action": "amend", "reason": "reads otherwise",
    }  # fmt: skip
    assert desk.post(f"/entries/{shelled.id}", data=form).status_code == 303
    listed = filled.find_entry(shelled.id)
    item = listed.entry.item
    assert isinstance(item, Event)
    assert (item.type, item.modality, item.negated, item.time) == ("COERCE", "hypothetical", True, shelled.time)
    assert [(actor.text, actor.entity) for actor in item.actor] == [("Dessovia", "Dessovian army")]
    assert [(found.text, found.entity) for found in item.recipient] == [("Teskal", None)]
    assert (listed.entry.state, filled.list_decisions(shelled.id)[0].reason) == ("amended", "reads otherwise")


WHOLE = {"type": "ASSAULT", "mode": "", "modality": "actual", "actor.0.words": "Dessovia"}
WHOLE["actor.0.meaning"] = "Dessovia"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"type": "SHOUT"}, "is no type of event"),
        ({"mode": "withdraw"}, "is no mode of ASSAULT"),
        ({"modality": "maybe"}, "is no modality"),
        ({"actor.0.words": "Nobody", "actor.0.at": "5-11"}, "do not stand in the report"),
        ({"trigger.0.words": "", "trigger.0.at": "5-11"}, "there is one trigger"),
        ({"time.0.words": "Monday", "time.0.meaning": "soon"}, "is no day"),
        ({}, "nothing is changed"),
    ],
)
def test_an_amendment_that_cannot_be_is_explained_and_kept_in_the_form(
    desk: TestClient, filled: Record, wrong: dict[str, str], told: str
) -> None:
    shelled = find(filled, "shelled")
    form = WHOLE | {"action": "amend", "revision": "1", "reason": "my words"} | wrong
    answer = desk.post(f"/entries/{shelled.id}", data=form)
    assert answer.status_code == 400
    assert told in answer.text.lower().replace("&#39;", "'").replace("assault", "ASSAULT")
    assert 'value="my words"' in answer.text
    assert filled.find_entry(shelled.id).entry.revision == 1


def test_a_statements_source_can_be_amended(desk: TestClient, filled: Record) -> None:
    said = next(listed.entry for listed in filled.list_entries(Filter(kind="statement", speaker="envoy")))
    form = {"source.0.words": "Its envoy", "source.0.meaning": "Lirana Teshk", "action": "amend", "revision": "1"}
    assert desk.post(f"/entries/{said.id}", data=form).status_code == 303
    assert filled.find_entry(said.id).entry.speaker == "Lirana Teshk"


@pytest.mark.parametrize("action", ["accept", "reject", "amend"])
def test_a_conflict_is_told_and_nothing_is_lost(desk: TestClient, filled: Record, action: str) -> None:
    shelled = find(filled, "shelled")
    filled.decide(shelled.id, "reject", by="Somebody Else", revision=1, reason="first")
    form = WHOLE | {"type": "COERCE", "action": action, "revision": "1", "reason": "my words"}
    answer = desk.post(f"/entries/{shelled.id}", data=form)
    assert answer.status_code == 409
    assert "Somebody Else" in answer.text
    assert action == "accept" or 'value="my words"' in answer.text
    assert action != "amend" or '<option value="COERCE" selected>' in answer.text
    assert [decision.by for decision in filled.list_decisions(shelled.id)] == ["Somebody Else"]
    assert desk.post(f"/entries/{shelled.id}", data=form | {"revision": "2"}).status_code == 303


def test_a_full_disk_loses_no_word(desk: TestClient, filled: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OutputError("the disk is full", remedy="Make room.")

    monkeypatch.setattr(type(filled.review), "decide_alike", fail)
    answer = desk.post(f"/entries/{find(filled, 'shelled').id}", data={"action": "reject", "reason": "my words"})
    assert answer.status_code == 500
    assert "Make room." in answer.text
    assert 'value="my words"' in answer.text


@pytest.mark.parametrize("form", [{}, {"action": "drop"}, {"action": "accept"}, {"action": "accept", "revision": "x"}])
def test_a_form_that_is_none_changes_nothing(desk: TestClient, filled: Record, form: dict[str, str]) -> None:
    shelled = find(filled, "shelled")
    assert desk.post(f"/entries/{shelled.id}", data=form).status_code in {400, 409}
    assert filled.list_decisions(shelled.id) == []


def test_a_missing_part_is_named_with_its_command(
    call: Callable[..., CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "parley.desk", None)
    done = call("open", "desk.parley", "--no-browser")
    assert done.returncode == 3
    assert "pip install '.[desk]' where you have Parley" in done.stderr


def test_what_is_not_there_and_what_is_too_long_is_said(desk: TestClient, filled: Record) -> None:
    assert desk.get("/entries/%25").status_code == 404
    address = f"/entries/{find(filled, 'shelled').id}"
    assert desk.post(address, data={"reason": "x" * 70_000}).status_code == 400
    assert desk.post(address, content=b"reason=%FF").status_code == 400


def test_no_text_or_name_of_a_record_is_ever_markup(
    record: Record, arrive: Callable[..., Arrival], make_reader: Callable[..., Reader], cut: Callable[..., Any]
) -> None:
    def read(document: Document) -> Reading:
        actor = cut(document, "Tollaria", Mention, entity=HOSTILE)
        trigger = cut(document, "shelled", Span)
        return Reading(document, events=(Event("E1", trigger, "ASSAULT", HOSTILE, actor=(actor,)),))

    link = "javascript:alert(1)"
    list(record.add([arrive(f"{HOSTILE} Tollaria shelled {HOSTILE}", outlet=HOSTILE, title=HOSTILE, url=link)]))
    list(record.read(make_reader(HOSTILE, read), frozenset({"en"})))
    entry_id = record.review.list_queue()[0].entry_id
    desk = TestClient(make_desk(record))
    desk.post("/name", data={"name": HOSTILE})
    desk.post(f"/entries/{entry_id}", data={"action": "reject", "reason": HOSTILE, "revision": "1"})
    for address in (
        "/?state=all",
        f"/?actor={HOSTILE}",
        f"/entries/{entry_id}",
        f"/name?to={HOSTILE}",
        f"/?state={HOSTILE}",
    ):
        page = desk.get(address).text
        assert "alert(1)" in page or "name?to" in address, address
        for sign in ("<script>", "<img", 'href="javascript'):
            assert sign not in page, address
