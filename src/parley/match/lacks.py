"""Why an event was not proposed for a clause: the acts of clauses that it is nearest to, and what each would need."""

from collections.abc import Iterator

from msgspec import Struct

from parley.agreement import Agreement
from parley.match.bearing import judge_bearing
from parley.match.cases import Case, look_at, survey
from parley.match.occasions import list_occasions
from parley.match.scoring import Lack, find_shared, list_lacks, score_features, weigh
from parley.match.terms import Provision, Terms
from parley.model import Event, Reading
from parley.ontology import name_kind
from parley.ontology.registry import Registry

_SHOWN = 3
"""So many clauses are named, the nearest first."""
_OTHER_KIND = 2
"""What another kind of act weighs beyond any other thing that is lacking."""


class Near(Struct, frozen=True):
    """A clause, its act that is nearest to an event, and in words what keeps the two apart.

    `act` is the act as the agreement's file has it; `shared` are the concepts that both are about; `lacks` is empty
    where nothing keeps them apart, so that the clause is proposed unless others say it better.
    """

    clause: str
    act: str
    shared: tuple[str, ...]
    lacks: tuple[str, ...]


def find_nearest(
    agreement: Agreement, reading: Reading, event: Event, threshold: float, registry: Registry | None = None
) -> list[Near]:
    """Find the clauses that an event is nearest to: those that it shares most with and lacks least of.

    Args:
        agreement: whose clauses are looked at.
        reading: that holds the event.
        event: the one that is asked about.
        threshold: score from which a match is proposed.
        registry: who is who; the shipped one by default.
    """
    terms = Terms(agreement, hindsight=False, registry=registry)
    (occasion,) = (one for one in list_occasions(reading) if one.event is event)
    case = look_at(occasion, terms, survey(reading.document.text, terms))
    nearest: dict[str, Provision] = {}
    for provision in sorted(_list_provisions(terms, event), key=lambda each: _rank(case, each, terms)):
        nearest.setdefault(provision.clause.id, provision)
    return [_describe(case, provision, terms, threshold) for provision in list(nearest.values())[:_SHOWN]]


def _list_provisions(terms: Terms, event: Event) -> Iterator[Provision]:
    """Yield the acts that are compared with an event, then those of other types as the file has them."""
    for kind, provisions in terms.provisions.items():
        yield from (each for each in provisions if each.exact or kind == event.type)


def _rank(case: Case, provision: Provision, terms: Terms) -> tuple[int, int]:
    """Say how far an event is from an act: by what it lacks, another kind of act most, less what they share."""
    lacks = list_lacks(case, provision, terms)
    far = len(lacks) + _OTHER_KIND * ("type" in lacks)
    return far - len(find_shared(case.occasion, provision)), provision.order


def _describe(case: Case, provision: Provision, terms: Terms, threshold: float) -> Near:
    side = {"wanted": "carried out by", "excluded": "excludes", "thwarted": "thwarted by"}[provision.side]
    return Near(
        clause=provision.clause.id,
        act=f"{side} {name_kind(provision.act.type, provision.act.mode)} “{provision.act.object}”",
        shared=tuple(sorted(find_shared(case.occasion, provision))),
        lacks=tuple(_list_missing(case, provision, terms, threshold)),
    )


def _list_missing(case: Case, provision: Provision, terms: Terms, threshold: float) -> list[str]:
    """Say in words what is missing; the time and the score count only where nothing else is."""
    if lacks := list_lacks(case, provision, terms):
        return [_tell(lack, case, provision, terms) for lack in lacks]
    return list(_list_late(case, provision, terms, threshold))


def _list_late(case: Case, provision: Provision, terms: Terms, threshold: float) -> Iterator[str]:
    day, bearing = case.occasion.reading.document.date, judge_bearing(case, provision, terms)
    if bearing is None:
        yield "the clause is only mentioned"
    elif not terms.is_open(day, talk=False):
        yield f"the agreement is not in force on {day}"
    elif not terms.has_begun(provision.clause, day):
        yield f"the clause has not begun by {day}"
    elif (score := score_features(weigh(case, provision, terms) or {})) < threshold:
        yield f"its score is {score:.2f}; {threshold:.2f} is asked for"


def _tell(lack: Lack, case: Case, provision: Provision, terms: Terms) -> str:
    event = case.occasion.event
    if lack == "type":
        return f"{name_kind(event.type, event.mode)} is another kind of act"
    if lack == "bearer":
        names = (terms.directory.parties[party].name for party in provision.act.done_by)
        return f"who acts is not known to be {' or '.join(names)}"
    if lack == "object":
        wanted = sorted(provision.particular) or sorted(provision.concepts)
        return f"its words are not about {' or '.join(wanted) or 'the same'}"
    return "nothing near it ties it to where the clause applies"
