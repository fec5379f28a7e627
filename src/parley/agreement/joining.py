"""From what is stored to evidence: who reports, along which route, from which origin, of which days."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parley.agreement.evidence import Evidence
from parley.agreement.sides import Sides
from parley.agreement.terms import Agreement
from parley.derive import find_happened, find_interval, find_quoted_chain, find_route
from parley.model import GONE, Assessed, Event
from parley.ontology import is_carrier

_WEEK = dt.timedelta(days=7)


def join_evidence(
    agreement: Agreement,
    assessed: Iterable[Assessed],
    *,
    origins: Mapping[str, str] | None = None,
    sides: Sides | None = None,
) -> Iterator[Evidence]:
    """Turn stored assessments into evidence; those of other agreements are left out.

    Args:
        agreement: gives the names of the sides.
        assessed: assessments with their documents' appearances and the entries they rest on.
        origins: by document, the root that it goes back to; a document without one is its own.
        sides: finds whose side a speaker is on; by the agreement's names and the shipped registry by default.
    """
    sides = sides or Sides(agreement)
    for held in assessed:
        if held.assessment.agreement == agreement.id and not _is_void(held):
            yield _join_one(held, sides, origins or {})


def _is_void(held: Assessed) -> bool:
    """Tell whether a machine's proposal rests on an entry that a person rejected, or that nobody proposes any more."""
    unread = held.entry is not None and held.entry.state in GONE
    return unread and held.assessment.state == "proposed"


def _join_one(held: Assessed, sides: Sides, origins: Mapping[str, str]) -> Evidence:
    assessment = held.assessment
    publication = held.publication
    route = find_route(publication.outlet, publication.cited, find_quoted_chain(held))
    return Evidence(
        assessment=assessment,
        side=sides.find_side(_find_reporter(held, route), held.day, is_outlet=assessment.by is None),
        origin=origins.get(assessment.document_id, assessment.document_id),
        route=route,
        published_on=held.day,
        recorded_at=held.recorded_at,
        published_at=publication.published_at,
        happened=_find_days(held),
        corrects=assessment.corrects,
        narrated=is_carrier(assessment.by) if assessment.by else held.document_kind == "report",
    )


def _find_days(held: Assessed) -> tuple[dt.date, dt.date] | None:
    """Give the days of an act: those that the coder states, else those of the entry.

    An act told of more than a week ("since 19 January") has the day of its report instead.
    """
    if held.assessment.happened is not None:
        return find_interval(held.assessment.happened)
    item = held.entry.item if held.entry else None
    days = find_happened(item) if isinstance(item, Event) else None
    return days if days and days[1] - days[0] < _WEEK else None


def _find_reporter(held: Assessed, route: Sequence[str]) -> str:
    """Name who reports: the speaker, else the author of a document that is no report, else the agency or outlet."""
    if held.assessment.by is not None:
        return held.assessment.by
    return route[-1] if held.document_kind == "report" else route[0]
