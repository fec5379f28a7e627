"""What follows from a reading without further reading: chains, facts, commitments.

Rules and words are those of reading format 1 (docs/FORMAT.md): an event counts as reported fact only when it is
`actual`, not negated, and nobody but carriers stands between the reader and it.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec import Struct

from parley.model import (
    Assessed,
    Carrier,
    DocumentKind,
    Event,
    Mention,
    Modality,
    Publication,
    Span,
    Statement,
    Time,
    TimeMention,
)
from parley.ontology import event_kinds, find_carrier, is_carrier, is_own_outlet, name_plainly

CommitmentKind = Literal["demand", "refusal", "threat", "concession", "promise", "offer", "acceptance"]
UNCERTAIN = 0.7
"""Of what the trained reader proposes with less confidence more than half is wrong (docs/READER.md)."""
_UNNAMED = "(unnamed)"
Standing = Literal[
    "fact", "claimed", "denied", "did not happen", "planned", "possible", "demanded", "refused", "required"
]
_STANDINGS: dict[Modality, Standing] = {
    "future": "planned",
    "hypothetical": "possible",
    "requested": "demanded",
    "refused": "refused",
    "obliged": "required",
}
_KINDS: dict[str, CommitmentKind] = {
    "REQUEST": "demand",
    "REJECT": "refusal",
    "THREATEN": "threat",
    "CONCEDE": "concession",
}


class Commitment(Struct, frozen=True):
    """A speech act with the event it is about, its condition and its deadline.

    `by` is the speaker, `of` the party whose act is spoken of, `act` the id of the event meant (null when the words
    name none), `chain` the sources from the outermost to the speaker.
    """

    kind: CommitmentKind
    event: str
    by: tuple[Mention, ...]
    of: tuple[Mention, ...]
    act: str | None
    condition: Span | None
    deadline: TimeMention | None
    chain: tuple[str | None, ...]


class Deadline(Struct, frozen=True):
    """What is due: an act with its deadline, whose commitment it is, and what the day hangs on.

    `event` is the id of the act. `first` and `last` are the days by which it can be due, null where the text leaves
    them open; `modifier` says how the words bound the act; `hangs_on` are the words for an event that the day is
    counted from.
    """

    event: str
    words: TimeMention
    first: dt.date | None = None
    last: dt.date | None = None
    modifier: str | None = None
    hangs_on: str | None = None
    condition: Span | None = None
    commitment: CommitmentKind | None = None
    by: tuple[Mention, ...] = ()


def index_statements(items: Iterable[Statement | Event]) -> dict[str, Statement]:
    """Map ids to the statements among the items."""
    return {item.id: item for item in items if isinstance(item, Statement)}


def enclosing_statements(item: Statement | Event, statements: Mapping[str, Statement]) -> list[Statement]:
    """List the statements around an item, outermost first, the item itself last when it is a statement.

    A speech act lies where its statement lies, even when its own `within` was left open.
    """
    around = item.within
    if isinstance(item, Event) and around is None and item.about:
        around = statements[item.about].within if item.about in statements else None
    found: list[Statement] = []
    current = item if isinstance(item, Statement) else statements.get(around or "")
    while current and current not in found:
        found.append(current)
        current = statements.get(current.within or "")
    return found[::-1]


def attach_events(events: Iterable[Event], statements: Sequence[Statement]) -> tuple[Event, ...]:
    """Tie events to statements by their spans: `within` the shortest content that holds, `about` the cue that overlaps.

    A speech act lies within the statement that encloses its own.
    """
    attached = []
    for event in events:
        about = next((said for said in statements if event.about and said.cue.overlaps(event.trigger)), None)
        around = [
            (span.end - span.start, statement.id)
            for statement in statements
            for span in statement.content
            if span.holds(event.trigger)
        ]
        within = about.within if about else min(around)[1] if around else None
        attached.append(msgspec.structs.replace(event, within=within, about=about.id if about else None))
    return tuple(attached)


def is_uncertain(item: Statement | Event) -> bool:
    """Tell whether a reader proposes an item with little confidence; readers that give none are not asked."""
    return isinstance(item.confidence, float) and item.confidence < UNCERTAIN


def list_mentions(item: Statement | Event) -> list[Mention]:
    """List whom and what an item mentions: source and addressee, or actors, recipients and places."""
    if isinstance(item, Statement):
        return [mention for mention in (item.source, item.addressee) if mention]
    return [*item.actor, *item.recipient, *item.place]


def name_mention(mention: Mention | None) -> str | None:
    """Give the canonical name of a mention, its own words where it is unresolved, null where there is none."""
    return (mention.entity or mention.text) if mention else None


def count(number: int, what: str) -> str:
    """Say how many there are: "1 document", "2 entries"."""
    if number != 1:
        what = f"{what[:-1]}ies" if what.endswith("y") and what[-2] not in "aeiou" else f"{what}s"
    return f"{number} {what}"


def join_names(mentions: Iterable[Mention], separator: str = "; ") -> str:
    """Name several mentions on one line."""
    return separator.join(filter(None, map(name_mention, mentions)))


def sourcing_chain(item: Statement | Event, statements: Mapping[str, Statement]) -> tuple[str | None, ...]:
    """Name the sources around an item, outermost first; null stands for an unnamed source.

    The publishing outlet is not part of it, which belongs to the publication, nor are its people ("our correspondent").
    """
    around = enclosing_statements(item, statements)
    return tuple(name_mention(each.source) for each in around if not _is_own(each.source))


def find_speaker(item: Statement | Event, statements: Mapping[str, Statement]) -> str | None:
    """Name who says it: the innermost source, for a speech act the one whose it is; null for the narrator."""
    own = statements.get(item.about or "") if isinstance(item, Event) else None
    chain = sourcing_chain(own or item, statements)
    return chain[-1] if chain else None


def _is_carried(event: Event, statements: Mapping[str, Statement]) -> bool:
    """Tell whether nobody but carriers stands around the event; a name that was resolved counts as what it denotes."""
    around = [each.source for each in enclosing_statements(event, statements)]
    return all(_is_own(source) or (source and is_carrier(source.entity or source.text)) for source in around)


def _is_own(source: Mention | None) -> bool:
    """Tell whether the outlet itself is the source; "our agency" that was resolved is what it denotes."""
    return source is not None and source.entity is None and is_own_outlet(source.text)


def is_act(event: Event) -> bool:
    """Tell acts from speech acts: a speech act stands on a statement or has one of PLOVER's verbal types."""
    return event.about is None and not event_kinds()[event.type].verbal


