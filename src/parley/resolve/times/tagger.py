"""Tagging: every time expression of a text with its value, days, modifier and anchor."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from parley.derive import find_sentence
from parley.model import Modality, Time
from parley.ontology.times import time_words
from parley.resolve.times.anchors import Hold, find_hold
from parley.resolve.times.clock import read_clock
from parley.resolve.times.direction import looks_ahead
from parley.resolve.times.lengths import find_day_ahead, measure
from parley.resolve.times.periods import Period, shift_day
from parley.resolve.times.scene import Scene
from parley.resolve.times.spans import Found, find_spans
from parley.resolve.times.values import READS

_DAY_READS = frozenset({"iso", "numeric", "date", "weekday", "near", "ordinal"})
_LENGTH = "duration"
_ABSOLUTE_READS = frozenset({"iso", "numeric", "year", "decade", "century", "era"})
_CLOCK_TO_DAY = re.compile(r",?\s+(?:(?:local\s+time|\([^)]*\)),?\s+)?(?:on\s+)?(?:the\s+)?\Z|,\s*\Z")
_DAY_TO_CLOCK = re.compile(r",?\s+(?:at\s+|around\s+|about\s+)*\Z")
_PART_AFTER = re.compile(
    r"(?:['’]s)?\s+(?:early\s+|late\s+|mid[- ])?(morning|dawn|afternoon|evening|night)s?\b", re.IGNORECASE
)
_PART_BEFORE = re.compile(
    r"\b(?:the\s+)?(?:early\s+|late\s+)?(morning|dawn|afternoon|evening|night)(?:\s+hours)?\s+of\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_IN = re.compile(r"\bin\s+(?:about\s+|around\s+|the\s+)?\Z", re.IGNORECASE)
_WAS_DUE = re.compile(r"\b(?:had|(?:were|was)\s+to\s+have|should\s+have|has\s+been|have\s+been)\b", re.IGNORECASE)
_PROMISED = re.compile(
    r"\b(?:will|won['’]t|would|shall|must|should(?!\s+have)|if|unless)\b(?!.*\b(?:had|was|were)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""What puts a bound ahead whatever was told earlier in its sentence: "had begun and would end by 17 May"."""
_SENTENCE = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“A-Z])|\n\s*\n")
_WEEK = dt.timedelta(weeks=1)


class _Expression(Struct, frozen=True):
    """What is read as one time: the rule's match, a clock beside it, and a part of the day."""

    start: int
    end: int
    found: Found
    clock: Found | None = None
    part: str | None = None


def tag_times(text: str, published: dt.date | None, outlooks: Mapping[int, Modality]) -> list[Time]:
    """List the times of a text in their order.

    Args:
        text: the text.
        published: its day of publication; without one, relative times have no value.
        outlooks: the modality of the event whose time covers an offset, where one does.
    """
    founds = find_spans(text)
    scene = Scene(published, narrates=_narrates(founds, published))
    times: list[Time] = []
    held: list[tuple[int, Found, Hold]] = []
    clocks: list[tuple[int, Found]] = []
    for expression in _join(text, founds):
        hold = find_hold(text, expression.start, expression.end, length=expression.found.read == _LENGTH)
        scene.modifier = hold.modifier
        outlook = outlooks.get(expression.end - 1)
        scene.ahead = _find_ahead(text, expression, hold, outlook)
        if expression.found.read == "clock":
            dated = _make_time(text, expression, _find_day_of_clock(expression.found, scene, times), hold, scene)
            clocks.append((len(times), expression.found))
            times.append(dated)
            continue
        period = _read(text, expression, scene, hold)
        if period is None:
            if expression.found.read == "straight":
                continue
            period = Period(None)
        if expression.found.read == _LENGTH and period.type == "DURATION":
            held.append((len(times), expression.found, hold))
        times.append(_make_time(text, expression, period, hold, scene))
        if _is_said(period, expression, scene):
            scene.said = period
    for index, found, hold in held:
        times[index] = _hang(times, index, found, hold, published)
    for index, found in clocks:
        times[index] = _date_clock(text, times, index, found)
    return times


