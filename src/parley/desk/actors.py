"""Actors and places: who is unresolved, where they stand, and the same changes that `parley actors` makes."""

import re
from collections.abc import Iterable
from functools import partial
from typing import get_args
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.derive import list_mentions
from parley.desk.filters import convert_address
from parley.desk.forms import Form
from parley.desk.pages import Pages
from parley.desk.registering import find_candidates, make_change
from parley.desk.rereading import Rereading
from parley.errors import NoSuchEntry
from parley.model import ActorChange, ListedEntry, Named
from parley.ontology.registry import KINDS, Registry, load_registry
from parley.record import Part, Record, Unresolved

_PAGE = 50
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


class Explained(Struct, frozen=True):
    """One mention in its entry: why it denotes whom, and what else it might be."""

    listed: ListedEntry
    words: str
    entity: str | None
    evidence: str
    alternatives: tuple[str, ...]


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
            whys=[why for listed in contexts for why in self._explain(listed, words=address.words)],
            candidates=find_candidates(registry, address.find or address.words or "", loosely=address.find is not None),
            changes=_list_standing(changes),
            names={actor.id: actor.name for actor in registry.actors.values()} if changes else {},
            kinds=KINDS,
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
            whys=[why for listed in contexts for why in self._explain(listed, entity=actor.name)],
            candidates=[other for other in others if other.id != actor.id],
            registry=registry,
        )

    def change(self, form: Form) -> Response:
        """Change the registry as the form says; the reports have the new names once names are resolved anew."""
        changes, registry = self._load()
        change = make_change(form.fields, form.by, registry)
        load_registry(changes=(*changes, msgspec.structs.replace(change, id="new")))
        self._record.change_actors(change)
        back = {"part": form.fields.get("part", "who")} | ({"phrases": "true"} if form.fields.get("phrases") else {})
        return RedirectResponse(f"/actors?{urlencode(back)}", 303)

    def resolve_anew(self, form: Form) -> Response:
        """Begin to give the reports the names that the registry has by now."""
        self._rereading.start()
        return RedirectResponse(f"/actors?part={quote(form.fields.get('part', 'who'))}", 303)

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

    def _explain(self, listed: ListedEntry, words: str | None = None, entity: str | None = None) -> Iterable[Explained]:
        """Yield the mentions of an entry that stand in these words, or denote this entity."""
        reading = self._record.get_reading(listed.entry.document_id)
        named = {(one.start, one.end): one for one in reading.mentions} if reading else {}
        for mention in list_mentions(listed.entry.item):
            sought = mention.entity == entity if entity else mention.text.casefold() == (words or "").casefold()
            if sought and (entity or mention.entity is None):
                found = named.get((mention.start, mention.end))
                yield Explained(listed, mention.text, mention.entity, _tell(found, mention.entity), _list_others(found))


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


def _list_others(found: Named | None) -> tuple[str, ...]:
    return found.alternatives if found else ()


def _list_standing(changes: tuple[ActorChange, ...]) -> list[tuple[ActorChange, bool]]:
    """List the changes, the newest first, each with whether it still holds."""
    undone = {change.subject for change in changes if change.action == "undo"}
    return [(change, change.action != "undo" and change.id not in undone) for change in reversed(changes)]


def _link(address: ActorsAddress, **changed: object) -> str:
    given = msgspec.structs.asdict(address) | changed
    return "/actors?" + urlencode({name: value for name, value in given.items() if value not in {None, "", False}})
