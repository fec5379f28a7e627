"""Whom the mentions of a reading denote: by their own words first, else by what stands before them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from msgspec.structs import replace

from parley.model import Event, Mention, Named, Reading, Span, Statement
from parley.ontology.carriers import find_carrier
from parley.ontology.folding import strip_ending
from parley.ontology.plover import event_kinds
from parley.ontology.registry import Name, Registry, load_registry
from parley.resolve.actors.back_references import BackReferences
from parley.resolve.actors.context import Context
from parley.resolve.actors.links import Link, join_links, link_name
from parley.resolve.actors.own_words import AS_WRITTEN, OwnWords
from parley.resolve.actors.proper_names import list_bodies
from parley.steps import Layer
from parley.version import hash_code

__all__ = ["ActorResolver"]

Part = Literal["speaker", "actor", "recipient", "place"]
"""In what capacity a mention stands: who speaks or is spoken to, who acts or is acted on, where."""
THRESHOLD = 0.5
"""Below this score a mention stays open."""

_ROUNDS = 2
"""Looks back: a quotation stands before the words that name its speaker."""
_BESIDE = 20
"""Code points before a capital in which a preposition may lead to it."""
_AND = re.compile(r",?\s+(?:and\s+)?(?:the\s+)?")
_INSIDE = re.compile(r"\b(?:in|on|at|near|from|of|to|over|around|outside|across|into)\s+(?:the\s+)?$")


class ActorResolver:
    """Fills `entity` of sources, addressees and roles, and the layer `mentions` with evidence and alternatives.

    Args:
        registry: the entries; the shipped ones by default.
    """

    name: ClassVar[str] = "actors"
    needs: ClassVar[frozenset[Layer]] = frozenset({"statements", "events"})
    gives: ClassVar[frozenset[Layer]] = frozenset({"mentions"})

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry or load_registry()

    @property
    def version(self) -> str:
        """Names code, vocabularies and entries."""
        return f"{hash_code('resolve.actors', 'ontology')}.{self._registry.fingerprint}"

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with the mentions resolved that can be, and the layer `mentions`."""
        return _Resolution(reading, self._registry).apply()


