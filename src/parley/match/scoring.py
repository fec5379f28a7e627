"""How well an event fits an act of a clause: what rules it out, and features with weights for the rest.

Every function gives the features of one aspect, or null where the event and the act cannot belong together.
"""

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from parley.match.cases import Case
from parley.match.occasions import Occasion
from parley.match.parties import PartyIds
from parley.match.terms import Provision, Terms

Features = dict[str, float]
"""Features by name; those that are missing are zero. What each means: docs/MATCHING.md."""

Lack = Literal["type", "bearer", "object", "ground"]
"""What an event and an act of a clause have not in common: kind of act, who does it, what it is about, where."""
WHOLE = frozenset({"ceasefire", "pact"})
"""Concepts of an agreement as a whole."""
_LOOSE_MODES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "CONSULT"})
"""Types whose mode says by what means; another mode is the same act for a clause that names one."""


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
    if (fit := _weigh_type(case, provision)) is None or (bearer := _weigh_bearer(case, provision, terms)) is None:
        return None
    if (about := _weigh_object(case, provision, terms)) is None or _is_other_coercion(fit, about, provision):
        return None
    if (ground := _weigh_ground(case, provision, terms, particular="particular" in about)) is None:
        return None
    return fit | bearer | about | ground | _weigh_clause(case, provision, terms)


def list_lacks(case: Case, provision: Provision, terms: Terms) -> list[Lack]:
    """List what keeps an event and an act of a clause apart, whichever types they have; empty where nothing does."""
    lacks: list[Lack] = []
    comparable = provision in terms.provisions.get(case.occasion.event.type, ())
    fit, about = _weigh_type(case, provision) if comparable else None, _weigh_object(case, provision, terms)
    if fit is None or _is_other_coercion(fit, about or {}, provision):
        lacks.append("type")
    if _weigh_bearer(case, provision, terms) is None:
        lacks.append("bearer")
    if about is None:
        lacks.append("object")
    if _weigh_ground(case, provision, terms, particular="particular" in (about or {})) is None:
        lacks.append("ground")
    return lacks


def find_shared(occasion: Occasion, provision: Provision) -> frozenset[str]:
    """List the particular concepts that an event and an act of a clause are both about."""
    return provision.particular & occasion.concepts | provision.freed & occasion.freed


def find_named(occasion: Occasion, provision: Provision) -> frozenset[str]:
    """List the particular concepts of an act of a clause that stand at the event or right after it."""
    return find_shared(occasion, provision) | provision.particular & occasion.further_concepts


def _weigh_type(case: Case, provision: Provision) -> Features | None:
    event = case.occasion.event
    if not provision.exact:
        return {"near_type": 1.0} if provision.mode == event.mode else None
    if provision.mode in {None, event.mode}:
        return {"same_type": 1.0}
    return {"other_mode": 1.0} if event.type in _LOOSE_MODES else None


def _is_other_coercion(fit: Features, about: Features, provision: Provision) -> bool:
    """Tell whether only "coercion" is common to both: who keeps people from a place does not seize it."""
    return provision.act.type == "COERCE" and "other_mode" in fit and not {"particular", "further"} & about.keys()


def _weigh_bearer(case: Case, provision: Provision, terms: Terms) -> Features | None:
    actors = case.actors
    if actors.parties and not actors.people:
        if actors.parties & provision.done_by:
            return {"bearer": 1.0}
        return None if provision.done_by else {"anybody": 1.0}
    if provision.act.type == "ASSAULT":
        return None
    open_to_all = provision.side == "wanted" and bool(provision.done_by & terms.directory.open)
    if open_to_all or not provision.done_by:
        return {"anybody": 1.0} if case.occasion.event.actor else {"no_actor": 1.0}
    if actors.foreign:
        return None
    return {"unknown_actor": 1.0} if case.occasion.event.actor else {"no_actor": 1.0}


def _weigh_object(case: Case, provision: Provision, terms: Terms) -> Features | None:
    occasion = case.occasion
    if not _lets_go_of_the_same(occasion, provision):
        return None
    shared, overlap = find_shared(occasion, provision), len(provision.stems & occasion.stems)
    features = {"words": min(1.0, overlap / 4)}
    if shared:
        features["particular"] = 1 + 0.3 * (len(shared | provision.concepts & occasion.concepts) - 1)
    elif provision.particular & occasion.further_concepts:
        features["further"] = 1.0
    elif not _may_be_vague(case, provision, overlap):
        return None
    elif provision.concepts & occasion.concepts - (WHOLE if provision.act.type == "ASSAULT" else frozenset()):
        features["general"] = 1.0
    if provision.detail:
        named = bool(provision.sites & case.sentence.sites - terms.widest) or overlap > 2
        if not (provision.numbers & occasion.numbers if provision.numbers else named):
            return None
        features["detail"] = 1.0
    return features


