"""Whom the mentions of a reading denote: exact names, adjectives, full personal names, and surnames after them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar, Literal

from msgspec.structs import replace

from parley.model import Event, Mention, Named, Reading, Statement
from parley.ontology.carriers import find_carrier
from parley.ontology.folding import fingerprint_vocabulary
from parley.ontology.names import find_name
from parley.ontology.persons import find_person, find_surname
from parley.ontology.plover import event_kinds
from parley.steps import Layer

Part = Literal["speaker", "party", "place"]
"""In what capacity a mention stands: who speaks or is spoken to, who acts or is acted on, where."""

_JOINT = re.compile(r",?\s+and\s+|,\s+")
_DESCRIBED = re.compile(
    r"^(?:[Tt]he )?(?:(?:[\w-]+ )*(?:group|movement|militia|organi[sz]ation) (?=\S)"
    r"|(?:\w+-(?:backed|led|run|aligned) )+)"
)
_PRONOUNS = frozenset({"he", "she", "him", "his", "her"})


class ActorResolver:
    """Fills `entity` where an exact name, adjective, full personal name or a surname after it resolves."""

    name: ClassVar[str] = "actors"
    needs: ClassVar[frozenset[Layer]] = frozenset({"statements", "events"})
    gives: ClassVar[frozenset[Layer]] = frozenset({"mentions"})

    @property
    def version(self) -> str:
        """Names code and vocabularies."""
        return "1." + fingerprint_vocabulary("bodies.toml", "carriers.toml", "countries.toml", "titles.toml")

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with the mentions resolved that can be, and the layer `mentions`."""
        return _Resolution(reading).apply()


class _Resolution:
    """The resolving of one reading: the persons it names so far, and what was found."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._persons: dict[str, int] = {}
        self._bearers: dict[str, list[str]] = {}
        for start, person in sorted(_list_persons(reading)):
            if person not in self._persons:
                self._persons[person] = start
                self._bearers.setdefault(person.split()[-1], []).append(person)
        self._found: dict[tuple[int, int], Named] = {}

    def apply(self) -> Reading:
        statements = tuple(self._fill_statement(statement) for statement in self._reading.statements)
        events = tuple(self._fill_event(event) for event in self._reading.events)
        layer = {(named.start, named.end): named for named in self._reading.mentions}
        layer = self._found | layer
        mentions = tuple(layer[key] for key in sorted(layer))
        return replace(self._reading, statements=statements, events=events, mentions=mentions)

    def _fill_statement(self, statement: Statement) -> Statement:
        source = statement.source and self._fill(statement.source, "speaker")
        addressee = statement.addressee and self._fill(statement.addressee, "speaker")
        return replace(statement, source=source, addressee=addressee)

    def _fill_event(self, event: Event) -> Event:
        part: Part = "speaker" if event_kinds()[event.type].verbal else "party"
        return replace(
            event,
            actor=tuple(self._fill(mention, part) for mention in event.actor),
            recipient=tuple(self._fill(mention, part) for mention in event.recipient),
            place=tuple(self._fill(mention, "place") for mention in event.place),
        )

    def _fill(self, mention: Mention, part: Part) -> Mention:
        entities: tuple[str, ...] = (mention.entity,) if mention.entity else ()
        evidence = "given"
        if not mention.entity:
            entities, evidence = self._find(mention, part)
            joint = entities if len(entities) > 1 else ()
            mention = replace(mention, entity=" and ".join(entities) or None, entities=joint)
        if entities:
            named = Named(mention.start, mention.end, mention.text, entity=mention.entity, evidence=evidence)
            self._found.setdefault((mention.start, mention.end), named)
        return mention

    def _find(self, mention: Mention, part: Part) -> tuple[tuple[str, ...], str]:
        """Find the entities of a mention and how they were found; none when the text leaves it open."""
        words = _strip_possessive(mention.text)
        if found := self._find_one(words, part, mention.start):
            return (found[0],), found[1]
        parts = [self._find_one(words, part, mention.start) for words in _JOINT.split(words)]
        entities = tuple(found[0] for found in parts if found)
        return (entities, "joint") if len(entities) == len(parts) > 1 else ((), "")

    def _find_one(self, words: str, part: Part, start: int) -> tuple[str, str] | None:
        if part == "speaker" and (carrier := find_carrier(words)):
            return carrier, "carrier"
        if name := find_name(words) or find_name(_DESCRIBED.sub("", words)):
            return _read_name(words, name.kind, name.entity, part)
        if part == "place":
            return None
        if person := find_person(words):
            return person, "full name"
        return self._find_known_person(words, start)

    def _find_known_person(self, words: str, start: int) -> tuple[str, str] | None:
        """Find the one person named in full before `start` whom a surname or pronoun goes back to."""
        if words.casefold() in _PRONOUNS:
            known, evidence = list(islice(self._persons, 2)), "pronoun"
        else:
            known, evidence = self._bearers.get(find_surname(words) or "", []), "surname"
        named = [person for person in known if self._persons[person] < start]
        return (named[0], evidence) if len(named) == 1 else None


def _read_name(words: str, kind: str, entity: str, part: Part) -> tuple[str, str] | None:
    """Say what a listed name stands for in this capacity: a seat speaks for its government, else it is a city."""
    if kind != "seat":
        return entity, kind
    if part == "speaker":
        return entity, "seat"
    return (words, "name") if part == "place" else None


def _list_persons(reading: Reading) -> Iterator[tuple[int, str]]:
    for mention in _list_mentions(reading):
        for words in map(_strip_possessive, (mention.text, *_JOINT.split(mention.text))):
            if find_carrier(words) is None and find_name(words) is None and (person := find_person(words)):
                yield mention.start, person


def _list_mentions(reading: Reading) -> Iterator[Mention]:
    for statement in reading.statements:
        yield from filter(None, (statement.source, statement.addressee))
    for event in reading.events:
        yield from (*event.actor, *event.recipient)


def _strip_possessive(words: str) -> str:
    return words.removesuffix("'s").removesuffix("’s")