def _find_day_of_clock(found: Found, scene: Scene, before: Sequence[Time]) -> Period:
    """Find the day of a time of day whose sentence names none.

    In a text that narrates it is the day named last. Else what lies ahead has none, but for the coming midnight; what
    lies behind is on the newest day that the text named of the week before publication, else on that of the report.
    """
    if scene.narrates or scene.published is None:
        return Period(None, scene.said_day, scene.said_day, "TIME")
    if scene.ahead:
        day = scene.published if found.parts.get("named", "").lower() == "midnight" else None
        return Period(None, day, day, "TIME")
    week = (scene.published - _WEEK, scene.published)
    named = [time.earliest for time in before if time.earliest and time.earliest == time.latest]
    newest = max((day for day in named if week[0] <= day < week[1]), default=scene.published)
    return Period(None, newest, newest, "TIME")


def _date_clock(text: str, times: Sequence[Time], index: int, found: Found) -> Time:
    """Read a time of day on a day that its sentence names, before it rather than after it, else on its own day."""
    time, sentence = times[index], find_sentence(text, times[index])
    start = text.rfind(sentence, 0, time.start + len(sentence))
    named = [
        other
        for at, other in enumerate(times)
        if at != index and start <= other.start < start + len(sentence) and other.value
        if other.earliest and other.earliest == other.latest
    ]
    nearest = next((other for other in reversed(named) if other.start < time.start), next(iter(named), None))
    day = nearest.earliest if nearest else time.earliest
    period = (day and read_clock(found.parts, day, sentence)) or Period(None)
    anchor = nearest.value if nearest else time.anchor
    return replace(time, value=period.value, earliest=period.first, latest=period.last, anchor=anchor)


def _is_said(period: Period, expression: _Expression, scene: Scene) -> bool:
    """Tell whether later times may count from a period: a date, in a text that narrates not one near publication."""
    if period.first is None or period.type not in {"DATE", "TIME"} or not (period.grain or period.type == "TIME"):
        return False
    near = scene.published is not None and period.first.year >= scene.published.year - 1
    return not (scene.narrates and near and "year" not in expression.found.parts)


def _read(text: str, expression: _Expression, scene: Scene, hold: Hold) -> Period | None:
    """Read one expression; null when it cannot be told, a value that no calendar holds included."""
    found = expression.found
    try:
        scene.sentence = _sentence_around(text, found) if found.read == "named" else ""
        period = READS[found.read](found.parts, scene)
        if found.read == _LENGTH and scene.published and scene.ahead and _says_in(text, expression, hold):
            period = find_day_ahead(found.parts, scene.published) or period
        if period is None or period.first is None or period.first != period.last:
            return period
        if expression.clock:
            return read_clock(expression.clock.parts, period.first, _sentence_around(text, found)) or period
        if expression.part:
            code = time_words().parts[expression.part]
            return Period(f"{period.first}T{code}", period.first, period.last, "TIME")
    except (ValueError, OverflowError):
        return None
    return period


def _says_in(text: str, expression: _Expression, hold: Hold) -> bool:
    """Tell whether a length follows "in" and hangs on nothing, so that it can mean the day that it leads to."""
    free = hold.modifier is None and hold.anchor is None
    return free and _IN.search(text, max(0, expression.start - 12), expression.start) is not None


def _find_ahead(text: str, expression: _Expression, hold: Hold, outlook: Modality | None) -> bool | None:
    """Tell where the words around a time look; what something is due by lies ahead unless the text says it was due.

    What is done now ("extended until 18 February") may last to a day before or behind: the nearest is meant.
    """
    ahead = looks_ahead(text, expression.start, expression.end, outlook)
    before = _SENTENCE.split(text[max(0, expression.start - 90) : expression.start])[-1]
    if hold.modifier == "until" and outlook == "actual" and not _WAS_DUE.search(before):
        return None
    if hold.modifier in ("by", "until", "within"):
        if outlook == "actual":
            return bool(_PROMISED.search(before) and looks_ahead(text, expression.start, expression.end))
        return bool(_PROMISED.search(before)) or not _WAS_DUE.search(before)
    if hold.modifier == "since" and re.search(r"\bsince\s+(?:\w+\s+)?\Z", before, re.IGNORECASE):
        return False
    return ahead


