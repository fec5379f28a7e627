"""The verbs assess and assessments."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from parley.model import Arrival, Assessment
from parley.record import Record, open_record

Call = Callable[..., CompletedProcess[str]]
SHELLED = "Dessovia shelled Lurna"
FENHAVN = files("parley").joinpath("demo", "agreement.yaml")


@pytest.fixture
def desk(filled_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled_file, tmp_path / "desk.parley"))


def list_said(desk: Path) -> list[dict[str, Any]]:
    with open_record(desk) as record:
        return [
            {"bearing": held.assessment.bearing, "state": held.assessment.state, "by": held.assessment.by,
             "quote": held.assessment.quote.text, "id": held.assessment.id, "clause": held.assessment.clause}
            for held in record.assessments.list_all()
        ]  # fmt: skip


def find_entry(desk: Path, trigger: str) -> str:
    with open_record(desk) as record:
        return next(one.entry.id for one in record.list_entries() if one.entry.item.anchor.text == trigger)


def assess(call: Call, desk: Path, *options: object) -> CompletedProcess[str]:
    return call("assess", desk, *options, "--by", "Ann")


def test_an_entry_is_assessed_in_the_words_of_its_sentence(call: Call, desk: Path) -> None:
    entry = find_entry(desk, "shelled")
    done = assess(call, desk, entry[-8:], "--agreement", "x", "--clause", "2b", "--bearing", "contrary")
    assert done.returncode == 0, done.stderr
    (said,) = list_said(desk)
    assert (said["bearing"], said["by"], said["quote"]) == ("contrary", None, f"{SHELLED} on Monday.")
    assert "Kept as" in done.stderr


def test_a_claim_is_assessed_as_its_speakers(call: Call, desk: Path) -> None:
    entry = find_entry(desk, "withdraw")
    assess(call, desk, entry, "--agreement", "x", "--clause", "2b", "--bearing", "not_done", "--quote", "would not")
    assert [(said["by"], said["quote"]) for said in list_said(desk)] == [("Bastor Nive", "would not")]


def test_an_assessment_is_changed_rejected_and_accepted_again(call: Call, desk: Path) -> None:
    assess(call, desk, find_entry(desk, "shelled"), "--agreement", "x", "--clause", "2b", "--bearing", "contrary")
    given = list_said(desk)[0]["id"]
    for options, state in (
        (("--bearing", "denied", "--why", "he denies it"), "amended"),
        (("--reject",), "rejected"),
        (("--accept",), "accepted"),
    ):
        done = assess(call, desk, given, *options)
        assert (done.returncode, list_said(desk)[0]["state"]) == (0, state), done.stderr
    assert list_said(desk)[0]["bearing"] == "denied"
    listed = call("assessments", desk, "--clause", "2b", "--json")
    assert json.loads(listed.stdout)["revision"] == 4
    assert "0 assessments" in call("assessments", desk, "--clause", "3").stderr
    assert "denied" in call("assessments", desk).stdout


@pytest.mark.parametrize(("date", "told"), [("2025-04-08", False), (None, True)])
def test_accepting_what_a_report_without_a_day_says_tells_that_boards_lack_it(
    call: Call, arrive: Callable[..., Arrival], copy_record: Callable[[], Path],
    date: str | None, *, told: bool,
) -> None:  # fmt: skip
    desk = copy_record()
    with open_record(desk) as record:
        list(record.add([arrive(date=dt.date.fromisoformat(date) if date else None)]))
        (report,) = record.lineage.list_reports()
        quote = record.get_document(report.id).span(0, 5)
        link = Assessment("", report.id, "x", "2b", "contrary", quote)
        record.assessments.propose([link], by="match1.a", agreements=["x"])
    given = list_said(desk)[0]["id"]
    done = assess(call, desk, given, "--accept")
    assert ("Its report has no day" in done.stderr, f"{report.id[:8]} --date DAY" in done.stderr) == (told, told)
    assert "no day" not in assess(call, desk, given, "--reject").stderr


def test_several_assessments_are_accepted_at_once_or_none(call: Call, desk: Path) -> None:
    for clause in ("1", "2b", "3"):
        options = ("--agreement", "x", "--clause", clause, "--bearing", "contrary")
        assess(call, desk, find_entry(desk, "shelled"), *options)
    first, second, third = (said["id"] for said in list_said(desk))
    assess(call, desk, third, "--reject")
    refused = assess(call, desk, first, second, "nothing", "--accept")
    assert (refused.returncode, "no assessment with this id" in refused.stderr) == (3, True)
    assert [said["state"] for said in list_said(desk)] == ["accepted", "accepted", "rejected"]
    done = assess(call, desk, first, first[-8:], second, third, "--reject", "--why", "another village")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 3), done.stderr
    assert [said["state"] for said in list_said(desk)] == ["rejected"] * 3
    for options in (("--bearing", "denied"), ("--accept", "--revision", "1")):
        assert "accepted or rejected as they stand" in assess(call, desk, first, second, *options).stderr


def test_assessments_are_counted_by_clause_in_reports_and_origins(call: Call, desk: Path) -> None:
    for trigger, clause, bearing in (("shelled", "1", "contrary"), ("withdraw", "1", "done"), ("talks", "2", "kept")):
        options = ("--agreement", "x", "--clause", clause, "--bearing", bearing)
        assess(call, desk, find_entry(desk, trigger), *options)
    told = call("assessments", desk).stderr.splitlines()
    assert told[0] == "3 assessments."
    assert [line.partition(";")[0] for line in told[1:]] == [
        "x 1: contrary 1, done 1, in 1 report, 1 origin", "x 2: kept 1, in 1 report, 1 origin",
    ]  # fmt: skip
    denied = call("assessments", desk, "--bearing", "contrary", "--json")
    assert json.loads(denied.stdout)["assessment"]["bearing"] == "contrary"
    assert "1 assessment." in call("assessments", desk, "--bearing", "kept").stderr
    listed = call("list", desk, "--agreement", "x", "--clause", "1", "--json")
    assert [json.loads(line)["words"] for line in listed.stdout.splitlines()] == ["withdraw", "shelled"]


@pytest.fixture
def told_of_fenhavn(call: Call, desk: Path) -> str:
    """Assess an entry under an agreement that lives in a file of its own; the id of the assessment."""
    options = ("--clause", "1", "--bearing", "contrary", "--said-by", "Hanna Brolt", "--against", "dessovia")
    assess(call, desk, find_entry(desk, "shelled"), "--agreement", FENHAVN, *options)
    return str(list_said(desk)[0]["id"])


@pytest.mark.parametrize("changed", [("--against", "dessovia,tollaria"), ("--clause", "99")], ids=["party", "clause"])
def test_another_clause_or_party_needs_the_file_of_the_agreement(
    call: Call, desk: Path, told_of_fenhavn: str, changed: tuple[str, str]
) -> None:
    refused = assess(call, desk, told_of_fenhavn, *changed)
    assert refused.returncode == 3
    assert f"{changed[0]}: this is checked against the file of fenhavn-2025" in refused.stderr
    assert "Name the file with --agreement" in refused.stderr
    assert "has no such" in assess(call, desk, told_of_fenhavn, *changed, "--agreement", FENHAVN).stderr
    assert [said["state"] for said in list_said(desk)] == ["accepted"]


def test_what_the_file_is_not_needed_for_goes_without_it(call: Call, desk: Path, told_of_fenhavn: str) -> None:
    for options in (("--against", "tollaria", "--agreement", FENHAVN), ("--bearing", "denied"), ("--reject",)):
        done = assess(call, desk, told_of_fenhavn, *options)
        assert done.returncode == 0, done.stderr
        assert "Not checked" not in done.stderr
    assert list_said(desk)[0]["state"] == "rejected"


def test_who_speaks_on_a_party_is_not_said_to_be_of_it(call: Call, desk: Path, told_of_fenhavn: str) -> None:
    assert "Hanna Brolt on dessovia: “" in call("assessments", desk).stdout
    by_file = call("assessments", desk, "--agreement", FENHAVN)
    assert "Hanna Brolt on Dessovia: “" in by_file.stdout, by_file.stderr
    options = ("--clause", "1", "--bearing", "contrary", "--said-by", "Hanna Brolt", "--against", "israel")
    kept = assess(call, desk, find_entry(desk, "withdraw"), "--agreement", "isr-lbn-2024", *options)
    assert "Hanna Brolt on State of Israel: “" in kept.stderr
    assert "Hanna Brolt on State of Israel: “" in call("assessments", desk).stdout
    assert "Hanna Brolt on dessovia: “" in call("show", desk, told_of_fenhavn).stdout


def test_who_revives_what_was_superseded_is_told(call: Call, desk: Path) -> None:
    with open_record(desk) as record:
        document = record.get_document(next(record.list_entries()).entry.document_id)
        link = Assessment("", document.id, "x", "2b", "contrary", document.span(0, 5))
        record.assessments.propose([link], by="match1.a", agreements=["x"])
        record.assessments.propose([], by="match1.b", agreements=["x"])
    (said,) = list_said(desk)
    assert said["state"] == "superseded"
    assert "was superseded" not in assess(call, desk, said["id"], "--reject").stderr
    call("undo", desk, "--by", "Ann")
    told = assess(call, desk, said["id"], "--accept").stderr
    assert "It was superseded: nobody proposes it any longer" in told
    assert "was superseded" not in assess(call, desk, said["id"], "--bearing", "kept").stderr


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--clause", "2b", "--bearing", "contrary"), "names agreement, clause and bearing"),
        (
            ("--agreement", "x", "--clause", "2b", "--bearing", "kept", "--quote", "nowhere"),
            "do not stand in the report",
        ),
        (("--reject",), "no assessment with this id"),
        (("--from", "links.jsonl", "--clause", "2b"), "brings its own assessments"),
    ],
)
def test_what_is_not_understood_is_explained(call: Call, desk: Path, options: tuple[str, ...], what: str) -> None:
    done = assess(call, desk, find_entry(desk, "shelled"), *options)
    assert done.returncode == 3
    assert what in done.stderr
    assert list_said(desk) == []


def test_a_coder_and_something_to_assess_are_needed(call: Call, desk: Path) -> None:
    assert "--by" in call("assess", desk, "x").stderr
    assert "not said what is assessed" in assess(call, desk).stderr
    told = assess(call, desk, "nothing").stderr
    assert "no entry with this id; the record holds no assessment with this id" in told
    told = assess(call, desk, find_entry(desk, "shelled")[:2], "--bearing", "contrary").stderr
    assert "several entries have ids like this one" in told


def write_links(record: Record, path: Path, **changed: object) -> None:
    document = record.get_document(next(record.list_entries()).entry.document_id)
    start = document.text.index(SHELLED)
    quote = {"start": start, "end": start + len(SHELLED), "text": SHELLED}
    link = {"agreement": "x", "clause": "2b", "bearing": "contrary", "by": None, "against": "dessovia", "quote": quote}
    line = {"id": "other", "date": str(document.date), "text": document.text, "links": [{**link, **changed}]}
    empty = {"id": "a", "text": "Nothing.", "links": []}
    path.write_text("\n".join(map(json.dumps, (line, empty))), encoding="utf-8")


def test_a_file_of_links_is_imported_once(call: Call, desk: Path, filled: Record) -> None:
    links = desk.parent / "links.jsonl"
    write_links(filled, links)
    assert "1 assessment added by Ann" in assess(call, desk, "--from", links).stderr
    assert (
        "0 assessments added by Ann, 0 that were there confirmed, 1 already known"
        in assess(call, desk, "--from", links).stderr
    )
    assert [said["quote"] for said in list_said(desk)] == [SHELLED]


def test_an_imported_link_rests_on_the_entry_whose_words_it_quotes(call: Call, desk: Path, filled: Record) -> None:
    links = desk.parent / "links.jsonl"
    write_links(filled, links)
    assess(call, desk, "--from", links)
    write_links(filled, links, by="Tollaria", clause="3", happened="2025-04-01/2025-04-02")
    assess(call, desk, "--from", links)
    with open_record(desk) as record:
        held = {one.assessment.clause: one for one in record.assessments.list_all()}
    assert held["2b"].assessment.entry_id == find_entry(desk, "shelled")
    assert (held["3"].entry, held["3"].assessment.happened) == (None, "2025-04-01/2025-04-02")
    write_links(filled, links, happened="April")
    assert "happened is" in assess(call, desk, "--from", links).stderr


def test_one_assessment_is_shown_in_its_report_with_its_decisions(call: Call, desk: Path) -> None:
    entry = find_entry(desk, "shelled")
    assess(call, desk, entry, "--agreement", "x", "--clause", "2b", "--bearing", "contrary", "--happened", "2025-04")
    (said,) = list_said(desk)
    assess(call, desk, said["id"], "--reject", "--why", "another town")
    shown = call("show", desk, said["id"][-8:])
    assert shown.returncode == 0, shown.stderr
    for words in ("contrary", f"{SHELLED} on Monday.", "happened    2025-04", "accept", "reject", "another town"):
        assert words in shown.stdout
    assert [one["action"] for one in json.loads(call("show", desk, said["id"], "--json").stdout)["decisions"]] == [
        "accept",
        "reject",
    ]
    assert "no entry" in call("show", desk, "nothing").stderr
    assert "no day" in assess(call, desk, entry, "--happened", "soon").stderr


def test_lines_that_do_not_fit_fail_and_the_others_are_kept(call: Call, desk: Path, filled: Record) -> None:
    links = desk.parent / "links.jsonl"
    write_links(filled, links)
    good = json.loads(links.read_text().splitlines()[0])
    moved = {**good, "links": [{**good["links"][0], "quote": {"start": 0, "end": 3, "text": "XYZ"}}]}
    strange = {**good, "id": "none", "text": "Another text."}
    by_given_id = {"id": "a", "links": [{**good["links"][0], "clause": "3"}]}
    lines = [good, moved, strange, {"id": 3}, by_given_id]
    data = "\n".join(map(json.dumps, lines)).encode()
    done = call("assess", desk, "--from", "-", "--by", "Ann", stdin=data)
    assert done.returncode == 1
    assert sorted(said["clause"] for said in list_said(desk)) == ["2b", "3"]
    for what in ("does not stand there", "no such document", "not a document with links"):
        assert what in done.stderr
