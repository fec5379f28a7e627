"""What the page of one entry shows, gathered from the record."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from parley.derive import find_route, join_names, list_mentions
from parley.desk.segments import Segment, cut_segments, list_roles
from parley.desk.wording import list_statements
from parley.export.sentences import Look, Part, tell_event
from parley.model import (
    Decision,
    Document,
    Entry,
    Event,
    ListedEntry,
    Mention,
    Reading,
    Span,
    Statement,
    Time,
    TimeMention,
)
from parley.ontology import event_kinds
from parley.record import Record

_LOOKS: Mapping[Look, str] = {
    "plain": "<bdi>{}</bdi>",
    "strong": "<b><bdi>{}</bdi></b>",
    "quote": "<q><bdi>{}</bdi></q>",
    "stress": "<i>{}</i>",
}
"""Words of a report are kept apart from the line around them, which they could turn from right to left."""
_OTHERS = 12
"""So many entries of the same report are listed beside one."""


class Understood(Struct, frozen=True):
    """One span of an entry: the role it plays, its words, what was understood by them, and on what evidence."""

    role: str
    words: str
    meaning: str
    evidence: str


class EntryView(Struct, frozen=True):
    """One entry with its report; `others` are the entries next to it in the text that wait for a decision too."""

    listed: ListedEntry
    sentence: Markup
    gloss: str
    parts: tuple[Understood, ...]
    route: tuple[str, ...]
    segments: list[Segment]
    document: Document
    statements: list[tuple[str, str]]
    others: tuple[tuple[ListedEntry, Markup], ...]
    decisions: tuple[Decision, ...]

    @property
    def also(self) -> str:
        """The others with the revisions that are shown, as a form sends them."""
        return " ".join(f"{listed.entry.id}:{listed.entry.revision}" for listed, _ in self.others)

    @property
    def names(self) -> bool:
        """Whether it mentions anybody or any place."""
        return bool(list_mentions(self.listed.entry.item))

    @property
    def score(self) -> str:
        """What the reader gives its proposal, between 0 and 1; empty where it gives none."""
        return describe_score(self.listed.entry.item)


def view_entry(record: Record, listed: ListedEntry) -> EntryView:
    """Gather what the page of one entry shows."""
    entry = listed.entry
    document = record.get_document(entry.document_id)
    entries = record.review.list_of_document(document.id)
    return EntryView(
        listed=listed,
        sentence=tell_item(listed),
        gloss=event_kinds()[entry.item.type].gloss if isinstance(entry.item, Event) else "",
        parts=_list_parts(entry.item, record.get_reading(document.id)),
        route=find_route(listed.publication.outlet, listed.publication.cited, entry.chain),
        segments=cut_segments(document.text, entries, entry),
        document=document,
        statements=list_statements(entries),
        others=_list_others(record, entries, entry),
        decisions=tuple(record.list_decisions(entry.id)),
    )


def _list_others(record: Record, entries: Sequence[Entry], shown: Entry) -> tuple[tuple[ListedEntry, Markup], ...]:
    waiting = [entry for entry in entries if entry.state == "proposed" and entry.id != shown.id]
    nearest = sorted(waiting, key=lambda entry: abs(entry.item.anchor.start - shown.item.anchor.start))[:_OTHERS]
    chosen = {entry.id for entry in nearest}
    listed = record.review.get_entries([entry.id for entry in waiting if entry.id in chosen])
    return tuple((each, tell_item(each)) for each in listed)


def tell_item(listed: ListedEntry) -> Markup:
    """Say in one sentence what an entry says, every word of the report escaped."""
    item = listed.entry.item
    if isinstance(item, Event):
        return Markup(" ").join(map(_mark_up, tell_event(item, listed.entry.chain, listed.said)))
    who = join_names([item.source] if item.source else []) or "(unnamed)"
    to = Markup(" to <bdi>{}</bdi>").format(join_names([item.addressee])) if item.addressee else ""
    return Markup("<bdi>{}</bdi> <b>“<bdi>{}</bdi>”</b>{}: <q><bdi>{}</bdi></q>").format(
        who, item.cue.text, to, item.said.strip(' "“”')
    )


def _mark_up(words: Part) -> Markup:
    if words.look == "code":
        return Markup('<abbr title="{}">{}</abbr>').format(words.gloss or "", words.text)
    return Markup(_LOOKS[words.look]).format(words.text)  # noqa: S704 (one of the patterns above)


def describe_score(item: Statement | Event) -> str:
    """Write a reader's score with two digits; empty where it gives none."""
    return f"{item.confidence:.2f}" if isinstance(item.confidence, float) else ""


def _list_parts(item: Statement | Event, reading: Reading | None) -> tuple[Understood, ...]:
    mentions = {(named.start, named.end): named.evidence or "" for named in reading.mentions} if reading else {}
    times = {(time.start, time.end): _describe_days(time) for time in reading.times} if reading else {}
    return tuple(_make_part(role, span, mentions, times) for role, span in list_roles(item))


def _make_part(
    role: str, span: Span, mentions: Mapping[tuple[int, int], str], times: Mapping[tuple[int, int], str]
) -> Understood:
    place = span.start, span.end
    if isinstance(span, TimeMention):
        return Understood(role, span.text, span.value or "open", times.get(place, ""))
    if isinstance(span, Mention):
        return Understood(
            role, span.text, span.entity or "; ".join(span.entities) or "not resolved", mentions.get(place, "")
        )
    return Understood(role, span.text, "", "")


def _describe_days(time: Time) -> str:
    first, last = time.earliest, time.latest
    days = "" if not (first or last) else f"{first}" if first == last else f"{first or '…'} to {last or '…'}"
    return ", ".join(filter(None, [time.modifier, days]))