def commitment_kind(event: Event, inside: Iterable[Event] = ()) -> CommitmentKind | None:
    """Say which kind of commitment a speech act is, null when it is none.

    Args:
        event: the speech act.
        inside: the events inside its statement. They tell a promise from an offer, and a refusal from a denial of
            what has happened, which commits nobody.
    """
    if event.about is None or event.negated:
        return None
    inside = list(inside)
    spoken_of = [other for other in inside if other.modality != "actual"]
    if event.type == "AGREE":
        conditional = event.condition or any(other.condition for other in spoken_of)
        return "offer" if conditional else "promise" if spoken_of else "acceptance"
    if event.type == "REJECT" and inside and not spoken_of:
        return None
    return _KINDS.get(event.type)


def derive_commitments(statements: Iterable[Statement], events: Iterable[Event]) -> list[Commitment]:
    """List the commitments of a reading in the order of its events."""
    known, events = index_statements(statements), list(events)
    found = []
    for event in events:
        inside = [other for other in events if event.about and other.within == event.about]
        spoken_of = [other for other in inside if other.modality != "actual"]
        kind = commitment_kind(event, inside)
        if kind is None or event.about is None:
            continue
        act = spoken_of[0] if spoken_of else None
        found.append(
            Commitment(
                kind=kind,
                event=event.id,
                by=event.actor,
                of=act.actor if act else event.recipient,
                act=act.id if act else None,
                condition=event.condition or (act.condition if act else None),
                deadline=event.deadline or (act.deadline if act else None),
                chain=sourcing_chain(known[event.about], known),
            )
        )
    return found


def derive_deadlines(
    statements: Iterable[Statement], events: Iterable[Event], times: Sequence[Time] = ()
) -> list[Deadline]:
    """List what is due, in the order of the events; one deadline of a speech act and its act is listed with the act.

    Args:
        statements: of one document.
        events: of the same document.
        times: its layer of times, which says what a deadline hangs on.
    """
    events = list(events)
    commitments = derive_commitments(statements, events)
    dated = {event.id for event in events if event.deadline}
    spoken = {one.event for one in commitments if one.act in dated}
    found = []
    for event in events:
        if event.deadline is None or event.id in spoken:
            continue
        own = next((one for one in commitments if event.id in (one.act, one.event)), None)
        inside = [time for time in times if time.overlaps(event.deadline)]
        days = find_interval(event.deadline.value) if event.deadline.value else None
        hangs_on = (time.anchor for time in inside if time.anchor and time.earliest is None)
        found.append(
            Deadline(
                event=event.id,
                words=event.deadline,
                first=days[0] if days else None,
                last=days[1] if days else None,
                modifier=next((time.modifier for time in inside if time.modifier), None),
                hangs_on=next(hangs_on, None),
                condition=event.condition or (own.condition if own else None),
                commitment=own.kind if own else None,
                by=own.by if own else (),
            )
        )
    return found


