"""The verbs on agreements, through the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import parley

Call = Callable[..., CompletedProcess[str]]
DEMO = Path(parley.__file__).parent / "demo" / "agreement.yaml"


def test_agreements_lists_what_is_shipped(call: Call) -> None:
    rows = [json.loads(line) for line in call("agreements", "--json").stdout.splitlines()]
    assert [row["id"] for row in rows] == ["gaza-plan-2025", "gaza-three-phase-2025", "isr-lbn-2024", "minsk2-2015"]
    assert [len(row["recollection"]) for row in rows] == [0, 0, 7, 0]
    assert "7 of them from recollection" in call("agreements").stdout


def test_agreements_shows_clauses_with_what_they_were_checked_against(call: Call) -> None:
    told = call("agreements", "isr-lbn-2024").stdout
    assert "must achieve · israel · press-copy, checked: recollection" in told


def test_schedule_tells_the_word_the_days_and_why(call: Call) -> None:
    told = call("schedule", "isr-lbn-2024", "--as-of", "2025-02-10", "--clause", "12a", "--why").stdout
    assert "12a   due, counts differ" in told
    assert "[due 2025-01-25 or 2025-01-26; 2025-02-18 by ext-2025-02-18]" in told
    assert "accepted by lebanon, known 2025-01-26" in told
    before = call(
        "schedule", "isr-lbn-2024", "--as-of", "2025-02-10", "--known", "2025-01-25", "--clause", "12a", "--json"
    )
    assert json.loads(before.stdout)["word"] == "past due"


def test_a_copy_is_edited_and_linted(call: Call, tmp_path: Path) -> None:
    assert call("agreements", "minsk2-2015", "--save", "mine.yaml").returncode == 0
    fixed = call(
        "fix-anchor",
        "mine.yaml",
        "withdrawal_start",
        "--date",
        "2015-02-26",
        "--known",
        "2015-02-26",
        "--source",
        "report-17",
    )
    assert fixed.returncode == 0, fixed.stderr
    assert call("interpret", "mine.yaml", "9", "as we read it", "--known", "2015-03", "--by", "ukraine").returncode == 0
    amend = ("amend", "mine.yaml", "later", "--clause", "11", "--due", "2016-12-31", "--known", "2015-12-30")
    assert call(*amend, "--by", "osce", "--accepted-by", "ukraine").returncode == 0
    told = call("schedule", "mine.yaml", "--as-of", "2016-02-01", "--clause", "4a", "--clause", "11").stdout
    assert "[due 2015-02-26]" in told
    assert "[due 2015-12-31; 2016-12-31 by later]" in told
    assert call("lint", "mine.yaml").returncode == 0
    assert "# day 1 is the day on which it starts" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")


def test_lint_fails_on_what_should_be_mended(call: Call, tmp_path: Path) -> None:
    text = DEMO.read_text(encoding="utf-8").replace("both armies cease fire", "both armies end their aggression")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    linted = call("lint", "mine.yaml")
    assert linted.returncode == 1
    assert "the gist of clause 1 says 'aggression'" in linted.stdout


def test_every_fault_of_a_file_is_told_with_its_place(call: Call, tmp_path: Path) -> None:
    text = (
        DEMO.read_text(encoding="utf-8")
        .replace("modal: intends", "modal: hopes")
        .replace("bearer: [sorrelund]", "bearers: x")
    )
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    refused = call("schedule", "mine.yaml")
    assert refused.returncode == 3
    assert "3 faults" in refused.stderr
    assert "mine.yaml:" in refused.stderr


def test_mistakes_are_explained(call: Call, tmp_path: Path) -> None:
    assert "Give the path of a file, or one of" in call("schedule", "nowhere").stderr
    assert "no clause has the id '99'" in call("schedule", "minsk2-2015", "--clause", "99").stderr
    (tmp_path / "taken.yaml").touch()
    assert call("agreements", "minsk2-2015", "--save", "taken.yaml").returncode == 5
    both = call("fix-anchor", "taken.yaml", "signed", "--known", "2015-01-01", "--date", "2015-01-01", "--at", "x")
    assert "Give one of the two" in both.stderr
    shipped = Path(parley.__file__).parent / "agreement" / "library" / "minsk2-2015.yaml"
    own = call("fix-anchor", shipped, "settlement", "--date", "2016-01-01", "--known", "2016-01-01")
    assert "this file belongs to Parley" in own.stderr


def test_options_that_would_be_passed_over_are_refused(call: Call, tmp_path: Path) -> None:
    for options in (("--save", "mine.yaml"), ("minsk2-2015", "--save", "mine.yaml", "--json")):
        done = call("agreements", *options)
        assert (done.returncode, "a copy is made of one agreement" in done.stderr) == (3, True)
    assert list(tmp_path.iterdir()) == []
