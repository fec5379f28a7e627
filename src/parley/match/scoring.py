"""How well an event fits an act of a clause: what rules it out, and features with weights for the rest."""

import math
from functools import cache
from importlib.resources import files
import tomllib

import msgspec
from msgspec import Struct

from parley.match.lexicon import load_lexicon
from parley.match.occasions import Occasion
from parley.match.parties import NOBODY, Parties, Whom
from parley.match.terms import Provision, Terms
from parley.model import Mention
from parley.ontology import find_country, find_name

Features = dict[str, float]
"""Features by name; those that are missing are zero."""

_WHOLE = frozenset({"ceasefire", "pact"})
_PLACE_PARTS = (", ", " in ", " of ", " near ")


class Scene(Struct, frozen=True):
    """What a document names of an agreement, and what a sentence of it does."""

    parties: Parties
    sites: frozenset[str]


class Whereabouts(Struct, frozen=True):
    """Where an event takes place, seen from one agreement: its sites, its parties' countries, or elsewhere."""

    sites: frozenset[str] = frozenset()
    parties: Parties = NOBODY
    elsewhere: bool = False


class Case(Struct, frozen=True):
    """An event seen from one agreement: who acts, who is acted on, where, and what the document names."""

    occasion: Occasion
    actors: Whom
    recipients: Whom
    whereabouts: Whereabouts
    scene: Scene
    document: Scene


def look_at(occasion: Occasion, terms: Terms, document: Scene) -> Case:
    """Look at an event from one agreement."""
    event, directory = occasion.event, terms.directory
    words = occasion.sentence.text
    return Case(
        occasion=occasion,
        actors=_join([directory.identify(mention) for mention in event.actor]),
        recipients=_join([directory.identify(mention) for mention in event.recipient]),
        whereabouts=_locate(event.place, terms),
        scene=Scene(directory.find_parties(words), directory.find_sites(words)),
        document=document,
    )


def score_features(features: Features) -> float:
    """Turn features into a score between 0 and 1."""
    weights = load_weights()
    total = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-total))


@cache
def load_weights() -> dict[str, float]:
    """Load the weights of the features."""
    data = tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    return msgspec.convert(data["weights"], dict[str, float])


def weigh(case: Case, provision: Provision, terms: Terms) -> Features | None:
    """Give the features of an event and an act of a clause; null where the two cannot belong together."""
    parts = (_weigh_type(case, provision), _weigh_bearer(case, provision, terms), _weigh_object(case, provision, terms))
    if any(part is None for part in parts):
        return None
    features: Features = {}
    for part in parts:
        features |= part or {}
    ground = _weigh_ground(case, provision, terms, particular="particular" in features)
    if ground is None:
        return None
    if provision.concrete and case.occasion.event.type == "ASSAULT":
        features["concrete"] = 1.0
    if provision.side == "excluded" and provision.clause.kind == "maintain" and case.occasion.event.modality == "actual":
        features["kept_clause"] = 1.0
    if terms.has_begun(provision.clause, case.occasion.reading.document.date):
        features["begun"] = 1.0
    if case.occasion.event.modality == "hypothetical":
        features["possible"] = 1.0
    return features | ground


def _weigh_type(case: Case, provision: Provision) -> Features | None:
    event = case.occasion.event
    if provision.fit < 1:
        return {"near_type": 1.0} if provision.mode == event.mode else None
    if provision.mode is None or provision.mode == event.mode:
        return {"same_type": 1.0}
    return {"other_mode": 1.0} if event.type in {"ASSAULT", "COERCE", "MOBILIZE", "CONSULT"} else None


def _weigh_bearer(case: Case, provision: Provision, terms: Terms) -> Features | None:
    actors = case.actors
    if actors.parties and not actors.people:
        if actors.parties & provision.done_by:
            return {"bearer": 1.0}
        return None if provision.done_by else {"anybody": 1.0}
    if provision.act.type == "ASSAULT":
        return None
    is_open = not provision.done_by or (provision.side == "wanted" and bool(provision.done_by & terms.directory.open))
    if actors.foreign:
        return {"anybody": 1.0} if is_open else None
    if case.occasion.event.actor:
        return {"anybody": 1.0} if is_open else {"unknown_actor": 1.0}
    return {"no_actor": 1.0}


