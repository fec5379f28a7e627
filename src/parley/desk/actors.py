"""Actors and places: who is unresolved, where they stand, and the same changes that `parley actors` makes."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import get_args
from urllib.parse import urlencode

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.derive import list_mentions
from parley.desk.filters import convert_address, parse_filters
from parley.desk.forms import Form, keep_inside
from parley.desk.pages import Pages
from parley.desk.registering import find_candidates, make_change
from parley.desk.rereading import Rereading
from parley.errors import NoSuchEntry
from parley.model import ActorChange, Event, ListedEntry, Mention, Named
from parley.ontology.registry import KINDS, Actor, Registry, load_registry
from parley.record import Part, Record, Unresolved

_PAGE = 50
_CHANGES = 3
"""So many of the newest changes stand beside the names of an entry."""
_REFERRING = re.compile(
    r"(?:the|a|an|he|she|it|they|we|i|you|his|her|its|their|our|this|that|these|those|some|many|both|all|other|one|two|"
    r"three|several|neither|no|every|more|most|any|any|such|who|which)\b",
    re.IGNORECASE,
)
"""Words that begin a phrase which is no name, or stand for one."""


class ActorsAddress(Struct, frozen=True):
    """What the page is asked for: who or where, words that are open beside the list, what is searched, from where on.

    With `phrases`, the list holds words too that are no names ("the other side").
    """

    part: Part = "who"
    words: str | None = None
    find: str | None = None
    phrases: bool = False
    first: int = 0


class NamesAddress(Struct, frozen=True):
    """What the names of an entry are asked for: which of its words are looked up, and as what."""

    name: str = ""
    find: str = ""


class Explained(Struct, frozen=True):
    """One mention in its entry: why it denotes whom, and what else it might be."""

    listed: ListedEntry
    words: str
    entity: str | None
    evidence: str
    alternatives: tuple[str, ...]


class Offer(Struct, frozen=True):
    """Words of an entry, and what may be done about them.

    `actor` is the entry of the registry that they denote, `borne` tells that it bears them as another name, `find` is
    what the candidates were searched by.
    """

    why: Explained
    part: Part
    actor: Actor | None
    borne: bool
    find: str
    candidates: list[Actor]


class Actors:
    """The pages of actors and places.

    Args:
        record: open for as long as the desk is.
        pages: renders them.
    """

    def __init__(self, record: Record, pages: Pages) -> None:
        self._record = record
        self._pages = pages
        self._rereading = Rereading(record)
        self._unresolved: dict[Part, tuple[object, list[Unresolved]]] = {}

    def list_unresolved(self, request: Request) -> Response:
        """List who is unresolved, most frequent first; beside it the contexts of some words, and what may be done."""
        address = convert_address(request.query_params, ActorsAddress)

        def is_sought(mention: Mention) -> bool:
            return mention.entity is None and mention.text.casefold() == (address.words or "").casefold()

        found = [one for one in self._count(address.part) if address.phrases or is_name(one.words)]
        changes, registry = self._load()
        contexts = self._record.mentions.list_contexts(address.part, words=address.words) if address.words else []
        return self._pages.render(
            request,
            "actors.html",
            address=address,
            found=found[address.first : address.first + _PAGE],
            total=len(found),
            page=_PAGE,
            whys=[why for listed in contexts for why in self._explain(listed, is_sought)],
            candidates=find_candidates(registry, address.find or address.words or "", loosely=address.find is not None),
            changes=_list_standing(changes),
            names={actor.id: actor.name for actor in registry.actors.values()} if changes else {},
            kinds_of_actors=KINDS,
            here=f"/actors?part={address.part}",
            progress=self._rereading.progress,
            link=partial(_link, address),
        )

    def show_actor(self, request: Request) -> Response:
        """Show one entry of the registry, its mentions, and what may be done with it."""
        address = convert_address(request.query_params, ActorsAddress)
        _, registry = self._load()
        actor_id = request.path_params["actor_id"]
        actor = registry.get(actor_id)
        if actor is None:
            remedy = "Go back to the list of actors."
            raise NoSuchEntry("the registry holds no entry with this id", where=actor_id, remedy=remedy)
        mentions = self._record.mentions
        contexts = [found for part in get_args(Part) for found in mentions.list_contexts(part, entity=actor.name)]
        others = find_candidates(registry, address.find, loosely=True) if address.find else []
        return self._pages.render(
            request,
            "actor.html",
            address=address,
            actor=actor,
            parent=registry.get(actor.parent),
            whys=[
                why
                for listed in contexts
                for why in self._explain(listed, lambda mention: mention.entity == actor.name)
            ],
            candidates=[other for other in others if other.id != actor.id],
            registry=registry,
        )

    def show_names(self, request: Request) -> Response:
        """Show who is who in one entry of the record, and what may be done about each of its names."""
        entry_id, wanted = request.path_params["entry_id"], parse_filters(request.query_params)
        address = convert_address(request.query_params, NamesAddress)
        found = self._record.review.get_entries([entry_id])
        if not found:
            remedy = "Go back to the queue."
            raise NoSuchEntry("the record holds no entry with this id", where=entry_id, remedy=remedy)
        changes, registry = self._load()
        places = {place.text for place in found[0].entry.item.place} if isinstance(found[0].entry.item, Event) else ()
        whys = {(why.words, why.entity): why for why in self._explain(found[0])}
        tail = f"?{wanted.query}" if wanted.query else ""
        return self._pages.render(
            request,
            "names.html",
            listed=found[0],
            wanted=wanted,
            entry_path=f"/entries/{entry_id}",
            entry_address=f"/entries/{entry_id}{tail}",
            here=f"/entries/{entry_id}/names{tail}",
            shown=[_offer(why, "where" if why.words in places else "who", address, registry) for why in whys.values()],
            changes=_list_standing(changes)[:_CHANGES],
            names={actor.id: actor.name for actor in registry.actors.values()} if changes else {},
            kinds_of_actors=KINDS,
            progress=self._rereading.progress,
        )

    def change(self, form: Form) -> Response:
        """Change the registry as the form says; the reports have the new names once names are resolved anew."""
        changes, registry = self._load()
        change = make_change(form.fields, form.by, registry)
        load_registry(changes=(*changes, msgspec.structs.replace(change, id="new")))
        self._record.change_actors(change)
        return _lead_back(form)

    def resolve_anew(self, form: Form) -> Response:
        """Begin to give the reports the names that the registry has by now."""
        self._rereading.start()
        return _lead_back(form)

    def _load(self) -> tuple[tuple[ActorChange, ...], Registry]:
        changes = tuple(self._record.list_actor_changes())
        return changes, load_registry(changes=changes)

    def _count(self, part: Part) -> list[Unresolved]:
        """Count the unresolved, again only after the record changed."""
        state = self._record.read_log_head()
        held = self._unresolved.get(part)
        if held is None or held[0] != state:
            held = self._unresolved[part] = state, self._record.mentions.list_unresolved(part)
        return held[1]

    def _explain(
        self, listed: ListedEntry, is_sought: Callable[[Mention], bool] = lambda _: True
    ) -> Iterable[Explained]:
        """Yield the mentions of an entry that are sought, with why they denote whom."""
        reading = self._record.get_reading(listed.entry.document_id)
        named = {(one.start, one.end): one for one in reading.mentions} if reading else {}
        for mention in filter(is_sought, list_mentions(listed.entry.item)):
            found = named.get((mention.start, mention.end))
            others = found.alternatives if found else ()
            yield Explained(listed, mention.text, mention.entity, _tell(found, mention.entity), others)


def _offer(why: Explained, part: Part, address: NamesAddress, registry: Registry) -> Offer:
    actor = registry.find_entry(why.entity) if why.entity else None
    find = address.find if address.name == why.words else ""
    candidates = find_candidates(registry, find or why.words, loosely=bool(find))
    borne = actor is not None and why.words in (alias.name for alias in actor.aliases)
    return Offer(why, part, actor, borne, find, [other for other in candidates if other != actor])


def _lead_back(form: Form) -> Response:
    """Lead to where a form came from: the names of an entry, else the list."""
    fields = form.fields
    listed = {"part": fields.get("part", "who")} | ({"phrases": "true"} if fields.get("phrases") else {})
    return RedirectResponse(keep_inside(fields.get("back") or f"/actors?{urlencode(listed)}"), 303)


def is_name(words: str) -> bool:
    """Tell what may be a name from a phrase: a capital after the first word, or one that no such phrase begins with."""
    first, _, rest = words.strip().partition(" ")
    if any(word[:1].isupper() for word in rest.split()):
        return True
    return not _REFERRING.match(words) and not first[:1].islower() and not first[:1].isdigit()


def _tell(found: Named | None, entity: str | None) -> str:
    """Say why a mention denotes whom, as `parley explain` does."""
    if found and found.entity == entity and found.evidence:
        return found.evidence
    if entity:
        return "a person decided, or an earlier reading said so"
    return "no name, office or antecedent was sure enough"


def _list_standing(changes: tuple[ActorChange, ...]) -> list[tuple[ActorChange, bool]]:
    """List the changes, the newest first, each with whether it still holds."""
    undone = {change.subject for change in changes if change.action == "undo"}
    return [(change, change.action != "undo" and change.id not in undone) for change in reversed(changes)]


def _link(address: ActorsAddress, **changed: object) -> str:
    given = msgspec.structs.asdict(address) | changed
    return "/actors?" + urlencode({name: value for name, value in given.items() if value not in {None, "", False}})
