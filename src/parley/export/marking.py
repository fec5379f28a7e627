"""Which lines of a brief are marked: the fewer of those that a person decided on and those that nobody did."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from parley.export.sentences import CODED, Section, Sentence

_UNREVIEWED = "unreviewed"
_DECIDED = frozenset({"accepted", "amended", "reviewed"})
_MOST = "A sentence marked unreviewed is a machine's proposal that nobody has decided on."
_NONE = "Nobody has decided on any of these lines: they are a machine's proposals, and none of them is marked."
_FEW = (
    "Of {lines} lines that rest on reports, people decided on {decided}: they are marked reviewed, accepted or amended."
    " All others are a machine's proposals that nobody has decided on."
)


class Marked(Struct, frozen=True):
    """Sections with marks on their sentences, and what the marks mean, in a sentence."""

    sections: list[Section]
    meaning: str


def mark_sections(sections: list[Section]) -> Marked:
    """Mark what was decided on where most was not; else leave the mark on what was not.

    Args:
        sections: their sentences are marked "unreviewed" where nothing that they rest on was decided on.
    """
    sentences = list(_list_sentences(sections))
    decided = sum(map(_is_decided, sentences))
    waiting = sum(_UNREVIEWED in sentence.tags for sentence in sentences)
    if decided >= waiting:
        return Marked(sections, _MOST)
    turned = [
        replace(
            section,
            groups=tuple(replace(each, sentences=tuple(map(_turn, each.sentences))) for each in section.groups),
        )
        for section in sections
    ]
    return Marked(turned, _FEW.format(lines=decided + waiting, decided=decided) if decided else _NONE)


def _list_sentences(sections: Iterable[Section]) -> Iterator[Sentence]:
    for section in sections:
        for group in section.groups:
            yield from group.sentences


def _is_decided(sentence: Sentence) -> bool:
    """Tell whether a sentence rests on an entry, or on a report about a clause, that a person decided on."""
    coded = any(tag.startswith(CODED) for note in sentence.notes for tag in note.tags)
    return bool(_DECIDED.intersection(sentence.tags)) or (coded and _UNREVIEWED not in sentence.tags)


def _turn(sentence: Sentence) -> Sentence:
    """Mark a sentence as reviewed instead of as unreviewed."""
    kept = tuple(tag for tag in sentence.tags if tag != _UNREVIEWED)
    marked = _is_decided(sentence) and not _DECIDED.intersection(kept)
    return replace(sentence, tags=(*kept, "reviewed") if marked else kept)
