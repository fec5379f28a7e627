"""Sentences with footnotes: what every form of the brief is made of, whatever the file it is written to."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from parley.derive import Deadline, describe_route, is_uncertain, join_names, name_mention
from parley.model import EntryState, Event, ListedEntry, Notice, Publication
from parley.ontology import event_kinds, name_kind

Look = Literal["plain", "strong", "quote", "code", "stress"]


CODED = "coded by "
"""How the tag of a note begins that says who coded a report."""


class Part(Struct, frozen=True):
    """Some words of a sentence and how they look; `gloss` explains a code."""

    text: str
    look: Look = "plain"
    gloss: str | None = None


class Note(Struct, frozen=True):
    """What a sentence rests on: exact words, the whole route to them, outlet, day; `link` is an address of the web.

    `place` is the address of the words at the desk.
    """

    quote: str
    route: str
    day: str
    title: str = ""
    link: str | None = None
    tags: tuple[str, ...] = ()
    place: str | None = None


class Sentence(Struct, frozen=True):
    """One sentence of a brief with everything that it rests on; `tags` stand behind it."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    tags: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """Sentences under a small heading, or none."""

    heading: str | None
    sentences: tuple[Sentence, ...]


class Section(Struct, frozen=True):
    """A part of a brief. With `inline`, the note of a sentence stands under it, else notes follow the section.

    `things` says how many things it speaks of where these are not its sentences.
    """

    heading: str
    meaning: str
    groups: tuple[Group, ...]
    inline: bool = True
    things: int | None = None

    @property
    def count(self) -> int:
        """How many things it speaks of."""
        return sum(len(group.sentences) for group in self.groups) if self.things is None else self.things


def tell_entry(listed: ListedEntry) -> Sentence:
    """Tell an event of the record in one sentence.

    Raises:
        TypeError: the entry is a statement.
    """
    entry, first = listed.entry, listed.publication
    if not isinstance(entry.item, Event):
        raise TypeError(entry.kind)
    note = Note(
        quote=listed.context,
        route=describe_route(first, entry.chain),
        day=listed.published_on.isoformat() if listed.published_on else "no date",
        title=first.title or "",
        link=find_link(first),
        place=f"entries/{entry.id}",
    )
    tags = (
        *(() if entry.act else ("speech act",)),
        mark_state(entry.state),
        *(("uncertain",) if entry.state == "proposed" and is_uncertain(entry.item) else ()),
        *filter(None, (tell_notice(entry.notice),)),
    )
    return Sentence(tuple(tell_event(entry.item, entry.chain, listed.said)), (note,), tags)


def describe_due(listed: ListedEntry, deadline: Deadline) -> str:
    """Say in one line what is due, in the report's words, and by whose commitment."""
    item = listed.entry.item
    parts = [f"“{item.anchor.text}”"]
    if isinstance(item, Event):
        actors, recipients = (
            ", ".join(dict.fromkeys(filter(None, map(name_mention, role)))) for role in (item.actor, item.recipient)
        )
        parts = [actors, "not" if item.negated else "", *parts, f"→ {recipients}" if recipients else ""]
    if deadline.commitment:
        speaker = join_names(deadline.by, ", ")
        parts.append(f"({deadline.commitment}{f' by {speaker}' if speaker else ''})")
    return " ".join(filter(None, parts)).replace("\n", " ")


def strip_quotes(words: str) -> str:
    """Put words on one line, without a pair of quotation marks around them; marks that stand inside stay."""
    bare = " ".join(words.split())
    inner = bare[1:-1]
    paired = len(bare) > 1 and bare[0] + bare[-1] in {'""', "“”"} and not set(inner) & set('"“”')
    return inner.strip() if paired else bare


def find_link(publication: Publication) -> str | None:
    """Return the address of a publication where it is one of the web."""
    url = publication.url
    return url if url and url.startswith(("https://", "http://")) else None


def tell_notice(notice: Notice | None) -> str | None:
    """Say what another document says of the report, if one does."""
    return f"the report was {notice}" if notice else None


def mark_state(state: EntryState) -> str:
    """Say whether anybody has looked at what is told: a machine's proposal is unreviewed until a person decides."""
    return "unreviewed" if state == "proposed" else state


def tell_event(event: Event, chain: tuple[str | None, ...], said: str | None = None) -> Iterator[Part]:
    """Say in neutral words who is reported to do what to whom; trigger and content stay in the report's own words."""
    yield Part(join_names(event.actor, ", ") or "(nobody named)")
    yield Part(f"“{event.trigger.text}”", "strong")
    if event.recipient:
        yield Part(f"→ {join_names(event.recipient, ', ')}")
    if event.place:
        yield Part(f"in {join_names(event.place, ', ')}")
    if event.time:
        yield Part(f"({'; '.join(time.value or time.text for time in event.time)})")
    if said:
        yield Part(strip_quotes(said), "quote")
    code = name_kind(event.type, event.mode)
    yield Part(code, "code", event_kinds()[event.type].gloss)
    if event.negated:
        yield Part("not", "stress")
    if chain:
        yield Part(f"— according to {chain[-1] or 'an unnamed source'}")
