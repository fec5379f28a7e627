"""How many independent roots some entries have, and whose side each root is on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from parley.model import ListedEntry, Statement
from parley.ontology import find_carrier, is_carrier
from parley.ontology.folding import fold_name
from parley.trace.fingerprints import RUN, Hashes, hash_runs, split_words
from parley.trace.folding import Folding

STATEMENT_DAYS = 2
"""Days within which one speaker's like words are one statement."""
SAME_WORDS = 0.6
"""Share of the shorter statement's longer words that the other holds too, from which on they say the same."""
_LEAST_LETTERS = 4
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
        named = ", ".join(f"{side} {count}" for side, count in sides.most_common())
        return f"{counted} ({named})" if 0 < len(sides) <= FEW else counted


def count_reports(entries: Iterable[ListedEntry], folding: Folding) -> str:
    """Say in how many reports entries stand, and to how many origins these fold, whoever speaks in them."""
    listed = list(entries)
    folds = {folding.find_fold(each.entry.document_id).origin for each in listed}
    return describe_count(len(_find_appearances(listed)), len(folds))


def describe_count(reports: int, origins: int) -> str:
    """Say a number of reports and of origins in words: "6 reports, 2 origins"."""
    return f"{reports} report{'s'[: reports != 1]}, {origins} origin{'s'[: origins != 1]}"


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
    heads: dict[tuple[str, str | None], list[ListedEntry]] = defaultdict(list)
    listed_entries = sorted(entries, key=lambda each: each.entry.id)
    for listed in listed_entries:
        document = listed.entry.document_id
        heads[folding.find_fold(document).origin, _name_speaker(listed)].append(listed)
    by_speaker: dict[str | None, list[tuple[str, list[ListedEntry]]]] = defaultdict(list)
    for (report, speaker), group in sorted(heads.items(), key=lambda pair: (pair[0][0], pair[0][1] or "")):
        by_speaker[speaker].append((report, group))
    roots = [
        _make_origin(cluster)
        for speaker, groups in by_speaker.items()
        for cluster in (_join_statements(groups) if _is_name(speaker) else [[group] for group in groups])
    ]
    return Origins(
        len(_find_appearances(listed_entries)), tuple(sorted(roots, key=lambda root: (root.report, root.side or "")))
    )


def _name_speaker(listed: ListedEntry) -> str | None:
    """Name whose words an entry is: null for carriers telling it themselves, "" for an unnamed source."""
    entry = listed.entry
    if entry.speaker and not is_carrier(entry.speaker):
        return fold_name(entry.speaker)
    return "" if entry.chain and entry.chain[-1] is None else None


def _is_name(speaker: str | None) -> bool:
    return bool(speaker)


def _join_statements(groups: Sequence[tuple[str, list[ListedEntry]]]) -> list[list[tuple[str, list[ListedEntry]]]]:
    """Cluster the groups of one speaker that hold the same statement."""
    clusters: list[list[tuple[str, list[ListedEntry]]]] = []
    for group in groups:
        same = [cluster for cluster in clusters if any(_say_the_same(group[1], other[1]) for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in same]
        clusters.append([*(member for cluster in same for member in cluster), group])
    return clusters


def _say_the_same(group: Sequence[ListedEntry], others: Sequence[ListedEntry]) -> bool:
    return any(_is_same_statement(one, other) for one in group for other in others)


def _is_same_statement(one: ListedEntry, other: ListedEntry) -> bool:
    days = (one.published_on - other.published_on).days if one.published_on and other.published_on else 0
    if abs(days) > STATEMENT_DAYS:
        return False
    said, again = _find_words(one), _find_words(other)
    a, b = split_words(said).words, split_words(again).words
    if len(np.intersect1d(hash_runs(a, RUN), hash_runs(b, RUN))):
        return True
    long_a, long_b = _long_words(said), _long_words(again)
    shorter = min(len(long_a), len(long_b))
    return shorter >= RUN - 1 and len(np.intersect1d(long_a, long_b)) >= SAME_WORDS * shorter


def _find_words(listed: ListedEntry) -> str:
    item = listed.entry.item
    return item.said if isinstance(item, Statement) else listed.said or listed.context


def _long_words(text: str) -> Hashes:
    tokens = split_words(text)
    return np.unique(tokens.words[tokens.ends - tokens.starts >= _LEAST_LETTERS])


def _make_origin(cluster: Sequence[tuple[str, list[ListedEntry]]]) -> Origin:
    listed = [each for _, group in cluster for each in group]
    first = min(listed, key=lambda each: (each.published_on is None, each.published_on, each.entry.id))
    report = next(name for name, group in cluster if first in group)
    return Origin(
        side=_find_side(first),
        report=report,
        entries=tuple(sorted(each.entry.id for each in listed)),
        documents=tuple(sorted({each.entry.document_id for each in listed})),
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
