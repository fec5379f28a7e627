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
Call = Callable[..., CompletedProcess[str]]


def test_a_pipe_prints_each_related_pair(call: Call) -> None:
    done = call("trace", "-", stdin=DOCS)
    (line,) = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert list(line) == ["a", "b", "kind", "direction", "a_spans", "b_spans", "evidence"]
    assert (line["a"], line["b"], line["kind"], line["direction"]) == (1, "2", "verbatim", "a_to_b")
    for name, text in (("a_spans", TOLD), ("b_spans", LINES[1]["text"])):
        assert all(str(text)[span["start"] : span["end"]] == span["text"] for span in line[name])
    assert line["evidence"]["direction"] == "credit"


def test_broken_lines_are_named_and_the_rest_is_traced(call: Call) -> None:
    broken = b'{"id": 4}\n{"id": 1, "text": "again"}\nnothing\n{"id": 5, "text": "x", "date": "soon"}\n'
    done = call("trace", "-", stdin=DOCS + b"\n" + broken)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    for number in (4, 5, 6, 7):
        assert f"line {number}" in done.stderr


def test_a_file_that_is_not_there_is_bad_input(call: Call) -> None:
    assert call("trace", "absent.jsonl").returncode == 3


def test_a_record_counts_origins_and_keeps_a_persons_word(call: Call) -> None:
    assert call("new", "desk.parley").returncode == 0
    assert call("add", "desk.parley", "-", "--outlet", "Courier", stdin=DOCS).returncode in {0, 1}
    assert "not yet traced" in call("origins", "desk.parley").stderr
    assert "1 new relation," in call("trace", "desk.parley").stderr
    listed = call("origins", "desk.parley")
    assert "verbatim" in listed.stdout
    (fold,) = map(json.loads, call("origins", "desk.parley", "--json").stdout.splitlines())
    one, other = (name[:12] for name in fold["reports"])
    assert call("unfold", "desk.parley", one, other, "--by", "A. Analyst").returncode == 0
    assert call("trace", "desk.parley").returncode == 0
    (overruled,) = map(json.loads, call("origins", "desk.parley", "--json").stdout.splitlines())
    assert (overruled["decision"]["by"], overruled["reason"]["why"]) == ("A. Analyst", "verbatim")
    assert "Kept apart by people" in call("origins", "desk.parley").stdout
    assert call("fold", "desk.parley", other, one, "--by", "A. Analyst", "--reason", "one wire").returncode == 0
    assert "folded by A. Analyst: one wire" in call("origins", "desk.parley").stdout
    assert call("fold", "desk.parley", one, "zz", "--by", "A. Analyst").returncode == 3


def test_an_entry_tells_what_its_report_folds_with_and_who_keeps_it_apart(call: Call) -> None:
    assert call("new", "desk.parley").returncode == 0
    call("add", "desk.parley", "-", "--outlet", "Courier", stdin=DOCS)
    call("read", "desk.parley", "--reader", "rules")
    call("trace", "desk.parley")
    entry = json.loads(call("list", "desk.parley", "--json").stdout.splitlines()[0])["entry"]
    shown = call("show", "desk.parley", entry).stdout
    assert re.search(r"folds with +[0-9a-f]{12}: verbatim", shown)
    one, other = json.loads(call("origins", "desk.parley", "--json").stdout)["reports"]
    call("unfold", "desk.parley", one, other, "--by", "A. Analyst", "--reason", "two sluices")
    shown = call("show", "desk.parley", entry).stdout
    assert "folds with" not in shown
    assert re.search(r"apart from +[0-9a-f]{12}: unfolded by A. Analyst: two sluices; found: verbatim", shown)


def test_lists_and_the_brief_count_copies_once(call: Call, tmp_path: Path) -> None:
    assert call("new", "desk.parley").returncode == 0
    call("add", "desk.parley", "-", "--outlet", "Courier", stdin=DOCS)
    call("read", "desk.parley", "--reader", "rules")
    assert re.search(r"in 2 reports, (\d+) origins.*; 3 documents not yet traced", call("list", "desk.parley").stderr)
    call("trace", "desk.parley")
    spoken = call("list", "desk.parley", "--speaker", "harbour")
    assert "in 2 reports, 1 origin (the harbour master 1)." in spoken.stderr
    call("brief", "desk.parley")
    assert "2 reports, 1 origin:" in (tmp_path / "brief.html").read_text(encoding="utf-8")


SHELLED = "Dessovian guns shelled the market of Lurna on 3 March 2025, killing {} people, the mayor said."


def test_events_of_two_reports_are_paired_and_a_person_decides(call: Call) -> None:
    lines = [{"id": str(figure), "text": SHELLED.format(figure), "date": "2025-03-04"} for figure in (12, 15)]
    assert call("new", "desk.parley").returncode == 0
    call("add", "desk.parley", "-", "--outlet", "Courier", stdin="\n".join(map(json.dumps, lines)).encode())
    call("read", "desk.parley", "--reader", "rules")
    shelled = ("list", "desk.parley", "--type", "ASSAULT")
    listed = [json.loads(line) for line in call(*shelled, "--json").stdout.splitlines()]
    listed = [line for line in listed if line["words"] == "shelled"]
    one, other = (line["entry"] for line in listed)
    assert [line["same_event_as"] for line in listed] == [[], []]
    assert call("same", "desk.parley", one, other, "--by", "A. Analyst", "--reason", "one market").returncode == 0
    assert call(*shelled).stdout.count("same event as") == 2
    assert f"same event as {other[-8:]}, says A. Analyst" in call("show", "desk.parley", one).stdout
    (pair,) = map(json.loads, call("same-events", "desk.parley", "--json").stdout.splitlines())
    assert {pair["a"], pair["b"]} == {one, other}
    assert (pair["decision"]["action"], pair["decision"]["reason"]) == ("same", "one market")
    assert "The same event, says A. Analyst: one market" in call("same-events", "desk.parley").stdout
    assert call("different", "desk.parley", other, one, "--by", "A. Analyst").returncode == 0
    assert "same event as" not in call("list", "desk.parley").stdout
    assert call("same", "desk.parley", one, one, "--by", "A. Analyst").returncode == 3
