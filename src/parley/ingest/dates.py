"""The day a report was published: read from where it is stated, and reconciled where sources differ.

A date is never silently taken: one that cannot be, lies in the future or is contradicted leaves a flag.
"""

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from msgspec import Struct

from parley.model import DateClue, DateSource

AUTHORITY: tuple[DateSource, ...] = ("option", "field", "front matter", "metadata", "url", "page", "file name")
"""Where a date can come from, the strongest source first."""
EARLIEST = dt.date(1800, 1, 1)
"""A date before this is a default that some program filled in, such as 0001-01-01."""
TOLERANCE = dt.timedelta(days=1)
"""Sources may differ by this much without contradicting each other: midnight falls at different times."""
LAST_ZONE = dt.timezone(dt.timedelta(hours=-12))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
_ISO_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ]\s*(?P<time>.*))?")
_SHORT_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_NAMED_DAY = re.compile(
    rf"(?:[a-z]+,? )?(?:(?P<day>\d{{1,2}}) {_MONTH},? (?P<year>\d{{4}})|{_MONTH.replace('month', 'month2')} "
    r"(?P<day2>\d{1,2}),? (?P<year2>\d{4}))",
    re.IGNORECASE,
)
_MAIL_DATE = re.compile(r"[a-z]{3}, \d{1,2} [a-z]{3} \d{4} \d", re.IGNORECASE)
_COARSE = re.compile(r"\d{4}(-\d{1,2})?")
_EMBEDDED_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_/.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|/((?:19|20)\d\d)/({'|'.join(MONTHS)})/(0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|/((?:19|20)\d\d)/(1[0-2]|0?[1-9])/([12]\d|3[01]|0?[1-9])/",
    re.IGNORECASE,
)


class Dated(Struct, frozen=True):
    """The publication date settled on: day, instant where a zone is stated, source, what is doubtful, all claims."""

    on: dt.date | None = None
    at: dt.datetime | None = None
    source: DateSource | None = None
    flags: tuple[str, ...] = ()
    claimed: tuple[DateClue, ...] = ()


def reconcile(clues: Iterable[DateClue], today: dt.date) -> Dated:
    """Settle on the date of the strongest source that can be right; flag the others where they cannot or differ."""
    flags: list[str] = []
    good: list[tuple[DateSource, dt.date, dt.datetime | None]] = []
    claimed = tuple(sorted(clues, key=lambda clue: AUTHORITY.index(clue.source)))
    for clue in claimed:
        try:
            day, instant = read_date(clue.words)
            _refuse_future(day, instant, today)
        except ValueError as error:
            flags.append(f"date {error}: {_shorten(clue.words)} not taken ({clue.source})")
        else:
            good.append((clue.source, day, instant))
    if not good:
        return Dated(flags=tuple(flags), claimed=claimed)
    source, day, instant = good[0]
    if source == "page":
        flags.append("date found on the page, not stated in its metadata")
    contrary = [(other, on) for other, on, _ in good if abs(on - day) > TOLERANCE]
    if contrary:
        flags.append("date contradicted: " + ", ".join(f"{who} {on}" for who, on in [(source, day), *contrary]))
    return Dated(day, instant, source, tuple(flags), claimed)


def read_date(words: str) -> tuple[dt.date, dt.datetime | None]:
    """Read a date as the words state it: its day, and the instant when time and zone are stated too.

    Raises:
        ValueError: with the reason in two or three words: impossible, ambiguous, without a day, not understood.
    """
    words = " ".join(words.split())
    if match := _ISO_DAY.fullmatch(words):
        day = _make_day(match[1], match[3], match[4])
        return day, _read_instant(day, match["time"])
    if _MAIL_DATE.match(words):
        return _read_mail_date(words)
    if match := _NAMED_DAY.fullmatch(words):
        month = MONTHS.index((match["month"] or match["month2"]).lower()) + 1
        return _make_day(match["year"] or match["year2"], month, match["day"] or match["day2"]), None
    if match := _SHORT_DAY.fullmatch(words):
        return _read_short_day(int(match[1]), int(match[3]), match[4], dotted=match[2] == "."), None
    raise ValueError("without a day" if _COARSE.fullmatch(words) else "not understood")


def find_day(words: str) -> str | None:
    """Find the one day that a file name or the path of a web address carries, in ISO; none or several give null."""
    days = set()
    for match in _EMBEDDED_DAY.finditer(words.partition("?")[0]):
        year, month, day = (part for part in match.groups() if part and part[0].isalnum())
        number = MONTHS.index(month.lower()) + 1 if month.isalpha() else int(month)
        days.add(f"{year}-{number:02}-{int(day):02}")
    return days.pop() if len(days) == 1 else None


def _make_day(year: str, month: str | int, day: str) -> dt.date:
    try:
        made = dt.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("impossible") from None
    if made < EARLIEST:
        raise ValueError("impossible")
    return made


def _read_instant(day: dt.date, time: str | None) -> dt.datetime | None:
    try:
        instant = dt.datetime.fromisoformat(f"{day.isoformat()}T{(time or '').replace(' ', '')}")
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _read_mail_date(words: str) -> tuple[dt.date, dt.datetime | None]:
    try:
        instant = parsedate_to_datetime(words)
    except (ValueError, OverflowError):
        raise ValueError("impossible") from None
    return instant.date(), instant if instant.tzinfo else None


def _read_short_day(first: int, second: int, year: str, *, dotted: bool) -> dt.date:
    if dotted or first > 12 or first == second:
        return _make_day(year, second, str(first))
    if second > 12:
        return _make_day(year, first, str(second))
    raise ValueError("ambiguous")


def _refuse_future(day: dt.date, instant: dt.datetime | None, today: dt.date) -> None:
    """Refuse a day after today, unless its instant may have come already in the zones ahead of ours."""
    if day <= today:
        return
    if instant and day - today <= TOLERANCE and instant.astimezone(LAST_ZONE).date() <= today:
        return
    raise ValueError("in the future")


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:39] + "…"