def _weigh_object(case: Case, provision: Provision, terms: Terms) -> Features | None:
    occasion = case.occasion
    if provision.freed and occasion.freed and not provision.freed & occasion.freed:
        return None
    if provision.freed == {"body"} and "hostage" in occasion.concepts and "hostage" not in provision.particular:
        return None
    shared = find_shared(occasion, provision)
    overlap = provision.stems & occasion.stems
    features = {"words": min(1.0, len(overlap) / 4)}
    if shared:
        features["particular"] = 1 + 0.3 * (len(shared | provision.concepts & occasion.concepts) - 1)
    elif provision.particular & occasion.further_concepts:
        features["further"] = 1.0
    elif provision.side == "thwarted":
        return None
    elif provision.particular and (provision.act.type != "RETREAT" or provision.side != "wanted") and len(overlap) < 4:
        return None
    elif provision.concepts & occasion.concepts - (_WHOLE if provision.act.type == "ASSAULT" else frozenset()):
        features["general"] = 1.0
    elif provision.act.type not in {"ASSAULT", "RETREAT"} and (len(overlap) < 2 or not case.actors.parties & provision.done_by):
        return None
    if provision.detail:
        named = provision.sites & case.scene.sites - terms.widest or len(overlap) > 2
        if not (provision.numbers & occasion.numbers if provision.numbers else named):
            return None
        features["detail"] = 1.0
    return features


def find_shared(occasion: Occasion, provision: Provision) -> frozenset[str]:
    """List the particular concepts that an event and an act of a clause are both about."""
    return provision.particular & occasion.concepts | provision.freed & occasion.freed


def find_named(occasion: Occasion, provision: Provision) -> frozenset[str]:
    """List the particular concepts of an act of a clause that stand at the event or right after it."""
    return find_shared(occasion, provision) | provision.particular & occasion.further_concepts


def _weigh_ground(case: Case, provision: Provision, terms: Terms, *, particular: bool) -> Features | None:
    """Weigh where it happens and to whom; null where it is elsewhere or nothing ties it to the agreement."""
    where, features = case.whereabouts, Features()
    owners = _with_bound(provision.owners, terms)
    if case.recipients.parties & owners:
        features["toward"] = 1.0
    homes = provision.sites | terms.directory.find_homes(provision.owners)
    if where.sites & _inside(homes, terms) or where.parties & owners:
        return features | {"place": 1.0}
    if provision.act.type == "ASSAULT" and provision.owners and "toward" not in features:
        return None
    if where.elsewhere or (where.sites and provision.sites and provision.act.type == "ASSAULT"):
        return None
    if case.recipients.foreign and not case.recipients.parties and provision.act.type == "ASSAULT":
        return None
    if owners and case.recipients.parties and not case.recipients.parties & owners and provision.act.type == "ASSAULT":
        return None
    if case.scene.sites:
        return features | {"sentence_site": 1.0}
    if provision.act.type == "ASSAULT" and "toward" not in features and not case.document.sites:
        return None
    if len(case.scene.parties & terms.principals) > 1:
        return features | {"sentence_parties": 1.0}
    if case.document.sites or len(case.document.parties & terms.principals) > 1:
        return features | {"document_ground": 1.0}
    return features if particular and case.document.parties & terms.principals else None


def _with_bound(parties: Parties, terms: Terms) -> Parties:
    """Add the groups bound through the parties, and their parts."""
    return parties | {
        party.id for party in terms.agreement.parties if party.through in parties or party.part_of in parties
    }


def _inside(sites: frozenset[str], terms: Terms) -> frozenset[str]:
    return frozenset(site for site in terms.directory.sites if sites & set(terms.directory.around(site)))


def _join(found: list[Whom]) -> Whom:
    acting = [whom for whom in found if whom.parties and not whom.people] or found
    return Whom(
        frozenset().union(*(whom.parties for whom in acting)),
        bool(acting) and all(whom.people for whom in acting),
        any(whom.foreign for whom in found),
    )


def _locate(places: tuple[Mention, ...], terms: Terms) -> Whereabouts:
    sites: frozenset[str] = frozenset()
    parties: Parties = NOBODY
    elsewhere = False
    for mention in places:
        for text in filter(None, (mention.text, mention.entity)):
            here = terms.directory.find_sites(text)
            countries = {country for part in _split_place(text) if (country := find_country(part))}
            named = frozenset(filter(None, map(terms.directory.find_party, countries)))
            here |= {site for country in countries for site in terms.directory.find_sites(country)}
            sites, parties = sites | here, parties | named
            known = any((name := find_name(part)) and name.kind in {"place", "country", "seat"} for part in _split_place(text))
            elsewhere = elsewhere or (known and not here and not named)
    return Whereabouts(sites, parties, elsewhere and not sites)


def _split_place(text: str) -> list[str]:
    parts = [text]
    for border in _PLACE_PARTS:
        parts = [piece for part in parts for piece in part.split(border)]
    return [part.strip() for part in parts]