def _lets_go_of_the_same(occasion: Occasion, provision: Provision) -> bool:
    """Tell whether a release can be of what the clause names, not of what it is exchanged for."""
    if provision.freed and occasion.freed and not provision.freed & occasion.freed:
        return False
    return not occasion.concepts & provision.counterpart


def _may_be_vague(case: Case, provision: Provision, overlap: int) -> bool:
    """Tell whether an act may be meant although it shares no particular concept with the event."""
    if provision.side == "thwarted":
        return False
    if overlap >= 4:
        return True
    if provision.act.type == "ASSAULT":
        return not provision.particular or bool(provision.owners)
    if provision.act.type == "RETREAT":
        silent = not case.occasion.particular and provision.side == "wanted"
        return provision.act.mode is not None and (not provision.particular or silent)
    return not provision.particular and overlap >= 2 and bool(case.actors.parties & provision.done_by)


def _weigh_ground(case: Case, provision: Provision, terms: Terms, *, particular: bool) -> Features | None:
    """Weigh where it happens and to whom; null where it is elsewhere or nothing ties it to the agreement."""
    owners = _with_bound(provision.owners, terms)
    features: Features = {"toward": 1.0} if case.recipients.parties & owners else {}
    homes = _inside(provision.sites | terms.directory.find_homes(provision.owners), terms)
    if case.where.sites & homes or case.where.parties & owners:
        return features | {"place": 1.0}
    if case.where.elsewhere or _is_at_another_site(case, provision, terms):
        return None
    if provision.act.type == "ASSAULT" and not _may_be_struck(case, provision, owners):
        return None
    if provision.act.type == "ASSAULT" and not (features or case.sentence.sites or case.document.sites):
        return None
    if named := _weigh_names(case, terms):
        return features | named
    tied = particular and not provision.sites and bool(case.document.parties & terms.principals)
    return features if tied else None


def _weigh_names(case: Case, terms: Terms) -> Features:
    """Weigh what else the report names of the agreement: a site of it or two of its parties, the nearer the better."""
    if case.sentence.sites:
        return {"sentence_site": 1.0}
    if len(case.sentence.parties & terms.principals) > 1:
        return {"sentence_parties": 1.0}
    near = case.document.sites or len(case.document.parties & terms.principals) > 1
    return {"document_ground": 1.0} if near else {}


def _is_at_another_site(case: Case, provision: Provision, terms: Terms) -> bool:
    """Tell whether it happens at a site that is neither the clause's nor around it; lines run through many sites."""
    sites = terms.directory.sites
    if not provision.sites or any(sites[site].kind == "line" for site in provision.sites):
        return False
    around = {outer for site in provision.sites for outer in terms.directory.around(site)}
    return bool(case.where.sites) and not case.where.sites & around


def _may_be_struck(case: Case, provision: Provision, owners: PartyIds) -> bool:
    """Tell whether those who are struck, at no place that is the clause's, may be whom the clause protects."""
    struck = case.recipients
    if provision.owners and case.occasion.event.recipient:
        return bool(struck.parties & owners)
    if provision.owners:
        return bool((case.sentence.parties - case.actors.parties) & owners)
    return bool(struck.parties) or not struck.foreign


def _weigh_clause(case: Case, provision: Provision, terms: Terms) -> Features:
    """Weigh what makes one clause nearer than another that wants or excludes the same."""
    event, features = case.occasion.event, Features()
    if provision.concrete and (event.type == "ASSAULT" or "operation" in case.occasion.concepts):
        features["concrete"] = 1.0
    if provision.side == "excluded" and provision.clause.kind == "maintain" and event.modality == "actual":
        features["kept_clause"] = 1.0
    if terms.has_begun(provision.clause, case.occasion.reading.document.date):
        features["begun"] = 1.0
    return features


def _with_bound(parties: PartyIds, terms: Terms) -> PartyIds:
    """Add the groups bound through the parties, and their parts."""
    return parties | {
        party.id for party in terms.agreement.parties if party.through in parties or party.part_of in parties
    }


def _inside(sites: frozenset[str], terms: Terms) -> frozenset[str]:
    return frozenset(site for site in terms.directory.sites if sites & set(terms.directory.around(site)))
