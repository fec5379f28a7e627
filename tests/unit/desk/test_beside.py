"""What stands beside an entry at the desk: the clause it bears on, copies of its report, what a person adds."""

import re
from collections.abc import Callable
from importlib.resources import as_file, files
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from starlette.testclient import TestClient

from parley.desk import make_desk
from parley.model import Arrival, Assessment, Entry, Reading, Span
from parley.record import Filter, Record
from parley.steps import Reader


@pytest.fixture
def desk(filled: Record) -> TestClient:
    with as_file(files("parley").joinpath("demo", "agreement.yaml")) as path:
        application = make_desk(filled, (str(path),))
    return TestClient(application, cookies={"parley_coder": "Ana"}, follow_redirects=False)


@pytest.fixture
def shelling(filled: Record) -> Entry:
    return next(filled.list_entries(Filter(type="ASSAULT"))).entry


@pytest.fixture
def proposed(filled: Record, shelling: Entry, cut: Callable[..., Any]) -> str:
    """Propose that the shelling bears on clause 1; give the assessment's id."""
    quote = cut(filled.get_document(shelling.document_id), "Dessovia shelled Lurna", Span)
    said = Assessment(
        "", shelling.document_id, "fenhavn-2025", "1", "contrary", quote, entry_id=shelling.id, score=0.9, why="<b>guns"
    )
    (kept,) = filled.assessments.add([said], by="match1", action="propose")
    return kept.assessment_id


def test_a_proposed_clause_stands_beside_its_entry_with_its_reason(
    desk: TestClient, shelling: Entry, proposed: str
) -> None:
    page = desk.get(f"/entries/{shelling.id}").text
    assert f'action="/entries/{shelling.id}/clauses/{proposed}"' in page
    assert "both armies cease fire along the Ombrel Line" in page
    assert "because: <bdi>&lt;b&gt;guns</bdi>" in page
    assert len(re.findall('data-key="[cxb]"', page)) == 3


@pytest.mark.parametrize(
    ("form", "state", "said"),
    [
        ({"action": "accept"}, "accepted", ("1", "contrary")),
        ({"action": "reject", "reason": "earlier"}, "rejected", ("1", "contrary")),
        ({"action": "amend", "clause": "5", "bearing": "calls"}, "amended", ("5", "calls")),
    ],
)
def test_a_decision_on_a_clause_is_that_of_the_command_line(
    desk: TestClient,
    filled: Record,
    shelling: Entry,
    proposed: str,
    form: dict[str, str],
    state: str,
    said: tuple[str, str],
) -> None:
    address = f"/entries/{shelling.id}/clauses/{proposed}?kind=event"
    answer = desk.post(address, data=form | {"revision": "1", "assessment": proposed})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/entries/{shelling.id}?kind=event")
    decided = filled.assessments.list_decisions(proposed)[-1]
    assert (decided.assessment.state, decided.by, decided.reason) == (state, "Ana", form.get("reason"))
    assert (decided.assessment.clause, decided.assessment.bearing) == said
    assert [finding for finding in filled.check() if finding] == []


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "propose"}, 400),
        ({"action": "amend", "clause": "99", "bearing": "calls"}, 400),
        ({"action": "amend", "clause": "5", "bearing": "guilty"}, 400),
        ({"action": "amend", "clause": "1", "bearing": "contrary"}, 400),
        ({"action": "accept", "revision": "7"}, 409),
    ],
)
def test_a_decision_on_a_clause_that_cannot_be_is_explained(
    desk: TestClient, filled: Record, shelling: Entry, proposed: str, form: dict[str, str], status: int
) -> None:
    address = f"/entries/{shelling.id}/clauses/{proposed}"
    answer = desk.post(address, data={"revision": "1", "assessment": proposed, "reason": "my words"} | form)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert form["action"] != "amend" or 'value="my words"' in answer.text
    assert len(filled.assessments.list_decisions(proposed)) == 1


def test_undo_leads_back_to_the_entry_and_without_a_decision_says_so(
    desk: TestClient, filled: Record, shelling: Entry
) -> None:
    assert desk.post("/undo").status_code == 400
    desk.post(f"/entries/{shelling.id}", data={"action": "unsure", "reason": "which day?", "revision": "1"})
    assert filled.find_entry(shelling.id).entry.state == "unsure"
    answer = desk.post("/undo?kind=event")
    assert answer.headers["location"] == f"/entries/{shelling.id}?kind=event&after={shelling.id}"
    assert "taken back; this entry is proposed" in desk.get(answer.headers["location"]).text
    assert filled.find_entry(shelling.id).entry.state == "proposed"


def test_undo_takes_back_a_decision_on_a_clause_too(
    desk: TestClient, filled: Record, shelling: Entry, proposed: str
) -> None:
    desk.post(f"/entries/{shelling.id}", data={"action": "accept", "revision": "1"})
    desk.post(f"/entries/{shelling.id}/clauses/{proposed}", data={"action": "reject", "revision": "1"})
    assert desk.post("/undo").headers["location"] == f"/entries/{shelling.id}?after={shelling.id}"
    (held,) = filled.assessments.list_of_entry(shelling.id)
    assert (held.assessment.state, filled.find_entry(shelling.id).entry.state) == ("proposed", "accepted")
    desk.post("/undo")
    assert filled.find_entry(shelling.id).entry.state == "proposed"


