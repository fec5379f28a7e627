"""Changing who is who from the command line: backwards over the record, undone again, and explained."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Call = Callable[..., CompletedProcess[str]]
REPORT = (
    "---\noutlet: Ternwire\ndate: 2025-07-07\n---\nM23 attacked Goma. The president of Syria said that he would come.\n"
)


def list_actors(call: Call) -> set[str]:
    listed = call("list", "desk.parley", "--json").stdout.splitlines()
    return {str(json.loads(line)["actors"]) for line in listed}


def test_a_change_applies_backwards_and_is_undone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    call("new", "desk.parley")
    call("add", "desk.parley", "report.txt")
    call("read", "desk.parley", "--reader", "rules")
    assert "March 23 Movement" in list_actors(call)

    assert "Congo River Alliance" in call("actors", "desk.parley", "find", "afc").stdout
    assert call("actors", "desk.parley", "merge", "m23", "afc", "--by", "A. Analyst").returncode == 0
    call("read", "desk.parley", "--reader", "rules")
    assert "Congo River Alliance" in list_actors(call)

    (change,) = map(json.loads, call("actors", "desk.parley", "list", "--json").stdout.splitlines())
    assert (change["action"], change["by"]) == ("merge", "A. Analyst")
    assert call("actors", "desk.parley", "undo", change["id"], "--by", "A. Analyst").returncode == 0
    call("read", "desk.parley", "--reader", "rules")
    assert "March 23 Movement" in list_actors(call)
    assert call("check", "desk.parley").returncode == 0


def test_two_spellings_of_a_person_whom_nobody_lists_become_one(call: Call, tmp_path: Path) -> None:
    report = "Orsolya Kettering attacked Bukavu on Monday. Orsola Ketering attacked Goma."
    (tmp_path / "report.txt").write_text(f"---\ndate: 2025-07-07\n---\n{report}\n", encoding="utf-8")
    call("new", "desk.parley")
    call("add", "desk.parley", "report.txt")
    call("read", "desk.parley", "--reader", "rules")
    assert {"Orsolya Kettering", "Orsola Ketering"} <= list_actors(call)
    names = ("Orsolya Kettering", "Orsola Ketering")
    assert call("actors", "desk.parley", "person", *names, "--by", "A. Analyst").returncode == 0
    call("read", "desk.parley", "--reader", "rules")
    assert "Orsolya Kettering" in list_actors(call)
    assert "Orsola Ketering" not in list_actors(call)
    assert "source: A. Analyst" in call("actors", "desk.parley", "find", "Orsola Ketering").stdout
    assert call("actors", "desk.parley", "person", *names, "--by", "A. Analyst").returncode == 3


def test_explain_shows_rule_office_and_source(call: Call, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    call("new", "desk.parley")
    call("add", "desk.parley", "report.txt")
    call("read", "desk.parley", "--reader", "rules")
    entries = [json.loads(line) for line in call("list", "desk.parley", "--json").stdout.splitlines()]
    spoken = next(entry for entry in entries if entry["speaker"] == "Ahmed al-Sharaa")
    told = call("explain", "desk.parley", spoken["entry"]).stdout
    assert "president of Syria on 2025-07-07: president of SYR from 2025-01-29 (recollection)" in told
    (shown,) = map(json.loads, call("explain", "desk.parley", spoken["entry"], "--json").stdout.splitlines())
    assert shown["named"]["entity_id"] == shown["actor"]["id"] == "sharaa"


def test_explain_says_what_a_day_is_counted_from(call: Call, tmp_path: Path) -> None:
    text = REPORT.replace("M23 attacked Goma.", "M23 attacked Goma on Friday.")
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    call("new", "desk.parley")
    call("add", "desk.parley", "report.txt")
    call("read", "desk.parley", "--reader", "rules")
    attack = json.loads(call("list", "desk.parley", "--type", "ASSAULT", "--json").stdout.splitlines()[0])
    told = call("explain", "desk.parley", attack["entry"]).stdout
    assert "“Friday” = 2025-07-04" in told
    assert "counted from the day of publication" in told
    assert "can be: 2025-07-04" in told


def test_what_cannot_be_changed_says_what_to_do(call: Call) -> None:
    call("new", "desk.parley")
    for arguments in (
        ("rename", "nobody", "X", "--by", "A"),
        ("merge", "m23", "afc"),
        ("undo", "x", "--by", "A"),
        ("add", "no.toml"),
    ):
        done = call("actors", "desk.parley", *arguments)
        assert done.returncode == 3, arguments
        assert done.stderr.startswith("parley: "), arguments
    assert call("actors", "desk.parley", "list").stderr == "0 changes.\n"


def test_a_pack_of_ones_own(call: Call, tmp_path: Path) -> None:
    pack = (
        'title = "Own"\n[actor]\nguard = { name = "Valley Guard", kind = "armed group", aliases = ["the Guardians"] }\n'
    )
    (tmp_path / "own.toml").write_text(pack, encoding="utf-8")
    line = json.dumps({"id": "1", "text": "The Guardians attacked Goma.", "date": "2025-07-07", "lang": "en"})
    read = call("annotate", "-", "--reader", "rules", "--pack", "own.toml", stdin=line.encode()).stdout
    assert [one["entity_id"] for one in json.loads(read)["mentions"]][:1] == ["guard"]
    call("new", "desk.parley")
    assert call("actors", "desk.parley", "add", "own.toml", "--by", "A").returncode == 0
    assert "Valley Guard" in call("actors", "desk.parley", "find", "the Guardians").stdout
