"""The verb by which a person decides: decide."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli.console import err
from parley.cli.lines import describe_item
from parley.cli.options import RecordPath
from parley.errors import FormatError, InputError
from parley.model import Action, Event, Statement
from parley.record import open_record


def decide(
    record: RecordPath,
    entry: Annotated[str, typer.Argument(help="The id of an entry, or its first or last characters.")],
    action: Annotated[Action, typer.Argument(help="accept, amend or reject.")],
    by: Annotated[str, typer.Option(envvar="PARLEY_NAME", help="Your name; it stands in the log.")],
    reason: Annotated[str | None, typer.Option(help="Why, in your words.")] = None,
    revision: Annotated[
        int | None, typer.Option(min=1, help="The revision that you looked at; refused when there is a newer one.")
    ] = None,
    item: Annotated[
        str | None, typer.Option(metavar="FILE", help="For amend: what it should say, as JSON; - for standard input.")
    ] = None,
) -> None:
    """Accept, amend or reject an entry. Decisions are kept for good: no later reader overwrites them.

    To amend, take the entry's `item` from `parley show RECORD ENTRY --json`, change it, and give it back.

    Examples:
      parley decide desk.parley 3f2a91c0 accept --by "A. Analyst"
      parley decide desk.parley 3f2a91c0 reject --by "A. Analyst" --reason "the text speaks of an earlier strike"
    """
    if (action == "amend") != (item is not None):
        remedy = "Use amend together with --item FILE, and --item with amend only."
        raise FormatError("an amendment says what the entry should say", where="--item", remedy=remedy)
    with open_record(record) as opened:
        listed = opened.find_entry(entry)
        kind = Statement if isinstance(listed.entry.item, Statement) else Event
        amended = _load_item(item, kind) if item else None
        opened.decide(
            listed.entry.id, action, by=by, revision=revision or listed.entry.revision, reason=reason, item=amended
        )
        now = opened.find_entry(listed.entry.id)
    err.print(f"{now.entry.state} by {by}: {describe_item(now.entry.item)}", markup=False)


def _load_item(source: str, kind: type[Statement | Event]) -> Statement | Event:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return msgspec.json.decode(data, type=kind)
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", where=source) from error
    except msgspec.MsgspecError as error:
        remedy = "Begin from the item that `parley show RECORD ENTRY --json` prints."
        raise FormatError(f"this is no {kind.__name__.lower()} ({error})", where=source, remedy=remedy) from error
