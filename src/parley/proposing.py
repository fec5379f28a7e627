"""Matching inside the record: proposals on its entries, and how people decided on them over time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from parley.agreement import Agreement
from parley.derive import find_happened
from parley.errors import InputError
from parley.match import Matcher
from parley.match.lacks import Near, find_nearest
from parley.match.matcher import THRESHOLD
from parley.match.voices import list_retold
from parley.model import GONE, Assessment, AssessmentDecision, Event, ListedEntry, Publication, Reading, Statement
from parley.ontology.registry import load_registry
from parley.record import Filter, Proposed, Record, drop_undone
from parley.resolve import locate, name_gazetteer
from parley.steps import Watch, look_away

Outcome = Literal["accepted", "clause changed", "bearing changed", "otherwise changed", "rejected"]


class TrackRecord(Struct, frozen=True, order=True):
    """What became of a matcher's proposals that people decided on in one month (`2025-03`)."""

    coder: str
    month: str
    outcomes: dict[Outcome, int]

    @property
    def decided(self) -> int:
        """How many were decided on."""
        return sum(self.outcomes.values())

    @property
    def precision(self) -> float:
        """The share that people accepted as they stood."""
        return self.outcomes.get("accepted", 0) / self.decided


class Matched(Struct, frozen=True):
    """How many documents were matched, and what became of the proposals."""

    documents: int
    proposals: Proposed


def match_record(
    record: Record,
    agreements: Sequence[Agreement],
    threshold: float = THRESHOLD,
    *,
    watch: Watch[list[Assessment]] = look_away,
) -> Matched:
    """Match what a record holds against agreements, and keep the proposals; those made no longer are superseded.

    Args:
        record: as it stands now.
        agreements: whose clauses are looked at; proposals on others stay as they are.
        threshold: score from which a link is proposed.
        watch: follows the documents, under the name of the work.
    """
    registry = load_registry(changes=record.list_actor_changes())
    matcher = Matcher(
        agreements, threshold, hindsight=False, locate=locate, gazetteer=name_gazetteer(), registry=registry
    )
    groups = list(watch(propose_assessments(record, matcher), "matching"))
    given = [proposal for group in groups for proposal in group]
    looked_at = [agreement.id for agreement in agreements]
    return Matched(len(groups), record.assessments.propose(given, by=matcher.version, agreements=looked_at))


def propose_assessments(record: Record, matcher: Matcher) -> Iterator[list[Assessment]]:
    """Match what the record holds of each document, people's decisions included, and yield proposals by document.

    Entries that were rejected or superseded bear on nothing, nor does what a report that retracts or corrects another
    says that an earlier one said; each proposal names the entry that it rests on.
    """
    for document_id, group in groupby(record.list_entries(), key=lambda entry: entry.entry.document_id):
        listed = list(group)
        reading = _gather_reading(record, document_id, listed)
        taken_back = list_retold(reading) if _takes_back(listed[0].publication) else frozenset()
        matches = [match for match in matcher.match(reading) if match.item not in taken_back]
        yield [replace(match.propose(reading, matcher.version), entry_id=match.item) for match in matches]


def _gather_reading(record: Record, document_id: str, listed: Iterable[ListedEntry]) -> Reading:
    """Make a reading of the entries of a document that are neither rejected nor superseded."""
    items = [each.entry.item for each in listed if each.entry.state not in GONE]
    statements = [item for item in items if isinstance(item, Statement)]
    known = {statement.id for statement in statements}
    stored = record.get_reading(document_id)
    return Reading(
        record.get_document(document_id),
        tuple(_keep_known(statement, known) for statement in statements),
        tuple(_tie(item, known) for item in items if isinstance(item, Event)),
        places=stored.places if stored else (),
    )


def explain_entry(record: Record, entry: ListedEntry, agreement: Agreement) -> list[Near]:
    """Say which clauses an entry of a record is nearest to, and what each would need; see `find_nearest`.

    Raises:
        InputError: the entry is no event, or was rejected or superseded.
    """
    document_id = entry.entry.document_id
    reading = _gather_reading(record, document_id, record.list_entries(Filter(document=document_id)))
    event = next((one for one in reading.events if one.id == entry.entry.item.id), None)
    if event is None:
        what = "only events that stand are laid against clauses; this is a statement, or nobody holds it any longer"
        raise InputError(what, where=entry.entry.id[-8:], remedy="parley list shows the entries of its report.")
    return find_nearest(agreement, reading, event, THRESHOLD, load_registry(changes=record.list_actor_changes()))


def _takes_back(publication: Publication) -> bool:
    return publication.retracts is not None or publication.corrects is not None


def _keep_known(statement: Statement, known: set[str]) -> Statement:
    return statement if statement.within in known else replace(statement, within=None)


def _tie(event: Event, known: set[str]) -> Event:
    """Untie an event from statements that are gone."""
    within = event.within if event.within in known else None
    return replace(event, within=within, about=event.about if event.about in known else None)


def find_entry_of(assessment: Assessment, listed: Iterable[ListedEntry]) -> str | None:
    """Find the entry that an assessment made outside the record speaks of; null where that is not sure.

    It is an event whose trigger stands in the quoted words and that is told by a speaker, or by the narrator, as the
    assessment is; what nobody is quoted with in a document that is no report is its author's. Of several such events
    the first is taken if all give the same days, and none if they do not. The words of a ground tell of something else
    than the act that it is given for, so they lead to none.

    Args:
        assessment: as somebody handed it over.
        listed: the entries of its document.
    """
    if assessment.bearing == "excused":
        return None
    found = [
        (one.entry.id, find_happened(one.entry.item))
        for one in listed
        if isinstance(one.entry.item, Event)
        and assessment.quote.holds(one.entry.item.trigger)
        and _is_told_alike(one, assessment)
    ]
    return found[0][0] if found and len({days for _, days in found}) == 1 else None


def _is_told_alike(listed: ListedEntry, assessment: Assessment) -> bool:
    """Tell whether an entry and an assessment are both the narrator's, or both some speaker's."""
    authored = listed.document_kind != "report" and listed.entry.speaker is None
    return authored or (listed.entry.speaker is None) == (assessment.by is None)


def tally_decisions(record: Record) -> list[TrackRecord]:
    """Count how people first decided on each matcher's proposals, by month of the decision."""
    counts: dict[tuple[str, str], Counter[Outcome]] = {}
    for history in record.assessments.list_histories():
        first, decided = history[0], None
        proposed = first
        for revision in drop_undone(history)[1:]:
            if revision.action == "propose":
                proposed = revision
            elif revision.action != "supersede":
                decided = revision
                break
        if first.action == "propose" and decided:
            month = f"{decided.at:%Y-%m}"
            counts.setdefault((proposed.by, month), Counter())[_judge(proposed, decided)] += 1
    return sorted(TrackRecord(coder, month, dict(outcomes)) for (coder, month), outcomes in counts.items())


def _judge(proposed: AssessmentDecision, decided: AssessmentDecision) -> Outcome:
    before, after = proposed.assessment, decided.assessment
    if decided.action == "reject":
        return "rejected"
    if (before.agreement, before.clause) != (after.agreement, after.clause):
        return "clause changed"
    if before.bearing != after.bearing:
        return "bearing changed"
    return "accepted" if decided.action == "accept" else "otherwise changed"
