"""What two reports that share words are to each other: the kind, and which goes back to which."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from parley.model import Credit, Direction, RelationEvidence, RelationKind, Report
from parley.ontology import find_carrier
from parley.trace.credits import name_outlet

STRONG: frozenset[RelationKind] = frozenset({"verbatim", "cut", "edited"})
"""The kinds by which reports fold."""

MOSTLY = 0.62
"""Share of a text from which on it is mostly the other's words. Tuned, as all below, on the synthetic wire stories of
even number (docs/TRACING.md)."""
WHOLLY = 0.75
"""Share of the larger text from which on two mostly equal texts are the same."""
PART = 0.15
"""Share of the larger text from which on a smaller text is its cut; below, it stands embedded in it."""
SIDE_BY_SIDE = 1 / 3
"""Share of both texts from which on they are partly the same; below, a passage of one is embedded in the other."""
EXACT = 0.97
"""Share of the words under the spans that are the same from which on nothing was edited."""
PASSAGE = 45
"""Shared words that tie texts together which are not mostly the same; two lines of page furniture have 40."""
STORY = 36
"""Shared words from which on two mostly equal texts are one report. Items of a sentence or two are alike though they
speak of different days, a strike here and a strike there: fewer words must all be the same, on neighbouring days."""
TOLD = 12
"""Of these, words outside quotation marks."""
ITEM = 8
ITEM_DAYS = 1
EDITED_DAYS = 7
"""Days within which one text is edited from another; a bulletin that keeps its wording for longer is a form."""
QUOTED_WORDS = 12
"""Quoted words in common that make a shared quotation, where little else is shared."""


class Sharing(Struct, frozen=True):
    """What the passages of a pair amount to; the arguments of every rule here."""

    words: int
    quoted: int
    a_share: float
    b_share: float
    alike: float


class Side(Struct, frozen=True):
    """One report of a pair with what the rules look at."""

    report: Report
    credits: tuple[Credit, ...]

    @property
    def carrier(self) -> str | None:
        """Who published it, by the full name if it is a carrier."""
        outlet = name_outlet(self.report)
        return (find_carrier(outlet) or outlet) if outlet else None

    def name_credited(self, *, whole: bool = False) -> set[str]:
        """Name the carriers that it credits beside itself; with `whole`, those credited for all of it."""
        return {credit.carrier for credit in self.credits if credit.is_whole or not whole} - {self.carrier or ""}


def find_kind(sharing: Sharing, days: int | None, *, credited: bool = False) -> RelationKind | None:
    """Say what the texts are to each other, or None when they share too little.

    Args:
        sharing: what they share.
        days: how many days the smaller text appeared after the larger; negative before it, null when not known.
        credited: whether one of the two credits who published the other.
    """
    of_larger, of_smaller = sorted((sharing.a_share, sharing.b_share))
    told = sharing.words - sharing.quoted
    exact = sharing.alike >= EXACT
    is_story = of_smaller >= MOSTLY and sharing.words >= STORY and told >= TOLD
    if not is_story and not _is_item(sharing, told, of_smaller, days, credited=credited):
        return _find_weak_kind(sharing, told, of_larger)
    if of_larger < PART or (of_larger < 0.5 and days is not None and days < 0):
        return "embedded"
    if exact:
        return "verbatim" if of_larger >= WHOLLY else "cut"
    return "edited" if abs(days or 0) <= EDITED_DAYS else "partial"


def _is_item(sharing: Sharing, told: int, of_smaller: float, days: int | None, *, credited: bool) -> bool:
    """Tell whether a text of a sentence or two stands in the other, at about the same time.

    Every word must, but for a few where one credits the other's publisher.
    """
    if abs(days or 0) > ITEM_DAYS:
        return False
    complete = min(of_smaller, sharing.alike) == 1 and told >= ITEM
    return complete or (credited and min(of_smaller, sharing.alike) >= MOSTLY and told >= TOLD)


def _find_weak_kind(sharing: Sharing, told: int, of_larger: float) -> RelationKind | None:
    if told >= PASSAGE:
        return "partial" if of_larger >= SIDE_BY_SIDE else "embedded"
    return "quotation" if sharing.quoted >= QUOTED_WORDS else None


def is_version(a: Report, b: Report) -> bool:
    """Tell whether both stood at one address, so that one took the other's place."""
    return a.url is not None and a.url == b.url and a.text != b.text


def find_earlier(a: Report, b: Report) -> Literal["a", "b"] | None:
    """Say which of two reports was seen first; by the day where a moment is missing, null when that leaves it open."""
    if a.first_seen and b.first_seen:
        return _pick(a.first_seen, b.first_seen)
    return _pick(_find_day(a), _find_day(b))


def _find_day(report: Report) -> dt.date | None:
    return report.published_on or (report.first_seen.date() if report.first_seen else None)


def count_days(a: Report, b: Report) -> int | None:
    """Count the days from one report to the other; null when either has none."""
    in_a, in_b = _find_day(a), _find_day(b)
    return None if in_a is None or in_b is None else (in_b - in_a).days


def _pick(a: dt.date | None, b: dt.date | None) -> Literal["a", "b"] | None:
    return None if a is None or b is None or a == b else "a" if a < b else "b"


def judge(a: Side, b: Side, sharing: Sharing) -> tuple[RelationKind, Direction, RelationEvidence] | None:
    """Find kind, direction and evidence of a pair; None when it is no relation."""
    days = count_days(a.report, b.report)
    smaller_is_a = sharing.a_share >= sharing.b_share
    credited = a.carrier in b.name_credited() or b.carrier in a.name_credited()
    likeness = find_kind(sharing, -days if smaller_is_a and days else days, credited=credited)
    if likeness is None:
        return None
    kind: RelationKind = "later_version" if is_version(a.report, b.report) and likeness != "quotation" else likeness
    credit = _find_credit(a, b)
    direction, why = _find_direction(a, b, sharing, likeness)
    evidence = RelationEvidence(
        words=sharing.words,
        a_share=round(sharing.a_share, 3),
        b_share=round(sharing.b_share, 3),
        alike=round(sharing.alike, 3),
        likeness=likeness,
        direction=why,
        credit=credit,
    )
    return kind, direction, evidence


def _find_direction(
    a: Side, b: Side, sharing: Sharing, likeness: RelationKind
) -> tuple[Direction, Literal["credit", "first_seen", "subset"] | None]:
    """Find which report goes back to the other: by credit, else by what was seen first, else by what was cut."""
    if likeness == "quotation":
        return "unknown", None
    forth, back = a.carrier in b.name_credited(), b.carrier in a.name_credited()
    if forth != back:
        return "a_to_b" if forth else "b_to_a", "credit"
    if earlier := find_earlier(a.report, b.report):
        return "a_to_b" if earlier == "a" else "b_to_a", "first_seen"
    if likeness == "cut" and sharing.a_share != sharing.b_share:
        return "a_to_b" if sharing.b_share > sharing.a_share else "b_to_a", "subset"
    return "unknown", None


def _find_credit(a: Side, b: Side) -> str | None:
    """Find the carrier to which, as they say, one report goes back and the other is or goes back to as well."""
    in_a, in_b = a.name_credited(whole=True), b.name_credited(whole=True)
    own = {carrier for carrier in (a.carrier, b.carrier) if carrier}
    return min((own & (in_a | in_b)) | (in_a & in_b), default=None)
