"""How many independent roots some entries have, and whose side each root is on."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from parley.agreement.origins import Voice, find_roots
from parley.derive import count
from parley.model import ListedEntry, Statement
from parley.ontology import find_carrier, is_carrier
from parley.ontology.folding import fold_name
from parley.trace.folding import Folding

FEW = 5
"""Sides that are few enough to name."""


class Origin(Struct, frozen=True):
    """A root of some entries.

    `side` is who it is: the speaker, else the agency that the reports credit, else the outlet; null where the text
    names nobody. `report` is the id of the document that the reports fold to.
    """

    side: str | None
    report: str
    entries: tuple[str, ...]
    documents: tuple[str, ...]


class Origins(Struct, frozen=True):
    """The roots of some entries, and in how many reports (documents in outlets) the entries stand."""

    reports: int
    origins: tuple[Origin, ...]

    def describe(self) -> str:
        """Say so in words, with the sides where they are few: "6 reports, 3 origins (Reuters 2, the ministry 1)"."""
        counted = describe_count(self.reports, len(self.origins))
        sides = Counter(origin.side or "not named" for origin in self.origins)
        named = ", ".join(f"{side} {number}" for side, number in sides.most_common())
        return f"{counted} ({named})" if 0 < len(sides) <= FEW else counted


def count_reports(entries: Iterable[ListedEntry], folding: Folding) -> str:
    """Say in how many reports entries stand, and to how many origins these fold, whoever speaks in them."""
    listed = list(entries)
    folds = {folding.find_fold(each.entry.document_id).origin for each in listed}
    return describe_count(len(_find_appearances(listed)), len(folds))


def describe_count(reports: int, origins: int) -> str:
    """Say a number of reports and of origins in words: "6 reports, 2 origins"."""
    return f"{count(reports, 'report')}, {count(origins, 'origin')}"


def _find_appearances(entries: Iterable[ListedEntry]) -> set[tuple[str, str | None]]:
    """Find the reports that entries stand in: documents in outlets."""
    return {
        (listed.entry.document_id, outlet)
        for listed in entries
        for outlet in ({publication.outlet for publication in listed.publications} or {None})
    }


def find_origins(entries: Iterable[ListedEntry], folding: Folding) -> Origins:
    """Fold entries to their roots.

    Entries of one fold of reports and one speaker (or of no speaker) are one root. So are entries of different folds
    in which the same named speaker says the same at about the same time: two outlets that quote one spokesperson.

    Args:
        entries: in any order, as of the moment that `folding` is of.
        folding: of their documents.
    """
    ordered = sorted(entries, key=lambda each: (each.published_on or dt.date.max, each.entry.id))
    voices = [_hear(listed, folding) for listed in ordered]
    roots: dict[int, list[int]] = defaultdict(list)
    for number, root in enumerate(find_roots(voices)):
        roots[root].append(number)
    origins = [_make_origin([ordered[each] for each in members], voices[members[0]]) for members in roots.values()]
    origins.sort(key=lambda root: (root.report, root.side or "", root.entries))
    return Origins(len(_find_appearances(ordered)), tuple(origins))


def _hear(listed: ListedEntry, folding: Folding) -> Voice:
    item = listed.entry.item
    return Voice(
        report=folding.find_fold(listed.entry.document_id).origin,
        speaker=_name_speaker(listed),
        day=listed.published_on or dt.date.max,
        words=item.said if isinstance(item, Statement) else listed.said or listed.context,
    )


def _name_speaker(listed: ListedEntry) -> str | None:
    """Name whose words an entry is: null for carriers telling it themselves, "" for an unnamed source."""
    entry = listed.entry
    if entry.speaker and not is_carrier(entry.speaker):
        return fold_name(entry.speaker)
    return "" if entry.chain and entry.chain[-1] is None else None


def _make_origin(entries: Sequence[ListedEntry], first: Voice) -> Origin:
    """Sum up the entries of a root; the earliest, which comes first, names its side and its report."""
    return Origin(
        side=_find_side(entries[0]),
        report=first.report,
        entries=tuple(sorted(listed.entry.id for listed in entries)),
        documents=tuple(sorted({listed.entry.document_id for listed in entries})),
    )


def _find_side(listed: ListedEntry) -> str | None:
    """Say who is the root: the speaker, else the credited agency, else the outlet; null for an unnamed source."""
    speaker = _name_speaker(listed)
    if speaker is not None:
        return listed.entry.speaker if speaker else None
    carriers = [name for name in listed.entry.chain if name]
    cited = [carrier.outlet.split(" via ")[0] for carrier in listed.publication.cited if carrier.outlet]
    named = next(iter(carriers[-1:] or cited[:1]), listed.publication.outlet)
    return (find_carrier(named) or named) if named else None
