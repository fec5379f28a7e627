"""Our own annotated articles (`articles/*.txt`) as documents of reading format 1, like those of `gold/train.jsonl`.

A file is a header of `key: value` lines, an empty line, and paragraphs with the annotation in brackets. A bracket
opens with its labels, each a letter and a number that belongs to the paragraph: `[s1,x2 Adwan] [c1 said] [k1 ...]`.
The letters are those of `frames.txt`: s source, c cue, k content, a addressee of a statement; t trigger, x actor,
r recipient, p place, w time, i condition, d deadline of an event. A trigger says what it names:
`t2:RETREAT/withdraw/requested/not`, where mode, modality (actual) and `not` may be left out. `k1^` is of statement 1
of the paragraph before (a long quotation). What follows from the spans (`within`, `about`) is worked out; `entity` and
`value` stay open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.errors import FormatError
from parley.read.encoder.labels import MODALITIES, MODES_OF, TYPES

HERE = Path(__file__).parent / "articles"
HEADER = {"title", "date", "genre", "each"}
STATEMENT = {"s": "source", "c": "cue", "k": "content", "a": "addressee"}
EVENT = {
    "t": "trigger", "x": "actor", "r": "recipient", "p": "place", "w": "time", "i": "condition", "d": "deadline",
}  # fmt: skip
ONE = {"source", "cue", "addressee", "trigger", "condition", "deadline"}
NAMED = {"source", "addressee", "actor", "recipient", "place"}
"""Roles whose spans carry an entity, here always open."""

_PART = re.compile(r"\[(?P<labels>[^\s\[\]]+) |(?P<close>\])|(?P<text>[^\[\]]+)|(?P<stray>\[)")
LABEL = re.compile(r"(?P<letter>[sckatxrpwid])(?P<number>\d+)(?P<before>\^?)(?::(?P<traits>[A-Z]+(?:/[a-z-]+)*))?")
Key = tuple[int, int]
"""Paragraph and number: what a label belongs to."""
Label = tuple[str, int, int]
"""A label as in a bracket, and the offsets of its span."""


@dataclass
class _Marked:
    """A text without its brackets, and the spans of its statements and events by role, in the order of the text."""

    where: str
    text: str = ""
    statements: dict[Key, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    events: dict[Key, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    traits: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def wrong(self, what: str, near: int | None = None) -> FormatError:
        """Return the error for something wrong at the end of what was read, or near an offset."""
        at = len(self.text) if near is None else near
        return FormatError(f"{what} near “{self.text[max(0, at - 40) : at + 40]}”", where=self.where)


def documents(folder: Path = HERE) -> Iterator[dict[str, Any]]:
    """Yield all articles by name of file; one whose header says `each: paragraph` holds a document a paragraph.

    Raises:
        FormatError: an article is not in its format.
    """
    for path in sorted(folder.glob("*.txt")):
        head, _, body = path.read_text(encoding="utf-8").strip().partition("\n\n")
        items = body.split("\n\n") if "\neach: paragraph" in head else [body]
        for number, item in enumerate(items, start=1):
            name = path.stem if len(items) == 1 else f"{path.stem}-{number}"
            yield document(name, f"{head}\n\n{item}")


def document(name: str, written: str) -> dict[str, Any]:
    """Turn the text of one file into a document with statements and events.

    Raises:
        FormatError: header, brackets, labels or traits are not as they should be, or a span does not lie on words.
    """
    head, _, body = written.strip().partition("\n\n")
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    if not {"title", "date"} <= set(header) <= HEADER:
        raise FormatError(f"a header needs title and date and may have genre, not {sorted(header)}", where=name)
    text, labels = read_brackets(body, name)
    return {
        "format": "reading/1",
        "id": f"written-{name}",
        "url": "",
        "date": header["date"],
        "outlet": "",
        "title": header["title"],
        "text": text,
        "licence": "Apache-2.0",
        "topic_path": [],
        "theatre": [],
        "cited": [],
        **annotate(text, labels, name),
        "genre": header.get("genre", "article"),
        "lang": "en",
    }


def tidy(text: str) -> str:
    """Put single spaces inside paragraphs and an empty line between them."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip())


def read_brackets(body: str, where: str) -> tuple[str, list[Label]]:
    """Take the brackets out of paragraphs; their labels come in the order in which they close.

    Raises:
        FormatError: a bracket is open, stray or without labels.
    """
    marked = _Marked(where)
    labels: list[Label] = []
    for index, paragraph in enumerate(tidy(body).split("\n\n")):
        marked.text += "\n\n" if index else ""
        labels += _read(marked, paragraph)
    return marked.text, labels


def annotate(text: str, labels: Sequence[Label], where: str) -> dict[str, list[dict[str, Any]]]:
    """Return the statements and events that labels lay on a text.

    Raises:
        FormatError: a label, its traits or its span is not as it should be, or a part is missing.
    """
    marked = _Marked(where, text)
    for label in labels:
        _put(marked, *label)
    _check(marked)
    numbers = {key: f"S{n}" for n, key in enumerate(sorted(marked.statements), start=1)}
    return {
        "statements": [_statement(marked, key, numbers) for key in numbers],
        "events": [_event(marked, key, f"E{n}", numbers) for n, key in enumerate(sorted(marked.events), start=1)],
    }


