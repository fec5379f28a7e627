"""Parley in pipes: annotate, readers that go away, disks that are full."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from parley.model import Arrival, Document, Reading
from parley.record import Record, create_record, open_record
from parley.steps import Reader

Cli = Callable[..., CompletedProcess[str]]
FULL = Path("/dev/full")
LIMITED = (
    "import resource, sys; from parley.cli.app import main;"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY)); del sys.argv[1]; main()"
)


def test_annotate_reads_standard_input_and_goes_on_after_a_broken_line(cli: Cli) -> None:
    docs = [
        {"id": "b", "text": "France said no.", "mine": [1]},
        "{broken",
        {"id": "a", "text": "قال إنه لن ينسحب.", "lang": "ar"},
    ]
    stdin = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in docs).encode()
    done = cli("annotate", "--layers", "statements", stdin=stdin)
    assert done.returncode == 1
    first, broken, arabic = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["mine"], "times" in first) == ("b", [1], False)
    assert broken.keys() == {"id", "error", "statements", "events"}
    assert (arabic["id"], arabic["statements"]) == ("a", [])
    assert "not read: Arabic" in arabic["error"]
    assert "2 documents failed" in done.stderr


def test_annotate_of_nothing_is_nothing(call: Cli) -> None:
    done = call("annotate")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_annotate_refuses_an_unknown_layer(call: Cli) -> None:
    done = call("annotate", "--layers", "statements,colours", stdin=b'{"id": 1, "text": "Hello."}')
    assert (done.returncode, done.stdout) == (3, "")
    assert "colours" in done.stderr
    assert "events, mentions, places, statements, times" in done.stderr


def test_annotate_fills_in_given_places_and_leaves_nulls_open(call: Cli) -> None:
    text = "Shells fell on Tripoli, Lebanon, and near Tollaria."
    spans = [
        {"start": 15, "end": 22, "text": "Tripoli", "mine": 1},
        {"start": 24, "end": 31, "text": "Lebanon", "lat": None},
    ]
    given = {"id": 1, "text": text, "lang": "en", "places": spans, "statements": [], "events": []}
    done = call("annotate", "--layers", "places", stdin=json.dumps(given).encode())
    tripoli, lebanon = json.loads(done.stdout)["places"]
    assert (tripoli["mine"], tripoli["kind"], tripoli["country"], tripoli["geonameid"]) == (1, "literal", "LB", 266826)
    assert (lebanon["lat"], lebanon["geonameid"]) == (None, 272103)


def test_annotate_gives_the_places_of_a_text(call: Cli) -> None:
    given = {
        "id": 1,
        "text": "Shells fell north of the Litani, Chad said.",
        "lang": "en",
        "statements": [],
        "events": [],
    }
    done = call("annotate", "--layers", "places", stdin=json.dumps(given).encode())
    places = json.loads(done.stdout)["places"]
    assert [(place["text"], place["kind"], place["id"]) for place in places] == [
        ("north of the Litani", "literal", "litani-river/north"),
        ("Chad", "metonymic", None),
    ]
    assert places[0]["radius_km"] > 10


@pytest.fixture
def long_record(
    filled: Record,
    read_sample: Callable[[Document], Reading],
    arrive: Callable[..., Arrival],
    make_reader: Callable[..., Reader],
) -> Path:
    """Give the path of a record whose list is longer than a pipe holds."""
    list(filled.add(arrive(f"{next(filled.list_readings())[0].text} {number}") for number in range(150)))
    list(filled.read(make_reader("1", read_sample), frozenset({"en"})))
    return filled.path


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_a_reader_that_goes_away_is_no_error(
    long_record: Path, environment: dict[str, str], options: list[str]
) -> None:
    command = [sys.executable, "-m", "parley", "list", str(long_record), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read().decode() == ""
        assert process.wait(60) == 0


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize(
    "command",
    [
        ["export", "{}", "out.csv"],
        ["export", "{}", "out.xlsx"],
        ["export", "{}", "out.jsonl"],
        ["brief", "{}", "-o", "out.html"],
    ],
)
def test_a_full_disk_under_an_export_is_one_message(
    filled: Record, call: Cli, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / next(name for name in command if name.startswith("out."))).symlink_to(FULL)
    done = call(*(word.format(filled.path) for word in command))
    assert done.returncode == 5
    assert "cannot be written (No space left on device)" in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
def test_a_full_disk_under_standard_output_is_one_message(filled: Record, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "parley", "list", str(filled.path), "--json"]
    with FULL.open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert done.returncode == 5
    assert done.stderr.decode().splitlines()[0] == "parley: output: the disk is full"


@pytest.mark.skipif(os.name != "posix", reason="there are no limits on file sizes to set")
def test_a_full_disk_under_the_record_loses_nothing_that_was_done(tmp_path: Path, environment: dict[str, str]) -> None:
    path, reports = tmp_path / "desk.parley", tmp_path / "in.jsonl"
    create_record(path).close()
    reports.write_text(
        "".join(json.dumps({"id": str(n), "text": f"Report {n} of the day. " * 60}) + "\n" for n in range(600))
    )
    command = [sys.executable, "-c", LIMITED, str(path.stat().st_size + 600_000), "add", str(path), str(reports)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 5, done.stderr.decode()
    message, remedy = done.stderr.decode().splitlines()[-2:]
    assert message.startswith(f"parley: {path}: the disk")
    assert "what was finished is kept" in remedy
    with open_record(path) as record:
        assert record.count_documents() % 100 == 0
        assert 0 < record.count_documents() < 600
        assert not [finding for finding in record.check() if finding]
    done = subprocess.run(
        [sys.executable, "-m", "parley", *command[4:]], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 0
    with open_record(path) as record:
        assert record.count_documents() == 600


def test_output_is_utf_8_whatever_the_system_prefers(filled: Record, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "parley", "list", str(filled.path)]
    done = subprocess.run(command, capture_output=True, env={**environment, "PYTHONIOENCODING": "ascii"}, check=False)
    assert done.returncode == 0
    assert done.stderr.startswith(b"8 entries in ")
    assert "Ternwire › AFP" in done.stdout.decode()
