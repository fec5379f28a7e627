"""A made-up record for the benchmark of the desk: invented states, reports by chance, an agreement of many clauses."""

import datetime as dt
import random
from pathlib import Path
from typing import ClassVar

from parley.model import Arrival, Assessment, Bearing, Document, Event, Mention, Publication, Raw, Reading, Span
from parley.record import Record, create_record

START = dt.date(2023, 3, 6)
SIDES = ("Northland", "Southmark", "the Watch", None)
OUTLETS = ("Ternwire", "Daily", "Courier", "Radio Lurna", "Evening Post", "Harbour News", "Valley Echo", "Signal")
BEARINGS: tuple[Bearing, ...] = ("contrary", "contrary", "denied", "done", "partly", "not_done", "calls", "planned")
_SENTENCE = "Northland shelled point {number} near the river, the Watch said, and Southmark demanded talks on it. "


class SampleReader:
    """Reads three events in every sentence of the sample, as a trained reader would, in no time."""

    name: ClassVar[str] = "sample"
    version: ClassVar[str] = "1"

    def read(self, document: Document) -> Reading:
        """Read one document."""
        events, at = [], 0
        while (at := document.text.find("Northland shelled", at)) >= 0:
            end = document.text.index(".", at)
            actor = Mention(at, at + 9, "Northland", entity="Northland")
            for word, kind in (("shelled", "ASSAULT"), ("demanded", "REQUEST"), ("talks", "CONSULT")):
                start = document.text.index(word, at, end)
                trigger = Span(start, start + len(word), word)
                events.append(Event(f"E{len(events)}", trigger, kind, actor=(actor,)))  # type: ignore[arg-type]
            at = end
        return Reading(document, events=tuple(events))


def write_agreement(path: Path, clauses: int) -> None:
    """Write an agreement of two parties with so many clauses."""
    bearers = ("[north, south]", "[north]", "[south]")
    lines = [
        "format: agreement/0",
        'agreement: {id: sample, title: "A sample agreement", signed: 2023-03-06, announced: 2023-03-06,',
        '  talk_from: 2023-03-06, anchors: {signed: "2023-03-06T12:00:00+00:00"},',
        '  text: [{ref: "invented", grade: official, note: "none"}]}',
        "parties:",
        "  north: {name: Northland, role: party, also: []}",
        "  south: {name: Southmark, role: party, also: []}",
        "  watch: {name: the Watch, role: monitor, also: []}",
        "places: {river: {name: the river}}",
        "clauses:",
    ]
    for number in range(1, clauses + 1):
        lines += [
            f'  - {{id: "{number}", gist: "obligation number {number} along the river", modal: must, kind: maintain,',
            f"     bearer: {bearers[number % 3]}, place: river, from: signed, checked: excerpt,",
            "     acts: [{type: RETREAT, mode: ceasefire, object: fire, done_by: [north, south]}],",
            "     contrary_acts: [{type: ASSAULT, mode: null, object: places, done_by: [north, south]}],",
            "     evidence: {counts_against: [shelling], silent_is: unknown}}",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_record(path: Path, documents: int, sentences: int, weeks: int) -> Record:
    """Make a record of so many documents over so many weeks, three entries a sentence."""
    record = create_record(path)
    list(record.add(_make_arrival(number, documents, sentences, weeks) for number in range(documents)))
    list(record.read(SampleReader(), frozenset({"en"})))
    return record


def _make_arrival(number: int, documents: int, sentences: int, weeks: int) -> Arrival:
    day = START + dt.timedelta(days=number * weeks * 7 // documents)
    text = "".join(_SENTENCE.format(number=f"{number}-{place}") for place in range(sentences))
    publication = Publication(outlet=OUTLETS[number % len(OUTLETS)], published_on=day, title=f"Report {number}")
    return Arrival(Document(text, day, "en"), publication, Raw(text.encode(), "text/plain", "plain", "1"))


def assess_reports(record: Record, clauses: int, weeks: int, share: float) -> int:
    """Let reports bear on so many clauses in `share` of all weeks, all sides in turn; return how many do."""
    chance = random.Random(1)  # noqa: S311 (a made-up sample)
    by_week: list[list[Document]] = [[] for _ in range(weeks)]
    for document, _, _ in record.list_readings():
        by_week[min(weeks - 1, ((document.date or START) - START).days // 7)].append(document)
    given = [
        _assess(chance.choice(by_week[week]), clause, chance)
        for clause in range(1, clauses + 1)
        for week in range(weeks)
        if by_week[week] and chance.random() < share
    ]
    record.assessments.add(given, by="A. Coder")
    return len(given)


def _assess(document: Document, clause: int, chance: random.Random) -> Assessment:
    start = document.text.index("shelled")
    against = ("north", "south")[clause % 3 == 2] if clause % 3 else chance.choice(("north", "south"))
    return Assessment(
        "", document.id, "sample", str(clause), chance.choice(BEARINGS), Span(start, start + 7, "shelled"),
        chance.choice(SIDES), against,
    )  # fmt: skip
