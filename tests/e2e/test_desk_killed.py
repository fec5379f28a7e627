"""The desk is killed at random moments of reviewing; every decision that it confirmed is in the record.

A handful of times in the suite; for the full number: pytest tests/e2e/test_desk_killed.py --kills 200
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from subprocess import Popen
from typing import get_args
from urllib.parse import urlencode, urlsplit

import pytest

pytest.importorskip("starlette", reason="needs the extra desk")

from parley.model import EntryState
from parley.record import Filter, Record, open_record

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no signals to send")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    number: int = request.config.getoption("--kills")
    return number


@contextmanager
def open_desk(path: Path, environment: dict[str, str]) -> Iterator[tuple[Popen[str], HTTPConnection, dict[str, str]]]:
    """Open the desk as a user does; give its process, a connection and the headers of the browser that was let in."""
    command = [sys.executable, "-m", "parley", "open", str(path), "--no-browser"]
    with Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found
        opening = urlsplit(found[0])
        connection = HTTPConnection(opening.netloc, timeout=20)
        connection.request("GET", f"{opening.path}?{opening.query}")
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
        yield (
            process,
            connection,
            {
                "cookie": f"{cookie}; parley_coder=Ana",
                "origin": f"http://{opening.netloc}",
                "content-type": "application/x-www-form-urlencoded",
            },
        )
        connection.close()


def list_revisions(record: Record) -> dict[str, int]:
    listed = record.list_entries(Filter(states=get_args(EntryState)))
    return {one.entry.id: one.entry.revision for one in listed}


def review(connection: HTTPConnection, headers: dict[str, str], revisions: dict[str, int]) -> Iterator[str]:
    """Decide on one entry after the other, round and round, until nobody answers; yield each that the desk confirmed.

    Args:
        connection: to the desk.
        headers: of the browser.
        revisions: of each entry; brought up to date.
    """
    for number in count():
        entry = sorted(revisions)[number % len(revisions)]
        form = {"action": ("accept", "reject")[number % 2], "revision": revisions[entry], "reason": f"round {number}"}
        try:
            connection.request("POST", f"/entries/{entry}", urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
        except (HTTPException, OSError):
            return
        assert answer.status == 303, answer.status
        revisions[entry] += 1
        yield entry


def test_a_desk_that_is_killed_loses_at_most_the_decision_in_hand(
    environment: dict[str, str], filled_file: Path, tmp_path: Path, kills: int
) -> None:
    path = Path(shutil.copy(filled_file, tmp_path / "desk.parley"))
    chance = random.Random(9)  # noqa: S311 (moments, not secrets)
    confirmed = unconfirmed = 0
    for _ in range(kills):
        with open_record(path) as record:
            revisions = list_revisions(record)
            before = sum(revisions.values())
        with open_desk(path, environment) as (process, connection, headers):
            moment = chance.uniform(0.0, 0.5)
            killer = threading.Timer(moment, process.send_signal, [signal.SIGKILL])
            killer.start()
            decided = sum(1 for _ in review(connection, headers, revisions))
            killer.join()
        with open_record(path) as record:
            after = list_revisions(record)
            assert all(after[entry] >= revision for entry, revision in revisions.items())
            assert sum(after.values()) - before - decided in {0, 1}
            assert not [finding for finding in record.check() if finding and finding.broken]
        confirmed += decided
        unconfirmed += sum(after.values()) - before - decided
    assert confirmed > kills
    print(f"{kills} kills, {confirmed} decisions confirmed and kept, {unconfirmed} kept that were not confirmed")  # noqa: T201


def test_the_desk_is_ready_again_after_a_kill(environment: dict[str, str], filled_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled_file, tmp_path / "desk.parley"))
    with open_desk(path, environment) as (process, _, _):
        process.send_signal(signal.SIGKILL)
        time.sleep(0.01)
    with open_desk(path, environment) as (process, connection, headers):
        connection.request("GET", "/", headers=headers)
        assert connection.getresponse().status == 200
        process.send_signal(signal.SIGINT)
