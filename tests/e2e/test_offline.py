"""Nothing but `add` of an address and `watch` touches the network; the desk only listens on this machine."""

import socket
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import NoReturn

import pytest

from parley.cli.app import GROUPS
from parley.record import Filter, open_record

Cli = Callable[..., CompletedProcess[str]]
RECORD = "parley-demo/demo.parley"
ON_THE_NET = {"open_", "watch"}
VERBS = {
    "demo": (),
    "new": ("new.parley",),
    "add": ("new.parley", "report.txt"),
    "note": ("new.parley", "The road is open.", "--by", "Field", "--date", "2025-04-08"),
    "read": ("new.parley", "--reader", "rules"),
    "list_": (RECORD, "--limit", "3"),
    "deadlines": (RECORD,),
    "show": (RECORD, "ENTRY"),
    "search": (RECORD, "ceasefire"),
    "versions": (RECORD,),
    "failures": (RECORD,),
    "decide": (RECORD, "ENTRY", "accept", "--by", "Ann"),
    "undo": (RECORD, "--by", "Ann"),
    "restate": ("new.parley", "NEW", "--outlet", "The Post", "--by", "Ann"),
    "redact": ("new.parley", "--passage", "on Monday", "--by", "Ann", "--why", "a test", "--yes"),
    "merge": (RECORD, "new.parley", "--output", "ours.parley"),
    "conflicts": ("ours.parley",),
    "remove": ("new.parley", "NEW", "--by", "Ann", "--reason", "a test", "--yes"),
    "explain": (RECORD, "ENTRY"),
    "actors": (RECORD, "check"),
    "origins": (RECORD,),
    "fold": (RECORD, "DOCUMENT", "OTHER", "--by", "Ann"),
    "unfold": (RECORD, "DOCUMENT", "OTHER", "--by", "Ann"),
    "same_events": (RECORD,),
    "same": (RECORD, "EVENT", "LIKE", "--by", "Ann"),
    "different": (RECORD, "EVENT", "LIKE", "--by", "Ann"),
    "agreements": (),
    "schedule": ("isr-lbn-2024",),
    "lint": ("mine.yaml",),
    "fix_anchor": ("mine.yaml", "withdrawal_start", "--date", "2015-02-26", "--known", "2015-02-26", "--source", "x"),
    "amend": ("mine.yaml", "later", "--clause", "1", "--due", "2016-12-31", "--known", "2015-12-30", "--by", "osce"),
    "interpret": ("mine.yaml", "1", "after the elections", "--by", "ukraine", "--known", "2015-03"),
    "propose": (RECORD, "isr-lbn-2024"),
    "proposals": (RECORD,),
    "why": (RECORD, "EVENT", "isr-lbn-2024"),
    "assess": (RECORD, "ENTRY", "--agreement", "isr-lbn-2024", "--clause", "1", "--bearing", "relates", "--by", "Ann"),
    "assessments": (RECORD,),
    "board": (RECORD, "isr-lbn-2024"),
    "brief": (RECORD,),
    "export": (RECORD, "entries.csv"),
    "verify": (RECORD,),
    "backup": (RECORD, "copy.parley"),
    "annotate": ("docs.jsonl", "--reader", "rules"),
    "match": ("isr-lbn-2024", "docs.jsonl", "--reader", "rules"),
    "trace": ("docs.jsonl",),
}


THINGS = frozenset({"ENTRY", "DOCUMENT", "OTHER", "EVENT", "LIKE", "NEW"})


def refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("something touches the network")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("offline")
def test_no_other_verb_touches_the_network(call: Cli, tmp_path: Path) -> None:
    assert {place.partition(".")[2] for places in GROUPS.values() for place in places} - ON_THE_NET == set(VERBS)
    (tmp_path / "report.txt").write_text("France said on Monday that Germany had agreed to talks.", encoding="utf-8")
    (tmp_path / "docs.jsonl").write_text('{"id": "1", "text": "Iran refused to withdraw."}\n', encoding="utf-8")
    assert call("agreements", "minsk2-2015", "--save", "mine.yaml").returncode == 0
    named: dict[str, str] = {}
    for verb, arguments in VERBS.items():
        if THINGS.intersection(arguments):
            named = name_things(tmp_path / RECORD) | {"NEW": find_document(tmp_path / "new.parley")}
        done = call(verb.strip("_").replace("_", "-"), *(named.get(word, word) for word in arguments))
        assert "touches the network" not in done.stderr, verb
        assert done.returncode == 0, (verb, done.stderr)


def name_things(path: Path) -> dict[str, str]:
    """Name things of a record: an entry, two documents, and an event of either."""
    with open_record(path) as record:
        listed = list(record.list_entries())
        events = {each.entry.document_id: each.entry.id for each in record.list_entries(Filter(kind="event"))}
    one, other = list(events)[:2]
    return {"ENTRY": listed[0].entry.id, "DOCUMENT": one, "OTHER": other, "EVENT": events[one], "LIKE": events[other]}


def find_document(path: Path) -> str:
    """Find the first document of a record that was read."""
    with open_record(path) as record:
        return next(document.id for document, *_ in record.list_readings())
