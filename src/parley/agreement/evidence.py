"""What the status of a clause is derived from: assessments, each with who reports it, when, and from which origin."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from parley.model import GONE, Assessment
from parley.ontology.folding import fold_name
from parley.roots import Voice, find_roots


class Evidence(Struct, frozen=True, gc=False):
    """One assessment with everything about its report that status depends on.

    `side` is who reports it (`sides.find_side`): a party's id where the speaker belongs to one, else the speaker, the
    credited agency or the outlet; "unknown" for unnamed officials of nobody. `origin` names the root that the report
    goes back to; reports that fold together share it. `route` is everybody between the reader and the words, outermost
    first. `happened` holds the first and last day that the text gives for the act, null where it gives none.
    `narrated` tells that an outlet or agency says it in its own voice.
    `corrects` is the id of the document that this report corrects or retracts. `recorded_at` is when the record took
    the assessment as it stands here.
    """

    assessment: Assessment
    side: str
    origin: str
    route: tuple[str, ...]
    published_on: dt.date | None
    recorded_at: dt.datetime
    published_at: dt.datetime | None = None
    happened: tuple[dt.date, dt.date] | None = None
    corrects: str | None = None
    narrated: bool = False

    @property
    def known_on(self) -> dt.date:
        """The day from which the report can have been known: its publication, else the day it was recorded."""
        return self.published_on or self.recorded_at.date()

    @property
    def is_undated(self) -> bool:
        """Tell whether no day is known on which it was published, and somebody may still stand by what it says."""
        return self.published_on is None and self.assessment.state not in GONE


class View(Struct, frozen=True):
    """Whose reports are looked at: those of the named sides, everybody's when `sides` is empty.

    With `reviewed`, assessments that only a machine proposed are left out.
    """

    name: str = "all"
    sides: frozenset[str] = frozenset()
    reviewed: bool = False

    def takes(self, evidence: Evidence) -> bool:
        """Tell whether a report belongs to the view."""
        if self.reviewed and evidence.assessment.state == "proposed":
            return False
        return not self.sides or evidence.side in self.sides


def count_origins(reports: Sequence[Evidence]) -> int:
    """Count the origins of reports of one bearing."""
    if len(reports) <= 1:
        return len(reports)
    return len(set(find_roots([_hear(report) for report in reports])))


def _hear(report: Evidence) -> Voice:
    told = report.assessment
    speaker = None if told.by is None else fold_name(told.by)
    return Voice(report.origin, speaker, report.known_on, told.quote.text, told.incident)
