"""The brief: what is reported, by whom, each sentence footnoted; as a page, Markdown or DOCX, from one manifest.

With an agreement it leads with the board's incidents and clauses, and with what changed since a day.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from parley.derive import Standing, count
from parley.errors import OutputError, explain_unwritten
from parley.export.board import Board
from parley.export.board.telling import tell_board
from parley.export.markdown import draw_markdown
from parley.export.marking import Marked, mark_sections
from parley.export.pages import get_template
from parley.export.sentences import Group, Note, Section, Sentence, tell_entry
from parley.export.word import pack_word
from parley.model import Event, ListedEntry, Statement

_SECTIONS: tuple[tuple[str, str, tuple[Standing, ...], bool | None], ...] = (
    ("Acts reported as fact", "Told by outlets and agencies themselves, in nobody else's mouth.", ("fact",), True),
    ("Speech acts reported as made", "That it was said is reported as fact; what was said is not.", ("fact",), False),
    ("Claimed", "Somebody says that it happened.", ("claimed",), None),
    ("Denied or did not happen", "Said or told not to have happened.", ("denied", "did not happen"), None),
    ("Demanded", "Asked of somebody.", ("demanded",), None),
    ("Refused", "Somebody says that they will not.", ("refused",), None),
    ("Required", "By an agreement, a resolution or a law, as reported.", ("required",), None),
    ("Planned", "Promised, scheduled or expected.", ("planned",), None),
    ("Possible", "Proposed, feared, threatened, or on a condition.", ("possible",), None),
)
_LEAD = "What {documents} report, and according to whom. Parley does not say who is right."
_SINCE = " They were published from {since} to {known}; incidents and clauses rest on all reports until then."


class Brief(Struct, frozen=True):
    """What a brief is made of.

    `made_from` is its manifest: record, position and head of its log, versions of reader and code, and what was asked
    for; with them the brief is made again, byte for byte. `as_of` is the moment of the log's row, null for an empty
    record. `not_read` counts documents by the name of their language, `stale` the entries left out because their page
    has another text by now, `elsewhere` those of reports that are not about the agreement that the brief leads with;
    `reports` says in how many reports the entries stand, and to how many origins these fold.
    """

    title: str
    made_from: Mapping[str, str]
    entries: tuple[ListedEntry, ...]
    documents: int
    not_read: Mapping[str, int]
    as_of: dt.datetime | None
    stale: int = 0
    reports: str = ""
    board: Board | None = None
    since: dt.date | None = None
    elsewhere: int = 0


class BriefFormat(Struct, frozen=True):
    """What people call a format of the brief, and what makes its bytes."""

    name: str
    write: Callable[[Brief, Marked], bytes]


class _ShownSection(Struct):
    """A section with its notes numbered; `notes` are those that follow it."""

    section: Section
    groups: list[tuple[str | None, list[tuple[Sentence, tuple[tuple[int, Note], ...]]]]]
    notes: tuple[tuple[int, Note], ...]


def write_brief(brief: Brief, path: Path) -> int:
    """Write the brief as what the ending of the path says, .html, .md or .docx, and return how many sentences it has.

    Raises:
        OutputError: the file cannot be written, or its ending names no format.
    """
    if path.suffix not in BRIEF_FORMATS:
        remedy = f"Let the name end in {' or '.join(BRIEF_FORMATS)}."
        raise OutputError("no format of the brief belongs to this ending", where=str(path), remedy=remedy)
    marked = list_sections(brief)
    with explain_unwritten(path, "the brief cannot be written", "Choose another place with --output."):
        path.write_bytes(BRIEF_FORMATS[path.suffix].write(brief, marked))
    return sum(section.count for section in marked.sections)


def render_brief(brief: Brief, desk_address: str | None = None) -> str:
    """Make the page of a brief.

    Args:
        brief: what it shows.
        desk_address: of the desk, where footnotes lead to their words in the reports; null where there is none.
    """
    return _render_page(brief, list_sections(brief), desk_address)


def list_sections(brief: Brief) -> Marked:
    """List the sections of a brief, with their sentences; empty ones too, so that their number can be shown."""
    lead = list(tell_board(brief.board)) if brief.board else []
    return mark_sections([*lead, *_tell_entries(brief.entries)])


def _tell_entries(entries: Iterable[ListedEntry]) -> Iterator[Section]:
    events = [listed for listed in entries if isinstance(listed.entry.item, Event)]
    for heading, meaning, standings, act in _SECTIONS:
        chosen = [
            listed
            for listed in events
            if listed.entry.standing in standings and (act is None or act == listed.entry.act)
        ]
        groups = (
            Group(f"Reported {day or 'without a date'}", tuple(map(tell_entry, found)))
            for day, found in groupby(chosen, key=lambda listed: listed.published_on)
        )
        yield Section(heading, meaning, tuple(groups))


def _render_page(brief: Brief, marked: Marked, desk_address: str | None = None) -> str:
    return get_template("brief.html").render(
        brief=brief,
        desk_address=desk_address,
        lead=_tell_lead(brief, marked),
        sections=_number_notes(marked.sections),
        statements=_count_statements(brief.entries),
        outlets=_count_outlets(brief.entries),
    )


def _number_notes(sections: Iterable[Section]) -> list[_ShownSection]:
    """Number footnotes from 1 on; where notes follow their section, sentences share the note of one report."""
    shown: list[_ShownSection] = []
    last = 0
    for section in sections:
        numbers: dict[Note, int] = {}
        groups = []
        for group in section.groups:
            sentences = []
            for sentence in group.sentences:
                if section.inline:
                    numbers.clear()
                for note in sentence.notes:
                    if note not in numbers:
                        last += 1
                        numbers[note] = last
                sentences.append((sentence, tuple((numbers[note], note) for note in sentence.notes)))
            groups.append((group.heading, sentences))
        notes = () if section.inline else tuple((number, note) for note, number in numbers.items())
        shown.append(_ShownSection(section, groups, notes))
    return shown


def _write_page(brief: Brief, marked: Marked) -> bytes:
    return _render_page(brief, marked).encode()


def _write_markdown(brief: Brief, marked: Marked) -> bytes:
    lines = draw_markdown(brief.title, _tell_all_read(brief, marked), marked.sections, _list_manifest(brief))
    return ("\n".join(lines) + "\n").encode()


def _write_word(brief: Brief, marked: Marked) -> bytes:
    told = _tell_all_read(brief, marked)
    return pack_word(brief.title, told, marked.sections, _list_manifest(brief), brief.as_of)


BRIEF_FORMATS = {
    ".html": BriefFormat("One page", _write_page),
    ".md": BriefFormat("Markdown", _write_markdown),
    ".docx": BriefFormat("DOCX", _write_word),
}
"""Every format of the brief, by the ending of its file."""


def _list_manifest(brief: Brief) -> dict[str, str]:
    return {"as of": brief.as_of.isoformat() if brief.as_of else "an empty record", **brief.made_from}


def _tell_all_read(brief: Brief, marked: Marked) -> Iterator[str]:
    """Yield the lead, and what was not read or left out."""
    yield from _tell_lead(brief, marked)
    for language, number in brief.not_read.items():
        yield f"{count(number, 'document')} not read: {language}."
    if brief.stale:
        yield f"{brief.stale} entries are left out: their page has another text by now."
    if brief.elsewhere:
        yield (
            f"{brief.elsewhere} entries are left out: their reports neither bear on the agreement nor name two of its"
            " parties or one of its places."
        )


def _tell_lead(brief: Brief, marked: Marked) -> list[str]:
    told = [_LEAD.format(documents=count(brief.documents, "document")), marked.meaning]
    if brief.board and brief.since:
        told[0] += _SINCE.format(since=brief.since, known=brief.board.status.known)
    if brief.reports:
        told.append(f"The lines stand in {brief.reports}: copies and credited sources are counted once.")
    return told


def _count_statements(entries: Iterable[ListedEntry]) -> int:
    return sum(isinstance(listed.entry.item, Statement) for listed in entries)


def _count_outlets(entries: Iterable[ListedEntry]) -> dict[str, int]:
    documents: dict[str, set[str]] = {}
    for listed in entries:
        for publication in listed.publications:
            documents.setdefault(publication.outlet or "(no outlet)", set()).add(listed.entry.document_id)
    return {outlet: len(ids) for outlet, ids in sorted(documents.items(), key=lambda pair: (-len(pair[1]), pair[0]))}