def _read(marked: _Marked, written: str) -> Iterator[Label]:
    """Read one paragraph's brackets; all that it opens it closes."""
    opened: list[tuple[str, int]] = []
    for part in _PART.finditer(written):
        if part["labels"]:
            opened.append((part["labels"], len(marked.text)))
        elif part["text"]:
            marked.text += part["text"]
        elif part["close"] and opened:
            labels, start = opened.pop()
            yield from ((label, start, len(marked.text)) for label in labels.split(","))
        else:
            raise marked.wrong("a bracket that was not opened, or opens without labels")
    if opened:
        raise marked.wrong(f"the bracket {opened[-1][0]} is not closed in its paragraph", opened[-1][1])


def _put(marked: _Marked, label: str, start: int, end: int) -> None:
    """Note a span under its label."""
    found = LABEL.fullmatch(label)
    if not found:
        raise marked.wrong(f"unknown label {label}", start)
    letter = found["letter"]
    key = (marked.text.count("\n\n", 0, start) - len(found["before"]), int(found["number"]))
    if bool(found["traits"]) != (letter == "t"):
        raise marked.wrong(f"{label}: a trigger has a type, nothing else has", start)
    if letter == "t":
        marked.traits[key] = _traits(marked, found["traits"], start)
    roles, role = (marked.statements, STATEMENT[letter]) if letter in STATEMENT else (marked.events, EVENT[letter])
    spans = roles.setdefault(key, {}).setdefault(role, [])
    if spans and role in ONE:
        raise marked.wrong(f"a second {role} {label}", start)
    spans.append(_span(marked, start, end, role))


def _span(marked: _Marked, start: int, end: int, role: str) -> dict[str, Any]:
    """Return a span; it begins and ends on words."""
    words = marked.text[start:end]
    inside_word = any(0 < at < len(marked.text) and marked.text[at - 1 : at + 1].isalnum() for at in (start, end))
    if not words or words != words.strip() or inside_word or words[-1] in ",;:":
        raise marked.wrong(f"the span “{words}” does not lie on words or ends with a stop", start)
    named: dict[str, Any] = {"entity": None} if role in NAMED else {}
    timed: dict[str, Any] = {"value": None} if role in {"time", "deadline"} else {}
    return {"start": start, "end": end, "text": words, **named, **timed}


def _traits(marked: _Marked, written: str, start: int) -> dict[str, Any]:
    """Read type, mode, modality and `not` of a trigger."""
    kind, *rest = written.split("/")
    negated = rest[-1:] == ["not"]
    rest = rest[:-1] if negated else rest
    modality = rest.pop() if rest and rest[-1] in MODALITIES else "actual"
    mode = rest.pop() if rest else None
    if kind not in TYPES or rest or (mode and mode not in MODES_OF.get(kind, ())):
        raise marked.wrong(f"{written} is no type, mode and modality of the ontology", start)
    return {"type": kind, "mode": mode, "modality": modality, "negated": negated}


def _check(marked: _Marked) -> None:
    """Every statement has a cue and a content outside it, every event a trigger."""
    for key, roles in marked.statements.items():
        if not roles.get("cue") or not roles.get("content"):
            some = next(iter(roles.values()))[0]
            raise marked.wrong(f"statement {key[1]} lacks its cue or its content", some["start"])
        [cue] = roles["cue"]
        if any(_holds(content, cue) for content in roles["content"]):
            raise marked.wrong(f"the content of statement {key[1]} holds its cue", cue["start"])
    for key, roles in marked.events.items():
        if not roles.get("trigger"):
            some = next(iter(roles.values()))[0]
            raise marked.wrong(f"event {key[1]} lacks its trigger", some["start"])


def _statement(marked: _Marked, key: Key, numbers: dict[Key, str]) -> dict[str, Any]:
    roles = marked.statements[key]
    source, addressee = roles.get("source"), roles.get("addressee")
    return {
        "id": numbers[key],
        "source": source[0] if source else None,
        "cue": roles["cue"][0],
        "content": roles["content"],
        "addressee": addressee[0] if addressee else None,
        "within": _within(marked, roles["cue"][0], numbers),
    }


def _event(marked: _Marked, key: Key, name: str, numbers: dict[Key, str]) -> dict[str, Any]:
    roles = marked.events[key]
    [trigger] = roles["trigger"]
    edges = _edges(trigger)
    about = [numbers[k] for k, statement in marked.statements.items() if _edges(statement["cue"][0]) == edges]
    return {
        "id": name,
        **marked.traits[key],
        "trigger": trigger,
        **{role: roles.get(role, []) for role in ("actor", "recipient", "place", "time")},
        **{role: roles[role][0] if role in roles else None for role in ("condition", "deadline")},
        "within": _within(marked, trigger, numbers),
        "about": about[0] if about else None,
    }


def _within(marked: _Marked, inner: dict[str, Any], numbers: dict[Key, str]) -> str | None:
    """Return the statement with the smallest content that holds a cue or trigger."""
    around = [
        (content["end"] - content["start"], numbers[key])
        for key, roles in marked.statements.items()
        for content in roles["content"]
        if _holds(content, inner)
    ]
    return min(around)[1] if around else None


def _holds(outer: dict[str, Any], inner: dict[str, Any]) -> bool:
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def _edges(span: dict[str, Any]) -> tuple[int, int]:
    return span["start"], span["end"]
