"""What the status of a clause is derived from: assessments, each with who reports it, when, and from which origin."""

import datetime as dt

from msgspec import Struct

from parley.model import Assessment


class Evidence(Struct, frozen=True):
    """One assessment with everything about its report that status depends on.

    `side` is who reports it: the innermost speaker's party (its id in the agreement), else the speaker, else the
    credited agency, else the outlet. `origin` names the root that the report goes back to; reports that fold together
    share it. `happened` holds the first and last day that the text gives for the act, null where it gives none.
    `corrects` is the id of the document that this report corrects or retracts.
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


class View(Struct, frozen=True):
    """Whose reports are looked at: those of the named sides, everybody's when `sides` is empty."""

    name: str = "all"
    sides: frozenset[str] = frozenset()

    def takes(self, evidence: Evidence) -> bool:
        """Tell whether a report belongs to the view."""
        return not self.sides or evidence.side in self.sides