def find_standing(event: Event, statements: Mapping[str, Statement], kind: DocumentKind = "report") -> Standing:
    """Say in one word how an event stands in the record: as fact, or as what else.

    Args:
        event: the event.
        statements: of the same document, by id.
        kind: of the document; what is not a report is in its author's own mouth.
    """
    if event.modality != "actual":
        return _STANDINGS[event.modality]
    told = kind == "report" and _is_carried(event, statements)
    if event.negated:
        return "did not happen" if told else "denied"
    return "fact" if told else "claimed"


def find_happened(event: Event) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day that the times of an event can mean; null when the text gives none."""
    found = [interval for time in event.time if time.value and (interval := find_interval(time.value))]
    return (min(first for first, _ in found), max(last for _, last in found)) if found else None


def find_interval(value: str) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of an ISO day, month, year or interval; null for any other value."""
    bounds = [_first_and_last(part) for part in value.split("/")]
    days = [bound for bound in bounds if bound]
    if len(days) < len(bounds) or len(days) > 2 or days[0][0] > days[-1][1]:
        return None
    return days[0][0], days[-1][1]


def _first_and_last(value: str) -> tuple[dt.date, dt.date] | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if match[2] is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if match[3] is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def cut_chain(chain: Sequence[str | None], speaker: str) -> tuple[str | None, ...]:
    """Cut a chain behind the innermost source that the speaker's name denotes; empty where none does."""
    plain = name_plainly(speaker)
    places = [place for place, source in enumerate(chain, start=1) if source and name_plainly(source) == plain]
    return tuple(chain[: places[-1]]) if places else ()


def find_quoted_chain(held: Assessed) -> tuple[str | None, ...]:
    """Name the sources of the words that an assessment quotes, outermost first, up to their speaker.

    They stand around its entry, or around the statement in which another one speaks; for the narrator's words there are
    the carriers alone.
    """
    chain, speaker = held.entry.chain if held.entry else (), held.assessment.by
    if speaker is None:
        return tuple(source for source in chain if source and is_carrier(source))
    said = held.statement.chain if held.statement else ()
    return cut_chain(said, speaker) or cut_chain(chain, speaker) or (speaker,)


def find_route(outlet: str | None, cited: Iterable[Carrier], chain: Iterable[str | None]) -> tuple[str, ...]:
    """Name everybody between the reader and the words: outlet, carriers credited, sources in the text.

    Carriers that a page credits side by side are parallel routes and share one step. "X via Y" reads Y › X. A name that
    follows itself stands once: it is one body that speaks.
    """
    credited = [name for carrier in cited if (name := (carrier.outlet or "").strip())]
    sources = [name or _UNNAMED for name in chain]
    routes = [_split_credit(name) for name in credited]
    if sources and (through := [route for route in routes if _same_carrier(route[-1], sources[0])]):
        routes, sources = through[:1], sources[1:]
    carriers = routes[0] if len(routes) == 1 else (" / ".join(credited),) if routes else ()
    route = (outlet or "(no outlet)", *(name for name in carriers if name != outlet), *sources)
    return route[:1] + tuple(name for before, name in pairwise(route) if name != before or name == _UNNAMED)


def describe_route(publication: Publication, chain: Iterable[str | None]) -> str:
    """Write the route to the words on one line, outermost first."""
    return " › ".join(find_route(publication.outlet, publication.cited, chain))


def _split_credit(credit: str) -> tuple[str, ...]:
    carrier, _, via = credit.partition(" via ")
    return (via, carrier) if via else (carrier,)


def _same_carrier(left: str, right: str) -> bool:
    return left == right or (find_carrier(left) or left) == (find_carrier(right) or right)


_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Sen|Rep|Gov|Rev|Prof|No|vs))\Z"
)
"""Ends of abbreviations that usually stand before a name; "Jan." and the like are left to the rule above."""
_WIDEST = 2000
"""Code points that a sentence may run to either side of a span."""


def find_sentence(text: str, span: Span) -> str:
    """Cut the sentence that holds a span out of the text, word for word; a line break ends a sentence too."""
    begin, finish = max(0, span.start - _WIDEST), min(len(text), span.end + _WIDEST)
    before = (match.end() for match in _find_sentence_ends(text, begin, span.start + 2))
    start = max((end for end in before if end <= span.start), default=begin)
    match = next(_find_sentence_ends(text, span.end, finish), None)
    end = match.start() + len(match.group().rstrip()) if match else finish
    return text[start:end].strip()


def _find_sentence_ends(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for match in _SENTENCE_END.finditer(text, start, end):
        if not (match.group().startswith(".") and _ABBREVIATION.search(text, max(0, match.start() - 6), match.start())):
            yield match
