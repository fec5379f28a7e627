"""The brief: one self-contained page that says what is reported, by whom, each line with its exact words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from parley.derive import Standing, describe_route, join_names
from parley.errors import OutputError
from parley.model import Event, ListedEntry, Statement
from parley.ontology import event_kinds

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


class Brief(Struct, frozen=True):
    """What a brief is made of.

    `made_from` names the record, the position and head of its log, and the versions of reader and code: with them the
    brief can be made again. `not_read` counts documents by the name of their language, `stale` the entries left out
    because their page has another text by now; `reports` says how many reports the entries stand in, and to how many
    origins these fold.
    """

    title: str
    made_from: Mapping[str, str]
    entries: tuple[ListedEntry, ...]
    documents: int
    not_read: Mapping[str, int]
    as_of: dt.datetime
    stale: int = 0
    reports: str = ""


class _Note(Struct, frozen=True):
    number: int
    quote: str
    route: str
    outlet: str
    day: str
    title: str
    link: str | None
    state: str


class _Sentence(Struct, frozen=True):
    day: str
    words: Markup
    speech: bool
    note: _Note


def write_brief(brief: Brief, path: Path) -> int:
    """Write the page and return how many lines it has.

    Raises:
        OutputError: the file cannot be written.
    """
    page, count = render_brief(brief)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        remedy = "Choose another place with --output."
        raise OutputError(f"the page cannot be written ({error.strerror})", where=str(path), remedy=remedy) from error
    return count


def render_brief(brief: Brief) -> tuple[str, int]:
    """Make the page; return it with the number of its lines."""
    events = [listed for listed in brief.entries if isinstance(listed.entry.item, Event)]
    sections, number = [], 0
    for heading, meaning, standings, act in _SECTIONS:
        chosen = [
            listed
            for listed in events
            if listed.entry.standing in standings and (act is None or act == listed.entry.act)
        ]
        sentences = [_tell(listed, number + place) for place, listed in enumerate(chosen, start=1)]
        number += len(sentences)
        days = [(day, list(group)) for day, group in groupby(sentences, key=lambda sentence: sentence.day)]
        sections.append({"heading": heading, "meaning": meaning, "days": days, "count": len(sentences)})
    environment = Environment(
        loader=PackageLoader("parley.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    statements = sum(isinstance(listed.entry.item, Statement) for listed in brief.entries)
    page = environment.get_template("brief.html").render(
        brief=brief, sections=sections, statements=statements, events=len(events), outlets=_count_outlets(brief.entries)
    )
    return page, number


def _tell(listed: ListedEntry, number: int) -> _Sentence:
    entry, first = listed.entry, listed.publication
    note = _Note(
        number=number,
        quote=listed.context,
        route=describe_route(first, entry.chain),
        outlet=first.outlet or "(no outlet)",
        day=listed.published_on.isoformat() if listed.published_on else "no date",
        title=first.title or "",
        link=first.url if first.url and first.url.startswith(("https://", "http://")) else None,
        state=entry.state,
    )
    if not isinstance(entry.item, Event):
        raise TypeError(entry.kind)
    return _Sentence(note.day, tell_event(entry.item, entry.chain, listed.said), speech=not entry.act, note=note)


def tell_event(event: Event, chain: tuple[str | None, ...], said: str | None = None) -> Markup:
    """Say in neutral words who is reported to do what to whom; trigger and content stay in the report's own words."""
    parts = [join_names(event.actor, ", ") or "(nobody named)", Markup("<b>“{}”</b>").format(event.trigger.text)]
    if event.recipient:
        parts.append(Markup("→ {}").format(join_names(event.recipient, ", ")))
    if event.place:
        parts.append(Markup("in {}").format(join_names(event.place, ", ")))
    if event.time:
        parts.append(Markup("({})").format("; ".join(time.value or time.text for time in event.time)))
    if said:
        parts.append(Markup("<q>{}</q>").format(said.strip(' "“”')))
    gloss = event_kinds()[event.type].gloss
    code = f"{event.type}/{event.mode}" if event.mode else event.type
    parts.append(Markup('<abbr title="{}">{}</abbr>').format(gloss, code))
    if event.negated:
        parts.append(Markup("<i>not</i>"))
    if chain:
        parts.append(Markup("— according to {}").format(chain[-1] or "an unnamed source"))
    return Markup(" ").join(parts)


def _count_outlets(entries: Iterable[ListedEntry]) -> dict[str, int]:
    documents: dict[str, set[str]] = {}
    for listed in entries:
        for publication in listed.publications:
            documents.setdefault(publication.outlet or "(no outlet)", set()).add(listed.entry.document_id)
    return {outlet: len(ids) for outlet, ids in sorted(documents.items(), key=lambda pair: (-len(pair[1]), pair[0]))}
