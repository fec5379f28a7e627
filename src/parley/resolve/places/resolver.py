"""Gives the layer `places`, and names the places of events."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace

from parley.model import Event, Mention, Named, Place, PlaceKind, Reading
from parley.ontology.folding import strip_possessive
from parley.resolve.places.candidates import find_near_names, find_sites, open_gazetteer
from parley.resolve.places.choosing import Candidates, choose_sites
from parley.resolve.places.containment import list_containers, split_place
from parley.resolve.places.gazetteer import Site
from parley.resolve.places.kinds import find_kind
from parley.resolve.places.naming import name_place
from parley.resolve.places.toponyms import find_toponyms
from parley.steps import Layer
from parley.version import hash_code

_WEIGHED = 5
"""Candidates that are told, at most."""


class PlaceResolver:
    """Finds names of places, says in what capacity each stands and where it lies, and fills `entity` of places.

    Places that the reading holds already are the ones resolved; what they say of their position is kept. It runs after
    actors are resolved: what their resolver named stays, and names of persons and bodies are no places.
    """

    name: ClassVar[str] = "places"
    needs: ClassVar[frozenset[Layer]] = frozenset({"statements", "events"})
    gives: ClassVar[frozenset[Layer]] = frozenset({"places"})

    @property
    def version(self) -> str:
        """Names code, gazetteer, supplement and words."""
        return f"{hash_code('resolve.places', 'ontology')}.{name_gazetteer()}"

    def resolve(self, reading: Reading) -> Reading:
        """Return the reading with its places resolved; what cannot be is left without ids."""
        spans = reading.places or find_toponyms(reading)
        text, actors = reading.document.text, _list_actors(reading)
        candidates = weigh_candidates(text, spans)
        chosen = choose_sites(candidates)
        places = tuple(
            _fill_place(place, site, names, find_kind(text, place, site, actors))
            for place, site, names in zip(spans, chosen, candidates, strict=True)
        )
        sites = [(place, site) for place, site in zip(places, chosen, strict=True) if site]
        return _name_events(replace(reading, places=places), sites)


def name_gazetteer() -> str:
    """Name the state of the gazetteer in which places are looked up."""
    return open_gazetteer().fingerprint


def locate(name: str) -> Place | None:
    """Say where the place lies that goes by a name outside any text; null where none does, or a town alone."""
    site = next((site for site in find_sites(name) if site.feature != "town"), None)
    return _fill_place(Place(0, len(name), name), site, Candidates(name, ()), "literal") if site else None


def weigh_candidates(text: str, spans: Sequence[Place]) -> list[Candidates]:
    """List what each name of a document can mean, and what the text says contains it."""
    weighed = []
    for span in spans:
        words, inside = split_place(strip_possessive(span.text))
        sites = find_sites(words) or find_near_names(words)
        containers = inside or list_containers(text, span.start, span.end)
        if sites and sites[0].feature in {"country", "continent"}:
            containers = tuple(site for site in containers if site.feature != "country")
        weighed.append(Candidates(words, sites, containers))
    return weighed


def _list_actors(reading: Reading) -> frozenset[int]:
    """Return where the spans begin that the reading holds for who speaks, is spoken to, acts or is acted on."""
    mentions: list[Mention] = []
    for statement in reading.statements:
        mentions += filter(None, (statement.source, statement.addressee))
    for event in reading.events:
        mentions += (*event.actor, *event.recipient)
    return frozenset(mention.start for mention in mentions)


def _fill_place(place: Place, site: Site | None, names: Candidates, kind: PlaceKind) -> Place:
    """Fill in a place; one whose position is given keeps it."""
    if place.lat is not None or place.geonameid is not None or place.id is not None:
        return place
    weighed = tuple(other.key for other in names.sites[:_WEIGHED])
    if site is None:
        return replace(place, kind=kind, candidates=weighed)
    return replace(
        place, kind=kind, geonameid=site.geonameid, id=site.id, name=site.name, lat=round(site.lat, 5),
        lon=round(site.lon, 5), radius_km=site.radius_km, country=site.country, candidates=weighed,
    )  # fmt: skip


def _name_events(reading: Reading, sites: Sequence[tuple[Place, Site]]) -> Reading:
    """Fill `entity` of the places of events that are still open, and the layer `mentions` with what was found."""
    found = {(named.start, named.end): named for named in reading.mentions}

    def name(mention: Mention) -> Mention:
        if mention.entity and not _is_parted(mention):
            return mention
        first = next((site for place, site in sites if mention.holds(place)), None)
        named = name_place(mention, first, _list_antecedents(mention, sites))
        if named is None:
            return mention
        entity, evidence = named
        layer = Named(mention.start, mention.end, mention.text, entity=entity, evidence=evidence)
        found[mention.start, mention.end] = layer
        return replace(mention, entity=entity, entities=())

    def fill(event: Event) -> Event:
        return replace(event, place=tuple(name(mention) for mention in event.place))

    events = tuple(fill(event) for event in reading.events)
    return replace(reading, events=events, mentions=tuple(found[key] for key in sorted(found)))


def _list_antecedents(mention: Mention, sites: Sequence[tuple[Place, Site]]) -> list[Site]:
    """List what "the country" can go back to, the likeliest first: the last place named as one, else who came first."""
    before = [(place.kind == "literal", site) for place, site in sites if place.start < mention.start]
    return [site for literal, site in reversed(before) if literal] + [site for literal, site in before if not literal]


def _is_parted(mention: Mention) -> bool:
    """Tell whether a mention that was read as several is one place within others ("Doha, Qatar")."""
    return bool(mention.entities) and " and " not in mention.text and bool(split_place(mention.text)[1])
