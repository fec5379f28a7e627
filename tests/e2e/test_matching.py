"""`parley match` as a user runs it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import parley
from parley.record import Record

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
    assert "1 documents failed" in done.stderr


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
    assert "new proposals" in told.stderr
    assert "No proposal has been decided on yet" in call("proposals", path).stderr
    first = json.loads(call("assessments", path, "--state", "proposed", "--json").stdout.splitlines()[0])
    call("assess", path, first["assessment"]["id"], "--accept", "--by-coder", "Ann")
    (tally,) = map(json.loads, call("proposals", path, "--json").stdout.splitlines())
    assert (tally["outcomes"], tally["precision"]) == ({"accepted": 1}, 1.0)
    assert "100% of 1: 1 accepted" in call("proposals", path).stdout
    assert "0 new proposals" in call("propose", path, AGREEMENT).stderr
