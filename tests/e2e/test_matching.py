"""`parley match` as a user runs it."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import parley
from parley.model import Arrival, Document, Event, Mention, Reading, Span
from parley.record import Record, create_record
from parley.steps import Reader

Cli = Callable[..., CompletedProcess[str]]
AGREEMENT = Path(parley.__file__).parent / "demo" / "agreement.yaml"
TEXT = "Dessovia withdrew its troops from the Teskal heights."
SHARED = Path(__file__).parents[3] / "shared"


def span(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def line(**fields: Any) -> bytes:
    """Make a line whose statements and events are given, so that nothing is read."""
    event = {
        "id": "E1", "trigger": span(TEXT, "withdrew"), "type": "RETREAT", "mode": "withdraw", "modality": "actual",
        "actor": [span(TEXT, "Dessovia")], "place": [span(TEXT, "the Teskal heights")],
    }  # fmt: skip
    given = {"id": "a", "text": TEXT, "date": "2025-03-30", "statements": [], "events": [event]}
    return json.dumps(given | fields).encode() + b"\n"


def test_given_layers_are_matched_and_links_are_as_the_contract_says(cli: Cli) -> None:
    done = cli("match", AGREEMENT, stdin=line())
    assert (done.returncode, done.stderr) == (0, "")
    (out,) = map(json.loads, done.stdout.splitlines())
    assert out["id"] == "a"
    (link,) = out["links"]
    assert link.keys() == {"agreement", "clause", "bearing", "by", "against", "quote", "score"}
    assert (link["agreement"], link["clause"], link["bearing"]) == ("fenhavn-2025", "3a", "partly")
    assert (link["by"], link["against"]) == (None, "dessovia")
    assert TEXT[link["quote"]["start"] : link["quote"]["end"]] == link["quote"]["text"]
    assert 0 < link["score"] <= 1


def test_documents_come_from_a_file_and_links_explain_themselves_on_request(call: Cli, tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_bytes(line() + line(id="b", events=[]))
    done = call("match", AGREEMENT, "docs.jsonl", "--explain")
    first, second = map(json.loads, done.stdout.splitlines())
    assert "“withdrew”" in first["links"][0]["why"]
    assert second == {"id": "b", "links": []}


def test_a_line_that_fails_says_why_and_the_rest_goes_on(call: Cli) -> None:
    done = call("match", AGREEMENT, "-", stdin=b"{broken\n" + line())
    assert done.returncode == 1
    broken, whole = map(json.loads, done.stdout.splitlines())
    assert broken["links"] == []
    assert "line 1" in broken["error"]
    assert len(whole["links"]) == 1
    assert "1 document failed" in done.stderr


def test_an_agreement_that_comes_with_parley_goes_by_its_id(call: Cli) -> None:
    assert json.loads(call("match", "minsk2-2015", stdin=line()).stdout) == {"id": "a", "links": []}


def test_a_threshold_leaves_links_out(call: Cli) -> None:
    done = call("match", AGREEMENT, "--threshold", "1", stdin=line())
    assert json.loads(done.stdout) == {"id": "a", "links": []}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["docs.jsonl"], "0 agreements"),
        ([str(AGREEMENT), "a.jsonl", "b.jsonl"], "2 files of documents"),
        (["missing.yaml"], "missing.yaml"),
    ],
)
def test_wrong_files_are_named_with_a_remedy(call: Cli, arguments: list[str], complaint: str) -> None:
    done = call("match", *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert complaint in done.stderr


def test_a_broken_agreement_is_told_with_its_lines(call: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: agreement/0\nclauses: 3\n", encoding="utf-8")
    done = call("match", "a.yaml", stdin=line())
    assert done.returncode == 3
    assert "a.yaml" in done.stderr


@pytest.mark.skipif(not (SHARED / "agreements").exists(), reason="../shared is not here")
def test_the_drafted_agreements_are_taken_together(call: Cli) -> None:
    files = sorted((SHARED / "agreements").glob("*.yaml"))
    done = call("match", *files, stdin=line())
    assert json.loads(done.stdout) == {"id": "a", "links": []}


def test_a_record_takes_proposals_and_shows_how_they_were_decided(call: Cli, filled: Record) -> None:
    path = filled.path
    told = call("propose", path, AGREEMENT)
    assert told.returncode == 0
    assert "1 new proposal," in told.stderr
    assert "No proposal has been decided on yet" in call("proposals", path).stderr
    first = json.loads(call("assessments", path, "--state", "proposed", "--json").stdout.splitlines()[0])
    call("assess", path, first["assessment"]["id"], "--accept", "--by", "Ann")
    (tally,) = map(json.loads, call("proposals", path, "--json").stdout.splitlines())
    assert (tally["outcomes"], tally["precision"]) == ({"accepted": 1}, 1.0)
    assert "100% of 1: 1 accepted" in call("proposals", path).stdout
    assert "0 new proposals" in call("propose", path, AGREEMENT).stderr


def test_people_accept_change_the_clause_or_the_bearing_and_reject_and_precision_follows(
    call: Cli,
    tmp_path: Path,
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
    cut: Callable[..., Any],
) -> None:
    def read(document: Document) -> Reading:
        roles = {
            "actor": (cut(document, "Dessovia", Mention),),
            "place": (cut(document, "the Teskal heights", Mention),),
        }
        event = Event("E1", cut(document, "withdrew", Span), "RETREAT", "withdraw", **roles)
        return Reading(document, (), (event,))

    days = [dt.date(2025, 3, day) for day in (20, 21, 22, 23)]
    with create_record(tmp_path / "desk.parley") as record:
        list(record.add([arrive(TEXT, day) for day in days]))
        list(record.read(make_reader("1", read), frozenset({"en"})))
    assert call("propose", "desk.parley", AGREEMENT).returncode == 0
    lines = call("assessments", "desk.parley", "--state", "proposed", "--json").stdout.splitlines()
    proposed = [json.loads(line)["assessment"]["id"] for line in lines]
    choices = (("--accept",), ("--clause", "3b", "--agreement", AGREEMENT), ("--bearing", "done"), ("--reject",))
    for one, choice in zip(proposed, choices, strict=True):
        done = call("assess", "desk.parley", one, *choice, "--by", "Ann")
        assert done.returncode == 0, done.stderr
    (tally,) = map(json.loads, call("proposals", "desk.parley", "--json").stdout.splitlines())
    assert tally["outcomes"] == {"accepted": 1, "clause changed": 1, "bearing changed": 1, "rejected": 1}
    assert (tally["decided"], tally["precision"]) == (4, 0.25)
    listed = map(json.loads, call("assessments", "desk.parley", "--json").stdout.splitlines())
    assert sorted(line["assessment"]["state"] for line in listed) == ["accepted", "amended", "amended", "rejected"]
    assert "0 new proposals" in call("propose", "desk.parley", AGREEMENT).stderr
