"""What somebody new slips on: each is met with what to do, through the command line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Call = Callable[..., CompletedProcess[str]]
FEED = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><id>https://wire.example/1</id>"
    "<link href='https://wire.example/1'/><title>About Teskal</title><updated>2025-04-08T10:00:00Z</updated>"
    "<content type='text'>Tollaria said on Monday that Dessovia had shelled Teskal.</content></entry></feed>"
)


@pytest.fixture
def desk(filled_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled_file, tmp_path / "desk.parley"))


def test_a_brief_takes_the_agreement_as_the_other_verbs_do(call: Call, desk: Path) -> None:
    assert call("brief", desk, "isr-lbn-2024", "--known", "2025-04-08", "-o", "word.md").returncode == 0
    assert (
        call("brief", desk, "--agreement", "isr-lbn-2024", "--known", "2025-04-08", "-o", "option.md").returncode == 0
    )
    written = [(desk.parent / name).read_text(encoding="utf-8") for name in ("word.md", "option.md")]
    assert "--agreement isr-lbn-2024" in written[0]
    first, second = ([line for line in text.splitlines() if "log" not in line] for text in written)
    assert first[:5] == second[:5]
    twice = call("brief", desk, "isr-lbn-2024", "--agreement", "minsk2-2015")
    assert (twice.returncode, "named twice" in twice.stderr) == (3, True)


def test_a_verdict_in_the_wrong_shape_is_told_the_right_one(call: Call, desk: Path) -> None:
    for option in ("--accept", "--reject"):
        refused = call("decide", desk, "3f2a91c0", option, "--by", "A")
        assert refused.returncode == 2
        assert "parley decide RECORD ENTRY accept" in " ".join(refused.stderr.split())
    assert "--reject" not in call("decide", "--help").stdout
    refused = call("assess", desk, "77c1d2ab", "accept", "--by", "A")
    assert (refused.returncode, "parley assess RECORD 77c1d2ab --accept" in refused.stderr) == (3, True)


def test_a_misspelt_name_suggests_those_that_are_near(call: Call, desk: Path) -> None:
    assert "Did you mean Bastor Nive?" in call("list", desk, "--speaker", "Nyve").stderr
    assert "Did you mean" not in call("list", desk, "--speaker", "Zyxwvut").stderr
    assert "Qassem" in call("actors", desk, "find", "Qasem").stderr


def test_a_path_that_is_not_there_is_no_failure_of_the_record(call: Call, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("Tollaria said that the road was open.", encoding="utf-8")
    refused = call("add", desk, "there.txt", "nofile")
    assert refused.returncode == 3
    assert "nofile: there is no such file or folder; nothing was added" in refused.stderr
    assert "Nothing failed" in call("failures", desk).stderr
    assert "1 new document" in call("add", desk, "there.txt").stderr


def test_a_doubtful_day_names_the_command_that_puts_it_right(call: Call, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Tollaria said that the road was open.", "date": "2999-01-01"}\n')
    told = call("add", desk, "a.jsonl").stderr
    listed = call("failures", desk).stdout
    (command,) = [line.partition("put right: ")[2].rstrip(")") for line in listed.splitlines() if "put right" in line]
    assert command in told
    words = command.replace("DAY", "2025-04-07").split()
    assert call(*words[1:], "--by", "A. Analyst").returncode == 0


def test_a_feed_may_be_a_file_seen_from_the_list(call: Call, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "lists" / "feed").mkdir(parents=True)
    (tmp_path / "lists" / "feed" / "f.xml").write_text(FEED, encoding="utf-8")
    feeds = tmp_path / "lists" / "feeds.toml"
    feeds.write_text('[[feed]]\nname = "Wire"\nurl = "feed/f.xml"\n', encoding="utf-8")
    first = call("watch", desk, feeds, "--reader", "rules")
    assert (first.returncode, "About Teskal" in first.stdout) == (0, True), first.stderr
    assert call("watch", desk, feeds, "--reader", "rules").stdout == ""
    feeds.write_text('[[feed]]\nname = "Wire"\nurl = "feed/gone.xml"\n', encoding="utf-8")
    refused = call("watch", desk, feeds)
    assert refused.returncode == 3
    assert "feeds.toml:3: there is no such file" in refused.stderr


def test_a_board_without_a_day_looks_at_that_of_the_last_report(call: Call, desk: Path) -> None:
    shown = call("board", desk, "isr-lbn-2024")
    assert "As of 2025-04-08, the day of the last report" in shown.stderr
    assert "as of 2025-04-08, known by 2025-04-08" in shown.stdout
    assert "day of the last report" not in call("board", desk, "isr-lbn-2024", "--as-of", "2025-04-09").stderr
    assert shown.stdout.index("Due dates") < shown.stdout.index("No report: silence")


def test_an_actor_named_twice_is_named_once_among_deadlines(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tollaria demanded that Dessovia withdraw its troops by Friday.", encoding="utf-8")
    for verb in (("new", "due.parley"), ("add", "due.parley", "a.txt", "--date", "2025-07-07"), ("read", "due.parley")):
        assert call(*verb, *(("--reader", "rules") if verb[0] == "read" else ())).returncode == 0
    (due,) = [json.loads(line) for line in call("deadlines", "due.parley", "--json").stdout.splitlines()]
    amend = ("--set", "actor=Dessovia=Dessovia; its troops=Dessovia", "--by", "A. Analyst")
    assert call("decide", "due.parley", due["event"], "amend", *amend).returncode == 0
    assert "  Dessovia “withdraw”" in call("deadlines", "due.parley").stdout


def test_a_clause_whose_agreement_lapsed_says_so(call: Call, desk: Path) -> None:
    listed = call("deadlines", desk, "--agreement", "isr-lbn-2024", "--known", "2026-06-01").stdout
    assert "agreement lapsed" in listed
    assert "  lapsed" not in listed
