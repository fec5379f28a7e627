"""Whether a tree has the shape of an agreement's file: every fault at once, each with what to do about it."""

import datetime as dt
import difflib
import re

from msgspec import inspect

from parley.agreement.shape import FileShape
from parley.agreement.tree import KeyPath, Tree

_FILE = inspect.type_info(FileShape)
_LISTS = (inspect.ListType, inspect.VarTupleType)
_YEARS = range(1800, 2200)


def check_shape(tree: Tree) -> None:
    """Add a complaint to the tree for every key and value that `shape` does not allow."""
    _check(tree.value, _FILE, (), tree)


def _check(value: object, described: inspect.Type, path: KeyPath, tree: Tree) -> None:
    wanted = _bare(described)
    if isinstance(wanted, inspect.UnionType):
        _check_union(value, wanted, path, tree)
    elif isinstance(wanted, inspect.StructType) and isinstance(value, dict):
        _check_struct(value, wanted, path, tree)
    elif isinstance(wanted, inspect.DictType) and isinstance(value, dict):
        for key, item in value.items():
            _check(key, wanted.key_type, (*path, key), tree)
            _check(item, wanted.value_type, (*path, key), tree)
    elif isinstance(wanted, _LISTS) and isinstance(value, list):
        if len(value) < (wanted.min_length or 0):
            tree.complain(path, f"{_name(path)} is empty", "Name at least one.")
        for number, item in enumerate(value):
            _check(item, wanted.item_type, (*path, number), tree)
    else:
        _check_scalar(value, described, path, tree)


def _bare(wanted: inspect.Type) -> inspect.Type:
    return wanted.type if isinstance(wanted, inspect.Metadata) else wanted


def _check_union(value: object, wanted: inspect.UnionType, path: KeyPath, tree: Tree) -> None:
    """Hold a value against the alternative of its own kind, else say what all of them are."""
    for alternative in wanted.types:
        if _same_kind(value, _bare(alternative)):
            _check(value, alternative, path, tree)
            return
    wishes = [_describe(alternative) for alternative in wanted.types if not isinstance(alternative, inspect.NoneType)]
    tree.complain(path, f"{_name(path)} is {_show(value)}", f"Write {' or '.join(wishes)}.")


def _same_kind(value: object, wanted: inspect.Type) -> bool:
    if isinstance(value, dict):
        return isinstance(wanted, inspect.StructType | inspect.DictType)
    if isinstance(value, list):
        return isinstance(wanted, _LISTS)
    if value is None or isinstance(value, bool):
        return isinstance(wanted, inspect.BoolType if value is not None else inspect.NoneType)
    if isinstance(value, int | float):
        return isinstance(wanted, inspect.IntType | inspect.FloatType)
    return isinstance(wanted, inspect.StrType | inspect.LiteralType | inspect.DateType | inspect.DateTimeType)


def _check_struct(value: dict[str, object], wanted: inspect.StructType, path: KeyPath, tree: Tree) -> None:
    fields = {field.encode_name: field for field in wanted.fields}
    for key, item in value.items():
        if key in fields:
            _check(item, fields[key].type, (*path, key), tree)
            continue
        close = difflib.get_close_matches(key, fields, n=1)
        remedy = f"Write {close[0]}, if that is meant." if close else f"Known here: {', '.join(fields)}."
        tree.complain_key((*path, key), f"unknown key {key!r}", remedy)
    for key, field in fields.items():
        if field.required and key not in value:
            tree.complain(path, f"{key!r} is missing from {_name(path)}", f"Add {key}: {_describe(field.type)}.")


def _check_scalar(value: object, described: inspect.Type, path: KeyPath, tree: Tree) -> None:
    wanted = _bare(described)
    if isinstance(value, str):
        holds = _holds(value, wanted) and (wanted is described or _exists(value, described))
    else:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        holds = number if isinstance(wanted, inspect.FloatType) else _same_kind(value, wanted)
    if not holds:
        tree.complain(path, f"{_name(path)} is {_show(value)}", f"Write {_describe(described)}.")


def _holds(value: str, wanted: inspect.Type) -> bool:
    if isinstance(wanted, inspect.StrType):
        return len(value.strip()) >= (wanted.min_length or 0) and bool(re.search(wanted.pattern or "", value))
    if isinstance(wanted, inspect.LiteralType):
        return value in wanted.values
    if isinstance(wanted, inspect.DateType):
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and _is_moment(value)
    return isinstance(wanted, inspect.DateTimeType) and bool(
        re.search(r"T.*(Z|[+-]\d\d:\d\d)$", value) and _is_moment(value)
    )


def _exists(value: str, described: inspect.Type) -> bool:
    """Tell whether the calendar has a moment that is written as a string; other strings always exist."""
    calendar = isinstance(described, inspect.Metadata) and (described.extra or {}).get("calendar")
    return not calendar or _is_moment(f"{value}-01" if len(value) == len("2025-01") else value)


def _is_moment(value: str) -> bool:
    """Tell whether the calendar has this ISO day or instant, in a year in which one can count."""
    try:
        return dt.datetime.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def _describe(wanted: inspect.Type) -> str:
    """Say what is to be written, as the end of the sentence "Write ..."."""
    if isinstance(wanted, inspect.Metadata):
        return str((wanted.extra_json_schema or {}).get("description") or _describe(wanted.type))
    if isinstance(wanted, inspect.UnionType):
        return " or ".join(_describe(each) for each in wanted.types if not isinstance(each, inspect.NoneType)) or "null"
    if isinstance(wanted, inspect.LiteralType):
        return "one of " + ", ".join(map(str, wanted.values))
    if isinstance(wanted, _LISTS):
        return "a list, such as [a, b]"
    return _WORDS[type(wanted)]


_WORDS: dict[type[inspect.Type], str] = {
    inspect.StrType: "words, in quotes where they could be taken for a number or null",
    inspect.DateType: "a day such as 2025-01-26",
    inspect.DateTimeType: 'an instant in quotes and with its zone, such as "2025-01-26T04:00:00+02:00"',
    inspect.BoolType: "true or false",
    inspect.FloatType: "a number",
    inspect.StructType: "a mapping with keys of its own",
    inspect.DictType: "a mapping from ids",
    inspect.NoneType: "null",
}


def _name(path: KeyPath) -> str:
    names = [f"{step + 1}" if isinstance(step, int) else step for step in path]
    return " ".join(names[-2:]) or "the file"


def _show(value: object) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return "null" if value is None else repr(value)
