"""What tests share. Where a test goes: README.md in this folder."""

import datetime as dt
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import Any, TypeVar

import msgspec
import pytest
from browser import Browser

import parley
from parley.agreement import Agreement, Evidence, View, parse_agreement
from parley.agreement.status import find_status
from parley.cli import console
from parley.cli.app import main
from parley.export.board import Board
from parley.model import (
    Arrival,
    Assessment,
    Bearing,
    Document,
    Entry,
    Event,
    Mention,
    Publication,
    Raw,
    Reading,
    Span,
    Statement,
    TimeMention,
)
from parley.record import Filter, Record, create_record, open_record
from parley.steps import Reader

DAY = dt.date(2025, 4, 8)
TEXT = (
    "AFP reported that Bastor Nive said Tollaria would not withdraw from Teskal.\n"
    "Dessovia shelled Lurna on Monday. Its envoy demanded talks."
)
LAYERS = ("statements", "events", "times", "places", "mentions")
Cut = TypeVar("Cut", bound=Span)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite expected.txt of every golden report")
    parser.addoption("--kills", type=int, default=4, help="how often the desk is killed while somebody reviews")


class ScriptedReader:
    """A reader that does what a test says."""

    name = "scripted"

    def __init__(self, version: str, read: Callable[[Document], Reading]) -> None:
        self.version = version
        self._read = read

    def read(self, document: Document) -> Reading:
        return self._read(document)


@pytest.fixture(scope="session")
def make_reader() -> Callable[[str, Callable[[Document], Reading]], Reader]:
    return ScriptedReader


def cut_words(document: Document, words: str, kind: type[Cut], **fields: Any) -> Cut:
    start = document.text.index(words)
    return kind(start, start + len(words), words, **fields)


@pytest.fixture(scope="session")
def cut() -> Callable[..., Any]:
    """Cut the first appearance of some words out of a document, as a span of the kind wanted."""
    return cut_words


@pytest.fixture
def document() -> Document:
    return Document(TEXT, DAY, "en")


@pytest.fixture(scope="session")
def read_sample() -> Callable[[Document], Reading]:
    """Read a document that begins with `TEXT`: a refusal AFP › Nive, a shelling as fact, a demand."""
    return make_sample


def make_sample(document: Document) -> Reading:
    def name(words: str, entity: str | None = None) -> Mention:
        return cut_words(document, words, Mention, entity=entity)

    def span(words: str) -> Span:
        return cut_words(document, words, Span)

    refusal = span("Tollaria would not withdraw from Teskal")
    statements = (
        Statement("S1", span("reported"), (span(f"Bastor Nive said {refusal.text}"),), name("AFP")),
        Statement("S2", span("said"), (refusal,), name("Bastor Nive"), within="S1"),
        Statement("S3", span("demanded"), (span("talks"),), name("Its envoy")),
    )
    monday = cut_words(document, "Monday", TimeMention, value="2025-04-07")
    events = (
        Event("E1", span("said"), "REJECT", actor=(name("Bastor Nive"),), within="S1", about="S2"),
        Event("E2", span("withdraw"), "RETREAT", "withdraw", actor=(name("Tollaria"),), place=(name("Teskal"),),
              modality="refused", negated=True, within="S2"),
        Event("E3", span("shelled"), "ASSAULT", actor=(name("Dessovia", "Dessovia"),), recipient=(name("Lurna"),),
              time=(monday,)),
        Event("E4", span("demanded"), "REQUEST", actor=(name("Its envoy"),), about="S3"),
        Event("E5", span("talks"), "CONSULT", modality="requested", within="S3"),
    )  # fmt: skip
    return Reading(document, statements, events)


@pytest.fixture(scope="session")
def move_spans() -> Callable[[Reading], Reading]:
    """Widen every span of a reading by one code point on both sides."""

    def widen(value: Any, text: str) -> Any:
        if isinstance(value, list | tuple):
            return [widen(item, text) for item in value]
        if not isinstance(value, dict):
            return value
        fields = {key: widen(item, text) for key, item in value.items()}
        if "end" in fields:
            start, end = max(0, fields["start"] - 1), min(len(text), fields["end"] + 1)
            fields |= {"start": start, "end": end, "text": text[start:end]}
        return fields

    def move(reading: Reading) -> Reading:
        layers = {name: widen(msgspec.to_builtins(getattr(reading, name)), reading.document.text) for name in LAYERS}
        return msgspec.convert({"document": reading.document, **layers}, Reading)

    return move


