"""An event seen from one agreement: who acts, on whom, where, and what the report names of the agreement."""

from msgspec import Struct

from parley.match.occasions import Occasion
from parley.match.parties import NOBODY, PartyIds, Whom
from parley.match.places import list_resolved
from parley.match.terms import Terms
from parley.model import Mention
from parley.ontology import find_country, find_name

_PRONOUNS = frozenset({"it", "its", "he", "his", "she", "her", "they", "their", "we", "our"})
_PLACE_BORDERS = (", ", " in ", " of ", " near ")


class Scene(Struct, frozen=True):
    """Which parties and sites of an agreement a stretch of text names."""

    parties: PartyIds
    sites: frozenset[str]


class Whereabouts(Struct, frozen=True):
    """Where an event takes place: at sites, in the countries of parties, or in a known place that is neither."""

    sites: frozenset[str] = frozenset()
    parties: PartyIds = NOBODY
    elsewhere: bool = False


class Case(Struct, frozen=True):
    """An event seen from one agreement; `sentence` and `document` say what is named around it."""

    occasion: Occasion
    actors: Whom
    recipients: Whom
    where: Whereabouts
    sentence: Scene
    document: Scene


def survey(text: str, terms: Terms) -> Scene:
    """List what a text names of an agreement."""
    return Scene(terms.directory.find_parties(text), terms.directory.find_sites(text))


def look_at(occasion: Occasion, terms: Terms, document: Scene) -> Case:
    """Look at an event from one agreement."""
    event, directory = occasion.event, terms.directory
    return Case(
        occasion=occasion,
        actors=_join([_identify(mention, occasion, terms) for mention in event.actor]),
        recipients=_join([directory.identify(mention) for mention in event.recipient]),
        where=_locate(occasion, terms),
        sentence=survey(occasion.sentence.text, terms),
        document=document,
    )


def _identify(mention: Mention, occasion: Occasion, terms: Terms) -> Whom:
    """Say whom an actor denotes; a pronoun that nobody resolved goes back to the innermost source that is none."""
    around = [statement.source for statement in reversed(occasion.chain) if statement.source]
    denoting = (source for source in (mention, *around) if source.entity or source.text.casefold() not in _PRONOUNS)
    return terms.directory.identify(next(denoting, mention))


def _join(found: list[Whom]) -> Whom:
    acting = [whom for whom in found if whom.parties and not whom.people] or found
    return Whom(
        frozenset().union(*(whom.parties for whom in acting)),
        bool(acting) and all(whom.people for whom in acting),
        any(whom.foreign for whom in found),
    )


def _locate(occasion: Occasion, terms: Terms) -> Whereabouts:
    """Say where an event takes place: by where its places lie, and by their names and what encloses them."""
    event, atlas = occasion.event, terms.directory.atlas
    found = _compare_names(event.place, terms)
    struck = event.recipient if event.type == "ASSAULT" else ()
    resolved = [place for mention in (*event.place, *struck) for place in list_resolved(occasion.reading, mention)]
    grounds = [atlas.find(place) for place in resolved]
    sites = found.sites.union(*(ground.sites for ground in grounds))
    parties = found.parties.union(*(ground.parties for ground in grounds))
    return Whereabouts(sites, parties, found.elsewhere and not sites and not parties)


def _compare_names(places: tuple[Mention, ...], terms: Terms) -> Whereabouts:
    """Compare places with the agreement's sites and its parties' countries, by their names and what encloses them."""
    sites: frozenset[str] = frozenset()
    parties: PartyIds = NOBODY
    elsewhere = False
    for text in filter(None, (words for mention in places for words in (mention.text, mention.entity))):
        parts = _split_place(text)
        countries = {country for part in parts if (country := find_country(part))}
        here = terms.directory.find_sites(" / ".join((text, *countries)))
        named = frozenset(filter(None, map(terms.directory.find_party, countries))) | terms.directory.find_parties(text)
        known = any((name := find_name(part)) and name.kind in {"place", "country", "seat"} for part in parts)
        sites, parties, elsewhere = sites | here, parties | named, elsewhere or (known and not here and not named)
    return Whereabouts(sites, parties, elsewhere and not sites)


def _split_place(text: str) -> list[str]:
    parts = [text]
    for border in _PLACE_BORDERS:
        parts = [piece.strip() for part in parts for piece in part.split(border)]
    return parts