def test_a_statement_that_the_reader_missed_is_added_by_a_form(
    desk: TestClient, filled: Record, shelling: Entry
) -> None:
    form = {"kind": "statement", "source.0.words": "Its envoy", "source.0.meaning": "Lirana", "cue.0.words": "envoy",
            "content.0.words": "shelled  Lurna on Monday", "reason": "missed"}  # fmt: skip
    answer = desk.post(f"/entries/{shelling.id}/add", data=form)
    assert answer.status_code == 303
    assert "Added: " in desk.get(answer.headers["location"]).text
    assert filled.find_entry(shelling.id).entry.chain == ("Lirana",)
    twice = desk.post(f"/entries/{shelling.id}/add", data=form)
    assert (twice.status_code, "such an entry" in twice.text, 'value="missed"' in twice.text) == (400, True, True)
    assert desk.post(f"/entries/{shelling.id}/add", data=form | {"kind": "rumour"}).status_code == 400


def test_copies_that_say_the_same_are_one_place_and_one_decision(
    desk: TestClient,
    filled: Record,
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    read_sample: Callable[..., Reading],
) -> None:
    arrival = arrive(f"{arrive().document.text} Ends.", outlet="Daily")
    list(filled.add([arrival]))
    list(filled.read(make_reader("1", read_sample), frozenset({"en"})))
    first = next(filled.list_entries()).entry.document_id
    assert "0 of 16 decided" in desk.get("/").text
    filled.lineage.decide(first, arrival.document.id, "fold", by="Ann")
    page = desk.get("/").text
    assert ("0 of 8 decided" in page, page.count("and 1 copy")) == (True, 8)
    entry_id = filled.review.list_queue()[0].entry_id
    assert "Accept with 1 copy" in desk.get(f"/entries/{entry_id}").text
    desk.post(f"/entries/{entry_id}", data={"action": "accept", "copies": "yes", "revision": "1"})
    accepted = list(filled.list_entries(Filter(states=("accepted",))))
    assert {listed.entry.document_id for listed in accepted} == {first, arrival.document.id}
    (copy,) = [listed.entry.id for listed in accepted if listed.entry.id != entry_id]
    assert filled.list_decisions(copy)[0].reason == f"says the same as {entry_id[-8:]}"
    assert "1 of 8 decided" in desk.get("/").text


def test_reasons_are_counted_and_filter_the_queue(desk: TestClient, filled: Record, proposed: str) -> None:
    assert proposed
    page = desk.get("/?kind=event").text
    assert 'href="/?kind=event&amp;why=little%20evidence"' in page
    narrowed = desk.get("/?kind=event&why=little%20evidence").text
    assert narrowed.count('class="sentence"') == 1
    assert desk.get("/?why=boredom").status_code == 400
    assert filled.count_entries() == 8


def test_entries_that_wait_on_a_clause_are_found_whatever_comes_first(
    desk: TestClient, filled: Record, shelling: Entry, proposed: str
) -> None:
    filled.decide(shelling.id, "unsure", by="Ben", revision=1, reason="which day?")
    found = desk.get("/?on_clause=true").text
    assert re.findall(r'href="/entries/([^?"]+)', found) == [shelling.id]
    assert "unsure" in found
    filled.assessments.decide(proposed, "accept", by="Ben", revision=1)
    assert "Nothing here with these filters" in desk.get("/?on_clause=true").text
    assert filled.count_entries(Filter(on_clause=True)) == 0


def test_what_else_waits_in_the_report_is_accepted_as_it_was_shown(
    desk: TestClient, filled: Record, shelling: Entry
) -> None:
    page = desk.get(f"/entries/{shelling.id}").text
    also = re.search('name="also" value="([^"]+)"', page)
    assert also
    assert "Accept this and these 7" in page
    filled.decide(next(filled.list_entries(Filter(type="CONSULT"))).entry.id, "reject", by="Ben", revision=1)
    answer = desk.post(f"/entries/{shelling.id}", data={"action": "accept", "revision": "1", "also": also[1]})
    assert answer.status_code == 409
    assert [entry.entry.state for entry in filled.list_entries(Filter(type="ASSAULT"))] == ["proposed"]
    rest = re.search('name="also" value="([^"]+)"', desk.get(f"/entries/{shelling.id}").text)
    again = {"action": "accept", "revision": "1", "also": rest[1] if rest else ""}
    assert desk.post(f"/entries/{shelling.id}", data=again).headers["location"] == "/"
    assert "8 of 8 decided" in desk.get("/").text
    desk.post("/undo")
    assert "1 of 8 decided" in desk.get("/").text


def test_the_way_leads_past_what_was_decided_since(desk: TestClient, filled: Record) -> None:
    ids = [place.entry_id for place in filled.review.list_queue()]
    desk.get("/")
    filled.decide(ids[1], "accept", by="Ben", revision=1)
    answer = desk.post(f"/entries/{ids[0]}", data={"action": "accept", "revision": "1"})
    assert answer.headers["location"].startswith(f"/entries/{ids[2]}?")
    decided = desk.get(f"/entries/{ids[1]}?state=accepted")
    assert "1 of 2" in decided.text or "2 of 2" in decided.text


def test_reasons_that_were_given_are_offered_again(desk: TestClient, filled: Record) -> None:
    ids = [place.entry_id for place in filled.review.list_queue()]
    desk.post(f"/entries/{ids[0]}", data={"action": "reject", "reason": "an <i>earlier</i> day", "revision": "1"})
    assert '<option value="an &lt;i&gt;earlier&lt;/i&gt; day">' in desk.get(f"/entries/{ids[1]}").text
