"""The lines of the record: entries, what stands behind them, and what people decided."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from parley.model.documents import DocumentKind, Notice, Publication
from parley.model.readings import Event, Statement
from parley.model.spans import Span

EntryKind = Literal["statement", "event"]
EntryState = Literal["proposed", "unsure", "accepted", "amended", "rejected", "superseded"]
GONE: frozenset[EntryState] = frozenset({"rejected", "superseded"})
"""States in which an entry or an assessment counts no more: a person rejected it, or nobody proposes it now."""
Verdict = Literal["accept", "amend", "reject", "unsure"]
"""What a person can say of an entry."""
Action = Literal["accept", "amend", "reject", "unsure", "add", "undo"]
"""What a decision did: a verdict, an entry of the person's own, or the taking back of a decision."""
MachineAction = Literal["propose", "supersede"]
"""What a machine does to an assessment; everything else is a person's decision."""
AssessmentAction = Literal["propose", "accept", "amend", "reject", "undo", "supersede"]
"""What happens to an assessment: a machine proposes it or supersedes its proposal, a person does the rest."""
Bearing = Literal[
    "done", "partly", "not_done", "contrary", "kept", "denied", "excused", "planned", "reads", "calls", "relates"
]


class Entry(Struct, frozen=True):
    """A line of the record as it stood at one revision.

    `item` carries entry ids, not the reading's local ones, in `id`, `within` and `about`. `chain` is the sourcing
    chain inside the document, outermost first, null for an unnamed source; `speaker` is who says it, for a speech act
    whose it is, null for the narrator; `fact` and `act` say whether an event is reported as fact
    (docs/FORMAT.md) and is an act, no speech act (`derive.is_act`), null for a statement; `commitment` is its kind or
    null, `standing` the word of `derive.find_standing`. `stale` is true when its page has another text by now; `notice`
    says what another document says of the one it stands in.
    """

    id: str
    revision: int
    state: EntryState
    document_id: str
    item: Statement | Event
    chain: tuple[str | None, ...]
    speaker: str | None
    fact: bool | None
    act: bool | None
    commitment: str | None
    standing: str | None
    reader: str
    proposal_id: str | None
    recorded_at: dt.datetime
    decided_by: str | None = None
    stale: bool = False
    notice: Notice | None = None

    @property
    def kind(self) -> EntryKind:
        """Say whether the entry is a statement or an event."""
        return "statement" if isinstance(self.item, Statement) else "event"


def find_first(publications: Sequence[Publication]) -> Publication:
    """Return the earliest of a document's appearances, which stand in their order; an empty one where none is known."""
    return publications[0] if publications else Publication()


class ListedEntry(Struct, frozen=True):
    """An entry as lists and files show it.

    `context` is the sentence of the text that holds the entry's anchor, word for word; `said` is the content of the
    statement that a speech act is about, null for other entries; `publications` are the appearances of its document,
    the earliest first.
    """

    entry: Entry
    published_on: dt.date | None
    publications: tuple[Publication, ...]
    document_kind: DocumentKind
    context: str
    said: str | None = None

    @property
    def publication(self) -> Publication:
        """The earliest appearance; an empty one where none is known."""
        return find_first(self.publications)


class Decision(Struct, frozen=True):
    """A person's word on an entry; append-only."""

    id: str
    entry_id: str
    action: Action
    by: str
    at: dt.datetime
    revision: int
    reason: str | None = None


class Assessment(Struct, frozen=True, gc=False):
    """What a report says about one clause of an agreement; never that it is true.

    `by` is who says so in plain words, null for the narrator; `against` the id of the party concerned, null for all
    bearers or none; `called_breach` is true only where the quoted words speak of a violation. Assessments that share
    `incident` speak of the same event. `entry_id` names the entry of the record that it rests on, when there is one.
    `coder` is the person who made or accepted it, or the version of the machine that proposed it. `corrects` is the id
    of the document that the report corrects or retracts. `happened` are the days of the act as the coder reads them
    (ISO: a day, a month, an interval), null for those of the entry.
    """

    id: str
    document_id: str
    agreement: str
    clause: str
    bearing: Bearing
    quote: Span
    by: str | None = None
    against: str | None = None
    called_breach: bool = False
    incident: str | None = None
    entry_id: str | None = None
    state: EntryState = "accepted"
    coder: str = ""
    score: float | None = None
    why: str | None = None
    unsure: bool = False
    corrects: str | None = None
    happened: str | None = None


class Assessed(Struct, frozen=True):
    """An assessment as the record holds it, with what is known of its document and of the entry it rests on.

    `revision` is the assessment's; `recorded_at` is when it was made. `publications` are the appearances of the
    document, the earliest first. `statement` is the one whose words are quoted, where somebody speaks in them who does
    not stand around the entry: the ground that another gives for its act.
    """

    assessment: Assessment
    revision: int
    recorded_at: dt.datetime
    document_kind: DocumentKind
    published_on: dt.date | None
    publications: tuple[Publication, ...]
    entry: Entry | None = None
    notice: Notice | None = None
    statement: Entry | None = None

    @property
    def publication(self) -> Publication:
        """The earliest appearance; an empty one where none is known."""
        return find_first(self.publications)

    @property
    def day(self) -> dt.date | None:
        """The day of its document, else that of the earliest appearance; null where neither is known."""
        return self.published_on or self.publication.published_on


class AssessmentDecision(Struct, frozen=True):
    """One revision of an assessment: what was done to it, by whom (a person or a machine's version), when, and why."""

    assessment_id: str
    revision: int
    action: AssessmentAction
    by: str
    at: dt.datetime
    assessment: Assessment
    reason: str | None = None
