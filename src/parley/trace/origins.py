"""How many independent roots some entries have, and whose side each root is on."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import numpy as np
from msgspec import Struct

from parley.model import ListedEntry, Statement
from parley.ontology import find_carrier, is_carrier
from parley.ontology.folding import fold_name
from parley.trace.fingerprints import RUN, Hashes, hash_runs, split_words
from parley.trace.folding import Folding
from parley.trace.groups import Groups

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
    ordered = sorted(entries, key=lambda each: (each.published_on or dt.date.max, each.entry.id))
    voices = [_Voice.of(listed, folding) for listed in ordered]
    groups = Groups(voice.key for voice in voices)
    for one, other in _find_same_statements(voices):
        groups.join(one.key, other.key)
    roots: dict[str, list[_Voice]] = defaultdict(list)
    for voice in voices:
        roots[groups.find(voice.key)].append(voice)
    origins = sorted(map(_make_origin, roots.values()), key=lambda root: (root.report, root.side or "", root.entries))
    return Origins(len(_find_appearances(ordered)), tuple(origins))


class _Voice(Struct, frozen=True):
    """An entry with whose words it is; entries of one `key` are one root from the start."""

    listed: ListedEntry
    report: str
    speaker: str | None

    @classmethod
    def of(cls, listed: ListedEntry, folding: Folding) -> Self:
        return cls(listed, folding.find_fold(listed.entry.document_id).origin, _name_speaker(listed))

    @property
    def key(self) -> str:
        return f"{self.report} {'told' if self.speaker is None else f'said by {self.speaker}'}"

    @property
    def day(self) -> dt.date:
        return self.listed.published_on or dt.date.max


def _name_speaker(listed: ListedEntry) -> str | None:
    """Name whose words an entry is: null for carriers telling it themselves, "" for an unnamed source."""
    entry = listed.entry
    if entry.speaker and not is_carrier(entry.speaker):
        return fold_name(entry.speaker)
    return "" if entry.chain and entry.chain[-1] is None else None


def _find_same_statements(voices: Iterable[_Voice]) -> Iterator[tuple[_Voice, _Voice]]:
    """Yield entries, given in the order of days, in which one named speaker says the same at about the same time."""
    by_speaker: dict[str, list[tuple[_Voice, _Words]]] = defaultdict(list)
    for voice in voices:
        if voice.speaker:
            by_speaker[voice.speaker].append((voice, _Words.of(voice.listed)))
    for said in by_speaker.values():
        for place, (one, words) in enumerate(said):
            for other, again in said[place + 1 :]:
                if (other.day - one.day).days > STATEMENT_DAYS:
                    break
                if one.key != other.key and words.say_the_same(again):
                    yield one, other


class _Words(Struct, frozen=True):
    """What is said in an entry: the hashes of runs of words, and of its longer words."""

    runs: Hashes
    longer: Hashes

    @classmethod
    def of(cls, listed: ListedEntry) -> Self:
        item = listed.entry.item
        tokens = split_words(item.said if isinstance(item, Statement) else listed.said or listed.context)
        longer = tokens.words[tokens.ends - tokens.starts >= _LEAST_LETTERS]
        return cls(hash_runs(tokens.words, RUN), np.unique(longer))

    def say_the_same(self, other: "_Words") -> bool:
        """Tell whether both share a run of words, or most of the longer words of the shorter one."""
        if len(np.intersect1d(self.runs, other.runs)):
            return True
        shorter = min(len(self.longer), len(other.longer))
        return shorter >= RUN - 1 and len(np.intersect1d(self.longer, other.longer)) >= SAME_WORDS * shorter


def _make_origin(voices: Sequence[_Voice]) -> Origin:
    """Sum up the entries of a root; the earliest, which comes first, names its side and its report."""
    return Origin(
        side=_find_side(voices[0].listed),
        report=voices[0].report,
        entries=tuple(sorted(voice.listed.entry.id for voice in voices)),
        documents=tuple(sorted({voice.listed.entry.document_id for voice in voices})),
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
