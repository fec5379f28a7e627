"""The form in which a person says what an entry should read: its rows, and what was written into them."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from parley.amending import FIELDS, ROLES, Wording, Words, list_spans
from parley.derive import index_statements, name_mention
from parley.errors import FormatError
from parley.model import Document, Entry, EntryKind, Event, Mention, Span, Statement, TimeMention

_MOST_ROWS = 60
_SHORT = 60
"""Code points of a statement's content by which a list tells it from others."""


class Row(Struct, frozen=True):
    """One row of a role: words of the report, their code points (`12-20`), what they denote, and whether they go."""

    words: str = ""
    at: str = ""
    meaning: str = ""
    drop: bool = False


class RoleRows(Struct, frozen=True):
    """The rows of one role; `denotes` says what their meaning is, empty where they have none."""

    name: str
    denotes: str
    several: bool
    rows: tuple[Row, ...]


def list_rows(kind: EntryKind, item: Statement | Event | None, draft: Mapping[str, str]) -> list[RoleRows]:
    """List the rows of a form: as a person left them, else as the entry reads; one more is empty where more can be.

    Args:
        kind: of the entry.
        item: what it says; null for one that is not there yet.
        draft: the form as it was sent, empty when it was not.
    """
    found = []
    for name, role in ROLES[kind].items():
        rows = _read_rows(draft, name) if draft else [_show(span) for span in list_spans(item, name)] if item else []
        rows = [row for row in rows if row.words or row.at]
        more = (Row(),) if len(rows) < role.most else ()
        denotes = "is" if role.kind is Mention else "day" if role.kind is TimeMention else ""
        found.append(RoleRows(name, denotes, role.most > 1, (*rows, *more)))
    return found


def _show(span: Span) -> Row:
    meaning = span.entity if isinstance(span, Mention) else span.value if isinstance(span, TimeMention) else None
    return Row(span.text, f"{span.start}-{span.end}", meaning or "")


def _read_rows(form: Mapping[str, str], role: str) -> list[Row]:
    rows = []
    for number in range(_MOST_ROWS):
        name = f"{role}.{number}"
        row = Row(
            form.get(f"{name}.words", "").strip(),
            form.get(f"{name}.at", "").strip(),
            form.get(f"{name}.meaning", "").strip(),
            form.get(f"{name}.drop") == "yes",
        )
        rows.append(row)
    return rows


def read_wording(kind: EntryKind, document: Document, form: Mapping[str, str]) -> Wording:
    """Read what a form says that an entry should read; a role of which it has no row stays as it is.

    Words as they stand at their code points are taken from there, others are looked for nearby, so that the form works
    without a script too.

    Raises:
        FormatError: an entry cannot be told from the form.
    """
    fields = {name: form[name] for name in FIELDS[kind] if name in form}
    if kind == "event":
        fields["negated"] = form.get("negated", "no")
    roles = {}
    for name in ROLES[kind]:
        if not any(field.startswith(f"{name}.") for field in form):
            continue
        rows = [row for row in _read_rows(form, name) if row.words and not row.drop]
        roles[name] = [_find_words(row, document, denotes=ROLES[kind][name].kind is not Span) for row in rows]
    return Wording(fields, roles)


def _find_words(row: Row, document: Document, *, denotes: bool) -> Words:
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", row.at)
    there = document.text[int(match[1]) : int(match[2])] if match else ""
    words = row.at if match and there.split() == row.words.split() else row.words
    return Words(words, row.meaning if denotes else None, near=row.at)


def read_kind(form: Mapping[str, str]) -> EntryKind:
    """Read which kind of entry a form adds.

    Raises:
        FormatError: it names none.
    """
    if form.get("kind") == "event":
        return "event"
    if form.get("kind") == "statement":
        return "statement"
    raise FormatError("the form names no kind of entry", where="kind", remedy="Use the buttons of the page.")


def list_statements(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """List the statements of a document as an entry can lie in them: ids, and words that tell one from another."""
    statements = index_statements(entry.item for entry in entries)
    return [(said.id, _tell(said)) for said in statements.values()]


def _tell(said: Statement) -> str:
    content = said.said[:_SHORT] + ("…" if len(said.said) > _SHORT else "")
    return f"{name_mention(said.source) or '(unnamed)'} “{said.cue.text}”: {content}"
