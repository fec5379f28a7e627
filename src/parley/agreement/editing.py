"""Additions to an agreement's file that leave everything else in it as it is, comments and layout included.

Nothing is written anew: the place of the list is found in the YAML, and the lines of the new item are put there.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from parley.agreement.loading import parse_agreement
from parley.agreement.terms import Agreement
from parley.agreement.tree import KeyPath, Tree, YamlNode, ends_on, is_flow, parse_tree
from parley.errors import InputError, explain_unwritten

Value = str | dt.date | dt.datetime | list[str] | Mapping[str, "Value"] | None
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|\d{4}-\d{2}-\d{2}")
_RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


class Edited(Struct, frozen=True):
    """The text of a file after an addition, and the agreement that it now states."""

    text: str
    agreement: Agreement


def add_report(text: str, where: str, anchor: str, item: Mapping[str, Value]) -> Edited:
    """Add a report of when an anchor came about: `date` or `at`, `known`, `source`, `precision`, `note`.

    Raises:
        NotAnAgreement: the text is none, or would be none with the addition.
        InputError: there is no such anchor, or the text itself names its moment.
    """
    agreement = parse_agreement(text, where)
    ids = [each.id for each in agreement.anchors]
    if anchor not in ids:
        raise InputError(f"no anchor has the id {anchor!r}", where=where, remedy=f"Known here: {', '.join(ids)}.")
    if any(fix.by_text for fix in agreement.get_anchor(anchor).fixes):
        remedy = "A report cannot move it; record an amendment, or what somebody reads into the text."
        raise InputError(f"the text itself names the moment of {anchor!r}", where=where, remedy=remedy)
    return _add(text, where, ("agreement", "anchors", anchor), "reported", item)


def add_reading(text: str, where: str, clause: str, item: Mapping[str, Value]) -> Edited:
    """Add what somebody says that a clause requires: `by`, `reading`, `known`, `source`, `precision`.

    Raises:
        NotAnAgreement: the text is none, or would be none with the addition.
        InputError: there is no such clause.
    """
    ids = [each.id for each in parse_agreement(text, where).clauses]
    if clause not in ids:
        raise InputError(f"no clause has the id {clause!r}", where=where, remedy=f"Known here: {', '.join(ids)}.")
    return _add(text, where, ("clauses", ids.index(clause)), "readings", item)


def add_amendment(text: str, where: str, item: Mapping[str, Value]) -> Edited:
    """Add a change of due dates: `id`, `known`, `by`, `accepted_by`, `effect`, `source`, `wording`, `note`.

    Raises:
        NotAnAgreement: the text is none, or would be none with the addition.
    """
    parse_agreement(text, where)
    return _add(text, where, (), "amendments", item)


def edit_file(path: Path, edited: Edited) -> None:
    """Write the new text over the file, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        with explain_unwritten(path, remedy="Give yourself the right to write there."):
            beside.write_bytes(edited.text.encode())
            beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _add(text: str, where: str, path: KeyPath, key: str, item: Mapping[str, Value]) -> Edited:
    given = {name: value for name, value in item.items() if value is not None or name == "by"}
    added = _splice(text, parse_tree(text), path, key, given)
    return Edited(added, parse_agreement(added, where))


def _splice(text: str, tree: Tree, path: KeyPath, key: str, item: Mapping[str, Value]) -> str:
    parent, listed = tree.nodes[path], tree.nodes.get((*path, key))
    if is_flow(parent) and listed is None:
        return _extend_flow(text, parent, f"{key}: [{_write(item)}]")
    indent = parent.value[0][0].start_mark.column
    if listed is None:
        lines = [f"{' ' * indent}{key}:", *_block_lines(item, indent + 2)]
        return _insert_lines(text, ends_on(parent), lines)
    if not listed.value and not is_flow(parent):
        return _open(text, listed, _block_lines(item, indent + 2))
    if is_flow(listed):
        return _extend_flow(text, listed, _write(item))
    return _insert_lines(text, ends_on(listed), _block_lines(item, listed.start_mark.column))


def _open(text: str, empty: YamlNode, lines: list[str]) -> str:
    """Turn an empty list into one of lines; a comment behind it stays."""
    before, rest = text[: empty.start_mark.index], text[empty.end_mark.index :]
    ends_here = rest.lstrip(" ")[:1] in {"", "\r", "\n"}
    return _insert_lines((before.rstrip(" ") if ends_here else before) + rest, empty.start_mark.line, lines)


def _extend_flow(text: str, node: YamlNode, written: str) -> str:
    """Put something before the bracket that closes a collection."""
    close = node.end_mark.index - 1
    return text[:close].rstrip(" ") + (", " if node.value else "") + written + text[close:]


def _insert_lines(text: str, after: int, lines: list[str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    present = text.splitlines(keepends=True)
    if not present[after].endswith("\n"):
        present[after] += end
    return "".join([*present[: after + 1], *(line + end for line in lines), *present[after + 1 :]])


def _block_lines(item: Mapping[str, Value], indent: int) -> list[str]:
    return [
        f"{' ' * indent}{'  ' if number else '- '}{name}: {_write(value)}"
        for number, (name, value) in enumerate(item.items())
    ]


def _write(value: Value) -> str:
    """Write a value in one line: words in quotes unless every YAML reader takes them for the same words."""
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_write(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write, value)) + "]"
    if isinstance(value, dt.datetime):
        return f'"{value.isoformat()}"'
    word = str(value)
    plain = _PLAIN.fullmatch(word) and word.lower() not in _RESERVED
    return word if plain else json.dumps(word, ensure_ascii=False)
