"""A process that is killed or interrupted loses nothing that was finished, and the same command completes it."""

import csv
import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess, Popen
from typing import Any

import pytest

from parley.export import make_row
from parley.ingest import Stated, load_path
from parley.model import Failure
from parley.pipeline import LANGUAGES, make_pipeline
from parley.record import Filter, create_record, open_record

DOCUMENTS = 320
FILES = int(os.environ.get("PARLEY_KILLED_FILES", "250"))
"""How many files the killed `add` of a folder has to take; the promise is about 5,000."""
KILLS = 4 if FILES < 1000 else 12
DAY = dt.date(2025, 4, 9)
MADE_ANEW = {"entry", "recorded_at"}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no signals to send")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    lines = (
        {"id": str(number), "outlet": "Wire", "date": "2025-04-08", "lang": "en",
         "text": f"France said on Monday that Germany had agreed to talks in hall {number}."}
        for number in range(DOCUMENTS)
    )  # fmt: skip
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    create_record(tmp_path / "desk.parley").close()
    return tmp_path


@pytest.fixture
def start(environment: dict[str, str], desk: Path) -> Callable[..., Any]:
    """Start a command and hand it over once the log of its record has grown by some rows, or it has ended."""

    @contextmanager
    def run(rows: int, *arguments: str) -> Iterator[Popen[bytes]]:
        with open_record(desk / "desk.parley") as record:
            command = [sys.executable, "-m", "parley", *arguments]
            target = record.read_log_head()[0] + rows
            with Popen(
                command, cwd=desk, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            ) as process:
                while process.poll() is None and record.read_log_head()[0] < target:
                    time.sleep(0.002)
                yield process

    return run


def list_rows(path: Path) -> list[dict[str, object]]:
    with open_record(path) as record:
        assert not [finding for finding in record.check() if finding]
        rows = [make_row(listed) for listed in record.list_entries(Filter())]
    return [{name: value for name, value in row.items() if name not in MADE_ANEW} for row in rows]


def count(path: Path) -> tuple[int, int]:
    with open_record(path) as record:
        return record.count_documents(), len(record.list_unread(make_pipeline(), LANGUAGES))


def test_a_killed_process_leaves_a_record_that_goes_on(
    desk: Path, start: Callable[..., Any], run_cli: Callable[..., CompletedProcess[str]]
) -> None:
    path, chance = desk / "desk.parley", random.Random(os.environ.get("PYTEST_SEED", "parley"))  # noqa: S311
    for verb in (("add", "desk.parley", "in.jsonl"), ("read", "desk.parley")):
        for rows in (0, 1) if verb[0] == "add" else (1,):
            with start(rows, *verb) as process:
                time.sleep(chance.uniform(0, 1.2 if rows == 0 else 0.1))
                process.kill()
            list_rows(path)
            documents, unread = count(path)
            assert documents % 100 == 0 or documents == DOCUMENTS
            assert unread == documents or verb[0] == "read"
        done = run_cli(desk, *verb)
        assert done.returncode == 0, done.stderr
    assert count(path) == (DOCUMENTS, 0)
    undisturbed = desk / "undisturbed.parley"
    with create_record(undisturbed) as record:
        loaded = load_path(desk / "in.jsonl", Stated(), DAY)
        assert not [outcome for outcome in record.add(loaded) if isinstance(outcome, Failure)]
        list(record.read(make_pipeline(), LANGUAGES))
    assert list_rows(path) == list_rows(undisturbed)


def test_ctrl_c_ends_with_130_after_the_document_in_hand(desk: Path, start: Callable[..., Any]) -> None:
    with start(1, "add", "desk.parley", "in.jsonl") as process:
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()
    assert process.returncode == 130
    assert "Stopping after this document" in told
    documents, _ = count(desk / "desk.parley")
    assert 100 <= documents <= DOCUMENTS
    assert f"{documents} new documents" in told
    list_rows(desk / "desk.parley")


def test_ctrl_c_while_reading_keeps_what_was_read(
    desk: Path, start: Callable[..., Any], run_cli: Callable[..., CompletedProcess[str]]
) -> None:
    assert run_cli(desk, "add", "desk.parley", "in.jsonl").returncode == 0
    with start(1, "read", "desk.parley") as process:
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()
    assert process.returncode == 130
    documents, unread = count(desk / "desk.parley")
    assert f"{documents - unread} documents read" in told
    assert "run the same command again" in told
    assert documents - unread >= 20
    list_rows(desk / "desk.parley")


def test_a_killed_add_of_a_folder_ends_in_the_same_record(
    desk: Path, start: Callable[..., Any], run_cli: Callable[..., CompletedProcess[str]]
) -> None:
    folder, chance = desk / "reports", random.Random(os.environ.get("PYTEST_SEED", "parley"))  # noqa: S311
    folder.mkdir()
    for number in range(FILES):
        words = f"France said on Monday that Germany had agreed to talks in hall {number}."
        facts = f"outlet: Wire {number % 7}\ndate: 2025-04-{number % 28 + 1:02}\nurl: https://wire.example/{number % 9}"
        (folder / f"{number:05}.txt").write_text(f"---\n{facts}\n---\n{words}\n", encoding="utf-8")
    left: list[int] = []
    for name in ("desk.parley", "undisturbed.parley"):
        if name == "desk.parley":
            for _ in range(KILLS):
                with start(chance.randrange(FILES // 4), "add", name, "reports") as process:
                    time.sleep(chance.uniform(0, 0.05))
                    process.kill()
                with open_record(desk / name) as record:
                    left.append(FILES - record.count_documents())
        else:
            create_record(desk / name).close()
        for verb in (("add", name, "reports"), ("read", name, "--reader", "rules"), ("export", name, f"{name}.csv")):
            done = run_cli(desk, *verb)
            assert done.returncode == 0, done.stderr
        list_rows(desk / name)
    assert any(0 < files < FILES for files in left)
    assert mask(desk / "desk.parley.csv") == mask(desk / "undisturbed.parley.csv") != []


def mask(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: value for name, value in row.items() if name not in MADE_ANEW} for row in csv.DictReader(file)]