class _Resolution:
    """The resolving of one reading, mention by mention in the order of the text."""

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self._reading = reading
        self._registry = registry
        self._context = Context(reading, registry)
        self._own = OwnWords(self._context)
        self._back = BackReferences(self._context)
        self._found: dict[tuple[int, int, bool], Link] = {}
        self._statements = {statement.id: statement for statement in reading.statements}

    def apply(self) -> Reading:
        listed = sorted(_list_mentions(self._reading), key=lambda item: item[0].start)
        for mention, part, _, _ in listed:
            self._keep(
                mention, part, _given(mention) or self._find_one(strip_ending(mention.text), part, mention.start)
            )
        self._note_bodies()
        self._note_together()
        self._context.unnamed = [mention for mention, part, *_ in listed if not self._found.get(_key(mention, part))]
        for _ in range(_ROUNDS):
            for mention, part, within, others in listed:
                if part != "place" and self._found.get(_key(mention, part)) is None:
                    self._keep(mention, part, self._find_back(mention, within, others))
        statements = tuple(self._fill_statement(statement) for statement in self._reading.statements)
        events = tuple(self._fill_event(event) for event in self._reading.events)
        mentions = tuple(self._list_named())
        return replace(self._reading, statements=statements, events=events, mentions=mentions)

    def _keep(self, mention: Mention, part: Part, link: Link | None) -> None:
        """Keep a link that can be trusted, and the mention as an antecedent for those after it."""
        key = _key(mention, part)
        if link and link.score >= THRESHOLD and self._found.get(key) is None:
            self._found[key] = link
            if part != "place":
                self._context.note(mention, link, subject=part in ("speaker", "actor"))

    def _note_bodies(self) -> None:
        """Keep bodies that no entry lists and no mention names as antecedents: "the Northern Reef Party"."""
        named = list_bodies(self._context.text, self._context.references.named_bodies)
        for start, words in (*named, *self._context.list_defined()):
            taken = any(one.start < start + len(words) and start < one.end for one in self._context.sightings)
            link = None if taken else self._own.find(words, start)
            if link and link.score >= THRESHOLD and not self._context.is_person(link):
                self._context.note(Span(start, start + len(words), words), link, subject=False)

    def _note_together(self) -> None:
        """Keep those who act, or are acted on, together as antecedents of "they"."""
        text = self._context.text
        for event in self._reading.events:
            for mentions, part in zip((event.actor, event.recipient), _parts_of(event), strict=True):
                links = [link for mention in mentions if (link := self._link_of(mention))]
                beside = all(_AND.fullmatch(text[one.end : other.start]) for one, other in pairwise(mentions))
                if len(mentions) > 1 and len(links) == len(mentions) and beside:
                    start, end = mentions[0].start, mentions[-1].end
                    self._context.note(
                        Span(start, end, text[start:end]), join_links(links), subject=part != "recipient"
                    )

    def _find_back(self, mention: Mention, within: str | None, others: tuple[Mention, ...]) -> Link | None:
        statement = self._statements.get(within or "")
        speaker = self._link_of(statement.source) if statement else None
        hearer = self._link_of(statement.addressee) if statement else None
        barred = [link.entity for other in others if (link := self._link_of(other))]
        if speaker and statement and statement.addressee and statement.addressee.start == mention.start:
            barred.append(speaker.entity)
        return self._back.find(mention, speaker, hearer, barred)

    def _link_of(self, mention: Mention | None) -> Link | None:
        if mention is None:
            return None
        return _given(mention) or self._found.get(_key(mention, "speaker")) or self._found.get(_key(mention, "place"))

    def _find_one(self, words: str, part: Part, start: int) -> Link | None:
        if part == "speaker" and (carrier := find_carrier(re.sub(r"\s*\([^()]*\)", "", words))):
            return Link((carrier,), f"carrier “{words}”", 0.95)
        names = self._registry.find(words)
        if names and names[0].kind == "seat":
            inside = _INSIDE.search(self._context.text, max(0, start - _BESIDE), start) is not None
            if bearer := self._context.cast.find_bearer(words):
                return bearer
            if part != "speaker" or inside:
                return _read_seat(names[0], words, part, inside=inside)
        if part == "place":
            return link_name(names[0], f"alias “{words}”", 0.9) if names else None
        found = self._own.find(words, start)
        unlisted = found is None or found.score <= AS_WRITTEN
        return (self._context.find_cut(start, start + len(words)) or found) if unlisted else found

    def _fill_statement(self, statement: Statement) -> Statement:
        source = statement.source and self._fill(statement.source, "speaker")
        addressee = statement.addressee and self._fill(statement.addressee, "speaker")
        return replace(statement, source=source, addressee=addressee)

    def _fill_event(self, event: Event) -> Event:
        actor, recipient = _parts_of(event)
        return replace(
            event,
            actor=tuple(self._fill(mention, actor) for mention in event.actor),
            recipient=tuple(self._fill(mention, recipient) for mention in event.recipient),
            place=tuple(self._fill(mention, "place") for mention in event.place),
        )

    def _fill(self, mention: Mention, part: Part) -> Mention:
        link = self._found.get(_key(mention, part))
        if mention.entity or link is None:
            return mention
        return replace(mention, entity=link.entity, entities=link.entities if len(link.entities) > 1 else ())

    def _list_named(self) -> Iterator[Named]:
        layer = {(named.start, named.end): named for named in self._reading.mentions}
        for (start, end, _), link in self._found.items():
            if link:
                text = self._reading.document.text[start:end]
                named = Named(
                    start, end, text, link.entity, " and ".join(link.ids) or None, link.evidence, link.alternatives
                )
                layer.setdefault((start, end), named)
        yield from (layer[key] for key in sorted(layer))


def _read_seat(seat: Name, words: str, part: Part, *, inside: bool) -> Link | None:
    """A capital is its government where it acts, else the town; `inside` where a preposition leads to it."""
    if part == "place":
        return Link((words,), f"name as written “{words}”", 0.8)
    return link_name(seat, f"seat “{words}”", 0.75) if part == "actor" and not inside else None


def _list_mentions(reading: Reading) -> Iterator[tuple[Mention, Part, str | None, tuple[Mention, ...]]]:
    """Yield every mention with its part, the statement around it, and the mentions in the event's other roles."""
    for statement in reading.statements:
        if statement.source:
            yield statement.source, "speaker", statement.within, ()
        if statement.addressee:
            others = (statement.source,) if statement.source else ()
            yield statement.addressee, "speaker", statement.within, others
    for event in reading.events:
        actor, recipient = _parts_of(event)
        yield from ((mention, actor, event.within, event.recipient) for mention in event.actor)
        yield from ((mention, recipient, event.within, event.actor) for mention in event.recipient)
        yield from ((mention, "place", event.within, ()) for mention in event.place)


def _parts_of(event: Event) -> tuple[Part, Part]:
    """Return the parts of an event's actors and recipients: a verbal act is done, and met, by speaking."""
    return ("speaker", "speaker") if event_kinds()[event.type].verbal else ("actor", "recipient")


def _key(mention: Mention, part: Part) -> tuple[int, int, bool]:
    return mention.start, mention.end, part == "place"


def _given(mention: Mention) -> Link | None:
    entities = mention.entities or ((mention.entity,) if mention.entity else ())
    return Link(entities, "given", 1.0) if entities else None
