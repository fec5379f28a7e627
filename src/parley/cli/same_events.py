"""Verbs about events that several reports tell of: same-events, same, different."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from parley.cli.console import err, follow, print_all
from parley.cli.hints import tell_unrecorded
from parley.cli.lines import draw_entry
from parley.cli.options import (
    AsJson,
    Because,
    Name,
    PublishedSince,
    PublishedUntil,
    RecordedBy,
    RecordPath,
    parse_day,
    parse_moment,
)
from parley.lineage import EventPair, pair_events
from parley.model import EventType, SameEventDecision, Sameness
from parley.record import Filter, open_record

EventStart = Annotated[str, typer.Argument(help="The id of an event, or its first or last characters.")]


def same_events(
    record: RecordPath,
    type_: Annotated[EventType | None, typer.Option("--type", help="PLOVER event type.")] = None,
    since: PublishedSince = None,
    until: PublishedUntil = None,
    recorded_by: RecordedBy = None,
    as_json: AsJson = False,
) -> None:
    """List events of two reports that may be one, with what they agree on, and your word on them.

    Parley proposes and merges nothing: figures that differ stay side by side. `parley same` and `parley different`
    keep your word; lists then say "same event as".

    Example: parley same-events desk.parley --type ASSAULT --since 2025-07-01
    """
    wanted = Filter(
        kind="event",
        type=type_,
        published_from=parse_day(since, "--since"),
        published_to=parse_day(until, "--until"),
        recorded_by=parse_moment(recorded_by, "--recorded-by"),
    )
    with open_record(record) as opened:
        pairs = pair_events(opened, wanted, follow)
        tell_unrecorded(opened, wanted.recorded_by)
    decided = f", {sum(pair.decision is not None for pair in pairs)} decided on"
    print_all(pairs, "pair", _draw_pair, _describe_pair, as_json=as_json, more=decided)


def _describe_pair(pair: EventPair) -> dict[str, object]:
    entries = {"a": pair.one.entry.id, "b": pair.other.entry.id}
    return {**entries, **msgspec.to_builtins({"likeness": pair.likeness, "decision": pair.decision})}


def _draw_pair(pair: EventPair) -> Text:
    drawn = Text(_describe_state(pair.decision), style="bold")
    for each in (pair.one, pair.other):
        drawn.append("\n").append(Text("  ", style="not bold")).append(draw_entry(each))
    if pair.likeness:
        like = pair.likeness
        names = "; ".join((*like.actors, *like.recipients, *like.places))
        days = sorted({like.first, like.last})
        day = ("; a day apart: " if like.first > like.last else "; ") + " or ".join(map(str, days))
        figures = "".join(f"; {one} | {other}" for one, other in like.counts)
        drawn.append(f"\n      both: {names or 'the same kind of act'}{day}{figures}", style="not bold dim")
    return drawn


def _describe_state(decision: SameEventDecision | None) -> str:
    if decision is None:
        return "Perhaps the same event"
    word = "The same event" if decision.action == "same" else "Different events"
    return f"{word}, says {decision.by}" + (f": {decision.reason}" if decision.reason else "")


def same(record: RecordPath, one: EventStart, other: EventStart, by: Name, reason: Because = None) -> None:
    """Say that two entries of two reports tell of one event. Both stay as they are; your word outlives reading again.

    Example: parley same desk.parley 3f2a91c0 77b0e2d4 --by "A. Analyst" --reason "same street, same hour"
    """
    _decide(record, one, other, "same", by, reason)


def different(record: RecordPath, one: EventStart, other: EventStart, by: Name, reason: Because = None) -> None:
    """Say that two entries tell of different events, whatever they share. Your word outlives reading again.

    Example: parley different desk.parley 3f2a91c0 77b0e2d4 --by "A. Analyst" --reason "one at dawn, one at night"
    """
    _decide(record, one, other, "different", by, reason)


def _decide(path: Path, one: str, other: str, action: Sameness, by: str, reason: str | None) -> None:
    with open_record(path) as opened:
        decision = opened.lineage.decide_event(one, other, action, by=by, reason=reason)
    events = "one event" if action == "same" else "different events"
    err.print(f"{decision.a[-8:]} and {decision.b[-8:]}: {events}, says {by}.", markup=False)
