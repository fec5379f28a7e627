"""The verb that looks after feeds: watch."""

import datetime as dt
import re
import time
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import typer
from rich.text import Text

from parley.agreement import load_agreement
from parley.cli.console import Interruption, err, follow, out, print_error, print_failures, print_json
from parley.cli.options import AsJson, RecordPath, find_today
from parley.cli.reading import ReaderOption
from parley.derive import count
from parley.errors import FormatError, RecordError
from parley.export.board import Board, draw_moves, tell_moves
from parley.ingest import FeedList, Fetcher, load_feeds
from parley.lineage import trace_record
from parley.model import Failure
from parley.ontology.registry import load_registry
from parley.pipeline import LANGUAGES, ReaderName, make_pipeline
from parley.proposing import match_record
from parley.record import Record, open_record
from parley.watching import Polled, compare_boards, find_watched_agreements, hold_watch, poll_feeds

_UNITS = {"m": 60, "h": 3600, "d": 86400}
_STEP = 0.2
"""Seconds between two looks at whether somebody asked to stop."""


def watch(
    record: RecordPath,
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The feeds, with what you state about each.")],
    every: Annotated[
        str | None, typer.Option(metavar="15m", help="Stay, and poll again so often (15m, 2h, 1d); else poll once.")
    ] = None,
    reader: ReaderOption = "encoder",
    as_json: AsJson = False,
) -> None:
    """Poll feeds: add and read what is new, propose what it bears on, tell what changed on the boards since last time.

    FEEDS.toml lists the feeds; only name and url must be there (docs/WATCHING.md):

      agreements = ["isr-lbn-2024"]        # else those that reports of the record are linked to

      [[feed]]
      name = "Ternwire"
      url = "https://ternwire.example/world.xml"
      outlet = "Ternwire"
      language = "en"
      kind = "report"
      pages = ["www.ternwire.example"]     # fetch the pages that entries link there, not only the feed's summaries

    Nothing is added twice, a feed that fails does not stop the others, and a feed that has not changed is not sent
    again. One process watches a record at a time: a second says so and ends with exit code 4, so it can run from cron:

      */15 * * * *  parley watch desk.parley feeds.toml
    """
    pause = _parse_pause(every) if every else None
    watched = _Watched(record, load_feeds(feeds), feeds.parent, reader, as_json)
    fetcher, interruption = Fetcher(), Interruption()
    open_record(record).close()
    with hold_watch(record), interruption.watched():
        while True:
            failed = _poll_once(watched, fetcher, interruption, staying=pause is not None)
            if interruption.asked:
                raise typer.Exit(130)
            if pause is None:
                raise typer.Exit(1 if failed else 0)
            _wait(pause, interruption)


class _Watched(NamedTuple):
    """What is watched, and how it is read and told."""

    record: Path
    feeds: FeedList
    folder: Path
    reader: ReaderName
    as_json: bool


def _parse_pause(words: str) -> float:
    match = re.fullmatch(r"(\d{1,4})([mhd])", words.strip())
    if not match or not int(match[1]):
        raise FormatError(f"{words!r} is no time", where="--every", remedy="Write it as 15m, 2h or 1d.")
    return float(int(match[1]) * _UNITS[match[2]])


def _wait(seconds: float, interruption: Interruption) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not interruption.asked:
        time.sleep(_STEP)


def _poll_once(watched: _Watched, fetcher: Fetcher, interruption: Interruption, *, staying: bool) -> bool:
    """Poll all feeds and follow up what came; return whether something failed. Who stays tries again after an error."""
    try:
        with open_record(watched.record) as record:
            return _poll(record, watched, fetcher, interruption)
    except RecordError as error:
        if not staying:
            raise
        print_error(error)
        return True


def _poll(record: Record, watched: _Watched, fetcher: Fetcher, interruption: Interruption) -> bool:
    today, urls = find_today(), [feed.url for feed in watched.feeds.feed]
    since = record.fetches.find_last(urls) or record.find_last_change().recorded_at or dt.datetime.now(dt.UTC)
    agreements = find_watched_agreements(record, watched.feeds, watched.folder)
    failed: list[Failure] = []
    new = 0
    polls = poll_feeds(record, watched.feeds.feed, fetcher, today, lambda: interruption.asked)
    for polled in follow(polls, "polling", len(urls)):
        _tell_feed(polled, as_json=watched.as_json)
        failed += polled.failures
        new += polled.new
    failed += _read(record, watched, interruption)
    proposed = 0
    if (record.find_last_change().recorded_at or since) > since and not interruption.asked:
        proposed = _propose(record, agreements)
    if watched.as_json:
        print_json({"new": new, "proposed": proposed, "failed": len(failed)})
    elif new or proposed or err.is_terminal:
        err.print(f"{count(new, 'new document')}, {count(proposed, 'new proposal')} on clauses.")
    if not interruption.asked:
        for board in follow(compare_boards(record, agreements, since, today), "comparing boards", None):
            _tell_board(board, as_json=watched.as_json)
        record.fetches.touch(urls)
    if not watched.as_json:
        print_failures(failed)
    return bool(failed)


def _read(record: Record, watched: _Watched, interruption: Interruption) -> list[Failure]:
    """Read what is not read yet, and return what failed."""
    pipeline = make_pipeline(watched.reader, load_registry(changes=record.list_actor_changes()))
    unread = record.list_unread(pipeline, LANGUAGES)
    outcomes = record.read(pipeline, LANGUAGES, interruption.until_asked(unread))
    return [outcome for outcome in follow(outcomes, "reading", len(unread)) if isinstance(outcome, Failure)]


def _propose(record: Record, agreements: list[Path]) -> int:
    """Trace copies and propose links to clauses; return how many are new."""
    trace_record(record, record.lineage.list_reports(), follow)
    if not agreements:
        return 0
    return match_record(record, [load_agreement(path) for path in agreements], watch=follow).proposals.added


def _tell_feed(polled: Polled, *, as_json: bool) -> None:
    if as_json:
        documents = [each.document.id for each in polled.added if each.new_document]
        told = {"feed": polled.feed.name, "documents": documents, "known": len(polled.added) - polled.new}
        print_json(told | {"unchanged": polled.unchanged, "failures": msgspec.to_builtins(polled.failures)})
        return
    for each in polled.added:
        if each.new_document:
            publication = each.publication
            named = publication.title or publication.url or each.document.id[:12]
            changed = "  (the page has a new text)" if each.replaces else ""
            out.print(Text(f"{each.document.date or 'no date'!s:<10}  {polled.feed.name}: {named}{changed}"))


def _tell_board(board: Board, *, as_json: bool) -> None:
    if as_json:
        print_json({"agreement": board.agreement.id, "since": board.since, "changes": list(tell_moves(board))})
    elif lines := list(draw_moves(board)):
        out.print(Text(board.agreement.title, style="bold"))
        for line in lines:
            out.print(Text(line))