def _narrates(founds: Sequence[Found], published: dt.date | None) -> bool:
    """Tell whether a text tells of years long past: of many years that it names, the middle one lies two years back.

    Five years and two years back: tuned on WikiWars and the training parts of TempEval-3, which hold both kinds.
    """
    years = sorted(int(found.parts["year"]) for found in founds if "year" in found.parts and found.read != "feast")
    return published is not None and len(years) >= 5 and years[len(years) // 2] <= published.year - 2


def _join(text: str, founds: Sequence[Found]) -> Iterator[_Expression]:
    """Join times of day with the days beside them."""
    index = 0
    while index < len(founds):
        one = founds[index]
        other = founds[index + 1] if index + 1 < len(founds) else None
        between = text[one.end : other.start] if other else ""
        if other and one.read == "clock" and other.read in _DAY_READS and _CLOCK_TO_DAY.fullmatch(between):
            yield _Expression(one.start, other.end, other, clock=one)
            index += 2
        elif other and one.read in _DAY_READS and other.read == "clock" and _DAY_TO_CLOCK.fullmatch(between):
            yield _Expression(one.start, other.end, one, clock=other)
            index += 2
        else:
            yield _with_part(text, one)
            index += 1


def _with_part(text: str, found: Found) -> _Expression:
    """Take in the part of the day that stands after a day or before it: "Friday night", "the night of 20 June"."""
    if found.read in _DAY_READS and found.parts.get("near", "") not in ("tonight", "overnight"):
        if after := _PART_AFTER.match(text, found.end):
            return _Expression(found.start, after.end(), found, part=after[1].lower())
        if before := _PART_BEFORE.search(text, max(0, found.start - 40), found.start):
            return _Expression(before.start(), found.end, found, part=before[1].lower())
    return _Expression(found.start, found.end, found)


def _make_time(text: str, expression: _Expression, period: Period, hold: Hold, scene: Scene) -> Time:
    anchor = hold.anchor
    if (
        anchor is None
        and period.first
        and expression.found.read not in _ABSOLUTE_READS
        and "year" not in expression.found.parts
    ):
        anchor = scene.said.value if scene.narrates and scene.said else "publication"
    if expression.found.read == "event":
        anchor = text[expression.start : expression.end]
    return Time(
        expression.start, expression.end, text[expression.start : expression.end],
        type=period.type, value=period.value, earliest=period.first, latest=period.last,
        modifier=hold.modifier, anchor=anchor, rule=expression.found.rule,
    )  # fmt: skip


def _hang(times: Sequence[Time], index: int, found: Found, hold: Hold, published: dt.date | None) -> Time:
    """Give a length the days that its anchor fixes: the day that the text names there, or publication."""
    time, (count, upto, unit) = times[index], measure(found.parts)
    if hold.now and published:
        end = shift_day(published, upto, unit) if upto is not None else None
        return replace(time, earliest=published, latest=end, anchor="publication")
    begin = hold.anchor_start or 0
    finish = begin + len(hold.anchor or "")
    named = next((one for one in times[index + 1 : index + 4] if begin <= one.start < finish and one.earliest), None)
    if named is None or named.earliest is None or count is None or named.earliest != named.latest:
        return time
    there = shift_day(named.earliest, -count if hold.sooner else count, unit)
    if there is None:
        return time
    if hold.modifier == "after":
        return replace(time, earliest=there, latest=there)
    return replace(time, earliest=min(there, named.earliest), latest=max(there, named.earliest))


def _sentence_around(text: str, found: Found) -> str:
    before = _SENTENCE.split(text[max(0, found.start - 160) : found.start])[-1]
    return before + _SENTENCE.split(text[found.start : found.end + 160])[0]