@pytest.fixture(scope="session")
def dump() -> Callable[[Path], list[str]]:
    """Write out a record's file as SQL, so that two states can be compared row by row."""

    def write_out(path: Path) -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            return list(connection.iterdump())

    return write_out


@pytest.fixture(scope="session")
def tamper() -> Callable[..., None]:
    """Change a record behind Parley's back."""

    def change(path: Path, *statements: str) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                assert connection.execute(statement).rowcount != 0, statement

    return change


@pytest.fixture(scope="session")
def arrive() -> Callable[..., Arrival]:
    """Make an arrival: a text with its day and whatever else is said about its publication."""

    def make(
        text: str = TEXT, date: dt.date | None = DAY, *, data: bytes | None = None, version: str = "1", **about: Any
    ) -> Arrival:
        raw = Raw(text.encode() if data is None else data, "text/plain", "plain", version)
        publication = Publication(published_on=date, **{"date_from": "option", "outlet": "Ternwire", **about})
        return Arrival(Document(text, date, "en"), publication, raw)

    return make


@pytest.fixture(scope="session")
def copy_record(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Give the path of another new, empty record; copied, because migrations take a while."""
    empty = tmp_path_factory.mktemp("empty") / "empty.parley"
    create_record(empty).close()

    def copy() -> Path:
        path: Path = tmp_path_factory.mktemp("record") / "desk.parley"
        shutil.copy(empty, path)
        return path

    return copy


@pytest.fixture
def record(copy_record: Callable[[], Path]) -> Iterator[Record]:
    with open_record(copy_record()) as opened:
        yield opened


@pytest.fixture(scope="session")
def filled_file(copy_record: Callable[[], Path], arrive: Callable[..., Arrival]) -> Path:
    """Make a record that holds one document, read by `read_sample`."""
    path = copy_record()
    with open_record(path) as record:
        list(record.add([arrive(url="https://ternwire.example/a", title="Teskal", given_id="a")]))
        list(record.read(ScriptedReader("1", make_sample), frozenset({"en"})))
    return path


@pytest.fixture
def filled(filled_file: Path, tmp_path: Path) -> Iterator[Record]:
    """Open a copy of that record."""
    with open_record(Path(shutil.copy(filled_file, tmp_path / "filled.parley"))) as opened:
        yield opened


@pytest.fixture
def shelling(filled: Record) -> Entry:
    """Give the entry of that record that tells of a shelling as fact."""
    return next(filled.list_entries(Filter(type="ASSAULT"))).entry


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Give the environment of a child process that imports the Parley under test."""
    return {**os.environ, "PYTHONPATH": str(Path(parley.__file__).parents[1]), "COLUMNS": "250"}


@pytest.fixture(scope="session")
def run_cli(environment: dict[str, str]) -> Callable[..., CompletedProcess[str]]:
    """Run the command line in a folder; a traceback is never an answer."""

    def run(folder: Path, *arguments: object, stdin: bytes = b"") -> CompletedProcess[str]:
        command = [sys.executable, "-m", "parley", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=folder, env=environment, input=stdin, capture_output=True, timeout=120, check=False
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return CompletedProcess(command, done.returncode, out, err)

    return run


@pytest.fixture
def cli(run_cli: Callable[..., CompletedProcess[str]], tmp_path: Path) -> Callable[..., CompletedProcess[str]]:
    """Run the command line in the test's own folder."""

    def run(*arguments: object, stdin: bytes = b"") -> CompletedProcess[str]:
        return run_cli(tmp_path, *arguments, stdin=stdin)

    return run


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., CompletedProcess[str]]:
    """Run the command line as `cli` does, but in this process: ten times as fast."""
    monkeypatch.chdir(tmp_path)
    for stream in (console.out, console.err):  # rich keeps the width that it found when its console was made
        monkeypatch.setattr(stream, "_width", 250)

    def run(*arguments: object, stdin: bytes = b"") -> CompletedProcess[str]:
        command = ["parley", *map(str, arguments)]
        monkeypatch.setattr("sys.argv", command)
        with TemporaryFile("w+", encoding="utf-8") as file:
            file.buffer.write(stdin)
            file.seek(0)
            monkeypatch.setattr("sys.stdin", file)
            with pytest.raises(SystemExit) as ended:
                main()
        told = capsys.readouterr()
        return CompletedProcess(command, int(ended.value.code or 0), told.out, told.err)

    return run


class Site:
    """A web site on this machine: what it answers at each path, and which requests it had."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.root = ""

    def put(self, path: str, body: bytes, media: str = "text/html", status: int = 200, **headers: str) -> str:
        """Let a path answer with a body; with an ETag, "not changed" to whoever names it. Give the address."""
        stated = {name.replace("_", "-"): value for name, value in headers.items()}

        def answer(request: BaseHTTPRequestHandler) -> None:
            same = stated.get("ETag", "") == request.headers.get("If-None-Match")
            request.send_response(304 if same else status)
            for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **stated}.items():
                request.send_header(name, value)
            request.end_headers()
            if not same:
                request.wfile.write(body)

        return self.let(path, answer)

    def let(self, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        """Let a path answer in a way of its own."""
        self.pages[path] = answer
        return f"{self.root}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a web site that a test fills."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, dict(self.headers.items())))
            answer = made.pages.get(self.path) or (lambda request: request.send_error(404))
            with suppress(BrokenPipeError, ConnectionResetError):
                answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        made.root = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield made
        server.shutdown()


@pytest.fixture(scope="session")
def fenhavn() -> Agreement:
    """Load the agreement of the bundled example."""
    return parse_agreement(files("parley").joinpath("demo", "agreement.yaml").read_text(encoding="utf-8"), "demo")


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Evidence]:
    """Make a report on a clause of that agreement: who says it, of whom, in which words."""

    def make(number: int, clause: str, bearing: Bearing, side: str, against: str | None, **fields: Any) -> Evidence:
        quote, day = fields.pop("quote", f"words of report {number}"), fields.pop("day", dt.date(2025, 3, 25))
        span = Span(0, len(quote), quote)
        assessment = Assessment(
            f"a{number}", f"d{number}", "fenhavn-2025", clause, bearing, span, side, against, coder="A. Coder", **fields
        )
        recorded = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)
        return Evidence(assessment, side, f"d{number}", ("Daily", "Wire", side), day, recorded)

    return make


@pytest.fixture(scope="session")
def reports(make_report: Callable[..., Evidence]) -> tuple[Evidence, ...]:
    """Give reports of which accounts differ, that come late, against interest, unsure, unreviewed."""
    shelling = "a battery fired three rounds, a deliberate violation"
    return (
        make_report(1, "1", "contrary", "tollaria", "dessovia", quote=shelling, called_breach=True, incident="i"),
        make_report(2, "1", "denied", "dessovia", "dessovia", quote="No gun was used", incident="i"),
        make_report(3, "1", "contrary", "Ternwire", "dessovia", incident="i", state="proposed"),
        make_report(4, "3a", "not_done", "mission", "dessovia", day=dt.date(2025, 4, 5), unsure=True),
        make_report(5, "3b", "done", "mission", "tollaria", day=dt.date(2025, 4, 3)),
        make_report(6, "5", "not_done", "tollaria", "tollaria", day=dt.date(2025, 4, 8)),
    )


@pytest.fixture(scope="session")
def make_board(fenhavn: Agreement) -> Callable[..., Board]:
    """Make a board of reports as of the end of the bundled example."""

    def make(*found: Evidence, of: Agreement = fenhavn, view: View | None = None) -> Board:
        status = find_status(of, found, view or View(), dt.date(2025, 4, 25), dt.date(2025, 4, 25))
        papers = {each.assessment.document_id: (Publication(outlet="Daily", title="A title"),) for each in found}
        return Board(of, status, papers, {"record": "desk.parley", "log": "row 7, head abc"}, 14, {"French": 1})

    return make


@pytest.fixture(scope="session")
def board(make_board: Callable[..., Board], reports: tuple[Evidence, ...]) -> Board:
    """Give the board of `reports`."""
    return make_board(*reports)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        opened = Browser(profile)
        yield opened
        opened.close()


@pytest.fixture
def serve(environment: dict[str, str]) -> Iterator[Callable[..., str]]:
    """Open the desk on a record through the command line; give the address that it prints."""
    running: list[subprocess.Popen[str]] = []

    def start(path: Path, *options: str) -> str:
        command = [sys.executable, "-m", "parley", "open", str(path), "--no-browser", *options]
        running.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        assert running[-1].stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/open\?token=\S+", running[-1].stderr.readline())
        assert address
        return address[0]

    yield start
    for process in running:
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
        assert "Traceback" not in told
        assert "Every decision is kept." in told
        assert process.returncode == 0
