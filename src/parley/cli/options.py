"""Arguments and options that several verbs share."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from parley.errors import FormatError

RecordPath = Annotated[Path, typer.Argument(metavar="RECORD", help="The record's file, such as desk.parley.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines for other programs.")]

Name = Annotated[str, typer.Option(envvar="PARLEY_NAME", help="Your name; it stands in the log.")]
Because = Annotated[str | None, typer.Option(help="Why, in your words.")]
Revision = Annotated[
    int | None, typer.Option(min=1, help="The revision that you looked at; refused when there is a newer one.")
]
DocumentStart = Annotated[str, typer.Argument(help="The id of a document, or its first characters.")]
EntryStart = Annotated[str, typer.Argument(help="The id of an entry, or its first or last characters.")]
PublishedSince = Annotated[str | None, typer.Option(metavar="DAY", help="Published on this day or later.")]
PublishedUntil = Annotated[str | None, typer.Option(metavar="DAY", help="Published on this day or earlier.")]
RecordedBy = Annotated[str | None, typer.Option(metavar="MOMENT", help="The record as it stood then.")]
Retracts = Annotated[
    str | None, typer.Option("--retracts", metavar="ID|URL", help="The document that this one takes back.")
]
Corrects = Annotated[
    str | None, typer.Option("--corrects", metavar="ID|URL", help="The document that this one puts right.")
]


def find_today() -> dt.date:
    """Return the day on which it is now in Greenwich: the last one that is not the future."""
    return dt.datetime.now(dt.UTC).date()


def parse_day(value: str | None, option: str) -> dt.date | None:
    """Turn the value of an option into a day.

    Raises:
        FormatError: it is no ISO day.
    """
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise FormatError(f"{value!r} is no day", where=option, remedy="Write it as 2025-07-07.") from error


def parse_past_day(value: str | None, option: str) -> dt.date | None:
    """Turn the value of an option into a day that has begun somewhere on earth.

    Raises:
        FormatError: it is no ISO day, or lies in the future.
    """
    day = parse_day(value, option)
    if day and day > find_today() + dt.timedelta(days=1):
        raise FormatError(f"{day} lies in the future", where=option, remedy="Give a day that has come.")
    return day


def parse_moment(value: str | None, option: str) -> dt.datetime | None:
    """Turn the value of an option into a moment; a day means its end, and no zone means UTC.

    Raises:
        FormatError: it is no ISO day or moment.
    """
    if value is None:
        return None
    try:
        if len(value) == len("2025-07-07"):
            return dt.datetime.combine(dt.date.fromisoformat(value), dt.time.max, dt.UTC)
        moment = dt.datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        remedy = "Write it as 2025-07-07 or 2025-07-07T18:00:00+03:00."
        raise FormatError(f"{value!r} is no moment", where=option, remedy=remedy) from error
