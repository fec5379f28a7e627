"""Board and brief over a real record: verbs, files, manifests, the log."""

import datetime as dt
import json
import re
import shlex
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from parley.model import Assessment, Document
from parley.record import open_record

Cli = Callable[..., CompletedProcess[str]]
LINES = [
    json.loads(line) for line in files("parley").joinpath("demo", "assessments.jsonl").read_text("utf-8").splitlines()
]
AGREEMENT = Path(str(files("parley").joinpath("demo", "agreement.yaml")))
DAY = "2025-04-25"


@pytest.fixture
def assessed(call: Cli, tmp_path: Path) -> Path:
    """A record of the example's reports with the example's assessments, unread."""
    reports = [{"text": line["text"], "date": line["date"], "outlet": "Daily"} for line in LINES]
    (tmp_path / "reports.jsonl").write_text("".join(json.dumps(line) + "\n" for line in reports), encoding="utf-8")
    (tmp_path / "links.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    assert call("new", "desk.parley").returncode == 0
    assert call("add", "desk.parley", "reports.jsonl").returncode == 0
    done = call("assess", "desk.parley", "--from", "links.jsonl", "--by", "A. Coder")
    assert done.returncode == 0, done.stderr
    return tmp_path / "desk.parley"


def test_the_board_in_a_pipe_is_plain_text(assessed: Path, call: Cli) -> None:
    done = call("board", assessed, AGREEMENT, "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    for words in ("CONTESTED", "asserted by some and denied by others", "3a: past due since 2025-04-04 or 2025-04-09"):
        assert words in done.stdout


def test_the_board_for_other_programs_is_a_line_an_incident_and_a_line_a_clause(assessed: Path, call: Cli) -> None:
    lines = [
        json.loads(line) for line in call("board", assessed, AGREEMENT, "--as-of", DAY, "--json").stdout.splitlines()
    ]
    clauses = {line["clause"]: line for line in lines if "clause" in line}
    assert clauses["3a"]["schedule"]["word"] == "past due"
    assert {row["side"] for row in clauses["3b"]["by_side"]} >= {"mission"}
    assert "both" in {line["happened"] for line in lines if "incident" in line}


def test_a_panel_leaves_out_what_was_not_read_throughout(assessed: Path, call: Cli) -> None:
    late = {"text": "Dessovia's guns fired at Nethoril again.", "date": "2025-04-20", "outlet": "Latecomer"}
    (assessed.parent / "late.jsonl").write_text(json.dumps(late), encoding="utf-8")
    assert call("add", assessed, "late.jsonl").returncode == 0
    with open_record(assessed) as record:
        listed = next(report for report in record.lineage.list_reports() if report.outlet == "Latecomer")
        quote = Document(listed.text).span(0, 20)
        given = Assessment("", listed.id, "fenhavn-2025", "1", "contrary", quote, None, "dessovia")
        record.assessments.add([given], by="A. Coder")
    assert "Latecomer" in call("board", assessed, AGREEMENT, "--as-of", DAY).stdout
    panel = call("board", assessed, AGREEMENT, "--as-of", DAY, "--same-panel").stdout
    assert "Latecomer" not in panel
    assert "Daily" in panel
    assert "in 1 outlet read throughout" in " ".join(panel.split())
    call("board", assessed, AGREEMENT, "--as-of", DAY, "--same-panel", "-o", "panel.html")
    assert "--same-panel" in (assessed.parent / "panel.html").read_text(encoding="utf-8")


def test_what_was_not_yet_published_is_not_on_the_board(assessed: Path, call: Cli) -> None:
    early = call("board", assessed, AGREEMENT, "--as-of", "2025-03-27").stdout
    assert "an extension" not in early
    assert "past due" not in early
    accounts = early.partition("Incidents with two accounts")[2].partition("Clauses, by who reports")[0]
    days = re.findall(r"2025-\d\d-\d\d", accounts)
    assert days
    assert max(days) <= "2025-03-27"


def test_a_view_names_its_sides(assessed: Path, call: Cli) -> None:
    shown = call("board", assessed, AGREEMENT, "--as-of", DAY, "--view", "Dessovian army,reviewed").stdout
    assert "reports of Dessovia, reviewed ones only" in shown
    assert "Ombrel Monitoring Mission on" not in shown


@pytest.mark.parametrize(("name", "begins"), [("board.html", "<!doctype html>"), ("board.svg", "<svg ")])
def test_pages_and_pictures_are_written_and_the_same_again(
    assessed: Path, call: Cli, tmp_path: Path, name: str, begins: str
) -> None:
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        done = call("board", assessed, AGREEMENT, "--as-of", DAY, "-o", f"{place}/{name}")
        assert (done.returncode, done.stderr) == (0, f"Written to {place}/{name}.\n")
    one, two = ((tmp_path / place / name).read_text(encoding="utf-8") for place in ("one", "two"))
    assert one == two
    assert one.startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere"], 3, "no such agreement"),
        ([AGREEMENT, "-o", "board.docx"], 5, "no format"),
        ([AGREEMENT, "-o", "no/board.svg"], 5, "cannot be written"),
        ([AGREEMENT, "--as-of", "April"], 3, "is no day"),
        ([AGREEMENT, "-o", "board.svg", "--json"], 3, "written to a file or printed"),
    ],
)
def test_what_cannot_be_done_is_said(assessed: Path, call: Cli, arguments: list[Any], code: int, words: str) -> None:
    done = call("board", assessed, *arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr


def test_a_brief_is_made_again_from_its_manifest_byte_for_byte(assessed: Path, call: Cli, tmp_path: Path) -> None:
    asked = ["--agreement", AGREEMENT, "--known", "2025-04-16", "--since", "2025-04-01"]
    assert call("brief", assessed, *asked, "-o", "first.md").returncode == 0
    assert call("brief", assessed, *asked, "-o", "first.docx").returncode == 0
    first = (tmp_path / "first.md").read_text(encoding="utf-8")
    assert call("note", assessed, "A later word.", "--by", "Ann", "--date", "2025-04-02").returncode == 0
    command = re.search(r"^- made again by: (.*)$", first, re.MULTILINE)
    assert command
    again = shlex.split(command[1].replace("\\", ""))
    assert again[:3] == ["parley", "brief", "desk.parley"]
    assert call("brief", assessed, *again[3:], "-o", "again.md").returncode == 0
    assert (tmp_path / "again.md").read_text(encoding="utf-8") == first
    assert call("brief", assessed, *again[3:], "-o", "again.docx").returncode == 0
    assert (tmp_path / "again.docx").read_bytes() == (tmp_path / "first.docx").read_bytes()
    with open_record(assessed) as record:
        assert record.find_last_change().head not in first
        assert not [finding for finding in record.check() if finding]


def test_a_brief_without_a_day_takes_the_last_reports_and_says_so(assessed: Path, call: Cli, tmp_path: Path) -> None:
    done = call("brief", assessed, AGREEMENT, "-o", "brief.md")
    assert f"As of {DAY}; --known names another day." in done.stderr
    assert f"--known {DAY}" in (tmp_path / "brief.md").read_text(encoding="utf-8").replace("\\", "")
    assert "As of" not in call("brief", assessed, AGREEMENT, "--known", DAY, "-o", "brief.md").stderr


def test_a_view_without_an_agreement_is_refused(assessed: Path, call: Cli, tmp_path: Path) -> None:
    done = call("brief", assessed, "--view", "tollaria", "-o", "brief.html")
    assert (done.returncode, "a view looks at the clauses of an agreement" in done.stderr) == (3, True)
    assert not (tmp_path / "brief.html").exists()


def test_a_brief_leads_with_changes_incidents_and_clauses(assessed: Path, call: Cli, tmp_path: Path) -> None:
    call("brief", assessed, "--agreement", AGREEMENT, "--known", "2025-04-16", "--since", "2025-04-01", "-o", "b.md")
    page = (tmp_path / "b.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*?)(?: \(\d+\))?$", page, re.MULTILINE)
    assert headings[:3] == ["What changed since 2025-04-01", "Incidents", "Clauses"]
    moved = page.partition("## What changed")[2].partition("## Incidents")[0]
    assert "3a, by the text:" in moved
    assert "no report → done 1" in moved
    told = [line for line in page.partition("## Made from")[0].splitlines() if line.startswith("- ")]
    assert told
    assert all(re.search(r"\[\^\d+\]$", line) for line in told)
    assert "41 violations" not in page


def test_that_a_brief_was_made_stands_in_the_log_and_changes_nothing(assessed: Path, call: Cli) -> None:
    with open_record(assessed) as record:
        before, rows = record.find_last_change(), record.read_log_head()[0]
    assert call("brief", assessed, "-o", "b.html").returncode == 0
    with open_record(assessed) as record:
        assert record.find_last_change() == before
        assert record.read_log_head()[0] == rows + 1
        assert not [finding for finding in record.check() if finding]


def test_the_bundled_assessments_are_of_the_bundled_reports(tmp_path: Path, call: Cli) -> None:
    reports = Path(str(files("parley").joinpath("demo", "reports")))
    call("new", "demo.parley")
    call("add", "demo.parley", reports)
    with open_record(tmp_path / "demo.parley") as record:
        for line in LINES:
            document = record.get_document(Document(line["text"], dt.date.fromisoformat(line["date"])).id)
            for link in line["links"]:
                quote = link["quote"]
                assert document.text[quote["start"] : quote["end"]] == quote["text"]


def test_in_the_example_both_parties_accuse_and_answer() -> None:
    links = [link for line in LINES for link in line["links"]]
    for party in ("dessovia", "tollaria"):
        bearings = {link["bearing"] for link in links if link["against"] == party}
        assert {"contrary", "denied", "excused", "done", "not_done", "partly", "planned"} <= bearings
        assert any(link.get("called_breach") for link in links if link["against"] == party)
