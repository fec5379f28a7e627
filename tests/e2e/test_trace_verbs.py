"""Tracing through the real command line, with and without a record."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

TOLD = (
    "Engineers of the river authority closed the upper sluice at Garvenholm on Tuesday after a crack was found in its "
    "eastern pier, and told the villages downstream to prepare for low water until the end of the month. Ferries will "
    "run twice a day, the harbour master said, while barges with grain wait for a pilot who knows the channel."
)
SECOND = {"date": "2025-03-03T18:00:00Z", "cited": [{"outlet": "Ternwire"}]}
LINES = [
    {"id": 1, "text": TOLD, "date": "2025-03-03", "outlet": "Ternwire"},
    {"id": "2", "text": f"{TOLD}\nWrite to our editors.", **SECOND},
    {"id": "3", "text": "Nothing else happened."},
]
DOCS = "\n".join(json.dumps(line) for line in LINES).encode()
Cli = Callable[..., CompletedProcess[str]]


def test_a_pipe_prints_each_related_pair(cli: Cli) -> None:
    done = cli("trace", "-", stdin=DOCS)
    (line,) = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert list(line) == ["a", "b", "kind", "direction", "a_spans", "b_spans", "evidence"]
    assert (line["a"], line["b"], line["kind"], line["direction"]) == (1, "2", "verbatim", "a_to_b")
    for name, text in (("a_spans", TOLD), ("b_spans", LINES[1]["text"])):
        assert all(str(text)[span["start"] : span["end"]] == span["text"] for span in line[name])
    assert line["evidence"]["direction"] == "credit"


def test_broken_lines_are_named_and_the_rest_is_traced(cli: Cli) -> None:
    broken = b'{"id": 4}\n{"id": 1, "text": "again"}\nnothing\n{"id": 5, "text": "x", "date": "soon"}\n'
    done = cli("trace", "-", stdin=DOCS + b"\n" + broken)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    for number in (4, 5, 6, 7):
        assert f"line {number}" in done.stderr


def test_a_file_that_is_not_there_is_bad_input(cli: Cli) -> None:
    assert cli("trace", "absent.jsonl").returncode == 3


def test_a_record_counts_origins_and_keeps_a_persons_word(cli: Cli) -> None:
    assert cli("new", "desk.parley").returncode == 0
    assert cli("add", "desk.parley", "-", "--outlet", "Courier", stdin=DOCS).returncode in {0, 1}
    assert "not yet traced" in cli("origins", "desk.parley").stderr
    assert "1 new relation," in cli("trace", "desk.parley").stderr
    listed = cli("origins", "desk.parley")
    assert "verbatim" in listed.stdout
    (fold,) = map(json.loads, cli("origins", "desk.parley", "--json").stdout.splitlines())
    one, other = (name[:12] for name in fold["reports"])
    assert cli("unfold", "desk.parley", one, other, "--by", "A. Analyst").returncode == 0
    assert cli("trace", "desk.parley").returncode == 0
    (overruled,) = map(json.loads, cli("origins", "desk.parley", "--json").stdout.splitlines())
    assert (overruled["decision"]["by"], overruled["reason"]["why"]) == ("A. Analyst", "verbatim")
    assert "Kept apart by people" in cli("origins", "desk.parley").stdout
    assert cli("fold", "desk.parley", other, one, "--by", "A. Analyst", "--reason", "one wire").returncode == 0
    assert "folded by A. Analyst: one wire" in cli("origins", "desk.parley").stdout
    assert cli("fold", "desk.parley", one, "zz", "--by", "A. Analyst").returncode == 3


def test_an_entry_tells_what_its_report_folds_with_and_who_keeps_it_apart(cli: Cli) -> None:
    assert cli("new", "desk.parley").returncode == 0
    cli("add", "desk.parley", "-", "--outlet", "Courier", stdin=DOCS)
    cli("read", "desk.parley", "--reader", "rules")
    cli("trace", "desk.parley")
    entry = json.loads(cli("list", "desk.parley", "--json").stdout.splitlines()[0])["entry"]
    shown = cli("show", "desk.parley", entry).stdout
    assert re.search(r"folds with +[0-9a-f]{12}: verbatim", shown)
    one, other = json.loads(cli("origins", "desk.parley", "--json").stdout)["reports"]
    cli("unfold", "desk.parley", one, other, "--by", "A. Analyst", "--reason", "two sluices")
    shown = cli("show", "desk.parley", entry).stdout
    assert "folds with" not in shown
    assert re.search(r"apart from +[0-9a-f]{12}: unfolded by A. Analyst: two sluices; found: verbatim", shown)


def test_lists_and_the_brief_count_copies_once(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", "desk.parley").returncode == 0
    cli("add", "desk.parley", "-", "--outlet", "Courier", stdin=DOCS)
    cli("read", "desk.parley", "--reader", "rules")
    assert re.search(r"in 2 reports, (\d+) origins.*; 3 documents not yet traced", cli("list", "desk.parley").stderr)
    cli("trace", "desk.parley")
    spoken = cli("list", "desk.parley", "--speaker", "harbour")
    assert "in 2 reports, 1 origin (the harbour master 1)." in spoken.stderr
    cli("brief", "desk.parley")
    assert "2 reports, 1 origin:" in (tmp_path / "brief.html").read_text(encoding="utf-8")


SHELLED = "Dessovian guns shelled the market of Lurna on 3 March 2025, killing {} people, the mayor said."


def test_events_of_two_reports_are_paired_and_a_person_decides(cli: Cli) -> None:
    lines = [{"id": str(figure), "text": SHELLED.format(figure), "date": "2025-03-04"} for figure in (12, 15)]
    assert cli("new", "desk.parley").returncode == 0
    cli("add", "desk.parley", "-", "--outlet", "Courier", stdin="\n".join(map(json.dumps, lines)).encode())
    cli("read", "desk.parley", "--reader", "rules")
    shelled = ("list", "desk.parley", "--type", "ASSAULT")
    listed = [json.loads(line) for line in cli(*shelled, "--json").stdout.splitlines()]
    listed = [line for line in listed if line["words"] == "shelled"]
    one, other = (line["entry"] for line in listed)
    assert [line["same_event_as"] for line in listed] == [[], []]
    assert cli("same", "desk.parley", one, other, "--by", "A. Analyst", "--reason", "one market").returncode == 0
    assert cli(*shelled).stdout.count("same event as") == 2
    assert f"same event as {other[-8:]}, says A. Analyst" in cli("show", "desk.parley", one).stdout
    (pair,) = map(json.loads, cli("same-events", "desk.parley", "--json").stdout.splitlines())
    assert {pair["a"], pair["b"]} == {one, other}
    assert (pair["decision"]["action"], pair["decision"]["reason"]) == ("same", "one market")
    assert "The same event, says A. Analyst: one market" in cli("same-events", "desk.parley").stdout
    assert cli("different", "desk.parley", other, one, "--by", "A. Analyst").returncode == 0
    assert "same event as" not in cli("list", "desk.parley").stdout
    assert cli("same", "desk.parley", one, one, "--by", "A. Analyst").returncode == 3
