"""The brief as Markdown: sentences with footnotes, every word of a report escaped."""

import re
from collections.abc import Iterable, Iterator, Mapping

from parley.export.sentences import Note, Part, Section, Sentence
from parley.export.visible import show_controls

_START = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")
"""What would begin a list or a heading at the beginning of a line."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")


def draw_markdown(
    title: str, lead: Iterable[str], sections: Iterable[Section], made_from: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines of a Markdown page.

    Args:
        title: the heading.
        lead: sentences of Parley's own above the sections.
        sections: with their sentences; those without one are left out.
        made_from: the manifest, at the end.
    """
    notes: dict[Note, int] = {}
    yield f"# {escape_markdown(title)}"
    for words in lead:
        yield ""
        yield words
    for section in sections:
        if section.count:
            yield from _draw_section(section, notes)
    yield from ("", "## Made from", "")
    yield from (f"- {name}: {escape_markdown(value)}" for name, value in made_from.items())
    if notes:
        yield ""
    yield from (f"[^{number}]: {_draw_note(note)}" for note, number in notes.items())


def _draw_section(section: Section, notes: dict[Note, int]) -> Iterator[str]:
    yield from ("", f"## {section.heading} ({section.count})", "", section.meaning)
    for group in section.groups:
        if group.heading:
            yield from ("", f"### {escape_markdown(group.heading)}")
        yield ""
        yield from (_draw_sentence(sentence, notes) for sentence in group.sentences)


def _draw_sentence(sentence: Sentence, notes: dict[Note, int]) -> str:
    words = _START.sub(r"\1\\", " ".join(map(_draw_part, sentence.parts)))
    tags = "".join(f" \\[{tag}\\]" for tag in sentence.tags)
    numbers = "".join(f"[^{notes.setdefault(note, len(notes) + 1)}]" for note in sentence.notes)
    return f"- {words}{tags}{numbers}"


def _draw_part(part: Part) -> str:
    words = escape_markdown(part.text)
    match part.look:
        case "strong":
            return f"**{words}**"
        case "quote":
            return f"“{words}”"
        case "stress":
            return f"*{words}*"
        case _:
            return words


def _draw_note(note: Note) -> str:
    parts = [f"“{escape_markdown(note.quote)}”", escape_markdown(note.route), note.day]
    if note.link:
        title = escape_markdown(note.title or note.link)
        parts.append(f"[{title}](<{note.link.replace('<', '%3C').replace('>', '%3E')}>)")
    elif note.title:
        parts.append(escape_markdown(note.title))
    tags = "".join(f" \\[{tag}\\]" for tag in note.tags)
    return f"{', '.join(parts)}{tags}"


def escape_markdown(text: str) -> str:
    """Let words stand for themselves on one line: no markup, no line break, no characters that steer."""
    return _SPECIAL.sub(r"\\\1", show_controls(" ".join(text.split())))
